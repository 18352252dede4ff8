import { bareFacility, wattsOf } from '../capacity/facility-inputs.js';
import type { Plan } from '../capacity/headroom.js';
import { layoutOf } from '../capacity/layout.js';
import { feedWatts, peakCentiwatts } from '../capacity/node-loss.js';
import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Hall, Site } from '../model/kinds/site.js';
import type { Limit, LimitKind } from './problem.js';

/** kW the feeds of a hall carry with the strongest failed; a single one cannot fail and carry. */
export const feedKw = (hall: DeepReadonly<Hall>): number => (feedWatts(hall, new Set()) - (hall.feeds.length > 1 ? Math.max(...hall.feeds.map(({ kw }) => wattsOf(kw))) : 0)) / 1000;

/** kW of heat removed with one unit failed; a single unit counts, as a single feed does. */
export const coolingKw = ({ coolingKw: each, coolingUnits }: DeepReadonly<Hall>): number => each * Math.max(1, coolingUnits - 1);

/** What is left of every hall of a site beside what is owned, quarter by quarter. */
export function limitsAt(plan: Plan, owned: DeepReadonly<Site>, quarters: readonly Quarter[]): readonly Limit[] {
  const facility = plan.facility.get(owned.id) ?? bareFacility;
  return quarters.flatMap((quarter, at) => {
    const layout = layoutOf(owned, quarter, facility);
    return layout.halls.flatMap((hall): Limit[] => {
      const racks = [...layout.runs, ...layout.colocated].reduce((sum, run) => sum + (run.hall === hall.id ? run.racks : 0), 0);
      const drawn = peakCentiwatts(layout, hall.id, facility) / 100_000;
      // What is over its limit already leaves room for nothing; whether it still holds is for the check to say.
      const limit = (kind: LimitKind, left: number): Limit => ({ name: `${kind}/${owned.id}/${hall.id}`, kind, site: owned.id, hall: hall.id, quarter: at, left: Math.max(0, left) });
      return [limit('racks', hall.racks - racks), limit('feed', feedKw(hall) - drawn), limit('cooling', coolingKw(hall) - drawn)];
    });
  });
}
