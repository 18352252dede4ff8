import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import type { Column, Seen } from '../planset/lookup.js';
import { plainText } from '../planset/known.js';
import { isUnknown, unnamed, type Known, type ReadPlanSet } from '../planset/read-model.js';
import { ofKind } from './by-kind.js';
import { goDuration, recurrenceOf, type Recurrence } from './cron.js';
import { elements } from './network-policy.js';
import { storeSite } from './stores.js';
import { deepField, isSet } from './values.js';

/** https://velero.io/docs/v1.18/api-types/schedule/ */
export const veleroGroup = 'velero.io';
/** Days Velero keeps a backup that says nothing. */
const defaultKeptDays = 30;

/** A Velero schedule as far as it says what is copied, when, whereto and for how long. */
export interface ReadSchedule {
  /** Why it cannot be told whether it takes a namespace in at all. */
  readonly perhaps?: string;
  readonly seen: Seen;
  /** Its cron text. */
  readonly text: string;
  /** Name of the location it sends to. */
  readonly location: string | undefined;
  /** Site of that location. */
  readonly at?: string;
  /** What is wrong with the store of that location, where it is none of the estate's. */
  readonly foreign?: Text;
  /** Why that site cannot be told. */
  readonly unsure?: string;
  readonly recurrence?: Recurrence;
  readonly keptDays?: number;
  /** Why nothing is backed up by it. */
  readonly problems: readonly Text[];
  readonly unknown: readonly string[];
  /** Whether it leaves out the clusters of the database operator, which have backups of their own, and nothing else. */
  readonly leavesOutClusters: boolean;
  /** Why volumes are not part of it. */
  readonly volumeProblems: readonly Text[];
  readonly volumeUnknown: readonly string[];
}

interface Schedules {
  readonly byNamespace: ReadonlyMap<string, readonly ReadSchedule[]>;
  /** Schedules without a list of namespaces, with what they leave out. */
  readonly everywhere: readonly { readonly schedule: ReadSchedule; readonly without: ReadonlySet<string> }[];
  /** Schedules whose namespaces cannot be told: each might hold any. */
  readonly anywhere: readonly ReadSchedule[];
}

const known = new WeakMap<ReadPlanSet, Map<string, { readonly estate: Estate; readonly schedules: Schedules }>>();

/** Schedules of a site that take in a namespace. */
export function schedulesFor(estate: Estate, planset: ReadPlanSet, site: string, column: Column, namespace: string): readonly ReadSchedule[] {
  const { byNamespace, everywhere, anywhere } = schedulesAt(estate, planset, site, column);
  return [...(byNamespace.get(namespace) ?? []), ...everywhere.flatMap(({ schedule, without }) => (without.has(namespace) ? [] : [schedule])), ...anywhere];
}

function schedulesAt(estate: Estate, planset: ReadPlanSet, site: string, column: Column): Schedules {
  const bySite = known.get(planset) ?? new Map<string, { readonly estate: Estate; readonly schedules: Schedules }>();
  known.set(planset, bySite);
  const key = `${column} ${site}`;
  const cached = bySite.get(key);
  // A location's site is told from the estate: another estate is another answer.
  if (cached?.estate === estate) return cached.schedules;
  const byNamespace = new Map<string, ReadSchedule[]>();
  const everywhere: { schedule: ReadSchedule; without: ReadonlySet<string> }[] = [];
  const anywhere: ReadSchedule[] = [];
  const locations = ofKind(planset, site, column, veleroGroup, 'BackupStorageLocation');
  for (const seen of ofKind(planset, site, column, veleroGroup, 'Schedule')) {
    const schedule = readSchedule(estate, seen, locations);
    const { included, excluded, unknown } = namespacesOf(seen);
    if (unknown !== undefined) anywhere.push({ ...schedule, perhaps: unknown, unknown: [...schedule.unknown, unknown] });
    else if (included.length === 0 || included.includes('*')) everywhere.push({ schedule, without: new Set(excluded) });
    else
      for (const namespace of new Set(included)) {
        if (excluded.includes(namespace)) continue;
        const list = byNamespace.get(namespace);
        if (list === undefined) byNamespace.set(namespace, [schedule]);
        else list.push(schedule);
      }
  }
  const schedules = { byNamespace, everywhere, anywhere };
  bySite.set(key, { estate, schedules });
  return schedules;
}

