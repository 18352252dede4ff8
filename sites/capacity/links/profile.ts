import { stepsADay } from './backlog.js';

/** Bytes of a day over its 96 quarter hours, in proportion to the hours' weights; they add up to the whole day exactly. */
export function spreadOver(perDay: bigint, weights: readonly number[]): bigint[] {
  const total = BigInt(weights.reduce((sum, weight) => sum + weight, 0)) * 4n;
  let before = 0n;
  let sent = 0n;
  return Array.from({ length: stepsADay }, (_, step) => {
    before += BigInt(weights[Math.floor(step / 4)] ?? 0);
    const until = (perDay * before) / total;
    const bytes = until - sent;
    sent = until;
    return bytes;
  });
}

/** Weights of a window of hours: 1 inside, 0 outside, over midnight where it ends there. */
export const windowWeights = ({ startHour, hours }: { readonly startHour: number; readonly hours: number }): number[] => Array.from({ length: 24 }, (_, hour) => ((hour - startHour + 24) % 24 < hours ? 1 : 0));
