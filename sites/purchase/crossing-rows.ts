import { dayOutcome, mostCopies, mostReplication } from '../capacity/links/days.js';
import type { Carried, Crossing } from './problem.js';

/** Σ amount × fraction ≤ most; GiB a day. */
export interface CrossingRow {
  readonly most: number;
  readonly amounts: readonly { readonly group: number; readonly amount: number }[];
}

const gib = (bytes: bigint): number => Number(bytes) / 2 ** 30;
const sum = (flows: readonly Carried[], of: 'replication' | 'copies'): bigint => flows.reduce((all, flow) => all + flow[of], 0n);

/**
 * What a crossing asks where these groups alone are served. How much may be sent follows from how long it may wait, and is
 * taken from the simulation that judges links: load is linear in the fractions, and the most that is shipped in time is one
 * number. Backups take what replication leaves. So they have two rows: that a day's bytes of both are shipped within a day,
 * and how many of them are shipped in time beside the replication of these groups.
 */
export function crossingRows({ what, share, planning, flows }: Crossing, included: (group: number) => boolean): readonly CrossingRow[] {
  const those = flows.filter(({ group }) => included(group));
  // Who sends nothing was promised nothing here.
  if (sum(those, what) === 0n) return [];
  const budgetMs = those.reduce<bigint | undefined>((least, one) => (one.budgetMs === undefined || (least !== undefined && least <= one.budgetMs) ? least : one.budgetMs), undefined);
  const amounts = (of: (flow: Carried) => number): CrossingRow['amounts'] => those.map((flow) => ({ group: flow.group, amount: of(flow) }));
  if (what === 'replication') return [{ most: gib(mostReplication(share, planning, budgetMs)), amounts: amounts(({ replication }) => gib(replication)) }];
  const peak = planning.peakDayPercent / 100;
  const [replication, copies] = [sum(those, 'replication'), sum(those, 'copies')];
  const daily: CrossingRow = { most: gib(mostCopies(share, planning, 0n)), amounts: amounts((flow) => gib(flow.replication) * peak + gib(flow.copies)) };
  // Searching for the most that is shipped in time is worth it only where what is asked is not.
  if (budgetMs === undefined || dayOutcome({ replication, copies }, share, planning, 'peak').copyLagMs <= budgetMs) return [daily];
  return [daily, { most: gib(mostCopies(share, planning, replication, budgetMs)), amounts: amounts((flow) => gib(flow.copies)) }];
}
