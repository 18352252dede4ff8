import { z } from 'zod';
import type { CheckData, CheckView, Headroom } from '../check-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, declaredSite, digest, finding, names, phase, text, whole } from './parts.js';

const left = z.strictObject({ left: whole, of: whole });

const headroom = partOf<Headroom>()(
  z.strictObject({
    cpu: left.meta({ description: 'milliCPU' }),
    memory: left.meta({ description: 'bytes' }),
    gpu: left,
    storage: z.strictObject({ class: z.string(), left: whole, of: whole }).exactOptional().meta({ description: 'bytes of the class that is shortest' }),
  }),
);

const view = partOf<CheckView>()(
  z.strictObject({
    view: z.enum(['today', 'target']),
    sites: z.array(z.strictObject({ id: z.string(), name: text, phase, commissioning: z.string(), stacks: count, resources: count, headroom: headroom.exactOptional() })),
    rules: z.strictObject({ pass: count, fail: count, waived: count, unknown: count, notApplicable: count }),
    findings: z.array(finding),
    losses: z.array(
      z.strictObject({
        lost: z.string(),
        survivors: z.array(z.strictObject({ site: z.string(), headroom })),
        homeless: z.array(z.strictObject({ count, because: z.enum(['no-standby', 'standby-not-operating']), examples: names })),
        shed: count,
      }),
    ),
    passed: z.boolean(),
    notRedundantUntil: z.string().exactOptional(),
    blocking: z.strictObject({ fail: count, unknown: count, refusedWaivers: count, unusedWaivers: count }),
  }),
);

const unusedWaiver = z.strictObject({
  policy: z.string(),
  on: z.string(),
  because: z.enum(['covers-nothing', 'masked', 'what-if']),
  by: z.strictObject({ subject: z.string(), finding: text, causes: names }).exactOptional(),
});

export const checkShape = {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  asOf: z.string().meta({ description: 'a day, 2027-06-30' }),
  whatIf: names,
  declared: z.array(declaredSite).exactOptional().meta({ description: 'losses that two people declared' }),
  released: z.array(z.strictObject({ site: z.string(), by: z.string(), until: z.string() })).exactOptional().meta({ description: 'sites that two people let serve although no other site could be read' }),
  views: z.array(view),
  assumptions: z.array(z.strictObject({ file: z.string(), values: z.array(z.strictObject({ pointer: z.string(), line: count, note: text.exactOptional() })) })),
  waivers: z.strictObject({
    unused: z.array(unusedWaiver),
    expiring: z.array(z.strictObject({ policy: z.string(), on: z.string(), expires: z.string() })),
    refused: z.array(z.strictObject({ policy: z.string(), on: z.string(), reason: text })),
  }),
};

export const outcome = outcomeOf<CheckData>()('ndc/check.v1', checkShape);
