import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import type { Evidence } from '../../sites/model/verdict.js';
import { lookupOf, type Column, type Seen } from '../planset/lookup.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type ReadPlanSet } from '../planset/read-model.js';
import { isOf } from './by-kind.js';
import { recurrenceOf, type Recurrence } from './cron.js';
import { heldBy, type Dataset } from './held-data.js';
import { elements } from './network-policy.js';
import { databaseClusters, postgresGroup } from './replication-ends.js';
import { storeSite } from './stores.js';
import { deepField, isSet } from './values.js';
import { schedulesFor, type ReadSchedule } from './velero.js';

/** One way by which a dataset is backed up: whatever sends it, and the store that takes it. */
export interface BackupCopy {
  /** `Schedule x`, `Cluster y`. */
  readonly by: string;
  /** Site that sends it. */
  readonly from: string;
  /** Site whose store takes it; undefined where the store is none of the estate's, or cannot be told. */
  readonly at?: string;
  /** What is wrong with the store it is sent to, where that is none of the estate's. */
  readonly foreign?: Text;
  /** Why it cannot be told whether the dataset is in it: wherever it goes is then no fact about the dataset. */
  readonly perhaps?: string;
  /** Why it cannot be told which store takes it. */
  readonly unsure?: string;
  /** Why it is no copy at all. */
  readonly problems: readonly Text[];
  readonly unknown: readonly string[];
  /** Schedules that the operator refuses: what else backs the dataset up, applying stops there. */
  readonly refused: readonly Text[];
  /** Of a log: continuous, its base backups in `recurrence`. */
  readonly log: boolean;
  readonly recurrence?: Recurrence;
  readonly keptDays?: number;
  /** Seconds after which an unfinished segment of the log is archived. */
  readonly archiveTimeoutSeconds?: number;
  readonly evidence: Evidence;
}

/** Barman's plugin, as clusters name it: https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/ */
const barman = 'barman-cloud.cloudnative-pg.io';
const barmanGroup = 'barmancloud.cnpg.io';
/** CloudNativePG archives a segment after five minutes at the latest where nobody says otherwise. */
const defaultArchiveTimeout = 300;

/** Every copy of a dataset that the stacks of its sites make. */
export function copiesOf(estate: Estate, planset: ReadPlanSet, { environment, database }: Dataset, column: Column): readonly BackupCopy[] {
  const { namespace, primary } = environment;
  if (database?.operated === true) return Object.keys(estate.sites).flatMap((site) => clusterCopies(estate, planset, site, column, namespace, database.database.id));
  const { block, file } = heldBy(estate, environment);
  return schedulesFor(estate, planset, primary, column, namespace).map((schedule) => scheduleCopy(primary, schedule, database !== undefined || block || file));
}

/** Copies that Velero makes of a whole namespace, volumes of its databases included. */
export const wholeCopies = (estate: Estate, planset: ReadPlanSet, { environment, database }: Dataset, column: Column): readonly BackupCopy[] =>
  schedulesFor(estate, planset, environment.primary, column, environment.namespace)
    .filter(({ leavesOutClusters }) => database?.operated !== true || !leavesOutClusters)
    .map((schedule) => scheduleCopy(environment.primary, schedule, true));

const evidenceOf = ({ resource, object }: Seen, found: string): Evidence => ({ what: { vi: `${object.kind} ${object.name}`, en: `${object.kind} ${object.name}` }, found, pointer: resource.pointer, document: resource.stack });

const isMalformed = (recurrence: Recurrence | undefined): recurrence is Extract<Recurrence, { readonly problem: Text }> => recurrence !== undefined && 'malformed' in recurrence;

function scheduleCopy(from: string, schedule: ReadSchedule, volumes: boolean): BackupCopy {
  const problems = [...schedule.problems, ...(volumes ? schedule.volumeProblems : [])];
  return {
    by: `Schedule ${schedule.seen.object.name}`,
    from,
    ...(schedule.at === undefined ? {} : { at: schedule.at }),
    ...(schedule.foreign === undefined ? {} : { foreign: schedule.foreign }),
    ...(schedule.unsure === undefined ? {} : { unsure: schedule.unsure }),
    ...(schedule.perhaps === undefined ? {} : { perhaps: schedule.perhaps }),
    problems,
    unknown: [...schedule.unknown, ...(volumes ? schedule.volumeUnknown : [])],
    refused: isMalformed(schedule.recurrence) ? [{ vi: `Schedule ${schedule.seen.object.name}: ${schedule.recurrence.problem.vi}`, en: `Schedule ${schedule.seen.object.name}: ${schedule.recurrence.problem.en}` }] : [],
    log: false,
    ...(schedule.recurrence === undefined ? {} : { recurrence: schedule.recurrence }),
    ...(schedule.keptDays === undefined ? {} : { keptDays: schedule.keptDays }),
    evidence: evidenceOf(schedule.seen, `${schedule.text}, ${schedule.keptDays ?? '?'} d → ${schedule.at ?? '?'}`),
  };
}

