import { drillRecord, system, type Changes } from '../estate-builder.js';
import { add, drop, mapAt, type Mutant } from '../mutate.js';
import { stackNamed, withDatabase, type StackDraft, type Values } from '../planset-builder.js';

const later = '${terraform_data.later.output}';
const manifest = 'kubernetes_manifest';
const [one, two, three] = ['ndc-01-protection', 'ndc-02-protection', 'ndc-03-protection'] as const;
const tenant = 'ndc-02-tenant-bo-y-te';
const environment = { object: 'environment/ho-so-prod' };
const volumes = { object: 'dataset/ho-so-prod' };
const database = { object: 'dataset/ho-so-prod/goc' };
const pair = { object: 'relation/ndc-01--ndc-02' };

const spec = (stacks: readonly StackDraft[], stack: string, name: string, ...path: readonly string[]): Values => mapAt(stacks, stack, manifest, name, 'manifest', 'spec', ...path);
const set = (stack: string, name: string, path: readonly string[], values: Values) => (stacks: StackDraft[]): undefined => void Object.assign(spec(stacks, stack, name, ...path), values);
const without = (stack: string, name: string) => (stacks: StackDraft[]): undefined => drop(stacks, stack, manifest, name);
/** The same with the system's database, and its clusters. */
const withClusters = (change: (stacks: StackDraft[]) => unknown) => (stacks: StackDraft[]): StackDraft[] => {
  withDatabase(stacks);
  change(stacks);
  return stacks;
};
const placement = (sites: Values): Changes => ({ [`${system}/environments/0/placement`]: { primary: 'ndc-01', ...sites } });

/** A database on volumes of its environment, run by its owner. */
const held = (more: object): Changes => ({ [`${system}/databases`]: [{ id: 'goc', engine: 'postgresql', size: '10Gi', changeRate: '1Gi', ...more }] });
const postgres = held({});
const oracle = held({ engine: 'oracle' });
const recovery = 'catalogue/recovery.yaml#';
const planning = 'catalogue/planning.yaml#/backup';

/** Everything changes once a day: 100 GiB, about 10 Mbit/s. */
const busy: Changes = { [`${planning}/volumesChangedPerDay`]: { low: 100, mid: 100, high: 100 } };

/** A database that synchronises from its owner, with the link it comes by. */
const ingest = (link: object): Changes => ({
  ...held({ ingest: { from: 'bo-y-te', lag: 60 } }),
  'catalogue/ingest.yaml#': { apiVersion: 'ndc.gov.vn/v1', kind: 'IngestLinks', links: [{ id: 'nhap', organisation: 'bo-y-te', system: 'ho-so', mbps: 100, lagTargetSeconds: 60, network: 'mang', ...link }] },
});
const stream = { policy: 'REP-006', object: 'stream/bo-y-te--ho-so-prod/goc' };

/** What is recorded goes, is let go of, or is made anew. */
const gone = (stack: string, name: string) => (stacks: StackDraft[]): undefined => drop(stacks, stack, manifest, name);
const acting = (stack: string, name: string, actions: readonly string[]) => (stacks: StackDraft[]): undefined => {
  const draft = stackNamed(stacks, stack);
  draft.actions = { [`${manifest}.${name}`]: actions };
  if (actions.includes('forget') && actions.length === 1) Reflect.deleteProperty(draft.resources[manifest] ?? {}, name);
};
const order = { policy: 'RED-010', ...environment };

/** The standby moves to another site in one set: it is right before and after, and not in between. */
const movesStandby = (stacks: StackDraft[]): StackDraft[] => {
  const from = stackNamed(stacks, tenant);
  const moved = structuredClone(from.resources);
  from.resources['kubernetes_namespace_v1'] = {};
  from.resources['kubernetes_resource_quota_v1'] = {};
  const end = stackNamed(stacks, two).resources[manifest]?.['volumes'];
  drop(stacks, two, manifest, 'volumes');
  add(stacks, three, manifest, 'volumes', end ?? {});
  return [...stacks, { ...from, name: 'ndc-03-tenant-bo-y-te', site: 'ndc-03', resources: moved, recorded: {}, outputs: { ...from.outputs, ndc_site: 'ndc-03', ndc_stack: 'ndc-03-tenant-bo-y-te' }, uid: stackNamed(stacks, three).uid }];
};

