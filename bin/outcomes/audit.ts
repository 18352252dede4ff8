import { z } from 'zod';
import type { WaiverReport } from '../../policies/engine/waivers.js';
import type { AuditData } from '../commands/audit.js';
import { acceptedSites, planEngine, planScope } from '../runner/planset-schema.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, names, pack, scenario, severity, text, verdict } from './parts.js';

const listed = {
  waiver: z.string(),
  policy: z.string(),
  cause: z.string().exactOptional(),
  fingerprint: z.string().exactOptional(),
  owner: z.string(),
  approver: z.string(),
  expires: z.string(),
};

const refusals = ['expired', 'same-person', 'too-far-ahead', 'clause-without-date', 'beyond-clause', 'unknown-policy', 'unknown-site', 'lapsed'] as const;

const waivers = partOf<WaiverReport>()(
  z.strictObject({
    used: z.array(z.strictObject({ ...listed, subjects: names })),
    unused: z.array(z.strictObject(listed)),
    expiring: z.array(z.strictObject({ ...listed, days: z.int() })),
    refused: z.array(z.strictObject({ ...listed, reason: z.enum(refusals), text })),
  }),
);

const rule = z.strictObject({
  id: z.string(),
  version: count,
  title: text,
  explanation: text,
  severity,
  pack,
  reads: z.array(z.enum(['estate', 'planset'])),
  legal: z.array(z.strictObject({ document: z.string(), label: z.string(), title: text, clause: z.string() })),
  engineering: z.strictObject({ statement: text, link: z.string().exactOptional() }).exactOptional(),
});

export const outcome = outcomeOf<AuditData>()('ndc/audit.v1', {
  asOf: z.string(),
  view: z.enum(['today', 'target']),
  estate: z.strictObject({ id: z.string(), digest: z.string(), scenario }),
  packs: z.array(pack),
  planset: z.strictObject({ id: z.string(), created: z.string(), scope: planScope, engine: planEngine, accepted: acceptedSites }).exactOptional(),
  assurance: z.strictObject({ level: z.enum(['A', 'B', 'C', 'D']).nullable(), text }),
  read: z.array(
    z.strictObject({
      stack: z.string(),
      site: z.string(),
      from: z.enum(['plan', 'configuration', 'absent']),
      document: z.string().exactOptional(),
      digest: z.string().exactOptional(),
      resources: count,
      incomplete: names,
    }),
  ),
  summary: z.strictObject({
    counts: z.strictObject({ pass: count, fail: count, waived: count, unknown: count, 'not-applicable': count }),
    recorded: z.strictObject({ pass: count, fail: count, unknown: count, 'not-applicable': count }),
    blocking: names.meta({ description: 'fingerprints of the verdicts that fail the audit' }),
    blocksApply: names,
    warnings: names,
    waiverProblems: count,
    exit: z.union([z.literal(0), z.literal(1)]),
    applies: z.boolean(),
    redundancy: text,
  }),
  verdicts: z.array(verdict),
  waivers,
  rules: z.array(rule),
  assumptions: z.array(z.strictObject({ text, policies: names, pointer: z.string().exactOptional() })),
  passed: z.boolean().meta({ description: 'whether ndc apply takes the set' }),
  connection: z.string().exactOptional().meta({ description: 'absent where plans were handed in without a plan set' }),
  notRead: names.exactOptional().meta({ description: 'files of the given folders that do not look like plan JSON' }),
  idle: z.array(z.strictObject(listed)),
  assumedValues: count,
});
