import { digestOf, type Estate } from '../../sites/model/estate.js';
import type { PlannedStack, PlanSetFile, StackKind } from '../../policies/planset/format.js';
import type { ReadPlanSet } from '../../policies/planset/read-model.js';
import { readOffline, readPlanSet } from '../../policies/planset/read-planset.js';

export type Values = Record<string, unknown>;

/** One stack as cdktf synthesises it, open to change before it is read. */
export interface StackDraft {
  readonly name: string;
  readonly kind: StackKind;
  readonly site: string;
  readonly organisation?: string;
  /** By type, then by name. */
  readonly resources: Record<string, Record<string, Values>>;
  readonly outputs: Record<string, unknown>;
  /** uid its plan reads; null where it reads none. */
  uid: string | null;
  status: PlannedStack['status'];
  /** What is recorded before the change; absent where nothing is. */
  recorded?: Record<string, Record<string, Values>>;
  /** More of the plan's JSON, laid over it. */
  plan?: Values;
  /** Objects each chart renders, by the name of its `helm_release` block; a chart that is not here has no twin. */
  readonly rendered: Record<string, Values[]>;
  /** Whether its plan shows that live objects were read; `-refresh=false` leaves no other trace. @default true */
  refreshed?: boolean;
  /** Actions of a change by its address, where they are not what the values say: a replacement, a forgetting. */
  actions?: Record<string, readonly string[]>;
}

/** The base estate's only environment at a site: what a right stack holds, written down by hand. */
const quotas = {
  'ndc-01': { cpu: '4', memory: '16Gi', pods: '21', balancers: '1' },
  // Gold: half the compute, rounded up to whole pods, and all the storage.
  'ndc-02': { cpu: '2', memory: '8Gi', pods: '11', balancers: '0' },
} as const;

const namespace = 'ho-so-prod';
const own = (name: string): Values => ({ name, namespace, labels: {} });

function tenant(site: 'ndc-01' | 'ndc-02'): StackDraft {
  const { cpu, memory, pods, balancers } = quotas[site];
  const policy = (name: string, policy_types: string[], rules: Values): Values => ({ metadata: own(name), spec: { pod_selector: {}, policy_types, ...rules } });
  const byName = (name: string): Values => ({ namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': name } } });
  return stack(`${site}-tenant-bo-y-te`, 'tenant', site, {
    kubernetes_namespace_v1: {
      environment: { metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'ndc.gov.vn/site': site } } },
    },
    kubernetes_resource_quota_v1: {
      quota: {
        metadata: own('ndc-quota'),
        spec: {
          hard: {
            'requests.cpu': cpu,
            'limits.cpu': cpu,
            'requests.memory': memory,
            'limits.memory': memory,
            'requests.nvidia.com/gpu': '0',
            'requests.storage': '100Gi',
            // Gold replicates its volumes: they lie in the class of the pair, and no database takes of the plain one.
            'ndc-block.storageclass.storage.k8s.io/requests.storage': '0',
            'ndc-block-ndc-01-ndc-02.storageclass.storage.k8s.io/requests.storage': '100Gi',
            'ndc-file.storageclass.storage.k8s.io/requests.storage': '0',
            'ndc-disk.storageclass.storage.k8s.io/requests.storage': '0',
            pods,
            'services.nodeports': '0',
            'services.loadbalancers': balancers,
            services: '20',
            secrets: '100',
            configmaps: '100',
            persistentvolumeclaims: '20',
            'count/jobs.batch': '100',
          },
        },
      },
      // Scoped: tightens what pods of other priority classes may do, and is no part of the approved figures.
      priority: { metadata: own('ndc-priority'), spec: { hard: { pods: '0' }, scope_selector: { match_expression: [{ scope_name: 'PriorityClass', operator: 'Exists' }] } } },
    },
    kubernetes_network_policy_v1: {
      deny: policy('ndc-default-deny', ['Ingress', 'Egress'], {}),
      dns: policy('ndc-dns', ['Egress'], { egress: [{ to: [byName('kube-system')], ports: [{ port: '53', protocol: 'UDP' }] }] }),
      within: policy('ndc-within', ['Ingress', 'Egress'], { ingress: [{ from: [{ pod_selector: {} }] }], egress: [{ to: [{ pod_selector: {} }] }] }),
      ingress: policy('ndc-ingress', ['Ingress'], { ingress: [{ from: [byName('ndc-ingress')] }] }),
    },
    kubernetes_limit_range_v1: {
      limits: { metadata: own('ndc-limits'), spec: { limit: [{ type: 'Container', default: { cpu: '500m', memory: '512Mi' }, default_request: { cpu: '100m', memory: '128Mi' } }] } },
    },
    kubernetes_default_service_account_v1: { account: { metadata: { namespace, labels: {} }, automount_service_account_token: false } },
    kubernetes_role_v1: { operate: { metadata: own('operate'), rule: [{ api_groups: ['', 'apps'], resources: ['pods', 'deployments'], verbs: ['get', 'create'] }] } },
    kubernetes_role_binding_v1: { operate: { metadata: own('operate'), role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'Role', name: 'operate' }, subject: [{ kind: 'Group', name: 'bo-y-te:platform' }] } },
  }, 'bo-y-te');
}

