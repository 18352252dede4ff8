import { z } from 'zod';
import type { SitesData } from '../commands/site/list.js';
import { outcomeOf } from './outcome-schema.js';
import { count, phase, text } from './parts.js';

export const outcome = outcomeOf<SitesData>()('ndc/sites.v1', {
  sites: z.array(z.strictObject({ id: z.string(), name: text, region: text, phase, commissioning: z.string(), cluster: z.string(), clusterId: count })),
});
