import { rules as catalogue } from '../../policies/engine/catalogue.js';
import { citedClause } from '../../policies/reports/cited.js';
import { standingOf } from '../../policies/reports/order.js';
import { plannedQuarters } from '../../sites/capacity/operation.js';
import { planOf } from '../../sites/capacity/plan.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import { asStart } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Verdict } from '../../sites/model/verdict.js';
import type { SynthesisedStack } from '../../stacks/synthesise.js';
import { explainIn } from '../explain-promise.js';
import { InputFailure } from '../failure.js';
import type { MovedAnswer, ReportLink, ReportRule, ReportSite, ReportStacks, RuleCounts } from '../report-data.js';

export const reportSites = (estate: Estate): ReportSite[] =>
  Object.values(estate.sites).map(({ id, name, phase, milestones: { construction, commissioning, basis }, facility }) => ({
    id,
    name,
    phase,
    ...(construction === undefined ? {} : { construction: asStart(construction) }),
    commissioning,
    basis: citedClause(estate, basis),
    halls: facility.halls.map(({ id: hall, available }) => ({ id: hall, ...(available === undefined ? {} : { available }) })),
  }));

export const reportLinks = ({ links }: Pick<Estate, 'links'>): ReportLink[] => Object.values(links).map(({ a, b, capacityGbps, rttMs, paths, encrypted }) => ({ a, b, capacityGbps, rttMs, paths: paths.length, encrypted }));

/** Stacks counted by site and kind, in the order they are applied. */
export function reportStacks(stacks: readonly SynthesisedStack[]): ReportStacks[] {
  const groups = new Map<string, { -readonly [K in keyof ReportStacks]: ReportStacks[K] }>();
  for (const { site, kind, resources } of stacks) {
    const group = groups.get(`${site} ${kind}`) ?? { site, kind, stacks: 0, resources: 0 };
    groups.set(`${site} ${kind}`, group);
    group.stacks += 1;
    group.resources += resources;
  }
  return [...groups.values()];
}

/** Rules of design with the law they rest on, in the order of the catalogue. */
export function reportRules(estate: Estate, today: readonly Verdict[], target: readonly Verdict[]): ReportRule[] {
  const [now, then] = [countsOf(today), countsOf(target)];
  return catalogue
    .filter(({ pack }) => pack === 'design')
    .map(({ id, title, severity, legal, engineering }) => ({
      id,
      title,
      severity,
      legal: legal.map((basis) => citedClause(estate, basis)),
      ...(engineering === undefined ? {} : { engineering: engineering.statement }),
      today: now.get(id) ?? none,
      target: then.get(id) ?? none,
    }));
}

const none: RuleCounts = { pass: 0, fail: 0, waived: 0, unknown: 0, notApplicable: 0 };

function countsOf(verdicts: readonly Verdict[]): ReadonlyMap<string, RuleCounts> {
  const counts = new Map<string, RuleCounts>();
  for (const verdict of verdicts) {
    const standing = standingOf(verdict);
    const column = standing === 'not-applicable' ? 'notApplicable' : standing === 'warning' ? 'fail' : standing;
    const before = counts.get(verdict.policy) ?? none;
    counts.set(verdict.policy, { ...before, [column]: before[column] + 1 });
  }
  return counts;
}

/**
 * Of every site that serves at the end of the plan: what is left with the worst loss that is promised against, and the
 * assumptions that move it. Where a lost site leaves systems with nowhere to run no amount is left to move; the answer is
 * then that of a lost rack.
 */
export function movedAnswers(estate: Estate, whatIf: readonly string[], most: number, about: (site: string) => void): MovedAnswer[] {
  const last = plannedQuarters(estate).at(-1);
  if (last === undefined) return [];
  const plan = planOf(estate, deriveIntent(estate));
  return Object.keys(estate.sites).flatMap((site) => {
    about(site);
    for (const level of ['site', 'rack'] as const) {
      const data = explained(() => explainIn(plan, { site, level, tier: 'silver' }, whatIf, last, undefined, most));
      if (data?.answer === undefined) continue;
      return [{ promise: data.promise, quarter: data.quarter, domains: data.domains, answer: resourceOf(data.answer), moved: data.sensitivity.filter(({ swing }) => swing > 0n) }];
    }
    return [];
  });
}

/** What stands in the answer beyond a resource's amounts is its own business. */
const resourceOf = ({ site, compartment, resource, promised, there, whole, left }: MovedAnswer['answer']): MovedAnswer['answer'] => ({ site, compartment, resource, promised, there, whole, left });

/** Nothing is promised at a site that does not serve. */
function explained<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof InputFailure && error.code === 'NDC-X004') return undefined;
    throw error;
  }
}
