import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Site } from '../model/kinds/site.js';
import type { FacilityInputs } from './facility-inputs.js';
import type { Quantities } from './quantities.js';
import { usableAfter } from './storage/supply.js';

/** By planning inputs, site and facility: frozen values all, so whatever changes one makes another. */
const known = new WeakMap<object, WeakMap<object, Map<FacilityInputs | undefined, Map<string, Quantities>>>>();

/** Usable bytes of every storage class in service in a quarter, with parts of the site lost. Computed once for each quarter and loss. */
export function storageSupply(estate: Pick<Estate, 'planning'>, site: DeepReadonly<Site>, quarter: Quarter, parts: readonly string[], facility?: FacilityInputs): Quantities {
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
