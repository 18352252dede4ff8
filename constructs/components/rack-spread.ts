import type { Json } from '../literals.js';

/** Label of the rack a node stands in: the one Rook makes its failure domains of. */
export const rackKey = 'topology.rook.io/rack';

/**
 * Keeps pods apart over racks, so that none takes all of them along. A rule and no wish: nodes without a rack label get
 * none of these pods.
 * Source: https://rook.io/docs/rook/latest/CRDs/Cluster/ceph-cluster-crd/#osd-topology
 */
const overRacks = (matchLabels: Readonly<Record<string, string>>, more: Readonly<Record<string, Json>>): Json => [
  { maxSkew: 1, topologyKey: rackKey, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels }, ...more },
];

/** Pods of a Deployment; each revision is spread by itself, or what an update leaves behind would count. */
export const deploymentOverRacks = (matchLabels: Readonly<Record<string, string>>): Json => overRacks(matchLabels, { matchLabelKeys: ['pod-template-hash'] });

/** Pods of a StatefulSet, which are replaced one by one in their places. */
export const statefulSetOverRacks = (matchLabels: Readonly<Record<string, string>>): Json => overRacks(matchLabels, {});
