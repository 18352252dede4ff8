import { system, type Changes } from '../estate-builder.js';
import { add, drop, mapAt, type Mutant } from '../mutate.js';
import { type StackDraft, type Values } from '../planset-builder.js';

const later = '${terraform_data.later.output}';
const manifest = 'kubernetes_manifest';
const platform = 'ndc-02-platform';
const protection = 'ndc-02-protection';
const tenant = 'ndc-02-tenant-bo-y-te';
const environment = { object: 'environment/ho-so-prod' };
const pair = { object: 'relation/ndc-01--ndc-02' };
const [api, seal, osd, volumes, backup, state, organisation] = [0, 1, 2, 3, 4, 5, 6] as const;

/** A place of a key of ndc-01, by its place in the file. */
const key = (index: number, path: string): string => `keys/ndc-01.yaml#/keys/${index}${path}`;
const inStore = (path: string): object => ({ store: { site: 'ndc-01', path } });
const inHsm = (site: string, label: string): object => ({ hsm: { site, partition: 'kms', label } });
const version = (more: object): object => ({ id: 'cu', label: 'ndc-01-api-cu', from: '2026-07-01', until: '2026-09-29', ...more });

/** So that retention after its last use is over. */
const longAgo = { from: '2025-07-01', until: '2025-09-29' };

const spec = (stacks: readonly StackDraft[], ...path: readonly string[]): Values => mapAt(stacks, protection, manifest, 'ceph', 'manifest', 'spec', ...path);
const ceph = (path: readonly string[], values: Values) => (stacks: StackDraft[]): undefined => void Object.assign(spec(stacks, ...path), values);
const mesh = (stack: string, encryption: unknown) => (stacks: StackDraft[]): undefined => void Object.assign(mapAt(stacks, stack, 'helm_release', 'cilium'), { values: encryption === later ? later : [JSON.stringify({ encryption })] });
const everyMesh = (encryption: unknown) => (stacks: StackDraft[]): undefined => {
  for (const stack of ['ndc-01-platform', 'ndc-02-platform', 'ndc-03-platform']) mesh(stack, encryption)(stacks);
};
const parameters = (stacks: readonly StackDraft[], name = 'ndc-block'): Values => mapAt(stacks, platform, 'kubernetes_storage_class_v1', name, 'parameters');
const configMap = (data: Values): Values => ({ metadata: { name: 'cau-hinh', namespace: 'ho-so-prod', labels: {} }, data });
const variable = (name: string, value: string): Values => {
  const container = { name: 'app', image: `registry.ndc-02.internal/app@sha256:${'a'.repeat(64)}`, resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } }, env: [{ name, value }] };
  return { metadata: { name: 'app', namespace: 'ho-so-prod' }, spec: { replicas: '1', selector: { match_labels: { app: 'app' } }, template: { metadata: { labels: { app: 'app' } }, spec: { automount_service_account_token: false, container: [container] } } } };
};
const clear = { policy: 'ENC-007', object: 'organisation/bo-y-te', site: 'ndc-02' };
const clearPlatform = { policy: 'ENC-007', object: 'site/ndc-02', site: 'ndc-02' };

/** A state secret that stands apart as it should: nodes, disks, a class, a partition and sites of its own. */
export const secretSystem: Changes = {
  [`${system}/secrecy`]: 'mat',
  [`${system}/environments/0/quota/storage`]: { 'ndc-mat': '100Gi' },
  ...Object.fromEntries(
    [1, 2, 3].flatMap((number): [string, unknown][] => [
      [`ndc-0${number}.yaml#/clearedFor`, 'toi-mat'],
      [`ndc-0${number}.yaml#/nodePools/1`, { id: 'mat', purpose: 'secret', shape: { cpu: 16, memory: '64Gi' }, count: 4, rackUnits: 2, watts: 800, maxPods: 100, allocatableReserve: { cpu: 1, memory: '4Gi' }, available: '2025-Q3', dedicatedTo: 'bo-y-te' }],
      [`ndc-0${number}.yaml#/nodePools/2`, { id: 'dia-mat', purpose: 'storage', shape: { cpu: 16, memory: '64Gi', disks: [{ count: 8, size: '1Ti' }] }, count: 4, rackUnits: 2, watts: 800, allocatableReserve: { cpu: 1, memory: '4Gi' }, available: '2025-Q3', dedicatedTo: 'bo-y-te' }],
      [`ndc-0${number}.yaml#/nodePools/3`, { id: 'dia', purpose: 'storage', shape: { cpu: 16, memory: '64Gi', disks: [{ count: 8, size: '1Ti' }] }, count: 4, rackUnits: 2, watts: 800, allocatableReserve: { cpu: 1, memory: '4Gi' }, available: '2025-Q3' }],
      [`ndc-0${number}.yaml#/storage/0/pool`, 'dia'],
      [`ndc-0${number}.yaml#/storage/1/pool`, 'dia'],
      [`ndc-0${number}.yaml#/storage/2`, { class: 'ndc-mat', backend: 'ceph-rbd', redundancy: { replicas: 3 }, failureDomain: 'rack', encrypted: true, raw: '12Ti', pool: 'dia-mat' }],
      [`ndc-0${number}.yaml#/hsm/partitions/1`, { label: 'mat', purpose: 'Mật', mechanisms: ['CKM_AES_GCM'] }],
      [`keys/ndc-0${number}.yaml#/keys/${volumes}/opens`, [`storage/ndc-0${number}/ndc-block`, `storage/ndc-0${number}/ndc-file`, `storage/ndc-0${number}/ndc-mat`]],
      [`keys/ndc-0${number}.yaml#/keys/${organisation}/home/hsm/partition`, 'mat'],
    ]),
  ),
};
/** The same system with nodes and sites as it needs them, and nothing else. */
const becomesSecret: Changes = Object.fromEntries(Object.entries(secretSystem).filter(([at]) => at === `${system}/secrecy` || /(?:clearedFor|nodePools\/1)$/.test(at)));
const apart = (changes: Changes): Changes => ({ ...secretSystem, ...changes });
const disks = { kills: { policy: 'ENC-003', object: 'osd/ndc-02', site: 'ndc-02' } };
const secret = { policy: 'ENC-010', ...environment };
const placed = { ...secret, object: 'placement/ho-so-prod', site: 'ndc-02' };
const hardOf = (stacks: readonly StackDraft[], of = tenant): Values => mapAt(stacks, of, 'kubernetes_resource_quota_v1', 'quota', 'spec', 'hard');

