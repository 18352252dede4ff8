import fc from 'fast-check';
import type { FacilityInputs } from '../../../sites/capacity/facility-inputs.js';
import type { Quarter } from '../../../sites/model/calendar.js';
import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { hall, inputs, pool, q, siteWith } from './site-builder.js';

const dates = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2027-Q1'].map(q);

const hallChanges = fc.record({
  racks: fc.integer({ min: 1, max: 12 }),
  rackUnits: fc.integer({ min: 4, max: 48 }),
  rackKw: fc.integer({ min: 5, max: 120 }).map((tenths) => tenths / 10),
  feeds: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }).map((list) => list.map((kw, index) => ({ id: `f${index + 1}`, kw }))),
  available: fc.option(fc.constantFrom(...dates), { nil: undefined }),
});

const poolChanges = fc.record({
  count: fc.integer({ min: 0, max: 40 }),
  rackUnits: fc.integer({ min: 1, max: 8 }),
  watts: fc.integer({ min: 200, max: 5000 }),
  purpose: fc.constantFrom('general', 'storage', 'gpu', 'secret'),
  available: fc.constantFrom(...dates),
  retires: fc.option(fc.constantFrom(...dates), { nil: undefined }),
  hall: fc.option(fc.constantFrom('h0', 'h1'), { nil: undefined }),
  nodesPerRack: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
});

const brought = fc.record({ rackUnits: fc.integer({ min: 1, max: 150 }), watts: fc.integer({ min: 100, max: 30_000 }), from: fc.option(fc.constantFrom(...dates), { nil: undefined }) });

export interface RandomSite {
  readonly site: DeepReadonly<Site>;
  readonly at: Quarter;
  readonly inputs: FacilityInputs;
}

/** Leaves out keys whose value is `undefined`, as files do. */
const given = <T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

/** Small sites that are often too small for what they hold, in a quarter of two years, with and without what others bring. */
export const randomSites = (): fc.Arbitrary<RandomSite> =>
  fc
    .record({
      halls: fc.array(hallChanges, { minLength: 2, maxLength: 3 }),
      pools: fc.array(poolChanges, { maxLength: 6 }),
      colocated: fc.array(brought, { maxLength: 4 }),
      at: fc.constantFrom(...dates),
      diversityPercent: fc.integer({ min: 40, max: 100 }),
      storagePerRack: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    })
    .map(({ halls, pools, colocated, at, diversityPercent, storagePerRack }) => ({
      site: siteWith(
        halls.map((changes, index) => hall({ id: `h${index}`, ...given(changes) })),
        pools.map((changes, index) => pool({ id: `p${index}`, ...given(changes) })),
      ),
      at,
      inputs: inputs({ diversityPercent, nodesPerRack: { storage: storagePerRack }, colocated: colocated.map((changes, index) => ({ ...given(changes), system: `s${index}`, tier: 'silver', pointer: '' })) }),
    }));
