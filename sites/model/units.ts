import type { Text } from './text.js';

/**
 * Branded whole numbers, one brand per unit. Floating point stays inside the solver and the packer.
 * Source of the notation: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
declare const unit: unique symbol;
export type Unit<B extends string> = bigint & { readonly [unit]: B };

export type MilliCpu = Unit<'milliCPU'>;
export type Bytes = Unit<'bytes'>;
export type Watts = Unit<'watts'>;
export type BitsPerSecond = Unit<'bit/s'>;
export type Vnd = Unit<'VND'>;

/** A quantity that cannot be read, or not without loss. `suggestion` is what the author probably meant. */
export class QuantityError extends Error {
  constructor(
    readonly found: string,
    readonly reason: 'syntax' | 'notation' | 'inexact' | 'negative' | 'too-large' | 'thousands',
    readonly suggestion?: string,
  ) {
    super(`"${found}": ${reason}`);
    this.name = 'QuantityError';
  }
}

const suffixes: Readonly<Record<string, readonly [bigint, bigint]>> = {
  n: [1n, 1_000_000_000n],
  u: [1n, 1_000_000n],
  m: [1n, 1_000n],
  '': [1n, 1n],
  k: [1_000n, 1n],
  M: [1_000_000n, 1n],
  G: [1_000_000_000n, 1n],
  T: [1_000_000_000_000n, 1n],
  P: [1_000_000_000_000_000n, 1n],
  E: [1_000_000_000_000_000_000n, 1n],
  Ki: [1n << 10n, 1n],
  Mi: [1n << 20n, 1n],
  Gi: [1n << 30n, 1n],
  Ti: [1n << 40n, 1n],
  Pi: [1n << 50n, 1n],
  Ei: [1n << 60n, 1n],
};

/** What Kubernetes itself caps a quantity at: 2^63 − 1 of the base unit. */
const largest = (1n << 63n) - 1n;

/** Digits need not stand on both sides of the point: Kubernetes reads `.5` and `5.`. */
const notation = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,6})|([a-zA-Z]{0,2}))$/;

/** Digits a quantity can sensibly have; longer ones are refused before any arithmetic. */
const mostDigits = 40;

const grouped = /^\d{1,3}(?:([., ])\d{3})(?:\1\d{3})+([a-zA-Z]{0,2})$/;

/** Hexadecimal, octal or binary as YAML and programs write them; nobody reviews a quota in these. */
const otherBase = /^[+-]?0(?:x[0-9a-f]+|o[0-7]+|b[01]+)$/i;

/** The same number in decimal notation, where a text is one in another base. */
export function fromOtherBase(found: string): string | undefined {
  if (found.length > 60 || !otherBase.test(found)) return undefined;
  const value = BigInt(found.replace(/^[+-]/, ''));
  return found.startsWith('-') ? String(-value) : String(value);
}

/** Spellings seen in tenancy requests, with what they most likely mean. */
function suggest(found: string): string | undefined {
  if (found.length > 60) return undefined;
  if (grouped.test(found)) return found.replace(/[., ]/g, '');
  // Programmers' digits: 1_000.
  if (/^\d+(?:_\d+)+[a-zA-Z]{0,2}$/.test(found)) return found.replaceAll('_', '');
  const decimalComma = /^(\d+),(\d+)\s*([a-zA-Z]*)$/.exec(found);
  if (decimalComma !== null) {
    const [, whole = '', fraction = '', suffix = ''] = decimalComma;
    return asWritten(`${whole}.${fraction}`, suffix);
  }
  const number = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]{1,3})$/.exec(found);
  return number === null ? undefined : asWritten(number[1] ?? '', number[2] ?? '');
}

/** A number with a suffix as a person writes it, as Kubernetes spells it: `64GB` is 64G, `4gi` is 4Gi. */
function asWritten(number: string, suffix: string): string | undefined {
  if (likelyThousands(number) !== undefined) return undefined;
  const withoutByte = suffix.replace(/[bB]$/, '');
  // Nobody asks for thousandths of a byte: "512mb" is mega.
  const meant = withoutByte !== suffix && withoutByte === 'm' ? 'M' : withoutByte;
  if (Object.hasOwn(suffixes, meant)) return `${number}${meant}`;
  // A lower-case e begins an exponent; it is no exa.
  const right = meant === 'e' ? undefined : Object.keys(suffixes).find((known) => known.toLowerCase() === meant.toLowerCase());
  return right === undefined ? undefined : `${number}${right}`;
}

/**
 * A number with exactly three decimals, which in Vietnamese hands groups thousands: `1.000`, `2.000Gi`.
 * `0.125` is none: nobody groups thousands after a zero.
 */
export function likelyThousands(written: string): { readonly whole: string; readonly decimal: string } | undefined {
  const match = /^([+-]?[1-9]\d*)\.(\d{3})([a-zA-Z]{0,2})$/.exec(written);
  if (match === null) return undefined;
  const [, whole = '', thousands = '', suffix = ''] = match;
  return { whole: `${whole}${thousands}${suffix}`, decimal: decimalOf(whole, thousands, suffix) };
}