/** The good stacks as `secretSystem` wants them: the namespace kept to its nodes, its storage in the class of the pair on its own disks. */
export function secretStacks(stacks: StackDraft[]): StackDraft[] {
  for (const of of ['ndc-01-tenant-bo-y-te', tenant]) {
    Object.assign(mapAt(stacks, of, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), { 'ndc.gov.vn/nodes': 'dedicated.bo-y-te' });
    Object.assign(hardOf(stacks, of), { 'ndc-block-ndc-01-ndc-02.storageclass.storage.k8s.io/requests.storage': '0', 'ndc-mat.storageclass.storage.k8s.io/requests.storage': '0', 'ndc-mat-ndc-01-ndc-02.storageclass.storage.k8s.io/requests.storage': '100Gi' });
  }
  return stacks;
}

/** A pod on the nodes it should run on, but for what is changed of it. */
export function secretPod(stacks: StackDraft[], change: Values = {}): undefined {
  const deployment = variable('A', 'b');
  const pod = mapAt([{ ...stacks[0], name: 'one', resources: { one: { one: deployment } } } as unknown as StackDraft], 'one', 'one', 'one', 'spec', 'template', 'spec');
  Object.assign(pod, { node_selector: { 'ndc.gov.vn/nodes': 'dedicated.bo-y-te' }, toleration: [{ key: 'ndc.gov.vn/nodes', operator: 'Equal', value: 'dedicated.bo-y-te', effect: 'NoSchedule' }], ...change });
  add(secretStacks(stacks), tenant, 'kubernetes_deployment_v1', 'app', deployment);
}

/** Scratch space of a pod in a class. */
export const scratchOf = (storageClass: string): Values => ({ volume: [{ name: 'tam', ephemeral: { volume_claim_template: { spec: { storage_class_name: storageClass, access_modes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } } }] });

/** A database on its own nodes and disks, but for what is changed of it. */
export function secretCluster(stacks: StackDraft[], change: Values = {}): undefined {
  const affinity = { nodeSelector: { 'ndc.gov.vn/nodes': 'dedicated.bo-y-te' }, tolerations: [{ key: 'ndc.gov.vn/nodes', operator: 'Equal', value: 'dedicated.bo-y-te', effect: 'NoSchedule' }] };
  const spec = { instances: 1, affinity, storage: { size: '1Gi', storageClass: 'ndc-mat' }, ...change };
  add(secretStacks(stacks), protection, manifest, 'ho-so', { manifest: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'ho-so', namespace: 'ho-so-prod' }, spec } });
}

/** A set of pods on its own nodes, whose claims are a test's to say. */
function secretSet(stacks: StackDraft[], claims: unknown): undefined {
  secretPod(stacks);
  const { spec, ...rest } = mapAt(stacks, tenant, 'kubernetes_deployment_v1', 'app');
  drop(stacks, tenant, 'kubernetes_deployment_v1', 'app');
  add(stacks, tenant, 'kubernetes_stateful_set_v1', 'app', { ...rest, spec: { ...(spec as Values), service_name: 'app', volume_claim_template: claims } });
}

/** A schedule beside the good one, whose namespaces are a test's to say, with a location of its own. */
export function besideSchedule(stacks: StackDraft[], config: Values, template: Values): undefined {
  add(secretStacks(stacks), 'ndc-01-protection', manifest, 'location-2', { manifest: { apiVersion: 'velero.io/v1', kind: 'BackupStorageLocation', metadata: { name: 'second', namespace: 'velero' }, spec: { provider: 'aws', objectStorage: { bucket: 'backup' }, config: { region: 'x', s3ForcePathStyle: 'true', ...config } } } });
  add(stacks, 'ndc-01-protection', manifest, 'schedule-2', { manifest: { apiVersion: 'velero.io/v1', kind: 'Schedule', metadata: { name: 'second', namespace: 'velero' }, spec: { schedule: '0 3 * * *', template: { ttl: '840h0m0s', storageLocation: 'second', snapshotMoveData: true, ...template } } } });
}

const location = (stacks: StackDraft[]): Values => mapAt(secretStacks(stacks), 'ndc-01-protection', manifest, 'location', 'manifest', 'spec', 'config');
const peer = (host: unknown): Values => ({ externalClusters: [{ name: 'ben-kia', connectionParameters: { host } }] });

