import { z } from 'zod';
import type { PlanResult } from '../runner/plan.js';
import { changeCounts, planSetFile, planStatus, stackKind } from '../runner/planset-schema.js';
import { outcomeOf } from './outcome-schema.js';
import { digest, names, oldCluster } from './parts.js';

export const planShape = {
  id: z.string(),
  directory: z.string().meta({ description: 'the set’s folder, absolute' }),
  file: planSetFile.meta({ description: 'planset.json' }),
  digest,
  rows: z.array(
    z.strictObject({
      name: z.string(),
      kind: stackKind,
      site: z.string(),
      organisation: z.string().exactOptional(),
      status: planStatus,
      changes: changeCounts.exactOptional(),
      noOp: z.boolean().meta({ description: 'applying it would do nothing' }),
      log: z.string().exactOptional(),
    }),
  ),
  orphans: names.meta({ description: 'stacks that hold something and are no longer in the data' }),
  asleep: z.array(oldCluster).exactOptional().meta({ description: 'databases that stay asleep at a survivor: what stands there is of before the loss' }),
  unaccepted: names.meta({ description: 'silent sites that nobody accepted' }),
};

export const outcome = outcomeOf<PlanResult>()('ndc/planset.v1', planShape);
