/**
 * How the provider's blocks become Kubernetes fields. Read from the schema of hashicorp/kubernetes 2.38:
 * https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs
 */

/** Blocks that are lists in Kubernetes, with the field's name there. Every other block is an object. */
const lists: Readonly<Record<string, string>> = {
  address: 'addresses',
  allowed_flex_volumes: 'allowedFlexVolumes',
  allowed_host_paths: 'allowedHostPaths',
  allowed_topologies: 'allowedTopologies',
  cluster_role_selectors: 'clusterRoleSelectors',
  condition: 'conditions',
  container: 'containers',
  egress: 'egress',
  endpoint: 'endpoints',
  env: 'env',
  env_from: 'envFrom',
  from: 'from',
  host_aliases: 'hostAliases',
  host_ports: 'hostPorts',
  http_header: 'httpHeaders',
  image_pull_secret: 'imagePullSecrets',
  image_pull_secrets: 'imagePullSecrets',
  ingress: 'ingress',
  init_container: 'initContainers',
  items: 'items',
  limit: 'limits',
  match_expression: 'matchExpressions',
  match_expressions: 'matchExpressions',
  match_fields: 'matchFields',
  match_label_expressions: 'matchLabelExpressions',
  metric: 'metrics',
  node_selector_term: 'nodeSelectorTerms',
  not_ready_address: 'notReadyAddresses',
  on_pod_condition: 'onPodConditions',
  option: 'options',
  path: 'paths',
  policy: 'policies',
  port: 'ports',
  ports: 'ports',
  preferred_during_scheduling_ignored_during_execution: 'preferredDuringSchedulingIgnoredDuringExecution',
  range: 'ranges',
  readiness_gate: 'readinessGates',
  required_during_scheduling_ignored_during_execution: 'requiredDuringSchedulingIgnoredDuringExecution',
  rule: 'rules',
  secret: 'secrets',
  sources: 'sources',
  subject: 'subjects',
  subset: 'subsets',
  sysctl: 'sysctls',
  taint: 'taints',
  tls: 'tls',
  to: 'to',
  toleration: 'tolerations',
  topology_spread_constraint: 'topologySpreadConstraints',
  volume: 'volumes',
  volume_claim_template: 'volumeClaimTemplates',
  volume_device: 'volumeDevices',
  volume_mount: 'volumeMounts',
  webhook: 'webhooks',
};

/** The same names where they are objects after all, as `parent.block`. */
const objectsAfterAll = new Set([
  'affinity.required_during_scheduling_ignored_during_execution',
  'node_affinity.required_during_scheduling_ignored_during_execution',
  'service.port',
  'volume.secret',
  'sources.secret',
  'ephemeral.volume_claim_template',
  'external.metric',
  'object.metric',
  'pods.metric',
]);

/** Maps whose keys are a person's, never field names. */
const freeForm = new Set([
  'annotations',
  'binary_data',
  'capacity',
  'data',
  'default',
  'default_request',
  'hard',
  'labels',
  'limits',
  'match_labels',
  'max',
  'max_limit_request_ratio',
  'min',
  'node_selector',
  'parameters',
  'requests',
  'volume_attributes',
]);

/** Names whose camel case is irregular or that the provider calls otherwise. */
const irregular: Readonly<Record<string, string>> = {
  cluster_ip: 'clusterIP',
  cluster_ips: 'clusterIPs',
  external_ips: 'externalIPs',
  host_ip: 'hostIP',
  host_ipc: 'hostIPC',
  host_pid: 'hostPID',
  load_balancer_ip: 'loadBalancerIP',
  non_resource_urls: 'nonResourceURLs',
  storage_provisioner: 'provisioner',
};

const ambiguous = new Set([...objectsAfterAll].map((path) => path.slice(path.indexOf('.') + 1)));

export const isList = (block: string, parent: string): boolean => Object.hasOwn(lists, block) && !(ambiguous.has(block) && objectsAfterAll.has(`${parent}.${block}`));

/** `selector` is a map in a Service and a block elsewhere. */
export const isFreeForm = (attribute: string, kind: string): boolean =>
  freeForm.has(attribute) || (attribute === 'selector' && (kind === 'Service' || kind === 'ReplicationController'));

/** Field names by attribute: a plan repeats the few hundred of the provider's schema a million times. */
const attributeNames = new Map<string, string>();

/** Field name in Kubernetes of an attribute that is no list of blocks. */
export function attributeName(name: string): string {
  const known = attributeNames.get(name);
  if (known !== undefined) return known;
  const made = (Object.hasOwn(irregular, name) ? irregular[name] : undefined) ?? name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  // Names come from plans: no stranger's plan fills the memory.
  if (attributeNames.size < 5000) attributeNames.set(name, made);
  return made;
}

/** Field name in Kubernetes of a block. */
export const fieldName = (name: string, parent: string): string => (isList(name, parent) ? (lists[name] ?? name) : attributeName(name));

/** Attributes that steer the provider and are no part of the object. */
const providerOnly = new Set(['id', 'timeouts', 'wait', 'default_secret_name', 'wait_until_bound']);

export const isProviderOnly = (attribute: string): boolean =>
  providerOnly.has(attribute) || attribute.startsWith('wait_for') || /_wo(_revision)?$/.test(attribute);
