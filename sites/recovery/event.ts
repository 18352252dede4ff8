import type { CannotRun } from './cell.js';
import { servingWithout, waitedFor, type Recovery, type Subject } from './context.js';
import { copiesFor, type Copies } from './copies.js';
import { prerequisitesAt } from './prerequisites.js';
import { roomAfter } from './room.js';
import { standing } from './situation.js';
import { declarers, restoreRate, stepsOf, type Event, type Move, type Steps } from './steps.js';
import { timesOf, type Times } from './times.js';
import { wayFrom } from './ways.js';
import { alreadyLost, siteAfter } from './where.js';

/** What becomes of one environment whose site is struck. */
export type Fate = { readonly subject: Subject; readonly copies: Copies } & ({ readonly to: string } | { readonly reasons: readonly CannotRun[] });

/** A loss, who moves where, how, and when each is back. */
export interface Recovered {
  readonly event: Event;
  readonly fates: ReadonlyMap<string, Fate>;
  readonly steps: Steps;
  readonly times: Times;
}

const noCopies: Copies = { there: [], gone: [] };

/**
 * Recovers everybody that runs at a site once it is struck, with other sites lost before. The order is that of priority;
 * whoever others wait for comes right before the first of them. `absent`: whoever a loss before has left with nowhere to run.
 */
export function recover(recovery: Recovery, struck: string, before: ReadonlySet<string>, kind: Event['kind'], absent: ReadonlySet<string> = new Set()): Recovered {
  const { parts } = alreadyLost(recovery);
  const lost = new Set([...before, struck]);
  const there = recovery.subjects.filter((subject) => {
    const at = siteAfter(recovery, subject, before);
    return 'site' in at && at.site === struck && !absent.has(subject.namespace);
  });
  const { order, circles } = dependencyOrder(there, recovery);
  const room = roomAfter(recovery, lost);
  const fates = new Map<string, Fate>();
  const moves: Move[] = [];
  for (const subject of order) {
    const fate = fateOf(recovery, subject, { struck, lost, kind, parts }, room, fates, circles);
    fates.set(subject.namespace, fate);
    if ('to' in fate) moves.push({ subject, to: fate.to, copies: fate.copies.there });
  }
  // A slow site is no lost one: what it sends still arrives.
  const event: Event = { kind, struck, lost: kind === 'slow' ? before : lost, parts, moves };
  const people = recovery.estate.recovery.limits.operators;
  if (people < declarers) {
    for (const [namespace, { subject, copies }] of fates) fates.set(namespace, { subject, copies, reasons: [{ because: 'too-few-people', needed: declarers, there: people }] });
    const nobody = { ...event, moves: [] };
    return { event: nobody, fates, steps: { steps: [], capacity: new Map(), ends: new Map() }, times: { byNamespace: new Map(), typical: [] } };
  }
  const steps = stepsOf(recovery, event);
  return { event, fates, steps, times: timesOf(steps) };
}

interface Struck {
  readonly struck: string;
  readonly lost: ReadonlySet<string>;
  readonly kind: Event['kind'];
  readonly parts: ReadonlySet<string>;
}

function fateOf(recovery: Recovery, subject: Subject, { struck, lost, kind, parts }: Struck, room: ReturnType<typeof roomAfter>, fates: ReadonlyMap<string, Fate>, circles: ReadonlySet<string>): Fate {
  const { serving } = servingWithout(recovery, lost);
  const target = siteAfter(recovery, subject, lost);
  if ('cannot' in target) return { subject, copies: goneWith(recovery, subject, struck, serving), reasons: [target.cannot] };
  const to = target.site;
  const copies = copiesFor(recovery, subject, { from: struck, to, serving });
  const reasons: CannotRun[] = [];
  const needed = copies.gone.filter(({ data }) => data !== 'objects').map(({ data }) => data);
  if (needed.length > 0) reasons.push({ because: 'no-copy', data: needed });
  for (const { kind: of, state, expires } of prerequisitesAt(subject.protection, to, recovery.estate.scenario.asOf))
    if (state !== 'ends-soon') reasons.push({ because: state === 'missing' ? 'prerequisite-missing' : 'prerequisite-expired', kind: of, site: to, ...(expires === undefined ? {} : { expired: expires }) });
  // A copy that no way leads to was never made; one that no way leads from is of no use.
  const before = new Set([...lost].filter((id) => id !== struck));
  const unfed = copies.there.find(({ from, at }) => wayFrom(recovery, from, at, before, parts) === undefined);
  const gone = kind === 'slow' ? before : lost;
  const stuck = copies.there.find(({ at }) => wayFrom(recovery, at, to, gone, parts) === undefined);
  const slow = copies.there.find(({ at, means, bytes }) => bytes.high > 0n && !standing.includes(means) && restoreRate(recovery, at, to, { lost: gone, parts }) === undefined);
  if (unfed !== undefined) reasons.push({ because: 'no-way', from: unfed.from, to: unfed.at });
  else if (stuck !== undefined) reasons.push({ because: 'no-way', from: stuck.at, to });
  else if (slow !== undefined) reasons.push({ because: 'way-full', from: slow.at, to });
  for (const system of subject.protection.after) {
    if (circles.has(subject.protection.environment.system.id) && circles.has(system)) reasons.push({ because: 'waits-in-a-circle', system });
    else if (waitedFor(recovery, subject, system).some((other) => cannot(fates.get(other.namespace)))) reasons.push({ because: 'waits-for', system });
  }
  // Only who would run takes room from those behind it.
  const lacking = reasons.length > 0 ? undefined : room.lacking(subject, to);
  if (lacking !== undefined) reasons.push({ because: 'no-room', site: to, resource: lacking });
  return reasons.length === 0 ? { subject, copies, to } : { subject, copies, reasons };
}

const cannot = (fate: Fate | undefined): boolean => fate !== undefined && 'reasons' in fate;

/** What lies nowhere any more when nobody can take an environment over: whatever no serving site holds. */
function goneWith(recovery: Recovery, subject: Subject, struck: string, serving: ReadonlySet<string>): Copies {
  const holders = [...serving].filter((site) => site !== struck);
  const each = (holders.length === 0 ? [''] : holders).map((to) => copiesFor(recovery, subject, { from: struck, to, serving }));
  const best = each.reduce((least, one) => (one.gone.length < least.gone.length ? one : least), each[0] ?? noCopies);
  return { there: [], gone: best.gone };
}

/** Environments in order, each after those whose systems it waits for; systems that wait for each other are named. */
export function dependencyOrder(subjects: readonly Subject[], { bySystem }: Pick<Recovery, 'bySystem'>): { readonly order: readonly Subject[]; readonly circles: ReadonlySet<string> } {
  const among = new Set(subjects);
  const order: Subject[] = [];
  const done = new Set<Subject>();
  const circles = new Set<string>();
  const visit = (subject: Subject, waiting: readonly string[]): void => {
    if (done.has(subject)) return;
    const own = subject.protection.environment.system.id;
    done.add(subject);
    for (const id of subject.protection.after) {
      const begins = [...waiting, own].indexOf(id);
      if (begins >= 0) for (const member of [...waiting, own].slice(begins)) circles.add(member);
      for (const other of waitedFor({ bySystem }, subject, id)) if (among.has(other)) visit(other, [...waiting, own]);
    }
    order.push(subject);
  };
  for (const subject of subjects) visit(subject, []);
  return { order, circles };
}
