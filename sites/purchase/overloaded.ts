import { bareFacility } from '../capacity/facility-inputs.js';
import type { Plan } from '../capacity/headroom.js';
import { layoutOf } from '../capacity/layout.js';
import { peakCentiwatts } from '../capacity/node-loss.js';
import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Site } from '../model/kinds/site.js';
import { coolingKw, feedKw } from './limits.js';

/** A hall whose power or cooling does not bear what stands there already: no purchase mends that. */
export interface Overloaded {
  readonly kind: 'feed' | 'cooling';
  readonly site: string;
  readonly hall: string;
  /** First and last quarter in which it does not. */
  readonly from: Quarter;
  readonly until: Quarter;
  /** kW at most drawn in these quarters, and those there are with the strongest feed lost, or one cooling unit failed. */
  readonly drawnKw: number;
  readonly limitKw: number;
}

/** Of sites with what is owned alone. */
export function overloadedIn(plan: Plan, owned: Iterable<DeepReadonly<Site>>, quarters: readonly Quarter[]): readonly Overloaded[] {
  const found = new Map<string, Overloaded>();
  for (const site of owned) {
    const facility = plan.facility.get(site.id) ?? bareFacility;
    for (const quarter of quarters) {
      const layout = layoutOf(site, quarter, facility);
      for (const hall of layout.halls) {
        const drawnKw = peakCentiwatts(layout, hall.id, facility) / 100_000;
        for (const [kind, limitKw] of [['feed', feedKw(hall)], ['cooling', coolingKw(hall)]] as const) {
          if (drawnKw <= limitKw) continue;
          const key = `${kind} ${site.id} ${hall.id}`;
          const known = found.get(key);
          found.set(key, { kind, site: site.id, hall: hall.id, from: known?.from ?? quarter, until: quarter, drawnKw: Math.max(drawnKw, known?.drawnKw ?? 0), limitKw });
        }
      }
    }
  }
  return [...found.values()];
}
