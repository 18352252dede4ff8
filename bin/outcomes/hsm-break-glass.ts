import { z } from 'zod';
import { breakGlassStandings, type BreakGlassRow } from '../../sites/keys/break-glass.js';
import { breakGlassKinds } from '../../sites/model/kinds/break-glass.js';
import type { HsmBreakGlassData } from '../hsm-break-glass-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text } from './parts.js';

const day = z.string().meta({ description: 'a day, 2027-06-30' });

const row = partOf<BreakGlassRow>()(
  z.strictObject({
    site: z.string(),
    what: z.enum(breakGlassKinds),
    standing: z.enum(breakGlassStandings).meta({ description: 'missing: a site that operates has none' }),
    id: z.string().exactOptional(),
    place: z.string().exactOptional(),
    opens: z.strictObject({ roles: names, needed: count }).exactOptional(),
    since: day.exactOptional(),
    drilled: day.exactOptional(),
    due: day.exactOptional().meta({ description: 'last day on which the next drill is in time' }),
    findings: z.array(text),
  }),
);

export const outcome = outcomeOf<HsmBreakGlassData>()('ndc/hsm-break-glass.v1', { estate: z.strictObject({ id: z.string(), name: text, digest }), asOf: day, sites: names, rows: z.array(row), wanting: count, assumptions: count });
