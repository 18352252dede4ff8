import type { StackMutant } from './edits.js';
import type { Resources, Values } from './small-estate.js';

const later = '${terraform_data.later.output}';
const add =
  (type: string, values: Values) =>
  (all: Resources): void =>
    void (all[type] = { ...all[type], 'added-mutant': values });

/** A Deployment nobody could object to: from the site's registry, pinned, bounded, without rights. */
function deployment(namespace: string, registry: string, change: (pod: Values, container: Values) => void): Values {
  const container: Values = {
    name: 'app',
    image: `${registry}/app@sha256:${'a'.repeat(64)}`,
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
    security_context: { allow_privilege_escalation: false, privileged: false },
  };
  const pod: Values = { automount_service_account_token: false, container: [container] };
  change(pod, container);
  return { metadata: { name: 'added-mutant', namespace }, spec: { replicas: '2', selector: { match_labels: { app: 'app' } }, template: { metadata: { labels: { app: 'app' } }, spec: pod } } };
}

/** Objects that somebody might add beside a tenant's own, each with one thing wrong. */
export function additions(namespace: string, organisation: string, registry: string): readonly StackMutant[] {
  const workload = (name: string, mutator: StackMutant['mutator'], by: string | undefined, change: (pod: Values, container: Values) => void): StackMutant => ({
    name: `${namespace}: a workload ${name}`,
    mutator,
    ...(by === undefined ? {} : { by }),
    edit: add('kubernetes_deployment_v1', deployment(namespace, registry, change)),
  });
  const cronJob = (name: string, mutator: StackMutant['mutator'], more: Values): StackMutant => {
    const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } };
    const spec = { containers: [{ name: 'app', image: `${registry}/app@sha256:${'a'.repeat(64)}`, resources }], ...more };
    const manifest = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'added-mutant', namespace }, spec: { schedule: '0 1 * * *', jobTemplate: { spec: { template: { spec } } } } };
    return { name: `${namespace}: a manifest's CronJob ${name}`, mutator, by: 'TEN-002', edit: add('kubernetes_manifest', { manifest }) };
  };
  const service = (spec: Values) => add('kubernetes_service_v1', { metadata: { name: 'added-mutant', namespace }, spec });
  const bound = (type: string, subject: unknown, metadata: Values) => add(type, { metadata, role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }, subject });
  const group = (name: string): Values => ({ kind: 'Group', name, api_group: 'rbac.authorization.k8s.io' });
  const image = (reference: string) => (_pod: Values, container: Values) => void (container['image'] = reference);
  return [
    workload('takes its image from the internet', 'foreign-registry', 'SUP-001', image(`docker.io/library/app@sha256:${'a'.repeat(64)}`)),
    workload('has an image without a digest', 'unpin', 'SUP-001', image(`${registry}/app:1.0`)),
    workload('has an image that is known only at apply', 'known-to-unknown', 'SUP-001', image(later)),
    workload('has an init container from the internet', 'foreign-registry', 'SUP-001', (pod) => void (pod['init_container'] = [{ name: 'init', image: 'docker.io/library/init:latest' }])),
    workload('uses the network of its node', 'widen', 'TEN-005', (pod) => void (pod['host_network'] = true)),
    workload('opens a port of its node', 'widen', 'TEN-005', (_pod, container) => void (container['port'] = [{ container_port: 80, host_port: 80 }])),
    workload('mounts the token of its account', 'weaken', 'TEN-005', (pod) => void (pod['automount_service_account_token'] = true)),
    workload('is privileged', 'weaken', 'TEN-002', (_pod, container) => void (container['security_context'] = { privileged: true })),
    workload('has a privileged init container', 'weaken', 'TEN-002', (pod) => void (pod['init_container'] = [{ name: 'init', image: `${registry}/init@sha256:${'b'.repeat(64)}`, security_context: { privileged: true } }])),
    workload('adds a capability', 'widen', 'TEN-002', (_pod, container) => void (container['security_context'] = { capabilities: { add: ['SYS_ADMIN'] } })),
    workload('mounts a folder of its node', 'widen', 'TEN-002', (pod) => void (pod['volume'] = [{ name: 'host', host_path: { path: '/' } }])),
    workload('shares the processes of its node', 'widen', 'TEN-002', (pod) => void (pod['host_pid'] = true)),
    workload('may or may not be privileged', 'known-to-unknown', 'TEN-002', (_pod, container) => void (container['security_context'] = { privileged: later })),
    cronJob('has a privileged init container', 'weaken', { initContainers: [{ name: 'init', securityContext: { privileged: true } }] }),
    cronJob('has a privileged ephemeral container', 'weaken', { ephemeralContainers: [{ name: 'go-loi', securityContext: { privileged: true } }] }),
    cronJob('mounts a folder of its node', 'widen', { volumes: [{ name: 'host', hostPath: { path: '/var/lib' } }] }),
    { name: `${namespace}: a Service opens node ports`, mutator: 'widen', by: 'TEN-005', edit: service({ type: 'NodePort' }) },
    { name: `${namespace}: a Service takes external addresses`, mutator: 'widen', by: 'TEN-005', edit: service({ type: 'ClusterIP', external_ips: ['203.0.113.1'] }) },
    { name: `${namespace}: the type of a Service becomes unknown`, mutator: 'known-to-unknown', by: 'TEN-005', edit: service({ type: later }) },
    { name: `${organisation}: its group is bound cluster-wide`, mutator: 'widen', by: 'TEN-004', edit: bound('kubernetes_cluster_role_binding_v1', [group(`${organisation}:platform`)], { name: 'added-mutant' }) },
    { name: `${organisation}: everybody who signed in is bound cluster-wide`, mutator: 'widen', by: 'TEN-004', edit: bound('kubernetes_cluster_role_binding_v1', [group('system:authenticated')], { name: 'added-mutant' }) },
    { name: 'whoever does not sign in is bound cluster-wide', mutator: 'widen', by: 'ACC-001', edit: bound('kubernetes_cluster_role_binding_v1', [group('system:unauthenticated')], { name: 'added-mutant' }) },
    { name: `${namespace}: a single user is bound`, mutator: 'widen', by: 'ACC-001', edit: bound('kubernetes_role_binding_v1', [{ kind: 'User', name: 'nguyen', api_group: 'rbac.authorization.k8s.io' }], { name: 'added-mutant', namespace }) },
    { name: `${namespace}: a Secret has data`, mutator: 'widen', by: 'ENC-007', edit: add('kubernetes_secret_v1', { metadata: { name: 'added-mutant', namespace }, data: { a: 'khong-nen-o-day' } }) },
    { name: `${namespace}: a ConfigMap holds a token`, mutator: 'weaken', by: 'ENC-007', edit: add('kubernetes_config_map_v1', { metadata: { name: 'added-mutant', namespace }, data: { api_token: 'khong-nen-o-day' } }) },
    workload('holds a password in a variable', 'weaken', 'ENC-007', (_pod, container) => void (container['env'] = [{ name: 'DB_PASSWORD', value: 'khong-nen-o-day' }])),
    workload('hands a password to its command', 'weaken', 'ENC-007', (_pod, container) => void (container['args'] = ['--db-password=khong-nen-o-day'])),
    { name: `${namespace}: the internet is opened`, mutator: 'widen', by: 'TEN-003', edit: add('kubernetes_network_policy_v1', { metadata: { name: 'added-mutant', namespace }, spec: { pod_selector: {}, policy_types: ['Egress'], egress: [{ to: [{ ip_block: { cidr: '0.0.0.0/0' } }] }] } }) },
  ];
}
