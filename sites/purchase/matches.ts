import { digestOf, canonical, origin, type DeepReadonly, type Estate } from '../model/estate.js';
import type { AcceptedPlan, PlannedSite } from '../model/kinds/purchase-plan.js';
import type { NodePool, Site, StorageClass } from '../model/kinds/site.js';
import { pointer, type PathSegment } from '../model/pointer.js';
import { printBytes, printCpu } from '../model/units.js';

/** What the estate says otherwise than the plan it was accepted with. */
export interface Difference {
  readonly site: string;
  /** `pool/general-1`, `hall/hall-1`, `storage/ndc-block`, `site`. */
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
  halls: facility.halls.map(({ id: hall, racks, available }) => ({ id: hall, racks, ...(available === undefined ? {} : { available }) })),
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
      ...list(of.halls, 'hall', ({ id }) => id, ({ racks, available }) => ({ racks: String(racks), available }), ['facility', 'halls']),
      ...list(of.nodePools, 'pool', ({ id }) => id, poolFields, ['nodePools']),
      ...list(of.storage, 'storage', (one) => one.class, storageFields, ['storage']),
    ]);
  const [before, now] = [objects(planned), objects(found)];
  const said = [...new Set([...before.keys(), ...now.keys()])].flatMap((object): Difference[] => {
    const [plan, there] = [before.get(object), now.get(object)];
    if (plan === undefined || there === undefined) {
      const [field = '', id = ''] = object.split('/');
      return [{ site: site.id, object, field, ...(plan === undefined ? { found: id } : { planned: id }), ...(there === undefined ? {} : placeAt(estate, there.at)) }];
    }
    // A contract takes the place of its order-by day.
    const signed = object.startsWith('pool/') && !('orderBy' in there.fields);
    const fields = [...new Set([...Object.keys(plan.fields), ...Object.keys(there.fields)])].filter((field) => plan.fields[field] !== there.fields[field] && !(signed && field === 'orderBy'));
    return fields.map((field): Difference => ({ site: site.id, object, field, ...labelled('planned', plan.fields[field]), ...labelled('found', there.fields[field]), ...placeAt(estate, [...there.at, field]) }));
  });
  return [...said, ...overdue(planned, site, estate)];
}

const labelled = <K extends 'planned' | 'found'>(key: K, value: string | undefined): Partial<Record<K, string>> => (value === undefined ? {} : ({ [key]: value } as Record<K, string>));

/** Contracts that were not signed in time, or later than in time. */
function overdue({ nodePools }: DeepReadonly<PlannedSite>, site: DeepReadonly<Site>, estate: Estate): readonly Difference[] {
  return nodePools.flatMap(({ id, orderBy, ordered }): Difference[] => {
    const index = site.nodePools.findIndex((one) => one.id === id);
    const signed = site.nodePools[index]?.ordered;
    if (orderBy === undefined || ordered !== undefined || index < 0) return [];
    if (signed === undefined ? orderBy >= estate.scenario.asOf : signed <= orderBy) return [];
    return [{ site: site.id, object: `pool/${id}`, field: 'ordered', planned: `≤ ${orderBy}`, ...labelled('found', signed), ...placeAt(estate, ['sites', site.id, 'nodePools', index, signed === undefined ? 'orderBy' : 'ordered']) }];
  });
}

/** Where a value stands: itself, or what holds it. */
function placeAt(estate: Estate, path: readonly PathSegment[]): Pick<Difference, 'place'> {
  for (let length = path.length; length > 2; length -= 1) {
    const found = origin(estate, pointer(...path.slice(0, length)));
    if (found !== undefined) return { place: { file: found.file, line: found.line } };
  }
  return {};
}

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
