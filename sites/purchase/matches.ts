import { digestOf, canonical, origin, type DeepReadonly, type Estate } from '../model/estate.js';
import type { AcceptedPlan, PlannedSite } from '../model/kinds/purchase-plan.js';
import type { NodePool, RackOrder, Site, StorageClass } from '../model/kinds/site.js';
import { pointer, type PathSegment } from '../model/pointer.js';
import { printBytes, printCpu } from '../model/units.js';

/** What the estate says otherwise than the plan it was accepted with. */
export interface Difference {
  readonly site: string;
  /** `pool/general-1`, `hall/hall-1`, `racks/hall-1/racks-2030-q4`, `storage/ndc-block`, `site`. */
  readonly object: string;
  readonly field: string;
  /** Absent where the plan, or the estate, has none. */
  readonly planned?: string;
  readonly found?: string;
  readonly place?: { readonly file: string; readonly line: number };
}

type Content = Pick<DeepReadonly<AcceptedPlan>, 'asOf' | 'until' | 'madeFrom' | 'cost' | 'lowerBound' | 'orders' | 'sites'>;

/** Of what was accepted; whoever changes a figure of it has another plan. */
export const planDigest = ({ asOf, until, madeFrom, cost, lowerBound, orders, sites }: Content): string => digestOf(canonical({ asOf, until, madeFrom, cost, lowerBound, orders, sites }));

/** A site as a plan records it. */
export const recordedSite = ({ id, milestones, facility, nodePools, storage }: DeepReadonly<Site>): DeepReadonly<PlannedSite> => ({
  site: id,
  commissioning: milestones.commissioning,
  halls: facility.halls.map(({ id: hall, racks, available, rackUnits, rackKw, feeds, coolingKw, coolingUnits, rackOrders }) => ({
    id: hall,
    racks,
    ...(available === undefined ? {} : { available }),
    rackUnits,
    rackKw,
    feeds,
    coolingKw,
    coolingUnits,
    ...(rackOrders === undefined ? {} : { rackOrders }),
  })),
  nodePools,
  storage,
});

/** Everything in which an estate is not what its plan was accepted with; orders whose day has passed without a contract too. */
export function differencesFrom(plan: Pick<DeepReadonly<AcceptedPlan>, 'sites'>, estate: Estate): readonly Difference[] {
  const known = new Set(plan.sites.map(({ site }) => site));
  return [
    ...plan.sites.flatMap((planned): Difference[] => {
      const site = estate.sites[planned.site];
      return site === undefined ? [{ site: planned.site, object: 'site', field: 'site', planned: planned.site }] : siteDifferences(planned, site, estate);
    }),
    ...Object.keys(estate.sites).flatMap((site): Difference[] => (known.has(site) ? [] : [{ site, object: 'site', field: 'site', found: site, ...placeAt(estate, ['sites', site, 'number']) }])),
  ];
}

type Fields = Readonly<Record<string, string | undefined>>;
interface Listed {
  readonly fields: Fields;
  readonly at: readonly PathSegment[];
}

function siteDifferences(planned: DeepReadonly<PlannedSite>, site: DeepReadonly<Site>, estate: Estate): Difference[] {
  const root = ['sites', site.id];
  const found = recordedSite(site);
  const list = <T>(all: readonly T[], key: string, idOf: (one: T) => string, fields: (one: T) => Fields, under: readonly PathSegment[]): ReadonlyMap<string, Listed> =>
    new Map(all.map((one, index) => [`${key}/${idOf(one)}`, { fields: fields(one), at: [...root, ...under, index] }]));
  const objects = (of: DeepReadonly<PlannedSite>): ReadonlyMap<string, Listed> =>
    new Map([
      ['site', { fields: { commissioning: of.commissioning }, at: [...root, 'milestones'] }],
      ...list(of.halls, 'hall', ({ id }) => id, hallFields, ['facility', 'halls']),
      ...of.halls.flatMap(({ id: hall, rackOrders = [] }, index) => [...list(rackOrders, `racks/${hall}`, ({ id }) => id, rackFields, ['facility', 'halls', index, 'rackOrders'])]),
      ...list(of.nodePools, 'pool', ({ id }) => id, poolFields, ['nodePools']),
      ...list(of.storage, 'storage', (one) => one.class, storageFields, ['storage']),
    ]);
  const [before, now] = [objects(planned), objects(found)];
  const said = [...new Set([...before.keys(), ...now.keys()])].flatMap((object): Difference[] => {
    const [plan, there] = [before.get(object), now.get(object)];
    if (plan === undefined || there === undefined) {
      const [field = '', ...ids] = object.split('/');
      const id = ids.join('/');
      return [{ site: site.id, object, field, ...(plan === undefined ? { found: id } : { planned: id }), ...(there === undefined ? {} : placeAt(estate, there.at)) }];
    }
    // A contract takes the place of its order-by day.
    const signed = /^(pool|racks)\//.test(object) && !('orderBy' in there.fields);
    // What a plan did not record yet when it was written, it says nothing of.
    const unknown = (field: string): boolean => object.startsWith('hall/') && !(field in plan.fields);
    const fields = [...new Set([...Object.keys(plan.fields), ...Object.keys(there.fields)])].filter((field) => plan.fields[field] !== there.fields[field] && !(signed && field === 'orderBy') && !unknown(field));
    return fields.map((field): Difference => ({ site: site.id, object, field, ...labelled('planned', plan.fields[field]), ...labelled('found', there.fields[field]), ...placeAt(estate, [...there.at, field, ...(field === 'feeds' ? [0, 'kw'] : [])]) }));
  });
  return [...said, ...overdue(planned, site, estate), ...overdueRacks(planned, site, estate)];
}

