import { z } from 'zod';
import type { MovedAnswer, ReportData, ReportRule, RuleCounts } from '../report-data.js';
import { clause } from './audit.js';
import { headroomShape, resourceLeft } from './capacity-headroom.js';
import { quarter } from './capacity-parts.js';
import { purchaseShape } from './capacity-purchase.js';
import { checkShape } from './check.js';
import { matrixShape } from './dr-matrix.js';
import { keyGraphShape } from './hsm-graph.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, phase, severity, text, whole } from './parts.js';
import { input } from './promise.js';

const day = z.string().meta({ description: 'a day, 2027-06-30' });
const counts = partOf<RuleCounts>()(z.strictObject({ pass: count, fail: count, waived: count, unknown: count, notApplicable: count }));

const rule = partOf<ReportRule>()(z.strictObject({ id: z.string(), title: text, severity, legal: z.array(clause), engineering: text.exactOptional(), today: counts, target: counts }));

const moved = partOf<MovedAnswer>()(
  z.strictObject({
    promise: z.string(),
    quarter,
    domains: names,
    answer: resourceLeft,
    moved: z.array(z.strictObject({ input, lowPercent: z.number(), highPercent: z.number(), low: whole.exactOptional(), high: whole.exactOptional(), swing: whole })),
  }),
);

const { assumptions: _all, ...check } = checkShape;

export const outcome = outcomeOf<ReportData>()('ndc/report.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  asOf: day,
  whatIf: names,
  quarters: z.array(quarter),
  sites: z.array(
    z.strictObject({
      id: z.string(),
      name: text,
      phase,
      construction: day.exactOptional(),
      commissioning: quarter,
      basis: clause,
      halls: z.array(z.strictObject({ id: z.string(), available: quarter.exactOptional() })),
    }),
  ),
  links: z.array(z.strictObject({ a: z.string(), b: z.string(), capacityGbps: z.number(), rttMs: z.number(), paths: count, encrypted: z.boolean() })),
  organisations: z.array(z.strictObject({ id: z.string(), name: text })).meta({ description: 'those that asked for something' }),
  stacks: z.array(z.strictObject({ site: z.string(), kind: z.enum(['platform', 'protection', 'tenant']), stacks: count, resources: count })),
  check: z.strictObject(check).meta({ description: 'as ndc check answers; of its assumptions only how many there are' }),
  rules: z.array(rule),
  headroom: z.strictObject(headroomShape),
  recovery: z.strictObject({ today: z.strictObject(matrixShape), target: z.strictObject(matrixShape) }),
  purchase: z.strictObject(purchaseShape).exactOptional(),
  noPurchase: text.exactOptional().meta({ description: 'why there is no purchase plan' }),
  keys: z.array(z.strictObject({ site: z.string(), graph: keyGraphShape })),
  assumptions: z.strictObject({
    values: count,
    files: z.array(z.strictObject({ file: z.string(), values: count })),
    most: count.meta({ description: 'assumptions moved for one answer at most' }),
    answers: z.array(moved),
  }),
  page: z.strictObject({ path: z.string(), bytes: count }).exactOptional().meta({ description: 'the file that was written' }),
});
