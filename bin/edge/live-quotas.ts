import { z } from 'zod';
import type { LiveQuota } from '../../sites/capacity/drift/live.js';
import { ClusterUnread, type ObjectReader } from './cluster.js';
import { trouble } from './cluster-trouble.js';
import { amounts, metadata, quantities } from './live-amounts.js';

const quotaObject = z.object({
  metadata,
  spec: z.object({ hard: quantities, scopes: z.array(z.string()).optional(), scopeSelector: z.unknown().optional() }).optional(),
  status: z.object({ hard: quantities, used: quantities }).optional(),
});

/** What a quota counts of an environment, by the planner's names. */
const quotaKeys: Readonly<Record<string, string>> = { 'requests.cpu': 'cpu', cpu: 'cpu', 'requests.memory': 'memory', memory: 'memory', pods: 'pods', 'requests.nvidia.com/gpu': 'gpu' };
const classKey = /^(.+)\.storageclass\.storage\.k8s\.io\/requests\.storage$/;

/** Where a connection's answers come from, for what is said when they cannot be read. */
export interface Asked {
  readonly id: string;
  readonly kubeconfig: string;
  readonly context: string;
}

/** Objects of a collection in a shape. @throws ClusterUnread where the API server does not answer, refuses, or answers with something else. */
export async function objectsOf<T>(reader: ObjectReader, { id, kubeconfig, context }: Asked, collection: string, schema: z.ZodType<T>): Promise<T[]> {
  const parsed = z.array(schema).safeParse(await reader.objects(collection));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ClusterUnread(trouble('other', { site: id, kubeconfig, context }, `${collection}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`));
}

/**
 * Quotas of every namespace with what is in use, and quantities nobody could read. `more`: keys counted besides.
 *
 * @throws ClusterUnread as `objectsOf`.
 */
export async function readQuotas(reader: ObjectReader, asked: Asked, more: Readonly<Record<string, string>> = {}): Promise<{ readonly quotas: readonly LiveQuota[]; readonly unread: readonly string[] }> {
  const unread: string[] = [];
  const quotas = quotasOf(await objectsOf(reader, asked, '/api/v1/resourcequotas', quotaObject), { ...quotaKeys, ...more }, unread);
  return { quotas, unread };
}

/** Several quotas of one namespace all hold: the least hard value, the most used. Those with a scope bind some pods alone. */
function quotasOf(quotas: readonly z.output<typeof quotaObject>[], keys: Readonly<Record<string, string>>, unread: string[]): LiveQuota[] {
  const resourceOf = (key: string): string | undefined => (Object.hasOwn(keys, key) ? keys[key] : classKey.test(key) ? `storage/${classKey.exec(key)?.[1] ?? ''}` : undefined);
  const merged = new Map<string, { hard: Map<string, bigint>; used: Map<string, bigint> }>();
  for (const { metadata: { name, namespace = '' }, spec, status } of quotas) {
    if ((spec?.scopes?.length ?? 0) > 0 || spec?.scopeSelector !== undefined) continue;
    const of = merged.get(namespace) ?? { hard: new Map<string, bigint>(), used: new Map<string, bigint>() };
    merged.set(namespace, of);
    const object = `resourcequota ${namespace}/${name}`;
    for (const [resource, amount] of amounts(status?.hard ?? spec?.hard, resourceOf, object, unread)) of.hard.set(resource, least(of.hard.get(resource), amount));
    for (const [resource, amount] of amounts(status?.used, resourceOf, object, unread)) of.used.set(resource, most(of.used.get(resource), amount));
  }
  return [...merged].map(([namespace, { hard, used }]) => ({ namespace, hard, used }));
}

const least = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b < a ? b : a);
const most = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b > a ? b : a);
