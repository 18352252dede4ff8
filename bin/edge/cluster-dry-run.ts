import type { ClusterCall } from './cluster-call.js';
import { messageOf, pathOf } from './cluster-call.js';
import { reasonOfStatus, trouble } from './cluster-trouble.js';
import { ClusterUnread } from './cluster-unread.js';
import type { ServedKind } from './cluster.js';
import { visible } from './visible.js';

/** An object as an API server takes it. */
export interface PlainObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/**
 * What a server says of an object it is asked to admit and not to keep. `absent`: the namespace is not there yet, so
 * nothing in it can be tried; `untried`: a webhook that has side effects is asked only in earnest.
 */
export type DryRun = { readonly is: 'accepted' } | { readonly is: 'refused' | 'absent' | 'untried'; readonly status: number; readonly reason: string };

/** Who asks: a field manager of its own, which never owns anything, since nothing is kept. */
const manager = 'ndc-rehearse';

/**
 * Asks the API server for everything an apply would ask, admission policies and quotas included, without keeping it.
 * Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
 *
 * @throws ClusterUnread where no answer comes, or the identity may not ask.
 */
export async function dryRunApply(call: ClusterCall, kind: ServedKind, object: PlainObject): Promise<DryRun> {
  const { namespace, name } = object.metadata;
  return told(
    call,
    await call.send({
      method: 'PATCH',
      path: `${pathOf(kind, namespace, name)}?dryRun=All&force=true&fieldValidation=Strict&fieldManager=${manager}`,
      body: { type: 'application/apply-patch+yaml', text: JSON.stringify(object) },
    }),
  );
}

/** The same for an object that is to be made anew. */
export async function dryRunCreate(call: ClusterCall, kind: ServedKind, object: PlainObject): Promise<DryRun> {
  return told(
    call,
    await call.send({
      method: 'POST',
      path: `${pathOf(kind, object.metadata.namespace)}?dryRun=All&fieldValidation=Strict&fieldManager=${manager}`,
      body: { type: 'application/json', text: JSON.stringify(object) },
    }),
  );
}

function told(call: ClusterCall, { status, text }: { readonly status: number; readonly text: string }): DryRun {
  if (status === 200 || status === 201) return { is: 'accepted' };
  const message = messageOf(text);
  // 429 and 5xx are the server's own state; without a right to ask, nothing is learnt of the object.
  const unready = status === 401 || status === 429 || status >= 500;
  if (unready || (status === 403 && /cannot (patch|create) resource/.test(message))) throw new ClusterUnread(trouble(reasonOfStatus(status), call.asked, `HTTP ${status} ${message}`));
  const reason = visible(message, 600);
  if (status === 404 && /namespaces? "[^"]*" not found/.test(message)) return { is: 'absent', status, reason };
  if (/does not support dry run/.test(message)) return { is: 'untried', status, reason };
  return { is: 'refused', status, reason };
}
