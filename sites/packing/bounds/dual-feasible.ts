import type { Kinds } from '../kinds.js';
import type { Bound } from './volume.js';

/** Thresholds tried for one resource. */
const mostThresholds = 120;

/**
 * Bounds by dual-feasible functions, one resource at a time: sizes are replaced by others of which no node holds more
 * than before, and their sum is taken. Two families, both in whole numbers:
 * f(k), which counts sizes above C − k as a whole node and leaves those below k out (S. Martello, P. Toth 1990, L2), and
 * u(m), which rounds (m + 1) · size / C (S. Fekete, J. Schepers, New classes of fast lower bounds for bin packing, 2001).
 *
 * `cap`: the largest capacity of any shape, for each resource.
 */
export function dualFeasibleBound(kinds: Kinds, cap: Float64Array): Bound {
  let best: Bound = { value: 0, method: 'none' };
  for (let r = 0; r < kinds.d; r += 1) {
    const whole = BigInt(cap[r] ?? 0);
    if (whole === 0n) continue;
    const entries: [bigint, bigint][] = [];
    for (let kind = 0; kind < kinds.n; kind += 1) {
      const size = kinds.size[kind * kinds.d + r] ?? 0;
      if (size > 0 && (kinds.need[kind] ?? 0) > 0) entries.push([BigInt(size), BigInt(kinds.need[kind] ?? 0)]);
    }
    const take = (value: bigint): void => {
      if (Number(value) > best.value) best = { value: Number(value), method: 'dual-feasible-function', resource: r };
    };
    for (const k of thresholds(entries.map(([size]) => size), whole)) take(cut(entries, whole, k));
    for (let m = 1n; m <= 8n; m += 1n) take(rounded(entries, whole, m));
  }
  return best;
}

function thresholds(sizes: readonly bigint[], whole: bigint): bigint[] {
  const half = [...new Set(sizes.flatMap((size) => [size, whole - size + 1n]).filter((k) => k > 0n && 2n * k <= whole))].sort((a, b) => (a < b ? -1 : 1));
  const step = Math.max(1, Math.ceil(half.length / mostThresholds));
  return half.filter((_, index) => index % step === 0);
}

/** Sizes above C − k count C, below k nothing. */
function cut(entries: readonly (readonly [bigint, bigint])[], whole: bigint, k: bigint): bigint {
  let sum = 0n;
  for (const [size, count] of entries) {
    if (size > whole - k) sum += whole * count;
    else if (size >= k) sum += size * count;
  }
  return (sum + whole - 1n) / whole;
}

/** u(m)(x) = x where (m + 1) x is whole, else ⌊(m + 1) x⌋ / m, for x = size / C; everything times m · C. */
function rounded(entries: readonly (readonly [bigint, bigint])[], whole: bigint, m: bigint): bigint {
  let sum = 0n;
  for (const [size, count] of entries) {
    const product = (m + 1n) * size;
    sum += (product % whole === 0n ? m * size : (product / whole) * whole) * count;
  }
  return (sum + m * whole - 1n) / (m * whole);
}
