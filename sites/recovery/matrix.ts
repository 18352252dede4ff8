import type { Protection } from '../model/kinds/protection.js';
import { protections } from '../model/kinds/protection.js';
import { pointer, valueAt, type Pointer } from '../model/pointer.js';
import { backupLosses } from './backup-loss.js';
import type { Broken, CannotRun, Cell, CellNote, CellVerdict, Promises, Runs } from './cell.js';
import type { Recovery, Subject } from './context.js';
import { lossInOutage, lossOfData, mostLost, worstPathFor, type DataLoss } from './data-loss.js';
import { recover, type Fate, type Recovered } from './event.js';
import { platformLosses, platformLossesCut } from './platform-loss.js';
import { isInspected, prerequisitesAt } from './prerequisites.js';
import { promisedSituations, situations, standing, type Situation } from './situation.js';
import type { RecoveryTime } from './times.js';
import { wayFrom, type Likely } from './ways.js';
import { alreadyLost, siteAfter } from './where.js';

/** Every environment in every situation, and the recoveries they come from. */
export interface Matrix {
  /** Worse than their tier first, then as the tier ranks. */
  readonly cells: readonly Cell[];
  readonly tiers: readonly TierSummary[];
}

/** One tier in one situation: how many keep what it promises, and who is back last. */
export interface TierSummary {
  readonly situation: Situation;
  readonly tier: Protection;
  readonly environments: number;
  readonly worse: number;
  readonly nowhere: number;
  /** The most that any of it loses; a figure that is absent has no bound. */
  readonly rpo?: Partial<Likely>;
  /** Who is back last, and when. */
  readonly last?: { readonly namespace: string; readonly rto: RecoveryTime };
}

export const promisesOf = ({ estate }: Pick<Recovery, 'estate'>, tier: Protection): Promises => {
  const { rpoMinutes, rtoMinutes, backupRpoMinutes } = estate.protection.tiers[tier];
  const ms = (minutes: number): bigint => BigInt(minutes) * 60_000n;
  return { rpoMs: ms(rpoMinutes), rtoMs: ms(rtoMinutes), backupRpoMs: ms(backupRpoMinutes) };
};

/** Recoveries asked for so far, by what was struck: a schedule is made once for all it concerns. `first` is the loss before. */
const recoveries = new WeakMap<Recovery, Map<string, Recovered>>();

export function recoveredFrom(recovery: Recovery, struck: string, before: ReadonlySet<string>, kind: 'dead' | 'slow', first?: Recovered): Recovered {
  const known = recoveries.get(recovery) ?? new Map<string, Recovered>();
  recoveries.set(recovery, known);
  const key = `${kind} ${struck} after ${[...before].sort().join(' ')}${first === undefined ? '' : ` and ${first.event.struck}`}`;
  const absent = new Set([...(first?.fates ?? [])].flatMap(([namespace, fate]) => ('reasons' in fate ? [namespace] : [])));
  const found = known.get(key) ?? recover(recovery, struck, before, kind, absent);
  known.set(key, found);
  return found;
}

/** Every environment that runs somewhere, in the situations asked for. What is left out takes its part in every schedule all the same. */
export function matrixOf(recovery: Recovery, asked: readonly Situation[] = situations, counts: (cell: Cell) => boolean = () => true): Matrix {
  const { sites } = alreadyLost(recovery);
  const cells = recovery.subjects.flatMap((subject): Cell[] => {
    const at = siteAfter(recovery, subject, sites);
    // What runs nowhere before anything else is lost: its primary is yet to open, or is lost by the scenario.
    if ('cannot' in at) return asked.includes('site-dead') ? [nowhereNow(recovery, subject, at.cannot)] : [];
    return asked.map((situation) => cellOf(recovery, subject, at.site, situation));
  }).filter(counts);
  return { cells: [...cells].sort(byUrgency(cells)), tiers: asked.flatMap((situation) => protections.flatMap((tier) => summaryOf(cells.filter((cell) => cell.situation === situation && cell.tier === tier)))) };
}

const byUrgency = (cells: readonly Cell[]): ((a: Cell, b: Cell) => number) => {
  const place = new Map(cells.map((cell, index) => [cell, index]));
  return (a, b) => Number(b.verdict === 'worse') - Number(a.verdict === 'worse') || situations.indexOf(a.situation) - situations.indexOf(b.situation) || (place.get(a) ?? 0) - (place.get(b) ?? 0);
};