const template = ({ object }: Pick<Seen, 'object'>, ...path: readonly string[]): Known | undefined => deepField(object.body, 'spec', 'template', ...path);

/** Namespaces a schedule takes in and leaves out; an empty list, or one with a star, is all of them. */
export function namespacesOf(seen: Pick<Seen, 'object'>): { readonly included: readonly string[]; readonly excluded: readonly string[]; readonly unknown?: string } {
  const [included, excluded] = [elements(template(seen, 'includedNamespaces')), elements(template(seen, 'excludedNamespaces'))];
  const because = [included, excluded].flatMap((list) => ('because' in list ? [list.because] : list.filter(isUnknown).map((one) => one.because)));
  const names = (list: typeof included): readonly string[] => ('because' in list ? [] : list.map(plainText));
  return { included: names(included), excluded: names(excluded), ...(because.length === 0 ? {} : { unknown: `Schedule ${seen.object.name} namespaces: ${because[0] ?? ''}` }) };
}

function readSchedule(estate: Estate, seen: Seen, locations: readonly Seen[]): ReadSchedule {
  const { object } = seen;
  const problems: Text[] = [];
  const unknown: string[] = [];
  const readable = (value: Known | undefined, what: string): Known | undefined => {
    if (!isUnknown(value)) return value;
    unknown.push(`Schedule ${object.name} ${what}: ${value.because}`);
    return undefined;
  };
  const paused = readable(deepField(object.body, 'spec', 'paused'), 'paused');
  if (isSet(paused)) problems.push({ vi: `Schedule ${object.name} đang tạm dừng`, en: `Schedule ${object.name} is paused` });
  const labels = template(seen, 'labelSelector');
  const leavesOutClusters = sparesClusters(labels);
  for (const [field, selector] of [['labelSelector', leavesOutClusters ? undefined : labels], ['orLabelSelectors', template(seen, 'orLabelSelectors')], ['includedResources', template(seen, 'includedResources')]] as const)
    if (narrows(selector)) problems.push({ vi: `Schedule ${object.name} chỉ lấy một phần (${field})`, en: `Schedule ${object.name} takes a part only (${field})` });
  const raw = deepField(object.body, 'spec', 'schedule');
  const cron = readable(raw, 'schedule');
  const recurrence = isUnknown(raw) ? undefined : recurrenceOf(cron === undefined ? '' : plainText(cron), 5);
  if (recurrence !== undefined && 'problem' in recurrence) problems.push(recurrence.problem);
  const ttl = template(seen, 'ttl');
  const kept = ttl === undefined ? defaultKeptDays * 1440 : isUnknown(ttl) ? undefined : goDuration(plainText(ttl));
  if (isUnknown(ttl)) unknown.push(`Schedule ${object.name} ttl: ${ttl.because}`);
  else if (kept === undefined) problems.push({ vi: `Schedule ${object.name} có ttl "${plainText(ttl)}", cần dạng 840h0m0s`, en: `Schedule ${object.name} has the ttl "${plainText(ttl)}"; 840h0m0s is the form` });
  const location = locationOf(estate, seen, locations, problems, unknown);
  return { seen, text: isUnknown(raw) ? raw.because : plainText(raw), location: location.name, ...(location.at === undefined ? {} : { at: location.at }), ...(location.foreign === undefined ? {} : { foreign: location.foreign }), ...(location.unsure === undefined ? {} : { unsure: location.unsure }), ...(recurrence === undefined ? {} : { recurrence }), ...(kept === undefined ? {} : { keptDays: kept / 1440 }), problems, unknown, leavesOutClusters, ...volumesOf(seen) };
}

