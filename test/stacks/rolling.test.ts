import { describe, expect, it } from 'vitest';
import { expectedStacks } from '../../stacks/expected.js';
import { failoverOrder, rollingOrder } from '../../stacks/rolling.js';
import { smallEstate } from './estate-small.js';

const { estate, intent } = smallEstate();
const expected = expectedStacks(estate, intent);
const names = (groups: readonly (readonly { name: string }[])[]) => groups.map((group) => group.map(({ name }) => name));

describe('rollingOrder', () => {
  it('rolls platforms site by site, then all tenants, then protection site by site', () => {
    expect(names(rollingOrder(expected))).toEqual([
      ['ndc-01-platform'],
      ['ndc-02-platform'],
      ['ndc-03-platform'],
      ['ndc-01-tenant-bo-a', 'ndc-01-tenant-so-b', 'ndc-02-tenant-bo-a', 'ndc-03-tenant-bo-a', 'ndc-03-tenant-so-b'],
      ['ndc-01-protection'],
      ['ndc-02-protection'],
      ['ndc-03-protection'],
    ]);
  });

  it('leaves no stack out, applies none twice, and none before what it comes after', () => {
    const groups = rollingOrder(expected);
    expect(groups.flat().map(({ name }) => name).sort()).toEqual(expected.map(({ name }) => name).sort());
    const groupOf = new Map(groups.flatMap((group, index) => group.map(({ name }) => [name, index] as const)));
    for (const { name, after } of expected) for (const earlier of after) expect(groupOf.get(earlier)).toBeLessThan(groupOf.get(name) ?? -1);
  });

  it('never changes platform or protection of two sites at once', () => {
    for (const group of rollingOrder(expected)) if (group[0]?.kind !== 'tenant') expect(new Set(group.map(({ site }) => site)).size).toBe(1);
  });

  it('keeps the order of sites it is given, and drops empty groups', () => {
    const chosen = expected.filter(({ site, kind }) => kind === 'platform' && site !== 'ndc-02').reverse();
    expect(names(rollingOrder(chosen))).toEqual([['ndc-03-platform'], ['ndc-01-platform']]);
    expect(rollingOrder([])).toEqual([]);
  });
});

describe('failoverOrder', () => {
  const groups = failoverOrder(intent)(expected);
  it('is the platforms side by side, quotas of the highest tier, what promotes, then the other tiers', () => {
    const kinds = groups.map((group) => [...new Set(group.map(({ kind }) => kind))]);
    expect(kinds[0]).toEqual(['platform']);
    expect(groups[0]).toHaveLength(3);
    expect(kinds.filter(([kind]) => kind === 'protection')).toHaveLength(1);
    const first = groups.findIndex(([stack]) => stack?.kind === 'protection');
    const best = (name: string) => Math.min(...intent.environments.filter(({ organisation, primary }) => name === `${primary.site}-tenant-${organisation}`).map(({ tier }) => ['platinum', 'gold', 'silver', 'bronze'].indexOf(tier)));
    const ranks = groups.slice(first + 1).map((group) => group.map(({ name }) => best(name)));
    expect(ranks.map((all) => new Set(all).size)).toEqual(ranks.map(() => 1));
    expect(ranks.flat()).toEqual([...ranks.flat()].sort((a, b) => a - b));
  });

  it('leaves no stack out and applies none twice', () => {
    expect(groups.flat().map(({ name }) => name).sort()).toEqual(expected.map(({ name }) => name).sort());
  });
});
