import { describe, expect, it } from 'vitest';
import { documents, estateOf, system, targetOf, today, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, withDatabase, type StackDraft, type Values } from '../../planset-builder.js';

const manifest = 'kubernetes_manifest';
const pair = 'relation/ndc-01--ndc-02';
const held = (more: object = {}): Changes => ({ [`${system}/databases`]: [{ id: 'goc', engine: 'postgresql', size: '10Gi', changeRate: '1Gi', ...more }] });
const judged = async (id: string, object: string, stacks: StackDraft[], changes: Changes = {}) => {
  const estate = targetOf(estateOf({ ...documents, ...changes }));
  return verdictOn(verdictsOf(id, estate, await planset(estate, stacks)), object);
};
const ofEstate = (id: string, changes: Changes = {}) => verdictsOf(id, targetOf(estateOf(changes)));
const spec = (stacks: StackDraft[], stack: string, name: string, ...path: string[]): Values => mapAt(stacks, stack, manifest, name, 'manifest', 'spec', ...path);

describe('REP-001', () => {
  it('passes in both columns; pairs that hold no standby of each other have no relation', async () => {
    const estate = targetOf(estateOf({ ...documents, ...held() }));
    const set = await planset(estate, applied(withDatabase(goodStacks())));
    expect(statuses(verdictsOf('REP-001', estate, set))).toEqual({ [pair]: 'pass', 'relation/ndc-01--ndc-03': 'not-applicable', 'relation/ndc-02--ndc-03': 'not-applicable' });
  });

  it('a site that does not operate is no end of a relation', () => {
    expect(new Set(verdictsOf('REP-001', estateOf(), offline(goodStacks('ndc-01'))).map(({ status }) => status))).toEqual(new Set(['not-applicable']));
  });

  it('a pool that both have and neither mirrors is nobody\'s relation', async () => {
    const stacks = goodStacks();
    for (const site of ['ndc-01', 'ndc-03']) add(stacks, `${site}-protection`, manifest, 'own', { manifest: { apiVersion: 'ceph.rook.io/v1', kind: 'CephBlockPool', metadata: { name: 'ndc-block', namespace: 'rook-ceph' }, spec: { failureDomain: 'rack', replicated: { size: 3 } } } });
    expect((await judged('REP-001', 'relation/ndc-01--ndc-03', stacks)).status).toBe('not-applicable');
  });

  it('a pool that is mirrored with nobody is named', async () => {
    const stacks = goodStacks();
    add(stacks, 'ndc-01-protection', manifest, 'lonely', { manifest: { apiVersion: 'ceph.rook.io/v1', kind: 'CephBlockPool', metadata: { name: 'lonely', namespace: 'rook-ceph' }, spec: { mirroring: { enabled: true, mode: 'image', peers: { secretNames: ['x'] } } } } });
    expect((await judged('REP-001', 'relation/ndc-01--ndc-03', stacks)).finding.en).toContain('pool lonely is mirrored in ndc-01 and does not stand in ndc-03');
  });

  it('each missing end is named by its site', async () => {
    const [atStandby, atPrimary, nowhere] = [goodStacks(), goodStacks(), goodStacks()];
    drop(atStandby, 'ndc-02-protection', manifest, 'volumes');
    drop(atPrimary, 'ndc-01-protection', manifest, 'volumes');
    for (const site of ['ndc-01', 'ndc-02']) drop(nowhere, `${site}-protection`, manifest, 'volumes');
    expect((await judged('REP-001', pair, atStandby)).finding.en).toContain('declared in ndc-01 only');
    expect((await judged('REP-001', pair, atPrimary)).finding.en).toContain('declared in ndc-02 only');
    expect((await judged('REP-001', pair, nowhere)).finding.en).toContain('neither site declares');
  });
});

