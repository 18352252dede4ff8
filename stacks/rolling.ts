import type { ExpectedStack } from './expected.js';

/**
 * Groups of stacks, applied one group after another, the stacks of one group side by side. Platform and protection
 * change one site at a time, so that a bad change stops at the first site and never takes a primary together with its
 * standby; tenants' stacks touch nobody else. Sites come in the order in which they are given.
 */
export function rollingOrder<S extends Pick<ExpectedStack, 'kind' | 'site'>>(stacks: readonly S[]): readonly (readonly S[])[] {
  const sites = [...new Set(stacks.map(({ site }) => site))];
  const siteBySite = (kind: S['kind']) => sites.map((site) => stacks.filter((stack) => stack.kind === kind && stack.site === site));
  const groups = [...siteBySite('platform'), stacks.filter(({ kind }) => kind === 'tenant'), ...siteBySite('protection')];
  return groups.filter((group) => group.length > 0);
}
