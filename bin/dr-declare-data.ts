import type { Fence, FenceState, LossCase } from '../sites/model/kinds/disaster.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { SplitBrainWindow } from '../sites/model/split-brain.js';
import type { Text } from '../sites/model/text.js';
import type { CannotRun } from '../sites/recovery/cell.js';
import type { Likely } from '../sites/recovery/ways.js';

/** A site that was asked. */
export interface AskedSite {
  readonly site: string;
  readonly answers: boolean;
  /** Why it counts as silent, or what it said. */
  readonly reason?: Text;
}

/** Environments of a tier that are restored from backups at one site. */
export interface RestoredGroup {
  readonly to: string;
  readonly tier: Protection;
  /** Site whose store has the backup, and the name of the location that reads it at `to`. */
  readonly from: string;
  readonly location: string;
  /** Whether it is their standby, with a place kept for them; else they have what room is left. */
  readonly reserved: boolean;
  readonly namespaces: readonly string[];
  /** Clusters of databases among them, which are recovered from their archive. */
  readonly databases: number;
  /** How old the data may be, of all the most; a figure that is absent has no bound. */
  readonly age: Partial<Likely>;
  /** What the tier promises of that, against a lost site. */
  readonly promisedMs: bigint;
}

/** `ndc/dr-declare.v1`: what two people would sign, what each fence is, and what follows. */
export interface DrDeclareData {
  readonly site: string;
  readonly name: Text;
  readonly transition: string;
  readonly file: string;
  readonly written: boolean;
  /** UTC. */
  readonly at: string;
  readonly case: LossCase;
  readonly caseSaid: Text;
  readonly reason: string;
  readonly asked: readonly AskedSite[];
  readonly fences: readonly { readonly fence: Fence; readonly state: FenceState; readonly by?: string; readonly at?: string; readonly evidence?: string; readonly said: Text }[];
  readonly window: SplitBrainWindow & { readonly said: Text };
  /** Whether it can be signed as it stands: no fence is unproven, or that is accepted. */
  readonly signable: boolean;
  /** Environments whose copies are promoted where they lie, from the second signature on, by site and tier, highest tier first. */
  readonly moves: readonly { readonly to: string; readonly tier: Protection; readonly namespaces: readonly string[] }[];
  /** Environments that run at another site once their data are restored from a backup, by site, backup and tier, highest tier first. */
  readonly restored: readonly RestoredGroup[];
  /** Of all those, the ones that cannot run where they are given their place before something is mended. */
  readonly hindered: readonly { readonly namespace: string; readonly organisation: string; readonly tier: Protection; readonly to: string; readonly reasons: readonly CannotRun[] }[];
  /** Environments that run nowhere, and why; with the site that has a backup of theirs. */
  readonly stopped: readonly { readonly namespace: string; readonly organisation: string; readonly tier: Protection; readonly backupAt?: string; readonly reasons: readonly CannotRun[] }[];
  /** Environments whose data are gone, and accepted to be. */
  readonly gone: readonly { readonly namespace: string; readonly organisation: string; readonly data: Text }[];
  readonly next: readonly Text[];
}
