import { z } from 'zod';
import { rotationStages, type RotationPlan } from '../../sites/keys/rotation.js';
import type { HsmRotateData } from '../hsm-rotate-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { names, text } from './parts.js';

const plan = partOf<RotationPlan>()(
  z.strictObject({
    site: z.string(),
    key: z.string(),
    partition: z.string(),
    from: z.string(),
    to: z.string(),
    neededUntil: z.string().meta({ description: 'a day: the former version decrypts until then' }),
    steps: z.array(z.strictObject({ stage: z.enum(rotationStages), title: text, does: text, commands: names, until: text })),
  }),
);

export const outcome = outcomeOf<HsmRotateData>()('ndc/hsm-rotate.v1', { asOf: z.string(), plan });
