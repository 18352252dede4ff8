import type { DeepReadonly } from '../../model/estate.js';
import type { Hall } from '../../model/kinds/site.js';
import { wattsOf, type FacilityInputs } from '../facility-inputs.js';
import type { ColocatedRun, NodeRun } from '../layout.js';

/** What runs out and leaves something else unused. */
export type Limit = NodeRun['limitedBy'] | 'racks' | 'feed' | 'cooling';

/** Rack units or watts that nothing can use, because another dimension is full. */
export interface Stranded {
  readonly what: 'rack-units' | 'watts';
  readonly amount: number;
  readonly by: Limit;
}

export interface Filling {
  readonly hall: DeepReadonly<Hall>;
  /** Runs of the hall, each with its racks that are not lost. */
  readonly nodeRuns: readonly { readonly run: NodeRun; readonly racks: number }[];
  readonly colocatedRuns: readonly { readonly run: ColocatedRun; readonly racks: number }[];
  readonly freeRacks: number;
  /** Watts that feeds carry and cooling removes, of which `drawn` are in use. */
  readonly feed: number;
  readonly cooling: number;
  readonly drawn: number;
}

/** What ends first when the free racks are filled to their kW, at the peak that nodes draw together. */
export function bindingOf({ hall, freeRacks, feed, cooling, drawn }: Filling, { diversityPercent }: Pick<FacilityInputs, 'diversityPercent'>): { readonly by: 'racks' | 'feed' | 'cooling'; readonly fillable: number; readonly spare: number } {
  const left = Math.max(0, Math.min(feed, cooling) - drawn);
  const rack = wattsOf(hall.rackKw) * diversityPercent;
  const fillable = Math.floor((left * 100) / rack);
  if (fillable >= freeRacks) return { by: 'racks', fillable: freeRacks, spare: Math.floor((left * 100 - freeRacks * rack) / 100) };
  return { by: feed <= cooling ? 'feed' : 'cooling', fillable, spare: 0 };
}

/**
 * What is stranded in a hall. In racks that are taken: units that no further node can use, since its pool's racks end at
 * their kW, their units or the number the pool permits. In free racks: those that no power or cooling is left for. And
 * power that feeds and cooling could give, for which there is no rack. Free racks count as filled to their kW.
 */
export function strandedIn(filling: Filling, inputs: Pick<FacilityInputs, 'diversityPercent'>): Stranded[] {
  const { hall, nodeRuns, colocatedRuns, freeRacks } = filling;
  const units = new Map<Limit, number>();
  const add = (by: Limit, amount: number): void => void (amount > 0 && units.set(by, (units.get(by) ?? 0) + amount));
  for (const { run, racks } of nodeRuns) add(run.limitedBy, racks * (hall.rackUnits - run.perRack * run.rackUnits));
  for (const { run, racks } of colocatedRuns) {
    const byPower = run.watts * hall.rackUnits > run.rackUnits * wattsOf(hall.rackKw);
    add(byPower ? 'rack-kw' : 'rack-units', racks * hall.rackUnits - Math.ceil((run.rackUnits * racks) / run.racks));
  }
  const { by, fillable, spare } = bindingOf(filling, inputs);
  if (by !== 'racks') add(by, (freeRacks - fillable) * hall.rackUnits);
  return [...[...units].map(([limit, amount]): Stranded => ({ what: 'rack-units', amount, by: limit })), ...(spare > 0 ? [{ what: 'watts', amount: spare, by: 'racks' } as const] : [])];
}
