import { canonical, digestOf, type Estate } from '../model/estate.js';
import type { Lot } from './planned.js';

/** A name for a plan: what is bought, for which estate, under which caps. The same inputs have the same; a proof binds to it. */
export function madePlanDigest({ digest, scenario }: Pick<Estate, 'digest' | 'scenario'>, caps: ReadonlyMap<number, bigint>, lots: readonly Lot[]): string {
  return digestOf(canonical({ estate: digest, scenario, caps: [...caps].sort(([a], [b]) => a - b), bought: lots.map(({ thing, quarter, pool }) => [thing, quarter, pool]) }));
}
