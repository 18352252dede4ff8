import { createHash } from 'node:crypto';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { TenantEnvironment } from '../model/kinds/tenancy-request.js';
import type { RoleIntent } from './environment.js';

export interface Placement {
  readonly primary: RoleIntent;
  readonly standby?: RoleIntent;
  readonly backup?: RoleIntent;
}

/**
 * Where an environment's roles lie: as requested, else derived.
 *
 * Derived standbys are spread over all other candidates by a hash of the system's id, so that the survivors of a lost
 * site share its load (three sites then protect two thirds; a ring would protect half). A hash keeps every system
 * where it is when others come and go. The backup lies in a site that is neither primary nor standby.
 */
export function placementOf(
  estate: Pick<Estate, 'sites' | 'settings'>,
  system: string,
  placement: DeepReadonly<TenantEnvironment['placement']>,
  hasStandby: boolean,
): Placement {
  const role = (site: string, reason: RoleIntent['reason']): RoleIntent => ({ site, reason, operating: estate.sites[site]?.phase === 'operating' });
  const requested = placement === undefined || placement === 'auto' ? undefined : placement;
  const candidates = estate.settings.placement.candidates.filter((id) => estate.sites[id] !== undefined && estate.sites[id].phase !== 'retired');
  const first = candidates.find((id) => estate.sites[id]?.phase === 'operating') ?? candidates[0] ?? Object.keys(estate.sites)[0] ?? '';
  const primary = requested === undefined ? role(first, 'derived') : role(requested.primary, 'requested');
  const others = candidates.filter((id) => id !== primary.site);
  const standby =
    requested?.standby !== undefined
      ? role(requested.standby, 'requested')
      : hasStandby && others.length > 0
        ? role(spread(system, others), 'derived')
        : undefined;
  const backup = requested?.backup !== undefined ? role(requested.backup, 'requested') : derivedBackup();
  return { primary, ...(standby === undefined ? {} : { standby }), ...(backup === undefined ? {} : { backup }) };

  function derivedBackup(): RoleIntent | undefined {
    const left = others.filter((id) => id !== standby?.site);
    const site = left.length > 0 ? spread(system, left) : standby?.site;
    return site === undefined ? undefined : role(site, 'derived');
  }
}

function spread(system: string, sites: readonly string[]): string {
  const hash = createHash('sha256').update(system).digest().readUInt32BE(0);
  return sites[hash % sites.length] ?? '';
}
