import { describe, expect, it } from 'vitest';
import { lossHeadroom, siteHeadroom, type SiteHeadroom } from '../../../sites/capacity/headroom.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { day } from '../../../sites/model/calendar.js';
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
  /** Smallest share left of any resource that something is promised of. */
  const least = ({ allocatable, left }: SiteHeadroom): number =>
    Math.min(
      Number(left.cpu) / Number(allocatable.cpu),
      Number(left.memory) / Number(allocatable.memory),
      Number(left.gpu) / Number(allocatable.gpu),
      ...Object.entries(left.storage).map(([name, bytes]) => Number(bytes) / Number(allocatable.storage[name] ?? 0n)),
    );

  it('holds every tenant at NDC 01 today, with a fifth to spare', () => {
    const [only, ...others] = siteHeadroom(estate, deriveIntent(estate));

    expect(others).toEqual([]);
    expect(only?.site).toBe('ndc-01');
    if (only !== undefined) expect(least(only)).toBeGreaterThan(0.2);
  });

  it('leaves protected systems without a standby today: the waived truth', () => {
    const [loss] = lossHeadroom(estate, deriveIntent(estate));

    expect(loss?.unplaced.filter(({ because }) => because === 'standby-not-operating').length).toBeGreaterThan(50);
  });

  // GIVEN all three sites operate, at the end of the horizon
  const target = applyScenario(estate, { ...estate.scenario, asOf: day('2030-12-31'), phase: 'all-operating' });

  it('holds everything in the target, whichever site is lost, with a fifth to spare', () => {
    const intent = deriveIntent(target);
    const losses = lossHeadroom(target, intent);

    expect(losses.map(({ lost }) => lost)).toEqual(['ndc-01', 'ndc-02', 'ndc-03']);
    for (const { survivors, unplaced } of losses) {
      expect(unplaced.filter(({ because }) => because !== 'best-effort')).toEqual([]);
      for (const survivor of survivors) expect(least(survivor), survivor.site).toBeGreaterThan(0.2);
    }
    for (const headroom of siteHeadroom(target, intent)) expect(least(headroom), headroom.site).toBeGreaterThan(0.2);
  });

  it('spreads standbys over both other sites', () => {
    const standbys = deriveIntent(target).environments.flatMap(({ standby }) => (standby === undefined ? [] : [standby.site]));

    for (const site of ['ndc-02', 'ndc-03']) expect(standbys.filter((id) => id === site).length / standbys.length).toBeGreaterThan(1 / 3);
    expect(standbys.filter((id) => id === 'ndc-01')).toEqual([]);
  });

  it('has room for every backup beside tenants’ objects', () => {
    const intent = deriveIntent(target);
    const [afterLoss] = lossHeadroom(target, intent);

    for (const id of ['ndc-02', 'ndc-03']) {
      const backups = intent.environments.filter(({ backup }) => backup?.site === id).reduce((sum, { quota }) => sum + quota.backup, 0n);
      const left = afterLoss?.survivors.find(({ site }) => site === id)?.left.storage['ndc-object'] ?? 0n;
      expect(backups).toBeGreaterThan(0n);
      expect(left).toBeGreaterThan(backups);
    }
  });
});
