import { describe, expect, it } from 'vitest';
import { demandIn } from '../../../sites/capacity/demand.js';
import type { Left } from '../../../sites/capacity/left.js';
import { situationIn } from '../../../sites/capacity/loss.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { resourcesIn } from '../../../sites/capacity/resources.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { day, quarter, quarterOf } from '../../../sites/model/calendar.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from './shipped.js';

const estate = shippedEstate();
const sites = Object.values(estate.sites);
const pairs = sites.flatMap((a, index) => sites.slice(index + 1).map((b) => [a, b] as const));

/** Kilometres along the great circle. */
function distance(a: { readonly lat: number; readonly lon: number }, b: { readonly lat: number; readonly lon: number }): number {
  const rad = Math.PI / 180;
  const half = Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(half));
}

describe('the three sites', () => {
  it('operate, or will by the end of 2030', () => {
    expect(sites.map(({ id, number, phase, milestones }) => [id, number, phase, milestones.commissioning])).toEqual([
      ['ndc-01', 1, 'operating', '2025-Q3'],
      ['ndc-02', 2, 'planned', '2030-Q4'],
      ['ndc-03', 3, 'planned', '2030-Q4'],
    ]);
  });

  it('have 1,300 racks at NDC 01, as the press says', () => {
    expect(estate.sites['ndc-01']?.facility.halls.reduce((sum, { racks }) => sum + racks, 0)).toBe(1300);
  });

  it.each(pairs.map(([a, b]) => [a.id, b.id, a, b] as const))('%s and %s lie apart, in regions, hazard zones and networks', (_a, _b, a, b) => {
    expect(a.region).not.toBe(b.region);
    expect(distance(a.location, b.location)).toBeGreaterThan(estate.settings.separation.minimumKm);
    const zones = new Set(a.hazards.map(({ scenario, zone }) => `${scenario} ${zone}`));
    expect(b.hazards.filter(({ scenario, zone }) => zones.has(`${scenario} ${zone}`))).toEqual([]);
    expect(a.cluster.id).not.toBe(b.cluster.id);
    expect(a.cluster.name).not.toBe(b.cluster.name);
    expect(Object.hasOwn(estate.links, `${a.id}--${b.id}`)).toBe(true);
  });

  it.each(['natural', 'disaster', 'war'] as const)('each name a zone for the scenario %s', (scenario) => {
    for (const { hazards } of sites) expect(hazards.filter((hazard) => hazard.scenario === scenario)).toHaveLength(1);
  });

  it('have disjoint networks, nine in all', () => {
    const ranges = sites
      .flatMap(({ cluster }) => [cluster.podCidr, cluster.serviceCidr, cluster.nodeCidr])
      .map((cidr): [number, number] => {
        const [address = '', length = ''] = cidr.split('/');
        const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
        return [first, first + 2 ** (32 - Number(length)) - 1];
      })
      .sort(([a], [b]) => a - b);

    expect(ranges).toHaveLength(9);
    for (const [index, [first]] of ranges.entries()) if (index > 0) expect(first).toBeGreaterThan(ranges[index - 1]?.[1] ?? 0);
  });

  it.each(sites.map((site) => [site.id, site] as const))('%s boots alone', (id, { services, objectStore, hsm }) => {
    expect([...Object.values(services), objectStore, hsm].map(({ site }) => site)).toEqual(Array(6).fill(id));
  });

  it('share version, storage classes and key domain', () => {
    expect(new Set(sites.map(({ cluster }) => cluster.kubernetesVersion))).toEqual(new Set(['1.35.4']));
    expect(new Set(sites.map(({ storage }) => storage.map((item) => item.class).join(' ')))).toEqual(new Set(['ndc-block ndc-file ndc-object']));
    expect(new Set(sites.map(({ hsm }) => hsm.keyDomain)).size).toBe(1);
  });

  it.each(sites.map((site) => [site.id, site] as const))('%s holds what it says: disks, racks, power with one feed lost, cooling with one unit lost', (_id, { storage, nodePools, facility }) => {
    const raw = storage.reduce((sum, item) => sum + item.raw, 0n);
    const disks = nodePools.reduce((sum, pool) => sum + BigInt(pool.count) * (pool.shape.disks ?? []).reduce((node, disk) => node + BigInt(disk.count) * disk.size, 0n), 0n);
    expect(raw).toBeLessThanOrEqual(disks);
    for (const { racks, rackKw, feeds, coolingKw, coolingUnits } of facility.halls) {
      for (const { kw } of feeds) expect(kw).toBeGreaterThanOrEqual(racks * rackKw);
      expect(coolingKw * (coolingUnits - 1)).toBeGreaterThanOrEqual(racks * rackKw);
      for (const pool of nodePools) expect(pool.watts).toBeLessThanOrEqual(rackKw * 1000);
    }
    // Erasure coding 4+2 heals over racks only where a seventh rack can take the chunk.
    expect(nodePools.find(({ purpose }) => purpose === 'storage')?.count).toBeGreaterThanOrEqual(7);
  });
});

