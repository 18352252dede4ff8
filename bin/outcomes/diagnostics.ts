import { z } from 'zod';
import type { DiagnosticsData } from '../failed.js';
import { outcomeOf } from './outcome-schema.js';
import { count, text } from './parts.js';

export const outcome = outcomeOf<DiagnosticsData>()('ndc/diagnostics.v1', {
  directory: z.string(),
  diagnostics: z.array(
    z.strictObject({
      code: z.string(),
      pointer: z.string(),
      place: z.strictObject({
        file: z.string().meta({ description: 'below the directory; beginning with /, ./ or ../ one given by --with' }),
        line: count.min(1),
        column: count.min(1),
      }),
      params: z.record(z.string(), z.union([z.string(), text])),
      message: text,
    }),
  ),
});
