import { z } from 'zod';
import { useLevels } from '../../sites/tenancy/use-levels.js';
import type { TenantUsageData } from '../tenant-usage-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text, whole } from './parts.js';

const role = z.enum(['primary', 'standby']);
const level = z.enum(useLevels).meta({ description: 'over: more than the quota; high: more than 80 %; low: less than 35 %' });

const use = z.strictObject({
  resource: z.string(),
  used: whole,
  hard: whole.meta({ description: 'the quota as it stands in the cluster' }),
  permille: whole.meta({ description: 'thousandths of the quota' }).exactOptional(),
  level,
  clawBack: z
    .strictObject({
      kind: z.enum(['give-back', 'too-few', 'was-used']),
      readings: count.meta({ description: 'different days with a reading' }),
      days: count.meta({ description: 'from the first to the last' }),
      highest: whole,
      enough: whole.meta({ description: 'twice the most that was used' }).exactOptional(),
    })
    .exactOptional(),
});

const environment = z.union([
  z.strictObject({ namespace: z.string(), organisation: z.string(), role, concealed: z.literal(false), uses: z.array(use), untold: names.meta({ description: 'resources whose use the cluster does not tell yet' }) }),
  z.strictObject({ namespace: z.string().meta({ description: 'a code' }), role, concealed: z.literal(true).meta({ description: 'a state secret: no sizes are told' }), levels: z.array(z.strictObject({ resource: z.string(), level })) }),
]);

const site = partOf<TenantUsageData['sites'][number]>()(
  z.union([
    z.strictObject({ site: z.string(), name: text, status: z.literal('unread'), reason: text }),
    z.strictObject({ site: z.string(), name: text, status: z.literal('read'), uid: z.string(), environments: z.array(environment), without: names, foreign: names, unread: names, earlierCluster: count }),
  ]),
);

export const outcome = outcomeOf<TenantUsageData>()('ndc/tenant-usage.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  connection: z.string(),
  asOf: z.string(),
  sites: z.array(site),
  history: z.strictObject({ file: z.string(), unreadable: names }),
  record: z.strictObject({ file: z.string().exactOptional(), environments: count }).exactOptional(),
});
