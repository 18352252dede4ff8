import { describe, expect, it } from 'vitest';
import { compareSite, type DriftRow, type Measure } from '../../../../sites/capacity/drift/compare.js';
import type { LiveNode, LiveSite } from '../../../../sites/capacity/drift/live.js';
import type { Quantities } from '../../../../sites/capacity/quantities.js';
import { deriveIntent } from '../../../../sites/intent/derive.js';
import { estateOf, put, type Changes } from '../../model/estate-files.js';
import { q } from '../site-builder.js';

const gi = 1n << 30n;
const ti = 1n << 40n;

/** A node of the model's shape: 64 cores less 2, 256 GiB less 8, 110 pods. */
const node = (name: string, changes: Partial<LiveNode> = {}): LiveNode => ({ name, controlPlane: false, usable: true, spared: false, allocatable: new Map([['cpu', 62_000n], ['memory', 248n * gi], ['pods', 110n]]), ...changes });
const nodes = (count: number, changes: Partial<LiveNode> = {}): LiveNode[] => Array.from({ length: count }, (_, index) => node(`n${index + 1}`, changes));
const live = (changes: Partial<LiveSite> = {}): LiveSite => ({ nodes: [], quotas: [], claimed: new Map(), unread: [], ...changes });
const amounts = (given: Readonly<Record<string, bigint>>): Quantities => new Map(Object.entries(given));

function compared(reported: Partial<LiveSite>, changes: Changes = {}, site = 'ndc-01') {
  const estate = estateOf(changes);
  const of = estate.sites[site];
  if (of === undefined) throw new Error(site);
  return compareSite(estate, deriveIntent(estate), of, q('2026-Q4'), live(reported));
}
const rows = (all: readonly DriftRow[], measure: Measure, pool?: string): [string, bigint, bigint, bigint, boolean][] =>
  all.filter((row) => row.measure === measure && row.pool === pool).map(({ resource, model, live: is, difference, short }) => [resource, model, is, difference, short]);

describe('classes of pairs of sites', () => {
  it('count as what they are cut from: quotas and claims alike', () => {
    const quota = (hard: Readonly<Record<string, bigint>>) => ({ quotas: [{ namespace: 'ho-so-suc-khoe-prod', hard: amounts(hard), used: amounts({}) }] });
    const granted = (found: ReturnType<typeof compared>) => rows(found.rows, 'granted').filter(([resource]) => resource.startsWith('storage/'));
    const whole = granted(compared(quota({ 'storage/block': ti })));
    expect(whole).toEqual([['storage/block', ti, ti, 0n, false]]);
    expect(granted(compared(quota({ 'storage/block': 300n * gi, 'storage/block-ndc-01-ndc-02': 724n * gi })))).toEqual(whole);
    expect(granted(compared(quota({ 'storage/block': 300n * gi, 'storage/block-ndc-01-ndc-09': 724n * gi })))).toHaveLength(2);
    expect(rows(compared({ claimed: amounts({ 'storage/block-ndc-01-ndc-02': gi }) }).rows, 'claimed').find(([, , live]) => live === gi)?.[0]).toBe('storage/block');
  });
});

describe('nodes', () => {
  it('that are as the model has them differ in nothing', () => {
    // 20 nodes: 20 x 62 cores, 20 x 248 GiB, 20 x 110 pods.
    expect(rows(compared({ nodes: nodes(20) }).rows, 'offered')).toEqual([
      ['nodes', 20n, 20n, 0n, false],
      ['cpu', 1_240_000n, 1_240_000n, 0n, false],
      ['memory', 4960n * gi, 4960n * gi, 0n, false],
      ['pods', 2200n, 2200n, 0n, false],
    ]);
  });

  it('that are missing, not ready or cordoned are short', () => {
    const found = compared({ nodes: [...nodes(17), node('cham', { usable: false })] });
    expect(rows(found.rows, 'offered').slice(0, 2)).toEqual([['nodes', 20n, 17n, -3n, true], ['cpu', 1_240_000n, 1_054_000n, -186_000n, true]]);
    expect(found.nodes).toEqual({ unusable: ['cham'], controlPlane: 0, unlabelled: 18, unspared: [] });
  });

  it('of the control plane are not counted', () => {
    const found = compared({ nodes: [...nodes(20), node('cp', { controlPlane: true })] });
    expect(rows(found.rows, 'offered')[0]).toEqual(['nodes', 20n, 20n, 0n, false]);
    expect(found.nodes.controlPlane).toBe(1);
  });

  it('that offer more are no shortage, GPUs nobody planned among them', () => {
    const found = compared({ nodes: nodes(20, { allocatable: amounts({ cpu: 63_000n, memory: 248n * gi, pods: 110n, gpu: 1n }) }) });
    expect(rows(found.rows, 'offered').filter(([resource]) => resource === 'cpu' || resource === 'gpu')).toEqual([['cpu', 1_240_000n, 1_260_000n, 20_000n, false], ['gpu', 0n, 20n, 20n, false]]);
  });

  it('that say whose they are are compared by pool, pools nobody planned among them', () => {
    const found = compared({ nodes: [...nodes(19, { pool: 'general' }), node('x', { pool: 'la' }), node('y')] });
    expect(rows(found.rows, 'offered', 'general')[0]).toEqual(['nodes', 20n, 19n, -1n, true]);
    expect(rows(found.rows, 'offered', 'la')[0]).toEqual(['nodes', 0n, 1n, 1n, false]);
    expect(found.nodes.unlabelled).toBe(1);
  });

  it('whose GPUs nothing keeps free are named; others need no taint', () => {
    const gpus = amounts({ cpu: 62_000n, gpu: 4n });
    expect(compared({ nodes: [...nodes(2), node('g1', { allocatable: gpus }), node('g2', { allocatable: gpus, spared: true })] }).nodes.unspared).toEqual(['g1']);
  });
});

