import fc from 'fast-check';
import { quarter, quarters } from '../../../sites/model/calendar.js';
import type { Ask, Group, Limit, Need, Problem, Thing } from '../../../sites/purchase/problem.js';

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

const groups: readonly Group[] = ['x', 'y', 'z'].map((organisation) => ({ id: `${organisation}/gold/a/b`, organisation, kin: 'gold/a/b' }));

/** Two things over four quarters, up to four needs at two sites, racks, kW and a cap: small enough to try everything. */
export const someProblem = fc
  .record({
    things: fc.array(someThing, { minLength: 1, maxLength: 2 }),
    needs: fc.array(someNeed, { minLength: 1, maxLength: 4 }),
    racks: fc.integer({ min: 0, max: 3 }),
    kw: fc.integer({ min: 1, max: 8 }),
    caps: fc.array(fc.record({ year: fc.constantFrom(2027, 2028), cap: fc.integer({ min: 0, max: 20 }) }), { maxLength: 2 }),
  })
  .map(({ things, needs, racks, kw, caps }): Problem => {
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
    };
  });
