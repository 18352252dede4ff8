import { origin, withValue, type Estate } from '../model/estate.js';
import { valueAt, type Pointer } from '../model/pointer.js';
import { judgedTier, type Chain } from './chain.js';
import { leftUnder, type Plan } from './headroom.js';
import { linkLeft } from './links/link-promise.js';

/** An answer with one assumption a fifth lower and a fifth higher. */
export interface Sensitivity {
  readonly input: Pointer;
  readonly value: bigint | number;
  /** What is left of the answer's resource with the input at 80 % and at 120 %; absent where the input cannot take the value. */
  readonly low?: bigint;
  readonly high?: bigint;
  /** By how many percent the input truly moved, to a tenth: whole numbers move to whole numbers (4 to 3, −25), shares end at 100. */
  readonly lowPercent: number;
  readonly highPercent: number;
  /** Largest change of the answer, either way. */
  readonly swing: bigint;
}

const scaled = (value: bigint | number, percent: number): bigint | number => {
  if (typeof value === 'bigint') return (value * BigInt(percent)) / 100n;
  const moved = (value * percent) / 100;
  return Number.isInteger(value) ? Math.round(moved) : moved;
};

/** To a tenth of a percent. Floating point: for a reader. */
const percentMoved = (from: bigint | number, to: bigint | number): number => (Number(from) === 0 ? 0 : Math.round(((Number(to) - Number(from)) / Number(from)) * 1000) / 10);

/** Shares in percent end at 100. */
const bounded = (input: Pointer, value: bigint | number): bigint | number => (input.includes('/standbyShare/') && typeof value === 'number' ? Math.min(100, value) : value);

/** Assumptions behind an answer, that which stands behind the largest amount of it first: what is behind little can move little. */
export function assumedBehind(estate: Pick<Estate, 'origins'>, { supply, demand }: Pick<Chain, 'supply' | 'demand'>): readonly Pointer[] {
  const amounts = new Map<Pointer, bigint>();
  for (const { inputs, amount } of [...supply, ...demand])
    for (const input of new Set(inputs)) if (origin(estate, input)?.source === 'assumption') amounts.set(input, (amounts.get(input) ?? 0n) + amount);
  return [...amounts].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).map(([input]) => input);
}

/**
 * The answer of a chain with each assumption behind it moved by a fifth, largest swing first; the same resource at the
 * same site, whatever becomes the scarcest. `replan` derives a plan again from a changed estate.
 *
 * @param most assumptions tried, those behind the largest amounts first; each takes two plans. @default - all
 */
export function sensitivityOf(plan: Plan, chain: Chain, replan: (estate: Estate) => Plan, most = Number.POSITIVE_INFINITY): readonly Sensitivity[] {
  const { left } = chain.worst;
  if (left === undefined) return [];
  const inputs = assumedBehind(plan.estate, chain).slice(0, most);
  const { network } = chain.worst;
  const answer = (estate: Estate): bigint | undefined =>
    network !== undefined ? linkLeft(replan(estate), chain.quarter, network, chain.promise.tier) : leftUnder(replan(estate), chain.quarter, left.site, chain.worst.domains, judgedTier(chain.promise)).find(({ resource, compartment }) => resource === left.resource && compartment === left.compartment)?.left;
  return inputs
    .flatMap((input): Sensitivity[] => {
      const value = valueAt(plan.estate, input);
      if (typeof value !== 'bigint' && typeof value !== 'number') return [];
      const inputsMoved = [80, 120].map((percent) => bounded(input, scaled(value, percent)));
      const [low, high] = inputsMoved.map((moved) => (moved === value ? left.left : answer(withValue(plan.estate, input, moved))));
      const [lowPercent = 0, highPercent = 0] = inputsMoved.map((moved) => percentMoved(value, moved));
      const swing = [low, high].map((one) => (one === undefined ? 0n : one > left.left ? one - left.left : left.left - one)).reduce((a, b) => (a > b ? a : b), 0n);
      return [{ input, value, lowPercent, highPercent, ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }), swing }];
    })
    .sort((a, b) => (a.swing === b.swing ? (a.input < b.input ? -1 : 1) : a.swing > b.swing ? -1 : 1));
}
