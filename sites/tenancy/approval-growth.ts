import { resolveQuota } from '../intent/quota.js';
import { daysBetween, type Day } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import type { Change } from './change.js';
import { changesOf, type Standing } from './changes.js';
import type { ApprovalInput, Grounds } from './approval-conditions.js';
import { environmentsIn } from './entries.js';

/** A request as it stood from a day on, for what was approved before. */
export interface Stood {
  readonly on: Day;
  readonly request: Standing['request'];
}

/** What an environment was measured to use, in the smallest units: milliCPU, bytes; storage by class. */
export interface MeasuredUse {
  readonly on: Day;
  readonly cpu?: bigint;
  readonly memory?: bigint;
  readonly gpu?: bigint;
  readonly storage?: Readonly<Record<string, bigint>>;
}

/** By namespace, the most that was used where it runs, within the record. */
export type UseByNamespace = Readonly<Record<string, MeasuredUse>>;

export type GrowthInput = ApprovalInput & {
  /** Earlier states of the request, in any order, with the one in force at the start of the window; absent where nobody knows. */
  readonly history?: readonly Stood[];
  readonly usage?: UseByNamespace;
};

const isGranted = ({ of, field, kind }: Change): boolean => kind === 'grown' && of === 'environment' && field.startsWith('quota.');
const said = ({ subject, field }: Change): string => `${subject} ${field}`;
const amount = (value: Change['before']): bigint => (value !== undefined && value.unit !== 'text' ? value.amount : 0n);

/** Growth of grants from base to head. */
export const grown = ({ changes }: ApprovalInput): readonly Change[] => changes.filter(isGranted);

/**
 * Grants that grow, and lie above the smallest they had within the days before by more than `overPercent`. Growing twice
 * by a third is growing by more than a half; giving back and asking again is growth too, for the room was another's
 * meanwhile.
 */
export function overgrown(input: GrowthInput, overPercent: number, withinDays: number): Grounds {
  const { estate, head, history = [] } = input;
  const now = grown(input);
  const since = statesWithin(history, estate.scenario.asOf, withinDays).flatMap((request) => changesOf({ estate, request }, { estate, request: head }).filter(isGranted));
  return now.flatMap((change) => {
    const over = [change, ...since.filter((earlier) => earlier.subject === change.subject && earlier.field === change.field)].filter(({ before, after }) => amount(after) * 100n > amount(before) * BigInt(100 + overPercent));
    if (over.length === 0) return [];
    // Of several earlier states the smallest counts; from nothing there is no percentage.
    const least = over.reduce((smallest, { before }) => (amount(before) < smallest ? amount(before) : smallest), amount(over[0]?.before));
    return [least === 0n ? said(change) : `${said(change)} +${(amount(change.after) * 100n + least - 1n) / least - 100n} %`];
  });
}

/** The states in force at any time of the window: those that began in it, and the one in force when it began. */
function statesWithin(history: readonly Stood[], asOf: Day, days: number): readonly Standing['request'][] {
  const past = history.filter(({ on }) => on <= asOf).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const inside = past.filter(({ on }) => daysBetween(on, asOf) <= days);
  const atStart = past.filter(({ on }) => daysBetween(on, asOf) > days).at(-1);
  // Before its first state the organisation had nothing: growth from there is told by its first request.
  return [...(atStart === undefined ? [] : [atStart]), ...inside].flatMap(({ request }) => (request === undefined ? [] : [request]));
}

/** What grows and is measured at all. */
export const measurable = (input: ApprovalInput): readonly Change[] => grown(input).filter(({ field }) => field !== 'quota.pods' && field !== 'quota.loadBalancers');

/**
 * Grants that grow without a measurement of the days before that shows enough of them in use. Only what is measured
 * counts: pods and load balancers need none. Room for backups is measured nowhere; it follows the storage that is backed up.
 */
export function unproven(input: GrowthInput, { computePercentAtLeast, storagePercentOver, withinDays }: { readonly computePercentAtLeast: number; readonly storagePercentOver: number; readonly withinDays: number }): Grounds {
  const { estate, base, usage = {} } = input;
  const stored = new Map(base === undefined ? [] : environmentsIn(base).map(({ namespace, environment, system }) => [namespace, sumOf(resolveQuota(estate, environment.quota, system).storage)]));
  return measurable(input)
    .filter(({ subject, field, before }) => {
      const use = Object.hasOwn(usage, subject) ? usage[subject] : undefined;
      const ofBackup = field === 'quota.backup';
      const used = ofBackup ? use?.storage && sumOf(use.storage) : usedOf(use, field);
      if (use === undefined || used === undefined || !isFresh(use, estate.scenario.asOf, withinDays)) return true;
      const granted = ofBackup ? (stored.get(subject) ?? 0n) : amount(before);
      // Of nothing there is no share in use.
      if (granted === 0n) return true;
      return ofBackup || field.startsWith('quota.storage.') ? used * 100n <= granted * BigInt(storagePercentOver) : used * 100n < granted * BigInt(computePercentAtLeast);
    })
    .map(said);
}

const sumOf = (amounts: Readonly<Record<string, bigint>>): bigint => Object.values(amounts).reduce((total, one) => total + one, 0n);

const isFresh = ({ on }: MeasuredUse, asOf: Day, days: number): boolean => on <= asOf && daysBetween(on, asOf) <= days;

/** Days after which a measurement no longer tells what is in use (assumption): whoever records every month never passes it. */
const tellsForDays = 31;

/** Quotas that shrink below what is measured in use. Where nothing is measured nobody can tell: see `unmeasuredShrink`. */
export const belowUse = ({ changes, usage = {} }: GrowthInput): Grounds =>
  changes
    .filter((change) => isShrink(change) && amount(change.after) < (usedOf(Object.hasOwn(usage, change.subject) ? usage[change.subject] : undefined, change.field) ?? -1n))
    .map(said);

/** Quotas that shrink with no measurement of late to compare with. */
export const unmeasuredShrink = ({ changes, usage = {}, asOf }: Pick<GrowthInput, 'changes' | 'usage'> & { readonly asOf: Day }): Grounds =>
  changes
    .filter((change) => {
      const use = Object.hasOwn(usage, change.subject) ? usage[change.subject] : undefined;
      return isShrink(change) && (use === undefined || usedOf(use, change.field) === undefined || !isFresh(use, asOf, tellsForDays));
    })
    .map(said);

const isShrink = ({ kind, of, field }: Change): boolean => kind === 'shrunk' && of === 'environment' && (field === 'quota.cpu' || field === 'quota.memory' || field === 'quota.gpu' || field.startsWith('quota.storage.'));

function usedOf(use: MeasuredUse | undefined, field: string): bigint | undefined {
  if (field === 'quota.cpu') return use?.cpu;
  if (field === 'quota.memory') return use?.memory;
  if (field === 'quota.gpu') return use?.gpu;
  const storage = /^quota\.storage\.(.+)$/.exec(field)?.[1];
  return storage !== undefined && use?.storage !== undefined && Object.hasOwn(use.storage, storage) ? use.storage[storage] : undefined;
}

/** Days over which any approval rule adds growth up. */
export const lookBack = ({ approvals }: Pick<Estate, 'approvals'>): number => Math.max(0, ...(approvals?.rules ?? []).map(({ when }) => ('growth' in when ? when.growth.withinDays : 0)));
