import type { Estate } from '../model/estate.js';
import { pointer } from '../model/pointer.js';
import { cordonsOn } from '../model/offboarding.js';
import { effectiveIntent } from './effective.js';
import type { EnvironmentIntent, Intent } from './environment.js';
import { heldQuotas } from './hold.js';
import { pairsOf } from './pairs.js';
import { placementOf } from './placement.js';
import { resolveQuota, standbyQuota } from './quota.js';
import { effectiveTier } from './tier.js';

/**
 * Who runs where, how large, how protected: derived once, used by stacks, capacity and recovery. While a site is declared
 * lost it is what the survivors run.
 */
export const deriveIntent = (estate: Estate): Intent => effectiveIntent(estate, recordedIntent(estate));

/** The same as requests and tiers alone say it, whatever is lost. */
export function recordedIntent(estate: Estate): Intent {
  const { asOf } = estate.scenario;
  const cordons = cordonsOn(estate, asOf);
  const environments = Object.values(estate.requests).flatMap((request) =>
    request.systems.flatMap((system, systemIndex) =>
      system.environments.map((environment, environmentIndex): EnvironmentIntent => {
        const { tier, reason: tierReason } = effectiveTier(estate, system);
        const { standby: mode, standbyShare } = estate.protection.tiers[tier];
        const requested = resolveQuota(estate, environment.quota, system);
        const namespace = `${system.id}-${environment.name}`;
        const { primary, standby, backup } = placementOf(estate, system.id, environment.placement, mode !== 'none');
        const held = heldQuotas(environment, cordons.get(namespace), { primary: primary.site, standby: standby?.site }, { quota: requested, standbyQuota: standbyQuota(requested, standbyShare) }, asOf);
        const quota = held?.quota ?? requested;
        return {
          namespace,
          organisation: request.organisation,
          system,
          // What is held does not grow.
          environment: held === undefined ? environment : { ...environment, forecast: [] },
          pointer: pointer('requests', request.organisation, 'systems', systemIndex, 'environments', environmentIndex),
          tier,
          tierReason,
          primary,
          ...(standby === undefined ? {} : { standby, standbyQuota: held?.standbyQuota ?? standbyQuota(quota, standbyShare) }),
          ...(backup === undefined ? {} : { backup }),
          quota,
          ...(held === undefined ? {} : { hold: held.hold }),
        };
      }),
    ),
  );
  return { environments, pairs: pairsOf(environments) };
}