function headOf({ namespace, protection }: Subject, situation: Situation, primary: string): Pick<Cell, 'namespace' | 'organisation' | 'system' | 'tier' | 'situation' | 'primary'> {
  const { organisation, system } = protection.environment;
  return { namespace, organisation, system: system.id, tier: protection.tier, situation, primary };
}

function nowhereNow(recovery: Recovery, subject: Subject, reason: CannotRun): Cell {
  const runs: Runs = { how: 'nowhere', reasons: [reason], ...('until' in reason && reason.until !== undefined ? { until: reason.until } : {}) };
  return { ...headOf(subject, 'site-dead', subject.protection.primary.site), lost: [], runs, losses: [], gone: [], notes: [], verdict: 'worse', broken: ['runs'], inputs: inputsOf(recovery, subject, []) };
}

function cellOf(recovery: Recovery, subject: Subject, at: string, situation: Situation): Cell {
  switch (situation) {
    case 'site-dead':
      return deadCell(recovery, subject, at);
    case 'link-cut':
      return cutCell(recovery, subject, at);
    case 'brownout':
      return brownoutCell(recovery, subject, at);
    case 'second-loss':
      return secondCell(recovery, subject, at);
  }
}

function deadCell(recovery: Recovery, subject: Subject, at: string): Cell {
  const { sites } = alreadyLost(recovery);
  return afterLoss(recovery, subject, recoveredFrom(recovery, at, sites, 'dead'), sites, headOf(subject, 'site-dead', at), [`site/${at}`]);
}

/** The second loss strikes where an environment runs after the first, once copies from there are in step. */
function secondCell(recovery: Recovery, subject: Subject, at: string): Cell {
  const { sites } = alreadyLost(recovery);
  const head = headOf(subject, 'second-loss', at);
  const first = recoveredFrom(recovery, at, sites, 'dead');
  const fate = first.fates.get(subject.namespace);
  if (fate === undefined || !('to' in fate)) return afterLoss(recovery, subject, first, sites, head, [`site/${at}`]);
  const before = new Set([...sites, at]);
  return afterLoss(recovery, subject, recoveredFrom(recovery, fate.to, before, 'dead', first), before, head, [`site/${at}`, `site/${fate.to}`]);
}

/** Where an environment runs once its site is gone, what is lost and when it is back. */
function afterLoss(recovery: Recovery, subject: Subject, { fates, times, event }: Recovered, before: ReadonlySet<string>, head: ReturnType<typeof headOf>, lost: readonly string[]): Cell {
  const { parts } = alreadyLost(recovery);
  const fate = fates.get(subject.namespace);
  const promised = promisedSituations.includes(head.situation);
  if (fate === undefined || !('to' in fate)) {
    const gone = fate?.copies.gone ?? [];
    const broken: Broken[] = ['runs', ...(gone.length > 0 ? ['gone' as const] : [])];
    return { ...head, lost, runs: nowhere(fate), losses: [], gone, notes: [], verdict: promised ? 'worse' : 'told', broken, inputs: inputsOf(recovery, subject, []) };
  }
  const { copies, to } = fate;
  const losses = byTotal([...copies.there.flatMap((copy) => lossOfData(recovery, copy, before, parts) ?? []), ...platformLosses(recovery, subject, event.struck, to, before, parts)]);
  const rto = times.byNamespace.get(subject.namespace);
  const backups = backupLosses(recovery, subject, to, event.lost);
  const worstPath = worstPathFor(recovery, copies.there, before, parts);
  const cell = {
    ...head,
    lost,
    runs: { how: copies.there.every(({ means }) => standing.includes(means)) ? 'promoted' : 'restored', site: to } as const,
    losses,
    gone: copies.gone,
    ...lostOf(losses),
    backupRpo: mostLost(backups.losses),
    ...(rto === undefined ? {} : { rto }),
    ...(worstPath === undefined ? {} : { worstPath: { domain: worstPath.domain, ...(worstPath.lagMs === undefined ? {} : { lagMs: worstPath.lagMs }) } }),
    notes: [...notesOf(recovery, subject, to, backups.beside), ...(promised ? keysWait(losses) : [])],
    inputs: inputsOf(recovery, subject, losses),
  };
  return { ...cell, ...judged(recovery, cell, promised) };
}

