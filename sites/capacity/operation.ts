import { plusQuarters, quarterOf, quarters, type Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Site } from '../model/kinds/site.js';

/** Whether a site operates in a quarter: it does already, or is due by then. */
export const operatesIn = ({ phase, milestones }: Pick<DeepReadonly<Site>, 'phase' | 'milestones'>, quarter: Quarter): boolean =>
  phase === 'operating' || (phase !== 'retired' && milestones.commissioning <= quarter);

/** From the estate's day to its horizon; after the horizon, the quarter of that day alone: there is always a now to judge. */
export function plannedQuarters({ scenario, settings }: Pick<Estate, 'scenario' | 'settings'>): readonly Quarter[] {
  const now = quarterOf(scenario.asOf);
  return quarters(now, settings.horizon > now ? settings.horizon : now);
}

/** How far beyond the horizon the planner looks for the day a promise holds: ten years. */
const lookAhead = 40;

/** The quarters after the horizon in which a late site may still arrive. */
export function quartersBeyond(estate: Pick<Estate, 'scenario' | 'settings'>): readonly Quarter[] {
  const last = plannedQuarters(estate).at(-1) ?? estate.settings.horizon;
  return quarters(plusQuarters(last, 1), plusQuarters(last, lookAhead));
}
