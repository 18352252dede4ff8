import type { Site } from '../sites/model/kinds/site.js';
import type { Text } from '../sites/model/text.js';
import type { VerdictStatus } from '../sites/model/verdict.js';
import type { DeclaredSite } from './declared-sites.js';
import type { EstateHead } from './estate-head.js';

/** `ndc/check.v1`: the estate judged as it stands today and as it is meant to stand. */
export interface CheckData {
  readonly estate: EstateHead;
  readonly asOf: string;
  /** Options that make the page a what-if; empty for the estate as it is. */
  readonly whatIf: readonly string[];
  /** Losses that two people declared, and how far each way back is; absent where none is in force. */
  readonly declared?: readonly DeclaredSite[];
  /** Sites that two people let serve although no other site could be read; absent where no such override is in force. */
  readonly released?: readonly { readonly site: string; readonly by: string; readonly until: string }[];
  readonly views: readonly CheckView[];
  readonly assumptions: readonly AssumptionGroup[];
  readonly waivers: {
    readonly unused: readonly UnusedWaiver[];
    readonly expiring: readonly { readonly policy: string; readonly on: string; readonly expires: string }[];
    readonly refused: readonly { readonly policy: string; readonly on: string; readonly reason: Text }[];
  };
}

/** A valid waiver that covers nothing, and why. */
export interface UnusedWaiver {
  readonly policy: string;
  /** Its cause or fingerprint. */
  readonly on: string;
  /**
   * `covers-nothing`: no failure needs it; `masked`: its rule fails on something no waiver covers, and while that stands
   * nobody can tell; `what-if`: sites are taken as lost or late, which says nothing of the estate as recorded.
   */
  readonly because: 'covers-nothing' | 'masked' | 'what-if';
  /** The failure that masks it, with those of its causes that no waiver covers. */
  readonly by?: { readonly subject: string; readonly finding: Text; readonly causes: readonly string[] };
}

export interface CheckView {
  readonly view: 'today' | 'target';
  readonly sites: readonly CheckedSite[];
  readonly rules: {
    readonly pass: number;
    readonly fail: number;
    readonly waived: number;
    readonly unknown: number;
    readonly notApplicable: number;
  };
  /** Per rule that did not simply pass, worst first. */
  readonly findings: readonly CheckFinding[];
  readonly losses: readonly CheckedLoss[];
  readonly passed: boolean;
  /** Day the first waiver of a gap in redundancy ends; absent where no such gap is waived. */
  readonly notRedundantUntil?: string;
  /** What keeps the view from passing; all zero where it passes. */
  readonly blocking: { readonly fail: number; readonly unknown: number; readonly refusedWaivers: number; readonly unusedWaivers: number };
}

export interface CheckedSite {
  readonly id: string;
  readonly name: Text;
  readonly phase: Site['phase'];
  readonly commissioning: string;
  readonly stacks: number;
  readonly resources: number;
  /** Absent for sites that do not operate in this view. */
  readonly headroom?: Headroom;
}

/** What is left of what; quantities are whole milliCPU and bytes. */
export interface Headroom {
  readonly cpu: { readonly left: bigint; readonly of: bigint };
  readonly memory: { readonly left: bigint; readonly of: bigint };
  readonly gpu: { readonly left: bigint; readonly of: bigint };
  /** The storage class that is shortest. */
  readonly storage?: { readonly class: string; readonly left: bigint; readonly of: bigint };
}

/** All that one rule found with one status, and what to do about it. */
export interface CheckFinding {
  readonly policy: string;
  readonly title: Text;
  readonly severity: 'error' | 'warning';
  readonly status: VerdictStatus | 'waived';
  readonly waivedUntil?: string;
  readonly basis?: string;
  /**
   * The findings' own words; subjects of which the same is said share an entry. `places`: lines of files whose values make it
   * so, `catalogue/tiers.yaml:15`, and a stack that was read with a pointer into it; of what is waived none.
   */
  readonly found: readonly { readonly finding: Text; readonly subjects: readonly string[]; readonly places: readonly string[] }[];
  readonly remedy: Text;
}

export interface CheckedLoss {
  readonly lost: string;
  readonly survivors: readonly { readonly site: string; readonly headroom: Headroom }[];
  readonly homeless: { readonly count: number; readonly because: 'no-standby' | 'standby-not-operating'; readonly examples: readonly string[] }[];
  readonly shed: number;
}

/** Scalars labelled `assumption` that the result rests on, by file. */
export interface AssumptionGroup {
  readonly file: string;
  /** Pointers into the estate, each with its line in the file and its note. */
  readonly values: readonly { readonly pointer: string; readonly line: number; readonly note?: Text }[];
}
