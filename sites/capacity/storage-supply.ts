import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Site } from '../model/kinds/site.js';
import type { FacilityInputs } from './facility-inputs.js';
import { nodeSpansLost, type LostSpans } from './node-loss.js';
import type { Quantities } from './quantities.js';
import { usableAfter } from './storage/supply.js';

/** By planning inputs, site and facility: frozen values all, so whatever changes one makes another. */
const known = new WeakMap<object, WeakMap<object, Map<FacilityInputs | undefined, Map<string, Quantities>>>>();

/**
 * Usable bytes of every storage class in service in a quarter, with parts of the site lost. Computed once for each quarter
 * and loss that takes a storage node; what takes none leaves what there is with nothing lost.
 *
 * @param spans the nodes that the parts take, where they are known already.
 */
export function storageSupply(estate: Pick<Estate, 'planning'>, site: DeepReadonly<Site>, quarter: Quarter, parts: readonly string[], facility?: FacilityInputs, spans?: LostSpans): Quantities {
  if (parts.length > 0 && !takesStorage(site, parts, spans ?? nodeSpansLost(site, quarter, parts, facility))) return storageSupply(estate, site, quarter, [], facility);
  const key = `${quarter} ${parts.join(' ')}`;
  const bySite = known.get(estate.planning) ?? new WeakMap<object, Map<FacilityInputs | undefined, Map<string, Quantities>>>();
  known.set(estate.planning, bySite);
  const byFacility = bySite.get(site) ?? new Map<FacilityInputs | undefined, Map<string, Quantities>>();
  bySite.set(site, byFacility);
  const of = byFacility.get(facility) ?? new Map<string, Quantities>();
  byFacility.set(facility, of);
  const before = of.get(key);
  if (before !== undefined) return before;
  const usable: Quantities = new Map([...usableAfter(estate, site, quarter, parts, facility)].map(([name, bytes]): [string, bigint] => [`storage/${name}`, bytes]));
  of.set(key, usable);
  return usable;
}

/** Whether a loss takes a node that may hold a class: only nodes of storage pools do, and the loss of the whole site takes every class, described or not. */
const takesStorage = (site: DeepReadonly<Site>, parts: readonly string[], spans: LostSpans): boolean => parts.includes(`site/${site.id}`) || site.nodePools.some(({ id, purpose }) => purpose === 'storage' && spans.has(id));
