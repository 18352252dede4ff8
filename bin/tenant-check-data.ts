import type { FitVerdict } from '../sites/tenancy/fit.js';
import type { Text } from '../sites/model/text.js';
import type { CheckFinding } from './check-data.js';

/** `ndc/tenant-check.v1`: requests judged against the estate, one by one and together. Amounts in the resource's smallest unit. */
export interface TenantCheckData {
  readonly estate: { readonly id: string; readonly digest: string };
  readonly asOf: string;
  readonly requests: readonly CheckedRequest[];
  /** Where more than one request is judged: all of them at once. */
  readonly joint?: JointFit;
  /** Quota below live use is refused only where somebody looked. */
  readonly liveUse: 'not-checked';
}

export interface CheckedRequest {
  readonly organisation: string;
  readonly name: Text;
  /** As it was given; those named by `--with` are open requests of others. */
  readonly file: string;
  readonly role: 'judged' | 'with';
  /** `first`: nothing of this organisation is recorded; `unchanged`: what is recorded, judged as if it came now. */
  readonly against: 'first' | 'recorded' | 'unchanged';
  readonly accepted: boolean;
  readonly environments: readonly CheckedEnvironment[];
  /** Environments of secret systems: judged, and neither named nor sized here. */
  readonly concealed: number;
  readonly derived: readonly { readonly subject: string; readonly what: Text; readonly value: Text; readonly because: Text }[];
  readonly findings: readonly CheckedFinding[];
  /** Of the rules of the packs `design` and `operations`, about this organisation, in either view; what simply passed is only counted. */
  readonly policies: { readonly passed: number; readonly findings: readonly CheckFinding[] };
  readonly fit: CheckedFit;
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

export interface CheckedFinding {
  readonly code: string;
  readonly weight: 'refuse' | 'notice';
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
  readonly message: Text;
  readonly paste?: string;
}

export interface CheckedFit {
  readonly verdict: FitVerdict;
  /** By site and resource: the quarter with the least left. */
  readonly rows: readonly CheckedRow[];
  readonly lost: readonly CheckedLostSite[];
  readonly waiting: readonly string[];
  readonly unprotected: readonly { readonly namespace: string; readonly standby: string; readonly until: string }[];
  readonly exhausted?: string;
}

export interface CheckedRow {
  readonly site: string;
  readonly quarter: string;
  readonly compartment: string;
  readonly resource: string;
  readonly allocatable: bigint;
  readonly committed: bigint;
  readonly reserve: bigint;
  readonly request: bigint;
  readonly left: bigint;
}

export interface CheckedLostSite {
  readonly site: string;
  readonly quarter: string;
  readonly homeless: readonly { readonly namespace: string; readonly because: string }[];
  readonly crowdedOut: readonly { readonly namespace: string; readonly site: string; readonly resource: string }[];
  readonly overfull: readonly { readonly site: string; readonly resource: string; readonly short: bigint }[];
}

export interface JointFit {
  readonly fit: CheckedFit;
  /** Whether each fits alone and all together do not: then none can be taken without the others' answer. */
  readonly onlyApart: boolean;
  /** Of each resource that runs short together: what each request takes of it in that quarter. */
  readonly shares: readonly { readonly site: string; readonly quarter: string; readonly compartment: string; readonly resource: string; readonly short: bigint; readonly of: readonly { readonly organisation: string; readonly request: bigint }[] }[];
}
