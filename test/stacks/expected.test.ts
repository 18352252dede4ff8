import { describe, expect, it } from 'vitest';
import { tenancyRequestSchema } from '../../sites/model/kinds/tenancy-request.js';
import { siteSchema } from '../../sites/model/kinds/site.js';
import { expectedStacks, stackName } from '../../stacks/expected.js';
import { synthesise } from '../../stacks/synthesise.js';
import { smallEstate } from './estate-small.js';

const { estate, intent } = smallEstate();

describe('stacks an estate expects', () => {
  it('are those that are synthesised', () => {
    expect(synthesise(estate, intent).map(({ name, kind, site, after }) => ({ name, kind, site, after }))).toEqual(
      expectedStacks(estate, intent).map(({ name, kind, site, after }) => ({ name, kind, site, after })),
    );
  });

  it('GIVEN a lost site THEN have none there', () => {
    const lost = { ...estate, scenario: { ...estate.scenario, lose: ['site/ndc-02'] } };
    expect(new Set(expectedStacks(lost, intent).map(({ site }) => site))).toEqual(new Set(['ndc-01', 'ndc-03']));
  });
});

describe('names', () => {
  const longest = (pattern: { safeParse: (value: unknown) => { success: boolean } }) => {
    for (let length = 300; length > 0; length -= 1) if (pattern.safeParse('a'.repeat(length)).success) return length;
    return 0;
  };
  const system = tenancyRequestSchema.shape.systems.element.shape;

  it('of namespaces fit into 63 characters with the longest ids', () => {
    expect(longest(system.id) + 1 + longest(system.environments.element.shape.name)).toBeLessThanOrEqual(63);
  });

  it('of stacks are folders and files: one segment, short enough', () => {
    const [site, organisation] = ['s'.repeat(longest(siteSchema.shape.id)), 'o'.repeat(longest(tenancyRequestSchema.shape.organisation))];
    for (const name of [stackName.platform(site), stackName.tenant(site, organisation), stackName.protection(site)]) {
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(name.length).toBeLessThanOrEqual(80);
    }
  });

  it('of stacks are different for different things', () => {
    const names = expectedStacks(estate, intent).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
