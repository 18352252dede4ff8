import { z } from 'zod';
import { importances, personalDataClasses, sharings } from '../../sites/model/kinds/classification.js';
import { waves } from '../../sites/model/kinds/organisations.js';
import { fundingRows } from '../../sites/tenancy/funding.js';
import { changeKinds, type ChangedThing } from '../../sites/tenancy/change.js';
import { fitVerdicts } from '../../sites/tenancy/fit.js';
import { reviewVerdicts, type NewSystem, type ReviewedRequest, type TenantReviewData } from '../tenant-review-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, finding, names, text, whole } from './parts.js';
import { approvals, derived, environment, fit, requestFinding, together } from './tenant-check.js';
import { price } from './price.js';

const things = ['organisation', 'system', 'environment', 'database'] as const satisfies readonly ChangedThing[];
const commit = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);

const papers = z.strictObject({ document: z.string(), date: z.string() }).exactOptional();

const newSystem = partOf<NewSystem>()(
  z.discriminatedUnion('concealed', [
    z.strictObject({ system: z.string().meta({ description: 'a code' }), concealed: z.literal(true).meta({ description: 'a state secret: nothing else is told' }) }),
    z.strictObject({
      system: z.string(),
      concealed: z.literal(false),
      name: z.string(),
      securityLevel: count,
      sharing: z.enum(sharings),
      importance: z.enum(importances),
      personalData: z.enum(personalDataClasses),
      tier: text.exactOptional(),
      funding: z.enum(fundingRows),
      fundingByCatalogue: z.boolean(),
      migration: z
        .strictObject({ wave: z.enum(waves).exactOptional(), mode: z.enum(['move', 'new']).exactOptional(), start: z.string().exactOptional(), facility: z.enum(['below-tier-iii', 'tier-iii', 'leased', 'none']).exactOptional(), agreement: papers, securityPlan: papers })
        .exactOptional()
        .meta({ description: 'absent for a system that does not move; wave and start as they are derived where the request leaves them out' }),
      environments: z.array(environment),
    }),
  ]),
);

const request = partOf<ReviewedRequest>()(
  z.strictObject({
    organisation: z.string(),
    name: text,
    against: z.enum(['first', 'recorded', 'withdrawn']),
    newSystems: z.array(newSystem).meta({ description: 'systems that the request adds' }),
    changes: z.array(
      z.strictObject({
        kind: z.enum(changeKinds),
        of: z.enum(things),
        subject: z.string(),
        field: z.string().meta({ description: 'empty where the whole thing comes or goes' }),
        before: z.string().exactOptional(),
        after: z.string().exactOptional(),
        permille: whole.meta({ description: 'thousandths of what was' }).exactOptional(),
        destroys: z.boolean(),
        holdsData: z.boolean(),
        concealed: z.boolean().meta({ description: 'a state secret: no values are told' }),
      }),
    ),
    derived,
    findings: z.array(requestFinding.extend({ suggestion: z.string().exactOptional() })),
    policies: z.strictObject({ passed: count, unknown: count, findings: z.array(finding), newly: names.meta({ description: 'rules that fail and did not in the base' }) }),
    fit: z.enum(fitVerdicts),
    price,
    approvals,
  }),
);

export const outcome = outcomeOf<TenantReviewData>()('ndc/tenant-review.v1', {
  estate: z.strictObject({ id: z.string(), digest }),
  asOf: z.string().meta({ description: 'a day, 2027-06-30' }),
  judged: z.strictObject({ base: commit, head: commit, joint: digest.meta({ description: 'of the requests judged together, before and after' }) }),
  verdict: z.enum(reviewVerdicts),
  reasons: z.array(text),
  notChecked: z.array(text),
  uncommitted: names.meta({ description: 'requests of the work tree that are not in the commit that was reviewed' }),
  foreign: z.strictObject({ count, paths: z.array(z.strictObject({ path: z.string(), because: z.enum(['outside', 'not-a-request', 'link', 'submodule', 'executable']) })) }),
  diagnostics: z.array(z.strictObject({ code: z.string(), file: z.string(), line: count, column: count, message: text, suggestion: z.string().exactOptional() })),
  requests: z.array(request),
  fit: fit.exactOptional(),
  rows: fit.shape.rows.meta({ description: 'every resource the requests touch, every quarter' }),
  joint: together.exactOptional(),
  artefact: z.string().exactOptional().meta({ description: 'the file that holds the whole text' }),
});
