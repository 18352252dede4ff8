import { quantile } from './durations.js';

/** How often something takes how much, over many runs. A figure that is absent has no bound. */
export interface Distribution {
  readonly p5?: bigint;
  readonly p50?: bigint;
  readonly p95?: bigint;
  /** The most of all runs. */
  readonly most?: bigint;
}

/** By nearest rank, rounded up: what is lost or waited for is not understated. */
export function distributionOf(values: Float64Array): Distribution {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): bigint | undefined => {
    const value = quantile(sorted, share);
    return Number.isFinite(value) ? BigInt(Math.ceil(value)) : undefined;
  };
  const [p5, p50, p95, most] = [at(0.05), at(0.5), at(0.95), at(1)];
  return { ...(p5 === undefined ? {} : { p5 }), ...(p50 === undefined ? {} : { p50 }), ...(p95 === undefined ? {} : { p95 }), ...(most === undefined ? {} : { most }) };
}

/** In how many runs it is at most so much. */
export const within = (values: Float64Array, most: bigint): number => values.reduce((count, value) => count + (value <= Number(most) ? 1 : 0), 0);
