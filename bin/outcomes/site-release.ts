import { z } from 'zod';
import type { SiteReleaseData } from '../site-release-data.js';
import { outcomeOf } from './outcome-schema.js';
import { text } from './parts.js';

export const outcome = outcomeOf<SiteReleaseData>()('ndc/site-release.v1', {
  site: z.string(),
  name: text,
  transition: z.string(),
  file: z.string(),
  written: z.boolean(),
  at: z.string().meta({ description: 'UTC' }),
  until: z.string().meta({ description: 'last day on which it counts' }),
  reason: z.string(),
  permits: z.array(text).meta({ description: 'what the signatures permit' }),
  next: z.array(text),
});
