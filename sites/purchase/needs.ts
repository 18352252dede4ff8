import type { Plan } from '../capacity/headroom.js';
import { bareFacility } from '../capacity/facility-inputs.js';
import { layoutOf, type NodeRun } from '../capacity/layout.js';
import { siteSupply } from '../capacity/left.js';
import { isStorage } from '../capacity/quantities.js';
import { usableClasses } from '../capacity/storage/usable.js';
import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Site } from '../model/kinds/site.js';
import type { Asked } from './demand.js';
import type { Ask, Need } from './problem.js';
import { describesDisks, diskFor, diskGroups } from './storage-needs.js';
import { givesOf, inUnits, placeOf, type Offered } from './things.js';

export interface NeedsOf {
  readonly plan: Plan;
  /** The site as its file has it, and with what is owned alone. */
  readonly site: DeepReadonly<Site>;
  readonly owned: DeepReadonly<Site>;
  readonly quarter: Quarter;
  readonly at: number;
  readonly lost: readonly string[];
  /** All that is asked of this site in this event. */
  readonly asked: readonly Asked[];
  /** Things of the whole problem; those of other sites are left out. */
  readonly things: readonly Offered[];
  readonly groups: ReadonlyMap<string, number>;
}

/** Everything a site has to serve in one event, resource by resource. */
export function needsAt(of: NeedsOf): readonly Need[] {
  return [...nodeNeeds(of), ...diskNeeds(of)];
}

const named = ({ site: { id }, quarter, at, lost }: NeedsOf, compartment: string, resource: string) => ({
  id: [`${id}/${compartment}/${resource}`, quarter, ...lost.map((site) => `site/${site}`)].join(' '),
  site: id,
  compartment,
  resource,
  quarter: at,
  lost,
  // No margin for rounding: the bound must hold for what fits exactly. What rounding lets through, the check finds.
  more: 0,
});

/** Nodes of runs that one loss takes: a whole rack, or with a site lost one node in maintenance. */
const taken = ({ lost }: NeedsOf, { perRack, nodes }: Pick<NodeRun, 'perRack' | 'nodes'>): number => (lost.length > 0 ? Math.min(1, nodes) : Math.min(perRack, nodes));

/** Things of a place, in order. */
const buyable = ({ things, site }: NeedsOf, place: string): { readonly thing: Offered; readonly index: number }[] =>
  things.flatMap((thing, index) => (thing.site === site.id && thing.compartment === place ? [{ thing, index }] : []));

/** Those that may stand there by now: what cannot is no part that may be lost. */
const open = ({ at }: NeedsOf, things: ReturnType<typeof buyable>): ReturnType<typeof buyable> => things.filter(({ thing }) => thing.opens <= at && thing.earliest <= at);

function nodeNeeds(of: NeedsOf): Need[] {
  const { plan, owned, quarter, asked, groups, site } = of;
  const facility = plan.facility.get(site.id);
  const supply = siteSupply(plan.estate, owned, quarter, [], facility);
  const runs = layoutOf(owned, quarter, facility ?? bareFacility).runs;
  const pools = new Map(owned.nodePools.map((pool) => [pool.id, pool]));
  const keys = new Map(asked.filter(({ resource }) => !isStorage(resource)).map(({ compartment, resource }) => [`${compartment} ${resource}`, { compartment, resource }]));
  return [...keys.values()].map(({ compartment, resource }): Need => {
    const things = buyable(of, compartment).filter(({ thing }) => thing.gives.has(resource));
    const gone = runs.map((run) => {
      const pool = pools.get(run.pool);
      return pool === undefined || placeOf(pool) !== compartment ? 0 : taken(of, run) * (givesOf(pool).get(resource) ?? 0);
    });
    return {
      ...named(of, compartment, resource),
      owned: inUnits(resource, supply.get(compartment)?.get(resource) ?? 0n),
      spare: Math.max(0, ...gone, ...open(of, things).map(({ thing }) => (of.lost.length > 0 ? 1 : thing.perRack) * (thing.gives.get(resource) ?? 0))),
      offers: things.map(({ thing, index }) => ({ thing: index, amount: thing.gives.get(resource) ?? 0 })),
      asks: asked.filter((one) => one.compartment === compartment && one.resource === resource).map(({ group, amount }): Ask => ({ group: groups.get(group) ?? 0, amount: inUnits(resource, amount), served: 1 })),
    };
  });
}

