import type { Text } from '../sites/model/text.js';
import type { ChangeKind } from '../sites/tenancy/change.js';
import type { PriceSum } from '../sites/tenancy/price.js';
import type { Weighed } from '../sites/tenancy/scale.js';
import type { Unmatched } from './queue-inputs.js';
import type { ReviewVerdict } from './tenant-review-data.js';

/** The riskiest first: what is no request at all, what takes data away, what cannot be taken, what was not all checked, what somebody has to answer for, the rest. But for the first two, as the verdict has it. */
export const risks = ['not-a-request', 'destroys-data', 'refused', 'unclear', 'approval', 'routine'] as const;
export type Risk = (typeof risks)[number];

/** What is weighed, as it is told. `concealed`: what runs short is not told, for it would tell the size of a system of state secrets. */
export interface ToldWeighed extends Weighed {
  readonly concealed?: true;
}

/** `ndc/tenant-queue.v1`: every open proposal on one page, the riskiest first. Amounts in the resource's smallest unit, money in VND. */
export interface TenantQueueData {
  readonly estate: { readonly id: string; readonly digest: string };
  readonly asOf: string;
  /** Commit of the approved configuration; absent where it is the data directory as it stands. */
  readonly base?: string;
  readonly open: readonly QueueEntry[];
  /** Those admitted that fit one after the other, in the order of admission. */
  readonly line: readonly string[];
  readonly together: ToldWeighed;
  /** What each takes of what runs short first when all are taken. */
  readonly shares: readonly { readonly id: string; readonly amount: bigint }[];
  readonly notChecked: readonly Text[];
  /** Patterns that no branch matches, and some branches that are there; absent where each matches one. */
  readonly unmatched?: Unmatched;
  /** File that holds the whole text, where one was asked for. */
  readonly artefact?: string;
}

export interface QueueEntry {
  /** The branch or file as it was named. */
  readonly id: string;
  readonly commit?: string;
  /** Of what is asked: an admission names it. */
  readonly digest: string;
  readonly organisations: readonly { readonly id: string; readonly name: Text }[];
  readonly risk: Risk;
  readonly verdict: ReviewVerdict;
  readonly reasons: readonly Text[];
  /** Paths that no request may touch. */
  readonly foreign: number;
  /** Problems that keep its files from being read. */
  readonly problems: number;
  readonly changes: { readonly destroys: number; readonly holdsData: number } & Readonly<Record<ChangeKind, number>>;
  /** Roles that have to approve, with the rules that say so. */
  readonly approvals: readonly { readonly name: Text; readonly rules: readonly string[] }[];
  /** State secrets are left out. `concealed`: something of it changes for them, all of it or a part. */
  readonly price: { readonly before: PriceSum; readonly after: PriceSum; readonly concealed: 'nothing' | 'something' | 'all' };
  /** Absent where its files cannot be read, or ask for nothing. */
  readonly fit?: QueueFit;
}

export interface QueueFit {
  readonly alone: ToldWeighed;
  /** Day of admission and place in line; absent where it was not admitted. */
  readonly admitted?: { readonly on: string; readonly place: number };
  /** After those before it that fit: first those admitted, in line, then the others by id. Of several of one organisation before it the greatest demand counts. */
  readonly inLine: ToldWeighed;
  /** Others of the same organisation: only one of them can be approved as it is. */
  readonly instead: readonly string[];
  /** Who fits now and no longer once this one is approved. */
  readonly putsOut: readonly { readonly id: string; readonly fit: ToldWeighed }[];
}
