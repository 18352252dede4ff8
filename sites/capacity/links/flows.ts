import type { Quarter } from '../../model/calendar.js';
import type { Protection } from '../../model/kinds/protection.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { Bytes } from '../../model/units.js';
import { copiedPerDay, repositoryOf } from '../backup/bytes.js';
import { protectedIn, type ProtectedData, type ProtectedEnvironment } from '../backup/protected.js';
import { bucketsOf } from '../backup/retained.js';
import { demandIn, type Situation } from '../demand.js';
import type { Plan } from '../headroom.js';
import { interval, type Interval } from '../interval.js';

/** What a flow carries: changes to a standby, log to the copy's site, or backups to the copy's site. */
export type FlowKind = 'standby' | 'log-copy' | 'backup-copy';

/** One environment's bytes from one site to another. */
export interface Flow {
  readonly namespace: string;
  readonly tier: Protection;
  readonly kind: FlowKind;
  readonly from: string;
  readonly to: string;
  /** On a typical day. */
  readonly perDay: Interval;
  /** Whether the log rates are measured; else the changes times an assumed factor. */
  readonly measured: boolean;
  /** Milliseconds a byte may wait so that the tier's promise holds. */
  readonly budgetMs: bigint;
  /** Bytes to copy when the other side begins anew. */
  readonly seed: Interval;
  readonly inputs: readonly Pointer[];
}

const minutes = (count: number): bigint => BigInt(count) * 60_000n;
const none: Interval = { low: 0n as Bytes, mid: 0n as Bytes, high: 0n as Bytes };
const plus = (bytes: bigint, more: Interval): Interval => interval((bound) => (bytes + more[bound]) as Bytes);

/**
 * Every flow between sites that serve in a quarter, in the order of the promises. A system whose primary is lost sends
 * from where it has moved to.
 *
 * A standby that holds data is sent every change as it happens and may lag by the tier's RPO. The site of the backups is
 * sent the log as well, once more, and may lag by the backup RPO; where no standby is fed, the copy is what a lost site is
 * survived with, and it may lag by what the RPO leaves beside the interval of the backups.
 */
export function flowsIn({ estate, promises, growth }: Plan, environments: readonly ProtectedEnvironment[], quarter: Quarter, situation: Situation): readonly Flow[] {
  const byNamespace = new Map(environments.map((environment) => [environment.promise.namespace, environment]));
  const { placed } = demandIn(estate, promises, quarter, situation, growth);
  const waiting = new Set(placed.filter(({ use }) => use === 'standby').map(({ promise }) => promise.namespace));
  return placed.flatMap(({ use, promise, site: from }): Flow[] => {
    const environment = byNamespace.get(promise.namespace);
    const data = environment === undefined || use === 'standby' ? undefined : protectedIn(estate, environment, quarter, growth);
    if (environment === undefined || data === undefined) return [];
    const { rpoMinutes, backupRpoMinutes, standbyShare, backup } = estate.protection.tiers[promise.tier];
    const feeds = use === 'primary' && standbyShare.storage > 0 && waiting.has(promise.namespace);
    const head = { namespace: promise.namespace, tier: promise.tier, from, measured: data.logMeasured, inputs: inputsOf(environment, promise.tier) };
    const flows: Flow[] = [];
    if (feeds && promise.standby !== undefined) flows.push({ ...head, kind: 'standby', to: promise.standby, perDay: plus(data.log, data.volumeChanges), budgetMs: minutes(rpoMinutes), seed: seedOf(data) });
    const target = backup.offSite || backup.thirdSite ? environment.backup : undefined;
    const buckets = target === undefined ? undefined : bucketsOf(estate, target);
    if (buckets !== undefined && buckets.site !== from && situation.serving.has(buckets.site)) {
      const budgetMs = minutes(feeds ? backupRpoMinutes : Math.max(0, rpoMinutes - backupRpoMinutes));
      if (data.log > 0n) flows.push({ ...head, kind: 'log-copy', to: buckets.site, perDay: plus(data.log, none), budgetMs, seed: none });
      // A day's backups must have arrived when the next day's begin.
      flows.push({ ...head, kind: 'backup-copy', to: buckets.site, perDay: copiedPerDay(repositoryOf(estate, data)), budgetMs: minutes(1440), seed: none });
    }
    return flows.filter(({ perDay }) => perDay.high > 0n);
  });
}

const seedOf = ({ databases, volumes }: ProtectedData): Interval => plus(databases, volumes);

const inputsOf = ({ promise, databases }: ProtectedEnvironment, tier: Protection): readonly Pointer[] => [
  ...(databases.length === 0 ? [`${promise.pointer}/quota`] : databases.map((database) => database.pointer)),
  pointer('protection', 'tiers', tier),
  pointer('planning', 'links'),
  pointer('planning', 'backup', 'volumesChangedPerDay'),
];