describe('quotas', () => {
  // The one environment: 8 cores, 64 GiB, 1 TiB and 100 pods, at ndc-01 and in full at its standby.
  const environment = 'ho-so-suc-khoe-prod';
  const expected = new Map(rows(compared({}).rows, 'granted').map(([resource, model]) => [resource, model]));

  it('that are not there are named and short', () => {
    const found = compared({});
    expect(found.namespaces).toEqual({ without: [environment], foreign: [] });
    expect(expected.get('cpu')).toBeGreaterThan(0n);
    expect(expected.get('storage/block')).toBe(ti);
    for (const [, model, is, difference, short] of rows(found.rows, 'granted')) expect([is, difference, short]).toEqual([0n, -model, true]);
  });

  it('as granted are as granted; what is used is held against them', () => {
    const found = compared({ nodes: nodes(20), quotas: [{ namespace: environment, hard: expected, used: amounts({ cpu: 1500n, 'storage/block': 10n * gi }) }] });
    expect(found.namespaces.without).toEqual([]);
    for (const row of rows(found.rows, 'granted')) expect(row.slice(3)).toEqual([0n, false]);
    expect(rows(found.rows, 'used').find(([resource]) => resource === 'cpu')?.slice(1)).toEqual([expected.get('cpu'), 1500n, 1500n - (expected.get('cpu') ?? 0n), false]);
    expect(found.uses.find(({ resource }) => resource === 'cpu')).toEqual({ resource: 'cpu', used: 1500n, limit: expected.get('cpu'), limitedBy: 'quotas' });
  });

  it('end at the nodes where those offer less', () => {
    const found = compared({ nodes: nodes(1), quotas: [{ namespace: environment, hard: amounts({ cpu: 100_000n }), used: amounts({ cpu: 1n }) }] });
    expect(found.uses).toEqual([{ resource: 'cpu', used: 1n, limit: 62_000n, limitedBy: 'nodes' }]);
  });

  it('of namespaces the model does not know are named; what they use counts', () => {
    const found = compared({ quotas: [{ namespace: 'la', hard: amounts({ cpu: 5n }), used: amounts({ cpu: 5n }) }] });
    expect(found.namespaces.foreign).toEqual(['la']);
    expect(rows(found.rows, 'granted').find(([resource]) => resource === 'cpu')?.[2]).toBe(0n);
    expect(rows(found.rows, 'used').find(([resource]) => resource === 'cpu')).toEqual(['cpu', 0n, 5n, 5n, true]);
  });

  it('of systems that only read other sectors’ fields hold no storage', () => {
    const session = put('    environments:', '    flows: [{from: du-lieu-khac, fields: other-sector, purpose: đối chiếu}]\n    environments:');
    const found = rows(compared({}, { 'tenants/bo-y-te.yaml': session }).rows, 'granted').map(([resource]) => resource);
    expect(found).toContain('cpu');
    expect(found).not.toContain('storage/block');
  });

  it('of a standby are those of the standby', () => {
    // The base estate's standby share is 100 % of everything.
    expect(new Map(rows(compared({}, {}, 'ndc-02').rows, 'granted').map(([resource, model]) => [resource, model]))).toEqual(expected);
  });
});

describe('storage', () => {
  it('claimed is held against usable bytes, and classes nobody planned against none', () => {
    const found = compared({ claimed: amounts({ 'storage/block': 3n * ti, 'storage/la': gi }) });
    const [block, strange] = rows(found.rows, 'claimed');
    // 300 TiB raw in three copies, filled to 85 %: 85 TiB.
    expect(block).toEqual(['storage/block', 85n * ti, 3n * ti, -82n * ti, false]);
    expect(strange).toEqual(['storage/la', 0n, gi, gi, true]);
    expect(found.uses[0]).toEqual({ resource: 'storage/block', used: 3n * ti, limit: 85n * ti, limitedBy: 'storage' });
  });

  it('of Ceph is held against the raw bytes of the classes, and ends where Ceph warns', () => {
    const found = compared({ ceph: { total: 200n * ti, used: 50n * ti } });
    expect(rows(found.rows, 'raw')).toEqual([['storage', 300n * ti, 200n * ti, -100n * ti, true]]);
    expect(found.uses).toEqual([{ resource: 'storage', used: 50n * ti, limit: 170n * ti, limitedBy: 'ceph' }]);
    expect(rows(compared({}).rows, 'raw')).toEqual([]);
  });
});
