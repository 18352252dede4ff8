import { printBytes, type Bytes, type MilliCpu } from '../sites/model/units.js';

/**
 * Quantities as the API server spells them. It rewrites what it is given (`4000m` becomes `4`, `1000` becomes `1k`),
 * and the provider then plans a change for ever.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ (canonical form)
 */
const decimal = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;

function inDecimals(value: bigint): string {
  let rest = value;
  let step = 0;
  while (rest !== 0n && rest % 1000n === 0n && step < decimal.length - 1) {
    rest /= 1000n;
    step += 1;
  }
  return `${rest}${decimal[step]}`;
}

export const cpuQuantity = (value: MilliCpu): string => (value % 1000n === 0n ? inDecimals(value / 1000n) : `${value}m`);

export function bytesQuantity(value: Bytes): string {
  return value !== 0n && value % 1024n === 0n ? printBytes(value) : inDecimals(value);
}

export const countQuantity = (value: number): string => inDecimals(BigInt(value));
