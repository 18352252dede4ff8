import { z } from 'zod';
import type { LiveNode, LiveQuota, LiveSite } from '../../sites/capacity/drift/live.js';
import { addTo, type Quantities } from '../../sites/capacity/quantities.js';
import { parseBytes, parseCpu, parseQuantity, QuantityError } from '../../sites/model/units.js';
import { ClusterUnread, type ObjectReader } from './cluster.js';
import { trouble } from './cluster-trouble.js';
import { visible } from './visible.js';

/** Which pool of the model a node belongs to; whoever provisions nodes sets it. */
export const poolLabel = 'ndc.gov.vn/pool';
/** https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane */
const controlPlaneLabel = 'node-role.kubernetes.io/control-plane';

const metadata = z.object({ name: z.string(), namespace: z.string().optional(), labels: z.record(z.string(), z.string()).optional() });
/** Quantities come as text; a client that writes JSON by hand may send a number. */
const quantities = z.record(z.string(), z.union([z.string(), z.number()])).optional();

const nodeObject = z.object({
  metadata,
  spec: z.object({ unschedulable: z.boolean().optional() }).optional(),
  status: z.object({ allocatable: quantities, conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional() }).optional(),
});
const quotaObject = z.object({
  metadata,
  spec: z.object({ hard: quantities, scopes: z.array(z.string()).optional(), scopeSelector: z.unknown().optional() }).optional(),
  status: z.object({ hard: quantities, used: quantities }).optional(),
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
  const read = async <T>(collection: string, schema: z.ZodType<T>): Promise<T[]> => {
    const parsed = z.array(schema).safeParse(await reader.objects(collection));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new ClusterUnread(trouble('other', { site: site.id, kubeconfig: site.kubeconfig, context: site.context }, `${collection}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`));
  };
  const [nodes, quotas, claims, ceph] = await Promise.all([
    read('/api/v1/nodes', nodeObject),
    read('/api/v1/resourcequotas', quotaObject),
    read('/api/v1/persistentvolumeclaims', claimObject),
    read('/apis/ceph.rook.io/v1/cephclusters', cephObject),
  ]);
  const unread: string[] = [];
  const reported = ceph.flatMap(({ status }) => {
    const { bytesTotal, bytesUsed } = status?.ceph?.capacity ?? {};
    return bytesTotal === undefined || bytesUsed === undefined ? [] : [{ total: BigInt(Math.trunc(bytesTotal)), used: BigInt(Math.trunc(bytesUsed)) }];
  });
  return {
    nodes: nodes.map((node) => nodeOf(node, unread)),
    quotas: quotasOf(quotas, unread),
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
    allocatable: amounts(status?.allocatable, nodeKeys, `node ${name}`, unread),
  };
}

const nodeKeys: Readonly<Record<string, string>> = { cpu: 'cpu', memory: 'memory', pods: 'pods', 'nvidia.com/gpu': 'gpu' };
const quotaKeys: Readonly<Record<string, string>> = { 'requests.cpu': 'cpu', cpu: 'cpu', 'requests.memory': 'memory', memory: 'memory', pods: 'pods', 'requests.nvidia.com/gpu': 'gpu' };
const classKey = /^(.+)\.storageclass\.storage\.k8s\.io\/requests\.storage$/;

/** The keys the planner knows; a quantity that cannot be read counts as nothing and is named. */
function amounts(from: z.output<typeof quantities>, keys: Readonly<Record<string, string>>, object: string, unread: string[]): Quantities {
  const found = new Map<string, bigint>();
  for (const [key, written] of Object.entries(from ?? {})) {
    const resource = Object.hasOwn(keys, key) ? keys[key] : keys === quotaKeys && classKey.test(key) ? `storage/${classKey.exec(key)?.[1] ?? ''}` : undefined;
    if (resource === undefined) continue;
    const amount = amountOf(resource, written);
    if (amount === undefined) unread.push(visible(`${object}: ${key} ${written}`, 120));
    else found.set(resource, amount);
  }
  return found;
}

function amountOf(resource: string, written: string | number): bigint | undefined {
  try {
    if (resource === 'cpu') return parseCpu(written);
    return resource === 'gpu' || resource === 'pods' ? parseQuantity(written, 1n) : parseBytes(written);
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}

/** Several quotas of one namespace all hold: the least hard value, the most used. Those with a scope bind some pods alone. */
function quotasOf(quotas: readonly z.output<typeof quotaObject>[], unread: string[]): LiveQuota[] {
  const merged = new Map<string, { hard: Map<string, bigint>; used: Map<string, bigint> }>();
  for (const { metadata: { name, namespace = '' }, spec, status } of quotas) {
    if ((spec?.scopes?.length ?? 0) > 0 || spec?.scopeSelector !== undefined) continue;
    const of = merged.get(namespace) ?? { hard: new Map<string, bigint>(), used: new Map<string, bigint>() };
    merged.set(namespace, of);
    const object = `resourcequota ${namespace}/${name}`;
    for (const [resource, amount] of amounts(status?.hard ?? spec?.hard, quotaKeys, object, unread)) of.hard.set(resource, least(of.hard.get(resource), amount));
    for (const [resource, amount] of amounts(status?.used, quotaKeys, object, unread)) of.used.set(resource, most(of.used.get(resource), amount));
  }
  return [...merged].map(([namespace, { hard, used }]) => ({ namespace, hard, used }));
}

const least = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b < a ? b : a);
const most = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b > a ? b : a);

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
