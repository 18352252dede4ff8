import fc from 'fast-check';
import { quarter, quarters } from '../../../sites/model/calendar.js';
import type { Ask, Carried, Crossing, Group, Limit, Need, Problem, Thing } from '../../../sites/purchase/problem.js';

const span = quarters(quarter('2027-Q2'), quarter('2028-Q1'));

const someThing = fc.record({
  site: fc.constantFrom('a', 'b'),
  price: fc.integer({ min: 1, max: 9 }),
  drift: fc.constantFrom(-1, 0, 1),
  keep: fc.integer({ min: 0, max: 2 }),
  lead: fc.integer({ min: 0, max: 2 }),
  store: fc.integer({ min: 0, max: 1 }),
  opens: fc.constantFrom(0, 0, 1, 2),
  life: fc.constantFrom(1, 2, 8, 8),
  perRack: fc.integer({ min: 1, max: 2 }),
  kw: fc.integer({ min: 1, max: 3 }),
  gives: fc.integer({ min: 1, max: 4 }),
});

const someNeed = fc.record({
  site: fc.constantFrom('a', 'b'),
  quarter: fc.integer({ min: 0, max: span.length - 1 }),
  lost: fc.boolean(),
  owned: fc.integer({ min: 0, max: 3 }),
  spare: fc.integer({ min: 0, max: 1 }),
  asks: fc.array(fc.record({ group: fc.integer({ min: 0, max: 2 }), amount: fc.integer({ min: 0, max: 3 }) }), { minLength: 1, maxLength: 3 }),
});

/** Bytes a day in tens of GB beside a few Mbit/s, which ship 8.1 GB a day each: some fit, some wait too long, some pile up. */
const someCrossing = fc.record({
  what: fc.constantFrom('replication', 'copies'),
  quarter: fc.integer({ min: 0, max: span.length - 1 }),
  lost: fc.boolean(),
  mbit: fc.integer({ min: 2, max: 24 }),
  flows: fc.array(fc.record({ group: fc.integer({ min: 0, max: 2 }), replication: fc.integer({ min: 0, max: 4 }), copies: fc.integer({ min: 0, max: 4 }), minutes: fc.constantFrom(0, 1, 60, 240, 1440) }), { minLength: 1, maxLength: 3 }),
});

const linksPlanning: Crossing['planning'] = {
  peakPercent: 400,
  logPercent: 250,
  payloadPercent: 75,
  sharePercent: 80,
  peakDayPercent: 200,
  typicalDay: [4, 6, 6, 4, 2, 2, 3, 6, 10, 12, 12, 9, 6, 9, 12, 12, 10, 7, 5, 4, 4, 4, 3, 3],
  peakDay: [4, 6, 6, 4, 2, 2, 3, 7, 13, 16, 16, 11, 7, 11, 16, 16, 13, 8, 5, 4, 4, 4, 3, 3],
  backupWindow: { startHour: 20, hours: 10 },
  outageMinutes: 60,
  rerouteOverThirdSite: true,
  tcpWindowMiB: 256,
};

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;

const crossingOf = ({ what, quarter: at, lost, mbit, flows }: Drawn<typeof someCrossing>, index: number): Crossing => ({
  id: `link/a--b/a ${what} ${at} ${index}`,
  link: 'a--b',
  from: 'a',
  to: 'b',
  what,
  quarter: at,
  sites: lost ? ['c'] : [],
  lost: lost ? ['site/c'] : [],
  share: BigInt(mbit) * 1_000_000n,
  planning: linksPlanning,
  flows: [...new Map(flows.map((flow) => [flow.group, flow])).values()].map(({ group, replication, copies, minutes }): Carried => ({
    group,
    replication: BigInt(replication) * 10_000_000_000n,
    copies: what === 'copies' ? BigInt(copies) * 10_000_000_000n : 0n,
    ...(lost || (what === 'copies' ? copies : replication) === 0 ? {} : { budgetMs: BigInt(minutes) * 60_000n }),
  })),
});

const groups: readonly Group[] = ['x', 'y', 'z'].map((organisation) => ({ id: `${organisation}/gold/a/b`, organisation, kin: 'gold/a/b' }));

/** Two things over four quarters, up to four needs at two sites, racks, kW, links and a cap: small enough to try everything. */
export const someProblem = fc
  .record({
    things: fc.array(someThing, { minLength: 1, maxLength: 2 }),
    needs: fc.array(someNeed, { minLength: 1, maxLength: 4 }),
    racks: fc.integer({ min: 0, max: 3 }),
    kw: fc.integer({ min: 1, max: 8 }),
    caps: fc.array(fc.record({ year: fc.constantFrom(2027, 2028), cap: fc.integer({ min: 0, max: 20 }) }), { maxLength: 2 }),
    crossings: fc.oneof({ weight: 2, arbitrary: fc.array(someCrossing, { maxLength: 0 }) }, { weight: 1, arbitrary: fc.array(someCrossing, { minLength: 1, maxLength: 2 }) }),
  })
  .map(({ things, needs, racks, kw, caps, crossings }): Problem => {
    const all = things.map((thing, index): Thing => {
      const price = span.map((_, at) => BigInt(Math.max(1, thing.price + at * thing.drift)) * 1_000_000_000n);
      return {
        id: `${thing.site}/h/${index}`,
        site: thing.site,
        hall: 'h',
        kind: index === 0 ? 'general' : 'gpu',
        opens: thing.opens,
        price,
        cost: price.map((each) => Number(each) / 1e9),
        keep: span.map(() => thing.keep),
        upkeep: span.map(() => BigInt(thing.keep) * 1_000_000_000n),
        lead: thing.lead,
        earliest: thing.lead,
        store: thing.store,
        life: thing.life,
        perRack: thing.perRack,
        kw: thing.kw,
      };
    });
    const limits = ['a', 'b'].flatMap((site) => span.flatMap((_, at): Limit[] => [{ name: `racks/${site}/h`, kind: 'racks', site, hall: 'h', quarter: at, left: racks }, { name: `feed/${site}/h`, kind: 'feed', site, hall: 'h', quarter: at, left: kw }]));
    return {
      quarters: span,
      things: all,
      groups,
      needs: needs.map(({ site, quarter: at, lost, owned, spare, asks }, index): Need => ({
        id: `${site}/open/cpu ${at} ${index}`,
        site,
        compartment: 'open',
        resource: 'cpu',
        quarter: at,
        lost: lost ? ['c'] : [],
        owned,
        spare,
        more: 0,
        offers: all.flatMap((thing, thingIndex) => (thing.site === site ? [{ thing: thingIndex, amount: things[thingIndex]?.gives ?? 0 }] : [])),
        asks: [...new Map(asks.map(({ group, amount }) => [group, { group, amount, served: 1 } satisfies Ask])).values()],
      })),
      limits,
      budgets: [...new Map(caps.map(({ year, cap }) => [year, { name: `budget/${year}`, year, cap }])).values()],
      fittings: [],
      crossings: crossings.map(crossingOf),
    };
  });
