import { ruleOf } from '../../policies/engine/catalogue.js';
import { judge } from '../../policies/engine/run.js';
import type { ReadPlanSet } from '../../policies/planset/read-model.js';
import type { ApprovalsOnDay } from '../../sites/model/approval.js';
import type { Day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Verdict } from '../../sites/model/verdict.js';
import { today } from './estate-builder.js';

/** Verdicts of one rule. */
export function verdictsOf(id: string, estate: Estate, planset?: ReadPlanSet, asOf: Day = today, approvals?: ApprovalsOnDay): Verdict[] {
  const rule = ruleOf(id);
  if (rule === undefined) throw new Error(`no rule has the id ${id}`);
  return judge(rule, { estate, asOf, ...(planset === undefined ? {} : { planset }), ...(approvals === undefined ? {} : { approvals }) });
}

/** The verdict on one subject; a subject that is not there fails the test. */
export function verdictOn(verdicts: readonly Verdict[], object: string, site?: string): Verdict {
  const found = verdicts.filter(({ subject }) => subject.object === object && (site === undefined || subject.site === site));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} verdicts speak of ${object} ${site ?? ''}: ${verdicts.map(({ subject }) => `${subject.object} ${subject.site ?? ''}`).join(', ')}`);
  return only;
}

/** `object@site: status` of every verdict, for tables. */
export const statuses = (verdicts: readonly Verdict[]): Record<string, string> =>
  Object.fromEntries(verdicts.map(({ subject, status, recorded }) => [`${subject.object}${subject.site === undefined || subject.object.includes(subject.site) ? '' : `@${subject.site}`}`, recorded === status ? status : `${status} (now ${recorded})`]));
