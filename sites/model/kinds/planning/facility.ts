import { z } from 'zod';
import { number, positive } from '../scalars.js';

/** Percent, whole: watts times percent stay whole numbers. */
const percent = () => positive(100);

/** What the physical envelope assumes where no hall or pool says otherwise. */
export const facilityPlanningSchema = z.strictObject({
  /** Percent of the nodes' nameplate watts that a hall's nodes draw together at their peak. */
  diversityPercent: percent(),
  /** Percent of that peak which is drawn on average over a year: energy, not power. */
  averagePercent: percent(),
  /** Most nodes of a purpose in one rack, where a pool names none. A purpose left out: as many as units and kW of the rack permit. */
  nodesPerRack: z.strictObject({
    general: positive(60).optional(),
    storage: positive(60).optional(),
    gpu: positive(60).optional(),
    secret: positive(60).optional(),
  }),
  /** Kilograms of a full rack, where a hall names none. */
  rackKg: number(1, 10_000),
  /** Square metres a rack rests on, with its share of the aisles, where a hall names none. */
  rackAreaM2: number(0.1, 20),
});

export type FacilityPlanning = z.output<typeof facilityPlanningSchema>;
