import type { Interval } from '../capacity/interval.js';
import { pointer } from '../model/pointer.js';
import { servingWithout, type Recovery, type Subject } from './context.js';
import { dataOf, type DataCopy } from './copies.js';
import { lossOfData, type DataLoss } from './data-loss.js';
import { alreadyLost } from './where.js';

const nothing: Interval = { low: 0n as Interval['low'], mid: 0n as Interval['mid'], high: 0n as Interval['high'] };

/**
 * Age of the newest state to restore when data go bad while an environment runs at a site: what has not yet reached the site
 * of the backups. Databases restore to a moment from their archive; volumes, files and objects of the API to a backup.
 * Buckets keep their versions under lock and go back without one.
 *
 * `beside`: no other site is left to take them, and they lie where the environment runs.
 */
export function backupLosses(recovery: Recovery, subject: Subject, at: string, lost: ReadonlySet<string>): { readonly losses: readonly DataLoss[]; readonly beside?: string } {
  const { protection } = subject;
  const { serving } = servingWithout(recovery, lost);
  const target = protection.backups.find(({ site }) => serving.has(site) && site !== at);
  const to = target?.site ?? at;
  const every = (target ?? protection.backups[0])?.everyMinutes;
  const held = dataOf(recovery, subject);
  const inputs = (key: string) => [pointer('recovery', 'copies', protection.tier, key)];
  const operated = protection.databases.filter((one) => one.operated);
  const copies: DataCopy[] = [];
  if (operated.length > 0)
    copies.push({ data: 'databases', means: 'archive', from: at, at: to, intervalMinutes: Math.max(...operated.map(({ archiveTimeoutSeconds }) => archiveTimeoutSeconds)) / 60, changes: held.log, bytes: held.databases, inputs: inputs('archiveTimeoutSeconds') });
  if (every !== undefined) {
    const backup = { means: 'backup', from: at, at: to, intervalMinutes: every, inputs: inputs('backupEveryMinutes') } as const;
    if (held.volumes.high > 0n) copies.push({ data: 'volumes', changes: held.volumeChanges, bytes: held.volumes, ...backup });
    if (held.files.high > 0n) copies.push({ data: 'files', changes: held.fileChanges, bytes: held.files, ...backup });
    copies.push({ data: 'manifests', changes: nothing, bytes: nothing, ...backup });
  }
  const { parts } = alreadyLost(recovery);
  return { losses: copies.flatMap((copy) => lossOfData(recovery, copy, lost, parts) ?? []), ...(target === undefined ? { beside: at } : {}) };
}
