import { describe, expect, it } from 'vitest';
import { powersBeyond, statementsOf } from '../../../../policies/derived/bucket-policy.js';
import { retentionDays } from '../../../../policies/derived/backup-copies.js';
import { documents, drillRecord, estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, withDatabase, type StackDraft, type Values } from '../../planset-builder.js';

const manifest = 'kubernetes_manifest';
const volumes = 'dataset/ho-so-prod';
const database = 'dataset/ho-so-prod/goc';
const postgres: Changes = { [`${system}/databases`]: [{ id: 'goc', engine: 'postgresql', size: '10Gi', changeRate: '1Gi' }] };
const judged = async (id: string, object: string, stacks: StackDraft[], changes: Changes = {}) => {
  const estate = targetOf(estateOf({ ...documents, ...changes }));
  return verdictOn(verdictsOf(id, estate, await planset(estate, stacks)), object);
};
const spec = (stacks: StackDraft[], stack: string, name: string, ...path: string[]): Values => mapAt(stacks, stack, manifest, name, 'manifest', 'spec', ...path);
const changed = (stack: string, name: string, path: string[], values: Values): StackDraft[] => {
  const stacks = withDatabase(goodStacks());
  Object.assign(spec(stacks, stack, name, ...path), values);
  return stacks;
};

describe.each(['BAK-001', 'BAK-002', 'BAK-003', 'BAK-004'])('%s', (id) => {
  it.each([volumes, database])('%s passes in both columns, is unknown with nothing read, and recorded as failing before a first apply', async (object) => {
    expect(await judged(id, object, applied(withDatabase(goodStacks())), postgres)).toMatchObject({ status: 'pass', recorded: 'pass' });
    expect(await judged(id, object, withDatabase(goodStacks()), postgres)).toMatchObject({ status: 'pass', recorded: 'fail' });
    expect(verdictOn(verdictsOf(id, targetOf(estateOf({ ...documents, ...postgres }))), object).status).toBe('unknown');
  });

  it('is not applicable to an estate that keeps nothing', () => {
    expect(statuses(verdictsOf(id, targetOf(estateOf({ [`${system}/environments/0/quota/storage`]: {} })), offline(goodStacks())))).toEqual({ 'estate/thu': 'not-applicable' });
  });

  it('cannot be known of a partial plan in which what backs up is missing', async () => {
    const stacks = applied(goodStacks());
    stackNamed(stacks, 'ndc-01-protection').plan = { resource_changes: [] };
    expect((await judged(id, volumes, stacks)).status).toBe('unknown');
  });
});

describe('backups today', () => {
  it('BAK-001 is satisfied by a local copy, the others name the planned site as their cause', () => {
    const stacks = goodStacks('ndc-01');
    Object.assign(spec(stacks, 'ndc-01-protection', 'location', 'config'), { s3Url: 'https://s3.ndc-01.internal' });
    const today = estateOf();
    expect(verdictOn(verdictsOf('BAK-001', today, offline(stacks)), volumes).status).toBe('pass');
    for (const id of ['BAK-002', 'BAK-003', 'BAK-004']) expect(verdictOn(verdictsOf(id, today, offline(stacks)), volumes)).toMatchObject({ status: 'fail', causes: ['site/ndc-03'] });
  });

  it('an estate of one site has nowhere to put a backup, and nobody to wait for', () => {
    const alone = estateOf({ 'ndc-02.yaml#/phase': 'retired', 'ndc-03.yaml#/phase': 'retired' });
    expect(verdictOn(verdictsOf('BAK-002', alone, offline(goodStacks('ndc-01'))), volumes)).toMatchObject({ status: 'fail', causes: [] });
  });
});

