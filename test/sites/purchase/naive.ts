import { dayOutcome } from '../../../sites/capacity/links/days.js';
import type { Without } from '../../../sites/purchase/program.js';
import type { Problem } from '../../../sites/purchase/problem.js';

/** One unit: what it is, when it is ordered, when it serves. */
interface Unit {
  readonly thing: number;
  readonly ordered: number;
  readonly serves: number;
}

/**
 * The cheapest purchases by trying every one of up to `most` units of each thing, unit by unit; undefined where none
 * serves everything. It shares no idea with the program: no cumulated rows, no columns, no bounds.
 */
export function naiveCost(problem: Problem, without: Without = {}, most = 3): number | undefined {
  const off = without.limits ?? new Set<string>();
  const T = problem.quarters.length;
  // Every way one unit of a thing can come.
  const ways = problem.things.map((thing, index) => {
    const soon = off.has(`lead/${thing.kind}`);
    const [lead, earliest] = soon ? [0, 0] : [thing.lead, thing.earliest];
    const opens = off.has(`opening/${thing.site}/${thing.hall}`) ? 0 : thing.opens;
    const found: Unit[] = [];
    for (let serves = Math.max(opens, earliest); serves < T; serves += 1)
      for (let wait = 0; wait <= thing.store; wait += 1) {
        const ordered = serves - lead - wait;
        if (ordered >= 0) found.push({ thing: index, ordered, serves });
      }
    return found;
  });
  // Every bag of at most `most` of them.
  const bags = (from: readonly Unit[], left: number, first = 0): Unit[][] => (left === 0 ? [[]] : [[], ...from.slice(first).flatMap((way, index) => bags(from, left - 1, first + index).map((rest) => [way, ...rest]))]);
  const choices = ways.map((from) => unique(bags(from, most)));
  let best: number | undefined;
  const costOf = (units: readonly Unit[]): number => units.reduce((sum, { thing, ordered, serves }) => sum + (problem.things[thing]?.cost[ordered] ?? 0) + (problem.things[thing]?.keep[serves] ?? 0), 0);
  const search = (index: number, units: readonly Unit[], cost: number): void => {
    if (best !== undefined && cost >= best) return;
    const all = choices[index];
    if (all === undefined) {
      if (holds(problem, units, without)) best = cost;
      return;
    }
    for (const bag of all) search(index + 1, [...units, ...bag], cost + costOf(bag));
  };
  search(0, [], 0);
  return best;
}

function unique(bags: readonly Unit[][]): Unit[][] {
  return [...new Map(bags.map((bag) => [bag.map(({ ordered, serves }) => `${ordered}-${serves}`).sort().join(' '), bag])).values()].sort((a, b) => a.length - b.length);
}

function holds(problem: Problem, units: readonly Unit[], { limits: off = new Set(), needs, organisations }: Without): boolean {
  const { things, quarters } = problem;
  const serving = (thing: number, quarter: number): number => units.filter((unit) => unit.thing === thing && unit.serves <= quarter && quarter < unit.serves + (things[thing]?.life ?? 0)).length;
  for (const need of problem.needs) {
    if (needs !== undefined && !needs.has(need.id)) continue;
    if (organisations !== undefined && need.asks.every(({ group }) => !organisations.has(problem.groups[group]?.organisation ?? ''))) continue;
    const asked = need.asks.reduce((sum, { group, amount, served }) => sum + (organisations === undefined || organisations.has(problem.groups[group]?.organisation ?? '') ? amount * served : 0), 0);
    const there = need.owned - need.spare + need.offers.reduce((sum, { thing, amount }) => sum + amount * serving(thing, need.quarter), 0);
    if (there < asked + need.more - 1e-9) return false;
  }
  for (const { id, what, share, planning, flows } of problem.crossings) {
    if (needs !== undefined && !needs.has(id)) continue;
    const those = flows.filter(({ group }) => organisations === undefined || organisations.has(problem.groups[group]?.organisation ?? ''));
    const sum = (of: 'replication' | 'copies'): bigint => those.reduce((all, flow) => all + flow[of], 0n);
    if (sum(what) === 0n) continue;
    // Day by day, as links are judged: nothing is searched for, nothing is a row.
    const peak = dayOutcome({ replication: sum('replication'), copies: sum('copies') }, share, planning, 'peak');
    const [keepsUp, lag] = what === 'copies' ? [peak.copiesKeepUp, peak.copyLagMs] : [peak.keepsUp, peak.lagMs];
    if (!keepsUp || those.some(({ budgetMs }) => budgetMs !== undefined && lag > budgetMs)) return false;
  }
  for (const { name, kind, site, hall, quarter, left } of problem.limits) {
    if (off.has(name)) continue;
    const used = things.reduce((sum, thing, index) => {
      if (thing.site !== site || thing.hall !== hall) return sum;
      if (kind !== 'racks') return sum + thing.kw * serving(index, quarter);
      // What comes together shares racks; what comes at another time does not.
      const lots = new Map<number, number>();
      for (const unit of units) if (unit.thing === index && unit.serves <= quarter && quarter < unit.serves + thing.life) lots.set(unit.serves, (lots.get(unit.serves) ?? 0) + 1);
      return sum + [...lots.values()].reduce((racks, count) => racks + Math.ceil(count / thing.perRack), 0);
    }, 0);
    if (used > left + 1e-9) return false;
  }
  for (const { name, year, cap } of problem.budgets) {
    if (off.has(name)) continue;
    const spent = units.reduce((sum, { thing, ordered }) => sum + (quarters[ordered]?.startsWith(`${year}-`) === true ? Number(things[thing]?.price[ordered] ?? 0n) / 1e9 : 0), 0);
    if (spent > cap + 1e-9) return false;
  }
  return true;
}
