import { z } from 'zod';
import { loadMoments, loadParts, type SiteLoad } from '../../sites/keys/load.js';
import type { HsmLoadData } from '../hsm-load-data.js';
import { capacityTail } from './capacity-parts.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text } from './parts.js';

const verdict = z.enum(['enough', 'short', 'unknown']);
const milli = count.meta({ description: 'thousandths of an operation a second' });

const site = partOf<SiteLoad>()(
  z.strictObject({
    site: z.string(),
    operating: z.boolean(),
    devices: z.strictObject({ count, operationsPerSecond: count, partitions: count }).exactOptional(),
    supply: z.strictObject({ all: milli, oneLost: milli }).exactOptional().meta({ description: 'what is planned for: busyPercent of the devices’ rate' }),
    moments: z.array(
      z.strictObject({
        moment: z.enum(loadMoments),
        lost: z.string().exactOptional().meta({ description: 'of a failover: the site whose loss asks for most' }),
        seconds: count,
        parts: z.array(z.strictObject({ what: z.enum(loadParts), operations: count })),
        milliPerSecond: milli,
      }),
    ),
    quarter: z.string().meta({ description: 'whose disks are counted: that of the day, or the one in which the site opens' }),
    later: z.array(z.strictObject({ from: z.string(), disks: count, operations: count, milliPerSecond: milli, rate: verdict })).meta({ description: 'the cold start of each later quarter in which disks come or go' }),
    rate: verdict.meta({ description: 'by the moment that asks for most, with one device lost' }),
    partitions: z.strictObject({ declared: count, named: count, permitted: count.exactOptional(), verdict }),
  }),
);

export const outcome = outcomeOf<HsmLoadData>()('ndc/hsm-load.v1', { estate: z.strictObject({ id: z.string(), name: text, digest }), asOf: z.string(), whatIf: names, busyPercent: count, sites: z.array(site), inputs: capacityTail.inputs });