describe('BAK-001', () => {
  it('a database of another engine rests on the volumes and on a procedure of its own', async () => {
    const oracle = { [`${system}/databases`]: [{ id: 'goc', engine: 'oracle', size: '10Gi', changeRate: '1Gi' }] };
    const procedure = { 'catalogue/recovery.yaml#/systems': [{ system: 'ho-so', restoreProcedure: { vi: 'RMAN tới thời điểm', en: 'RMAN to the moment' } }] };
    expect((await judged('BAK-001', database, goodStacks(), { ...oracle, ...procedure })).status).toBe('pass');
    expect((await judged('BAK-001', database, goodStacks(), oracle)).status).toBe('fail');
  });

  it.each([
    ['all namespaces', { includedNamespaces: ['*'] }, 'pass'],
    ['no list of namespaces', { includedNamespaces: [] }, 'pass'],
    ['everything but clusters of the database operator', { labelSelector: { matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'DoesNotExist' }] } }, 'pass'],
    ['everything but what bears another label', { labelSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }, 'fail'],
    ['files instead of snapshots', { snapshotMoveData: false, defaultVolumesToFsBackup: true }, 'pass'],
    ['no snapshots', { snapshotVolumes: false }, 'fail'],
    ['a ttl that is no duration', { ttl: '35d' }, 'fail'],
  ])('a schedule with %s: %s %s', async (_name, template, status) => {
    expect((await judged('BAK-001', volumes, changed('ndc-01-protection', 'schedule', ['template'], template))).status).toBe(status);
  });

  it('two kept points in time are the least: the boundary of retention and interval', async () => {
    const kept = (ttl: string) => judged('BAK-001', volumes, changed('ndc-01-protection', 'schedule', ['template'], { ttl }));
    expect([(await kept('2h0m1s')).status, (await kept('2h0m0s')).status]).toEqual(['pass', 'fail']);
  });

  it.each([
    ['six fields for Velero', 'Schedule', volumes, { apiVersion: 'velero.io/v1', metadata: { name: 'them', namespace: 'velero' }, spec: { schedule: '0 26,56 * * * *', template: { includedNamespaces: ['ho-so-prod'], storageLocation: 'third', snapshotMoveData: true } } }],
    ['five fields for CloudNativePG', 'ScheduledBackup', database, { apiVersion: 'postgresql.cnpg.io/v1', metadata: { name: 'them', namespace: 'ho-so-prod' }, spec: { schedule: '6 3 * * 3', method: 'plugin', cluster: { name: 'goc' } } }],
  ])('%s fail beside a schedule that is right: the operator refuses them', async (_name, kind, object, body) => {
    const stacks = withDatabase(goodStacks());
    add(stacks, 'ndc-01-protection', manifest, 'them', { manifest: { kind, ...body } });
    const { status, finding } = await judged('BAK-001', object, stacks, postgres);
    expect([status, finding.en]).toEqual(['fail', expect.stringContaining(`${kind} them: the schedule`)]);
  });

  it('a location in another namespace than its schedule is none', async () => {
    const stacks = goodStacks();
    Object.assign(mapAt(stacks, 'ndc-01-protection', manifest, 'location', 'manifest', 'metadata'), { namespace: 'khac' });
    expect((await judged('BAK-001', volumes, stacks)).status).toBe('fail');
  });
});

describe('BAK-002', () => {
  it('silver, which nothing mirrors, may keep its backup at its standby', async () => {
    const silver = { [`${system}/protection`]: 'silver', [`${system}/environments/0/placement`]: { primary: 'ndc-01', standby: 'ndc-03', backup: 'ndc-03' } };
    expect((await judged('BAK-002', volumes, goodStacks(), silver)).status).toBe('pass');
    expect((await judged('BAK-002', volumes, goodStacks(), { ...silver, [`${system}/protection`]: 'gold' })).status).toBe('fail');
  });

  it('a store that stands in another site counts where it stands', async () => {
    expect((await judged('BAK-002', volumes, goodStacks(), { 'ndc-03.yaml#/objectStore/site': 'ndc-01' })).status).toBe('fail');
  });
});