/** The link that the first of its copies take is cut, and its site serves on: what would be lost, were the site lost too. */
function cutCell(recovery: Recovery, subject: Subject, at: string): Cell {
  const { sites, parts } = alreadyLost(recovery);
  const head = headOf(subject, 'link-cut', at);
  const fate = recoveredFrom(recovery, at, sites, 'dead').fates.get(subject.namespace);
  const copies = fate?.copies.there ?? [];
  const ways = copies.flatMap((copy) => {
    const way = wayFrom(recovery, copy.from, copy.at, sites, parts);
    return way === undefined || way.hops.length === 0 ? [] : [{ copy, way }];
  });
  const [first] = ways;
  const link = first?.way.hops[0]?.link;
  const serves: Runs = { how: 'serves-on', site: at };
  const rto: RecoveryTime = { typicalMs: 0n, p50Ms: 0n, p95Ms: 0n };
  if (link === undefined) {
    const stopped = copies.find((copy) => wayFrom(recovery, copy.from, copy.at, sites, parts) === undefined);
    const notes: readonly CellNote[] = stopped === undefined ? [] : [{ note: 'no-link-left', from: stopped.from, to: stopped.at }];
    return { ...head, lost: [], runs: serves, losses: [], gone: [], rto, notes, verdict: 'no-copies', broken: [], inputs: inputsOf(recovery, subject, []) };
  }
  const cut = new Set([...parts, `link/${link}`]);
  const beside = fate !== undefined && 'to' in fate ? platformLossesCut(recovery, subject, at, fate.to, sites, parts, cut) : [];
  const losses = byTotal([...ways.map(({ copy, way }): DataLoss => lossOfData(recovery, copy, sites, cut) ?? lossInOutage(recovery, copy, way, sites, parts)), ...beside]);
  const cell = { ...head, lost: [`link/${link}`], runs: serves, losses, gone: [], ...lostOf(losses), rto, notes: [], inputs: inputsOf(recovery, subject, losses) };
  return { ...cell, ...judged(recovery, cell, true) };
}

/** A site that answers slowly serves on. Nothing is promoted by itself; two people may decide to leave it in order. */
function brownoutCell(recovery: Recovery, subject: Subject, at: string): Cell {
  const { sites } = alreadyLost(recovery);
  const { fates, times } = recoveredFrom(recovery, at, sites, 'slow');
  const fate = fates.get(subject.namespace);
  const rto = times.byNamespace.get(subject.namespace);
  const moves = fate !== undefined && 'to' in fate;
  return {
    ...headOf(subject, 'brownout', at),
    lost: [],
    runs: { how: 'serves-on', site: at },
    leaves: moves ? { how: fate.copies.there.every(({ means }) => standing.includes(means)) ? 'promoted' : 'restored', site: fate.to } : nowhere(fate),
    losses: [],
    gone: [],
    ...(moves ? { rpo: { p50: 0n, p95: 0n } } : {}),
    ...(rto === undefined ? {} : { rto }),
    notes: moves ? notesOf(recovery, subject, fate.to, undefined) : [],
    verdict: 'told',
    broken: [],
    inputs: inputsOf(recovery, subject, []),
  };
}

function nowhere(fate: Fate | undefined): Runs {
  const reasons = fate !== undefined && 'reasons' in fate ? fate.reasons : [];
  const waits = reasons.find((reason) => reason.because === 'site-not-operating');
  return { how: 'nowhere', reasons, ...(waits?.until === undefined ? {} : { until: waits.until }) };
}

/** A promise is kept where nineteen of twenty losses keep it. */
function judged(recovery: Recovery, { tier, gone, rpo, release, backupRpo, rto }: Pick<Cell, 'tier' | 'gone' | 'rpo' | 'release' | 'backupRpo' | 'rto'>, promised: boolean): { readonly verdict: CellVerdict; readonly broken: readonly Broken[] } {
  const { rpoMs, rtoMs, backupRpoMs } = promisesOf(recovery, tier);
  const over = (figure: Partial<Likely> | undefined, most: bigint): boolean => figure !== undefined && (figure.p95 === undefined || figure.p95 > most);
  const found: Broken[] = [...(gone.length > 0 ? (['gone'] as const) : []), ...(over(rpo, rpoMs) ? (['rpo'] as const) : []), ...(over(release, rpoMs) ? (['release'] as const) : []), ...(rto !== undefined && rto.p95Ms > rtoMs ? (['rto'] as const) : []), ...(over(backupRpo, backupRpoMs) ? (['backup-rpo'] as const) : [])];
  return { verdict: !promised ? 'told' : found.length > 0 ? 'worse' : 'kept', broken: found };
}