function diskNeeds(of: NeedsOf): Need[] {
  const { plan, site, owned, quarter, asked, groups } = of;
  const { planning } = plan.estate;
  const facility = plan.facility.get(site.id) ?? bareFacility;
  const stored = asked.filter(({ resource }) => isStorage(resource));
  if (stored.length === 0) return [];
  const classOf = (resource: string) => site.storage.find((storage) => `storage/${storage.class}` === resource && (storage.available === undefined || storage.available <= quarter));
  // Without nodes in the file nothing is known but what is declared; and what no class of the site holds, nothing can.
  const declared = describesDisks(site) ? new Map<string, bigint>() : new Map(usableClasses(plan.estate, site, quarter, facility).map(({ storage, usable }): [string, bigint] => [`storage/${storage.class}`, usable]));
  const plain = [...new Set(stored.map(({ resource }) => resource))].filter((resource) => !describesDisks(site) || classOf(resource) === undefined);
  const needs = plain.map((resource): Need => ({ ...named(of, 'open', resource), owned: inUnits(resource, declared.get(resource) ?? 0n), spare: 0, offers: [], asks: asksOf(stored.filter((one) => one.resource === resource), groups) }));
  if (!describesDisks(site)) return needs;

  const pools = new Map(owned.nodePools.filter(({ purpose }) => purpose === 'storage').map((pool) => [pool.id, pool]));
  const runs = layoutOf(owned, quarter, facility).runs.filter(({ pool }) => pools.has(pool));
  for (const group of diskGroups(site, planning.storage)) {
    const disks = stored.flatMap((one) => {
      const storage = classOf(one.resource);
      return storage === undefined || !group.classes.includes(storage) ? [] : [{ ...one, amount: diskFor(storage, one.amount, planning.storage) }];
    });
    if (disks.length === 0) continue;
    const own = runs.filter(({ pool }) => group.pools === '*' || pool === group.pools);
    const things = buyable(of, 'disks').filter(({ thing }) => group.pools === '*' || thing.template.id === group.pools);
    const bytes = ({ pool: id }: NodeRun): number => {
      const pool = pools.get(id);
      return pool === undefined ? 0 : (givesOf(pool).get('disks') ?? 0);
    };
    const together = (perRack: number, nodes: number): number => (group.heals === 'rack' ? Math.min(perRack, nodes) : Math.min(1, nodes));
    needs.push({
      ...named(of, 'open', `disks/${group.pools}`),
      owned: own.reduce((sum, run) => sum + run.nodes * bytes(run), 0),
      spare: Math.max(0, ...own.map((run) => together(run.perRack, run.nodes) * bytes(run)), ...open(of, things).map(({ thing }) => together(thing.perRack, thing.perRack) * (thing.gives.get('disks') ?? 0))),
      offers: things.map(({ thing, index }) => ({ thing: index, amount: thing.gives.get('disks') ?? 0 })),
      asks: asksOf(disks, groups),
    });
    const perDomain = (rack: number): number => (group.failureDomain === 'rack' ? 1 / rack : 1);
    needs.push({
      ...named(of, 'open', `domains/${group.pools}`),
      owned: own.reduce((sum, run) => sum + (group.failureDomain === 'rack' ? run.racks : run.nodes), 0),
      spare: 0,
      offers: things.map(({ thing, index }) => ({ thing: index, amount: perDomain(thing.perRack) })),
      // Whoever stores anything at all asks for them, and for no amount of them.
      asks: asksOf(disks, groups).map((ask) => ({ ...ask, amount: 0 })),
      more: group.domains,
    });
  }
  return needs;
}

/** The classes of one group together. */
function asksOf(asked: readonly Asked[], groups: ReadonlyMap<string, number>): Ask[] {
  const sums = new Map<number, number>();
  for (const { group, resource, amount } of asked) {
    const index = groups.get(group) ?? 0;
    sums.set(index, (sums.get(index) ?? 0) + inUnits(isStorage(resource) ? 'disks' : resource, amount));
  }
  return [...sums].map(([group, amount]): Ask => ({ group, amount, served: 1 }));
}