/** The estate with a secret store in its catalogue, whose standbys stand where the key domain reaches. */
export const withStores: Changes = { 'catalogue/components.yaml#/components/1': { id: 'openbao', namespace: 'openbao', chart: 'openbao', version: '0.29.2', appVersion: '2.6.2', upstream: 'https://openbao.github.io/openbao-helm' } };

/** The settings of a store, as its stack hands them to the chart. */
export interface StoreSettings {
  readonly extraEnvironmentVars: Record<string, unknown>;
  extraArgs?: unknown;
  readonly volumes: Values[];
  readonly volumeMounts: Values[];
  readonly [more: string]: unknown;
}

/** A store at ndc-02 sealed by the key of a site, changed as a test wants it. */
export function storeRelease(of: string, change: (server: StoreSettings) => unknown = () => undefined): Values {
  const server: StoreSettings = {
    extraEnvironmentVars: { BAO_HSM_LIB: '/openbao/pkcs11/libpkcs11.so', BAO_HSM_TOKEN_LABEL: 'kms', BAO_HSM_KEY_LABEL: `${of}-seal`, BAO_HSM_MECHANISM: '0x1087' },
    extraArgs: '-config=/openbao/pin/seal.hcl',
    volumes: [{ name: 'pin', secret: { secretName: 'openbao-pin' } }],
    volumeMounts: [{ name: 'pin', mountPath: '/openbao/pin', readOnly: true }],
    ha: { enabled: true, raft: { enabled: true, config: 'ui = false\nstorage "raft" {}\n' } },
  };
  change(server);
  return { name: 'openbao', namespace: 'openbao', chart: 'ndc/openbao', version: '0.29.2', values: [JSON.stringify({ server })] };
}

/** The good stacks with a store at ndc-02, and the standby there of ndc-01's. */
export function storeStacks(stacks: StackDraft[], change?: Parameters<typeof storeRelease>[1]): undefined {
  add(stacks, platform, 'helm_release', 'openbao', storeRelease('ndc-02', change));
  add(stacks, platform, 'helm_release', 'openbao-of-ndc-01', storeRelease('ndc-01'));
}
const sealed = { kills: { policy: 'ENC-012', object: 'store/ndc-02', site: 'ndc-02' }, changes: withStores };
const unsealed = (change: Parameters<typeof storeRelease>[1]) => (stacks: StackDraft[]): undefined => storeStacks(stacks, change);

