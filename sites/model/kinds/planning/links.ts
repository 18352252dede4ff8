import { z } from 'zod';
import { count, expecting, flag, number, positive } from '../scalars.js';

/** Weight of each hour of a day, from 00:00; only their proportions count. */
const hours = () =>
  z
    .array(count(1_000_000))
    .length(24)
    .refine((weights) => weights.some((weight) => weight > 0))
    .meta(expecting('24 trọng số nguyên theo giờ, không phải toàn số 0', '24 whole weights, one an hour, not all of them 0'));

/** What the link planner assumes of change, load and the network. */
export const linksPlanningSchema = z.strictObject({
  /** Busiest minutes of a day over its mean, percent. */
  peakPercent: positive(100_000),
  /** Log bytes for each hundred changed bytes, full-page images after checkpoints included, where no log rate was measured. */
  logPercent: positive(10_000),
  /** Percent of a link's bits that carry log: the rest is overhead of protocols. */
  payloadPercent: positive(100),
  /** Percent of a link that replication and backup copies may take together. */
  sharePercent: positive(100),
  /** Percent of the changes of a typical day that a peak day brings. */
  peakDayPercent: positive(10_000),
  typicalDay: hours(),
  peakDay: hours(),
  /** When copies of backups cross the links: first hour, and for how many hours. */
  backupWindow: z.strictObject({ startHour: count(23), hours: positive(24) }),
  /** Outage of a link after which its backlog is drained, minutes. */
  outageMinutes: positive(10_080),
  /** Whether replication takes the way over the third site when the direct link is lost. */
  rerouteOverThirdSite: flag(),
  /** Largest TCP window a host offers, MiB. */
  tcpWindowMiB: number(0.0625, 1024),
});
