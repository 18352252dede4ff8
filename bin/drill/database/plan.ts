import type { Recovery } from '../../../sites/recovery/context.js';
import { wayFrom } from '../../../sites/recovery/ways.js';
import type { LaboratoryLink } from '../../edge/laboratory/laboratory.js';
import type { DatabasePlan } from './stand.js';

/** What clients of the laboratory write, bytes of log a second in their busiest minutes: what one connection manages here. */
const laboratoryLogRate = 250_000;

/** Rates a laboratory can tell apart from none and from no limit, bits a second. */
const [slowest, fastest] = [1_000_000, 200_000_000];

/**
 * A laboratory of the estate's databases: the sites by their roles, delays as they are, and links that are as full as the
 * estate's in its busiest minutes, scaled to what a laboratory writes.
 *
 * @returns undefined where fewer than three sites operate.
 */
export function databasePlan(recovery: Recovery, lost: string, operating: readonly string[]): DatabasePlan | undefined {
  const others = operating.filter((id) => id !== lost);
  const [standby, third] = rolesOf(recovery, lost, others);
  if (standby === undefined || third === undefined) return undefined;
  const pairs = [[lost, standby], [lost, third], [standby, third]] as const;
  return { primary: lost, standby, third, links: pairs.map(([a, b]) => linkBetween(recovery, a, b)), commit: 'asynchronous', commitsPerSecond: 100, rowBytes: 1_000, keepMegabytes: 24 };
}

/** Where most databases of the lost site have their standby and their third copy; other sites, where none has. */
function rolesOf({ subjects }: Recovery, lost: string, others: readonly string[]): readonly (string | undefined)[] {
  const counts = new Map<string, number>();
  for (const { protection } of subjects) {
    if (protection.primary.site !== lost) continue;
    for (const { standby, third } of protection.databases)
      if (standby !== undefined && third !== undefined && others.includes(standby) && others.includes(third)) counts.set(`${standby} ${third}`, (counts.get(`${standby} ${third}`) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return most === undefined ? others.slice(0, 2) : most[0].split(' ');
}

function linkBetween(recovery: Recovery, a: string, b: string): LaboratoryLink {
  const way = wayFrom(recovery, a, b, new Set(), new Set());
  const hops = way?.hops ?? [];
  const rttMs = hops.reduce((sum, { link }) => sum + (recovery.estate.links[link]?.rttMs ?? 0), 0);
  const capacity = Math.min(...hops.map(({ link }) => Number(recovery.estate.links[link]?.capacityGbps ?? 0) * 1e9), Infinity);
  const share = (capacity * recovery.estate.planning.links.sharePercent) / 100;
  const taken = share - Number(way?.free.p95 ?? 0n);
  // A link nothing crosses is as fast as a laboratory's gets.
  const rate = !Number.isFinite(share) || taken <= 0 ? fastest : (laboratoryLogRate * 8 * share) / taken;
  return { between: [a, b], bitsPerSecond: Math.round(Math.min(fastest, Math.max(slowest, rate))), rttMs };
}
