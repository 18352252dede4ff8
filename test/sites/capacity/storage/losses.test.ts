import { describe, expect, it } from 'vitest';
import { lossOfRow, worstLosses } from '../../../../sites/capacity/storage/losses.js';
import { storageIn } from '../../../../sites/capacity/storage/rows.js';
import { usableAfter } from '../../../../sites/capacity/storage/supply.js';
import { now, planned, siteFile } from '../planned-estate.js';
import { storageClass, storagePool, storageSite, tebi, withLimits } from './storage-builder.js';

const { plan, environments } = planned([{ id: 'a', tier: 'gold', storage: '{block: 50Ti, object: 100Ti}' }]);
const { estate } = plan;
const rows = storageIn(plan, environments, now).rows;
const block = rows.find((row) => row.site === 'ndc-01' && row.class === 'block');
if (block === undefined) throw new Error('there is a row of block storage');
const facility = plan.facility.get('ndc-01');

describe('the worst loss of every level', () => {
  it('names one of those alike, how many there are, and what becomes of the class', () => {
    const worst = worstLosses(estate, block, [], facility);
    expect(worst.map(({ level, domain, of }) => [level, domain, of])).toEqual([
      ['node', 'node/ndc-01/storage/1', 10],
      ['rack', 'rack/ndc-01/a/3', 10],
      ['feed', 'feed/ndc-01/a/f1', 2],
      ['hall', 'hall/ndc-01/a', 1],
      ['site', 'site/ndc-01', 1],
    ]);
    // 50 TiB x 3 of the class's third of 1,000 TiB of disks: 45 %, and on nine of ten nodes 50 %.
    expect(worst[1]?.loss).toMatchObject({ hostsLost: 1, reads: true, writes: true, redundancyLeft: 1, heals: 'by-hand', fillBefore: 4500n, fillAfter: 5000n });
    // Either feed carries the hall alone.
    expect(worst[2]?.loss).toMatchObject({ hostsLost: 0, heals: 'nothing-lost', redundancyLeft: 2 });
    expect(worst[3]?.loss).toMatchObject({ hostsLost: 10, reads: false, redundancyLeft: -1 });
  });

  it('comes on top of what is lost already', () => {
    const worst = worstLosses(estate, block, ['node/ndc-01/storage/3'], facility);
    expect(worst[0]).toMatchObject({ of: 9, loss: { hostsLost: 2, reads: false, redundancyLeft: 0 } });
    expect(worst[0]?.domain).not.toBe('node/ndc-01/storage/3');
  });

  it('finds the rack that holds most where racks differ', () => {
    const pools = [storagePool(6), storagePool(3, { id: 'big', nodesPerRack: 3 })];
    const site = storageSite(pools, [storageClass({ failureDomain: 'host' })]);
    const uneven = { ...estate, sites: { ...estate.sites, 'ndc-01': site } };
    const row = storageIn({ ...plan, estate: uneven, facility: new Map() }, [], now).rows.find((one) => one.site === 'ndc-01' && one.class === 'block');
    const [, rack] = row === undefined ? [] : worstLosses(uneven, row, []);
    // `big` is listed after six hosts with a rack each, three hosts in the seventh: three copies of the worst group.
    expect(rack).toMatchObject({ domain: 'rack/ndc-01/a/7', of: 7, loss: { partsLost: 3, redundancyLeft: -1 } });
  });

  it('of several domains together is judged together', () => {
    expect(lossOfRow(estate, block, ['rack/ndc-01/a/3', 'node/ndc-01/storage/7'], facility)).toMatchObject({ hostsLost: 2, partsLost: 2, reads: false });
    expect(lossOfRow(estate, block, ['node/ndc-01/storage/1', 'rack/ndc-01/a/3'], facility)).toMatchObject({ hostsLost: 1, reads: true });
  });

  it('is unknown where the site describes no storage nodes', () => {
    const bare = planned([], { changes: { 'ndc-01.yaml': siteFile(1).replace(/disks: \[[^\]]*\]/, 'disks: []') } });
    const row = storageIn(bare.plan, [], now).rows.find((one) => one.site === 'ndc-01' && one.class === 'block');
    expect(row === undefined ? undefined : worstLosses(bare.plan.estate, row, [])).toEqual([]);
    expect(row === undefined ? undefined : lossOfRow(bare.plan.estate, row, ['hall/ndc-01/a'])).toBeUndefined();
  });
});

describe('what may still be promised after a loss', () => {
  const site = storageSite([storagePool(10)], [storageClass({ raw: tebi(90) as never })]);
  const after = (...domains: string[]): bigint | undefined => usableAfter(withLimits(), site, now, domains).get('block');

  it.each<[string, string[], bigint]>([
    // 90/3 x 0.85 = 25.5 TiB; nine of ten nodes hold 90.
    ['nothing lost', [], (tebi(51) / 2n)],
    ['a node: its room was kept free', ['node/ndc-01/storage/1'], (tebi(51) / 2n)],
    ['a rack', ['rack/ndc-01/a/10'], (tebi(51) / 2n)],
    ['two nodes: groups below min_size', ['node/ndc-01/storage/1', 'node/ndc-01/storage/2'], 0n],
    ['the hall', ['hall/ndc-01/a'], 0n],
    ['the site', ['site/ndc-01'], 0n],
    ['another site', ['site/ndc-02'], (tebi(51) / 2n)],
  ])('%s', (_, domains, bytes) => {
    expect(after(...domains)).toBe(bytes);
  });

  it('a site without storage nodes keeps what it declares until it is lost itself', () => {
    const bare = storageSite([], [storageClass({ raw: tebi(90) as never })]);
    expect(usableAfter(withLimits(), bare, now, ['hall/ndc-01/a']).get('block')).toBe(tebi(51) / 2n);
    expect(usableAfter(withLimits(), bare, now, ['site/ndc-01']).get('block')).toBe(0n);
  });
});
