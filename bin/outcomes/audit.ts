import { z } from 'zod';
import type { WaiverReport } from '../../policies/engine/waivers.js';
import { assuranceLevels } from '../../policies/reports/assurance.js';
import type { CitedClause, CitedRule, QuotedWaiver } from '../../policies/reports/cited.js';
import { gaps, type Decidable } from '../../policies/reports/decidable.js';
import type { ReadSource } from '../../policies/reports/sources.js';
import type { AuditData } from '../commands/audit.js';
import { acceptedSites, planEngine, planScope, releasedSites } from '../runner/planset-schema.js';
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

export const clause = partOf<CitedClause>()(
  z.strictObject({ document: z.string(), label: z.string(), title: text, clause: z.string(), inForceFrom: z.string().exactOptional(), inForceTo: z.string().exactOptional() }),
);

const rule = partOf<CitedRule>()(
  z.strictObject({
    id: z.string(),
    version: count,
    title: text,
    explanation: text,
    severity,
    pack,
    reads: z.array(z.enum(['estate', 'planset'])),
    legal: z.array(clause),
    engineering: z.strictObject({ statement: text, link: z.string().exactOptional() }).exactOptional(),
    remedy: text,
    effectiveFrom: z.string().exactOptional(),
    effectiveTo: z.string().exactOptional(),
  }),
);

const { waiver, policy, cause, fingerprint, owner, approver, expires } = listed;
const quoted = partOf<QuotedWaiver>()(z.strictObject({ waiver, policy, cause, fingerprint, owner, approver, reason: text, basis: clause.exactOptional(), expires }));

const actions = ['no-op', 'create', 'read', 'update', 'replace', 'delete', 'forget', 'import'] as const;
const version = z.string().meta({ description: 'as the engine writes it' });

const source = partOf<ReadSource>()(
  z.strictObject({
    stack: z.string(),
    site: z.string(),
    from: z.enum(['plan', 'configuration', 'absent']),
    absence: z.strictObject({ is: z.enum(['unreachable', 'not-selected', 'not-given', 'failed']), since: z.string().exactOptional(), reason: z.string().exactOptional(), reasonVi: z.string().exactOptional(), declared: z.boolean() }).exactOptional(),
    document: z.string().exactOptional(),
    digest: z.string().exactOptional().meta({ description: "SHA-256 of the document's bytes" }),
    binary: z.string().exactOptional().meta({ description: 'SHA-256 of the saved plan, as planset.json records it' }),
    configuration: z.string().exactOptional().meta({ description: 'SHA-256 of the synthesised JSON, as planset.json records it' }),
    plan: z
      .strictObject({
        format: version,
        engine: version.exactOptional(),
        made: z.string().exactOptional(),
        flags: z.strictObject({ complete: z.boolean().exactOptional(), applyable: z.boolean().exactOptional(), errored: z.boolean().exactOptional() }),
        refreshSeen: z.boolean(),
      })
      .exactOptional(),
    cluster: z.string().exactOptional().meta({ description: 'uid of kube-system in the plan' }),
    resources: count,
    changes: z.partialRecord(z.enum(actions), count),
    drift: z
      .array(z.strictObject({ address: z.string(), type: z.string(), is: z.enum(['changed', 'deleted', 'created', 'moved']), paths: names, pointer: z.string() }))
      .exactOptional()
      .meta({ description: 'what the plan found changed behind the engine; places, no values' }),
    incomplete: z.array(text),
    notUnderstood: names,
  }),
);

const decidable = partOf<Decidable>()(
  z.strictObject({
    decided: names,
    partly: z.array(z.strictObject({ policy: z.string(), unknown: count, of: count })),
    notApplicable: names,
    undecided: names,
    ask: z.array(z.strictObject({ gap: z.enum(gaps), of: names, because: text, ask: text })).meta({ description: 'what to ask the operator for' }),
  }),
);

export const outcome = outcomeOf<AuditData>()('ndc/audit.v1', {
  at: z.string().exactOptional().meta({ description: 'RFC 3339' }),
  tool: z.strictObject({ name: z.string(), version: z.string() }).exactOptional(),
  asOf: z.string(),
  view: z.enum(['today', 'target']),
  estate: z.strictObject({ id: z.string(), digest: z.string(), scenario }),
  packs: z.array(pack),
  planset: z
    .strictObject({
      id: z.string(),
      created: z.string(),
      scope: planScope,
      engine: planEngine,
      accepted: acceptedSites,
      released: releasedSites.exactOptional(),
      digest: z.string().exactOptional().meta({ description: 'SHA-256 of planset.json' }),
      providers: z.array(z.strictObject({ source: z.string(), version: z.string() })),
      clusters: z.record(z.string(), z.string().nullable()),
    })
    .exactOptional(),
  assurance: z.strictObject({
    level: z.enum(assuranceLevels).nullable(),
    text,
    computed: z.literal('A').nullable(),
    declared: z.enum(['B', 'C', 'D']).exactOptional(),
    reasons: z.array(text),
  }),
  decidable,
  read: z.array(source),
  summary: z.strictObject({
    counts: z.strictObject({ pass: count, fail: count, waived: count, unknown: count, 'not-applicable': count }),
    recorded: z.strictObject({ pass: count, fail: count, unknown: count, 'not-applicable': count }),
    blocking: names.meta({ description: 'fingerprints of the verdicts that fail the audit' }),
    blocksApply: names,
    debts: names.meta({ description: 'fingerprints of what would block and is owed instead while a site is declared lost' }),
    warnings: names,
    waiverProblems: count,
    exit: z.union([z.literal(0), z.literal(1)]),
    applies: z.boolean(),
    redundancy: text,
  }),
  verdicts: z.array(verdict),
  waivers,
  quoted: z.array(quoted).meta({ description: 'every waiver of the data in full' }),
  rules: z.array(rule),
  places: z.array(z.strictObject({ pointer: z.string(), file: z.string(), line: count, column: count })),
  assumptions: z.array(z.strictObject({ text, policies: names, pointer: z.string().exactOptional() })),
  statement: z.strictObject({ digest: z.string().meta({ description: 'SHA-256 over what the result rests on and says' }), text, fields: z.array(text), limits: z.array(text) }),
  passed: z.boolean().meta({ description: 'whether ndc apply takes the set' }),
  stopped: z.strictObject({ code: z.string(), message: text }).exactOptional().meta({ description: 'why ndc apply refuses the set whatever the rules say: it would destroy what holds data, or its record could not be written' }),
  connection: z.string().exactOptional().meta({ description: 'absent where plans were handed in without a plan set' }),
  notRead: names.exactOptional().meta({ description: 'files of the given folders that do not look like plan JSON' }),
  idle: z.array(z.strictObject(listed)),
  assumedValues: count,
  evidence: z.strictObject({ directory: z.string(), manifest: z.string().meta({ description: 'SHA-256 of manifest.json' }), signed: z.boolean() }).exactOptional(),
});
