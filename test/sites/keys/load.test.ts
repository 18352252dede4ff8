import { describe, expect, it } from 'vitest';
import type { EnvironmentIntent } from '../../../sites/intent/environment.js';
import { hsmLoad, type SiteLoad } from '../../../sites/keys/load.js';
import type { Estate } from '../../../sites/model/estate.js';
import { shippedEstate } from '../data/shipped.js';

const shipped = shippedEstate();
const gi = 1024n ** 3n;
const planning = { busyPercent: 50, meanVolume: 10n * gi, startMinutes: 10, failoverMinutes: 20, seeds: 9, secretStoreNodes: 3, unsealOperations: 2, backupOperations: 2 } as NonNullable<Estate['planning']['hsm']>;

const environment = (primary: string, standby: string | undefined, storage: Readonly<Record<string, bigint>>, waiting: Readonly<Record<string, bigint>> = {}): EnvironmentIntent =>
  ({ primary: { site: primary }, ...(standby === undefined ? {} : { standby: { site: standby }, standbyQuota: { storage: waiting } }), quota: { storage } }) as unknown as EnvironmentIntent;

const environments = [
  // 101 Gi of blocks are 11 volumes of 10 Gi, 20 Gi of files 2; buckets are not mapped.
  environment('ndc-01', 'ndc-02', { 'ndc-block': 101n * gi, 'ndc-file': 20n * gi, 'ndc-object': 900n * gi }, { 'ndc-block': 50n * gi }),
  environment('ndc-01', undefined, { 'ndc-block': 10n * gi }),
  environment('ndc-03', 'ndc-02', { 'ndc-block': 30n * gi }, { 'ndc-block': 30n * gi }),
];

function load(site: string, change: Partial<Estate['sites'][string]['hsm']> = {}): SiteLoad {
  const of = shipped.sites[site];
  if (of === undefined) throw new Error(site);
  const estate: Estate = { ...shipped, sites: { ...shipped.sites, [site]: { ...of, hsm: { ...of.hsm, ...change } } } };
  const [found] = hsmLoad(estate, environments, planning, [site]);
  if (found === undefined) throw new Error(site);
  return found;
}

const at = ({ moments }: SiteLoad, name: string) => moments.find(({ moment }) => moment === name);

describe('what an HSM is asked for', () => {
  // Shipped: five API servers at each site, ten hours of backups, three seals in one domain.
  it('by a site that starts cold: seeds, disks, volumes, secret stores', () => {
    const { parts, seconds, milliPerSecond } = at(load('ndc-01'), 'start') ?? { parts: [], seconds: 0, milliPerSecond: 0 };
    // 5 x (1 + 9); 20 nodes of 24 disks; 11 + 2 + 1; own store and two standbys of three nodes, two operations each.
    expect(parts).toEqual([{ what: 'api-servers', operations: 50 }, { what: 'disks', operations: 480 }, { what: 'volumes', operations: 14 }, { what: 'unseals', operations: 18 }]);
    // 562 within 600 s: 0.9366… a second.
    expect([seconds, milliPerSecond]).toEqual([600, 937]);
  });

  it('by standbys that wait there as well', () => {
    expect(at(load('ndc-02'), 'start')?.parts[2]).toEqual({ what: 'volumes', operations: 5 + 3 });
  });

  it('by the loss of the other site that asks for most', () => {
    // ndc-01 brings 13 volumes, ndc-03 three; its store’s standby unseals: 3 x 2.
    expect(at(load('ndc-02'), 'failover')).toEqual({ moment: 'failover', lost: 'ndc-01', seconds: 1200, parts: [{ what: 'volumes', operations: 13 }, { what: 'unseals', operations: 6 }], milliPerSecond: 16 });
    expect(at(load('ndc-03'), 'failover')?.parts[0]).toEqual({ what: 'volumes', operations: 0 });
  });

  it('by the loss of a site whose environments without a standby are restored from backups here', () => {
    const kept = [{ primary: { site: 'ndc-01' }, backup: { site: 'ndc-03' }, quota: { storage: { 'ndc-block': 25n * gi } } }] as unknown as EnvironmentIntent[];
    const [found] = hsmLoad(shipped, kept, planning, ['ndc-03']);
    expect(found && at(found, 'failover')).toMatchObject({ lost: 'ndc-01', parts: [{ what: 'volumes', operations: 3 }, { what: 'unseals', operations: 6 }] });
    // One with a standby elsewhere goes there, and not to its backups.
    const [other] = hsmLoad(shipped, [{ ...kept[0], standby: { site: 'ndc-02' } } as EnvironmentIntent], planning, ['ndc-03']);
    expect(other && at(other, 'failover')?.parts[0]).toEqual({ what: 'volumes', operations: 0 });
  });

  it('by a night of backups', () => {
    expect(at(load('ndc-01'), 'backups')).toEqual({ moment: 'backups', seconds: 36_000, parts: [{ what: 'api-servers', operations: 3000 }, { what: 'backups', operations: 4 }], milliPerSecond: 84 });
  });

  it('for nothing by volumes whose key lies elsewhere', () => {
    const { 'ndc-01-volumes': _gone, ...keys } = shipped.keys;
    const [found] = hsmLoad({ ...shipped, keys }, environments, planning, ['ndc-01']);
    expect(found && at(found, 'start')?.parts[2]).toEqual({ what: 'volumes', operations: 0 });
  });

  it('for nothing by disks that are not claimed, or whose key lies elsewhere', () => {
    const disks = (estate: Estate) => hsmLoad(estate, environments, planning, ['ndc-01']).flatMap((found) => at(found, 'start')?.parts ?? []).find(({ what }) => what === 'disks')?.operations;
    const { 'ndc-01-osd': osd, ...keys } = shipped.keys;
    const { disks: _raw, ...site } = shipped.sites['ndc-01'] ?? ({} as never);
    expect(disks(shipped)).toBe(480);
    expect(disks({ ...shipped, keys })).toBe(0);
    expect(disks({ ...shipped, sites: { ...shipped.sites, 'ndc-01': site } })).toBe(0);
    expect(disks({ ...shipped, keys: { ...keys, 'ndc-01-osd': { ...osd, home: { store: { site: 'ndc-02', path: 'rook' } } } } } as Estate)).toBe(0);
  });
});

