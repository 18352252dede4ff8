import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBytes } from '../../../../sites/model/units.js';
import { hall, siteWith } from '../site-builder.js';
import { bytesOf, erasure, lossOfClass, storageClass, storagePool, storageSite, usableOf } from './storage-builder.js';

const node = (number: number): string => `node/ndc-01/storage/${number}`;
const rack = (number: number): string => `rack/ndc-01/a/${number}`;

describe('a lost failure domain', () => {
  it('three replicas over 3 racks, one rack lost: serves, cannot heal', () => {
    const loss = lossOfClass(storageSite([storagePool(3)], [storageClass({ raw: parseBytes('30Ti') })]), [rack(1)]);
    // 2 of 3 copies are left, min_size is 2; for a third copy there is no third rack. Disks stay at 85 %.
    expect(loss).toEqual({ hostsLost: 1, hosts: 3, partsLost: 1, reads: true, writes: true, redundancyLeft: 1, heals: 'no', limits: ['subtree-limit', 'too-few-domains'], fillBefore: 8500n, fillAfter: 8500n });
  });

  it('three replicas over 3 racks, two racks lost: stops', () => {
    const loss = lossOfClass(storageSite([storagePool(3)], [storageClass({ raw: parseBytes('30Ti') })]), [rack(1), rack(2)]);
    expect([loss.reads, loss.writes, loss.redundancyLeft]).toEqual([false, false, 0]);
  });

  it('two replicas, one lost: serves without redundancy', () => {
    const loss = lossOfClass(storageSite([storagePool(4, { nodesPerRack: 4 })], [storageClass({ redundancy: { replicas: 2 }, failureDomain: 'host', raw: parseBytes('40Ti') })]), [node(1)]);
    expect([loss.reads, loss.writes, loss.redundancyLeft, loss.heals]).toEqual([true, true, 0, 'by-itself']);
    // Two hosts of four hold what three may: promised 3/4 of 34 raw TiB, healed onto three hosts: 85 % again.
    expect(loss.fillBefore).toBe(6375n);
    expect(loss.fillAfter).toBe(8500n);
  });

  it('4+2 over 6 hosts cannot heal: five hosts survive for six chunks', () => {
    const loss = lossOfClass(storageSite([storagePool(6, { nodesPerRack: 6 })], [erasure(4, 2, { failureDomain: 'host', raw: parseBytes('60Ti') })]), [node(1)]);
    expect(loss).toMatchObject({ partsLost: 1, reads: true, writes: true, redundancyLeft: 1, heals: 'no', limits: ['too-few-domains'] });
  });

  it('4+2 over 7 hosts heals; with two lost it stops, min_size being 5', () => {
    const site = storageSite([storagePool(7, { nodesPerRack: 7 })], [erasure(4, 2, { failureDomain: 'host', raw: parseBytes('70Ti') })]);
    expect(lossOfClass(site, [node(1)])).toMatchObject({ heals: 'by-itself', limits: [], fillAfter: 8500n });
    expect(lossOfClass(site, [node(1), node(2)])).toMatchObject({ partsLost: 2, reads: false, redundancyLeft: 0 });
  });

  it('2+1 serves with nothing left at min_size 2, and stops at min_size 3', () => {
    const site = (minSize?: number) => storageSite([storagePool(3, { nodesPerRack: 3 })], [erasure(2, 1, { failureDomain: 'host', raw: parseBytes('30Ti'), ...(minSize === undefined ? {} : { minSize }) })]);
    expect(lossOfClass(site(), [node(1)])).toMatchObject({ reads: true, writes: true, redundancyLeft: 0, heals: 'no' });
    expect(lossOfClass(site(3), [node(1)])).toMatchObject({ reads: false, writes: false, redundancyLeft: 0 });
  });

  it('a host alone in its rack waits for a person, unless the class heals from racks', () => {
    const one = storageSite([storagePool(16)], [storageClass({ raw: parseBytes('160Ti') })]);
    expect(lossOfClass(one, [node(1)])).toMatchObject({ heals: 'by-hand', limits: ['subtree-limit'], fillAfter: 8500n });
    expect(lossOfClass(one, [node(1)], undefined, { healsFrom: 'rack' })).toMatchObject({ heals: 'by-itself', limits: [] });
  });

  it('a host among others of its rack heals by itself', () => {
    expect(lossOfClass(storageSite([storagePool(16, { nodesPerRack: 4 })], [storageClass({ raw: parseBytes('160Ti') })]), [node(1)])).toMatchObject({ heals: 'by-itself', limits: [] });
  });

  it('over hosts, a rack takes as many chunks of the worst group as it has hosts', () => {
    // 3 hosts to a rack, 4+2: a group may have 3 chunks there, and 3 of 6 are below min_size 5 and below the 4 that hold the data.
    const site = storageSite([storagePool(12, { nodesPerRack: 3 })], [erasure(4, 2, { failureDomain: 'host', raw: parseBytes('120Ti') })]);
    // A host of 12 is kept free, a rack of 3 is not: 85 % x 11/9 = 103.9 % of the hosts that are left.
    expect(lossOfClass(site, [rack(1)])).toMatchObject({ hostsLost: 3, partsLost: 3, reads: false, redundancyLeft: -1, heals: 'no', limits: ['subtree-limit', 'backfillfull'], fillAfter: 10389n });
  });

  it('does not heal into disks that would pass backfillfull', () => {
    // Filled to nearfull with nothing kept free: 4 hosts of 10 TiB, 34 raw TiB of 3 copies. Three hosts take 34/30 = 113 %.
    const site = storageSite([storagePool(4, { nodesPerRack: 4 })], [storageClass({ failureDomain: 'host', raw: parseBytes('40Ti') })]);
    expect(lossOfClass(site, [node(1)], usableOf(site).toNearfull)).toMatchObject({ heals: 'no', limits: ['backfillfull'], fillBefore: 8500n, fillAfter: 11334n });
  });

  it('stops writes, not reads, of a class that is full', () => {
    const site = storageSite([storagePool(16, { nodesPerRack: 4 })], [storageClass({ raw: parseBytes('160Ti') })]);
    // 51 TiB x 3 of 160 TiB: 95.6 %.
    expect(lossOfClass(site, [], bytesOf(51))).toMatchObject({ reads: true, writes: false, heals: 'nothing-lost', fillBefore: 9563n });
  });

  it('of a hall: everything in it; a hall down as a whole does not heal even where racks do', () => {
    // Two halls of 4 racks, one host each; 3 replicas over racks.
    const halls = siteWith([hall({ id: 'a', racks: 4 }), hall({ id: 'b', racks: 4 })], [storagePool(8)]);
    const site = { ...halls, storage: [storageClass({ raw: parseBytes('80Ti'), healsFrom: 'rack' as const })] };
    const usable = usableOf(site);
    expect(usable.topology?.hosts.map((host) => host.rack)).toEqual(['a/1', 'a/2', 'a/3', 'a/4', 'b/1', 'b/2', 'b/3', 'b/4']);
    expect(lossOfClass(site, ['hall/ndc-01/b'])).toMatchObject({ hostsLost: 4, partsLost: 3, reads: false, redundancyLeft: -1, heals: 'no', limits: ['subtree-limit', 'backfillfull'] });
  });

  it('of the site: nothing is left to be filled', () => {
    const loss = lossOfClass(storageSite([storagePool(6)], [storageClass({ raw: parseBytes('60Ti') })]), ['site/ndc-01']);
    expect(loss).toMatchObject({ hostsLost: 6, reads: false, redundancyLeft: -1, heals: 'no' });
    expect(loss.fillAfter).toBeUndefined();
  });

  it('of another site, or a link, takes nothing', () => {
    const site = storageSite([storagePool(6)]);
    expect(lossOfClass(site, ['site/ndc-02', 'node/ndc-02/storage/1', 'link/ndc-01--ndc-02'])).toMatchObject({ hostsLost: 0, heals: 'nothing-lost', redundancyLeft: 2 });
  });
});

