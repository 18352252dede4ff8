import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentsOf } from '../../../policies/derived/placement.js';
import { pairsOfEstate } from '../../../policies/derived/pair-classes.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { quotaOnPairs } from '../../../sites/intent/pair-quota.js';
import { estateOf, system, targetOf, type Changes } from '../estate-builder.js';

/**
 * Policies derive placement, tier and quota again, from the words of the request alone. The two derivations share no
 * code; that they agree on everything a request can say is what makes a disagreement with a plan mean something.
 */
const site = fc.constantFrom('ndc-01', 'ndc-02', 'ndc-03');
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const percent = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);

const changes = fc
  .record({
    id: fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/),
    level: fc.integer({ min: 1, max: 5 }),
    importance: fc.constantFrom('ordinary', 'important', 'core'),
    protection: optional(fc.constantFrom('platinum', 'gold', 'silver', 'bronze')),
    placement: optional(fc.oneof(fc.constant('auto'), fc.record({ primary: site, standby: optional(site), backup: optional(site) }))),
    quota: fc.oneof(
      fc.record({ size: fc.constantFrom('s', 'm', 'l') }),
      fc.record({ cpu: fc.integer({ min: 0, max: 99_999 }).map((milli) => `${milli}m`), memory: fc.integer({ min: 0, max: 1_000_000_000 }), gpu: optional(fc.integer({ min: 0, max: 99 })), storage: fc.record({ 'ndc-block': fc.integer({ min: 0, max: 1_000_000 }) }), pods: fc.integer({ min: 0, max: 999 }), loadBalancers: optional(fc.integer({ min: 0, max: 9 })) }),
    ),
    candidates: fc.shuffledSubarray(['ndc-01', 'ndc-02', 'ndc-03'], { minLength: 1 }),
    phases: fc.tuple(fc.constantFrom('operating', 'planned', 'retired'), fc.constantFrom('operating', 'planned', 'retired'), fc.constantFrom('operating', 'planned', 'retired')),
    compute: percent,
    storage: percent,
  })
  .map(({ id, level, importance, protection, placement, quota, candidates, phases, compute, storage }): Changes => {
    const defined = (value: object): object => JSON.parse(JSON.stringify(value)) as object;
    return {
      [`${system}/id`]: id,
      [`${system}/securityLevel`]: level,
      [`${system}/importance`]: importance,
      [`${system}/protection`]: protection,
      [`${system}/environments/0/placement`]: typeof placement === 'object' ? defined(placement) : placement,
      [`${system}/environments/0/quota`]: defined(quota),
      'catalogue/estate.yaml#/placement/candidates': candidates,
      'ndc-01.yaml#/phase': phases[0],
      'ndc-02.yaml#/phase': phases[1],
      'ndc-03.yaml#/phase': phases[2],
      'catalogue/tiers.yaml#/tiers/gold/standbyShare': { compute, storage },
    };
  });

describe('the derivation of policies and the intent of stacks', () => {
  it('agree on tier, sites and quotas of every request', () => {
    fc.assert(
      fc.property(changes, fc.boolean(), (changed, everySiteOperates) => {
        const estate = everySiteOperates ? targetOf(estateOf(changed)) : estateOf(changed);
        const intent = deriveIntent(estate).environments.map(({ namespace, tier, primary, standby, backup, quota, standbyQuota }) => ({
          namespace,
          tier,
          sites: [primary.site, standby?.site, backup?.site],
          full: [quota.cpu, quota.memory, BigInt(quota.gpu), BigInt(quota.pods), BigInt(quota.loadBalancers), quota.storage],
          waiting: standbyQuota === undefined ? undefined : [standbyQuota.cpu, standbyQuota.memory, BigInt(standbyQuota.gpu), BigInt(standbyQuota.pods), BigInt(standbyQuota.loadBalancers), standbyQuota.storage],
        }));
        const derived = environmentsOf(estate).map(({ namespace, tier, primary, standby, backup, full, waiting }) => ({
          namespace,
          tier,
          sites: [primary, standby, backup],
          full: [full.cpu, full.memory, full.gpu, full.pods, full.loadBalancers, full.storage],
          waiting: standby === undefined ? undefined : [waiting.cpu, waiting.memory, waiting.gpu, waiting.pods, waiting.loadBalancers, waiting.storage],
        }));
        expect(derived).toEqual(intent);
      }),
      { numRuns: 60 },
    );
  });

  it('agree on the classes of pairs an environment’s volumes lie in', () => {
    fc.assert(
      fc.property(changes, fc.boolean(), (changed, everySiteOperates) => {
        const estate = everySiteOperates ? targetOf(estateOf(changed)) : estateOf(changed);
        const { environments, pairs } = deriveProtection(estate, deriveIntent(estate));
        const pairsAt = pairsOfEstate(estate);
        for (const [index, derived] of environmentsOf(estate).entries()) {
          const protection = environments[index];
          if (protection === undefined) throw new Error('both derive the same environments');
          const { quota } = protection.environment;
          for (const site of [derived.primary, derived.standby ?? derived.primary]) {
            const { own, here } = pairsAt(derived, site);
            const split = Object.keys(quotaOnPairs(estate, protection, site, quota).storage).filter((name) => !Object.hasOwn(quota.storage, name));
            expect([...own.values()].sort()).toEqual(split.sort());
            expect([...here].sort()).toEqual(pairs.filter(({ a, b }) => a === site || b === site).flatMap(({ pools }) => pools.map(({ pool }) => pool)).sort());
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
