import type { Pointer } from './pointer.js';
import type { Text } from './text.js';

export const verdictStatuses = ['pass', 'fail', 'unknown', 'not-applicable'] as const;
export type VerdictStatus = (typeof verdictStatuses)[number];

/** `warning`: reported, never blocks. */
export type Severity = 'error' | 'warning';

/** `design`: nothing that ages by itself; `operations`: freshness, live readings, change; `failover`: two survivors only. */
export type Pack = 'design' | 'operations' | 'failover';

/** What a rule judged: an object of the estate, and where it is found in what was read. */
export interface Subject {
  /** Estate object, `site/ndc-02`, `environment/ho-so-suc-khoe-prod`, `relation/ndc-01--ndc-02`. */
  readonly object: string;
  readonly site?: string;
  readonly organisation?: string;
  /** Terraform address, where the subject is a resource. */
  readonly address?: string;
  readonly constructPath?: string;
}

/** A value that was read, with where it stands; never a sensitive one. */
export interface Evidence {
  readonly what: Text;
  /** Value as a reader sees it. */
  readonly found: string;
  /** JSON pointer into the document named by `document`. */
  readonly pointer?: Pointer;
  /** `estate`, a file of the estate, or a stack's plan. */
  readonly document?: string;
}

export interface Verdict {
  readonly policy: string;
  readonly pack: Pack;
  readonly severity: Severity;
  readonly subject: Subject;
  /** Estate objects that make a finding so; waivers on a cause must cover every one of them. */
  readonly causes: readonly string[];
  readonly status: VerdictStatus;
  /**
   * Whether this fails an audit unless waived: a failed error, or an unknown of a rule whose unknowns block.
   * Never set by a declared absence (a site accepted as unreachable, a stack outside the set's scope).
   */
  readonly blocks: boolean;
  /** Recorded now (`before`, or a live reading); `unknown` where nothing was recorded. */
  readonly recorded: VerdictStatus;
  /** What is recorded now, in a sentence, where that is another status than after apply. */
  readonly recordedFinding?: Text;
  /** One sentence: what was found. */
  readonly finding: Text;
  readonly evidence: readonly Evidence[];
  readonly remedy: Text;
  /** Policy version + subject + normalised evidence, hashed: stable while the finding is the same. */
  readonly fingerprint: string;
  /** Set while a declaration is in force: it would block, and is owed since then instead. */
  readonly debt?: { readonly since: string; readonly declaration: string };
  /** Set when a waiver covers a failure. */
  readonly waived?: { readonly until: string; readonly basis: string; readonly reason: Text; readonly waiver: Pointer };
}
