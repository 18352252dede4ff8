import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retainedBackups } from '../../../sites/capacity/backup/retained.js';
import { chainOf } from '../../../sites/capacity/chain.js';
import { copyKinds } from '../../../sites/capacity/copies/held.js';
import { situationIn } from '../../../sites/capacity/loss.js';
import { demandOf } from '../../../sites/capacity/quarter-demand.js';
import { resourcesIn } from '../../../sites/capacity/resources.js';
import { outcomeOf } from '../../../sites/capacity/shed.js';
import { storageIn } from '../../../sites/capacity/storage/rows.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { environmentsOf } from '../../../policies/derived/placement.js';
import { planFor } from '../../../policies/derived/promises.js';
import { protectedAt } from '../../../stacks/protection/protected-at.js';
import { shippedEstate } from '../data/shipped.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { quarter } from '../../../sites/model/calendar.js';
import { takenAt, type CopiedAsk } from './naive-copies.js';
import { now, planned, planningWith, siteFile, type SystemOf } from './planned-estate.js';

const places = ['ndc-01', 'ndc-02', 'ndc-03'] as const;

/** Sites that reach each other, buckets of every tier in zones, and data of which nothing changes. */
const changes = {
  ...Object.fromEntries([1, 2, 3].map((number) => [`ndc-0${number}.yaml`, `${siteFile(number)}interSite: {mesh: mesh.ndc-0${number}.internal, objects: objects.ndc-0${number}.internal, secrets: secrets.ndc-0${number}.internal}\n`])),
  'catalogue/planning.yaml': planningWith(['volumesChangedPerDay: {low: 1, mid: 1, high: 1}', 'volumesChangedPerDay: {low: 0, mid: 0, high: 0}']),
  'catalogue/recovery.yaml': (text: string): string => text.replaceAll('objects: none', 'objects: multisite'),
};

const systemOf = ({ tier, primary, standby, backup, block, object, database, operated }: CopiedAsk, index: number): SystemOf => ({
  id: `s${index}`,
  tier,
  storage: `{block: ${block}Ti, object: ${object}Ti}`,
  databases: database === 0 ? [] : [`{id: d, engine: ${operated ? 'postgresql' : 'oracle'}, size: ${database}Ti, changeRate: 1}`],
  placement: `{primary: ${primary}, standby: ${standby}, backup: ${backup}}`,
});

const at = (index: number): string => places[index % 3] ?? 'ndc-01';
const someAsk = fc
  .record({ tier: fc.constantFrom('platinum' as const, 'gold' as const, 'silver' as const, 'bronze' as const), home: fc.nat(2), away: fc.integer({ min: 1, max: 2 }), kept: fc.nat(2), block: fc.integer({ min: 1, max: 8 }), object: fc.nat(5), part: fc.nat(8), operated: fc.boolean() })
  .map(({ tier, home, away, kept, block, object, part, operated }): CopiedAsk => ({ tier, primary: at(home), standby: at(home + away), backup: at(kept), block, object, database: Math.min(part, block), operated }));

