import type { Intent } from '../../../sites/intent/environment.js';

/** Enough for a primary and a standby at every site, few enough for minutes. */
const wanted = 3;

/**
 * Organisations whose loss is worth drilling: that run something at the lost site with a standby elsewhere, those with the
 * fewest environments first; filled up with others.
 */
export function organisationsFor({ environments }: Pick<Intent, 'environments'>, lost: string): readonly string[] {
  const counts = new Map<string, { all: number; moving: number }>();
  for (const { organisation, primary, standby } of environments) {
    const count = counts.get(organisation) ?? { all: 0, moving: 0 };
    counts.set(organisation, { all: count.all + 1, moving: count.moving + (primary.site === lost && standby !== undefined ? 1 : 0) });
  }
  return [...counts]
    .sort(([a, one], [b, other]) => Number(other.moving > 0) - Number(one.moving > 0) || one.all - other.all || (a < b ? -1 : 1))
    .slice(0, wanted)
    .map(([id]) => id)
    .sort();
}
