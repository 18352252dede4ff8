import type { Estate } from '../model/estate.js';
import { pointer } from '../model/pointer.js';
import type { EnvironmentIntent, Intent } from './environment.js';
import { pairsOf } from './pairs.js';
import { placementOf } from './placement.js';
import { resolveQuota, standbyQuota } from './quota.js';
import { effectiveTier } from './tier.js';

/** Who runs where, how large, how protected: derived once, used by stacks, capacity and recovery. */
export function deriveIntent(estate: Estate): Intent {
  const environments = Object.values(estate.requests).flatMap((request) =>
    request.systems.flatMap((system, systemIndex) =>
      system.environments.map((environment, environmentIndex): EnvironmentIntent => {
        const { tier, reason: tierReason } = effectiveTier(estate, system);
        const { standby: mode, standbyShare } = estate.protection.tiers[tier];
        const quota = resolveQuota(estate, environment.quota);
        const { primary, standby, backup } = placementOf(estate, system.id, environment.placement, mode !== 'none');
        return {
          namespace: `${system.id}-${environment.name}`,
          organisation: request.organisation,
          system,
          environment,
          pointer: pointer('requests', request.organisation, 'systems', systemIndex, 'environments', environmentIndex),
          tier,
          tierReason,
          primary,
          ...(standby === undefined ? {} : { standby, standbyQuota: standbyQuota(quota, standbyShare) }),
          ...(backup === undefined ? {} : { backup }),
          quota,
        };
      }),
    ),
  );
  return { environments, pairs: pairsOf(environments) };
}
