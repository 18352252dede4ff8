import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usableClasses } from '../../../../sites/capacity/storage/usable.js';
import { parseBytes } from '../../../../sites/model/units.js';
import { q } from '../site-builder.js';
import { erasure, inTebi, now, storageClass, storagePool, storageSite, tebi, usableOf, withLimits } from './storage-builder.js';

describe('what may be promised of a class', () => {
  it.each([
    // 16 hosts, one to a rack; 480/3 = 160 TiB of data to the brim, 136 to nearfull, 15/16 of that to heal from one: 127.5.
    ['three replicas over 16 racks', storageSite([storagePool(16, { disk: '30Ti' })], [storageClass({ raw: parseBytes('480Ti') })]), 160, 136, 127.5],
    // 7 hosts of 60 TiB: 420 x 4/6 = 280; 238 to nearfull; 6/7 of that: 204.
    ['4+2 over 7 hosts', storageSite([storagePool(7, { disk: '60Ti', nodesPerRack: 7 })], [erasure(4, 2, { failureDomain: 'host', raw: parseBytes('420Ti') })]), 280, 238, 204],
    // 6 hosts cannot heal from a lost one: nothing is kept free. 360 x 4/6 = 240, 204 to nearfull.
    ['4+2 over 6 hosts', storageSite([storagePool(6, { disk: '60Ti', nodesPerRack: 6 })], [erasure(4, 2, { failureDomain: 'host', raw: parseBytes('360Ti') })]), 240, 204, 204],
    // 3 racks of 4 hosts of 10 TiB, 3 replicas: a rack heals nowhere, a host inside its rack: 3/4 of 34 = 25.5.
    ['three replicas over 3 racks of 4', storageSite([storagePool(12, { nodesPerRack: 4 })], [storageClass({ raw: parseBytes('120Ti') })]), 40, 34, 25.5],
    // 4 racks of 4: three racks hold everything: 160/3 x 0.85 x 3/4 = 34.
    ['three replicas over 4 racks of 4', storageSite([storagePool(16, { nodesPerRack: 4 })], [storageClass({ raw: parseBytes('160Ti') })]), 160 / 3, (160 / 3) * 0.85, 34],
    // Two replicas over 3 racks of one: 30/2 = 15; 12.75; 2/3 of that: 8.5.
    ['two replicas over 3 racks', storageSite([storagePool(3)], [storageClass({ redundancy: { replicas: 2 }, raw: parseBytes('30Ti') })]), 15, 12.75, 8.5],
  ])('%s', (_, site, logical, toNearfull, usable) => {
    const of = usableOf(site);
    expect(inTebi(of.logical)).toBeCloseTo(logical, 5);
    expect(inTebi(of.toNearfull)).toBeCloseTo(toNearfull, 5);
    expect(inTebi(of.usable)).toBeCloseTo(usable, 5);
    expect(of.tooFewDomains).toBe(false);
  });

  it('is measured on the fullest disk: 5 % above the mean, the mean stays at 85/105', () => {
    const site = storageSite([storagePool(6, { nodesPerRack: 6 })], [erasure(4, 2, { failureDomain: 'host', raw: parseBytes('60Ti') })]);
    // 60 x 4/6 x 85/105.
    expect(inTebi(usableOf(site, { unevenPercent: 5 }).usable)).toBeCloseTo((40 * 85) / 105, 5);
  });

  it('may lie on disks that no class declares: there is room to heal already', () => {
    // 16 hosts of 10 TiB for a class of 120: its 120/3 x 0.85 = 34 leave more than a host free.
    expect(inTebi(usableOf(storageSite([storagePool(16)], [storageClass({ raw: parseBytes('120Ti') })])).usable)).toBeCloseTo(34, 5);
    // Of 158 TiB, 150 are what 15 hosts hold: 150/3 x 0.85.
    expect(inTebi(usableOf(storageSite([storagePool(16)], [storageClass({ raw: parseBytes('158Ti') })])).usable)).toBeCloseTo(42.5, 5);
  });

  it('is nothing where there are fewer failure domains than parts', () => {
    const of = usableOf(storageSite([storagePool(2)]));
    expect([of.usable, of.toNearfull, of.tooFewDomains]).toEqual([0n, 0n, true]);
  });

  it('heals from racks by itself only where that is set: then a class over hosts keeps a rack free', () => {
    // 4 racks of 3 hosts of 10 TiB, 3 replicas over hosts: 120/3 x 0.85 = 34; a host of 12 free: 31.17; a rack of 4 free: 25.5.
    const site = storageSite([storagePool(12, { nodesPerRack: 3 })], [storageClass({ failureDomain: 'host', raw: parseBytes('120Ti') })]);
    expect(inTebi(usableOf(site).usable)).toBeCloseTo((34 * 11) / 12, 5);
    expect(inTebi(usableOf(site, { healsFrom: 'rack' }).usable)).toBeCloseTo(25.5, 5);
    const own = storageSite([storagePool(12, { nodesPerRack: 3 })], [storageClass({ failureDomain: 'host', raw: parseBytes('120Ti'), healsFrom: 'rack' })]);
    expect(inTebi(usableOf(own).usable)).toBeCloseTo(25.5, 5);
  });
});

