import { protectedFrom } from '../../sites/capacity/backup/protected.js';
import { facilityInputs, type FacilityInputs } from '../../sites/capacity/facility-inputs.js';
import type { Plan } from '../../sites/capacity/headroom.js';
import { promised } from '../../sites/capacity/promised.js';
import type { Day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import { replicasOf } from './database-replicas.js';
import { environmentsOf } from './placement.js';

/** The estate as of the day a rule is asked for. */
export const asOfDay = (estate: Estate, asOf: Day): Estate => (estate.scenario.asOf === asOf ? estate : { ...estate, scenario: { ...estate.scenario, asOf } });

/** What requests were promised and what protects it, by a rule's own derivation of placement, tier and size; nothing assumed beyond it. */
export function planFor(estate: Estate): Plan {
  const environments = environmentsOf(estate);
  const promises = environments.map((environment) => promised({ ...environment, quota: environment.full }));
  return {
    estate,
    promises,
    backups: protectedFrom(promises, environments.map((environment) => ({ ...environment, replicas: replicasOf(estate, environment), backupQuota: environment.full.backup }))),
    facility: facilityFor(estate),
  };
}

/** What halls hold besides the sites' own nodes, by site. */
export const facilityFor = (estate: Estate): ReadonlyMap<string, FacilityInputs> =>
  facilityInputs(estate, { environments: environmentsOf(estate).map(({ system, tier, primary, pointer }) => ({ system, tier, primary: { site: primary }, pointer })) });
