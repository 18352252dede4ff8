import { z } from 'zod';
import { siteSchema } from '../../sites/model/kinds/site.js';
import type { SiteData } from '../commands/site/show.js';
import { wireOf } from './data-kind.js';
import { outcomeOf, type Wire } from './outcome-schema.js';
import { count, text } from './parts.js';

export const outcome = outcomeOf<SiteData>()('ndc/site.v1', {
  site: wireOf(siteSchema) as z.ZodType<Wire<SiteData['site']>>,
  holds: z.strictObject({ primary: count, standby: count, backup: count }),
  links: z.array(z.strictObject({ to: z.string(), capacityGbps: z.number(), rttMs: z.number(), paths: count })),
  assumptions: z.array(z.strictObject({ pointer: z.string(), note: text.exactOptional() })),
});
