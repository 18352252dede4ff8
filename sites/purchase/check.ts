import { bareFacility } from '../capacity/facility-inputs.js';
import { headroomIn, holds, siteLevels, type Level, type Plan, type SiteQuarter, type Worst } from '../capacity/headroom.js';
import type { Homeless } from '../capacity/demand.js';
import { layoutOf } from '../capacity/layout.js';
import type { Left } from '../capacity/left.js';
import { isPromised, type PromiseLevel } from '../capacity/promises-kept.js';
import type { Quarter } from '../model/calendar.js';
import type { Protection } from '../model/kinds/protection.js';
import type { EstateProblem } from './build.js';
import { checkLinks, type CutOff } from './check-links.js';
import { planIn, type Lot } from './planned.js';

/** A promise that the plan does not keep. */
export interface Shortage {
  readonly quarter: number;
  readonly site: string;
  readonly level: PromiseLevel;
  readonly tier: Protection;
  readonly domains: readonly string[];
  readonly left?: Left;
}

/** Nodes of a purchase that found no rack. */
export interface Rackless {
  readonly quarter: number;
  readonly thing: number;
  readonly nodes: number;
}

/** Environments that no purchase helps: with a site lost they have nowhere to go until another operates. */
export interface Waiting {
  readonly site: string;
  readonly from: Quarter;
  readonly until: Quarter;
  readonly environments: number;
  readonly because: readonly Homeless[];
}

export interface Checked {
  readonly shortages: readonly Shortage[];
  readonly unplaced: readonly Rackless[];
  readonly waiting: readonly Waiting[];
  readonly cutOff: readonly CutOffFrom[];
  /** Promises judged. */
  readonly judged: number;
}

/** Sites that a loss leaves no way between, with the first and last quarter in which something is to flow there. */
export interface CutOffFrom extends CutOff {
  readonly first: Quarter;
  readonly until: Quarter;
}

const judgedLevels = ['nothing', 'node', 'rack', 'feed', 'hall', ...siteLevels] as const satisfies readonly Level[];

/** Whether what is there covers what is owed, whoever runs nowhere. */
const covers = ({ left }: Worst): boolean => left === undefined || left.left >= 0n;

/**
 * Every promise in every quarter and after every failure, judged by the planner of capacity itself over the estate with
 * everything bought: nothing of the program is trusted here.
 */
export function check(plan: Plan, problem: EstateProblem, lots: readonly Lot[]): Checked {
  const shortages: Shortage[] = [];
  const unplaced: Rackless[] = [];
  const waiting = new Map<string, { site: string; from: Quarter; until: Quarter; environments: number; because: Set<Homeless> }>();
  const cutOff = new Map<string, CutOffFrom>();
  let judged = 0;
  problem.quarters.forEach((quarter, at) => {
    const built = planIn(plan, problem, lots, at);
    unplaced.push(...withoutRacks(built, lots, problem, quarter, at));
    const links = checkLinks(built, quarter);
    judged += links.judged;
    for (const { from, link, domains } of links.slow) shortages.push({ quarter: at, site: from, level: 'link', tier: 'bronze', domains: [...domains, `link/${link}`] });
    for (const cut of links.cutOff) {
      const key = [cut.from, cut.to, ...cut.lost].join(' ');
      const before = cutOff.get(key);
      cutOff.set(key, { ...cut, environments: Math.max(cut.environments, before?.environments ?? 0), first: before?.first ?? quarter, until: quarter });
    }
    for (const row of headroomIn(built, quarter))
      for (const level of judgedLevels) {
        if (!isPromised({ level, tier: row.tier })) continue;
        judged += 1;
        if (kept(row, level)) continue;
        const worst = row.worst[level];
        const nowhere = level === 'hall' ? row.worst.site : worst;
        if (nowhere.homeless.length > 0) {
          const known = waiting.get(row.site) ?? { site: row.site, from: quarter, until: quarter, environments: 0, because: new Set<Homeless>() };
          waiting.set(row.site, known);
          known.until = quarter;
          known.environments = Math.max(known.environments, nowhere.homeless.length);
          for (const { because } of nowhere.homeless) known.because.add(because);
          // Whoever has a place must find it large enough all the same.
          if (level === 'hall' || covers(worst)) continue;
        }
        shortages.push({ quarter: at, site: worst.left?.site ?? row.site, level, tier: row.tier, domains: worst.domains, ...(worst.left === undefined ? {} : { left: worst.left }) });
      }
  });
  return { shortages, unplaced, judged, cutOff: [...cutOff.values()], waiting: [...waiting.values()].map(({ because, ...rest }) => ({ ...rest, because: [...because].sort() })) };
}

/** A hall is too large to be made up for inside its site: it may be lost where the whole site may. */
const kept = ({ worst }: SiteQuarter, level: (typeof judgedLevels)[number]): boolean => holds(worst[level]) || (level === 'hall' && holds(worst.site));

function withoutRacks(built: Plan, lots: readonly Lot[], { things }: EstateProblem, quarter: Quarter, at: number): Rackless[] {
  return Object.values(built.estate.sites).flatMap((site) =>
    layoutOf(site, quarter, built.facility.get(site.id) ?? bareFacility).unplaced.flatMap(({ pool, count }) => {
      const lot = lots.find((one) => one.pool.id === pool && things[one.thing]?.site === site.id);
      return lot === undefined ? [] : [{ quarter: at, thing: lot.thing, nodes: count }];
    }),
  );
}
