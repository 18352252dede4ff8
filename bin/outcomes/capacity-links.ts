import { z } from 'zod';
import type { Detour } from '../../sites/capacity/links/network.js';
import type { IngestRow, LinkLossRow, LinkPoint, LinkRow, LinksData } from '../links-data.js';
import { capacityHead, capacityTail, quarter, range, tier } from './capacity-parts.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, names, whole } from './parts.js';

const holds = z.enum(['yes', 'likely', 'no']);
const kind = z.enum(['standby', 'log-copy', 'backup-copy']);
const hop = { link: z.string(), from: z.string(), to: z.string() };

const day = z.strictObject({ keepsUp: z.boolean(), copiesKeepUp: z.boolean(), lagMs: whole, copyLagMs: whole, largest: whole });
const days = z.strictObject({ low: day, mid: day, high: day });
const outage = z.strictObject({ minutes: z.number(), backlog: whole, lagMs: whole, drainMs: whole.exactOptional() });

const load = partOf<LinkRow>()(
  z.strictObject({
    ...hop,
    rttMs: z.number(),
    capacity: whole.meta({ description: 'bit/s of the paths that are left' }),
    share: whole.meta({ description: 'bit/s that replication and copies may take' }),
    perDay: z.strictObject({ standby: range, 'log-copy': range, 'backup-copy': range }).meta({ description: 'bytes on a typical day' }),
    rerouted: count,
    mean: range.meta({ description: 'bit/s' }),
    peak: range.meta({ description: 'bit/s' }),
    measuredShare: whole.meta({ description: 'hundredths of a percent' }),
    typicalDay: days,
    peakDay: days,
    outage: z.strictObject({ low: outage, mid: outage, high: outage }),
    promises: z.array(z.strictObject({ tier, kind, budgetMs: whole, environments: count, holds })),
    reseed: z.strictObject({ bytes: range, ms: z.strictObject({ low: whole.exactOptional(), mid: whole.exactOptional(), high: whole.exactOptional() }) }),
    window: z.strictObject({ bytes: whole, streams: z.number() }),
    holds,
  }),
);

const detour = partOf<Detour>()(z.strictObject({ from: z.string(), to: z.string(), over: z.string().exactOptional(), namespaces: names }));

export const outcome = outcomeOf<LinksData>()('ndc/capacity-links.v1', {
  ...capacityHead,
  quarter: quarter.meta({ description: 'of loads, losses and ingest' }),
  assumed: z.strictObject({ sharePercent: z.number(), payloadPercent: z.number(), outageMinutes: z.number(), tcpWindowMiB: z.number() }),
  loads: z.array(load),
  detours: z.array(detour),
  losses: z.array(partOf<LinkLossRow>()(z.strictObject({ domain: z.string(), struck: names, detours: z.array(detour), holds, slowest: z.strictObject({ ...hop, lagMs: whole }).exactOptional() }))),
  ingest: z.array(
    partOf<IngestRow>()(
      z.strictObject({
        id: z.string(),
        organisation: z.string(),
        system: z.string(),
        network: z.string(),
        rate: whole,
        peak: whole.exactOptional(),
        typicalLagMs: whole.exactOptional(),
        peakLagMs: whole.exactOptional(),
        targetMs: whole,
        holds: z.enum(['yes', 'no', 'unknown']),
      }),
    ),
  ),
  timeline: z.array(partOf<LinkPoint>()(z.strictObject({ quarter, ...hop, capacity: whole, share: whole, mean: range, peak: range, lagMs: range.meta({ description: 'milliseconds on a peak day' }), holds }))),
  ...capacityTail,
});
