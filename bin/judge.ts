import { rules } from '../policies/engine/catalogue.js';
import type { Pack } from '../policies/engine/rule.js';
import { runRules } from '../policies/engine/run.js';
import { summarise, type Summary } from '../policies/engine/summary.js';
import { applyWaivers, type WaiverReport } from '../policies/engine/waivers.js';
import { readOffline } from '../policies/planset/read-planset.js';
import type { ReadPlanSet } from '../policies/planset/read-model.js';
import { deriveIntent } from '../sites/intent/derive.js';
import { withSitesOperating } from '../sites/model/scenario.js';
import type { Estate } from '../sites/model/estate.js';
import type { Verdict } from '../sites/model/verdict.js';
import { synthesise } from '../stacks/synthesise.js';

export interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly waivers: WaiverReport;
  readonly summary: Summary;
}

export interface JudgeOptions {
  readonly view: 'today' | 'target';
  readonly packs: readonly Pack[];
  readonly planset: ReadPlanSet;
  readonly wholeEstate: boolean;
  /** The offline set with all sites operating, where the caller has it already. */
  readonly targetPlanset?: () => ReadPlanSet;
}

/** Runs the rules of the packs over the estate and a plan set, and applies the estate's waivers. */
export function judge(estate: Estate, { view, packs, planset, wholeEstate, targetPlanset = () => offlinePlanset(withSitesOperating(estate, Object.keys(estate.sites))) }: JudgeOptions): Judged {
  const { asOf } = estate.scenario;
  const verdicts = runRules({ estate, planset, asOf, rules, packs });
  const { verdicts: judged, report } = applyWaivers(verdicts, {
    estate,
    asOf,
    rules,
    view,
    wholeEstate,
    targetPlanset,
  });
  return { verdicts: judged, waivers: report, summary: summarise(judged, report) };
}

/** What the estate's stacks declare, without plans: synthesised JSON read as a plan set. */
export const offlinePlanset = (estate: Estate): ReadPlanSet => readOffline(synthesise(estate, deriveIntent(estate)));