/** Mutants of the rules on encryption, and of keys' backups. */
export const encryptionMutants: readonly Mutant[] = [
  { name: 'no key opens the class of sensitive data', mutator: 'drop-field', kills: { policy: 'ENC-001', ...environment }, changes: { [key(volumes, '/opens')]: ['storage/ndc-01/ndc-file'] } },
  { name: 'the key of a class lies in the secret store', mutator: 'weaken', kills: { policy: 'ENC-001', ...environment }, changes: { [key(volumes, '/home')]: { store: { site: 'ndc-03', path: 'transit/block' } } } },
  { name: 'the key of an organisation lies in the secret store', mutator: 'weaken', kills: { policy: 'ENC-001', ...environment }, changes: { [key(organisation, '/home')]: inStore('transit/bo-y-te') } },
  { name: 'the key of a class lies in the HSM of another site', mutator: 'elsewhere', kills: { policy: 'ENC-001', ...environment }, changes: { [key(volumes, '/home')]: inHsm('ndc-02', 'ndc-01-volumes') } },
  { name: 'the key of backups lies in a repository', mutator: 'weaken', kills: { policy: 'ENC-001', ...environment }, changes: { [key(backup, '/home')]: { repository: 'kho' } } },

  { name: 'identity stands first', mutator: 'swap-order', kills: { policy: 'ENC-002', object: 'api-server/ndc-01' }, changes: { 'ndc-01.yaml#/cluster/secretEncryption': { providers: ['identity', 'kms-v2'], migratesUntil: '2026-12-31' } } },
  { name: 'identity stands in the middle', mutator: 'swap-order', kills: { policy: 'ENC-002', object: 'api-server/ndc-01' }, changes: { 'ndc-01.yaml#/cluster/secretEncryption': { providers: ['kms-v2', 'identity', 'aescbc'], migratesUntil: '2026-12-31' } } },
  { name: 'a migration has no end', mutator: 'drop-field', kills: { policy: 'ENC-002', object: 'api-server/ndc-01' }, changes: { 'ndc-01.yaml#/cluster/secretEncryption': { providers: ['kms-v2', 'identity'] } } },
  { name: 'the API server uses KMS v1', mutator: 'weaken', kills: { policy: 'ENC-002', object: 'api-server/ndc-03' }, changes: { 'ndc-03.yaml#/cluster/secretEncryption/providers': ['kms-v1'] } },
  { name: 'a site does not say how secrets are encrypted', mutator: 'drop-field', kills: { policy: 'ENC-002', object: 'api-server/ndc-02' }, changes: { 'ndc-02.yaml#/cluster/secretEncryption': undefined } },
  { name: 'the key of the API server lies elsewhere', mutator: 'elsewhere', kills: { policy: 'ENC-002', object: 'api-server/ndc-01' }, changes: { [key(api, '/home')]: inHsm('ndc-02', 'ndc-01-api') } },

  { name: 'a class is declared without encryption', mutator: 'weaken', kills: { policy: 'ENC-003', object: 'storage-class/ndc-file', site: 'ndc-02' }, changes: { 'ndc-02.yaml#/storage/1/encrypted': false } },
  { name: 'a class is not bound to its key', mutator: 'drop-field', kills: { policy: 'ENC-003', object: 'storage-class/ndc-block', site: 'ndc-02' }, mutate: (stacks) => void Reflect.deleteProperty(parameters(stacks), 'encryptionKMSID') },
  { name: 'the class of a pair is not encrypted', mutator: 'weaken', kills: { policy: 'ENC-003', object: 'storage-class/ndc-block', site: 'ndc-02' }, mutate: (stacks) => void Object.assign(parameters(stacks, 'ndc-block-ndc-01-ndc-02'), { encrypted: 'false' }) },
  { name: 'nothing describes the service that holds the keys', mutator: 'drop-object', kills: { policy: 'ENC-003', object: 'storage-class/ndc-file', site: 'ndc-02' }, mutate: (stacks) => drop(stacks, platform, 'kubernetes_config_map_v1', 'keys') },
  { name: 'whether a class is encrypted becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'ENC-003', object: 'storage-class/ndc-block', site: 'ndc-02' }, ends: 'unknown', mutate: (stacks) => void Object.assign(parameters(stacks), { encrypted: later }) },
  { name: 'disks on claims are not encrypted', mutator: 'weaken', ...disks, mutate: ceph(['storage'], { storageClassDeviceSets: [{ name: 'bo', count: 3, encrypted: false }] }) },
  { name: 'one node takes a raw disk that is not encrypted', mutator: 'weaken', ...disks, mutate: ceph(['storage'], { nodes: [{ name: 'n1', config: { encryptedDevice: 'false' } }] }) },
  { name: 'raw devices are taken beside the claims, their keys kept by Ceph', mutator: 'weaken', ...disks, mutate: ceph(['storage'], { useAllDevices: true, config: { encryptedDevice: 'true' } }) },
  { name: 'every disk is a raw device, its key kept by Ceph', mutator: 'weaken', ...disks, mutate: ceph(['storage'], { useAllDevices: true, config: { encryptedDevice: 'true' }, storageClassDeviceSets: [] }) },
  { name: 'keys of disks lie in Secrets of the cluster', mutator: 'drop-field', ...disks, mutate: (stacks) => void Reflect.deleteProperty(spec(stacks), 'security') },
  { name: 'keys of disks go to the KMIP service of another site', mutator: 'elsewhere', ...disks, mutate: ceph(['security', 'kms', 'connectionDetails'], { KMIP_ENDPOINT: 'kmip.ndc-01.internal:5696' }) },
  { name: 'keys of disks go to another kind of service', mutator: 'contradict', ...disks, mutate: ceph(['security', 'kms', 'connectionDetails'], { KMS_PROVIDER: 'vault' }) },
  { name: 'who keeps the keys of disks becomes unknown', mutator: 'known-to-unknown', ...disks, ends: 'unknown', mutate: ceph(['security', 'kms', 'connectionDetails'], { KMS_PROVIDER: later }) },
  { name: 'no disk asks for the key that is said to open them', mutator: 'drop-field', ...disks, changes: { 'ndc-02.yaml#/disks': undefined } },
  { name: 'the storage cluster is dropped', mutator: 'drop-object', ...disks, mutate: (stacks) => drop(stacks, protection, manifest, 'ceph') },

  { name: 'one cluster encrypts its mesh and another does not', mutator: 'contradict', kills: { policy: 'ENC-004', ...pair }, mutate: mesh('ndc-01-platform', { enabled: false }) },
  { name: 'two clusters encrypt in different ways', mutator: 'contradict', kills: { policy: 'ENC-004', ...pair }, mutate: mesh('ndc-02-platform', { enabled: true, type: 'ipsec' }) },
  { name: 'neither mesh nor link is encrypted', mutator: 'weaken', kills: { policy: 'ENC-004', ...pair }, changes: { 'links.yaml#/links/0/encrypted': false }, mutate: everyMesh({ enabled: false }) },
  { name: 'how a mesh encrypts becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'ENC-004', ...pair }, ends: 'unknown', mutate: mesh('ndc-02-platform', later) },
  { name: 'Ceph takes the old protocol', mutator: 'weaken', kills: { policy: 'ENC-004', object: 'site/ndc-02', site: 'ndc-02' }, mutate: ceph(['network', 'connections'], { requireMsgr2: false }) },
  { name: 'Ceph speaks in clear', mutator: 'weaken', kills: { policy: 'ENC-004', object: 'site/ndc-02', site: 'ndc-02' }, mutate: ceph(['network', 'connections', 'encryption'], { enabled: false }) },
  { name: 'the release of the mesh is dropped', mutator: 'drop-object', kills: { policy: 'ENC-004', ...pair }, mutate: (stacks) => drop(stacks, platform, 'helm_release', 'cilium') },

  { name: 'the key of backups is shared with nobody', mutator: 'drop-field', kills: { policy: 'ENC-005', object: 'restore/ndc-01/ndc-03' }, changes: { [key(backup, '/domain')]: undefined } },
  { name: 'the seal is not shared with the restore site', mutator: 'drop-field', kills: { policy: 'ENC-005', object: 'restore/ndc-01/ndc-02' }, changes: { [key(seal, '/domain/sharedWith')]: ['ndc-03'] } },
  { name: 'the HSM of a restore site is in another domain', mutator: 'contradict', kills: { policy: 'ENC-005', object: 'restore/ndc-01/ndc-02' }, changes: { 'ndc-02.yaml#/hsm/keyDomain': 'rieng' } },
  { name: 'a key lies in the secret store of another site', mutator: 'elsewhere', kills: { policy: 'ENC-005', object: 'restore/ndc-01/ndc-02' }, changes: { [key(organisation, '/home')]: { store: { site: 'ndc-03', path: 'transit/bo-y-te' } } } },
  { name: 'the key of backups lies in a repository that no key opens', mutator: 'elsewhere', kills: { policy: 'ENC-005', object: 'restore/ndc-01/ndc-03' }, changes: { [key(backup, '/home')]: { repository: 'kho' } } },
  { name: 'the key of backups is wrapped by one that is shared with nobody', mutator: 'drop-field', kills: { policy: 'ENC-005', object: 'restore/ndc-01/ndc-02' }, changes: { [key(backup, '/home')]: { repository: 'kho' }, [key(osd, '/opens')]: ['osd/ndc-01', 'repository/kho'], [key(osd, '/domain')]: undefined } },
  { name: 'a key of backups in the HSM and the file of another site is shared with nobody', mutator: 'elsewhere', kills: { policy: 'ENC-005', object: 'restore/ndc-01/ndc-03' }, changes: { [`keys/ndc-02.yaml#/keys/${osd}/opens`]: ['osd/ndc-02', 'backup/ndc-01'], [`keys/ndc-02.yaml#/keys/${osd}/domain`]: undefined } },

  { name: 'a key is rotated after 91 days', mutator: 'change-figure', kills: { policy: 'ENC-006', object: 'key/ndc-01-state' }, changes: { [key(state, '/rotationDays')]: 91 } },
  { name: 'a former version encrypted for 91 days', mutator: 'shift-date', kills: { policy: 'ENC-006', object: 'key/ndc-01-api' }, changes: { [key(api, '/previous')]: [version({ until: '2026-09-30' })] } },
  { name: 'two versions overlap', mutator: 'shift-date', kills: { policy: 'ENC-006', object: 'key/ndc-01-api' }, changes: { [key(api, '/previous')]: [version({}), version({ id: 'cu-hon', label: 'ndc-01-api-cu-hon', from: '2026-05-01', until: '2026-07-02' })] } },
  { name: 'a former version was destroyed while a backup under it was kept', mutator: 'shift-date', kills: { policy: 'ENC-006', object: 'key/ndc-01-api' }, changes: { [key(api, '/previous')]: [version({ ...longAgo, neededUntil: '2026-10-31', destroyed: '2026-10-31' })] } },
  { name: 'nobody recorded when what a destroyed version opened expired', mutator: 'drop-field', kills: { policy: 'ENC-006', object: 'key/ndc-01-api' }, ends: 'unknown', reports: true, changes: { [key(api, '/previous')]: [version({ ...longAgo, neededUntil: undefined, destroyed: '2026-10-31' })] } },
  { name: 'a whole key was destroyed while what it opened was kept', mutator: 'shift-date', kills: { policy: 'ENC-006', object: 'key/ndc-01-state' }, changes: { [key(state, '/created')]: '2025-08-01', [key(state, '/destroyed')]: { on: '2026-10-31', record: 'BB-12', neededUntil: '2026-10-31' } } },
  { name: 'a former version was destroyed after the day on record, while retention kept what it opened', mutator: 'shift-date', kills: { policy: 'ENC-006', object: 'key/ndc-01-api' }, changes: { [key(api, '/previous')]: [version({ neededUntil: '2026-10-30', destroyed: '2026-10-31' })] } },
  { name: 'a former version records no id', mutator: 'drop-field', kills: { policy: 'ENC-006', object: 'key/ndc-01-api' }, ends: 'unknown', reports: true, changes: { [key(api, '/previous')]: [version({ label: undefined })] } },

  { name: 'a Secret has data', mutator: 'widen', kills: clear, mutate: (stacks) => add(stacks, tenant, 'kubernetes_secret_v1', 'secret', { metadata: { name: 'a', namespace: 'ho-so-prod', labels: {} }, data: { x: 'y' } }) },
  { name: 'a password stands in a ConfigMap', mutator: 'weaken', kills: clear, mutate: (stacks) => add(stacks, tenant, 'kubernetes_config_map_v1', 'mat-khau', configMap({ 'db.password': 'khong-nen-o-day' })) },
  { name: 'a variable of a container is a token', mutator: 'weaken', kills: clear, mutate: (stacks) => add(stacks, tenant, 'kubernetes_deployment_v1', 'app', variable('API_TOKEN', 'khong-nen-o-day')) },
  { name: 'an address carries a password', mutator: 'weaken', kills: clear, mutate: (stacks) => add(stacks, tenant, 'kubernetes_config_map_v1', 'dia-chi', configMap({ url: 'postgres://app:khong-nen@goc-rw:5432/goc' })) },
  { name: 'a private key stands in a manifest', mutator: 'widen', kills: clear, mutate: (stacks) => add(stacks, tenant, 'kubernetes_config_map_v1', 'khoa', configMap({ pem: '-----BEGIN EC PRIVATE KEY-----\nkhong-nen-o-day\n-----END EC PRIVATE KEY-----' })) },
  { name: 'a chart is handed a password', mutator: 'weaken', kills: clearPlatform, mutate: (stacks) => void Object.assign(mapAt(stacks, platform, 'helm_release', 'cilium'), { values: ['encryption:\n  enabled: true\n  type: wireguard\nadminPassword: khong-nen-o-day\n'] }) },
  { name: 'a chart is handed a sensitive setting', mutator: 'weaken', kills: clearPlatform, mutate: (stacks) => void Object.assign(mapAt(stacks, platform, 'helm_release', 'cilium'), { set_sensitive: [{ name: 'a', value: 'b' }] }) },
  { name: 'a password is generated into the state', mutator: 'widen', kills: clearPlatform, mutate: (stacks) => add(stacks, platform, 'random_password', 'mat-khau', { length: 32 }) },
  { name: 'what a variable named after a secret holds becomes unknown', mutator: 'known-to-unknown', kills: clear, ends: 'unknown', mutate: (stacks) => add(stacks, tenant, 'kubernetes_deployment_v1', 'app', variable('API_TOKEN', later)) },

  { name: 'the state is in clear', mutator: 'weaken', kills: { policy: 'ENC-008', object: 'connection/thu' }, file: { backend: { type: 'local', stateEncrypted: false, planEncrypted: false } } },
  { name: 'the state of Terraform is in clear', mutator: 'weaken', kills: { policy: 'ENC-008', object: 'connection/thu' }, file: { engine: { kind: 'terraform', version: '1.11.4' }, backend: { type: 'pg', stateEncrypted: false, planEncrypted: false } } },

  { name: 'no service for public signatures is declared', mutator: 'drop-object', kills: { policy: 'ENC-009', object: 'authority/ndc-02/public' }, changes: { 'ndc-02.yaml#/authorities': [] } },
  { name: 'a service serves signing alone', mutator: 'weaken', kills: { policy: 'ENC-009', object: 'authority/ndc-02/public' }, changes: { 'ndc-02.yaml#/authorities/2/purposes': ['signing'] } },
  ...['endpoint', 'trustAnchors', 'revocation', 'egress', 'owner'].map((field): Mutant => ({ name: `a service has no ${field}`, mutator: 'drop-field', kills: { policy: 'ENC-009', object: 'authority/ndc-01/official-duty' }, changes: { [`ndc-01.yaml#/authorities/0/${field}`]: undefined } })),
  { name: 'nobody has recorded the digest of a root', mutator: 'drop-field', kills: { policy: 'ENC-009', object: 'authority/ndc-02/public' }, ends: 'unknown', reports: true, changes: { 'ndc-02.yaml#/authorities/2/trustAnchors/0/sha256': undefined } },

  { name: 'a system becomes a state secret and keeps its data among the others', mutator: 'contradict', kills: secret, changes: becomesSecret },
  { name: 'state secrets have no nodes of their own', mutator: 'drop-field', kills: secret, changes: apart({ 'ndc-02.yaml#/nodePools/1/count': 0 }) },
  { name: 'the nodes of state secrets are still to come', mutator: 'shift-date', kills: secret, changes: apart({ 'ndc-01.yaml#/nodePools/1/available': '2027-Q1' }) },
  { name: 'the nodes of state secrets have retired', mutator: 'shift-date', kills: secret, changes: apart({ 'ndc-01.yaml#/nodePools/1/retires': '2026-Q4' }) },
  { name: 'the disks of state secrets are shared with another class', mutator: 'widen', kills: secret, changes: apart({ 'ndc-01.yaml#/storage/1/pool': 'dia-mat' }) },
  { name: 'the class of state secrets lies on everybody\'s disks', mutator: 'weaken', kills: secret, changes: apart({ 'ndc-01.yaml#/storage/2/pool': 'dia' }) },
  { name: 'the partition of state secrets holds another key', mutator: 'widen', kills: secret, changes: apart({ [key(state, '/home/hsm/partition')]: 'mat' }) },
  { name: 'state secrets have no key of their own', mutator: 'drop-field', kills: secret, changes: apart({ [key(organisation, '/opens')]: ['organisation/bo-cong-an'] }) },
  { name: 'state secrets are backed up where nothing is cleared for them', mutator: 'contradict', kills: secret, changes: apart({ 'ndc-03.yaml#/clearedFor': undefined }) },
  { name: 'a site is cleared for less than what stands by there', mutator: 'contradict', kills: secret, changes: apart({ [`${system}/secrecy`]: 'tuyet-mat' }) },
  { name: 'the secret store is not installed', mutator: 'drop-object', ...sealed },
  { name: 'a store of the site’s own is not installed, a standby is', mutator: 'drop-object', ...sealed, mutate: (stacks) => add(stacks, platform, 'helm_release', 'openbao-of-ndc-01', storeRelease('ndc-01')) },
  { name: 'a store is opened by shares that people hold', mutator: 'drop-field', ...sealed, mutate: unsealed(({ extraEnvironmentVars: variables }) => void Reflect.deleteProperty(variables, 'BAO_HSM_KEY_LABEL')) },
  { name: 'a store is sealed by shamir in its configuration', mutator: 'contradict', ...sealed, mutate: unsealed((server) => Object.assign(server, { ha: { raft: { config: '  seal "shamir" {}\n' } } })) },
  { name: 'a store is sealed by a transit engine', mutator: 'contradict', ...sealed, mutate: unsealed((server) => Object.assign(server, { ha: { raft: { config: 'seal "transit" {\n  address = "https://openbao:8200"\n}\n' } } })) },
  { name: 'a store is told another kind of seal by a variable', mutator: 'contradict', ...sealed, mutate: unsealed(({ extraEnvironmentVars: variables }) => Object.assign(variables, { BAO_SEAL_TYPE: 'transit' })) },
  { name: 'a store is sealed by a key that is no seal of the inventory', mutator: 'elsewhere', ...sealed, mutate: unsealed(({ extraEnvironmentVars: variables }) => Object.assign(variables, { BAO_HSM_KEY_LABEL: 'ndc-02-api' })) },
  { name: 'a store is sealed by a key that the HSM of its site does not hold', mutator: 'elsewhere', ...sealed, changes: { ...withStores, [`keys/ndc-01.yaml#/keys/${seal}/domain/sharedWith`]: ['ndc-03'] }, mutate: unsealed(undefined) },
  { name: 'a store seals with another mechanism than its key’s', mutator: 'contradict', ...sealed, mutate: unsealed(({ extraEnvironmentVars: variables }) => Object.assign(variables, { BAO_HSM_MECHANISM: '0x1085' })) },
  { name: 'the PIN of a seal stands in a variable', mutator: 'weaken', ...sealed, mutate: unsealed((server) => Object.assign(server, { extraSecretEnvironmentVars: [{ envName: 'BAO_HSM_PIN', secretName: 'pin', secretKey: 'pin' }] })) },
  { name: 'the PIN of a seal is read from no file', mutator: 'drop-field', ...sealed, mutate: unsealed((server) => void Reflect.deleteProperty(server, 'extraArgs')) },
  { name: 'the file with a seal’s PIN is of no Secret', mutator: 'weaken', ...sealed, mutate: unsealed((server) => Object.assign(server, { volumes: [{ name: 'pin', configMap: { name: 'pin' } }] })) },
  { name: 'how a store is sealed becomes unknown', mutator: 'known-to-unknown', ...sealed, kills: sealed.kills, ends: 'unknown', mutate: (stacks) => { storeStacks(stacks); Object.assign(mapAt(stacks, platform, 'helm_release', 'openbao'), { values: later }); return undefined; } },
  { name: 'a pod of state secrets runs on everybody\'s nodes', mutator: 'drop-field', kills: placed, changes: secretSystem, mutate: (stacks) => secretPod(stacks, { node_selector: undefined }) },
  { name: 'a pod of state secrets selects the nodes of another', mutator: 'elsewhere', kills: placed, changes: secretSystem, mutate: (stacks) => secretPod(stacks, { node_selector: { 'ndc.gov.vn/nodes': 'dedicated.bo-cong-an' } }) },
  { name: 'a pod of state secrets is not let onto its nodes', mutator: 'drop-field', kills: placed, changes: secretSystem, mutate: (stacks) => secretPod(stacks, { toleration: [] }) },
  { name: 'where a pod of state secrets runs becomes unknown', mutator: 'known-to-unknown', kills: placed, ends: 'unknown', changes: secretSystem, mutate: (stacks) => secretPod(stacks, { node_selector: later }) },
  { name: 'the namespace of state secrets is kept to no nodes', mutator: 'drop-field', kills: placed, changes: secretSystem, mutate: (stacks) => void Reflect.deleteProperty(mapAt(secretStacks(stacks), tenant, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), 'ndc.gov.vn/nodes') },
  { name: 'a quota grants state secrets of a class that others share', mutator: 'widen', kills: placed, changes: secretSystem, mutate: (stacks) => void Object.assign(hardOf(secretStacks(stacks)), { 'ndc-file.storageclass.storage.k8s.io/requests.storage': '1Gi' }) },
  { name: 'a claim of state secrets lies in a class that others share', mutator: 'elsewhere', kills: placed, changes: secretSystem, mutate: (stacks) => add(secretStacks(stacks), tenant, 'kubernetes_persistent_volume_claim_v1', 'data', { metadata: { name: 'data', namespace: 'ho-so-prod', labels: {} }, spec: { storage_class_name: 'ndc-block', access_modes: ['ReadWriteOnce'] } }) },
  { name: 'volumes of state secrets are mirrored to a site that is not cleared', mutator: 'contradict', kills: placed, changes: apart({ 'ndc-01.yaml#/clearedFor': 'none' }), mutate: secretStacks },
  { name: 'backups of state secrets are sent to a site that is not cleared', mutator: 'contradict', kills: { ...placed, site: 'ndc-01' }, changes: apart({ 'ndc-03.yaml#/clearedFor': 'none' }), mutate: secretStacks },
  { name: 'backups of state secrets are sent to a store of no site', mutator: 'elsewhere', kills: { ...placed, site: 'ndc-01' }, changes: secretSystem, mutate: (stacks) => void Object.assign(location(stacks), { s3Url: 'https://s3.foreign.example' }) },
  { name: 'where backups of state secrets are sent becomes unknown', mutator: 'known-to-unknown', kills: { ...placed, site: 'ndc-01' }, ends: 'unknown', changes: secretSystem, mutate: (stacks) => void Object.assign(location(stacks), { s3Url: later }) },
  { name: 'backups that may take state secrets in are sent to a store of no site', mutator: 'known-to-unknown', kills: { ...placed, site: 'ndc-01' }, ends: 'unknown', changes: secretSystem, mutate: (stacks) => besideSchedule(stacks, { s3Url: 'https://s3.foreign.example' }, { includedNamespaces: later }) },
  { name: 'backups of all but what is unknown are sent to a store of no site', mutator: 'known-to-unknown', kills: { ...placed, site: 'ndc-01' }, ends: 'unknown', changes: secretSystem, mutate: (stacks) => besideSchedule(stacks, { s3Url: 'https://s3.foreign.example' }, { excludedNamespaces: [later] }) },
  { name: 'the location of backups becomes unknown', mutator: 'known-to-unknown', kills: { ...placed, site: 'ndc-01' }, ends: 'unknown', changes: secretSystem, mutate: (stacks) => void Object.assign(mapAt(secretStacks(stacks), 'ndc-01-protection', manifest, 'schedule', 'manifest', 'spec', 'template'), { storageLocation: later }) },
  { name: 'the nodes that a namespace of state secrets is kept to become unknown', mutator: 'known-to-unknown', kills: placed, ends: 'unknown', changes: secretSystem, mutate: (stacks) => void Object.assign(mapAt(secretStacks(stacks), tenant, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), { 'ndc.gov.vn/nodes': later }) },
  { name: 'what a pod of state secrets tolerates becomes unknown', mutator: 'known-to-unknown', kills: placed, ends: 'unknown', changes: secretSystem, mutate: (stacks) => secretPod(stacks, { toleration: [{ key: later, operator: 'Equal', value: 'dedicated.bo-y-te', effect: 'NoSchedule' }] }) },
  { name: 'how much a quota grants state secrets of a shared class becomes unknown', mutator: 'known-to-unknown', kills: placed, changes: secretSystem, mutate: (stacks) => void Object.assign(hardOf(secretStacks(stacks)), { 'ndc-file.storageclass.storage.k8s.io/requests.storage': later }) },
  { name: 'the class that state secrets claim becomes unknown', mutator: 'known-to-unknown', kills: placed, ends: 'unknown', changes: secretSystem, mutate: (stacks) => add(secretStacks(stacks), tenant, 'kubernetes_persistent_volume_claim_v1', 'data', { metadata: { name: 'data', namespace: 'ho-so-prod', labels: {} }, spec: { storage_class_name: later, access_modes: ['ReadWriteOnce'] } }) },
  { name: 'what a name that a database streams with stands for becomes unknown', mutator: 'known-to-unknown', kills: placed, ends: 'unknown', changes: secretSystem, mutate: (stacks) => { secretCluster(stacks, peer('ben-kia')); add(stacks, tenant, 'kubernetes_service_v1', 'ben-kia', { metadata: { name: 'ben-kia', namespace: 'ho-so-prod' }, spec: { type: 'ExternalName', external_name: later } }); return undefined; } },
  { name: 'a set of pods of state secrets claims volumes of a class that others share', mutator: 'elsewhere', kills: placed, changes: secretSystem, mutate: (stacks) => secretSet(stacks, [{ metadata: { name: 'data' }, spec: { storage_class_name: 'ndc-block' } }]) },
  { name: 'what a set of pods of state secrets claims becomes unknown', mutator: 'known-to-unknown', kills: placed, ends: 'unknown', changes: secretSystem, mutate: (stacks) => secretSet(stacks, later) },
  { name: 'scratch space of state secrets lies in a class that others share', mutator: 'elsewhere', kills: placed, changes: secretSystem, mutate: (stacks) => secretPod(stacks, scratchOf('ndc-block')) },
  { name: 'a tablespace of state secrets lies in a class that others share', mutator: 'elsewhere', kills: placed, changes: secretSystem, mutate: (stacks) => secretCluster(stacks, { tablespaces: [{ name: 'lanh', storage: { storageClass: 'ndc-block' } }] }) },
  { name: 'a database of state secrets streams with a host of no site', mutator: 'elsewhere', kills: placed, changes: secretSystem, mutate: (stacks) => secretCluster(stacks, peer('db.foreign.example')) },
  { name: 'whom a database of state secrets streams with becomes unknown', mutator: 'known-to-unknown', kills: placed, ends: 'unknown', changes: secretSystem, mutate: (stacks) => secretCluster(stacks, peer(later)) },
  { name: 'writing to the standby makes the owner wait', mutator: 'weaken', kills: secret, changes: apart({ 'links.yaml#/links/0/synchronous': true, 'links.yaml#/links/0/rttMs': 5 }) },

  { name: 'a key was to be rotated yesterday', mutator: 'shift-date', kills: { policy: 'ENC-011', object: 'key/ndc-01-seal' }, changes: { [key(seal, '/created')]: '2026-08-23' } },

  { name: 'a key has no copy anywhere', mutator: 'drop-field', kills: { policy: 'BAK-007', object: 'key/ndc-01-osd' }, changes: { [key(osd, '/backups')]: undefined } },
  { name: 'the copy of a seal lies in the store it seals', mutator: 'contradict', kills: { policy: 'BAK-007', object: 'key/ndc-01-seal' }, changes: { [key(seal, '/backups')]: [{ medium: 'store', site: 'ndc-01', place: 'kv/niem-phong' }] } },
  { name: 'the copy of a backup key lies among the backups', mutator: 'contradict', kills: { policy: 'BAK-007', object: 'key/ndc-01-backup' }, changes: { [key(backup, '/backups')]: [{ medium: 'repository', site: 'ndc-01', place: 'velero' }] } },
  { name: 'the only copy of a key lies at the same site', mutator: 'elsewhere', kills: { policy: 'BAK-007', object: 'key/ndc-01-osd' }, changes: { [key(osd, '/backups')]: [{ medium: 'cards', site: 'ndc-01', place: 'Két tại chỗ' }] } },
];