/** Data and keys together; the release apart: an image that is not there takes no data with it. */
function lostOf(losses: readonly DataLoss[]): Required<Pick<Cell, 'rpo'>> & Pick<Cell, 'release'> {
  const images = losses.filter(({ data }) => data === 'images');
  return { rpo: mostLost(losses.filter(({ data }) => data !== 'images')), ...(images.length === 0 ? {} : { release: mostLost(images) }) };
}

const keysWait = (losses: readonly DataLoss[]): readonly CellNote[] => losses.flatMap(({ awaitedMs }): CellNote[] => (awaitedMs === undefined ? [] : [{ note: 'keys-wait', ...(awaitedMs.p95 === undefined ? {} : { elseMs: awaitedMs.p95 }) }]));

function notesOf({ estate }: Recovery, subject: Subject, to: string, beside: string | undefined): readonly CellNote[] {
  const { protection, inputs } = subject;
  const foreign = protection.databases.filter(({ operated }) => !operated).length;
  return [
    ...prerequisitesAt(protection, to, estate.scenario.asOf).flatMap(({ kind, site, state, expires }): CellNote[] => (state === 'ends-soon' && expires !== undefined ? [{ note: 'prerequisite-ends-soon', kind, site, expires }] : [])),
    ...(isInspected(protection, to) ? [] : [{ note: 'not-inspected', site: to } as const]),
    ...(to === protection.standby?.site ? [] : [{ note: 'nothing-reserved', site: to } as const]),
    ...(foreign === 0 ? [] : [{ note: 'owner-replicates', databases: foreign } as const]),
    ...(beside === undefined ? [] : [{ note: 'backup-beside', site: beside } as const]),
    ...(inputs?.automatic === false ? [{ note: 'by-hand' } as const] : []),
  ];
}

function inputsOf({ durations, estate }: Recovery, { protection, planned, inputsAt }: Subject, losses: readonly DataLoss[]): readonly Pointer[] {
  const tier = ['rpoMinutes', 'rtoMinutes', 'backupRpoMinutes'].map((key) => pointer('protection', 'tiers', protection.tier, key));
  const own = [`${planned.promise.pointer}/quota`, ...planned.databases.flatMap(({ pointer: at }) => [`${at}/size`, `${at}/changeRate`, `${at}/walRate`])];
  const all = [...tier, ...own, ...losses.flatMap(({ inputs }) => inputs), pointer('recovery', 'limits'), pointer('recovery', 'prerequisites'), ...Object.values(durations).flatMap(({ inputs }) => inputs), ...(inputsAt === undefined ? [] : [inputsAt])];
  return [...new Set(all)].filter((input) => valueAt(estate, input) !== undefined);
}

const longest = ({ totalMs }: DataLoss): bigint => totalMs.p95 ?? 1n << 62n;
const byTotal = (losses: readonly DataLoss[]): readonly DataLoss[] => [...losses].sort((a, b) => (longest(a) === longest(b) ? 0 : longest(a) > longest(b) ? -1 : 1));

function summaryOf(cells: readonly Cell[]): TierSummary[] {
  const [first] = cells;
  if (first === undefined) return [];
  const last = cells.reduce<Cell | undefined>((most, cell) => (cell.rto !== undefined && (most?.rto === undefined || cell.rto.p95Ms > most.rto.p95Ms) ? cell : most), undefined);
  const lost = cells.flatMap(({ rpo }) => (rpo === undefined ? [] : [rpo]));
  const most = (level: 'p50' | 'p95'): bigint | undefined => lost.reduce<bigint | undefined>((worst, one) => (worst === undefined || one[level] === undefined ? undefined : one[level] > worst ? one[level] : worst), 0n);
  const [p50, p95] = [most('p50'), most('p95')];
  return [
    {
      situation: first.situation,
      tier: first.tier,
      environments: cells.length,
      worse: cells.filter(({ verdict }) => verdict === 'worse').length,
      nowhere: cells.filter(({ runs, leaves }) => (leaves ?? runs).how === 'nowhere').length,
      ...(lost.length === 0 ? {} : { rpo: { ...(p50 === undefined ? {} : { p50 }), ...(p95 === undefined ? {} : { p95 }) } }),
      ...(last?.rto === undefined ? {} : { last: { namespace: last.namespace, rto: last.rto } }),
    },
  ];
}
