import { z } from 'zod';
import type { NewTenantData } from '../tenant-new/data.js';
import { outcomeOf } from './outcome-schema.js';
import { text } from './parts.js';

export const outcome = outcomeOf<NewTenantData>()('ndc/tenant-new.v1', {
  organisation: z.string(),
  name: text,
  readFrom: z.string().exactOptional().meta({ description: 'what was given for the organisation, where it was read as another spelling of its id' }),
  file: z.string(),
  secret: z.boolean().meta({ description: 'whether the system holds state secrets, so that the file belongs into no shared repository' }),
  next: z.string().meta({ description: 'the command that judges it' }),
  text: z.string().meta({ description: 'the file as written' }),
  derived: z.array(z.strictObject({ subject: z.string(), what: text, value: text, because: text })),
  notices: z.array(z.strictObject({ code: z.string(), message: text, paste: z.string().exactOptional() })),
});