const policyDocument = (action: string | readonly string[], more: Values = {}): Values => ({
  manifest: { apiVersion: 'objectbucket.io/v1alpha1', kind: 'ObjectBucketClaim', metadata: { name: 'backup', namespace: 'rook-ceph' }, spec: { additionalConfig: { bucketPolicy: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: ['arn:aws:iam:::user/velero'] }, Action: action, Resource: '*', ...more }] }) } } },
});

/** Mutants of standbys, backups and replication. */
export const protectionMutants: readonly Mutant[] = [
  { name: 'the standby is the primary', mutator: 'contradict', kills: { policy: 'RED-005', ...environment }, changes: placement({ standby: 'ndc-01', backup: 'ndc-03' }) },
  { name: 'the sites of the standby retire', mutator: 'drop-standby', kills: { policy: 'RED-005', ...environment }, changes: { 'ndc-02.yaml#/phase': 'retired', 'ndc-03.yaml#/phase': 'retired' } },
  { name: 'the namespace of the standby is dropped', mutator: 'drop-object', kills: { policy: 'RED-005', ...environment }, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_namespace_v1', 'environment') },
  { name: 'the quota of the standby is dropped', mutator: 'drop-object', kills: { policy: 'RED-005', ...environment }, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota') },
  { name: 'the replication is dropped at the standby', mutator: 'drop-object', kills: { policy: 'RED-005', ...environment }, mutate: without(two, 'volumes') },
  { name: 'the replication is dropped at the primary', mutator: 'drop-object', kills: { policy: 'RED-005', ...environment }, mutate: without(one, 'volumes') },
  { name: 'a label takes the place of the replication', mutator: 'weaken', kills: { policy: 'RED-005', ...environment }, mutate: (stacks) => { without(two, 'volumes')(stacks); Object.assign(mapAt(stacks, tenant, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), { 'ndc.gov.vn/role': 'standby' }); return undefined; } },
  { name: 'both ends are primary', mutator: 'weaken', kills: { policy: 'RED-005', ...environment }, mutate: set(two, 'volumes', [], { replicationState: 'primary' }) },
  { name: 'which end the standby is becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'RED-005', ...environment }, ends: 'unknown', mutate: set(two, 'volumes', [], { replicationState: later }) },
  { name: 'the database has no cluster at the standby', mutator: 'drop-object', kills: { policy: 'RED-005', ...environment }, changes: postgres, mutate: withClusters(without(two, 'cluster')) },

  { name: 'the standby is deleted', mutator: 'delete', kills: order, applied: true, mutate: gone(two, 'volumes') },
  { name: 'the primary end is deleted', mutator: 'delete', kills: order, applied: true, mutate: gone(one, 'volumes') },
  { name: 'the schedule is deleted', mutator: 'delete', kills: order, applied: true, mutate: gone(one, 'schedule') },
  { name: 'the location is deleted', mutator: 'delete', kills: order, applied: true, mutate: gone(one, 'location') },
  { name: 'the base backups of the third site are deleted', mutator: 'delete', kills: order, changes: postgres, mutate: (stacks) => { withDatabase(stacks); for (const stack of stacks) stack.recorded = structuredClone(stack.resources); drop(stacks, three, manifest, 'base'); return undefined; } },
  { name: 'the standby leaves management', mutator: 'forget', kills: order, applied: true, mutate: acting(two, 'volumes', ['forget']) },
  { name: 'the standby is deleted, then created again', mutator: 'replace', kills: order, applied: true, mutate: acting(two, 'volumes', ['delete', 'create']) },
  { name: 'the key of the schedule is renamed', mutator: 'rename-key', kills: order, applied: true, mutate: (stacks) => { const resources = stackNamed(stacks, one).resources[manifest] ?? {}; const schedule = resources['schedule']; drop(stacks, one, manifest, 'schedule'); add(stacks, one, manifest, 'schedule-2', schedule ?? {}); return undefined; } },
  { name: 'the standby moves to another site within one set', mutator: 'drop-standby', kills: order, applied: true, mutate: movesStandby },
  { name: 'the backup moves to the primary', mutator: 'backup-at-primary', kills: order, applied: true, mutate: set(one, 'location', ['config'], { s3Url: 'https://s3.ndc-01.internal' }) },
  { name: 'a partial plan hides what becomes of the standby', mutator: 'partial-plan', kills: order, ends: 'unknown', applied: true, mutate: (stacks) => void (stackNamed(stacks, two).plan = { resource_changes: [] }) },
  { name: 'where the backup goes becomes unknown', mutator: 'known-to-unknown', kills: order, ends: 'unknown', applied: true, mutate: set(one, 'location', ['config'], { s3Url: later }) },

  { name: 'nothing backs the volumes up', mutator: 'drop-object', kills: { policy: 'BAK-001', ...volumes }, mutate: without(one, 'schedule') },
  { name: 'a schedule sends to a location that is not there', mutator: 'drop-object', kills: { policy: 'BAK-001', ...volumes }, mutate: without(one, 'location') },
  { name: 'nothing archives the log', mutator: 'drop-object', kills: { policy: 'BAK-001', ...database }, changes: postgres, mutate: withClusters((stacks) => { for (const stack of [one, two, three]) drop(stacks, stack, manifest, 'store'); }) },
  { name: 'an archive has no base backup', mutator: 'drop-object', kills: { policy: 'BAK-001', ...database }, changes: postgres, mutate: withClusters((stacks) => { for (const stack of [one, two, three]) drop(stacks, stack, manifest, 'base'); }) },
  { name: 'the schedule is paused', mutator: 'weaken', kills: { policy: 'BAK-001', ...volumes }, mutate: set(one, 'schedule', [], { paused: true }) },
  { name: 'the schedule takes in another namespace', mutator: 'weaken', kills: { policy: 'BAK-001', ...volumes }, mutate: set(one, 'schedule', ['template'], { includedNamespaces: ['khac-prod'] }) },
  { name: 'the schedule leaves the namespace out', mutator: 'weaken', kills: { policy: 'BAK-001', ...volumes }, mutate: set(one, 'schedule', ['template'], { excludedNamespaces: ['ho-so-prod'] }) },
  { name: 'the schedule takes a part of the namespace', mutator: 'weaken', kills: { policy: 'BAK-001', ...volumes }, mutate: set(one, 'schedule', ['template'], { labelSelector: { matchLabels: { app: 'a' } } }) },
  { name: 'snapshots stay beside their volumes', mutator: 'weaken', kills: { policy: 'BAK-001', ...volumes }, mutate: set(one, 'schedule', ['template'], { snapshotMoveData: false }) },
  { name: 'volumes are left out', mutator: 'weaken', kills: { policy: 'BAK-001', ...volumes }, mutate: set(one, 'schedule', ['template'], { excludedResources: ['persistentvolumeclaims'] }) },
  { name: 'the location is read-only', mutator: 'weaken', kills: { policy: 'BAK-001', ...volumes }, mutate: set(one, 'location', [], { accessMode: 'ReadOnly' }) },
  { name: 'the plugin archives nothing', mutator: 'weaken', kills: { policy: 'BAK-001', ...database }, changes: postgres, mutate: withClusters((stacks) => { for (const stack of [one, two, three]) Object.assign((spec(stacks, stack, 'cluster')['plugins'] as Values[])[0] ?? {}, { isWALArchiver: false }); }) },
  { name: 'what a schedule takes in becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'BAK-001', ...volumes }, ends: 'unknown', mutate: set(one, 'schedule', ['template'], { includedNamespaces: later }) },
  { name: 'a foreign database names no way to be restored', mutator: 'drop-field', kills: { policy: 'BAK-001', ...database }, changes: oracle },
  { name: 'each backup is gone before the next', mutator: 'shrink-retention', kills: { policy: 'BAK-001', ...volumes }, mutate: set(one, 'schedule', ['template'], { ttl: '2h0m0s' }) },

  { name: 'the backup lies where the data run', mutator: 'backup-at-primary', kills: { policy: 'BAK-002', ...volumes }, mutate: set(one, 'location', ['config'], { s3Url: 'https://s3.ndc-01.internal' }) },
  { name: 'the backup lies at the mirror target', mutator: 'backup-at-primary', kills: { policy: 'BAK-002', ...volumes }, mutate: set(one, 'location', ['config'], { s3Url: 'https://s3.ndc-02.internal' }) },
  { name: 'the backup lies outside every site', mutator: 'backup-at-primary', kills: { policy: 'BAK-002', ...volumes }, mutate: set(one, 'location', ['config'], { s3Url: 'https://s3.example.com' }) },
  { name: 'the third copy of a database archives at the primary', mutator: 'backup-at-primary', kills: { policy: 'BAK-002', ...database }, changes: postgres, mutate: withClusters(set(three, 'store', ['configuration'], { endpointURL: 'https://s3.ndc-01.internal' })) },
  { name: 'the request puts the backup at the primary', mutator: 'contradict', kills: { policy: 'BAK-002', ...volumes }, changes: placement({ standby: 'ndc-02', backup: 'ndc-01' }) },
  { name: 'the request puts the backup at the standby', mutator: 'contradict', kills: { policy: 'BAK-002', ...volumes }, changes: placement({ standby: 'ndc-02', backup: 'ndc-02' }) },
  { name: 'the address of the store becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'BAK-002', ...volumes }, ends: 'unknown', mutate: set(one, 'location', ['config'], { s3Url: later }) },
  { name: 'the third copy of a database is dropped', mutator: 'drop-object', kills: { policy: 'BAK-002', ...database }, changes: postgres, mutate: withClusters(without(three, 'cluster')) },

  { name: 'the store of the third site locks nothing', mutator: 'weaken', kills: { policy: 'BAK-003', ...volumes }, changes: { 'ndc-03.yaml#/objectStore/objectLock': false } },
  { name: 'the lock ends a day before the last reuse', mutator: 'shrink-retention', kills: { policy: 'BAK-003', ...volumes }, changes: { [`${planning}/volumes/lockBeyondRetentionDays`]: 5 } },
  { name: 'the lock of a log ends a day before its base backup', mutator: 'shrink-retention', kills: { policy: 'BAK-003', ...database }, changes: { ...postgres, [`${planning}/databases/lockBeyondRetentionDays`]: 6 }, mutate: withDatabase },
  { name: 'deduplication is turned on and the lock stays', mutator: 'shrink-retention', kills: { policy: 'BAK-003', ...volumes }, changes: { [`${planning}/volumes/deduplicatedTo`]: { low: 10, mid: 50, high: 100 } } },
  { name: 'no copy is there to be locked', mutator: 'drop-object', kills: { policy: 'BAK-003', ...volumes }, mutate: without(one, 'location') },

  { name: 'backups lie a minute too far apart', mutator: 'change-figure', kills: { policy: 'BAK-004', ...volumes }, mutate: set(one, 'schedule', [], { schedule: '@every 241m' }) },
  { name: 'the schedule pauses at night', mutator: 'change-figure', kills: { policy: 'BAK-004', ...volumes }, mutate: set(one, 'schedule', [], { schedule: '0 6-20 * * *' }) },
  { name: 'the schedule has six fields', mutator: 'change-figure', kills: { policy: 'BAK-004', ...volumes }, mutate: set(one, 'schedule', [], { schedule: '0 0 */2 * * *' }) },
  { name: 'base backups have five fields', mutator: 'change-figure', kills: { policy: 'BAK-004', ...database }, changes: postgres, mutate: withClusters(set(three, 'base', [], { schedule: '0 2 * * *' })) },
  { name: 'base backups lie further apart than planned', mutator: 'change-figure', kills: { policy: 'BAK-004', ...database }, changes: postgres, mutate: withClusters(set(three, 'base', [], { schedule: '0 0 2 */2 * *' })) },
  { name: 'the log is archived too late', mutator: 'change-figure', kills: { policy: 'BAK-004', ...database }, changes: postgres, mutate: withClusters(set(three, 'cluster', [], { postgresql: { parameters: { archive_timeout: '241min' } } })) },
  { name: 'backups are kept a day too short', mutator: 'shrink-retention', kills: { policy: 'BAK-004', ...volumes }, mutate: set(one, 'schedule', ['template'], { ttl: '816h0m0s' }) },
  { name: 'an archive is kept a day too short', mutator: 'shrink-retention', kills: { policy: 'BAK-004', ...database }, changes: postgres, mutate: withClusters(set(three, 'store', [], { retentionPolicy: '34d' })) },
  { name: 'no monthly backup is kept', mutator: 'shrink-retention', kills: { policy: 'BAK-004', ...volumes }, changes: { 'catalogue/tiers.yaml#/tiers/gold/retention/monthlies': 12 } },
  { name: 'how often backups are taken becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'BAK-004', ...volumes }, ends: 'unknown', mutate: set(one, 'schedule', [], { schedule: later }) },
  { name: 'the frequent schedule is dropped', mutator: 'drop-object', kills: { policy: 'BAK-004', ...volumes }, mutate: without(one, 'schedule') },
  { name: 'the plan of the tier is slower than its promise', mutator: 'contradict', kills: { policy: 'BAK-004', ...volumes }, changes: { [`${recovery}/copies/gold/backupEveryMinutes`]: 241 } },

  { name: 'the writing account may delete versions', mutator: 'widen', kills: { policy: 'BAK-005', object: 'site/ndc-03' }, mutate: (stacks) => add(stacks, three, manifest, 'bucket', policyDocument(['s3:PutObject', 's3:DeleteObjectVersion'])) },
  { name: 'the writing account may do everything', mutator: 'widen', kills: { policy: 'BAK-005', object: 'site/ndc-03' }, mutate: (stacks) => add(stacks, three, manifest, 'bucket', policyDocument('s3:*')) },
  { name: 'the writing account may bypass the lock', mutator: 'widen', kills: { policy: 'BAK-005', object: 'site/ndc-03' }, mutate: (stacks) => add(stacks, three, manifest, 'bucket', policyDocument(['s3:Put*', 's3:Bypass*'])) },
  { name: 'the writing account administers buckets', mutator: 'widen', kills: { policy: 'BAK-005', object: 'site/ndc-03' }, mutate: (stacks) => add(stacks, three, manifest, 'user', { manifest: { apiVersion: 'ceph.rook.io/v1', kind: 'CephObjectStoreUser', metadata: { name: 'velero', namespace: 'rook-ceph' }, spec: { capabilities: { bucket: '*' } } } }) },
  { name: 'the tool that writes also deletes', mutator: 'weaken', kills: { policy: 'BAK-005', object: 'site/ndc-02' }, changes: { 'ndc-02.yaml#/objectStore/deleteCredential': 'velero' } },
  { name: 'the policy of a bucket becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'BAK-005', object: 'site/ndc-03' }, ends: 'unknown', mutate: (stacks) => add(stacks, three, manifest, 'bucket', { manifest: { apiVersion: 'objectbucket.io/v1alpha1', kind: 'ObjectBucketClaim', metadata: { name: 'backup', namespace: 'rook-ceph' }, spec: { additionalConfig: { bucketPolicy: later } } } }) },

  { name: 'the last restore drill is 91 days old', mutator: 'shift-date', kills: { policy: 'BAK-006', ...environment }, changes: drillRecord('phuc-hoi-1', '2026-08-23', { kind: 'restore', passed: true }) },
  { name: 'the next restore drill was yesterday, and nobody says how it went', mutator: 'shift-date', kills: { policy: 'BAK-006', ...environment }, changes: drillRecord('phuc-hoi-2', '2026-11-21') },
  { name: 'no restore drill is on record', mutator: 'drop-field', kills: { policy: 'BAK-006', ...environment }, changes: { 'records/phuc-hoi-1.yaml#': undefined } },
  { name: 'the last restore drill failed', mutator: 'weaken', kills: { policy: 'BAK-006', ...environment }, changes: drillRecord('phuc-hoi-3', '2026-11-01', { kind: 'restore', passed: false }) },

  { name: 'a pool is mirrored at one end only', mutator: 'weaken', kills: { policy: 'REP-001', ...pair }, mutate: set(two, 'pool', ['mirroring'], { enabled: false }) },
  { name: 'a pool is missing at one end', mutator: 'drop-object', kills: { policy: 'REP-001', ...pair }, mutate: without(two, 'pool') },
  { name: 'no daemon takes the copies', mutator: 'drop-object', kills: { policy: 'REP-001', ...pair }, mutate: without(two, 'mirror') },
  { name: 'a pool has another mode at one end', mutator: 'contradict', kills: { policy: 'REP-001', ...pair }, mutate: set(two, 'pool', ['mirroring'], { mode: 'pool' }) },
  { name: 'a pool has two peers', mutator: 'contradict', kills: { policy: 'REP-001', ...pair }, mutate: set(one, 'pool', ['mirroring', 'peers'], { secretNames: ['a', 'b'] }) },
  { name: 'a third site mirrors the same pool', mutator: 'contradict', kills: { policy: 'REP-001', ...pair }, mutate: (stacks) => add(stacks, three, manifest, 'pool', structuredClone(stackNamed(stacks, two).resources[manifest]?.['pool'] ?? {})) },
  { name: 'both ends are secondary', mutator: 'contradict', kills: { policy: 'REP-001', ...pair }, mutate: set(one, 'volumes', [], { replicationState: 'secondary' }) },
  { name: 'both clusters of a database are primary', mutator: 'contradict', kills: { policy: 'REP-001', ...pair }, changes: postgres, mutate: withClusters(set(two, 'cluster', ['replica'], { primary: 'goc-2' })) },
  { name: 'a pool has no peer', mutator: 'drop-field', kills: { policy: 'REP-001', ...pair }, mutate: (stacks) => void Reflect.deleteProperty(spec(stacks, one, 'pool', 'mirroring'), 'peers') },
  { name: 'whether a pool is mirrored becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'REP-001', ...pair }, ends: 'unknown', mutate: set(two, 'pool', ['mirroring'], { enabled: later }) },

  { name: 'the interval is as long as the RPO', mutator: 'change-figure', kills: { policy: 'REP-002', ...pair }, changes: { [`${recovery}/copies/gold/volumes/intervalMinutes`]: 15 } },
  { name: 'the link is too small for the busiest minutes', mutator: 'change-figure', kills: { policy: 'REP-002', ...pair }, changes: { ...busy, 'links.yaml#/links/0/capacityGbps': 0.001 } },
  { name: 'what is left after the largest path is too small', mutator: 'change-figure', kills: { policy: 'REP-002', ...pair }, changes: { ...busy, 'links.yaml#/links/0/paths/1/gbps': 0.001 } },
  { name: 'the link of a pair is missing', mutator: 'drop-field', kills: { policy: 'REP-002', ...pair }, changes: { 'links.yaml#/links': [] } },

  { name: 'a database has no replica at its standby', mutator: 'drop-object', kills: { policy: 'REP-003', object: 'database/ho-so-prod/goc' }, changes: postgres, mutate: withClusters(without(two, 'cluster')) },
  { name: 'a replica follows an archive alone', mutator: 'weaken', kills: { policy: 'REP-003', object: 'database/ho-so-prod/goc' }, changes: postgres, mutate: withClusters(set(two, 'cluster', [], { externalClusters: [{ name: 'goc-1', plugin: { name: 'barman-cloud.cloudnative-pg.io' } }] })) },
  { name: 'a replica stands alone', mutator: 'weaken', kills: { policy: 'REP-003', object: 'database/ho-so-prod/goc' }, changes: postgres, mutate: withClusters((stacks) => Reflect.deleteProperty(spec(stacks, two, 'cluster'), 'replica')) },
  { name: 'whom a replica follows becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'REP-003', object: 'database/ho-so-prod/goc' }, ends: 'unknown', changes: postgres, mutate: withClusters(set(two, 'cluster', ['replica'], { source: later })) },
  { name: 'a foreign engine names no replication of its own', mutator: 'drop-field', kills: { policy: 'REP-003', object: 'database/ho-so-prod/goc' }, changes: oracle },

  { name: 'two sites write one environment', mutator: 'weaken', kills: { policy: 'REP-007', ...environment }, mutate: set(two, 'volumes', [], { replicationState: 'primary' }) },
  { name: 'whether a second site writes becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'REP-007', ...environment }, ends: 'unknown', mutate: set(two, 'volumes', [], { replicationState: later }) },
  { name: 'a replication resynchronises by itself', mutator: 'weaken', kills: { policy: 'REP-004', object: 'site/ndc-02' }, mutate: set(two, 'volumes', [], { autoResync: true }) },
  { name: 'whether a replication resynchronises becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'REP-004', object: 'site/ndc-02' }, ends: 'unknown', mutate: set(two, 'volumes', [], { autoResync: later }) },

  { name: 'a link has one path', mutator: 'drop-field', kills: { policy: 'REP-005', ...pair }, changes: { 'links.yaml#/links/0/paths': [{ id: 'one', conduits: ['x'], provider: 'p' }] } },
  { name: 'sites that copy to each other have no link', mutator: 'drop-field', kills: { policy: 'REP-005', ...pair }, changes: { 'links.yaml#/links': [] } },
  { name: 'the conduits of a path are not named', mutator: 'drop-field', kills: { policy: 'REP-005', ...pair }, ends: 'unknown', changes: { 'links.yaml#/links/0/paths/0/conduits': [] } },
  { name: 'both paths share a conduit', mutator: 'contradict', kills: { policy: 'REP-005', ...pair }, changes: { 'links.yaml#/links/0/paths/1/conduits': ['y', 'x'] } },

  { name: 'a finished database has no ingest link', mutator: 'drop-field', kills: stream, changes: held({ ingest: { from: 'bo-y-te', lag: 60 } }) },
  { name: 'an ingest link lags a second too long', mutator: 'change-figure', kills: stream, changes: ingest({ lagTargetSeconds: 61 }) },
  { name: 'an ingest link sends now and then', mutator: 'weaken', kills: stream, changes: ingest({ delivery: 'batch' }) },
  { name: 'the owner waits for the NDC', mutator: 'weaken', kills: stream, changes: ingest({ ownerWaits: true }) },
  { name: 'an ingest link ends where the database does not run', mutator: 'elsewhere', kills: stream, changes: ingest({ to: 'ndc-03' }) },
];
