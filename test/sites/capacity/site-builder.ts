import { parseBytes, parseCpu } from '../../../sites/model/units.js';
import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Hall, NodePool, Site } from '../../../sites/model/kinds/site.js';
import { quarter } from '../../../sites/model/calendar.js';
import { bareFacility, type Colocated, type FacilityInputs } from '../../../sites/capacity/facility-inputs.js';
import { estateOf } from '../model/estate-files.js';

export const q = quarter;

const base = structuredClone(estateOf().sites['ndc-01']) as Site;

/** 10 racks of 42 units and 6 kW, two feeds that carry 60 kW each, cooling for 60 kW with one unit of 20 kW failed. */
export const hall = (changes: Partial<Hall> = {}): Hall => ({
  id: 'a',
  racks: 10,
  rackUnits: 42,
  rackKw: 6,
  feeds: [
    { id: 'f1', kw: 60 },
    { id: 'f2', kw: 60 },
  ],
  coolingKw: 20,
  coolingUnits: 4,
  ...changes,
});

/** 12 nodes of 2 units and 1,000 W: six to a rack of 6 kW. */
export const pool = (changes: Partial<NodePool> = {}): NodePool => ({
  id: 'general',
  purpose: 'general',
  shape: { cpu: parseCpu(64), memory: parseBytes('256Gi') },
  count: 12,
  rackUnits: 2,
  watts: 1000,
  allocatableReserve: { cpu: parseCpu(2), memory: parseBytes('8Gi') },
  available: q('2026-Q1'),
  ...changes,
});

export function siteWith(halls: readonly Hall[], pools: readonly NodePool[]): DeepReadonly<Site> {
  return { ...base, facility: { ...base.facility, halls: [...halls] }, nodePools: [...pools] };
}

export const equipment = (changes: Partial<Colocated> = {}): Colocated => ({ system: 'he-thong', tier: 'silver', rackUnits: 42, watts: 6000, from: q('2026-Q1'), pointer: '/requests/bo-a/systems/0/migration/colocation', ...changes });

export const inputs = (changes: Partial<FacilityInputs> = {}): FacilityInputs => ({ ...bareFacility, ...changes });