/** A selector that leaves something out; an unknown one may. */
const narrows = (value: Known | undefined): boolean => {
  if (value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0 && !(value as readonly Known[]).includes('*');
  return typeof value === 'object' && value !== null && (isUnknown(value) || Object.keys(value).length > 0);
};

/** The label CloudNativePG puts on all that belongs to a cluster. */
const clusterLabel = 'cnpg.io/cluster';

/** A selector that takes everything but what belongs to a cluster of the database operator. */
function sparesClusters(selector: Known | undefined): boolean {
  const [wanted, expressions] = [deepField(selector, 'matchLabels'), elements(deepField(selector, 'matchExpressions'))];
  const nothing = wanted === undefined || (typeof wanted === 'object' && wanted !== null && !isUnknown(wanted) && Object.keys(wanted).length === 0);
  return nothing && !('because' in expressions) && expressions.length > 0 && expressions.every((one) => deepField(one, 'key') === clusterLabel && deepField(one, 'operator') === 'DoesNotExist');
}

function locationOf(estate: Estate, seen: Seen, locations: readonly Seen[], problems: Text[], unknown: string[]): Pick<ReadSchedule, 'at' | 'foreign' | 'unsure'> & { readonly name: string | undefined } {
  const { object } = seen;
  const named = template(seen, 'storageLocation');
  if (isUnknown(named)) {
    const unsure = `Schedule ${object.name} storageLocation: ${named.because}`;
    unknown.push(unsure);
    return { name: undefined, unsure };
  }
  const there = locations.filter((location) => location.object.namespace === object.namespace || location.object.namespace === unnamed);
  const found = named === undefined ? there.find((location) => isSet(deepField(location.object.body, 'spec', 'default'))) : there.find((location) => location.object.name === named);
  const name = found?.object.name ?? (named === undefined ? undefined : plainText(named));
  if (found === undefined) {
    problems.push({ vi: `Schedule ${object.name} gửi tới nơi lưu ${name ?? 'mặc định'} không có trong cấu hình`, en: `Schedule ${object.name} sends to the location ${name ?? 'that is the default'}, which is not there` });
    return { name, unsure: `BackupStorageLocation ${name ?? 'default'}: not in the plans` };
  }
  const mode = deepField(found.object.body, 'spec', 'accessMode');
  if (isUnknown(mode)) unknown.push(`BackupStorageLocation ${found.object.name} accessMode: ${mode.because}`);
  else if (mode === 'ReadOnly') problems.push({ vi: `nơi lưu ${found.object.name} chỉ cho đọc`, en: `the location ${found.object.name} is read-only` });
  const site = storeSite(estate, deepField(found.object.body, 'spec', 'config', 's3Url'), `BackupStorageLocation ${found.object.name}`);
  if (site.unknown !== undefined) unknown.push(site.unknown);
  if (site.problem !== undefined) problems.push(site.problem);
  return { name, ...(site.site === undefined ? {} : { at: site.site }), ...(site.problem === undefined ? {} : { foreign: site.problem }), ...(site.unknown === undefined ? {} : { unsure: site.unknown }) };
}

/** Bytes of volumes leave the cluster by the data mover or by file-system backup; a snapshot alone stays beside its volume. */
function volumesOf(seen: Seen): Pick<ReadSchedule, 'volumeProblems' | 'volumeUnknown'> {
  const { name } = seen.object;
  const [snapshots, moves, files, excluded] = [template(seen, 'snapshotVolumes'), template(seen, 'snapshotMoveData'), template(seen, 'defaultVolumesToFsBackup'), elements(template(seen, 'excludedResources'))];
  const open = [snapshots, moves, files].find(isUnknown);
  if (isUnknown(open)) return { volumeProblems: [], volumeUnknown: [`Schedule ${name} volumes: ${open.because}`] };
  if ('because' in excluded) return { volumeProblems: [], volumeUnknown: [`Schedule ${name} excludedResources: ${excluded.because}`] };
  const left = excluded.map(plainText).filter((resource) => /^(persistentvolume(claim)?s?|pvcs?|pvs?|\*)$/i.test(resource));
  if (left.length > 0) return { volumeProblems: [{ vi: `Schedule ${name} bỏ qua ${left.join(', ')}`, en: `Schedule ${name} leaves out ${left.join(', ')}` }], volumeUnknown: [] };
  const leaves = isSet(files) || (isSet(moves) && snapshots !== false);
  return { volumeProblems: leaves ? [] : [{ vi: `Schedule ${name} không đưa dữ liệu của ổ đĩa ra khỏi cụm (snapshotMoveData)`, en: `Schedule ${name} moves no data of volumes out of the cluster (snapshotMoveData)` }], volumeUnknown: [] };
}