const platform = (site: string): StackDraft =>
  stack(`${site}-platform`, 'platform', site, { helm_release: { cilium: { name: 'cilium', namespace: 'cilium-system', chart: 'ndc/cilium', version: '1.20.0', values: [JSON.stringify({ encryption: { enabled: true, type: 'wireguard' } })] } }, kubernetes_storage_class_v1: classesAt(site), kubernetes_config_map_v1: { keys: keysAt(site) } }, undefined, { cilium: ciliumAt(site) });

/** Storage classes of a site with the pair's, each bound to the key of the site's HSM that wraps the keys of its volumes. */
const classesAt = (site: string): Record<string, Values> =>
  Object.fromEntries(
    ['ndc-block', 'ndc-file', ...(site === 'ndc-03' ? [] : ['ndc-block-ndc-01-ndc-02'])].map((name) => [
      name,
      { metadata: { name, labels: {} }, storage_provisioner: 'rook-ceph.rbd.csi.ceph.com', parameters: { clusterID: 'rook-ceph', 'csi.storage.k8s.io/provisioner-secret-namespace': 'rook-ceph', encrypted: 'true', encryptionKMSID: `${site}-volumes` } },
    ]),
  );

const keysAt = (site: string): Values => ({ metadata: { name: 'csi-kms-connection-details', namespace: 'rook-ceph', labels: {} }, data: { [`${site}-volumes`]: JSON.stringify({ KMS_PROVIDER: 'kmip', KMIP_ENDPOINT: `kmip.${site}.internal:5696` }) } });

/** What the chart of the base estate's only component renders at a site: nothing a rule could object to. */
function ciliumAt(site: string): Values[] {
  const named = (name: string): Values => ({ name, namespace: 'cilium-system' });
  const container = (name: string): Values => ({
    name,
    image: `registry.${site}.internal/quay.io/cilium/${name}:v1.20.0@sha256:${'c'.repeat(64)}`,
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  });
  const app = (name: string): Values => ({ matchLabels: { app: name } });
  const spread = [{ maxSkew: 1, topologyKey: 'topology.rook.io/rack', whenUnsatisfiable: 'DoNotSchedule', labelSelector: app('operator') }];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: named('operator') },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'operator' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'operator' }, subjects: [{ kind: 'ServiceAccount', ...named('operator') }] },
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: named('agent'), spec: { template: { metadata: { labels: { app: 'agent' } }, spec: { initContainers: [container('mount')], containers: [container('agent')] } } } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: named('operator'), spec: { replicas: 2, selector: app('operator'), template: { metadata: { labels: { app: 'operator' } }, spec: { topologySpreadConstraints: spread, containers: [container('operator')] } } } },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: named('operator'), spec: { maxUnavailable: 1, selector: app('operator') } },
  ];
}

const protection = (site: string): StackDraft => stack(`${site}-protection`, 'protection', site, { kubernetes_manifest: { ceph: cephManifest(site), ...(site === 'ndc-03' ? {} : { egress: egressManifest(), ...pairManifests(site) }), ...(site === 'ndc-01' ? backupManifests() : {}) } });

const cephManifest = (site: string): Values => ({
  manifest: {
    apiVersion: 'ceph.rook.io/v1',
    kind: 'CephCluster',
    metadata: { name: 'rook-ceph', namespace: 'rook-ceph' },
    spec: { mon: { count: 3, allowMultiplePerNode: false }, mgr: { count: 2 }, network: { connections: { encryption: { enabled: true }, requireMsgr2: true } }, storage: { useAllNodes: false, useAllDevices: false, storageClassDeviceSets: [{ name: 'dia', count: 12, portable: false, encrypted: true, volumeClaimTemplates: [] }] }, security: { kms: { connectionDetails: { KMS_PROVIDER: 'kmip', KMIP_ENDPOINT: `kmip.${site}.internal:5696` }, tokenSecretName: 'rook-kmip' } } },
  },
});

