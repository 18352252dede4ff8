import { z } from 'zod';
import { protections } from '../../sites/model/kinds/protection.js';
import type { ForecastData } from '../commands/capacity/forecast.js';
import { outcomeOf } from './outcome-schema.js';
import { names, whole, text } from './parts.js';

export const outcome = outcomeOf<ForecastData>()('ndc/capacity-forecast.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest: z.string() }),
  asOf: z.string(),
  whatIf: names,
  tier: z.enum(protections),
  quarters: names,
  series: z.array(
    z.strictObject({
      site: z.string(),
      compartment: z.string(),
      resource: z.string(),
      points: z.array(z.strictObject({ quarter: z.string(), quota: whole, forecast: whole, growth: whole, supply: whole, left: whole })),
      exhausted: z.string().exactOptional(),
    }),
  ),
  colocated: z.array(z.strictObject({ site: z.string(), quarter: z.string(), systems: z.number(), rackUnits: z.number(), watts: z.number() })),
  ingest: z.array(z.strictObject({ quarter: z.string(), links: z.number(), mbps: z.number(), tightestLagSeconds: z.number() })),
  milestones: z.array(
    z.strictObject({
      id: z.string(),
      name: text,
      due: z.string(),
      percent: z.number().exactOptional(),
      basis: z.strictObject({ document: z.string(), clause: z.string() }),
      past: z.boolean(),
      standing: z.number(),
      requested: z.number(),
    }),
  ),
  growth: z.strictObject({ computePerYear: z.number(), storagePerYear: z.number() }),
  plot: z.boolean(),
});