describe('disks of pools that are bought and not there yet', () => {
  const later = { ...shipped.sites['ndc-01']?.nodePools.find(({ id }) => id === 'storage-1'), id: 'storage-2', count: 10, available: '2027-Q2' };
  const withPools = (asOf: string, change: object = {}): SiteLoad | undefined => {
    const site = shipped.sites['ndc-01'];
    const estate = { ...shipped, scenario: { ...shipped.scenario, asOf }, sites: { ...shipped.sites, 'ndc-01': { ...site, nodePools: [...(site?.nodePools ?? []), { ...later, ...change }] } } } as unknown as Estate;
    return hsmLoad(estate, environments, planning, ['ndc-01'])[0];
  };
  const disks = (found: SiteLoad | undefined) => found && at(found, 'start')?.parts.find(({ what }) => what === 'disks')?.operations;

  it('are asked for from their first day on, and told before', () => {
    const today = withPools('2027-03-31');
    expect([today?.quarter, disks(today)]).toEqual(['2027-Q1', 480]);
    // Ten more nodes of 24 disks: 562 + 240 operations within 600 s.
    expect(today?.later).toEqual([{ from: '2027-Q2', disks: 720, operations: 802, milliPerSecond: 1337, rate: 'enough' }]);
    const then = withPools('2027-04-01');
    expect([then?.quarter, disks(then), then?.later]).toEqual(['2027-Q2', 720, []]);
  });

  it('leave with their pool', () => {
    const found = withPools('2026-11-20', { retires: '2028-Q1' });
    expect(found?.later.map(({ from, disks: count }) => [from, count])).toEqual([['2027-Q2', 720], ['2028-Q1', 480]]);
  });

  it('of a site that does not operate are counted as it opens', () => {
    const found = load('ndc-02');
    expect([found.operating, found.quarter, found.later]).toEqual([false, '2030-Q4', []]);
    expect(disks(found)).toBeGreaterThan(0);
  });
});

describe('what it gives', () => {
  it('is what is left with one device lost', () => {
    expect(load('ndc-01', { devices: { count: 3, operationsPerSecond: 100, partitions: 7 } })).toMatchObject({ supply: { all: 150_000, oneLost: 100_000 }, rate: 'enough', partitions: { declared: 7, named: 7, permitted: 7, verdict: 'enough' } });
    // A single device gives nothing once it is lost.
    expect(load('ndc-01', { devices: { count: 1, operationsPerSecond: 1_000_000, partitions: 6 } })).toMatchObject({ supply: { oneLost: 0 }, rate: 'short', partitions: { verdict: 'short' } });
  });

  it('suffices exactly or not at all', () => {
    // The start asks for 937 thousandths.
    const tight = { ...planning, busyPercent: 1 };
    const of = (operationsPerSecond: number) => hsmLoad({ ...shipped, sites: { ...shipped.sites, 'ndc-01': { ...shipped.sites['ndc-01'], hsm: { ...shipped.sites['ndc-01']?.hsm, devices: { count: 2, operationsPerSecond, partitions: 20 } } } } } as Estate, environments, tight, ['ndc-01'])[0]?.rate;
    // One device of 94 a second gives 940 at one percent, one of 93 gives 930.
    expect([of(94), of(93)]).toEqual(['enough', 'short']);
  });

  it('is not known where no devices are declared', () => {
    const { devices: _none, ...hsm } = shipped.sites['ndc-01']?.hsm ?? ({} as never);
    const estate = { ...shipped, sites: { ...shipped.sites, 'ndc-01': { ...shipped.sites['ndc-01'], hsm } } } as Estate;
    expect(hsmLoad(estate, environments, planning, ['ndc-01'])[0]).toMatchObject({ rate: 'unknown', partitions: { declared: 7, verdict: 'unknown' } });
  });
});
