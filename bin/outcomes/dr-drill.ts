import { z } from 'zod';
import { recoveryActions } from '../../sites/model/kinds/recovery-inputs.js';
import { drillParts, type DrDrillData } from '../dr-drill-data.js';
import { outcomeOf } from './outcome-schema.js';
import { count, digest, names, text } from './parts.js';

const ms = z.number().meta({ description: 'milliseconds' });
const perSecond = z.number().meta({ description: 'bit/s on the wire' });
const keys = z.array(z.int());
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const commit = z.strictObject({ key: z.int(), at: z.number().meta({ description: 'when the client had the answer, milliseconds since 1970' }) });
const fence = z.enum(['edge-withdrawn', 'replication-revoked', 'power-off']);
const spread = z.strictObject({ p5: ms, p50: ms, p95: ms });
const bySite = z.record(z.string(), z.number());

export const outcome = outcomeOf<DrDrillData>()('ndc/dr-drill.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  lost: z.string(),
  standby: z.string(),
  third: z.string(),
  links: z.array(z.strictObject({ between: z.array(z.string()), bitsPerSecond: perSecond, rttMs: ms })),
  steps: z.array(z.strictObject({ part: z.enum([...drillParts, 'restore']), step: z.string(), action: z.enum(recoveryActions).exactOptional(), ms, held: z.boolean(), found: text })),
  failover: z
    .strictObject({
      organisations: names,
      stacks: count,
      applied: z.array(ms),
      databases: count,
      lostCommits: count,
      lostMs: ms,
      divergedRows: count,
      replaced: names.meta({ description: 'namespaces that are others than before' }),
      unsettled: names.meta({ description: 'stacks whose plan is not empty at the end' }),
    })
    .exactOptional(),
  siteDead: z
    .strictObject({
      loss: z.strictObject({ acknowledged: count, lastAcknowledged: commit.exactOptional(), lastPresent: commit.exactOptional(), rows: count, ms, holes: keys, unanswered: count }),
      outageMs: ms,
    })
    .exactOptional(),
  linkCut: z
    .strictObject({
      fencesBefore: z.array(z.strictObject({ fence, state: z.enum(['proven', 'unproven']), evidence: text })),
      refused: text,
      divergence: z.strictObject({ onlyOld: keys, differing: keys, onlyNew: keys, common: count }),
      kept: z.strictObject({ file: z.string(), sha256, rows: count }),
      way: z.strictObject({ rewind: z.enum(['possible', 'impossible']), said: z.string(), took: z.enum(['rewound', 'cloned']) }),
      digests: z.record(z.string(), z.string()),
      lostInReturn: count,
    })
    .exactOptional(),
  badDelete: z
    .strictObject({
      rowsBefore: count,
      rowsAfterDelete: bySite,
      rowsRecovered: count,
      digestBefore: z.string(),
      digestRecovered: z.string(),
      recoveredTo: z.string(),
      objects: count,
      lockedUntil: z.string(),
      theft: z.strictObject({ overwritten: count, markers: count, destroyed: count, refused: count }),
    })
    .exactOptional(),
  losses: z
    .array(
      z.strictObject({
        setting: z.strictObject({ commitsPerSecond: z.number(), rowBytes: z.number(), bitsPerSecond: perSecond }),
        writeBytesPerSecond: z.number(),
        commitBytes: z.number(),
        cuts: z.array(z.strictObject({ wroteMs: ms, lossMs: ms, lostCommits: count, acknowledged: count, logBytes: z.number() })),
        medianMs: ms,
        simulated: spread,
        inside: count,
        holds: z.boolean(),
      }),
    )
    .exactOptional(),
  restore: z
    .strictObject({
      organisation: z.string(),
      from: z.string(),
      into: z.string(),
      namespaces: names,
      backedUp: count,
      warnings: count,
      errors: count,
      objects: z.array(z.strictObject({ object: z.string(), is: z.enum(['equal', 'different', 'missing']), paths: names })),
    })
    .exactOptional()
    .meta({ description: 'API objects alone: volumes are no part of it' }),
  passed: z.boolean(),
  record: z.strictObject({ record: z.string(), evidence: z.string(), written: z.boolean(), signed: z.boolean() }),
});
