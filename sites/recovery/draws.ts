import type { Quantiles } from './durations.js';

/** 95th percentile of the standard normal distribution. */
const z95 = 1.6448536269514722;

/** A number of 32 bits for a text: FNV-1a. Another `seed` is other luck for everything. */
export function seedOf(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Between 0 and 1, neither of them: the finaliser of MurmurHash3 over seed and run. */
export function uniform(seed: number, run: number): number {
  let hash = seed ^ Math.imul(run + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}

/**
 * A standard normal number for a step in a run (Box and Muller). It depends on the step's seed alone: whoever changes an
 * input, or adds a step, draws the same luck again, so that every difference is the input's.
 */
export const luck = (seed: number, run: number): number => Math.sqrt(-2 * Math.log(uniform(seed, run))) * Math.cos(2 * Math.PI * uniform(~seed, run));

/**
 * Milliseconds that something takes with so much luck, from bad (above 0) to good. Above the median normal through both
 * percentiles, which between them is never less than a lognormal; below it only the median is known, and one time in twenty
 * is taken to be half of it. So it never shrinks when the 95th percentile grows, or both do.
 */
export const drawn = ({ p50, p95 }: Quantiles, z: number): number => (z <= 0 ? p50 * 2 ** (z / z95) : p50 + ((p95 - p50) * z) / z95);
