/**
 * Kubernetes quantities as the API server reads them, for comparing what is planned with what was approved.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
const powers: Readonly<Record<string, readonly [base: bigint, exponent: number]>> = {
  n: [10n, -9],
  u: [10n, -6],
  m: [10n, -3],
  '': [10n, 0],
  k: [10n, 3],
  M: [10n, 6],
  G: [10n, 9],
  T: [10n, 12],
  P: [10n, 15],
  E: [10n, 18],
  Ki: [2n, 10],
  Mi: [2n, 20],
  Gi: [2n, 30],
  Ti: [2n, 40],
  Pi: [2n, 50],
  Ei: [2n, 60],
};

/** Smallest step of a quantity: everything is compared in thousand-millionths. */
export const nano = 1_000_000_000n;

/** A quantity in nano units, fractions of a nano rounded up as the API server does; undefined where the text is none. */
export function nanoOf(text: string): bigint | undefined {
  const match = /^([+-]?)(\d{0,60})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', decimals = '', exponent, suffix = ''] = match;
  if (whole === '' && decimals === '') return undefined;
  const [base, power] = exponent === undefined ? (powers[suffix] ?? [10n, 0]) : [10n, Number(exponent)];
  const up = power >= 0 ? base ** BigInt(power) : 1n;
  const down = (power < 0 ? base ** BigInt(-power) : 1n) * 10n ** BigInt(decimals.length);
  const scaled = BigInt(whole + decimals) * up * nano;
  const value = (scaled + down - 1n) / down;
  return sign === '-' ? -value : value;
}
