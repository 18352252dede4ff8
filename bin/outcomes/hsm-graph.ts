import { z } from 'zod';
import type { KeyGraph } from '../../sites/keys/graph.js';
import type { HsmGraphData } from '../hsm-keys-data.js';
import { hsmEstate } from './hsm-keys.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, names } from './parts.js';

export const keyGraphShape = partOf<KeyGraph>()(
  z.strictObject({
    nodes: z.array(z.strictObject({ id: z.string(), kind: z.enum(['key', 'hsm', 'store', 'repository', 'target']), layer: count, order: count })),
    edges: z.array(z.strictObject({ first: z.string(), then: z.string() })).meta({ description: 'what has to be there before what' }),
    layers: z.array(names).meta({ description: 'order of a cold start' }),
  }),
);

export const outcome = outcomeOf<HsmGraphData>()('ndc/hsm-graph.v1', { ...hsmEstate, graph: keyGraphShape });
