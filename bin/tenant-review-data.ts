import type { DeepReadonly } from '../sites/model/estate.js';
import type { Wave } from '../sites/model/kinds/organisations.js';
import type { TenantSystem } from '../sites/model/kinds/tenancy-request.js';
import type { Text } from '../sites/model/text.js';
import type { ChangeKind, ChangedThing } from '../sites/tenancy/change.js';
import type { FundingRow } from '../sites/tenancy/funding.js';
import type { facilityNames } from '../sites/tenancy/names.js';
import type { Approval } from '../sites/tenancy/approvals.js';
import type { PriceChange } from '../sites/tenancy/price.js';
import type { CheckFinding } from './check-data.js';
import type { ForeignPath } from './review-inputs.js';
import type { CheckedEnvironment, CheckedFinding, CheckedFit, CheckedRequest, CheckedRow, JointFit } from './tenant-check-data.js';

export const reviewVerdicts = ['not-a-request', 'no-change', 'refused', 'unclear', 'approval', 'accepted'] as const;
/**
 * `not-a-request`: something else than requests changes too; `no-change`: no request changes, so nothing was judged; `refused`: it cannot be taken as it is; `unclear`: something
 * was not checked; `approval`: it can be taken once somebody approves; `accepted`: nobody has to.
 */
export type ReviewVerdict = (typeof reviewVerdicts)[number];

/** `ndc/tenant-review.v1`: what a branch asks for, judged against its base. Amounts in the resource's smallest unit, money in VND. */
export interface TenantReviewData {
  readonly estate: { readonly id: string; readonly digest: string };
  readonly asOf: string;
  /** What was judged: two commits, and the set of requests judged together. */
  readonly judged: { readonly base: string; readonly head: string; readonly joint: string };
  readonly verdict: ReviewVerdict;
  readonly reasons: readonly Text[];
  readonly notChecked: readonly Text[];
  /** Requests that the work tree has otherwise than the commit it stands on, which was reviewed: nobody has judged them. Paths to be typed. */
  readonly uncommitted: readonly string[];
  readonly foreign: { readonly count: number; readonly paths: readonly ForeignPath[] };
  /** Why head's files make no estate; nothing else is judged then. */
  readonly diagnostics: readonly ReviewedProblem[];
  readonly requests: readonly ReviewedRequest[];
  /** All requests at once; absent where head makes no estate or changes no request. */
  readonly fit?: CheckedFit;
  /** Every resource the requests touch, every quarter. */
  readonly rows: readonly CheckedRow[];
  /** Where several requests change: whether they fit one by one only, and what each takes of what runs short. */
  readonly joint?: Omit<JointFit, 'fit'>;
  /** File that holds the whole text, where one was asked for. */
  readonly artefact?: string;
}

export interface ReviewedProblem {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: Text;
  /** The whole line as it should be, for a line that head changed. */
  readonly suggestion?: string;
}

export interface ReviewedChange {
  readonly kind: ChangeKind;
  readonly of: ChangedThing;
  readonly subject: string;
  readonly field: string;
  /** As files write it; absent where nothing stood, or where it is concealed. */
  readonly before?: string;
  readonly after?: string;
  /** Thousandths of what was. */
  readonly permille?: bigint;
  readonly destroys: boolean;
  readonly holdsData: boolean;
  /** A state secret: no values are told. */
  readonly concealed: boolean;
}

/** A system that the request adds, as whoever approves has to know it; of one that holds state secrets, its code alone. */
export type NewSystem =
  | { readonly system: string; readonly concealed: true }
  | (DeepReadonly<Pick<TenantSystem, 'name' | 'securityLevel' | 'sharing' | 'importance' | 'personalData'>> & {
      readonly system: string;
      readonly concealed: false;
      /** Its protection, as it takes effect. */
      readonly tier?: Text;
      readonly funding: FundingRow;
      /** The request does not say what pays: the catalogue of organisations does. */
      readonly fundingByCatalogue: boolean;
      /** Absent for a system that does not move. */
      readonly migration?: {
        readonly wave?: Wave;
        readonly mode?: 'move' | 'new';
        /** A day or quarter. */
        readonly start?: string;
        readonly facility?: keyof typeof facilityNames;
        readonly agreement?: { readonly document: string; readonly date: string };
        readonly securityPlan?: { readonly document: string; readonly date: string };
      };
      readonly environments: readonly CheckedEnvironment[];
    });

export interface ReviewedRequest {
  readonly organisation: string;
  readonly name: Text;
  readonly against: 'first' | 'recorded' | 'withdrawn';
  readonly newSystems: readonly NewSystem[];
  readonly changes: readonly ReviewedChange[];
  readonly derived: CheckedRequest['derived'];
  readonly findings: readonly (CheckedFinding & { /** The whole line as it should be, for a line that head changed. */ readonly suggestion?: string })[];
  readonly policies: { readonly passed: number; readonly unknown: number; readonly findings: readonly CheckFinding[]; /** Rules that fail and did not in the base. */ readonly newly: readonly string[] };
  /** This request alone. */
  readonly fit: CheckedFit['verdict'];
  /** Systems of state secrets are left out. */
  readonly price: PriceChange;
  readonly approvals: readonly Approval[];
}
