import type { ExpectedStack } from './expected.js';

/** What the order of stacks is told from. */
type Ordered = Pick<ExpectedStack, 'kind' | 'site'> & Partial<Pick<ExpectedStack, 'name' | 'after'>>;

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
