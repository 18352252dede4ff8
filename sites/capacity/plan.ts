import type { Intent } from '../intent/environment.js';
import type { Estate } from '../model/estate.js';
import { protectedEnvironments } from './backup/protected.js';
import { facilityInputs } from './facility-inputs.js';
import type { Plan } from './headroom.js';
import { placed, promised } from './promised.js';

/** The planner's question over an estate. `growth: 'assumed'` adds what catalogue/planning.yaml assumes beyond the forecasts. */
export function planOf(estate: Estate, intent: Intent, growth: 'assumed' | 'none' = 'assumed'): Plan {
  const promises = intent.environments.map((environment) => promised(placed(environment)));
  return {
    estate,
    promises,
    backups: protectedEnvironments(estate, promises, intent),
    facility: facilityInputs(estate, intent),
    ...(growth === 'assumed' ? { growth: estate.planning.growth } : {}),
  };
}
