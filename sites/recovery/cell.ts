import type { Day, Quarter } from '../model/calendar.js';
import type { Protection } from '../model/kinds/protection.js';
import type { PrerequisiteKind } from '../model/kinds/recovery-inputs.js';
import type { Pointer } from '../model/pointer.js';
import type { GoneData } from './copies.js';
import type { DataLoss } from './data-loss.js';
import type { DataKind, Situation } from './situation.js';
import type { RecoveryTime } from './times.js';
import type { Likely } from './ways.js';

/** Why an environment cannot run after a loss. */
export type CannotRun =
  | { readonly because: 'site-not-operating'; readonly site: string; readonly until?: Quarter }
  /** No other site is named for it, or every one that is named is lost. */
  | { readonly because: 'nowhere-named' }
  /** Its site and its standby are lost. Copies lie at this one, where it has no place: to run it there is nobody's plan. */
  | { readonly because: 'copies-only'; readonly site: string }
  | { readonly because: 'no-copy'; readonly data: readonly DataKind[] }
  | { readonly because: 'prerequisite-missing' | 'prerequisite-expired'; readonly kind: PrerequisiteKind; readonly site: string; readonly expired?: Day }
  | { readonly because: 'no-room'; readonly site: string; readonly resource: string }
  | { readonly because: 'no-way'; readonly from: string; readonly to: string }
  /** Replication takes all of the share of the link that its backup would be restored over. */
  | { readonly because: 'way-full'; readonly from: string; readonly to: string }
  | { readonly because: 'waits-for'; readonly system: string }
  | { readonly because: 'waits-in-a-circle'; readonly system: string }
  | { readonly because: 'too-few-people'; readonly needed: number; readonly there: number };

/** What is worth knowing beside the figures. */
export type CellNote =
  | { readonly note: 'prerequisite-ends-soon'; readonly kind: PrerequisiteKind; readonly site: string; readonly expires: Day }
  /** Nothing is said of what it needs there. */
  | { readonly note: 'not-inspected'; readonly site: string }
  /** Restored where no capacity is kept for it. */
  | { readonly note: 'nothing-reserved'; readonly site: string }
  /** Of engines the platform does not operate: it holds their files alone. */
  | { readonly note: 'owner-replicates'; readonly databases: number }
  /** Backups lie at the site where it then runs, and nowhere else. */
  | { readonly note: 'backup-beside'; readonly site: string }
  /** Its copies have no link left to be cut: those between the two are lost already. */
  | { readonly note: 'no-link-left'; readonly from: string; readonly to: string }
  /** Loses no data by keys because new ones wait for a snapshot of the secret store; else it would, this much at the 95th percentile. */
  | { readonly note: 'keys-wait'; readonly elseMs?: bigint }
  /** The storage granted admits fewer instances of its databases than the tier wants; with one, no commit waits for another inside the site. */
  | { readonly note: 'few-instances'; readonly instances: number; readonly wanted: number }
  | { readonly note: 'by-hand' };

/** Where an environment runs in a situation. `serves-on`: where it ran before. */
export type Runs = { readonly how: 'serves-on' | 'promoted' | 'restored'; readonly site: string } | { readonly how: 'nowhere'; readonly reasons: readonly CannotRun[]; readonly until?: Quarter };

/**
 * Promises of the tier that a cell breaks; `gone`: data lie nowhere any more, `runs`: it runs nowhere, `release`: images
 * arrive later than data may.
 */
export const broken = ['runs', 'gone', 'rpo', 'release', 'rto', 'backup-rpo'] as const;
export type Broken = (typeof broken)[number];

/** `kept` or `worse` than the tier; `told`: the tier promises nothing for this situation; `no-copies`: nothing crosses the link. */
export type CellVerdict = 'kept' | 'worse' | 'told' | 'no-copies';

/** One environment in one situation. */
export interface Cell {
  readonly namespace: string;
  readonly organisation: string;
  readonly system: string;
  readonly tier: Protection;
  readonly situation: Situation;
  readonly primary: string;
  /** Failure domains lost in it, beside those of the scenario. */
  readonly lost: readonly string[];
  readonly runs: Runs;
  /** Of a site that answers slowly: where it would run if two people decide to leave the site in order. */
  readonly leaves?: Runs;
  /** What is lost of each kind of data, of keys and of images, the most first. While a site serves on: what would be, were it lost too. */
  readonly losses: readonly DataLoss[];
  readonly gone: readonly GoneData[];
  /** Of all kinds of data and of keys the most; a figure that is absent has no bound. Absent where it runs nowhere. */
  readonly rpo?: Partial<Likely>;
  /** Age of the release that starts, where a newer one was pushed last before the loss; its tier's RPO is its bound too. */
  readonly release?: Partial<Likely>;
  /** Age of the newest state before bad data came, once it runs there. */
  readonly backupRpo?: Partial<Likely>;
  /** Milliseconds until service is back; 0 where it serves on. */
  readonly rto?: RecoveryTime;
  readonly worstPath?: { readonly domain: string; readonly lagMs?: bigint };
  readonly notes: readonly CellNote[];
  readonly verdict: CellVerdict;
  readonly broken: readonly Broken[];
  readonly inputs: readonly Pointer[];
}

/** Minutes a tier promises, as milliseconds. */
export interface Promises {
  readonly rpoMs: bigint;
  readonly rtoMs: bigint;
  readonly backupRpoMs: bigint;
}

