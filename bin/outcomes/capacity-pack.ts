import { z } from 'zod';
import { efforts } from '../../sites/packing/solve.js';
import type { PackData } from '../pack-data.js';
import { outcomeOf } from './outcome-schema.js';
import { count, text, whole } from './parts.js';

export const outcome = outcomeOf<PackData>()('ndc/capacity-pack.v1', {
  file: z.string(),
  effort: z.enum(efforts),
  seed: count,
  nodesUsed: count,
  lowerBound: z.strictObject({ value: count, method: z.enum(['none', 'volume', 'dual-feasible-function', 'incompatible-pods', 'column-generation', 'sum-of-parts']) }).meta({ description: 'no packing of the pods that were placed has fewer nodes' }),
  gap: z.number().min(0).meta({ description: '(nodesUsed − lowerBound) ÷ lowerBound' }),
  bindingResource: z.string().nullable().meta({ description: 'the resource of which the nodes’ largest part is used' }),
  seconds: z.number().min(0),
  pods: z.strictObject({ placed: count, unplaced: count }),
  assignment: z.array(z.strictObject({ node: z.string(), shape: z.string(), pods: z.array(z.strictObject({ name: z.string(), count })) })),
  optimal: z.boolean().meta({ description: 'nodesUsed equals the lower bound, and every pod was placed' }),
  stopped: z.enum(['proven', 'effort-spent', 'time-limit', 'interrupted']),
  shapes: z.array(z.strictObject({ shape: z.string(), nodes: count, pods: count, resources: z.array(z.strictObject({ resource: z.string(), used: whole, there: whole })) })),
  unplaced: z.array(z.strictObject({ pod: z.string(), count, why: z.enum(['resource', 'resources-together', 'selector', 'taint', 'topology-key', 'no-room']), proven: z.boolean(), reason: text })),
  spreadByNode: z.array(z.strictObject({ pod: z.string(), maxSkew: count })).meta({ description: 'pods spread over nodes of a shape without count: no node takes more than maxSkew of them, although it has room' }),
});
