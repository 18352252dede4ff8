/** What a typed resource of the Kubernetes provider stands for. */
export interface KindOfResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const namespaced = (apiVersion: string, kind: string): KindOfResource => ({ apiVersion, kind, namespaced: true });
const clusterWide = (apiVersion: string, kind: string): KindOfResource => ({ apiVersion, kind, namespaced: false });

/**
 * Resource types of hashicorp/kubernetes 2.38 that are whole objects, without their `kubernetes_` and version suffix.
 * Types that patch a part of an object (labels, annotations, taints, env, `*_v1_data`) are none.
 */
const kinds: Readonly<Record<string, KindOfResource>> = {
  api_service: clusterWide('apiregistration.k8s.io/v1', 'APIService'),
  certificate_signing_request: clusterWide('certificates.k8s.io/v1', 'CertificateSigningRequest'),
  cluster_role: clusterWide('rbac.authorization.k8s.io/v1', 'ClusterRole'),
  cluster_role_binding: clusterWide('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'),
  config_map: namespaced('v1', 'ConfigMap'),
  cron_job: namespaced('batch/v1', 'CronJob'),
  csi_driver: clusterWide('storage.k8s.io/v1', 'CSIDriver'),
  daemon_set: namespaced('apps/v1', 'DaemonSet'),
  daemonset: namespaced('apps/v1', 'DaemonSet'),
  default_service_account: namespaced('v1', 'ServiceAccount'),
  deployment: namespaced('apps/v1', 'Deployment'),
  endpoint_slice: namespaced('discovery.k8s.io/v1', 'EndpointSlice'),
  endpoints: namespaced('v1', 'Endpoints'),
  horizontal_pod_autoscaler: namespaced('autoscaling/v2', 'HorizontalPodAutoscaler'),
  ingress: namespaced('networking.k8s.io/v1', 'Ingress'),
  ingress_class: clusterWide('networking.k8s.io/v1', 'IngressClass'),
  job: namespaced('batch/v1', 'Job'),
  limit_range: namespaced('v1', 'LimitRange'),
  mutating_webhook_configuration: clusterWide('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'),
  namespace: clusterWide('v1', 'Namespace'),
  network_policy: namespaced('networking.k8s.io/v1', 'NetworkPolicy'),
  persistent_volume: clusterWide('v1', 'PersistentVolume'),
  persistent_volume_claim: namespaced('v1', 'PersistentVolumeClaim'),
  pod: namespaced('v1', 'Pod'),
  pod_disruption_budget: namespaced('policy/v1', 'PodDisruptionBudget'),
  priority_class: clusterWide('scheduling.k8s.io/v1', 'PriorityClass'),
  replication_controller: namespaced('v1', 'ReplicationController'),
  resource_quota: namespaced('v1', 'ResourceQuota'),
  role: namespaced('rbac.authorization.k8s.io/v1', 'Role'),
  role_binding: namespaced('rbac.authorization.k8s.io/v1', 'RoleBinding'),
  runtime_class: clusterWide('node.k8s.io/v1', 'RuntimeClass'),
  secret: namespaced('v1', 'Secret'),
  service: namespaced('v1', 'Service'),
  service_account: namespaced('v1', 'ServiceAccount'),
  stateful_set: namespaced('apps/v1', 'StatefulSet'),
  storage_class: clusterWide('storage.k8s.io/v1', 'StorageClass'),
  validating_webhook_configuration: clusterWide('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'),
};

/** `kubernetes_network_policy_v1` and `kubernetes_network_policy` are the same kind; undefined for other types. */
export function kindOfType(type: string): KindOfResource | undefined {
  if (!type.startsWith('kubernetes_')) return undefined;
  const base = type.slice('kubernetes_'.length).replace(/_v\d+((alpha|beta)\d+)?$/, '');
  return Object.hasOwn(kinds, base) ? kinds[base] : undefined;
}

const clusterKinds = new Set([
  ...Object.values(kinds).filter((kind) => !kind.namespaced).map(({ kind }) => kind),
  'CiliumClusterwideNetworkPolicy',
  'ClusterIssuer',
  'CustomResourceDefinition',
  'Node',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
]);

/** Whether objects of a kind live outside namespaces, for chart templates that leave `namespace` out. */
export const isClusterKind = (kind: string): boolean => clusterKinds.has(kind);
