import type { Approval } from '../sites/tenancy/approvals.js';
import type { RequestFinding } from '../sites/tenancy/finding.js';
import type { Fit } from '../sites/tenancy/fit.js';
import type { FitRow } from '../sites/tenancy/fit-rows.js';
import type { Derived } from '../sites/tenancy/derived.js';
import type { Joint } from '../sites/tenancy/joint.js';
import type { PriceChange } from '../sites/tenancy/price.js';
import type { Text } from '../sites/model/text.js';
import type { CheckFinding } from './check-data.js';

/**
 * `refused`: it cannot be taken as it is; `unclear`: nothing is refused and something was not checked; `approval`: it can be
 * taken once somebody approves; `accepted`: nobody has to.
 */
export const checkVerdicts = ['refused', 'unclear', 'approval', 'accepted'] as const;
export type CheckVerdict = (typeof checkVerdicts)[number];

/** `ndc/tenant-check.v1`: requests judged against the estate, one by one and together. Amounts in the resource's smallest unit. */
export interface TenantCheckData {
  readonly estate: { readonly id: string; readonly digest: string };
  readonly asOf: string;
  /** Of all requests together, as the comment of a pull request says it. */
  readonly verdict: CheckVerdict;
  readonly reasons: readonly Text[];
  /** What nobody has checked; whatever stands here keeps the verdict from being `accepted`. */
  readonly notChecked: readonly Text[];
  /** The commit that requests are compared with; absent where no git tells, and the data directory stands for what is in force. */
  readonly comparedWith?: string;
  readonly requests: readonly CheckedRequest[];
  /** Where more than one request is judged: all of them at once. */
  readonly joint?: JointFit;
  /** Quota below live use is refused only where somebody looked. */
  readonly liveUse: CheckedUse;
}

export interface CheckedUse {
  /** `not-checked`: without a connection; `partly`: something could not be read. */
  readonly state: 'not-checked' | 'partly' | 'checked';
  readonly connection?: string;
  /** Quotas that shrink and were compared with nothing, `ho-so-prod quota.cpu`. */
  readonly notCompared: readonly string[];
  readonly unread: readonly { readonly site: string; readonly reason: Text }[];
}

export interface CheckedRequest {
  readonly organisation: string;
  readonly name: Text;
  /** As it was given; those named by `--with` are open requests of others. */
  readonly file: string;
  readonly role: 'judged' | 'with';
  /** `first`: nothing of this organisation is recorded; `unchanged`: what is recorded, judged as if it came now. */
  readonly against: 'first' | 'recorded' | 'unchanged';
  /** Whether nothing of it is refused; `verdict` also tells whether everything was checked. */
  readonly accepted: boolean;
  readonly verdict: CheckVerdict;
  readonly notChecked: readonly Text[];
  readonly environments: readonly CheckedEnvironment[];
  /** Environments of secret systems: judged, and neither named nor sized here. */
  readonly concealed: number;
  readonly derived: readonly Derived[];
  readonly findings: readonly CheckedFinding[];
  /** Of the rules of the packs `design` and `operations`, about this organisation, in either view; what simply passed is only counted. */
  readonly policies: { readonly passed: number; readonly unknown: number; readonly findings: readonly CheckFinding[] };
  readonly fit: CheckedFit;
  /** Against what is recorded; state secrets are left out. */
  readonly price: PriceChange;
  /** Whose approval it takes and whose not, and why, as far as one file tells: what grew before is known to git alone. */
  readonly approvals: readonly Approval[];
}

export interface CheckedEnvironment {
  readonly namespace: string;
  readonly system: string;
  readonly tier: Text;
  readonly primary: string;
  readonly standby?: string;
  readonly backup?: string;
  readonly cpu: bigint;
  readonly memory: bigint;
  readonly gpu: number;
  readonly storage: bigint;
  readonly pods: number;
}

/** Where it stands is enough to whoever reads it; its pointer is the toolkit's own. */
export type CheckedFinding = Omit<RequestFinding, 'pointer'>;

/**
 * What of a fit is not told because its figures would tell the size of a system of state secrets. `decides`: just that is
 * why the requests do not fit.
 */
export const concealments = ['nothing', 'something', 'decides'] as const;

/** A fit as it is told: the tightest quarter of each resource, those of state secrets left out. */
export interface CheckedFit extends Omit<Fit, 'rows' | 'short' | 'concealed'> {
  readonly rows: readonly CheckedRow[];
  readonly concealed: (typeof concealments)[number];
}

export type CheckedRow = Omit<FitRow, 'before'>;

export interface JointFit extends Pick<Joint, 'onlyApart' | 'shares'> {
  readonly fit: CheckedFit;
}
