import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import type { Evidence } from '../../sites/model/verdict.js';
import type { Column, Lookup, Seen } from '../planset/lookup.js';
import type { KubernetesObject } from '../planset/read-model.js';
import { heldBy } from './held-data.js';
import type { DerivedEnvironment } from './placement.js';
import { databaseClusters, databaseEnd, volumeEnd, volumeReplications } from './replication-ends.js';
import { deepField } from './values.js';

/** How far a standby's existence is shown: room is kept, replication is declared at both ends, or it was seen to work. */
export type EvidenceLevel = 'none' | 'reserved' | 'declared' | 'replicating';

export const levelNames: Readonly<Record<EvidenceLevel, Text>> = {
  none: { vi: 'không có gì', en: 'nothing' },
  reserved: { vi: 'đã dành chỗ (reserved)', en: 'reserved' },
  declared: { vi: 'đã khai báo sao chép ở hai đầu (declared)', en: 'declared' },
  replicating: { vi: 'sao chép đã được kiểm chứng (replicating)', en: 'replicating' },
};

/** What of a standby was seen in one column. */
export interface SeenStandby {
  readonly level: 'none' | 'reserved' | 'declared';
  /** Level the tier needs: with data to copy, room alone saves nothing. */
  readonly needed: 'reserved' | 'declared';
  readonly missing: readonly Text[];
  readonly unknown: readonly string[];
  readonly evidence: readonly Evidence[];
}

const evidenceOf = ({ resource, object }: Seen, site: string, found: string): Evidence => ({ what: { vi: `${object.kind} ${object.name} ở ${site}`, en: `${object.kind} ${object.name} in ${site}` }, found, pointer: resource.pointer, document: resource.stack });

/** A quota with scopes only narrows what some pods may do; it keeps no room for anybody. */
export const reserves = ({ body }: KubernetesObject): boolean => [deepField(body, 'spec', 'scopes'), deepField(body, 'spec', 'scopeSelector')].every((scope) => scope === undefined || (Array.isArray(scope) && scope.length === 0));

/** Room at the standby, then both ends of everything the tier copies there. Labels and roles are not looked at. */
export function standbyOf(estate: Estate, lookup: Lookup, column: Column, environment: DerivedEnvironment, standby: string): SeenStandby {
  const { namespace, primary, tier } = environment;
  const missing: Text[] = [];
  const unknown: string[] = [];
  const evidence: Evidence[] = [];
  const lack = (vi: string, en: string): void => void missing.push({ vi, en });
  const [space] = lookup.clusterWide(standby, column, 'Namespace', namespace);
  const [quota] = lookup.inNamespace(standby, column, 'ResourceQuota', namespace).filter(({ object }) => reserves(object));
  if (space === undefined) lack(`${standby} không có namespace ${namespace}`, `${standby} has no namespace ${namespace}`);
  else evidence.push(evidenceOf(space, standby, namespace));
  if (quota === undefined) lack(`${standby} không dành hạn mức nào cho ${namespace}`, `${standby} keeps no quota for ${namespace}`);
  else evidence.push(evidenceOf(quota, standby, quota.object.name));
  const reserved = missing.length === 0;

  const { block, databases } = heldBy(estate, environment);
  const copies = estate.recovery.copies[tier];
  const ends = (site: string, wanted: 'primary' | 'secondary'): void => {
    const seen = volumeReplications(lookup, site, column, namespace);
    if (seen.length === 0) return lack(`${site} không khai báo sao chép ổ đĩa của ${namespace}`, `${site} declares no replication of the volumes of ${namespace}`);
    for (const one of seen) {
      const end = volumeEnd(one.object);
      if ('because' in end) unknown.push(end.because);
      else if (end.is !== wanted) lack(`${one.object.kind} ${one.object.name} ở ${site} là ${end.is}, cần ${wanted}`, `${one.object.kind} ${one.object.name} in ${site} is ${end.is}, ${wanted} is needed`);
      else evidence.push(evidenceOf(one, site, end.is));
    }
  };
  const copiesVolumes = copies.volumes.mode !== 'none' && block;
  if (copiesVolumes) {
    ends(primary, 'primary');
    ends(standby, 'secondary');
  }
  const operated = copies.databases === 'none' ? [] : databases.filter((database) => database.operated);
  for (const { database } of operated)
    for (const [site, wanted] of [[primary, 'primary'], [standby, 'replica']] as const) {
      const [cluster] = databaseClusters(lookup, site, column, namespace, database.id);
      if (cluster === undefined) {
        lack(`${site} không có cụm của cơ sở dữ liệu ${database.id}`, `${site} has no cluster of the database ${database.id}`);
        continue;
      }
      const end = databaseEnd(cluster.object);
      if ('because' in end) unknown.push(end.because);
      else if (end.is !== wanted) lack(`cụm ${database.id} ở ${site} là ${end.is}, cần ${wanted}`, `cluster ${database.id} in ${site} is ${end.is}, ${wanted} is needed`);
      else evidence.push(evidenceOf(cluster, site, end.is));
    }
  const needed = copiesVolumes || operated.length > 0 ? 'declared' : 'reserved';
  return { level: !reserved ? 'none' : missing.length === 0 && unknown.length === 0 && needed === 'declared' ? 'declared' : 'reserved', needed, missing, unknown, evidence };
}