describe('what protection takes of a site', () => {
  it('is what a walk through all environments comes to, whichever site is lost', () => {
    fc.assert(
      fc.property(fc.array(someAsk, { minLength: 1, maxLength: 6 }), fc.constantFrom(undefined, ...places), (asks, lost) => {
        const { plan, environments } = planned(asks.map(systemOf), { changes });
        const situation = situationIn(plan.estate, now, new Set(lost === undefined ? [] : [lost]));
        const resources = resourcesIn(plan, now, situation);
        const kept = retainedBackups(plan.estate, environments, now, situation, plan.growth);
        for (const site of situation.serving) {
          const of = (resource: string): bigint => resources.find((left) => left.site === site && left.resource === resource)?.promised ?? 0n;
          const backups = kept.reduce((sum, one) => (one.site === site ? sum + one.retained.mid : sum), 0n);
          const taken = takenAt(site, asks, lost);
          expect(Number(of('storage/block')) / 2 ** 40).toBeCloseTo(taken.block, 6);
          expect(Number(of('storage/object') - backups) / 2 ** 40).toBeCloseTo(taken.object, 6);
          expect(Number(of('cpu')) / 1000).toBeCloseTo(taken.cpu, 6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same by name as in sums, and in the rows of `ndc capacity storage`', () => {
    fc.assert(
      fc.property(fc.array(someAsk, { minLength: 1, maxLength: 6 }), fc.constantFrom(undefined, ...places), (asks, lost) => {
        const { plan, environments } = planned(asks.map(systemOf), { changes, lose: lost === undefined ? [] : [`site/${lost}`] });
        const situation = situationIn(plan.estate, now, new Set(lost === undefined ? [] : [lost]));
        const { placed, copies = [] } = demandOf(plan, now, situation.lost);
        const { rows } = storageIn(plan, environments, now);
        for (const { site, resource, promised } of resourcesIn(plan, now, situation)) {
          expect([...placed, ...copies].reduce((sum, one) => (one.site === site ? sum + (one.amounts.get(resource) ?? 0n) : sum), 0n)).toBe(promised);
          if (!resource.startsWith('storage/')) continue;
          const row = rows.find((one) => one.site === site && `storage/${one.class}` === resource);
          expect(row === undefined ? 0n : row.promised.primary + row.promised.standby + row.promised.moved + row.replicas + row.backups.mid).toBe(promised);
        }
      }),
      { numRuns: 40 },
    );
  });

  const one: CopiedAsk = { tier: 'gold', primary: 'ndc-01', standby: 'ndc-02', backup: 'ndc-03', block: 4, object: 3, database: 1, operated: true };

  it('is named in the chain behind an answer', () => {
    const { plan } = planned([systemOf(one, 0)], { changes });
    const chain = chainOf(plan, { site: 'ndc-03', level: 'nothing', tier: 'bronze' }, now);
    const { plan: crowded } = planned([systemOf({ ...one, object: 0, database: 4, block: 5 }, 0)], { changes });
    const ofBlock = chainOf(crowded, { site: 'ndc-03', level: 'nothing', tier: 'bronze' }, now);
    const uses = (found: typeof chain): string[] => (found?.demand ?? []).map(({ use, basis }) => `${use} ${basis}`).sort();
    expect([chain?.worst.left?.resource, uses(chain)]).toEqual(['storage/object', ['backup retention', 'bucket-copy quota']]);
    expect([ofBlock?.worst.left?.resource, uses(ofBlock)]).toEqual(['storage/block', ['third-replica quota']]);
    expect(ofBlock?.demand[0]?.inputs).toContain('/requests/bo-y-te/systems/0/databases/0/size');
    const home = chainOf(crowded, { site: 'ndc-01', level: 'nothing', tier: 'bronze' }, now);
    expect(uses(home)).toContain('primary quota');
    expect(new Set((demandOf(plan, now, new Set()).copies ?? []).map(({ kind }) => kind))).toEqual(new Set(copyKinds));
  });

  it('overfills disks as data do, and takes nodes from whoever has moved there', () => {
    const { plan } = planned([systemOf({ ...one, object: 0, block: 100, database: 80 }, 0)], { changes });
    expect(outcomeOf(plan, now, []).overfull.map(({ site, resource }) => [site, resource])).toContainEqual(['ndc-03', 'storage/block']);
  });
});

describe('of the shipped estate', () => {
  const recorded = shippedEstate();
  const target = applyScenario(recorded, { ...recorded.scenario, phase: 'all-operating' });
  const of = (estate: typeof recorded, at2: string) => {
    const copies = demandOf(planOf(estate, deriveIntent(estate), 'none'), quarter(at2), new Set()).copies ?? [];
    return new Set(copies.map(({ kind, site }) => `${kind} ${site}`));
  };

  it('only local backups lie at NDC 01 while it stands alone; everything else with the others', () => {
    expect(of(recorded, '2026-Q4')).toEqual(new Set(['local-backup ndc-01']));
    expect(of(target, '2026-Q4')).toEqual(new Set(['local-backup ndc-01', ...['ndc-02', 'ndc-03'].flatMap((site) => ['backup', 'local-backup', 'third-replica', 'bucket-copy'].map((kind) => `${kind} ${site}`))]));
  });

  it('third replicas are those that the protection stacks make, byte for byte', () => {
    // Requests without forecasts of more: what is granted is what the stacks cut clusters from.
    const still = { ...target, requests: Object.fromEntries(Object.entries(target.requests).map(([id, request]) => [id, { ...request, systems: request.systems.map((system) => ({ ...system, environments: system.environments.map(({ forecast: _, ...environment }) => environment) })) }])) } as typeof target;
    const intent = deriveIntent(still);
    const { environments } = deriveProtection(still, intent);
    const made = Object.keys(still.sites).flatMap((site) => protectedAt(still, environments, site).flatMap(({ protection, thirdQuota }) => (thirdQuota === undefined ? [] : [[site, protection.environment.namespace, thirdQuota.cpu, thirdQuota.memory, BigInt(thirdQuota.pods), Object.values(thirdQuota.storage)[0]]])));
    const counted = (demandOf(planOf(still, intent, 'none'), quarter('2030-Q4'), new Set()).copies ?? [])
      .filter(({ kind }) => kind === 'third-replica')
      .map(({ site, namespace, amounts }) => [site, namespace, amounts.get('cpu'), amounts.get('memory'), amounts.get('pods'), amounts.get('storage/ndc-block')]);
    const sorted = (rows: readonly (readonly unknown[])[]): string[] => rows.map((row) => row.map(String).join(' ')).sort();
    expect(made.length).toBeGreaterThan(10);
    expect(sorted(counted)).toEqual(sorted(made));
  });

  it('rules derive the same copies by themselves', () => {
    const copies = (plan: ReturnType<typeof planFor>) => (demandOf(plan, quarter('2030-Q4'), new Set()).copies ?? []).map(({ kind, namespace, site, amounts }) => [kind, namespace, site, [...amounts]]);
    expect(environmentsOf(target).length).toBeGreaterThan(50);
    expect(copies(planFor(target))).toEqual(copies(planOf(target, deriveIntent(target), 'none')));
  });
});
