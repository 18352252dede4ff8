import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkHolds } from '../../../sites/capacity/links/link-load.js';
import { linkWorst } from '../../../sites/capacity/links/link-promise.js';
import { networkLosses, networkOf, plannedFlows } from '../../../sites/capacity/links/network.js';
import { plannedQuarters } from '../../../sites/capacity/operation.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { quarter } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { protections } from '../../../sites/model/kinds/protection.js';
import { loadSolver } from '../../../sites/packing/solver.js';
import { problemOf } from '../../../sites/purchase/build.js';
import { isFeasible } from '../../../sites/purchase/solve.js';
import { database, linksFile, planningWith } from '../capacity/planned-estate.js';
import { buy, estateFor, market, planned, tenant, type Environment } from './estates.js';

const solver = await loadSolver();

interface Paths {
  readonly first: number;
  readonly second: number;
}
/** Links of so many Mbit/s, with two paths each of a share of them, percent. */
function linksOf(rates: readonly number[], { first, second }: Paths): string {
  let index = 0;
  const path = (percent: number): string => String(((rates[index - 1] ?? 1) * percent) / 100_000);
  return linksFile.replaceAll(/capacityGbps: 1,|provider: [AB]/g, (found) => (found.startsWith('capacity') ? `capacityGbps: ${(rates[index++] ?? 1) / 1000},` : `${found}, gbps: ${path(found.endsWith('A') ? first : second)}`));
}

interface System extends Environment {
  readonly organisation: 'bo-y-te' | 'bo-tu-phap';
  /** Bytes a day that its database changes by. */
  readonly changes: string;
}

/** A request with a database in every system. */
const request = (organisation: string, systems: readonly System[]): string =>
  systems.reduce((text, { system, changes }) => text.replace(`  - id: ${system}\n    name: ${system}\n`, `  - id: ${system}\n    name: ${system}\n    databases: [${database({ size: '100Gi', changeRate: changes })}]\n`), tenant(organisation, systems));

/** Work comes in the morning and backups at night: some bytes wait on links that ship them all within the day. */
const uneven = planningWith(['peakDayPercent: 100', 'peakDayPercent: 150'], ['peakDay: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1,', 'peakDay: [1, 1, 1, 1, 1, 1, 1, 1, 9, 9,'], ['{startHour: 0, hours: 24}', '{startHour: 20, hours: 4}']);

/** Three operating sites, these systems, links of so many Mbit/s with two paths each. */
function estateOfSystems(systems: readonly System[], rates: readonly number[], { paths = { first: 100, second: 100 }, round = true, even = true }: { readonly paths?: Paths; readonly round?: boolean; readonly even?: boolean } = {}): Estate {
  const ids = [...new Set(systems.map(({ organisation }) => organisation))];
  const of = (id: string): System[] => systems.filter(({ organisation }) => organisation === id);
  return estateFor(Object.fromEntries(ids.map((id) => [id, of(id)])), {
    changes: {
      'links.yaml': linksOf(rates, paths),
      'catalogue/planning.yaml': (text: string) => `${[...(round ? [rerouting] : []), ...(even ? [] : [uneven])].reduce((now, edit) => edit(now), text).trimEnd()}\n${market()}`,
      ...Object.fromEntries(ids.map((id) => [`tenants/${id}.yaml`, request(id, of(id))])),
    },
  });
}

const rerouting = planningWith(['rerouteOverThirdSite: false', 'rerouteOverThirdSite: true']);

/** The programs of an estate with nothing to serve but links: whether they ship everything in time. */
const rowsHold = (estate: Estate, organisations?: ReadonlySet<string>): boolean => {
  const planning = estate.planning.purchase;
  if (planning === undefined) throw new Error('the estate says nothing of purchases');
  const problem = problemOf(planOf(estate, deriveIntent(estate)), planning, new Map());
  const within = isFeasible({ ...problem, needs: [], crossings: problem.crossings.filter(({ sites }) => sites.length === 0) }, organisations === undefined ? {} : { organisations }, { solver, seconds: 60 });
  if (within === undefined) throw new Error('time ran out');
  return within;
};

/** Whether the planner of capacity finds every link in time, with each part of the network lost, in every quarter. */
const judgedSo = (estate: Estate): { readonly inTime: boolean; readonly within: boolean; readonly cutOff: boolean; readonly kept: boolean } => {
  const plan = planOf(estate, deriveIntent(estate));
  let [inTime, within, cutOff, kept] = [true, true, false, true];
  for (const at of plannedQuarters(estate)) {
    const flows = plannedFlows(plan, plan.backups ?? [], at);
    for (const network of [networkOf(plan, at, flows, new Set()), ...networkLosses(plan, at, flows, new Set()).map((loss) => loss.network)]) {
      if (network.loads.some((load) => linkHolds(load) === 'no')) inTime = false;
      if (network.loads.some(({ peakDay: { mid } }) => !mid.copiesKeepUp)) within = false;
      if (network.detours.some(({ over }) => over === undefined)) cutOff = true;
    }
    for (const tier of protections) if ([...linkWorst(plan, at, tier).values()].some(({ network }) => network?.holds === 'no')) kept = false;
  }
  return { inTime, within, cutOff, kept };
};