const labelled = <K extends 'planned' | 'found'>(key: K, value: string | undefined): Partial<Record<K, string>> => (value === undefined ? {} : ({ [key]: value } as Record<K, string>));

/** Contracts that were not signed in time, or later than in time. */
function overdue({ nodePools }: DeepReadonly<PlannedSite>, site: DeepReadonly<Site>, estate: Estate): readonly Difference[] {
  return nodePools.flatMap((planned) => {
    const index = site.nodePools.findIndex((one) => one.id === planned.id);
    return late(planned, site.nodePools[index], estate).map((difference): Difference => ({ site: site.id, object: `pool/${planned.id}`, ...difference, ...placeAt(estate, ['sites', site.id, 'nodePools', index, 'found' in difference ? 'ordered' : 'orderBy']) }));
  });
}

function overdueRacks({ halls }: DeepReadonly<PlannedSite>, site: DeepReadonly<Site>, estate: Estate): readonly Difference[] {
  return halls.flatMap(({ id: hall, rackOrders = [] }) => {
    const at = site.facility.halls.findIndex((one) => one.id === hall);
    const entries = site.facility.halls[at]?.rackOrders ?? [];
    return rackOrders.flatMap((planned) => {
      const index = entries.findIndex(({ id }) => id === planned.id);
      return late(planned, entries[index], estate).map((difference): Difference => ({ site: site.id, object: `racks/${hall}/${planned.id}`, ...difference, ...placeAt(estate, ['sites', site.id, 'facility', 'halls', at, 'rackOrders', index, 'found' in difference ? 'ordered' : 'orderBy']) }));
    });
  });
}

type Contract = Pick<DeepReadonly<NodePool>, 'ordered' | 'orderBy'>;

/** What is told of a contract that was not signed in time, or later than in time; nothing of an entry that is gone. */
function late({ orderBy, ordered }: Contract, there: Contract | undefined, { scenario: { asOf } }: Estate): readonly Pick<Difference, 'field' | 'planned' | 'found'>[] {
  if (orderBy === undefined || ordered !== undefined || there === undefined) return [];
  if (there.ordered === undefined ? orderBy >= asOf : there.ordered <= orderBy) return [];
  return [{ field: 'ordered', planned: `≤ ${orderBy}`, ...labelled('found', there.ordered) }];
}

/** Where a value stands: itself, or what holds it. */
function placeAt(estate: Estate, path: readonly PathSegment[]): Pick<Difference, 'place'> {
  for (let length = path.length; length > 2; length -= 1) {
    const found = origin(estate, pointer(...path.slice(0, length)));
    if (found !== undefined) return { place: { file: found.file, line: found.line } };
  }
  return {};
}

/** What a plan rests on in a hall: a field that it did not record is not there at all. */
const hallFields = ({ racks, available, rackUnits, rackKw, feeds, coolingKw, coolingUnits }: DeepReadonly<PlannedSite['halls'][number]>): Fields => ({
  racks: String(racks),
  available,
  ...labelledAll({ rackUnits: text(rackUnits), rackKw: text(rackKw), feeds: feeds?.map(({ id, kw }) => `${id} ${kw} kW`).join(', '), coolingKw: text(coolingKw), coolingUnits: text(coolingUnits) }),
});

const labelledAll = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const rackFields = ({ racks, available, ordered, orderBy }: DeepReadonly<RackOrder>): Fields => ({ racks: String(racks), available, ...(ordered === undefined ? { orderBy } : {}) });

/** What a plan settles of a pool. That its contract was signed since is what the plan asked for. */
const poolFields = ({ purpose, count, available, retires, ordered, orderBy, hall, shape, rackUnits, watts, maxPods, nodesPerRack, allocatableReserve, dedicatedTo }: DeepReadonly<NodePool>): Fields => ({
  purpose,
  count: String(count),
  available,
  retires,
  ...(ordered === undefined ? { orderBy } : {}),
  hall,
  shape: [printCpu(shape.cpu), printBytes(shape.memory), ...(shape.gpu === undefined ? [] : [`${shape.gpu} GPU`]), ...(shape.disks ?? []).map((disk) => `${disk.count} × ${printBytes(disk.size)}`)].join(', '),
  rackUnits: String(rackUnits),
  watts: String(watts),
  maxPods: text(maxPods),
  nodesPerRack: text(nodesPerRack),
  allocatableReserve: `${printCpu(allocatableReserve.cpu)}, ${printBytes(allocatableReserve.memory)}`,
  dedicatedTo,
});

const text = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));

const storageFields = ({ raw, rawFrom, redundancy, failureDomain, pool, available }: DeepReadonly<StorageClass>): Fields => ({
  raw: printBytes(raw),
  rawFrom: rawFrom === undefined || rawFrom.length === 0 ? undefined : rawFrom.map((step) => `${step.from}: ${printBytes(step.raw)}`).join(', '),
  redundancy: 'replicas' in redundancy ? `${redundancy.replicas}` : `${redundancy.data}+${redundancy.coding}`,
  failureDomain,
  pool,
  available,
});
