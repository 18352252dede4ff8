import type { Percentiles } from '../../kms-test-data.js';

/** By nearest rank; undefined of nothing. */
export function percentiles(milliseconds: readonly number[]): Percentiles | undefined {
  if (milliseconds.length === 0) return undefined;
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0) * 1000) / 1000;
  return { rounds: sorted.length, p50: at(0.5), p99: at(0.99) };
}
