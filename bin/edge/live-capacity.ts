import { z } from 'zod';
import { gpuTaint } from '../../constructs/dedicated-nodes.js';
import type { LiveNode, LiveSite } from '../../sites/capacity/drift/live.js';
import { addTo, type Quantities } from '../../sites/capacity/quantities.js';
import type { ObjectReader } from './cluster.js';
import { amountOf, amounts, metadata, quantities } from './live-amounts.js';
import { objectsOf, readQuotas } from './live-quotas.js';
import { visible } from './visible.js';

/** Which pool of the model a node belongs to; whoever provisions nodes sets it. */
export const poolLabel = 'ndc.gov.vn/pool';
/** https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane */
const controlPlaneLabel = 'node-role.kubernetes.io/control-plane';

const nodeObject = z.object({
  metadata,
  spec: z.object({ unschedulable: z.boolean().optional(), taints: z.array(z.object({ key: z.string() })).optional() }).optional(),
  status: z.object({ allocatable: quantities, conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional() }).optional(),
});
const claimObject = z.object({
  metadata,
  spec: z.object({ storageClassName: z.string().optional(), resources: z.object({ requests: quantities }).optional() }).optional(),
  status: z.object({ capacity: quantities }).optional(),
});
/** https://rook.io/docs/rook/latest-release/CRDs/specification/#ceph.rook.io/v1.Capacity */
const cephObject = z.object({ metadata, status: z.object({ ceph: z.object({ capacity: z.object({ bytesTotal: z.number().optional(), bytesUsed: z.number().optional() }).optional() }).optional() }).optional() });

/**
 * Nodes, quotas, claims and Ceph of a cluster, as they are now. An API server without Ceph's kind has no Ceph.
 *
 * @throws ClusterUnread where the API server does not answer, refuses, or answers with something else.
 */
export async function readLiveSite(reader: ObjectReader, site: { readonly id: string; readonly kubeconfig: string; readonly context: string }): Promise<LiveSite> {
  const read = <T>(collection: string, schema: z.ZodType<T>): Promise<T[]> => objectsOf(reader, site, collection, schema);
  const [nodes, { quotas, unread: unreadOfQuotas }, claims, ceph] = await Promise.all([
    read('/api/v1/nodes', nodeObject),
    readQuotas(reader, site),
    read('/api/v1/persistentvolumeclaims', claimObject),
    read('/apis/ceph.rook.io/v1/cephclusters', cephObject),
  ]);
  const unread: string[] = [];
  const reported = ceph.flatMap(({ status }) => {
    const { bytesTotal, bytesUsed } = status?.ceph?.capacity ?? {};
    return bytesTotal === undefined || bytesUsed === undefined ? [] : [{ total: BigInt(Math.trunc(bytesTotal)), used: BigInt(Math.trunc(bytesUsed)) }];
  });
  const live = nodes.map((node) => nodeOf(node, unread));
  unread.push(...unreadOfQuotas);
  return {
    nodes: live,
    quotas,
    claimed: claimedOf(claims, unread),
    ...(reported.length === 0 ? {} : { ceph: { total: reported.reduce((sum, { total }) => sum + total, 0n), used: reported.reduce((sum, { used }) => sum + used, 0n) } }),
    unread,
  };
}

function nodeOf({ metadata: { name, labels = {} }, spec, status }: z.output<typeof nodeObject>, unread: string[]): LiveNode {
  const pool = labels[poolLabel];
  const ready = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
  return {
    name,
    ...(pool === undefined ? {} : { pool }),
    controlPlane: Object.hasOwn(labels, controlPlaneLabel),
    usable: ready && spec?.unschedulable !== true,
    spared: spec?.taints?.some(({ key }) => key === gpuTaint.key) === true,
    allocatable: amounts(status?.allocatable, (key) => (Object.hasOwn(nodeKeys, key) ? nodeKeys[key] : undefined), `node ${name}`, unread),
  };
}

const nodeKeys: Readonly<Record<string, string>> = { cpu: 'cpu', memory: 'memory', pods: 'pods', 'nvidia.com/gpu': 'gpu' };

/** What a bound claim has, else what a pending one asks for; a claim without a class counts as `storage/`. */
function claimedOf(claims: readonly z.output<typeof claimObject>[], unread: string[]): Quantities {
  const total = new Map<string, bigint>();
  for (const { metadata: { name, namespace = '' }, spec, status } of claims) {
    const written = status?.capacity?.['storage'] ?? spec?.resources?.requests?.['storage'];
    if (written === undefined) continue;
    const resource = `storage/${spec?.storageClassName ?? ''}`;
    const bytes = amountOf(resource, written);
    if (bytes === undefined) unread.push(visible(`persistentvolumeclaim ${namespace}/${name}: storage ${written}`, 120));
    else addTo(total, new Map([[resource, bytes]]));
  }
  return total;
}
