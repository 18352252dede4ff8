import { describe, expect, it } from 'vitest';
import { estateOf, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft } from '../../planset-builder.js';

const relation = 'relation/ndc-01--ndc-02';
const declared = (changes: Changes, object: string) => verdictOn(verdictsOf('RED-009', estateOf(changes), offline(goodStacks('ndc-01'))), object);
const link = (more: Record<string, unknown>): Changes => Object.fromEntries(Object.entries(more).map(([key, value]) => [`links.yaml#/links/0/${key}`, value]));
const ceph = (mon: unknown) => (stacks: StackDraft[]) => add(stacks, 'ndc-01-platform', 'kubernetes_manifest', 'ceph', { manifest: { apiVersion: 'ceph.rook.io/v1', kind: 'CephCluster', metadata: { name: 'c', namespace: 'rook-ceph' }, spec: { mon } } });
const planned = async (change: (stacks: StackDraft[]) => unknown, from = applied(goodStacks('ndc-01'))) => {
  change(from);
  const estate = estateOf();
  return verdictOn(verdictsOf('RED-009', estate, await planset(estate, from)), 'site/ndc-01');
};

describe('RED-009: quorum', () => {
  it.each([
    ['its own machines', {}, 'site/ndc-01', 'pass'],
    ['the same, said outright', { 'ndc-01.yaml#/cluster/quorumSites': ['ndc-01'] }, 'site/ndc-01', 'pass'],
    ['over two sites', { 'ndc-01.yaml#/cluster/quorumSites': ['ndc-01', 'ndc-02'] }, 'site/ndc-01', 'fail'],
    ['over three', { 'ndc-01.yaml#/cluster/quorumSites': ['ndc-01', 'ndc-02', 'ndc-03'] }, 'site/ndc-01', 'fail'],
    ["in somebody else's", { 'ndc-01.yaml#/cluster/quorumSites': ['ndc-02'] }, 'site/ndc-01', 'fail'],
    ['planned over two sites', { 'ndc-02.yaml#/cluster/quorumSites': ['ndc-02', 'ndc-03'] }, 'site/ndc-02', 'fail'],
    ['planned in its own', {}, 'site/ndc-02', 'pass'],
  ])('%s: %s is %s', (_name, changes, object, status) => {
    expect(declared(changes, object).status).toBe(status);
  });

  it.each([
    ['no Ceph cluster', () => undefined, 'pass'],
    ['one in one zone', ceph({ count: 3 }), 'pass'],
    ['a stretch cluster', ceph({ count: 5, stretchCluster: { zones: [] } }), 'fail'],
    ['monitors by zone', ceph({ count: 3, zones: [{ name: 'a' }] }), 'fail'],
    ['known later', ceph('${x.y}'), 'unknown'],
    ['a chart nobody rendered', (stacks: StackDraft[]) => void Reflect.deleteProperty(stackNamed(stacks, 'ndc-01-platform').rendered, 'cilium'), 'unknown'],
  ])('%s: %s', async (_name, change, status) => {
    expect((await planned(change)).status).toBe(status);
  });

  it('nothing recorded is no redundancy now', async () => {
    expect(await planned(() => undefined, goodStacks('ndc-01'))).toMatchObject({ status: 'pass', recorded: 'unknown' });
    expect(await planned(() => undefined)).toMatchObject({ status: 'pass', recorded: 'pass' });
  });
});

describe('RED-009: synchronous replication', () => {
  it.each([
    ['nothing synchronous, however far', link({ rttMs: 40 }), 'pass'],
    ['10 ms', link({ rttMs: 10, synchronous: true }), 'pass'],
    ['a tenth more', link({ rttMs: 10.1, synchronous: true }), 'fail'],
    ['far, and said to be asynchronous', link({ rttMs: 40, synchronous: false }), 'pass'],
  ])('%s: %s', (_name, changes, status) => {
    expect(declared(changes, relation).status).toBe(status);
  });

  it('leaves retired sites and their links out', () => {
    expect(Object.keys(statuses(verdictsOf('RED-009', estateOf({ 'ndc-02.yaml#/phase': 'retired' }), offline(goodStacks('ndc-01')))))).toEqual(['site/ndc-01', 'site/ndc-03', 'relation/ndc-01--ndc-03']);
  });

  it('judges every site of the target', () => {
    expect(statuses(verdictsOf('RED-009', targetOf(estateOf()), offline(goodStacks())))).toEqual({ 'site/ndc-01': 'pass (now unknown)', 'site/ndc-02': 'pass (now unknown)', 'site/ndc-03': 'pass (now unknown)', [relation]: 'pass', 'relation/ndc-01--ndc-03': 'pass', 'relation/ndc-02--ndc-03': 'pass' });
  });
});
