import { deriveIntent } from '../../sites/intent/derive.js';
import { plusQuarters, quarter, quarters } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { EquipmentKind } from '../../sites/model/kinds/planning/purchase.js';
import { loadEstate } from '../../sites/model/load.js';
import { randomOf } from '../../sites/packing/random.js';
import { loadSolver } from '../../sites/packing/solver.js';
import { purchase, type PurchaseResult } from '../../sites/purchase/purchase.js';
import type { Ask, Carried, Crossing, Group, Limit, Need, Problem, Thing } from '../../sites/purchase/problem.js';
import { solve, type Solution } from '../../sites/purchase/solve.js';
import { asOf, filesWith, shippedFiles } from './estate-of.js';

/** A whole plan of an estate, checked and packed. */
export async function purchaseOf(estate: Estate, gap: number, seconds: number): Promise<PurchaseResult> {
  const { purchase: planning } = estate.planning;
  if (planning === undefined) throw new Error('the estate plans no purchases');
  const solver = await loadSolver();
  return purchase(estate, deriveIntent, planning, { solver, gap, caps: new Map(), now: () => performance.now(), until: performance.now() + seconds * 1000 });
}

/** So many organisations, and sites that grow with them: the shipped requests over and over, on sites as many times as large. */
export function largeEstate(organisations: number): Estate {
  const result = loadEstate(filesWith(organisations), asOf, {});
  if ('diagnostics' in result) throw new Error('the copied estate does not load');
  const factor = Math.ceil((organisations / shippedFiles().filter(({ name }) => name.startsWith('tenants/')).length) * 1.05);
  return { ...result.estate, sites: Object.fromEntries(Object.entries(result.estate.sites).map(([id, site]) => [id, larger(site, factor)])) };
}

const larger = (site: DeepReadonly<Site>, factor: number): DeepReadonly<Site> => ({
  ...site,
  facility: { ...site.facility, halls: site.facility.halls.map((hall) => ({ ...hall, racks: hall.racks * factor, feeds: hall.feeds.map((feed) => ({ ...feed, kw: feed.kw * factor })), coolingUnits: hall.coolingUnits * factor })) },
  nodePools: site.nodePools.map((pool) => ({ ...pool, count: pool.count * factor })),
  storage: site.storage.map((storage) => ({ ...storage, raw: (storage.raw * BigInt(factor)) as typeof storage.raw })),
});

const kinds: readonly { readonly kind: EquipmentKind; readonly price: number; readonly gives: Readonly<Record<string, number>> }[] = [
  { kind: 'general', price: 0.95, gives: { cpu: 124, memory: 728, pods: 250 } },
  { kind: 'general', price: 1.7, gives: { cpu: 252, memory: 1460, pods: 250 } },
  { kind: 'general', price: 1.3, gives: { cpu: 124, memory: 1460, pods: 250 } },
  { kind: 'gpu', price: 4.8, gives: { cpu: 124, memory: 728, gpu: 4, pods: 250 } },
  { kind: 'gpu', price: 8.9, gives: { cpu: 124, memory: 1460, gpu: 8, pods: 250 } },
  { kind: 'storage', price: 1.6, gives: { disks: 384 } },
];

