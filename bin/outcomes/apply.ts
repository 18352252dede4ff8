import { z } from 'zod';
import { releasedSites, stackKind } from '../runner/planset-schema.js';
import type { ApplyResult } from '../runner/apply.js';
import { outcomeOf } from './outcome-schema.js';
import { applyStatus, count, oldCluster, text } from './parts.js';

export const applyShape = {
  id: z.string(),
  age: z.number().meta({ description: 'milliseconds between plan and apply' }),
  rows: z.array(
    z.strictObject({
      name: z.string(),
      kind: stackKind,
      site: z.string(),
      organisation: z.string().exactOptional(),
      status: applyStatus,
      changed: count.meta({ description: 'objects changed in this run' }),
      found: count.meta({ description: 'objects of the approved plan that earlier runs had left in place' }),
      planned: count.meta({ description: 'objects the approved plan changes' }),
      reason: text.exactOptional(),
      log: z.string().exactOptional(),
    }),
  ),
  interrupted: z.boolean(),
  accepted: z.array(z.string()).meta({ description: 'sites whose silence somebody accepted' }),
  declared: z.array(z.strictObject({ site: z.string(), by: z.string() })).exactOptional().meta({ description: 'sites of which nothing was applied, because they are declared lost' }),
  released: releasedSites.exactOptional().meta({ description: 'sites that two people let serve although no other site could be read' }),
  asleep: z.array(oldCluster).exactOptional().meta({ description: 'databases that stay asleep at a survivor: what stands there is of before the loss' }),
  unplanned: z.array(z.string()).meta({ description: 'sites that did not answer when the set was made: it holds no plan of theirs' }),
  complete: z.boolean(),
};

export const outcome = outcomeOf<ApplyResult>()('ndc/apply.v1', applyShape);
