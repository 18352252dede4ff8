import type { DeepReadonly } from '../../model/estate.js';
import type { Site } from '../../model/kinds/site.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { FacilityInputs } from '../facility-inputs.js';
import type { Layout } from '../layout.js';

/** Pointers of every value the envelope of a site was computed from, each once. */
export function powerInputs(site: DeepReadonly<Site>, layout: Layout, { colocated, nodesPerRack }: FacilityInputs): readonly Pointer[] {
  const found = new Set<Pointer>();
  const ofSite = (...path: readonly (string | number)[]): void => void found.add(pointer('sites', site.id, ...path));
  const assumed = (...path: readonly string[]): void => void found.add(pointer('planning', 'facility', ...path));

  site.facility.halls.forEach((hall, index) => {
    if (!layout.halls.some(({ id }) => id === hall.id)) return;
    for (const key of ['racks', 'rackUnits', 'rackKw', 'feeds', 'coolingKw', 'coolingUnits'] as const) ofSite('facility', 'halls', index, key);
    for (const key of ['available', 'floorLoad'] as const) if (hall[key] !== undefined) ofSite('facility', 'halls', index, key);
    for (const key of ['rackKg', 'rackAreaM2'] as const) {
      if (hall[key] === undefined) assumed(key);
      else ofSite('facility', 'halls', index, key);
    }
  });
  const waiting = new Set(layout.unplaced.map(({ pool }) => pool));
  const standing = new Set(layout.runs.map(({ pool }) => pool));
  site.nodePools.forEach((pool, index) => {
    if (!standing.has(pool.id) && !waiting.has(pool.id)) return;
    for (const key of ['count', 'rackUnits', 'watts', 'available'] as const) ofSite('nodePools', index, key);
    for (const key of ['retires', 'hall', 'nodesPerRack'] as const) if (pool[key] !== undefined) ofSite('nodePools', index, key);
    if (pool.nodesPerRack === undefined && nodesPerRack[pool.purpose] !== undefined) assumed('nodesPerRack', pool.purpose);
  });
  const placed = new Set([...layout.colocated, ...layout.unplacedColocated].map(({ system }) => system));
  for (const { system, pointer: at } of colocated) if (placed.has(system)) found.add(at);
  if (layout.halls.length > 0) {
    ofSite('facility', 'pue');
    assumed('diversityPercent');
    assumed('averagePercent');
  }
  return [...found];
}