const egressManifest = (): Values => ({
  manifest: {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'ndc-egress-hosts', namespace },
    spec: { endpointSelector: {}, egress: [{ toFQDNs: [{ matchName: 'api.example.vn' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] }] },
  },
});

/** One end of the pair of ndc-01 and ndc-02, written down by hand: the pool, its daemons, and the environment's volumes. */
function pairManifests(site: string): Record<string, Values> {
  const other = site === 'ndc-01' ? 'ndc-02' : 'ndc-01';
  return {
    pool: { manifest: { apiVersion: 'ceph.rook.io/v1', kind: 'CephBlockPool', metadata: { name: 'ndc-block-ndc-01-ndc-02', namespace: 'rook-ceph' }, spec: { failureDomain: 'rack', replicated: { size: 3 }, mirroring: { enabled: true, mode: 'image', peers: { secretNames: [`peer-${other}`] } } } } },
    mirror: { manifest: { apiVersion: 'ceph.rook.io/v1', kind: 'CephRBDMirror', metadata: { name: 'mirror', namespace: 'rook-ceph' }, spec: { count: 2 } } },
    volumes: {
      manifest: {
        apiVersion: 'replication.storage.openshift.io/v1alpha1',
        kind: 'VolumeGroupReplication',
        metadata: { name: 'volumes', namespace },
        spec: { replicationState: site === 'ndc-01' ? 'primary' : 'secondary', autoResync: false, volumeReplicationClassName: 'gold', volumeGroupReplicationClassName: 'gold', source: { selector: {} } },
      },
    },
  };
}

/** Gold loses four hours at most to bad data and keeps 35 days: every two hours to the third site. */
const backupManifests = (): Record<string, Values> => ({
  location: { manifest: { apiVersion: 'velero.io/v1', kind: 'BackupStorageLocation', metadata: { name: 'third', namespace: 'velero' }, spec: { provider: 'aws', objectStorage: { bucket: 'backup' }, config: { region: 'x', s3Url: 'https://s3.ndc-03.internal', s3ForcePathStyle: 'true' } } } },
  schedule: { manifest: { apiVersion: 'velero.io/v1', kind: 'Schedule', metadata: { name: 'gold', namespace: 'velero' }, spec: { schedule: '0 */2 * * *', template: { includedNamespaces: [namespace], ttl: '840h0m0s', storageLocation: 'third', snapshotMoveData: true } } } },
});

/** What the database `goc` of the base estate's system would have: primary, streaming replica, and a third copy that archives where it stands. */
export function withDatabase(stacks: StackDraft[]): StackDraft[] {
  const names = { 'ndc-01': 'goc-1', 'ndc-02': 'goc-2', 'ndc-03': 'goc-3' } as const;
  for (const [site, self] of Object.entries(names)) {
    const { resources } = stackNamed(stacks, `${site}-protection`);
    const object = (apiVersion: string, kind: string, name: string, spec: Values): Values => ({ manifest: { apiVersion, kind, metadata: { name, namespace }, spec } });
    resources['kubernetes_manifest'] = {
      ...resources['kubernetes_manifest'],
      cluster: object('postgresql.cnpg.io/v1', 'Cluster', 'goc', {
        instances: 2,
        replica: { self, primary: 'goc-1', source: 'goc-1' },
        externalClusters: [{ name: 'goc-1', connectionParameters: { host: 'goc-rw.ndc-01.internal', user: 'streaming_replica' } }],
        plugins: [{ name: 'barman-cloud.cloudnative-pg.io', isWALArchiver: true, parameters: { barmanObjectName: `goc-${site}`, serverName: `goc-${site}-1` } }],
      }),
      store: object('barmancloud.cnpg.io/v1', 'ObjectStore', `goc-${site}`, { retentionPolicy: '35d', configuration: { destinationPath: 's3://database-archive/goc', endpointURL: `https://s3.${site}.internal` } }),
      base: object('postgresql.cnpg.io/v1', 'ScheduledBackup', 'goc-base', { schedule: '0 0 2 * * *', method: 'plugin', cluster: { name: 'goc' } }),
    };
  }
  return stacks;
}

function stack(name: string, kind: StackKind, site: string, resources: Record<string, Record<string, Values>>, organisation?: string, rendered: Record<string, Values[]> = {}): StackDraft {
  return {
    name,
    kind,
    site,
    ...(organisation === undefined ? {} : { organisation }),
    resources,
    rendered,
    outputs: { ndc_site: site, ndc_stack: name, ndc_estate: 'thu' },
    uid: `00000000-0000-4000-8000-00000000000${site.slice(-1)}`,
    status: { is: 'planned' },
  };
}

