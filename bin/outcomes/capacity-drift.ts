import { z } from 'zod';
import type { CapacityDriftData, CapacityDriftSite } from '../capacity-drift-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text, whole } from './parts.js';

const trend = z.strictObject({
  kind: z.enum(['none', 'full', 'steady', 'late', 'growing']),
  readings: count,
  days: z.number().exactOptional(),
  perDay: z.number().exactOptional(),
  exhausted: z.string().exactOptional(),
  between: z.strictObject({ earliest: z.string(), latest: z.string().exactOptional() }).exactOptional().meta({ description: '95 % confidence of the slope' }),
});

const site = partOf<CapacityDriftSite>()(
  z.union([
    z.strictObject({ site: z.string(), name: text, status: z.literal('unread'), reason: text }),
    z.strictObject({
      rows: z.array(
        z.strictObject({
          measure: z.enum(['offered', 'granted', 'used', 'claimed', 'raw']),
          pool: z.string().exactOptional(),
          resource: z.string(),
          model: whole,
          live: whole,
          difference: whole.meta({ description: 'live less model' }),
          short: z.boolean(),
        }),
      ),
      nodes: z.strictObject({ unusable: names, controlPlane: count, unlabelled: count, unspared: names }),
      namespaces: z.strictObject({ without: names, foreign: names }),
      site: z.string(),
      name: text,
      status: z.literal('read'),
      uid: z.string(),
      uses: z.array(z.strictObject({ resource: z.string(), used: whole, limit: whole, limitedBy: z.enum(['quotas', 'nodes', 'storage', 'ceph']), trend })),
      unread: names,
      earlierCluster: count,
    }),
  ]),
);

export const outcome = outcomeOf<CapacityDriftData>()('ndc/capacity-drift.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  connection: z.string(),
  asOf: z.string(),
  quarter: z.string(),
  sites: z.array(site),
  history: z.strictObject({ file: z.string(), unreadable: names }),
});
