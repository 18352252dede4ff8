import type { Intent } from '../../../sites/intent/environment.js';

/** Enough for a primary and a standby at every site, few enough for minutes. */
const wanted = 3;

/**
 * Organisations whose loss is worth drilling: that run something at the lost site with a standby elsewhere, first those with
 * a database of the better tiers, which streams and is handed over by token; of these the ones with the fewest environments.
 */
export function organisationsFor({ environments }: Pick<Intent, 'environments'>, lost: string): readonly string[] {
  const counts = new Map<string, { all: number; moving: number; streaming: number }>();
  for (const { organisation, primary, standby, tier, system } of environments) {
    const count = counts.get(organisation) ?? { all: 0, moving: 0, streaming: 0 };
    const moves = primary.site === lost && standby !== undefined;
    const streams = moves && (tier === 'platinum' || tier === 'gold') && (system.databases ?? []).some(({ engine }) => engine === 'postgresql');
    counts.set(organisation, { all: count.all + 1, moving: count.moving + (moves ? 1 : 0), streaming: count.streaming + (streams ? 1 : 0) });
  }
  return [...counts]
    .sort(([a, one], [b, other]) => Number(other.streaming > 0) - Number(one.streaming > 0) || Number(other.moving > 0) - Number(one.moving > 0) || one.all - other.all || (a < b ? -1 : 1))
    .slice(0, wanted)
    .map(([id]) => id)
    .sort();
}
