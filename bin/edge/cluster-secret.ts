import { pathOf, type ClusterCall } from './cluster-call.js';
import { reasonOfStatus, trouble } from './cluster-trouble.js';
import { ClusterUnread } from './cluster-unread.js';

/** Values of a Secret, base64 as the API server holds them. They live in memory only: never in a message, a file or an argument. */
export type SecretData = Readonly<Record<string, string>>;

const secrets = { apiVersion: 'v1', plural: 'secrets', namespaced: true } as const;
const manager = 'ndc-exchange';

/** A Secret as far as it is carried: its type, which nobody can change once it is there, and what it holds. */
export interface SecretHeld {
  readonly type: string;
  readonly data: SecretData;
}

/**
 * What a Secret holds; undefined where there is none.
 *
 * @throws ClusterUnread where no answer comes, or the identity may not read it.
 */
export async function readSecret(call: ClusterCall, namespace: string, name: string): Promise<SecretHeld | undefined> {
  const { status, text } = await call.send({ method: 'GET', path: pathOf(secrets, namespace, name) });
  if (status === 404) return undefined;
  if (status !== 200) throw untold(call, status);
  const { type, data } = JSON.parse(text) as { type?: string; data?: Record<string, string> };
  return { type: type ?? 'Opaque', data: data ?? {} };
}

/** An object of any kind, for what its status names; undefined where it, or its kind, is not there. */
export async function readObject(call: ClusterCall, apiVersion: string, plural: string, namespace: string, name: string): Promise<unknown> {
  const { status, text } = await call.send({ method: 'GET', path: pathOf({ apiVersion, plural, namespaced: true }, namespace, name) });
  if (status === 404) return undefined;
  if (status !== 200) throw untold(call, status);
  return JSON.parse(text) as unknown;
}

/** Whether the server kept it; else its status. What it says of a Secret may quote the Secret, so its words are not taken over. */
export type Wrote = { readonly is: 'written' } | { readonly is: 'refused'; readonly status: number };

/**
 * Writes a Secret whole, by server-side apply: a key that left the source leaves the copy.
 *
 * @throws ClusterUnread where no answer comes, or the identity may not write it.
 */
export async function writeSecret(call: ClusterCall, namespace: string, name: string, { type, data }: SecretHeld, labels: Readonly<Record<string, string>>): Promise<Wrote> {
  const { status } = await call.send({
    method: 'PATCH',
    path: `${pathOf(secrets, namespace, name)}?force=true&fieldManager=${manager}`,
    body: { type: 'application/apply-patch+yaml', text: JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace, labels }, type, data }) },
  });
  if (status === 200 || status === 201) return { is: 'written' };
  if (status === 401 || status === 403 || status === 429 || status >= 500) throw untold(call, status);
  return { is: 'refused', status };
}

const untold = (call: ClusterCall, status: number): ClusterUnread => new ClusterUnread(trouble(reasonOfStatus(status), call.asked, `HTTP ${status}`));
