import { z } from 'zod';
import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import { verdictStatuses, type Verdict } from '../../sites/model/verdict.js';
import { phases } from '../../sites/model/kinds/site.js';
import type { ApplyStatus } from '../runner/apply.js';
import type { CheckFinding } from '../check-data.js';
import type { OldCluster } from '../disaster/old-clusters.js';
import { asleepCluster } from '../runner/planset-schema.js';
import { partOf } from './outcome-schema.js';
import type { DeclaredSite } from '../declared-sites.js';

/** Parts that several outcomes share. */

export const text = partOf<Text>()(z.strictObject({ vi: z.string(), en: z.string() }));

/** A whole number as decimal text: it may be beyond what a double holds. */
export const whole = z.string().regex(/^-?\d+$/).meta({ description: 'a whole number, as decimal text' });

export const names = z.array(z.string());

export const oldCluster = partOf<OldCluster>()(
  z.strictObject({ ...asleepCluster, lines: z.array(z.string()).meta({ description: 'what keeps its disks as snapshots and deletes it, so that the next plan makes it anew' }) }),
);

export const count = z.int().min(0);
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
export const phase = z.enum(phases);
export const severity = z.enum(['error', 'warning']);
export const pack = z.enum(['design', 'operations', 'failover']);
export const verdictStatus = z.enum(verdictStatuses);

export const scenario = partOf<Estate['scenario']>()(
  z.strictObject({
    asOf: z.string().meta({ description: 'a day, 2027-06-30' }),
    lose: names.meta({ description: 'failure domains taken as lost, site/ndc-01' }),
    delay: z.record(z.string(), z.int()).meta({ description: 'quarters by which sites are late' }),
    phase: z.enum(['as-recorded', 'all-operating']),
    add: z.array(z.strictObject({ name: z.string(), digest })).meta({ description: 'what-if files, by the name they stand in for below the data directory' }),
  }),
);

export const verdict = partOf<Verdict>()(
  z.strictObject({
    policy: z.string(),
    pack,
    severity,
    subject: z.strictObject({
      object: z.string(),
      site: z.string().exactOptional(),
      organisation: z.string().exactOptional(),
      address: z.string().exactOptional(),
      constructPath: z.string().exactOptional(),
    }),
    causes: names,
    status: verdictStatus.meta({ description: 'after apply, or as declared' }),
    blocks: z.boolean(),
    recorded: verdictStatus.meta({ description: 'recorded now' }),
    recordedFinding: text.exactOptional().meta({ description: 'what is recorded now, where that is another status' }),
    finding: text,
    evidence: z.array(z.strictObject({ what: text, found: z.string(), pointer: z.string().exactOptional(), document: z.string().exactOptional() })),
    remedy: text,
    fingerprint: z.string(),
    debt: z.strictObject({ since: z.string(), declaration: z.string() }).exactOptional().meta({ description: 'would block, and is owed instead since a site was declared lost' }),
    waived: z.strictObject({ until: z.string(), basis: z.string(), reason: text, waiver: z.string() }).exactOptional(),
  }),
);

/** All that one rule found with one status. */
export const finding = partOf<CheckFinding>()(
  z.strictObject({
    policy: z.string(),
    title: text,
    severity,
    status: z.enum([...verdictStatuses, 'waived']),
    waivedUntil: z.string().exactOptional(),
    basis: z.string().exactOptional(),
    found: z.array(z.strictObject({ finding: text, subjects: names, places: names })),
    remedy: text,
  }),
);

const applyStatuses = ['applied', 'already-applied', 'no-op', 'partly', 'failed', 'not-started', 'unreachable', 'deferred', 'not-selected'] as const;
export const applyStatus = partOf<ApplyStatus>()(z.enum(applyStatuses));

/** A site that two people declared lost. */
export const declaredSite = partOf<DeclaredSite>()(z.strictObject({ site: z.string(), declaration: z.string(), at: z.string().meta({ description: 'UTC' }), stage: z.enum(['serving', 'lost', 'quarantined', 'yielding', 'restored']) }));