describe('raw bytes in service', () => {
  it('are those declared, as long as the disks hold them', () => {
    const of = usableOf(storageSite([storagePool(40)], [storageClass({ raw: parseBytes('300Ti') })]));
    expect([inTebi(of.raw), inTebi(of.missing)]).toEqual([300, 0]);
  });

  it('are shared out where classes declare more than their disks hold, and what is missing is told', () => {
    // 40 disks of 10 TiB for 600 + 200 TiB: half of each.
    const site = storageSite([storagePool(40)], [storageClass({ raw: parseBytes('600Ti') }), erasure(4, 2, { raw: parseBytes('200Ti') })]);
    expect(usableClasses(withLimits(), site, now).map(({ raw, missing }) => [inTebi(raw), inTebi(missing)])).toEqual([
      [300, 300],
      [100, 100],
    ]);
  });

  it('lie on the pool a class names, and on every storage pool where it names none', () => {
    const pools = [storagePool(10, { id: 'fast' }), storagePool(10, { id: 'slow' })];
    // 100 TiB on `fast` alone; 100 TiB on both, of which half on `fast`: 150 on 100 TiB of disks there.
    const site = storageSite(pools, [storageClass({ pool: 'fast', raw: parseBytes('100Ti') }), erasure(4, 2, { raw: parseBytes('100Ti') })]);
    expect(usableClasses(withLimits(), site, now).map(({ topology, raw }) => [topology?.hosts.length, inTebi(raw)])).toEqual([
      [10, 66.666667],
      [20, 66.666667],
    ]);
  });

  it('are none before their nodes stand and after they retire, or while no rack holds them', () => {
    const late = storageSite([storagePool(16, { available: q('2027-Q1') })]);
    expect(usableOf(late).usable).toBe(0n);
    expect(usableOf(storageSite([storagePool(16, { retires: q('2026-Q3') })])).raw).toBe(0n);
    expect(usableOf(storageSite([storagePool(60)])).topology?.hosts).toHaveLength(40);
  });

  it('are taken as declared where the site describes no storage nodes', () => {
    const of = usableOf(storageSite([]));
    expect([inTebi(of.raw), of.topology, inTebi(of.usable)]).toEqual([300, undefined, 85]);
  });

  it('are out of service before the class is due', () => {
    expect(usableClasses(withLimits(), storageSite([storagePool(16)], [storageClass({ available: q('2026-Q4') })]), now)).toEqual([]);
  });
});

describe('more of anything', () => {
  const racks = fc.record({ count: fc.integer({ min: 0, max: 20 }), perRack: fc.integer({ min: 1, max: 4 }), disk: fc.integer({ min: 1, max: 20 }), raw: fc.integer({ min: 1, max: 400 }) });
  const schemes = fc.constantFrom<{ replicas: number } | { data: number; coding: number }>({ replicas: 1 }, { replicas: 2 }, { replicas: 3 }, { data: 2, coding: 1 }, { data: 4, coding: 2 });
  const siteOf = ({ count, perRack, disk, raw }: { count: number; perRack: number; disk: number; raw: number }, redundancy: { replicas: number } | { data: number; coding: number }, failureDomain: 'host' | 'rack') =>
    storageSite([storagePool(count, { disk: `${disk}Ti`, nodesPerRack: perRack })], [storageClass({ redundancy, failureDomain, raw: parseBytes(`${raw}Ti`) })]);

  it('never lowers what may be promised: raw bytes, hosts, larger disks', () => {
    fc.assert(
      fc.property(racks, schemes, fc.constantFrom('host' as const, 'rack' as const), fc.constantFrom('raw' as const, 'count' as const, 'disk' as const), fc.integer({ min: 1, max: 9 }), (base, redundancy, failureDomain, what, by) => {
        const [before, after] = [usableOf(siteOf(base, redundancy, failureDomain)), usableOf(siteOf({ ...base, [what]: base[what] + by }, redundancy, failureDomain))];
        // Bytes are rounded down at each step: a byte or two is no loss.
        expect(after.usable + 3n).toBeGreaterThanOrEqual(before.usable);
        expect(after.raw).toBeGreaterThanOrEqual(before.raw);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every figure within the next: usable ≤ to nearfull ≤ data to the brim ≤ raw, and raw and missing are what was declared', () => {
    fc.assert(
      fc.property(racks, schemes, fc.constantFrom('host' as const, 'rack' as const), (base, redundancy, failureDomain) => {
        const { usable, toNearfull, logical, raw, missing, storage } = usableOf(siteOf(base, redundancy, failureDomain));
        expect(usable).toBeLessThanOrEqual(toNearfull);
        expect(toNearfull).toBeLessThanOrEqual(logical);
        expect(logical).toBeLessThanOrEqual(raw);
        expect(raw + missing).toBe(storage.raw);
        expect(raw).toBeLessThanOrEqual(tebi(base.count * base.disk));
      }),
    );
  });
});
