import { dataLosses, unapproved, unchecked, type DataLoss } from '../policies/derived/data-losses.js';
import type { ReadPlanSet } from '../policies/planset/read-model.js';
import type { ApprovalsOnDay } from '../sites/model/approval.js';
import type { Day } from '../sites/model/calendar.js';
import type { Estate } from '../sites/model/estate.js';

/** An object that a plan would destroy. */
export interface Destroyed {
  readonly stack: string;
  readonly address: string;
  readonly object: string;
}

/** What is let go stays where it is, and what may hold data is CHG-001's to say. */
const destroyed = (losses: readonly DataLoss[]): readonly Destroyed[] =>
  losses.flatMap(({ stack, action, object, doubtful, resource: { address } }) => (action === 'forget' || doubtful ? [] : [{ stack, address, object }]));

/** What a plan set would destroy or replace although it holds data, approved or not: CHG-001's own reading of the plans. */
export const destroyedData = (planset: Pick<ReadPlanSet, 'stacks'>): readonly Destroyed[] => destroyed(dataLosses(planset));

/** What a plan set would destroy or replace without the two-person approval CHG-001 asks for. */
export const destroyedWithoutApproval = (planset: Pick<ReadPlanSet, 'stacks'>, estate: Estate, asOf: Day, approvals: ApprovalsOnDay = unchecked): readonly Destroyed[] =>
  destroyed(unapproved(planset, estate, asOf, approvals));
