import type { Interval } from '../capacity/interval.js';
import { pointer } from '../model/pointer.js';
import type { Recovery, Subject } from './context.js';
import { dataOf, type DataCopy } from './copies.js';
import { lossInOutage, lossOfData, type DataLoss } from './data-loss.js';
import { wayFrom } from './ways.js';

const none: Interval = { low: 0n as Interval['low'], mid: 0n as Interval['mid'], high: 0n as Interval['high'] };

/** Mebibytes as bytes. */
const mebi = 1_048_576n;

/**
 * What an environment needs at another site beside its data, from what the platform copies there. Keys: what was written
 * under one that the last snapshot of the secret store does not hold cannot be read again, so they are data lost; nobody
 * declares who encrypts with keys of the store, so whoever keeps anything counts. Images: one that has not arrived cannot
 * start, so the release before it runs; the data are as new as they were.
 */
export function platformCopies(recovery: Recovery, subject: Subject, from: string, to: string): readonly DataCopy[] {
  const { secretStore, registry, copies, imageMiBPerEnvironment } = recovery.estate.recovery;
  const { tier } = subject.protection;
  const images: DataCopy = {
    data: 'images',
    means: 'registry',
    from,
    at: to,
    intervalMinutes: registry.lagMinutes,
    changes: none,
    bytes: sure(BigInt(imageMiBPerEnvironment) * mebi),
    inputs: [pointer('recovery', 'registry', 'lagMinutes'), pointer('recovery', 'imageMiBPerEnvironment')],
  };
  if (!keepsAnything(recovery, subject)) return [images];
  const keys: DataCopy = {
    data: 'keys',
    means: 'store-snapshot',
    from,
    at: to,
    intervalMinutes: secretStore.snapshotEveryMinutes,
    changes: none,
    bytes: sure(BigInt(secretStore.snapshotMiB ?? 0) * mebi),
    ...(copies[tier].newKeys === 'after-snapshot' ? { awaited: true } : {}),
    inputs: [pointer('recovery', 'copies', tier, 'newKeys'), pointer('recovery', 'secretStore', 'snapshotEveryMinutes'), pointer('recovery', 'secretStore', 'snapshotMiB')],
  };
  return [keys, images];
}

const sure = (bytes: bigint): Interval => ({ low: bytes as Interval['low'], mid: bytes as Interval['mid'], high: bytes as Interval['high'] });

function keepsAnything(recovery: Recovery, subject: Subject): boolean {
  const { databases, volumes, files, objects } = dataOf(recovery, subject);
  return [databases, volumes, files, objects].some(({ high }) => high > 0n) || subject.protection.databases.some(({ operated }) => operated);
}

/** Keys and images lost when `from` goes at the worst moment and an environment is to run at `to`; `sites` and `parts` are lost before. */
export const platformLosses = (recovery: Recovery, subject: Subject, from: string, to: string, sites: ReadonlySet<string>, parts: ReadonlySet<string>): readonly DataLoss[] =>
  platformCopies(recovery, subject, from, to).map((copy) => (arrives(recovery, copy) ? lossOfData(recovery, copy, sites, parts) : undefined) ?? without(copy));

/** The same while the link they cross is cut: another way, or all of the outage. */
export const platformLossesCut = (recovery: Recovery, subject: Subject, from: string, to: string, sites: ReadonlySet<string>, parts: ReadonlySet<string>, cut: ReadonlySet<string>): readonly DataLoss[] =>
  platformCopies(recovery, subject, from, to).map((copy) => {
    const before = arrives(recovery, copy) ? wayFrom(recovery, from, to, sites, parts) : undefined;
    return before === undefined ? without(copy) : (lossOfData(recovery, copy, sites, cut) ?? lossInOutage(recovery, copy, before, sites, parts));
  });

/** A standby instance of the secret store is reached by its declared name: without one at both sites there is none. */
const arrives = ({ estate: { sites } }: Recovery, { means, from, at }: DataCopy): boolean => means !== 'store-snapshot' || [from, at].every((site) => sites[site]?.interSite !== undefined);

/** Nothing ever arrives: without bound. */
const without = ({ data, means, from, at, intervalMinutes, inputs }: DataCopy): DataLoss => ({ data, means, from, at, intervalMs: BigInt(Math.round(intervalMinutes * 60_000)), durationMs: { p50: 0n, p95: 0n }, transferMs: {}, totalMs: {}, inputs: [...inputs, ...[from, at].map((site) => pointer('sites', site, 'interSite'))] });