describe('BAK-003', () => {
  const beyond = (days: number, more: Changes = {}) => judged('BAK-003', volumes, goodStacks(), { 'catalogue/planning.yaml#/backup/volumes/lockBeyondRetentionDays': days, ...more });
  const deduplicated = { 'catalogue/planning.yaml#/backup/volumes/deduplicatedTo': { low: 10, mid: 50, high: 100 } };

  it.each([
    ['a week of incrementals', 6, {}, 'pass'],
    ['a week of incrementals, a day short', 5, {}, 'fail'],
    ['deduplication over 35 days', 34, deduplicated, 'pass'],
    ['deduplication over 35 days, a day short', 33, deduplicated, 'fail'],
  ])('%s', async (_name, days, more, status) => expect((await beyond(days, more)).status).toBe(status));

  it('bronze wants none', () => {
    expect(verdictsOf('BAK-003', targetOf(estateOf({ [`${system}/protection`]: 'bronze' })), offline(goodStacks())).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

describe('BAK-004', () => {
  it.each([
    ['schedule', [], { schedule: '@every 240m' }, volumes, 'pass'],
    ['schedule', [], { schedule: '@every 241m' }, volumes, 'fail'],
    ['schedule', [], { schedule: '0 */4 * * *' }, volumes, 'pass'],
    ['schedule', [], { schedule: '0 */5 * * *' }, volumes, 'fail'],
    ['schedule', ['template'], { ttl: '840h' }, volumes, 'pass'],
    ['schedule', ['template'], { ttl: '839h59m59s' }, volumes, 'fail'],
  ] as const)('%s %j %j of %s: %s', async (name, path, values, object, status) => {
    expect((await judged('BAK-004', object, changed('ndc-01-protection', name, [...path], values))).status).toBe(status);
  });

  it.each([
    ['cluster', [], { postgresql: { parameters: { archive_timeout: '240min' } } }, 'pass'],
    ['cluster', [], { postgresql: { parameters: { archive_timeout: '14401' } } }, 'fail'],
    ['cluster', [], { postgresql: { parameters: { archive_timeout: '0' } } }, 'fail'],
    ['base', [], { schedule: '0 0 2 * * *' }, 'pass'],
    ['base', [], { schedule: '0 0 2 * * 1-6' }, 'fail'],
    ['base', [], { schedule: '0 0 2 * * *', suspend: true }, 'fail'],
    ['base', [], { method: 'barmanObjectStore' }, 'fail'],
    ['store', [], { retentionPolicy: '5w' }, 'pass'],
    ['store', [], { retentionPolicy: '1m' }, 'fail'],
  ] as const)('of the third copy of a database: %s %j %j: %s', async (name, path, values, status) => {
    expect((await judged('BAK-004', database, changed('ndc-03-protection', name, [...path], values), postgres)).status).toBe(status);
  });

  it('monthly backups are a schedule of their own, and those of a database hold its volumes', async () => {
    const wants = { 'catalogue/tiers.yaml#/tiers/gold/retention/monthlies': 12 };
    const monthly = (template: Values): StackDraft[] => {
      const stacks = withDatabase(goodStacks());
      add(stacks, 'ndc-01-protection', manifest, 'monthly', { manifest: { apiVersion: 'velero.io/v1', kind: 'Schedule', metadata: { name: 'monthly', namespace: 'velero' }, spec: { schedule: '0 3 1 * *', template: { includedNamespaces: ['ho-so-prod'], storageLocation: 'third', snapshotMoveData: true, ...template } } } });
      return stacks;
    };
    const spares = { labelSelector: { matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'DoesNotExist' }] } };
    expect((await judged('BAK-004', volumes, monthly({ ttl: '8640h' }), { ...wants, ...postgres })).status).toBe('pass');
    expect((await judged('BAK-004', volumes, monthly({ ttl: '8639h' }), { ...wants, ...postgres })).status).toBe('fail');
    expect((await judged('BAK-004', volumes, monthly({ ttl: '8640h', ...spares }), { ...wants, ...postgres })).status).toBe('pass');
    expect((await judged('BAK-004', database, monthly({ ttl: '8640h' }), { ...wants, ...postgres })).status).toBe('pass');
    expect((await judged('BAK-004', database, monthly({ ttl: '8640h', ...spares }), { ...wants, ...postgres })).status).toBe('fail');
  });

  it('reads retention policies as Barman does', () => {
    expect(['35d', '5w', '2m', '0d', '35', 'x'].map(retentionDays)).toEqual([35, 35, 56, undefined, undefined, undefined]);
  });
});

describe('BAK-005', () => {
  const powers = (...statements: object[]) => powersBeyond(statementsOf(JSON.stringify({ Version: '2012-10-17', Statement: statements })) ?? []).map(({ en }) => en);
  const allow = (Action: unknown, more = {}) => ({ Effect: 'Allow', Principal: { AWS: ['velero'] }, Action, Resource: '*', ...more });

  it.each([
    ['writing and delete markers', [allow(['s3:PutObject', 's3:GetObject', 's3:DeleteObject'])], 0],
    ['locks', [allow(['s3:PutObject', 's3:PutObjectRetention'])], 1],
    ['locks by somebody who may not write', [allow(['s3:PutObjectRetention'])], 0],
    ['versions', [allow(['s3:PutObject', 's3:DeleteObjectVersion'])], 1],
    ['a star', [allow('*')], 1],
    ['a star that is denied what matters', [allow('s3:*'), { Effect: 'Deny', Principal: '*', Action: ['s3:DeleteObjectVersion', 's3:Bypass*', 's3:PutObjectRetention', 's3:PutBucket*', 's3:PutLifecycle*', 's3:DeleteBucket*'], Resource: '*' }], 0],
    ['a denial under a condition', [allow('s3:*'), { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }], 1],
    ['everything but one action', [{ Effect: 'Allow', Principal: { AWS: 'velero' }, NotAction: 's3:DeleteObjectVersion', Resource: '*' }], 1],
    ['deleting by somebody who may not write', [allow(['s3:DeleteObjectVersion'])], 0],
    ['another case of letters', [allow(['S3:PUTOBJECT', 's3:deleteobjectversion'])], 1],
    ['a pattern with a question mark', [allow(['s3:PutObject', 's3:DeleteObjectVersio?'])], 1],
    ['a user policy without a principal', [{ Effect: 'Allow', Action: ['s3:PutObject', 's3:DeleteBucket'], Resource: '*' }], 1],
  ])('%s', (_name, statements, count) => expect(powers(...statements)).toHaveLength(count));

  it('passes where nothing more is granted, and by declaration where a site does not operate', () => {
    expect(statuses(verdictsOf('BAK-005', estateOf(), offline(goodStacks('ndc-01'))))).toEqual({ 'site/ndc-01': 'pass (now unknown)', 'site/ndc-02': 'pass', 'site/ndc-03': 'pass' });
    expect(verdictOn(verdictsOf('BAK-005', estateOf()), 'site/ndc-01').status).toBe('unknown');
  });

  it('a text that is no policy says nothing', () => {
    expect([statementsOf('x'), statementsOf('{}'), statementsOf('[]'), statementsOf('null')]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('BAK-006', () => {
  const at = (changes: Changes) => verdictOn(verdictsOf('BAK-006', estateOf({ ...documents, ...changes })), 'environment/ho-so-prod').status;
  it.each([
    ['passed 90 days ago', drillRecord('phuc-hoi-1', '2026-08-24', { kind: 'restore', passed: true }), 'pass'],
    ['passed 91 days ago', drillRecord('phuc-hoi-1', '2026-08-23', { kind: 'restore', passed: true }), 'fail'],
    ['passed today', drillRecord('phuc-hoi-1', '2026-11-22', { kind: 'restore', passed: true }), 'pass'],
    ['was one of the system', drillRecord('phuc-hoi-1', '2026-11-01', { kind: 'restore', passed: true }, 'system/ho-so'), 'pass'],
    ['was one of another system', drillRecord('phuc-hoi-1', '2026-11-01', { kind: 'restore', passed: true }, 'system/khac'), 'fail'],
    ['was a failover', drillRecord('phuc-hoi-1', '2026-11-01', { kind: 'failover', passed: true }), 'fail'],
    ['has no successor', { 'records/phuc-hoi-2.yaml#': undefined }, 'fail'],
    ['has a successor tomorrow', drillRecord('phuc-hoi-2', '2026-11-23'), 'pass'],
  ])('the last drill %s: %s', (_name, changes, status) => expect(at(changes)).toBe(status));

  it('is not applicable where nothing is kept, and where the primary does not operate', () => {
    expect(statuses(verdictsOf('BAK-006', estateOf({ [`${system}/environments/0/quota/storage`]: {} })))).toEqual({ 'estate/thu': 'not-applicable' });
    expect(at({ [`${system}/environments/0/placement`]: { primary: 'ndc-02', standby: 'ndc-03', backup: 'ndc-01' } })).toBe('not-applicable');
  });
});

describe('a schedule that is dropped', () => {
  it('is missed by name in both languages', async () => {
    const stacks = goodStacks();
    drop(stacks, 'ndc-01-protection', manifest, 'schedule');
    const { finding } = await judged('BAK-001', volumes, stacks);
    expect(finding).toEqual({ vi: 'ổ đĩa của ho-so-prod: không có gì sao lưu.', en: 'volumes of ho-so-prod: nothing backs it up.' });
  });
});