describe('REP-002', () => {
  /** 100 GiB a day that all change: 9.94 Mbit/s on average, 13.26 on the wire at 75 % payload. */
  const busy: Changes = { 'catalogue/planning.yaml#/backup/volumesChangedPerDay': { low: 100, mid: 100, high: 100 } };

  it('passes on the links as declared, reads no plan, and is not applicable where nothing is copied', () => {
    expect(statuses(ofEstate('REP-002', documents))).toEqual({ [pair]: 'pass', 'relation/ndc-01--ndc-03': 'not-applicable', 'relation/ndc-02--ndc-03': 'not-applicable' });
    expect(new Set(ofEstate('REP-002', { [`${system}/environments/0/quota/storage`]: {} }).map(({ status }) => status))).toEqual(new Set(['not-applicable']));
  });

  it('judges the quarters of the plan, so that a planned link is judged before its sites open', () => {
    expect(verdictOn(verdictsOf('REP-002', estateOf(documents)), pair).status).toBe('pass');
  });

  // Five minutes, plus shipping what five minutes gathered, plus no queue: gathered 372.8 MB at R Mbit/s of which 75 % is payload.
  it.each([
    [0.02, 'pass'],
    [0.0134, 'pass'],
    [0.0132, 'fail'],
  ])('a link of %d Gbit/s under 13.26 Mbit/s: %s', (capacityGbps, status) => {
    expect(verdictOn(ofEstate('REP-002', { ...busy, 'links.yaml#/links/0/capacityGbps': capacityGbps }), pair).status).toBe(status);
  });

  it.each([
    [7, 'pass'],
    [8, 'fail'],
  ])('an interval of %d minutes, and as long again to ship it, within 15: %s', (intervalMinutes, status) => {
    const full = { ...busy, 'links.yaml#/links/0/capacityGbps': 0.01326, 'catalogue/recovery.yaml#/copies/gold/volumes/intervalMinutes': intervalMinutes };
    expect(verdictOn(ofEstate('REP-002', { ...full, 'links.yaml#/links/0/capacityGbps': 0.0134 }), pair).status).toBe(status);
  });

  it('loses the largest path of each link: what is left has to suffice', () => {
    const paths = (second: number): Changes => ({ ...busy, 'links.yaml#/links/0/capacityGbps': 1, 'links.yaml#/links/0/paths': [{ id: 'one', conduits: ['x'], provider: 'p', gbps: 1 }, { id: 'two', conduits: ['y'], provider: 'q', gbps: second }] });
    expect(verdictOn(ofEstate('REP-002', paths(0.02)), pair).status).toBe('pass');
    const found = verdictOn(ofEstate('REP-002', paths(0.01)), pair);
    expect(found.status).toBe('fail');
    expect(found.finding.en).toContain('path/ndc-01--ndc-02/one lost');
  });

  it('a link of one path that is lost leaves no way, or the way over the third site where that is planned', () => {
    const one: Changes = { 'links.yaml#/links/0/paths': [{ id: 'one', conduits: ['x'], provider: 'p' }] };
    expect(verdictOn(ofEstate('REP-002', one), pair).finding.en).toContain('no way is left for ho-so-prod');
    expect(verdictOn(ofEstate('REP-002', { ...one, 'catalogue/planning.yaml#/links/rerouteOverThirdSite': true }), pair).status).toBe('pass');
  });
});

describe('REP-003', () => {
  const object = 'database/ho-so-prod/goc';

  it('passes in both columns; today it names the planned site', async () => {
    expect(await judged('REP-003', object, applied(withDatabase(goodStacks())), held())).toMatchObject({ status: 'pass', recorded: 'pass' });
    expect(verdictOn(verdictsOf('REP-003', estateOf(held()), offline(goodStacks('ndc-01'))), object)).toMatchObject({ status: 'fail', causes: ['site/ndc-02'] });
  });

  it('replica.enabled says the same as a topology', async () => {
    const stacks = withDatabase(goodStacks());
    Object.assign(spec(stacks, 'ndc-02-protection', 'cluster'), { replica: { enabled: true, source: 'goc-1' } });
    expect((await judged('REP-003', object, stacks, held())).status).toBe('pass');
    Object.assign(spec(stacks, 'ndc-02-protection', 'cluster'), { replica: { enabled: false, source: 'goc-1' } });
    expect((await judged('REP-003', object, stacks, held())).status).toBe('fail');
  });

  it('another engine replicates by its owner\'s means, or by block mirroring alone', async () => {
    expect((await judged('REP-003', object, goodStacks(), held({ engine: 'oracle', nativeReplication: 'Oracle Data Guard' }))).status).toBe('pass');
    expect((await judged('REP-003', object, goodStacks(), held({ engine: 'oracle' })))).toMatchObject({ status: 'fail', causes: [] });
  });

  it('asks nothing of a tier whose standby holds no data, and knows nothing with nothing read', () => {
    expect(statuses(ofEstate('REP-003', { ...held(), [`${system}/protection`]: 'silver' }))).toEqual({ 'estate/thu': 'not-applicable' });
    expect(verdictOn(ofEstate('REP-003', held()), object).status).toBe('unknown');
  });
});

describe('REP-004', () => {
  it.each([
    [false, 'pass'],
    [undefined, 'pass'],
    [true, 'fail'],
  ])('autoResync %s: %s', async (autoResync, status) => {
    const stacks = goodStacks();
    Object.assign(spec(stacks, 'ndc-02-protection', 'volumes'), { autoResync });
    expect((await judged('REP-004', 'site/ndc-02', stacks)).status).toBe(status);
  });

  it('says "among what is managed": a stack out of reach may hold more', async () => {
    const stacks = applied(goodStacks());
    stackNamed(stacks, 'ndc-02-tenant-bo-y-te').status = { is: 'unreachable', since: '2026-11-20', reason: 'x' };
    expect((await judged('REP-004', 'site/ndc-02', stacks)).status).toBe('unknown');
  });

  it('is unknown with nothing read', () => expect(verdictsOf('REP-004', estateOf()).map(({ status }) => status)).toEqual(['unknown']));
});

