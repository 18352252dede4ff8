import { rules as catalogue } from '../policies/engine/catalogue.js';
import type { Pack, Rule } from '../policies/engine/rule.js';
import { runRules } from '../policies/engine/run.js';
import { asDebts } from '../policies/engine/debts.js';
import { summarise, type Summary } from '../policies/engine/summary.js';
import { applyWaivers } from '../policies/engine/waivers.js';
import { readOffline } from '../policies/planset/read-planset.js';
import type { ReadPlanSet } from '../policies/planset/read-model.js';
import type { ApprovalsOnDay } from '../sites/model/approval.js';
import { deriveIntent } from '../sites/intent/derive.js';
import { withSitesOperating } from '../sites/model/scenario.js';
import type { Estate } from '../sites/model/estate.js';
import { synthesise } from '../stacks/synthesise.js';
import { supposes, type WaiversJudged } from './waiver-notes.js';

export interface Judged extends WaiversJudged {
  readonly summary: Summary;
}

export interface JudgeOptions {
  readonly view: 'today' | 'target';
  readonly packs: readonly Pack[];
  readonly planset: ReadPlanSet;
  readonly wholeEstate: boolean;
  /** The offline set with all sites operating, where the caller has it already. */
  readonly targetPlanset?: () => ReadPlanSet;
  /** Rules of an auditor's own, judged after those of the catalogue. */
  readonly own?: readonly Rule[];
  /** Organisations whose verdicts alone are wanted. */
  readonly about?: ReadonlySet<string>;
  /** Approvals of the estate's transitions, checked. @default - none count */
  readonly approvals?: ApprovalsOnDay;
}

/** Runs the rules of the packs over the estate and a plan set, and applies the estate's waivers. */
export function judge(estate: Estate, { view, packs, planset, wholeEstate, own = [], about, approvals, targetPlanset = () => offlinePlanset(withSitesOperating(estate, Object.keys(estate.sites))) }: JudgeOptions): Judged {
  const { asOf } = estate.scenario;
  const rules = [...catalogue, ...own];
  const only = { ...(about === undefined ? {} : { about }), ...(approvals === undefined ? {} : { approvals }) };
  const verdicts = runRules({ estate, planset, asOf, rules, packs, ...only });
  const { verdicts: waived, report } = applyWaivers(verdicts, {
    estate,
    asOf,
    rules,
    view,
    wholeEstate,
    targetPlanset,
    ...only,
  });
  const judged = asDebts(waived, estate.losses ?? []);
  // Waivers of what two survivors cannot keep anyway prove nothing by lying idle.
  const whatIf = supposes(estate.scenario) || (estate.losses ?? []).length > 0;
  const waivers = whatIf ? { ...report, unused: [] } : report;
  return { verdicts: judged, waivers, idle: whatIf ? report.unused : [], summary: summarise(judged, waivers) };
}

/** What the estate's stacks declare, without plans: synthesised JSON read as a plan set. */
export const offlinePlanset = (estate: Estate): ReadPlanSet => readOffline(synthesise(estate, deriveIntent(estate)));