/** The number so written that nobody takes its dot for a thousands separator: `1.000` is 1, `1.500` 1.5, `1.234` 1.2340. */
function decimalOf(whole: string, decimals: string, suffix: string): string {
  const kept = decimals.replace(/0+$/, '');
  return kept === '' ? `${whole}${suffix}` : `${whole}.${kept.length === 3 ? `${kept}0` : kept}${suffix}`;
}

/**
 * Parses a Kubernetes quantity into whole multiples of `1/perUnit` of its base unit.
 * `parseQuantity('1500m', 1000n)` is 1500n (milliCPU), `parseQuantity('64Gi', 1n)` is bytes.
 * @throws QuantityError where the text is no quantity, negative, too large, would lose precision,
 *   or has exactly three decimals (`1.000`: a thousands separator in Vietnamese hands).
 */
export function parseQuantity(written: string | number, perUnit: bigint): bigint {
  const found = String(written);
  const inDecimal = fromOtherBase(found);
  if (inDecimal !== undefined) throw new QuantityError(found, 'notation', inDecimal);
  const match = found.length > 200 ? null : notation.exec(found);
  if (match === null || !Object.hasOwn(suffixes, match[6] ?? '')) throw new QuantityError(found, 'syntax', suggest(found));
  const [, sign, whole = '0', trailing, leading, exponent, suffix = ''] = match;
  const fraction = trailing ?? leading ?? '';
  if (sign === '-') throw new QuantityError(found, 'negative');
  const thousands = typeof written === 'string' ? likelyThousands(found) : undefined;
  if (thousands !== undefined) throw new QuantityError(found, 'thousands', thousands.whole);
  const [up, down] = suffixes[suffix] ?? [1n, 1n];
  const power = BigInt(exponent ?? '0');
  if (power > 30n || whole.length > mostDigits) throw new QuantityError(found, 'too-large');
  if (power < -30n || fraction.length > mostDigits) throw new QuantityError(found, 'inexact');
  const numerator = BigInt(whole + fraction) * up * perUnit * (power > 0n ? 10n ** power : 1n);
  const denominator = down * 10n ** BigInt(fraction.length) * (power < 0n ? 10n ** -power : 1n);
  if (numerator % denominator !== 0n) throw new QuantityError(found, 'inexact');
  const value = numerator / denominator;
  if (value > largest * perUnit) throw new QuantityError(found, 'too-large');
  return value;
}

export const parseCpu = (written: string | number): MilliCpu => parseQuantity(written, 1000n) as MilliCpu;
export const parseBytes = (written: string | number): Bytes => parseQuantity(written, 1n) as Bytes;

/** An amount of Vietnamese đồng: digits only, no suffixes, no fractions. @throws QuantityError */
export function parseVnd(written: string | number): Vnd {
  const found = String(written);
  const inDecimal = fromOtherBase(found);
  if (inDecimal !== undefined) throw new QuantityError(found, 'notation', inDecimal);
  if (/^\d{1,18}$/.test(found)) return BigInt(found) as Vnd;
  if (/^-\d+$/.test(found)) throw new QuantityError(found, 'negative');
  if (/^\d+$/.test(found)) throw new QuantityError(found, 'too-large');
  const digits = found.replace(/\s*(?:đ|₫|vnd|đồng)$/iu, '').replace(/[., _]/g, '');
  throw new QuantityError(found, 'syntax', digits.length < 19 && /^\d+$/.test(digits) && !/[.,]\d{1,2}$/.test(found) ? digits : undefined);
}

/** Canonical Kubernetes spelling of CPU: whole cores without suffix, else `m`. */
export function printCpu(value: MilliCpu): string {
  return value % 1000n === 0n ? String(value / 1000n) : `${value}m`;
}

const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

/** Canonical Kubernetes spelling of bytes: the largest binary suffix that divides exactly. Parses back to the same value. */
export function printBytes(value: Bytes): string {
  let rest: bigint = value;
  let step = 0;
  while (rest !== 0n && rest % 1024n === 0n && step < binary.length - 1) {
    rest /= 1024n;
    step += 1;
  }
  return `${rest}${binary[step]}`;
}

/** Bytes for a reader: three significant digits, rounded down so that no headroom is overstated. A deficit is negative and rounded up, so that it is not understated. */
export function readableBytes(value: bigint): Text {
  const en = value < 0n ? `-${readable(-value, true)}` : readable(value, false);
  return { vi: en.replace('.', ','), en };
}

function readable(value: bigint, up: boolean): string {
  let step = 0;
  let scale = 1n;
  while (step < binary.length - 1 && value >= scale * 1024n) {
    scale *= 1024n;
    step += 1;
  }
  const tenths = (value * 10n + (up ? scale - 1n : 0n)) / scale;
  const whole = up ? (tenths + 9n) / 10n : tenths / 10n;
  const text = tenths >= 1000n || tenths % 10n === 0n ? String(whole) : `${tenths / 10n}.${tenths % 10n}`;
  return `${text} ${binary[step]}B`;
}
