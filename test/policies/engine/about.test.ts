import { describe, expect, it } from 'vitest';
import { rules } from '../../../policies/engine/catalogue.js';
import { runRules } from '../../../policies/engine/run.js';
import { readOffline } from '../../../policies/planset/read-planset.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { withSitesOperating } from '../../../sites/model/scenario.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { shippedEstate } from '../../sites/data/shipped.js';

const organisation = 'bo-y-te';
const recorded = shippedEstate();
const estate = withSitesOperating(recorded, Object.keys(recorded.sites));
const planset = readOffline(synthesise(estate, deriveIntent(estate)));
const given = { estate, planset, asOf: estate.scenario.asOf, packs: ['design', 'operations', 'failover'] as const };

describe('rules asked about one organisation alone', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('%s says of it what it says when asked about all', (_id, rule) => {
    const all = runRules({ ...given, rules: [rule] });
    const own = runRules({ ...given, rules: [rule], about: new Set([organisation]) });

    expect(own).toEqual(all.filter(({ subject }) => subject.organisation === organisation));
  });

  it.each(rules.filter(({ estateOnly }) => estateOnly === true).map((rule) => [rule.id, rule] as const))('%s is about no organisation', (_id, rule) => {
    const all = runRules({ ...given, rules: [rule] });

    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ subject }) => subject.organisation !== undefined)).toEqual([]);
  });
});
