import type { Estate } from '../../sites/model/estate.js';
import { applyScenario } from '../../sites/model/scenario.js';
import type { Verdict } from '../../sites/model/verdict.js';
import { judge, offlinePlanset } from '../judge.js';

/** What `ndc check` would fail once stacks are made of `after`, and does not fail now: as recorded, and with all sites operating. */
export function worseThan(before: Estate, after: Estate): readonly Verdict[] {
  const known = new Set(failing(before).map(keyOf));
  return [...new Map(failing(after).filter((verdict) => !known.has(keyOf(verdict))).map((verdict) => [keyOf(verdict), verdict])).values()];
}

const keyOf = ({ policy, subject: { object } }: Verdict): string => `${policy} ${object}`;

function failing(estate: Estate): readonly Verdict[] {
  const target = applyScenario(estate, { ...estate.scenario, phase: 'all-operating' });
  const planset = offlinePlanset(target);
  const blocking = (of: Estate, view: 'today' | 'target', own: typeof planset): readonly Verdict[] => judge(of, { view, packs: ['design'], planset: own, wholeEstate: true, targetPlanset: () => planset }).summary.blocking;
  return [...blocking(target, 'target', planset), ...blocking(estate, 'today', offlinePlanset(estate))];
}
