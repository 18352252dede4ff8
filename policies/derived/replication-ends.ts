import type { Column, Lookup, Seen } from '../planset/lookup.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { isOf } from './by-kind.js';
import { elements } from './network-policy.js';
import { deepField, isSet } from './values.js';

/** csi-addons: https://github.com/csi-addons/kubernetes-csi-addons/blob/main/docs/volumereplication.md */
export const replicationGroup = 'replication.storage.openshift.io';
/** One volume, or a group of them. */
export const volumeReplicationKinds = ['VolumeReplication', 'VolumeGroupReplication'] as const;

/** CloudNativePG: https://cloudnative-pg.io/documentation/current/replica_cluster/ */
export const postgresGroup = 'postgresql.cnpg.io';

/** Which end of a relation an object is, or why that cannot be told. */
export type End<Is extends string> = { readonly is: Is } | { readonly because: string };

/** Replications of an environment's volumes at a site. */
export const volumeReplications = (lookup: Lookup, site: string, column: Column, namespace: string): readonly Seen[] =>
  volumeReplicationKinds.flatMap((kind) => lookup.inNamespace(site, column, kind, namespace)).filter((seen) => isOf(replicationGroup, seen));

/** `resync` throws away what the volume holds: it is neither end of a standing relation. */
export function volumeEnd({ kind, name, body }: KubernetesObject): End<'primary' | 'secondary' | 'resync' | 'none'> {
  const state = deepField(body, 'spec', 'replicationState');
  if (isUnknown(state)) return { because: `${kind} ${name} replicationState: ${state.because}` };
  return { is: state === 'primary' || state === 'secondary' || state === 'resync' ? state : 'none' };
}

/** Cluster of a database at a site: it bears the database's id, at every site the same. */
export const databaseClusters = (lookup: Lookup, site: string, column: Column, namespace: string, database: string): readonly Seen[] =>
  lookup.inNamespace(site, column, 'Cluster', namespace).filter((seen) => isOf(postgresGroup, seen) && seen.object.name === database);

/** What a PostgreSQL cluster is in its topology. */
export interface DatabaseEnd {
  readonly is: 'primary' | 'replica';
  /** Cluster it follows. */
  readonly source?: string;
  /** Whether it streams from a server; else it follows an archive alone, a segment behind. */
  readonly streams: boolean;
}

/** A cluster follows another where `replica.enabled` says so, or where the topology's primary is not itself. */
export function databaseEnd({ name, body }: KubernetesObject): DatabaseEnd | { readonly because: string } {
  const [enabled, primary, self, source] = ['enabled', 'primary', 'self', 'source'].map((key) => deepField(body, 'spec', 'replica', key));
  const open = [deepField(body, 'spec', 'replica'), enabled, primary, self, source].find(isUnknown);
  if (isUnknown(open)) return { because: `Cluster ${name} replica: ${open.because}` };
  const follows = isSet(enabled) || (enabled === undefined && primary !== undefined && plainText(primary) !== plainText(self ?? name));
  if (!follows) return { is: 'primary', streams: false };
  const servers = elements(deepField(body, 'spec', 'externalClusters'));
  if ('because' in servers) return { because: `Cluster ${name} externalClusters: ${servers.because}` };
  const own = servers.find((server) => plainText(deepField(server, 'name')) === plainText(source));
  const host = deepField(own, 'connectionParameters', 'host');
  if (isUnknown(host)) return { because: `Cluster ${name} externalClusters: ${host.because}` };
  return { is: 'replica', ...(source === undefined ? {} : { source: plainText(source) }), streams: isSet(host) };
}

/** Whether an object's `spec.<key>` is true, false, or cannot be told. Left out is false. */
export function specFlag({ kind, name, body }: KubernetesObject, ...path: readonly string[]): boolean | { readonly because: string } {
  const value: Known | undefined = deepField(body, 'spec', ...path);
  return isUnknown(value) ? { because: `${kind} ${name} ${path.join('.')}: ${value.because}` } : isSet(value);
}