describe('capacity', () => {
  const now = quarterOf(estate.scenario.asOf);
  const plan = planOf(estate, deriveIntent(estate), 'none');

  /** Smallest share left of any resource that something is promised of. */
  const least = (resources: readonly Left[]): number => Math.min(...resources.filter(({ promised }) => promised > 0n).map(({ left, whole }) => Number(left) / Number(whole)));

  it('holds every tenant at NDC 01 today, with a fifth to spare', () => {
    const resources = resourcesIn(plan, now, situationIn(estate, now, new Set()));

    expect(new Set(resources.map(({ site }) => site))).toEqual(new Set(['ndc-01']));
    expect(least(resources)).toBeGreaterThan(0.2);
  });

  it('leaves protected systems without a standby today: the waived truth', () => {
    const { unplaced } = demandIn(estate, plan.promises, now, { serving: new Set(), lost: new Set(['ndc-01']) });

    expect(unplaced.filter(({ because }) => because === 'standby-not-operating').length).toBeGreaterThan(50);
  });

  // GIVEN all three sites operate, at the end of the horizon
  const target = applyScenario(estate, { ...estate.scenario, asOf: day('2030-12-31'), phase: 'all-operating' });
  const end = quarter('2030-Q4');
  const targetPlan = planOf(target, deriveIntent(target), 'none');

  it.each([[[]], [['ndc-01']], [['ndc-02']], [['ndc-03']]])('holds everything in the target with %j lost, with a tenth of what was forecast to spare', (lost) => {
    const situation = situationIn(target, end, new Set(lost));
    const { unplaced } = demandIn(target, targetPlan.promises, end, situation);

    expect(situation.serving.size).toBe(3 - lost.length);
    expect(unplaced.filter(({ because }) => because !== 'best-effort')).toEqual([]);
    expect(least(resourcesIn(targetPlan, end, situation))).toBeGreaterThan(0.1);
  });

  it('spreads standbys over both other sites', () => {
    const standbys = deriveIntent(target).environments.flatMap(({ standby }) => (standby === undefined ? [] : [standby.site]));

    for (const site of ['ndc-02', 'ndc-03']) expect(standbys.filter((id) => id === site).length / standbys.length).toBeGreaterThan(1 / 3);
    expect(standbys.filter((id) => id === 'ndc-01')).toEqual([]);
  });

  it('has room for every backup beside tenants’ objects', () => {
    const intent = deriveIntent(target);
    const afterLoss = resourcesIn(targetPlan, end, situationIn(target, end, new Set(['ndc-01'])));

    for (const id of ['ndc-02', 'ndc-03']) {
      const backups = intent.environments.filter(({ backup }) => backup?.site === id).reduce((sum, { quota }) => sum + quota.backup, 0n);
      const left = afterLoss.find(({ site, resource }) => site === id && resource === 'storage/ndc-object')?.left ?? 0n;
      expect(backups).toBeGreaterThan(0n);
      expect(left).toBeGreaterThan(backups);
    }
  });
});
