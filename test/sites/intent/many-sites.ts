import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import type { ProtectionIntent } from '../../../sites/intent/protection.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Phase } from '../../../sites/model/kinds/site.js';
import type { TenantSystem } from '../../../sites/model/kinds/tenancy-request.js';
import type { Bytes } from '../../../sites/model/units.js';
import { shippedEstate } from '../data/shipped.js';

const shipped = shippedEstate();
const template = shipped.sites['ndc-01'];
const request = shipped.requests['bo-y-te'];
const system = request?.systems.find(({ id }) => id === 'csdl-y-te');

export interface MadeSystem {
  readonly id: string;
  readonly protection?: TenantSystem['protection'];
  readonly placement?: TenantSystem['environments'][number]['placement'];
  readonly databases?: boolean;
}

/** The shipped estate with other sites, `ndc-01` and so on, and one request with these systems. */
export function estateWith(phases: readonly Phase[], systems: readonly MadeSystem[]): Estate {
  if (template === undefined || request === undefined || system === undefined) throw new Error('the shipped estate has ndc-01 and bo-y-te with csdl-y-te');
  const ids = phases.map((_, index) => `ndc-${String(index + 1).padStart(2, '0')}`);
  const made = systems.map(({ id, protection = 'gold', placement = 'auto', databases = true }) => ({
    ...system,
    id,
    protection,
    databases: databases ? [{ id: 'chinh', engine: 'postgresql' as const, size: (1n << 40n) as Bytes, changeRate: (1n << 30n) as Bytes }] : [],
    environments: [{ name: 'prod', quota: { size: 'm' as const }, placement }],
  }));
  return {
    ...shipped,
    sites: Object.fromEntries(ids.map((id, index) => [id, { ...template, id, number: index + 1, phase: phases[index] ?? 'operating' }])),
    settings: { ...shipped.settings, placement: { candidates: ids } },
    requests: { 'bo-y-te': { ...request, systems: made } },
  };
}

export const protectionOf = (estate: Estate): ProtectionIntent => deriveProtection(estate, deriveIntent(estate));

/**
 * How full every site may be, so that the survivors of any one lost site can carry its systems: each environment counts
 * one, each site is as large as the largest needs to be.
 */
export function protectedShare({ environments }: ProtectionIntent, sites: readonly string[]): number {
  const at = (site: string): number => environments.filter(({ primary }) => primary.site === site).length;
  const worst = Math.max(
    ...sites.flatMap((lost) =>
      sites.filter((site) => site !== lost).map((site) => at(site) + environments.filter(({ primary, standby }) => primary.site === lost && standby?.site === site).length),
    ),
  );
  return Math.max(...sites.map(at)) / worst;
}