/** What a PostgreSQL cluster archives: its log by the plugin, base backups by a schedule of its own. */
function clusterCopies(estate: Estate, planset: ReadPlanSet, site: string, column: Column, namespace: string, id: string): readonly BackupCopy[] {
  const lookup = lookupOf(planset);
  return databaseClusters(lookup, site, column, namespace, id).map((seen): BackupCopy => {
    const problems: Text[] = [];
    const unknown: string[] = [];
    const head = { by: `Cluster ${id} (${site})`, from: site, log: true, problems, unknown };
    const plugins = elements(deepField(seen.object.body, 'spec', 'plugins'));
    if ('because' in plugins) unknown.push(`Cluster ${id} plugins: ${plugins.because}`);
    const archivers = 'because' in plugins ? [] : plugins.filter((plugin) => plainText(deepField(plugin, 'name')) === barman && deepField(plugin, 'enabled') !== false);
    const flag = (plugin: Known): Known | undefined => deepField(plugin, 'isWALArchiver');
    const archiver = archivers.find((plugin) => isSet(flag(plugin)) && !isUnknown(flag(plugin)));
    for (const plugin of archivers) {
      const own = flag(plugin);
      if (isUnknown(own)) unknown.push(`Cluster ${id} isWALArchiver: ${own.because}`);
    }
    if (archiver === undefined && unknown.length === 0) problems.push({ vi: `không phần nào lưu nhật ký của cụm ${id} ở ${site}`, en: `nothing archives the log of cluster ${id} in ${site}` });
    const store = archiver === undefined ? undefined : storeOf(estate, lookup.inNamespace(site, column, 'ObjectStore', namespace), deepField(archiver, 'parameters', 'barmanObjectName'), problems, unknown);
    // Of a cluster whose archiver cannot be told, neither can the store.
    const unsure = store?.unsure ?? (archiver === undefined ? unknown[0] : undefined);
    const refused: Text[] = [];
    const base = baseBackups(lookup.inNamespace(site, column, 'ScheduledBackup', namespace), id, site, problems, unknown, refused);
    const timeout = timeoutOf(deepField(seen.object.body, 'spec', 'postgresql', 'parameters', 'archive_timeout'), id, problems, unknown);
    return {
      ...head,
      refused,
      ...(store?.at === undefined ? {} : { at: store.at }),
      ...(store?.foreign === undefined ? {} : { foreign: store.foreign }),
      ...(unsure === undefined ? {} : { unsure }),
      ...(store?.keptDays === undefined ? {} : { keptDays: store.keptDays }),
      ...(base === undefined ? {} : { recurrence: base }),
      ...(timeout === undefined ? {} : { archiveTimeoutSeconds: timeout }),
      evidence: evidenceOf(seen, `${store?.name ?? '–'}, ${store?.keptDays ?? '?'} d → ${store?.at ?? '?'}`),
    };
  });
}

interface ArchiveStore extends Pick<BackupCopy, 'at' | 'foreign' | 'unsure' | 'keptDays'> {
  readonly name?: string;
}

