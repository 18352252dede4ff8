import { z } from 'zod';
import { bilingual, dated, flag, head, id, prose, quarterOnly } from './scalars.js';

const clause = z.strictObject({ document: id(), clause: prose(80) });

/** A system, database or body the source documents name. */
const nationalSystem = z.strictObject({
  id: id(40),
  name: bilingual,
  kind: z.enum(['database', 'platform', 'service', 'organisation']),
  /** Owns the business; null where the documents name nobody. */
  businessOwner: id(40).nullable(),
  technicalOperator: id(40).nullable(),
  /** In use by. */
  due: quarterOnly().optional(),
  /** Legal acts that must exist first. */
  gates: z.array(z.strictObject({ name: bilingual, due: dated(), basis: clause })).max(20).optional(),
  /** National database that NDC 02 must connect (RED-012) and that synchronises (REP-006). */
  integrates: flag().optional(),
  warehouses: z.array(id(40)).max(40).optional(),
  basis: z.array(clause).min(1).max(20),
});

export const systemsSchema = z.strictObject({
  ...head('NationalSystems'),
  warehouses: z.array(z.strictObject({ id: id(40), name: bilingual, basis: clause })).max(100),
  systems: z.array(nationalSystem).max(2000),
});

export type NationalSystem = z.output<typeof nationalSystem>;
export type Warehouse = z.output<typeof systemsSchema>['warehouses'][number];
