import { z } from 'zod';
import { protections } from '../../sites/model/kinds/protection.js';
import { recoveryActions } from '../../sites/model/kinds/recovery-inputs.js';
import { hazardScenarios } from '../../sites/model/kinds/site.js';
import type { Distribution } from '../../sites/recovery/distribution.js';
import { copyMeans, dataKinds } from '../../sites/recovery/situation.js';
import type { DrSimulateData } from '../dr-simulate-data.js';
import { capacityTail, quarter, tier } from './capacity-parts.js';
import { promises, reason } from './dr-matrix.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text, whole } from './parts.js';

const ms = whole.meta({ description: 'milliseconds' });
const rate = whole.meta({ description: 'bit/s on the wire' });
const bytes = whole.meta({ description: 'bytes' });
const spread = { p5: whole.exactOptional(), p50: whole.exactOptional(), p95: whole.exactOptional(), most: whole.exactOptional() };
const distribution = partOf<Distribution>()(z.strictObject(spread)).meta({ description: 'of all runs: one in twenty at most p5, half at most p50, nineteen in twenty at most p95, none above most; a figure that is absent has no bound' });
const kept = count.meta({ description: 'runs, of all, in which the promise holds' });

export const stepKind = z.enum([...recoveryActions, 'transfer', 'image-transfer', 'hsm', 'drain', 'ttl']);

export const outcome = outcomeOf<DrSimulateData>()('ndc/dr-simulate.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  asOf: z.string(),
  whatIf: names,
  quarter,
  lost: z.string(),
  cause: z.enum(hazardScenarios),
  runs: count,
  seed: count,
  hit: z.strictObject({
    cause: z.enum(hazardScenarios),
    zones: z.array(z.strictObject({ zone: z.string(), level: z.number() })),
    degraded: names.meta({ description: 'other operating sites of the same hazard zone' }),
    parts: names.meta({ description: 'feeds and paths lost with the site' }),
    operators: count,
    onDuty: count,
    abroad: z.array(z.strictObject({ namespace: z.string(), hosts: names })),
    known: z.boolean().meta({ description: 'false: the estate says nothing of what causes hit beside a site' }),
  }),
  promises: z.strictObject(Object.fromEntries(protections.map((name) => [name, promises])) as Record<(typeof protections)[number], typeof promises>),
  environments: count,
  worse: count.meta({ description: 'environments that break what their tier promises' }),
  events: z.array(
    z.strictObject({ kind: stepKind, name: z.string(), site: z.string().exactOptional(), namespace: z.string().exactOptional(), tier: tier.exactOptional(), startMs: ms, endMs: ms, bytes: bytes.exactOptional(), rate: whole.exactOptional().meta({ description: 'bit/s' }) }),
  ),
  tiers: z.array(
    z.strictObject({
      tier,
      environments: count,
      nowhere: count,
      first: distribution.exactOptional().meta({ description: 'milliseconds until the first is back' }),
      last: distribution.exactOptional().meta({ description: 'milliseconds until the last is back' }),
      rpo: distribution.exactOptional().meta({ description: 'milliseconds of data lost, of all its environments the most' }),
      withinRpo: kept,
      withinRto: kept,
    }),
  ),
  systems: z.array(
    z.strictObject({
      namespace: z.string(),
      organisation: z.string(),
      system: z.string(),
      tier,
      runs: z.union([z.strictObject({ how: z.enum(['promoted', 'restored']), site: z.string() }), z.strictObject({ how: z.literal('nowhere'), reasons: z.array(reason) })]),
      losses: z.array(z.strictObject({ data: z.enum(dataKinds), means: z.enum(copyMeans), from: z.string(), at: z.string(), intervalMs: ms, ms: distribution, bytes: distribution.exactOptional() })),
      gone: z.array(z.enum(dataKinds)),
      rpo: distribution.exactOptional(),
      rto: z.strictObject({ ...spread, typicalMs: ms }).exactOptional(),
      withinRpo: kept,
      withinRto: kept,
      worse: z.boolean(),
    }),
  ),
  links: z.array(
    z.strictObject({
      link: z.string(),
      from: z.string(),
      to: z.string(),
      share: rate,
      before: rate,
      after: rate,
      restored: bytes,
      restoring: z.strictObject({ startMs: ms, endMs: ms }).exactOptional(),
      load: z.array(z.strictObject({ atMs: ms, rate })),
    }),
  ),
  survivors: z.array(z.strictObject({ site: z.string(), resource: z.string(), there: whole, before: whole, after: whole })),
  durations: z.array(z.strictObject({ action: z.enum(recoveryActions), p50Ms: ms, p95Ms: ms, measured: count })),
  inputs: capacityTail.inputs,
  assumptions: count,
});
