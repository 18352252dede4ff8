import type { Quarter } from '../../model/calendar.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Site } from '../../model/kinds/site.js';
import type { Bytes } from '../../model/units.js';
import type { FacilityInputs } from '../facility-inputs.js';
import { classLoss, hostsLost } from './loss.js';
import { usableClasses } from './usable.js';

/**
 * Bytes that may be promised in each class of a site in a quarter with failure domains of it lost, by class.
 *
 * The room to heal from one host or rack is off already, so losing one takes nothing more. A class whose groups fall
 * below min_size serves nothing: it is there with 0. Where the site describes no storage nodes, only its own loss tells.
 */
export function usableAfter(estate: Pick<Estate, 'planning'>, site: DeepReadonly<Site>, quarter: Quarter, domains: readonly string[], facility?: FacilityInputs): ReadonlyMap<string, Bytes> {
  const gone = domains.includes(`site/${site.id}`);
  return new Map(
    usableClasses(estate, site, quarter, facility).map((usable): [string, Bytes] => {
      const hosts = usable.topology?.hosts ?? [];
      const lost = domains.length === 0 ? new Set<never>() : hostsLost(site, hosts, quarter, domains, facility);
      const serves = lost.size === 0 ? !gone : classLoss(estate, usable, lost, usable.usable)?.reads === true;
      return [usable.storage.class, serves ? usable.usable : (0n as Bytes)];
    }),
  );
}