function storeOf(estate: Estate, stores: readonly Seen[], name: Known | undefined, problems: Text[], unknown: string[]): ArchiveStore {
  if (isUnknown(name)) {
    const unsure = `barmanObjectName: ${name.because}`;
    unknown.push(unsure);
    return { unsure };
  }
  const wanted = plainText(name);
  const found = stores.find((store) => isOf(barmanGroup, store) && store.object.name === wanted);
  if (found === undefined) {
    problems.push({ vi: `không có ObjectStore ${wanted}`, en: `there is no ObjectStore ${wanted}` });
    return { unsure: `ObjectStore ${wanted}: not in the plans` };
  }
  const { body } = found.object;
  const at = storeSite(estate, deepField(body, 'spec', 'configuration', 'endpointURL'), `ObjectStore ${wanted}`);
  if (at.unknown !== undefined) unknown.push(at.unknown);
  if (at.problem !== undefined) problems.push(at.problem);
  const policy = deepField(body, 'spec', 'retentionPolicy');
  if (isUnknown(policy)) unknown.push(`ObjectStore ${wanted} retentionPolicy: ${policy.because}`);
  // Without a policy the plugin deletes nothing.
  const keptDays = policy === undefined ? Number.POSITIVE_INFINITY : isUnknown(policy) ? undefined : retentionDays(plainText(policy));
  if (keptDays === undefined && !isUnknown(policy)) problems.push({ vi: `ObjectStore ${wanted} có retentionPolicy "${plainText(policy)}", cần dạng 35d, 5w hay 2m`, en: `ObjectStore ${wanted} has the retentionPolicy "${plainText(policy)}"; 35d, 5w or 2m are the forms` });
  return { name: wanted, ...(at.site === undefined ? {} : { at: at.site }), ...(at.problem === undefined ? {} : { foreign: at.problem }), ...(at.unknown === undefined ? {} : { unsure: at.unknown }), ...(keptDays === undefined ? {} : { keptDays }) };
}

/** `35d`, `5w`, `2m`: a month is the shortest there is. */
export function retentionDays(text: string): number | undefined {
  const match = /^([1-9]\d{0,5})([dwm])$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (match[2] === 'd' ? 1 : match[2] === 'w' ? 7 : 28);
}

/** Base backups of a cluster: an archive without one restores nothing. */
function baseBackups(scheduled: readonly Seen[], id: string, site: string, problems: Text[], unknown: string[], refused: Text[]): Recurrence | undefined {
  const own = scheduled.filter((seen) => isOf(postgresGroup, seen) && plainText(deepField(seen.object.body, 'spec', 'cluster', 'name')) === id);
  if (own.length === 0) {
    problems.push({ vi: `không có ScheduledBackup nào của cụm ${id} ở ${site}`, en: `no ScheduledBackup of cluster ${id} stands in ${site}` });
    return undefined;
  }
  const read = own.map(({ object }): Recurrence | string => {
    const [schedule, suspended, method] = [deepField(object.body, 'spec', 'schedule'), deepField(object.body, 'spec', 'suspend'), deepField(object.body, 'spec', 'method')];
    const open = [schedule, suspended, method].find(isUnknown);
    if (isUnknown(open)) return `ScheduledBackup ${object.name}: ${open.because}`;
    if (isSet(suspended)) return { problem: { vi: `ScheduledBackup ${object.name} đang tạm dừng`, en: `ScheduledBackup ${object.name} is suspended` } };
    if (method !== 'plugin') return { problem: { vi: `ScheduledBackup ${object.name} không dùng phần mở rộng (method: plugin)`, en: `ScheduledBackup ${object.name} does not use the plugin (method: plugin)` } };
    const recurrence = recurrenceOf(plainText(schedule), 6);
    if (!('problem' in recurrence)) return recurrence;
    const problem = { vi: `ScheduledBackup ${object.name}: ${recurrence.problem.vi}`, en: `ScheduledBackup ${object.name}: ${recurrence.problem.en}` };
    if (isMalformed(recurrence)) refused.push(problem);
    return { problem };
  });
  const best = read.flatMap((one) => (typeof one !== 'string' && 'minutes' in one ? [one.minutes] : []));
  if (best.length > 0) return { minutes: Math.min(...best) };
  for (const one of read) {
    if (typeof one === 'string') unknown.push(one);
    else if ('problem' in one) problems.push(one.problem);
  }
  return undefined;
}

function timeoutOf(value: Known | undefined, id: string, problems: Text[], unknown: string[]): number | undefined {
  if (isUnknown(value)) {
    unknown.push(`Cluster ${id} archive_timeout: ${value.because}`);
    return undefined;
  }
  if (value === undefined) return defaultArchiveTimeout;
  const match = /^(\d+)\s*(ms|s|min|h|d)?$/.exec(plainText(value));
  const seconds = match === null ? undefined : Number(match[1]) * ({ ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 }[match[2] ?? 's'] ?? 1);
  // PostgreSQL reads 0 as never.
  if (seconds === undefined || seconds === 0) problems.push({ vi: `cụm ${id} có archive_timeout "${plainText(value)}", tức là không lưu nhật ký theo thời gian`, en: `cluster ${id} has the archive_timeout "${plainText(value)}", so its log is not archived by time` });
  return seconds === 0 ? undefined : seconds;
}
