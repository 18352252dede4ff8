import type { ApprovalsOnDay } from '../../sites/model/approval.js';
import type { Day, Dated } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import type { Evidence, Pack, Severity, Subject, VerdictStatus } from '../../sites/model/verdict.js';
import type { ReadPlanSet } from '../planset/read-model.js';
import type { Mutator } from './mutators.js';

export type { Pack, Severity };
export type Input = 'estate' | 'planset';

/** A clause a rule rests on. Never mixed with an engineering basis: our judgement must not be read as law. */
export interface LegalBasis {
  /** Id in catalogue/legal.yaml: `q`, `c`, `n`, `t` … */
  readonly document: string;
  readonly clause: string;
}

export interface EngineeringBasis {
  readonly statement: Text;
  readonly link?: string;
}

/** What a rule found for one subject, before waivers. */
export interface Judgement {
  readonly subject: Subject;
  readonly status: VerdictStatus;
  /** Second column: recorded now. Left out where the rule reads the estate alone: it then equals `status`. */
  readonly recorded?: VerdictStatus;
  /** What is recorded now, in a sentence, where that is another status. */
  readonly recordedFinding?: Text;
  /** Estate objects that make a failure so. */
  readonly causes?: readonly string[];
  readonly finding: Text;
  readonly evidence: readonly Evidence[];
  /**
   * Set where an unknown comes from an absence somebody declared: a site accepted as unreachable, a stack outside the
   * scope of the plan set. Such an unknown is reported and never blocks: a disaster would otherwise lock the door.
   */
  readonly declaredAbsence?: boolean;
  /** Overrides the rule's remedy where a finding has a more exact one. */
  readonly remedy?: Text;
  /** Overrides the rule's severity for this subject. */
  readonly severity?: Severity;
}

/** What a rule is given: exactly the inputs it declares in `reads`; reading another throws. */
export interface RuleInput {
  readonly estate: Estate;
  /** Present only for rules that declare `planset`. Absent files leave it undefined even then. */
  readonly planset?: ReadPlanSet;
  readonly asOf: Day;
  /** Organisations whose findings alone are wanted: a rule may leave rows of others out, the engine drops what remains of them. */
  readonly about?: ReadonlySet<string>;
  /** Approvals of the estate's transitions, their signatures checked by whoever read them: a rule runs no programs. Absent, none count. */
  readonly approvals?: ApprovalsOnDay;
}

/** One rule, one file: `policies/rules/<family>/<id>-<name>.ts`. */
export interface Rule {
  readonly id: string;
  /** Raised with every change of meaning; part of each fingerprint. */
  readonly version: number;
  readonly title: Text;
  /** Why the rule exists. */
  readonly explanation: Text;
  readonly severity: Severity;
  readonly pack: Pack;
  readonly legal: readonly LegalBasis[];
  readonly engineering?: EngineeringBasis;
  /** Readings of the law, or inputs, that nobody has confirmed and that the result rests on. */
  readonly assumptions?: readonly Text[];
  readonly effectiveFrom?: Dated;
  readonly effectiveTo?: Dated;
  readonly reads: readonly Input[];
  /** Whether an unknown verdict blocks `apply` and fails `audit`. */
  readonly unknownBlocks: boolean;
  /** Whether nothing to judge is a failure (`fail`) or fine (`not-applicable`). */
  readonly emptyPopulation: 'fail' | 'not-applicable';
  /** No finding is about one organisation: not run where only organisations are asked about. @default false */
  readonly estateOnly?: boolean;
  /** Subjects come from the estate, so that a missing resource is a row of its own, never silence. */
  readonly check: (input: RuleInput) => readonly Judgement[];
  readonly remedy: Text;
  /** Ways of breaking a good estate or plan set that this rule must notice. Rules that auditors bring along may name none. */
  readonly mutants?: readonly Mutator[];
}
