import type { Estate } from '../../sites/model/estate.js';
import { applyScenario } from '../../sites/model/scenario.js';
import type { Verdict } from '../../sites/model/verdict.js';
import { judge, offlinePlanset } from '../judge.js';

/**
 * What `ndc check` would fail once stacks are made of `after`, and does not fail now: as recorded, and with all sites
 * operating. What failed before and was waived fails where its waiver no longer holds; that follows from something else, so
 * it is told only where there is nothing else.
 */
export function worseThan(before: Estate, after: Estate): readonly Verdict[] {
  const all = failing(before);
  const blocked = keysOf(all.filter(({ blocks }) => blocks));
  const worse = [...new Map(failing(after).filter((verdict) => verdict.blocks && !blocked.has(keyOf(verdict))).map((verdict) => [keyOf(verdict), verdict])).values()];
  const known = keysOf(all);
  const added = worse.filter((verdict) => !known.has(keyOf(verdict)));
  return added.length > 0 ? added : worse;
}

const keyOf = ({ policy, subject: { object } }: Verdict): string => `${policy} ${object}`;
const keysOf = (verdicts: readonly Verdict[]): ReadonlySet<string> => new Set(verdicts.map(keyOf));

/** Waived or not. */
function failing(estate: Estate): readonly Verdict[] {
  const target = applyScenario(estate, { ...estate.scenario, phase: 'all-operating' });
  const planset = offlinePlanset(target);
  const failed = (of: Estate, view: 'today' | 'target', own: typeof planset): readonly Verdict[] => judge(of, { view, packs: ['design'], planset: own, wholeEstate: true, targetPlanset: () => planset }).verdicts.filter(({ status, blocks }) => blocks || status === 'fail');
  return [...failed(target, 'target', planset), ...failed(estate, 'today', offlinePlanset(estate))];
}
