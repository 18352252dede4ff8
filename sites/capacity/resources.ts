import type { Quarter } from '../model/calendar.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import type { Situation } from './demand.js';
import type { Plan } from './headroom.js';
import { leftAt, siteSupply, type Left } from './left.js';
import { sumsIn } from './quarter-demand.js';

/** Every resource of every site that serves in a quarter: what a tier and all protected better are owed, what is there, what is left. Nothing but whole sites is lost. */
export function resourcesIn(plan: Plan, quarter: Quarter, situation: Situation, tier: Protection = protections.at(-1) ?? 'bronze'): readonly Left[] {
  const { estate } = plan;
  const by = sumsIn(plan, quarter, situation).sites;
  return [...situation.serving].flatMap((id) => {
    const site = estate.sites[id];
    if (site === undefined) return [];
    const supply = siteSupply(estate, site, quarter, [], plan.facility.get(id));
    return leftAt(id, by.get(id), tier, supply, supply);
  });
}
