import { percentOf, type Interval } from '../capacity/interval.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Pointer } from '../model/pointer.js';
import { pointer } from '../model/pointer.js';
import type { Recovery, Subject } from './context.js';
import type { CopyMeans, DataKind } from './situation.js';

/** One kind of an environment's data, and the copy it would be brought back from. */
export interface DataCopy {
  readonly data: DataKind;
  readonly means: CopyMeans;
  /** Site that sends, and the one where the copy lies. */
  readonly from: string;
  readonly at: string;
  /** Minutes between two snapshots, backups or archived segments; 0 where changes flow as they happen. */
  readonly intervalMinutes: number;
  /** Bytes that change in a day, and bytes to bring back. */
  readonly changes: Interval;
  readonly bytes: Interval;
  /** Nothing is written that rests on it before it has arrived: keys that wait for a snapshot. */
  readonly awaited?: true;
  readonly inputs: readonly Pointer[];
}

/** Data that lie nowhere else. */
export interface GoneData {
  readonly data: DataKind;
  readonly bytes: Interval;
}

export interface Copies {
  readonly there: readonly DataCopy[];
  readonly gone: readonly GoneData[];
}

/** Where copies are looked for: an environment ran at `from`, which is lost among `lost`; it is to run at `to`. */
export interface CopyQuestion {
  readonly from: string;
  readonly to: string;
  /** Sites that hold anything: operating, and not lost. */
  readonly serving: ReadonlySet<string>;
}

const none: Interval = { low: 0n as Interval['low'], mid: 0n as Interval['mid'], high: 0n as Interval['high'] };
const sure = (bytes: bigint): Interval => ({ low: bytes as Interval['low'], mid: bytes as Interval['mid'], high: bytes as Interval['high'] });
const scale = (of: Interval, numerator: bigint, denominator: bigint): Interval => {
  const scaled = (bytes: bigint): Interval['mid'] => (denominator === 0n ? 0n : (bytes * numerator + denominator - 1n) / denominator) as Interval['mid'];
  return { low: scaled(of.low), mid: scaled(of.mid), high: scaled(of.high) };
};
const minus = (of: Interval, less: Interval): Interval => {
  const left = (a: bigint, b: bigint): Interval['mid'] => (a > b ? a - b : 0n) as Interval['mid'];
  return { low: left(of.low, less.low), mid: left(of.mid, less.mid), high: left(of.high, less.high) };
};

/** An environment's data, by how they reach another site. */
export interface DataOf {
  readonly databases: Interval;
  readonly log: Interval;
  readonly volumes: Interval;
  readonly volumeChanges: Interval;
  /** On file systems that no block mirror reaches. */
  readonly files: Interval;
  readonly fileChanges: Interval;
  readonly objects: Interval;
}

const known = new WeakMap<Subject, DataOf>();

/**
 * Bytes of an environment by the way they are copied. Databases of other engines than the platform operates are files on
 * volumes to it. Volumes and file systems share what is stored beside databases, in proportion to their quota.
 */
export function dataOf(recovery: Recovery, subject: Subject): DataOf {
  const before = known.get(subject);
  if (before !== undefined) return before;
  const { estate } = recovery;
  const { data, planned, protection } = subject;
  const backends = new Map((estate.sites[protection.primary.site]?.storage ?? []).map((storage) => [storage.class, storage.backend]));
  const quota = protection.environment.quota.storage;
  const granted = (backend: string): bigint => Object.entries(quota).reduce((sum, [name, bytes]) => (backends.get(name) === backend ? sum + bytes : sum), 0n);
  const [files, objects] = [granted('cephfs'), granted('rgw')];
  const blocks = granted('ceph-rbd');
  const operated = protection.databases.filter((one) => one.operated).map(({ database }) => database.id);
  const all = planned.databases.reduce((sum, { size }) => sum + size, 0n);
  const ours = planned.databases.filter(({ id }) => operated.includes(id)).reduce((sum, { size }) => sum + size, 0n);
  const databases = data === undefined || all === 0n ? 0n : (data.databases * ours) / all;
  const foreign = data === undefined ? 0n : data.databases - databases;
  const log = data === undefined || all === 0n ? 0n : (data.log * ours + all - 1n) / all;
  const beside = data?.volumes ?? none;
  // Databases lie on volumes: what is left of those beside them competes with file systems for the rest.
  const left = blocks > all ? blocks - all : 0n;
  const onFiles = scale(beside, files, files + left);
  const changesOnFiles = scale(data?.volumeChanges ?? none, files, files + left);
  const more = (of: Interval, bytes: bigint): Interval => ({ low: (of.low + bytes) as Interval['low'], mid: (of.mid + bytes) as Interval['mid'], high: (of.high + bytes) as Interval['high'] });
  const { volumesFilledTo } = estate.planning.backup;
  const found: DataOf = {
    databases: sure(databases),
    log: sure(log),
    volumes: more(minus(beside, onFiles), foreign),
    volumeChanges: more(minus(data?.volumeChanges ?? none, changesOnFiles), data === undefined ? 0n : data.log - log),
    files: onFiles,
    fileChanges: changesOnFiles,
    objects: { low: percentOf(objects, volumesFilledTo.low) as Interval['low'], mid: percentOf(objects, volumesFilledTo.mid) as Interval['mid'], high: percentOf(objects, volumesFilledTo.high) as Interval['high'] },
  };
  known.set(subject, found);
  return found;
}