describe('REP-005', () => {
  const paths = (...conduits: string[][]): Changes => ({ 'links.yaml#/links/0/paths': conduits.map((list, index) => ({ id: `p${index}`, conduits: list, provider: 'one' })) });
  it.each([
    ['two disjoint paths of one provider', paths(['x'], ['y']), 'pass'],
    ['two of three disjoint', paths(['x'], ['x', 'y'], ['z']), 'pass'],
    ['three that meet pairwise', paths(['x', 'y'], ['y', 'z'], ['z', 'x']), 'fail'],
    ['one path', paths(['x']), 'fail'],
    ['one that says nothing beside one that does', paths(['x'], []), 'unknown'],
    ['one that says nothing beside two disjoint ones', paths(['x'], ['y'], []), 'pass'],
  ])('%s', (_name, changes, status) => expect(verdictOn(ofEstate('REP-005', changes), pair).status).toBe(status));

  it('a pair that copies nothing needs no link', () => {
    expect(verdictOn(ofEstate('REP-005', { 'links.yaml#/links': [] }), 'relation/ndc-02--ndc-03').status).toBe('not-applicable');
  });
});

describe('REP-006', () => {
  const object = 'stream/bo-y-te--ho-so-prod/goc';
  const ingest = (link: object | undefined, more: object = {}): Changes => ({
    ...held({ ingest: { from: 'bo-y-te', lag: 60 }, ...more }),
    'catalogue/ingest.yaml#': { apiVersion: 'ndc.gov.vn/v1', kind: 'IngestLinks', links: link === undefined ? [] : [{ id: 'nhap', organisation: 'bo-y-te', system: 'ho-so', mbps: 100, lagTargetSeconds: 60, network: 'mang', ...link }] },
  });
  it.each([
    ['a stream within its lag', ingest({}), 'pass'],
    ['a lag a second too long', ingest({ lagTargetSeconds: 61 }), 'fail'],
    ['five minutes where ten are promised', ingest({ lagTargetSeconds: 300 }, { ingest: { from: 'bo-y-te', lag: 600 } }), 'pass'],
    ['more than five minutes where ten are promised', ingest({ lagTargetSeconds: 301 }, { ingest: { from: 'bo-y-te', lag: 600 } }), 'fail'],
    ['nightly copies', ingest({ delivery: 'batch' }), 'fail'],
    ['an owner that waits', ingest({ ownerWaits: true }), 'fail'],
    ['a link to the standby', ingest({ to: 'ndc-02' }), 'pass'],
    ['a link elsewhere', ingest({ to: 'ndc-03' }), 'fail'],
    ['no link', ingest(undefined), 'fail'],
    ['a link of another owner', ingest({ organisation: 'bo-cong-an' }), 'fail'],
  ])('%s', (_name, changes, status) => expect(verdictOn(ofEstate('REP-006', changes), object).status).toBe(status));

  it('is not applicable without databases that synchronise, and does not change with the day', () => {
    expect(statuses(ofEstate('REP-006', held()))).toEqual({ 'estate/thu': 'not-applicable' });
    const estate = targetOf(estateOf(ingest({})));
    expect(verdictsOf('REP-006', estate, undefined, today)).toEqual(verdictsOf('REP-006', estate, undefined, '2031-01-01' as typeof today));
  });
});

describe('REP-007', () => {
  const env = 'environment/ho-so-prod';
  it('passes where one site writes; both ends primary fails, before as after; an end nobody can tell is unknown', async () => {
    expect(await judged('REP-007', env, applied(goodStacks()))).toMatchObject({ status: 'pass', recorded: 'pass' });
    const stacks = goodStacks();
    Object.assign(spec(stacks, 'ndc-02-protection', 'volumes'), { replicationState: 'primary' });
    expect(await judged('REP-007', env, stacks)).toMatchObject({ status: 'fail', blocks: true, pack: 'failover', finding: { en: expect.stringContaining('ndc-01 and ndc-02') as unknown } });
    const later = goodStacks();
    Object.assign(spec(later, 'ndc-02-protection', 'volumes'), { replicationState: '${terraform_data.later.output}' });
    expect(await judged('REP-007', env, later)).toMatchObject({ status: 'unknown', blocks: true });
  });

  it('two writing clusters of one database fail; one that sleeps writes nothing', async () => {
    const stacks = withDatabase(goodStacks());
    const cluster = mapAt(stacks, 'ndc-02-protection', manifest, 'cluster', 'manifest');
    Object.assign(spec(stacks, 'ndc-02-protection', 'cluster'), { replica: { self: 'goc-2', primary: 'goc-2', source: 'goc-1' } });
    expect((await judged('REP-007', env, stacks, held())).status).toBe('fail');
    Object.assign(cluster, { metadata: { ...(cluster['metadata'] as object), annotations: { 'cnpg.io/hibernation': 'on' } } });
    expect((await judged('REP-007', env, stacks, held())).status).toBe('pass');
  });

  it('is not applicable to an estate without requests', () => {
    expect(verdictsOf('REP-007', { ...targetOf(estateOf()), requests: {} }, offline(goodStacks())).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});
