import type { Fence, FenceState, LossCase } from '../sites/model/kinds/disaster.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { SplitBrainWindow } from '../sites/model/split-brain.js';
import type { Text } from '../sites/model/text.js';

/** A site that was asked. */
export interface AskedSite {
  readonly site: string;
  readonly answers: boolean;
  /** Why it counts as silent, or what it said. */
  readonly reason?: Text;
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
  /** Environments that another site runs from the second signature on, by site and tier, highest tier first. */
  readonly moves: readonly { readonly to: string; readonly tier: Protection; readonly namespaces: readonly string[] }[];
  readonly stopped: readonly { readonly namespace: string; readonly organisation: string; readonly tier: Protection; readonly backupAt?: string }[];
  /** Environments whose data are gone, and accepted to be. */
  readonly gone: readonly { readonly namespace: string; readonly organisation: string; readonly data: Text }[];
  readonly next: readonly Text[];
}
