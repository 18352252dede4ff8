import type { ObjectMetadata, ServedKind } from '../edge/cluster.js';

/**
 * Kinds without a namespace in which nobody but the toolkit and its charts is expected to make anything: those that the
 * stacks declare, and those that grant rights or decide what is admitted. What controllers make by themselves (nodes,
 * volumes, definitions that an operator registers) is not among them.
 */
const kinds: ReadonlySet<string> = new Set([
  '/Namespace',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/StorageClass',
  'replication.storage.openshift.io/VolumeReplicationClass',
  'replication.storage.openshift.io/VolumeGroupReplicationClass',
  'cilium.io/CiliumClusterwideNetworkPolicy',
]);

/** What every cluster has: by name, since a label can be put on anything. */
const ofKubernetes: Readonly<Record<string, readonly string[]>> = {
  Namespace: ['default', 'kube-node-lease', 'kube-public', 'kube-system'],
  PriorityClass: ['system-cluster-critical', 'system-node-critical'],
  ClusterRole: ['admin', 'cluster-admin', 'edit', 'view'],
  ClusterRoleBinding: ['cluster-admin'],
};

/** Prefixes that Kubernetes and kubeadm keep for the roles of their own parts. */
const reserved = /^(system:|kubeadm:|kube-)/;

/** Whether objects of a kind without a namespace are looked at. */
export function clusterWide({ apiVersion, kind }: ServedKind): boolean {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return kinds.has(`${group}/${kind}`);
}

/** Whether an object comes with Kubernetes itself. */
export function isOfKubernetes({ kind }: ServedKind, { name }: ObjectMetadata): boolean {
  return ofKubernetes[kind]?.includes(name) === true || (kind.startsWith('ClusterRole') && reserved.test(name));
}
