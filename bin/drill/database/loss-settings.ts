import { quantile } from '../../../sites/recovery/durations.js';
import { replicationLoss, type ReplicationLoss } from '../../../sites/recovery/replication-loss.js';

/** One way of writing over one link. */
export interface LossSetting {
  readonly commitsPerSecond: number;
  readonly rowBytes: number;
  readonly bitsPerSecond: number;
}

/** From a link that is nearly idle to one that takes a third of what is written. */
export const lossSettings: readonly LossSetting[] = [
  { commitsPerSecond: 50, rowBytes: 1_000, bitsPerSecond: 8_000_000 },
  { commitsPerSecond: 100, rowBytes: 2_000, bitsPerSecond: 4_000_000 },
  { commitsPerSecond: 100, rowBytes: 2_000, bitsPerSecond: 1_500_000 },
  { commitsPerSecond: 100, rowBytes: 4_000, bitsPerSecond: 1_500_000 },
  { commitsPerSecond: 60, rowBytes: 6_000, bitsPerSecond: 1_000_000 },
];

/** What was lost at one moment: when clients had written for so long, the link went. */
export interface Cut {
  readonly wroteMs: number;
  readonly lossMs: number;
  readonly lostCommits: number;
  readonly acknowledged: number;
  readonly logBytes: number;
}

/** Measured losses of one setting beside what the simulation says of it. */
export interface ComparedLoss {
  readonly setting: LossSetting;
  /** Log as it was written, bytes a second. */
  readonly writeBytesPerSecond: number;
  readonly commitBytes: number;
  readonly cuts: readonly Cut[];
  readonly medianMs: number;
  readonly simulated: ReplicationLoss['lossMs'];
  /** Cuts between the simulation's 5th and 95th percentile. */
  readonly inside: number;
  /** Whether the median is. */
  readonly holds: boolean;
}

const median = (values: readonly number[]): number => quantile([...values].sort((a, b) => a - b), 0.5);

/** Milliseconds that cannot be told apart: a link goes down while two programs run. */
const resolution = 20;

/** Holds cuts against the model, which is told what was written and what the link is, and nothing of what was lost. */
export function compareLoss(setting: LossSetting, cuts: readonly Cut[], roundTripMs: number): ComparedLoss {
  const sum = (of: (cut: Cut) => number): number => cuts.reduce((all, cut) => all + of(cut), 0);
  const writeBytesPerSecond = (sum(({ logBytes }) => logBytes) * 1_000) / sum(({ wroteMs }) => wroteMs);
  const commitBytes = sum(({ logBytes }) => logBytes) / sum(({ acknowledged }) => acknowledged);
  const writes = cuts.map(({ wroteMs }) => wroteMs);
  const { lossMs } = replicationLoss({ writeBytesPerSecond, commitBytes, linkBitsPerSecond: setting.bitsPerSecond, roundTripMs, writesForMs: { from: Math.min(...writes), to: Math.max(...writes) } });
  const within = (ms: number): boolean => ms >= lossMs.p5 - resolution && ms <= lossMs.p95 + resolution;
  const medianMs = median(cuts.map(({ lossMs: ms }) => ms));
  return { setting, writeBytesPerSecond, commitBytes, cuts, medianMs, simulated: lossMs, inside: cuts.filter(({ lossMs: ms }) => within(ms)).length, holds: within(medianMs) };
}
