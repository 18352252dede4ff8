import { asStart, quarterOf, type Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Protection } from '../model/kinds/protection.js';
import type { NodePool } from '../model/kinds/site.js';
import type { TenantSystem } from '../model/kinds/tenancy-request.js';
import { pointer, type Pointer } from '../model/pointer.js';

/** Equipment of a moved system that stands in racks of the site: its owner's, not nodes of ours. */
export interface Colocated {
  readonly system: string;
  readonly tier: Protection;
  readonly rackUnits: number;
  /** Whole watts it draws at most. */
  readonly watts: number;
  /** From the quarter its move starts; without a start, always. */
  readonly from?: Quarter;
  /** Where the request says so. */
  readonly pointer: Pointer;
}

/** What the facility needs to know of an environment: whose equipment stands at its primary site. */
export interface Housed {
  readonly system: DeepReadonly<TenantSystem>;
  readonly tier: Protection;
  readonly primary: { readonly site: string };
  readonly pointer: Pointer;
}

/** What a site's halls hold and draw besides what its own file says. */
export interface FacilityInputs {
  readonly colocated: readonly Colocated[];
  /** Most nodes in one rack by purpose, where a pool names none. */
  readonly nodesPerRack: Readonly<Partial<Record<NodePool['purpose'], number | undefined>>>;
  /** Percent of nameplate watts that nodes draw together at their peak. */
  readonly diversityPercent: number;
}

/** Racks as full as they go, every node at its nameplate watts, nobody else's equipment. */
export const bareFacility: FacilityInputs = { colocated: [], nodesPerRack: {}, diversityPercent: 100 };

/** Whole watts of kilowatts written with up to three decimals. */
export const wattsOf = (kw: number): number => Math.round(kw * 1000);

/**
 * The inputs of every site, by its id. Equipment of a system stands at the primary site of its first environment there is,
 * once however many environments the system has: requests name it per system.
 */
export function facilityInputs(estate: Pick<Estate, 'sites' | 'planning'>, intent: { readonly environments: readonly Housed[] }): ReadonlyMap<string, FacilityInputs> {
  const colocated = new Map<string, Colocated[]>(Object.keys(estate.sites).map((id) => [id, []]));
  const seen = new Set<string>();
  for (const { system, tier, primary, pointer: environment } of intent.environments) {
    const { migration } = system;
    if (migration?.colocation === undefined || seen.has(system.id)) continue;
    seen.add(system.id);
    colocated.get(primary.site)?.push({
      system: system.id,
      tier,
      rackUnits: migration.colocation.rackUnits,
      watts: wattsOf(migration.colocation.kw),
      ...(migration.start === undefined ? {} : { from: quarterOf(asStart(migration.start)) }),
      pointer: `${environment.slice(0, environment.lastIndexOf('/environments/'))}${pointer('migration', 'colocation')}`,
    });
  }
  const { nodesPerRack, diversityPercent } = estate.planning.facility;
  return new Map([...colocated].map(([site, list]) => [site, { colocated: list, nodesPerRack, diversityPercent }]));
}
