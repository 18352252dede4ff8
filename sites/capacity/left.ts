import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import type { Site } from '../model/kinds/site.js';
import type { Compartment } from './compartment.js';
import type { ByTier } from './demand.js';
import type { FacilityInputs } from './facility-inputs.js';
import { layoutOf } from './layout.js';
import { countsOf, nodeSpansLost, type LostSpans } from './node-loss.js';
import { addTo, isStorage, type Quantities } from './quantities.js';
import { storageSupply } from './storage-supply.js';
import { nodeSupply } from './supply.js';

/** What is left of one resource. Negative where more is promised than there is. */
export interface Left {
  readonly site: string;
  readonly compartment: Compartment;
  readonly resource: string;
  readonly promised: bigint;
  /** After the loss. */
  readonly there: bigint;
  /** With nothing lost: what a share is taken of. */
  readonly whole: bigint;
  readonly left: bigint;
}

const open: Compartment = 'open';

/**
 * Demand of a tier and every tier protected better. Nodes are yielded to those; data of the others keep their disks, so
 * storage counts for all.
 */
export function cumulative(byTier: ByTier, tier: Protection): Quantities {
  const total = new Map<string, bigint>();
  protections.forEach((each, rank) => {
    const above = rank <= protections.indexOf(tier);
    addTo(total, above ? byTier[each] : new Map([...byTier[each]].filter(([resource]) => isStorage(resource))));
  });
  return total;
}

/** Supply of a site in a quarter with parts of it lost, by compartment. Disks are shared: they stand with the open nodes. */
export function siteSupply(estate: Pick<Estate, 'planning'>, site: DeepReadonly<Site>, quarter: Quarter, parts: readonly string[], facility?: FacilityInputs): ReadonlyMap<Compartment, Quantities> {
  const own = parts.filter((part) => part.split('/')[1] === site.id);
  const spans: LostSpans = own.length === 0 ? new Map() : nodeSpansLost(site, quarter, own, facility);
  const supply = new Map<Compartment, Quantities>(nodeSupply(site, quarter, absentNodes(site, quarter, spans, facility)));
  const disks = storageSupply(estate, site, quarter, own, facility, spans);
  return supply.set(open, new Map([...(supply.get(open) ?? []), ...disks]));
}

/** Nodes that are lost, and nodes that no rack holds: neither runs anything. */
function absentNodes(site: DeepReadonly<Site>, quarter: Quarter, spans: LostSpans, facility: FacilityInputs | undefined): ReadonlyMap<string, number> {
  const absent = countsOf(spans);
  for (const { pool, count } of layoutOf(site, quarter, facility).unplaced) absent.set(pool, (absent.get(pool) ?? 0) + count);
  return absent;
}

/** Every resource that a site has or owes, with what is left of it. `whole` is the supply with nothing lost. */
export function leftAt(site: string, demand: ReadonlyMap<Compartment, ByTier> | undefined, tier: Protection, there: ReadonlyMap<Compartment, Quantities>, whole: ReadonlyMap<Compartment, Quantities>): Left[] {
  const owed = demand === undefined ? nobody : owedTo(demand, tier);
  const found: Left[] = [];
  for (const compartment of new Set([...whole.keys(), ...owed.keys()])) {
    const [all, rest, promised] = [whole.get(compartment), there.get(compartment), owed.get(compartment)];
    const judge = (resource: string): void => {
      const [needs, has, entire] = [promised?.get(resource) ?? 0n, rest?.get(resource) ?? 0n, all?.get(resource) ?? 0n];
      if (needs > 0n || entire > 0n) found.push({ site, compartment, resource, promised: needs, there: has, whole: entire, left: has - needs });
    };
    for (const resource of all?.keys() ?? []) judge(resource);
    for (const resource of promised?.keys() ?? []) if (all?.has(resource) !== true) judge(resource);
  }
  return found;
}

type Owed = ReadonlyMap<Compartment, Quantities>;

const nobody: Owed = new Map([[open, new Map()]]);
/** By a site's demand, then by tier: the same for every loss that leaves the demand as it is. */
const owedBefore = new WeakMap<ReadonlyMap<Compartment, ByTier>, Map<Protection, Owed>>();

/** What a tier and all protected better are owed at a site, by compartment; disks with the open nodes. Computed once for each demand and tier. */
function owedTo(demand: ReadonlyMap<Compartment, ByTier>, tier: Protection): Owed {
  const byTier = owedBefore.get(demand) ?? new Map<Protection, Owed>();
  owedBefore.set(demand, byTier);
  const before = byTier.get(tier);
  if (before !== undefined) return before;
  const owed = new Map<Compartment, Map<string, bigint>>([[open, new Map()]]);
  for (const [compartment, tiers] of demand)
    for (const [resource, amount] of cumulative(tiers, tier)) {
      const where = isStorage(resource) ? open : compartment;
      const total = owed.get(where) ?? new Map<string, bigint>();
      owed.set(where, total);
      total.set(resource, (total.get(resource) ?? 0n) + amount);
    }
  byTier.set(tier, owed);
  return owed;
}

/** Whether `a` is scarcer than `b`: a smaller share of the whole is left; a debt where there is no whole at all is the worst. */
export function scarcer(a: Left, b: Left): boolean {
  if (a.whole === 0n) return a.left < 0n && !(b.whole === 0n && b.left < 0n);
  if (b.whole === 0n) return b.left >= 0n;
  return a.left * b.whole < b.left * a.whole;
}

/** The scarcest of all. Compartments that nobody uses are ready for whoever comes: they are never the scarcest. */
export function scarcest(all: readonly Left[]): Left | undefined {
  let worst: Left | undefined;
  for (const one of all) if ((one.promised > 0n || one.compartment === open) && (worst === undefined || scarcer(one, worst))) worst = one;
  return worst;
}