/** Right stacks for the base estate: those of NDC 01, or of all three sites. */
export function goodStacks(sites: 'ndc-01' | 'all' = 'all'): StackDraft[] {
  const first = [platform('ndc-01'), tenant('ndc-01'), protection('ndc-01')];
  return sites === 'ndc-01' ? first : [...first, platform('ndc-02'), tenant('ndc-02'), protection('ndc-02'), platform('ndc-03'), protection('ndc-03')];
}

/** The draft of a stack by name; a test that names a wrong one must not pass by accident. */
export function stackNamed(stacks: readonly StackDraft[], name: string): StackDraft {
  const found = stacks.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`there is no stack ${name}`);
  return found;
}

/** As cdktf writes it: blocks of one as objects, construct paths beside each resource. */
export function synthesised({ name, resources, outputs }: StackDraft): string {
  const described = Object.fromEntries(
    Object.entries(resources).map(([type, named]) => [type, Object.fromEntries(Object.entries(named).map(([id, values]) => [id, { '//': { metadata: { path: `${name}/${id}`, uniqueId: id } }, ...values }]))]),
  );
  return JSON.stringify({ '//': { metadata: { stackName: name } }, output: Object.fromEntries(Object.entries(outputs).map(([id, value]) => [id, { value }])), resource: described });
}

/** Blocks that values hold as lists of one. */
const singles = new Set(['metadata', 'spec', 'pod_selector', 'namespace_selector', 'ip_block', 'role_ref', 'scope_selector']);

function asValues(value: unknown, key = ''): unknown {
  if (key === 'manifest') return value;
  if (Array.isArray(value)) return value.map((item) => asValues(item));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, nested]) => [name, asValues(nested, name)]));
  return singles.has(key) ? [inner] : inner;
}

const isTemplate = (value: unknown): boolean => typeof value === 'string' && value.startsWith('${');

/** Values as a plan splits them: templates vanish from `after` (list elements become null) and are true in `after_unknown`. */
function split(value: unknown): { after: unknown; unknown: unknown } {
  if (Array.isArray(value)) {
    const parts = value.map((item) => (isTemplate(item) ? { after: null, unknown: true } : split(item)));
    return { after: parts.map(({ after }) => after), unknown: parts.map(({ unknown }) => unknown) };
  }
  if (typeof value !== 'object' || value === null) return { after: value, unknown: false };
  const entries = Object.entries(value).map(([key, inner]) => [key, isTemplate(inner) ? undefined : split(inner)] as const);
  return {
    after: Object.fromEntries(entries.flatMap(([key, part]) => (part === undefined ? [] : [[key, part.after]]))),
    unknown: Object.fromEntries(entries.flatMap(([key, part]): [string, unknown][] => (part === undefined ? [[key, true]] : typeof part.unknown === 'object' ? [[key, part.unknown]] : []))),
  };
}

/** Where the configuration refers to what is known later, as a plan's `expressions` say it: templates alone, the rest left out. */
function expressionsOf(value: unknown): unknown {
  if (isTemplate(value)) return { references: [String(value).slice(2, -1)] };
  if (Array.isArray(value)) return value.map((item) => expressionsOf(item) ?? {});
  if (typeof value !== 'object' || value === null) return undefined;
  const inner = Object.entries(value).flatMap(([key, nested]) => {
    const expression = expressionsOf(nested);
    return expression === undefined ? [] : [[key, expression] as const];
  });
  return inner.length === 0 ? undefined : Object.fromEntries(inner);
}

