import type { Intent } from '../sites/intent/environment.js';
import { tierRank } from '../sites/intent/tier.js';
import { protections } from '../sites/model/kinds/protection.js';
import type { ExpectedStack } from './expected.js';

/** What the order of stacks is told from. */
type Ordered = Pick<ExpectedStack, 'kind' | 'site'> & Partial<Pick<ExpectedStack, 'name' | 'organisation' | 'after'>>;

/**
 * Groups of stacks, applied one group after another, the stacks of one group side by side. Platform and protection
 * change one site at a time, so that a bad change stops at the first site and never takes a primary together with its
 * standby; tenants' stacks touch nobody else. Sites come in the order in which they are given.
 *
 * Tenants of which one takes over what the other lets go come last among the tenants, one hand-over after another: the
 * old owners, and at once the new ones, with no other work between them.
 */
export function rollingOrder<S extends Ordered>(stacks: readonly S[]): readonly (readonly S[])[] {
  const sites = [...new Set(stacks.map(({ site }) => site))];
  const siteBySite = (kind: S['kind']) => sites.map((site) => stacks.filter((stack) => stack.kind === kind && stack.site === site));
  const tenants = stacks.filter(({ kind }) => kind === 'tenant');
  const handOvers = handOversAmong(tenants);
  const concerned = new Set(handOvers.flat(2));
  const groups = [...siteBySite('platform'), tenants.filter((stack) => !concerned.has(stack)), ...handOvers.flat(), ...siteBySite('protection')];
  return groups.filter((group) => group.length > 0);
}

/** Tenants bound by what they hand over: for each such circle those that give, then those that take. Nobody does both at once. */
function handOversAmong<S extends Ordered>(tenants: readonly S[]): readonly (readonly [readonly S[], readonly S[]])[] {
  const byName = new Map(tenants.flatMap((stack) => (stack.name === undefined ? [] : [[stack.name, stack]])));
  const given = (taker: S): readonly S[] => (taker.after ?? []).flatMap((name) => byName.get(name) ?? []);
  const bound: { givers: Set<S>; takers: Set<S> }[] = [];
  for (const taker of tenants) {
    const givers = given(taker);
    if (givers.length === 0) continue;
    const met = bound.filter((group) => givers.some((giver) => group.givers.has(giver)));
    for (const group of met) bound.splice(bound.indexOf(group), 1);
    bound.push({ givers: new Set([...met.flatMap((group) => [...group.givers]), ...givers]), takers: new Set([...met.flatMap((group) => [...group.takers]), taker]) });
  }
  return bound.map(({ givers, takers }) => [[...givers], [...takers]]);
}

/**
 * The order of a failover: nobody waits for another site. The platform first, since the mesh has to forget what is lost;
 * then quotas of the highest tier, and the databases and volumes of all, which those quotas must have room for; then the
 * other tiers, the better protected first.
 */
export function failoverOrder({ environments }: Intent): <S extends Ordered>(stacks: readonly S[]) => readonly (readonly S[])[] {
  const ranks = new Map<string, number>();
  for (const { organisation, tier, primary } of environments) {
    const key = `${primary.site} ${organisation}`;
    ranks.set(key, Math.min(ranks.get(key) ?? Number.POSITIVE_INFINITY, tierRank(tier)));
  }
  return (stacks) => {
    const tenants = stacks.filter(({ kind }) => kind === 'tenant');
    const handOvers = handOversAmong(tenants);
    const concerned = new Set(handOvers.flat(2));
    // Whoever runs nothing at a site comes last there.
    const rank = ({ site, organisation = '' }: (typeof stacks)[number]): number => ranks.get(`${site} ${organisation}`) ?? protections.length;
    const tiers = [...protections.keys(), protections.length].map((tier) => tenants.filter((stack) => !concerned.has(stack) && rank(stack) === tier));
    const [highest = [], ...others] = tiers;
    const groups = [stacks.filter(({ kind }) => kind === 'platform'), highest, stacks.filter(({ kind }) => kind === 'protection'), ...others, ...handOvers.flat()];
    return groups.filter((group) => group.length > 0);
  };
}
