/** Digits without zeros at either end, and the power of ten of the last one. */
interface Decimal {
  readonly digits: string;
  readonly power: number;
}

/** Only decimal notation is one: `0x10` and `0o7` are numbers to YAML, and to nobody who reviews a data file. */
const decimal = /^[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function decimalOf(written: string): Decimal | undefined {
  const match = decimal.exec(written);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const significant = `${whole}${fraction}`.replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  return { digits, power: digits === '' ? 0 : Number(exponent) - fraction.length + significant.length - digits.length };
}

/**
 * Whether a double is the number that is written, so that its text reads back as the same quantity. What is not is handed
 * on as the author wrote it, for the schema to parse or refuse: what a double cannot hold, and hexadecimal and octal.
 */
export function isAsWritten(value: number, source: string): boolean {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return false;
  const written = decimalOf(source);
  const read = decimalOf(String(value));
  return written !== undefined && read !== undefined && written.digits === read.digits && written.power === read.power;
}
