import { z } from 'zod';
import { protections } from '../../sites/model/kinds/protection.js';
import type { PowerData } from '../power-data.js';
import { outcomeOf } from './outcome-schema.js';
import { count, digest, names, text, whole } from './parts.js';

const watts = whole.meta({ description: 'watts, as decimal text' });
const figures = z.number().min(0);
const range = z.strictObject({ low: figures, high: figures });
const used = z.strictObject({ there: count, taken: count });

const hall = z.strictObject({
  hall: z.string(),
  lost: z.boolean(),
  racks: used,
  rackUnits: used,
  rackPower: z.strictObject({ there: watts, taken: watts }).meta({ description: 'what racks give, and the nameplate watts of what stands in them' }),
  nodes: z.strictObject({ running: count, lost: count }),
  drawn: watts.meta({ description: 'watts drawn together at the peak' }),
  feed: watts.meta({ description: 'watts the feeds carry without those lost; with none lost, without the strongest' }),
  cooling: watts.meta({ description: 'watts of heat removed with one unit failed' }),
  floor: z.strictObject({ load: figures, permitted: figures.exactOptional() }).meta({ description: 'kN/m² below a full rack, and what the floor carries' }),
  stranded: z.array(z.strictObject({ what: z.enum(['rack-units', 'watts']), amount: count, by: z.enum(['rack-units', 'rack-kw', 'nodes-per-rack', 'racks', 'feed', 'cooling']) })),
  binding: z.enum(['racks', 'feed', 'cooling']),
  over: z.array(z.enum(['feed', 'cooling', 'floor'])),
});

export const outcome = outcomeOf<PowerData>()('ndc/capacity-power.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  asOf: z.string(),
  whatIf: names,
  tier: z.enum(protections),
  quarters: names,
  sites: z.array(
    z.strictObject({
      site: z.string(),
      name: text,
      commissioning: z.string(),
      rows: z.array(
        z.strictObject({
          quarter: z.string(),
          lost: z.boolean(),
          halls: z.array(hall),
          drawn: watts,
          design: watts,
          pue: range.exactOptional(),
          facility: z.strictObject({ low: watts, high: watts }),
          energy: range.meta({ description: 'MWh a year' }),
          unplaced: z.strictObject({ nodes: z.array(z.strictObject({ pool: z.string(), count })), equipment: names }),
          fits: z.boolean(),
        }),
      ),
    }),
  ),
  inputs: z.array(z.strictObject({ pointer: z.string(), source: z.enum(['seed', 'public', 'assumption', 'declared']).exactOptional(), file: z.string().exactOptional(), line: count.exactOptional(), assumptions: count })),
  assumptions: count,
  plot: z.boolean(),
});
