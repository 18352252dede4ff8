import { z } from 'zod';
import type { ClassLoss } from '../../sites/capacity/storage/loss.js';
import type { BackupRow, ClassRow, StorageData } from '../storage-data.js';
import { capacityHead, capacityTail, quarter, range, tier } from './capacity-parts.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, declaredSite, names, text, whole } from './parts.js';

const failureDomain = z.enum(['host', 'rack']);

const row = partOf<ClassRow>()(
  z.strictObject({
    quarter,
    class: z.string(),
    there: z
      .strictObject({
        backend: z.string(),
        coded: z.boolean(),
        size: count,
        data: count,
        minSize: count,
        failureDomain,
        hosts: count.exactOptional(),
        racks: count.exactOptional(),
        raw: whole,
        missing: whole.meta({ description: 'raw bytes declared without a disk' }),
        logical: whole,
        toNearfull: whole,
        tooFewDomains: z.boolean(),
      })
      .exactOptional(),
    usable: whole.meta({ description: 'bytes of data that may be promised' }),
    promised: z.strictObject({ primary: whole, standby: whole, moved: whole }),
    backups: range,
    replicas: whole.meta({ description: 'third replicas of databases, and buckets of other sites' }),
    left: range,
  }),
);

export const loss = partOf<ClassLoss>()(
  z.strictObject({
    hostsLost: count,
    hosts: count,
    partsLost: count,
    reads: z.boolean(),
    writes: z.boolean(),
    redundancyLeft: z.int(),
    heals: z.enum(['by-itself', 'by-hand', 'no', 'nothing-lost']),
    limits: z.array(z.enum(['subtree-limit', 'too-few-domains', 'backfillfull'])),
    fillBefore: whole.meta({ description: 'hundredths of a percent, of the fullest disk' }),
    fillAfter: whole.exactOptional(),
  }),
);

const backup = partOf<BackupRow>()(
  z.strictObject({
    namespace: z.string(),
    tier,
    site: z.string().exactOptional(),
    class: z.string().exactOptional(),
    missing: z.enum(['no-backup-site', 'backup-site-not-operating', 'backup-site-lost', 'no-object-storage']).exactOptional(),
    notThird: z.boolean(),
    retained: range,
    withoutLock: range,
    steady: range,
    quota: whole,
  }),
);

export const outcome = outcomeOf<StorageData>()('ndc/capacity-storage.v1', {
  ...capacityHead,
  declared: z.array(declaredSite).exactOptional().meta({ description: 'losses that two people declared' }),
  limits: z.strictObject({ nearfull: z.number(), backfillfull: z.number(), full: z.number(), uneven: z.number() }).meta({ description: 'percent' }),
  sites: z.array(z.strictObject({ site: z.string(), name: text, commissioning: quarter, rows: z.array(row) })),
  losses: z.array(z.strictObject({ site: z.string(), class: z.string(), quarter, level: z.enum(['node', 'rack', 'feed', 'hall', 'site']), domain: z.string(), of: count, loss })),
  together: z.array(z.strictObject({ site: z.string(), class: z.string(), quarter, domains: names, loss: loss.exactOptional() })),
  backups: z.strictObject({ quarter, rows: z.array(backup) }),
  stretch: z
    .strictObject({
      data: count,
      coding: count,
      minSize: count,
      sites: count,
      serves: z.boolean(),
      redundancyLeft: z.int(),
      refused: z.boolean(),
      reasons: z.array(z.strictObject({ reason: z.enum(['stops', 'no-redundancy', 'cannot-heal', 'latency']), text })),
    })
    .exactOptional(),
  ...capacityTail,
});