/** Three sites, twenty quarters, six kinds at each, so many demand groups that grow, every site lost in turn, racks, power, links and a cap a year. */
export function syntheticProblem(groupCount: number, seed: number, planning: Crossing['planning']): Problem {
  const random = randomOf(seed);
  const span = quarters(quarter('2027-Q1'), plusQuarters(quarter('2027-Q1'), 19));
  const sites = ['a', 'b', 'c'];
  const things = sites.flatMap((site) =>
    kinds.map(({ kind, price }, index): Thing => {
      const prices = span.map((_, at) => BigInt(Math.round(price * 1.03 ** (at / 4) * 1e9)));
      return { id: `${site}/h/${index}`, site, hall: 'h', kind, opens: 0, price: prices, cost: prices.map((each, at) => (Number(each) / 1e9) * 1.08 ** (-at / 4)), keep: span.map((_, at) => (price * 0.08 * (span.length - at)) / 4), upkeep: span.map(() => 0n), lead: 4, earliest: 4, store: 4, life: 20, perRack: kind === 'general' ? 6 : 1, kw: kind === 'gpu' ? 4 : 1.1 };
    }),
  );
  const demand = Array.from({ length: groupCount }, (_, index) => ({
    home: sites[random.below(3)] ?? 'a',
    away: 1 + random.below(2),
    cpu: 4 + random.below(120),
    perCore: 2 + random.below(10),
    gpu: random.below(12) === 0 ? 1 + random.below(8) : 0,
    disks: 1 + random.below(60),
    growth: 1 + random.below(12),
    starts: random.below(10),
    id: `g${index}`,
  }));
  const groups = demand.map(({ id, home, away }): Group => ({ id, organisation: id, kin: `${id}/${home}/${sites[(sites.indexOf(home) + away) % 3]}` }));
  const needs = span.flatMap((at, index) =>
    [undefined, ...sites].flatMap((lost) =>
      sites.filter((site) => site !== lost).flatMap((site): Need[] =>
        ['cpu', 'memory', 'gpu', 'pods', 'disks'].flatMap((resource): Need[] => {
          const asks = demand.flatMap((one, group): Ask[] => {
            const standby = sites[(sites.indexOf(one.home) + one.away) % 3];
            const share = one.home === site ? 1 : standby === site ? (one.home === lost ? 1 : resource === 'disks' ? 1 : 0.5) : 0;
            const size = { cpu: one.cpu, memory: one.cpu * one.perCore, gpu: one.gpu, pods: one.cpu * 2, disks: one.disks }[resource] ?? 0;
            // From the fifth quarter on: nothing can be bought for what is asked sooner.
            const grown = index < 4 ? 0.2 : index < one.starts ? 0.6 : 1 + (one.growth / 100) * (index / 4);
            return share * size === 0 ? [] : [{ group, amount: share * size * grown, served: 1 }];
          });
          if (asks.length === 0) return [];
          const total = asks.reduce((sum, { amount }) => sum + amount, 0);
          return [{ id: `${site} ${resource} ${at} ${lost ?? ''}`, site, compartment: 'open', resource, quarter: index, lost: lost === undefined ? [] : [lost], owned: index < 4 ? total * 2 + 5000 : total * 0.4, spare: 0, more: 0, offers: things.flatMap((thing, place): Need['offers'][number][] => { const amount = thing.site === site ? kinds[place % kinds.length]?.gives[resource] : undefined; return amount === undefined ? [] : [{ thing: place, amount }]; }), asks }];
        }),
      ),
    ),
  );
  const limits = sites.flatMap((site) => span.flatMap((_, at): Limit[] => [{ name: `racks/${site}/h`, kind: 'racks', site, hall: 'h', quarter: at, left: 900 }, { name: `feed/${site}/h`, kind: 'feed', site, hall: 'h', quarter: at, left: 3000 }, { name: `cooling/${site}/h`, kind: 'cooling', site, hall: 'h', quarter: at, left: 3000 }]));
  // Whoever has a standby sends it two hundredths of its data a day, and backups half as much.
  const crossings = span.flatMap((_, index) =>
    sites.flatMap((from) =>
      sites.filter((to) => to !== from).flatMap((to) =>
        (['replication', 'copies'] as const).map((what): Crossing => ({
          ...{ id: `link/${from}/${to} ${what} ${index}`, link: [from, to].sort().join('--'), from, to, what, quarter: index, sites: [], lost: [], share: 80_000_000_000n, planning },
          flows: demand.flatMap(({ home, away, disks }, group): Carried[] => (home === from && sites[(sites.indexOf(home) + away) % 3] === to ? [{ group, replication: BigInt(disks) * 20n * 2n ** 30n, copies: what === 'copies' ? BigInt(disks) * 10n * 2n ** 30n : 0n, budgetMs: 60_000n * (what === 'copies' ? 1440n : 15n) }] : [])),
        })),
      ),
    ),
  );
  return { quarters: span, things, groups, needs, crossings, limits, budgets: [2027, 2028, 2029, 2030, 2031].map((year) => ({ name: `budget/${year}`, year, cap: 4000 })), fittings: [] };
}

export const solveSynthetic = async (problem: Problem, gap: number, seconds: number): Promise<Solution> => solve(problem, { solver: await loadSolver(), gap, seconds });

/** What the purchase planner takes, with the distance to its bound that it proves. */
export async function purchaseBench(row: (what: string, figure: string, target?: string) => void, shipped: Estate): Promise<void> {
  const timed = async <T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly seconds: string }> => {
    const began = performance.now();
    const answer = await work();
    return { answer, seconds: `${((performance.now() - began) / 1000).toFixed(2)} s` };
  };
  const own = await timed(() => purchaseOf(shipped, 0.001, 120));
  row(`purchase plan, shipped estate, ${gapOf(own.answer)}`, own.seconds, 'target < 10 s');
  const problem = syntheticProblem(300, 1, shipped.planning.links);
  const synthetic = await timed(() => solveSynthetic(problem, 0.01, 120));
  const { answer } = synthetic;
  row(`purchase program, 3 sites × 20 quarters × 6 kinds × 300 groups, ${answer.status === 'solved' ? `gap ${((100 * (answer.cost - answer.bound)) / answer.cost).toFixed(3)} %` : answer.status}`, synthetic.seconds, 'target < 60 s to 1 %');
  const large = largeEstate(500);
  const many = await timed(() => purchaseOf(large, 0.01, 600));
  row(`purchase plan, 500 organisations, ${gapOf(many.answer)}`, many.seconds, 'target < 300 s');
  row('  memory of this process, at its peak', `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`, 'target < 2 GiB');
}

const gapOf = (result: PurchaseResult): string => (result.status === 'plan' ? `${result.certificate.rounds.length} rounds, gap ${(100 * result.certificate.gap).toFixed(2)} %` : result.status);