/** As `terraform show -json` writes a plan of it. */
export function planned({ resources, recorded, rendered, refreshed = true, actions: otherwise = {}, outputs, uid, plan = {} }: StackDraft): string {
  const flat = (from: Record<string, Record<string, Values>>): Map<string, { type: string; name: string; values: unknown }> =>
    new Map(Object.entries(from).flatMap(([type, named]) => Object.entries(named).map(([name, values]) => [`${type}.${name}`, { type, name, values: asValues(values) }] as const)));
  const [before, after] = [flat(recorded ?? {}), flat(resources)];
  const changes = [...new Set([...before.keys(), ...after.keys()])].map((address) => {
    const [old, next] = [before.get(address), after.get(address)];
    const { type, name } = next ?? old ?? { type: '', name: '' };
    const same = JSON.stringify(old?.values) === JSON.stringify(next?.values);
    const actions = otherwise[address] ?? (old === undefined ? ['create'] : next === undefined ? ['delete'] : same ? ['no-op'] : ['update']);
    const { after: known, unknown } = split(next?.values ?? null);
    return { address, mode: 'managed', type, name, change: { actions, before: old?.values ?? null, after: known, after_unknown: unknown, before_sensitive: {}, after_sensitive: {} } };
  });
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      outputs: Object.fromEntries(Object.entries(outputs).map(([id, value]) => [id, { sensitive: false, value }])),
      root_module: { resources: [...after].map(([address, { type, name, values }]) => ({ address, mode: 'managed', type, name, values })) },
    },
    resource_changes: changes,
    // Providers report a null that became an empty map at every refresh.
    resource_drift: refreshed ? [...before].slice(0, 1).map(([address, { type, name, values }]) => ({ address, mode: 'managed', type, name, change: { actions: ['update'], before: values, after: values } })) : [],
    prior_state: {
      values: {
        root_module: {
          resources: [
            ...(uid === null ? [] : [{ address: 'data.kubernetes_namespace_v1.kube-system', mode: 'data', type: 'kubernetes_namespace_v1', name: 'kube-system', values: { metadata: [{ name: 'kube-system', uid }] } }]),
            ...Object.entries(resources['helm_release'] ?? {}).flatMap(([name, inputs]) => (rendered[name] === undefined ? [] : [twinOf(name, inputs, rendered[name])])),
          ],
        },
      },
    },
    configuration: {
      root_module: {
        outputs: Object.fromEntries(Object.keys(outputs).map((id) => [id, {}])),
        resources: [...after].map(([address, { type, name }]) => ({ address, mode: 'managed', type, name, expressions: expressionsOf(resources[type]?.[name]) ?? {} })),
      },
    },
    ...plan,
  });
}

/** A chart's `helm_template` with the inputs of its release. */
const twinOf = (name: string, inputs: Values, objects: readonly Values[]): Values => ({
  address: `data.helm_template.${name}`,
  mode: 'data',
  type: 'helm_template',
  name,
  values: { ...inputs, manifest: objects.map((object) => JSON.stringify(object)).join('\n---\n') },
});

export const offline = (stacks: readonly StackDraft[]): ReadPlanSet => readOffline(stacks.map((draft) => ({ ...identityOf(draft), json: synthesised(draft) })));

const identityOf = ({ name, kind, site, organisation }: StackDraft) => ({ name, kind, site, ...(organisation === undefined ? {} : { organisation }) });

/** What is recorded is what is planned: a set that changes nothing. */
export const applied = (stacks: readonly StackDraft[]): StackDraft[] => stacks.map((draft) => ({ ...draft, recorded: structuredClone(draft.resources) }));

/** `planset.json` for the drafts. */
export function fileOf(estate: Estate, stacks: readonly StackDraft[], more: Partial<PlanSetFile> = {}): PlanSetFile {
  const clusters = Object.fromEntries(stacks.map(({ site, uid }) => [site, uid]));
  return {
    kind: 'ndc/planset.v1',
    id: '2026-11-22-a',
    created: '2026-11-22T03:00:00Z',
    estate: { id: 'thu', digest: estate.digest },
    scenario: { phase: 'as-recorded', lose: [], delay: {} },
    scope: { sites: 'all', organisations: 'all', stacks: 'all' },
    purpose: 'apply',
    connection: 'thu',
    engine: { kind: 'tofu', version: '1.12.6' },
    providers: [],
    backend: { type: 'local', stateEncrypted: true, planEncrypted: true },
    clusters,
    accepted: [],
    stacks: stacks.map((draft) => ({
      ...identityOf(draft),
      status: draft.status,
      configuration: digestOf(synthesised(draft)),
      configurationFile: `${draft.name}.tf.json`,
      ...(draft.status.is === 'planned' ? { plan: { binary: 'sha256:0', json: digestOf(planned(draft)), binaryFile: `${draft.name}.plan`, jsonFile: `${draft.name}.plan.json` } } : {}),
    })),
    ...more,
  };
}

/** Reads the drafts as the plan set a runner would have written. */
export function planset(estate: Estate, stacks: readonly StackDraft[], more: Partial<PlanSetFile> = {}): Promise<ReadPlanSet> {
  return readPlanSet(fileOf(estate, stacks, more), (name) => {
    const draft = stackNamed(stacks, name.replace(/\.(tf|plan)\.json$/, ''));
    return Promise.resolve(name.endsWith('.tf.json') ? synthesised(draft) : planned(draft));
  });
}
