import { createHash } from 'node:crypto';
import type { Text } from '../../sites/model/text.js';
import type { BackendType } from './connection-schema.js';
import { literal } from './template.js';

/** Where states lie: a Terraform backend and its arguments, before a stack's name is put in. */
export interface Backend {
  readonly type: BackendType;
  readonly config: Readonly<Record<string, unknown>>;
  readonly encrypted: boolean;
}

/** The argument that tells one stack's state from another's, and its value where the connection names none. */
const naming: Readonly<Record<BackendType, { readonly key: string; readonly otherwise?: string; readonly longest: number }>> = {
  local: { key: 'path', longest: 4096 },
  // A longer identifier is cut in silence by PostgreSQL, and two stacks would share one schema
  // (https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS).
  pg: { key: 'schema_name', otherwise: '{stack}', longest: 63 },
  s3: { key: 'key', otherwise: '{stack}.tfstate', longest: 1024 },
  // The suffix is a label value too (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/).
  kubernetes: { key: 'secret_suffix', otherwise: '{stack}', longest: 63 },
  http: { key: 'address', longest: 2048 },
};

/** Arguments whose value is a credential: they never tell where a state lies. */
const credentials = /password|secret_key|access_key|token|client_key|client_certificate|username/i;

/** What is wrong with a backend as written in a connection, before any stack uses it. */
export function backendProblem({ type, config }: { readonly type: BackendType; readonly config?: Readonly<Record<string, unknown>> | undefined }): { key: string; text: Text } | undefined {
  const { key } = naming[type];
  const value = config?.[key];
  if (type === 'http' && value === undefined)
    return { key, text: { vi: 'backend http cần config.address, ví dụ https://…/{site}/{stack}.', en: 'an http backend needs config.address, for example https://…/{site}/{stack}.' } };
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.includes('{stack}')) return undefined;
  return {
    key,
    text: {
      vi: `backend.config.${key} phải chứa {stack}; nếu không, mọi cụm tài nguyên sẽ dùng chung một trạng thái.`,
      en: `backend.config.${key} must contain {stack}: without it every stack would share one state.`,
    },
  };
}

/** Shortens a name that a backend would cut, keeping it unique. */
function bounded(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${name.slice(0, longest - 13)}-${hash}`;
}

/**
 * The backend's arguments for one stack.
 *
 * @param localPath where a `local` backend without a path of its own keeps the state, as seen from the work folder.
 */
export function backendFor({ type, config }: Backend, stack: { readonly name: string; readonly site: string }, localPath: string): Record<string, unknown> {
  const put = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll('{stack}', stack.name).replaceAll('{site}', stack.site);
    if (Array.isArray(value)) return value.map(put);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, put(inner)]));
    return value;
  };
  const filled = put(config) as Record<string, unknown>;
  const { key, otherwise, longest } = naming[type];
  const name = filled[key] ?? (type === 'local' ? localPath : put(otherwise));
  return { ...filled, [key]: bounded(String(name), longest) };
}

/** `backend_override.tf.json`: replaces the `local` backend that every synthesised stack names. */
export function backendOverride(type: BackendType, config: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ terraform: { backend: { [type]: escaped(config) } } }, null, 2)}\n`;
}

/** Arguments are data, not templates. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]));
  return value;
}

/** Where a stack's state lies, without credentials: two different places mean that a state was left behind. */
export function backendPlace(type: BackendType, config: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(config)
    .filter(([key]) => !credentials.test(key))
    .map(([key, value]): [string, unknown] => [key, key === 'conn_str' ? withoutPassword(String(value)) : value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${type} ${JSON.stringify(Object.fromEntries(shown))}`;
}

function withoutPassword(connection: string): string {
  try {
    const url = new URL(connection);
    return `${url.host}${url.pathname}`;
  } catch {
    return connection.replace(/password\s*=\s*('[^']*'|\S+)/gi, '').trim();
  }
}

/** Whether states lie encrypted at rest there, as far as the configuration says. */
export const encryptedAtRest = ({ type, config, encrypted }: Backend): boolean => encrypted || (type === 's3' && config['encrypt'] === true);