describe('losing more', () => {
  const sites = fc.record({ count: fc.integer({ min: 1, max: 15 }), perRack: fc.integer({ min: 1, max: 4 }), failureDomain: fc.constantFrom('host' as const, 'rack' as const), data: fc.integer({ min: 1, max: 4 }), coding: fc.integer({ min: 1, max: 3 }) });

  it('never raises what is left, whatever the order', () => {
    fc.assert(
      fc.property(sites, fc.uniqueArray(fc.integer({ min: 1, max: 15 }), { maxLength: 6 }), fc.integer({ min: 1, max: 15 }), ({ count, perRack, failureDomain, data, coding }, lost, more) => {
        const site = storageSite([storagePool(count, { nodesPerRack: perRack })], [erasure(data, coding, { failureDomain })]);
        const nodes = lost.filter((number) => number <= count).map(node);
        const before = lossOfClass(site, nodes);
        const after = lossOfClass(site, [...nodes, node(Math.min(more, count))]);
        expect(Number(after.reads)).toBeLessThanOrEqual(Number(before.reads));
        expect(Number(after.writes)).toBeLessThanOrEqual(Number(before.writes));
        expect(after.redundancyLeft).toBeLessThanOrEqual(before.redundancyLeft);
        expect(after.hostsLost).toBeGreaterThanOrEqual(before.hostsLost);
        expect(lossOfClass(site, [...nodes].reverse())).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('a rack takes at least what one of its hosts takes', () => {
    fc.assert(
      fc.property(sites, ({ count, perRack, failureDomain, data, coding }) => {
        const site = storageSite([storagePool(count, { nodesPerRack: perRack })], [erasure(data, coding, { failureDomain })]);
        const [host, whole] = [lossOfClass(site, [node(1)]), lossOfClass(site, [rack(1)])];
        expect(whole.redundancyLeft).toBeLessThanOrEqual(host.redundancyLeft);
        expect(whole.partsLost).toBeGreaterThanOrEqual(host.partsLost);
      }),
    );
  });
});