/** Which copy of each kind of data an environment would run from at a site, and what lies nowhere any more. */
export function copiesFor(recovery: Recovery, subject: Subject, question: CopyQuestion): Copies {
  const { estate } = recovery;
  const { protection } = subject;
  const { from, to, serving } = question;
  const held = dataOf(recovery, subject);
  const { tier } = protection;
  const inputs = (...keys: readonly string[]): Pointer[] => keys.map((key) => pointer('recovery', 'copies', tier, ...key.split('.')));
  const there: DataCopy[] = [];
  const gone: GoneData[] = [];
  const backup = nearestBackup(protection.backups, question);
  const restored = (data: DataKind, bytes: Interval, changes: Interval): void => {
    if (backup === undefined) gone.push({ data, bytes });
    else there.push({ data, means: 'backup', from, at: backup.site, intervalMinutes: backup.everyMinutes, changes, bytes, inputs: inputs('backupEveryMinutes') });
  };

  const operated = protection.databases.filter((one) => one.operated);
  if (held.databases.mid > 0n || operated.length > 0) {
    const replica = operated.length > 0 && operated.every((one) => to === from || (one.standby === to && serving.has(to)) || (one.third === to && serving.has(to)));
    const archives = [...new Set(operated.map((one) => one.archive))].filter((site) => serving.has(site) && site !== from);
    const [archive = backup?.site] = archives;
    if (replica) there.push({ data: 'databases', means: 'stream', from, at: to, intervalMinutes: 0, changes: held.log, bytes: held.databases, inputs: inputs('databases') });
    else if (archive === undefined || backup === undefined) gone.push({ data: 'databases', bytes: held.databases });
    else
      there.push({
        data: 'databases',
        means: archives.length > 0 ? 'archive' : 'backup',
        from,
        at: archive,
        intervalMinutes: archives.length > 0 ? Math.max(...operated.map((one) => one.archiveTimeoutSeconds)) / 60 : backup.everyMinutes,
        changes: held.log,
        bytes: held.databases,
        inputs: inputs(archives.length > 0 ? 'archiveTimeoutSeconds' : 'backupEveryMinutes'),
      });
  }
  if (held.volumes.high > 0n) {
    const { volumes } = protection;
    if (volumes !== undefined && volumes.to === to && serving.has(to) && from === protection.primary.site)
      there.push({ data: 'volumes', means: volumes.mode, from, at: to, intervalMinutes: volumes.intervalMinutes ?? 0, changes: held.volumeChanges, bytes: held.volumes, inputs: inputs(volumes.mode === 'journal' ? 'volumes.mode' : 'volumes.intervalMinutes') });
    else restored('volumes', held.volumes, held.volumeChanges);
  }
  if (held.files.high > 0n) restored('files', held.files, held.fileChanges);
  if (held.objects.high > 0n) {
    if (protection.objects && serving.has(to)) there.push({ data: 'objects', means: 'multisite', from, at: to, intervalMinutes: 0, changes: none, bytes: held.objects, inputs: inputs('objects') });
    else if (estate.planning.backup.objectsBackedUp) restored('objects', held.objects, none);
    else gone.push({ data: 'objects', bytes: held.objects });
  }
  const { starts, standby } = protection;
  if (starts === 'gitops') there.push({ data: 'manifests', means: 'gitops', from, at: to, intervalMinutes: 0, changes: none, bytes: none, inputs: inputs('starts') });
  else if (starts === 'replicated-manifests' && to === standby?.site) there.push({ data: 'manifests', means: 'replicated', from, at: to, intervalMinutes: 0, changes: none, bytes: none, inputs: inputs('starts') });
  else restored('manifests', none, none);
  return { there, gone };
}

type Target = DeepReadonly<Subject['protection']['backups'][number]>;

/** The backup to restore from: at the site itself, else at another that is not lost; what lay in the lost site's own store went with it. */
function nearestBackup(targets: readonly Target[], { from, to, serving }: CopyQuestion): Target | undefined {
  const left = targets.filter(({ site }) => serving.has(site) && site !== from);
  return left.find(({ site }) => site === to) ?? left[0];
}