const sites = ['ndc-01', 'ndc-02', 'ndc-03'];
const someSystem = fc
  .record({ tier: fc.constantFrom('platinum', 'gold', 'silver', 'bronze'), home: fc.integer({ min: 0, max: 2 }), away: fc.integer({ min: 1, max: 2 }), gigabytes: fc.integer({ min: 1, max: 60 }), blockTi: fc.integer({ min: 1, max: 3 }), organisation: fc.constantFrom('bo-y-te', 'bo-tu-phap') })
  .map(({ tier, home, away, gigabytes, blockTi, organisation }): Omit<System, 'system'> => ({ organisation, tier, cpu: 1, memoryGi: 1, pods: 5, blockTi, changes: `${gigabytes}G`, primary: sites[home] ?? '', standby: sites[(home + away) % 3] ?? '' }));
/** A year is as good as five where nothing opens. */
const soon = (estate: Estate): Estate => ({ ...estate, settings: { ...estate.settings, horizon: quarter('2027-Q1') } });
const someSystems = fc.array(someSystem, { minLength: 1, maxLength: 4 }).map((all) => all.map((one, index): System => ({ ...one, system: `he-${index}` })));

describe('rows of links', () => {
  it('agree with the planner of capacity on whether every link ships in time, for all organisations and for each alone', () => {
    const seen = { inTime: 0, slow: 0, late: 0, apart: 0 };
    fc.assert(
      fc.property(someSystems, fc.array(fc.integer({ min: 20, max: 240 }), { minLength: 3, maxLength: 3 }), fc.record({ first: fc.integer({ min: 30, max: 100 }), second: fc.integer({ min: 30, max: 100 }) }), fc.boolean(), (systems, rates, paths, round) => {
        const estate = soon(estateOfSystems(systems, rates, { paths, round, even: false }));
        const judged = judgedSo(estate);
        seen[judged.inTime ? 'inTime' : 'slow'] += 1;
        if (!judged.inTime && judged.within) seen.late += 1;
        expect(rowsHold(estate)).toBe(judged.inTime);
        // The promises of capacity hold where every link ships in time and nothing is cut off.
        expect(judged.kept).toBe(judged.inTime && !judged.cutOff);
        for (const organisation of new Set(systems.map((one) => one.organisation))) {
          const alone = judgedSo(soon(estateOfSystems(systems.filter((one) => one.organisation === organisation), rates, { paths, round, even: false })));
          if (alone.inTime !== judged.inTime) seen.apart += 1;
          expect(rowsHold(estate, new Set([organisation])), organisation).toBe(alone.inTime);
        }
      }),
      { numRuns: 40, seed: 31 },
    );
    expect(Math.min(seen.inTime, seen.slow)).toBeGreaterThan(5);
    // Some ship a day's bytes within a day, and all the same too late.
    expect(Math.min(seen.apart, seen.late)).toBeGreaterThan(3);
  }, 240_000);
});

const system = (name: string, organisation: System['organisation'], gigabytes: number, more: Partial<System> = {}): System => ({ system: name, organisation, tier: 'gold', cpu: 1, memoryGi: 1, pods: 5, changes: `${gigabytes}G`, ...more });

describe('a purchase plan over links', () => {
  // A hundred gigabytes of log a day each, and a hundredth of 1 TiB of files: 20 Mbit/s ship 162 a day.
  const both = [system('mot', 'bo-y-te', 100), system('hai', 'bo-tu-phap', 100), system('ba', 'bo-tu-phap', 1, { primary: 'ndc-02', standby: 'ndc-03' })];

  it('is the same as ever where links are wide, and says that they were judged', () => {
    const { orders, cutOff, certificate } = planned(buy(estateOfSystems(both, [1000, 1000, 1000])));
    expect([orders, cutOff]).toEqual([[], []]);
    expect(certificate.judged).toBeGreaterThan(100);
  });

  it('is none where a link is too slow for two organisations together, and names both, the link, what waits, and when', () => {
    const result = buy(estateOfSystems(both, [20, 1000, 1000], { round: false }));
    if (result.status !== 'infeasible') throw new Error(result.status);
    const { limits, needs, crossings, organisations, minimal } = result.conflict;
    expect(minimal).toBe(true);
    expect([limits, needs]).toEqual([[], []]);
    expect(organisations).toEqual(['bo-tu-phap', 'bo-y-te']);
    expect(crossings.map(({ link, from, what, quarter: at, lost }) => [link, from, what, result.quarters[at], lost])).toEqual([['ndc-01--ndc-02', 'ndc-01', 'replication', '2026-Q2', []]]);
  });

  it.each(['bo-y-te', 'bo-tu-phap'])('has a plan over that link without %s', (gone) => {
    planned(buy(estateOfSystems(both.filter(({ organisation }) => organisation !== gone), [20, 1000, 1000], { round: false })));
  });

  it('names the way that is missing apart: no faster link mends it', () => {
    const { cutOff } = planned(buy(estateOfSystems(both, [1000, 1000, 1000], { round: false })));
    expect(cutOff).toContainEqual({ from: 'ndc-01', to: 'ndc-02', lost: ['link/ndc-01--ndc-02'], environments: 2, first: quarter('2026-Q2'), until: quarter('2030-Q4') });
    expect(cutOff.every(({ lost }) => lost.length === 1)).toBe(true);
  });

  it('counts what whoever has moved sends from the standby once a site is lost', () => {
    // Backups and log go from ndc-02 to ndc-03 then, over a link that carries nothing before.
    const result = buy(estateOfSystems([system('mot', 'bo-y-te', 100)], [1000, 1000, 20], { round: false }));
    if (result.status !== 'infeasible') throw new Error(result.status);
    expect(result.conflict.crossings.map(({ link, from, lost }) => [link, from, lost])).toEqual([['ndc-02--ndc-03', 'ndc-02', ['site/ndc-01']]]);
  });
});
