import { z } from 'zod';
import { bilingual, head, id, prose } from './scalars.js';

/** What a key's module and algorithm may have to satisfy: Vietnamese national standards and foreign ones. An editable catalogue. */
export const standardsSchema = z.strictObject({
  ...head('CryptographicStandards'),
  standards: z
    .array(
      z.strictObject({
        id: id(),
        /** As it is cited: `TCVN 11295:2016`. */
        number: prose(80),
        name: bilingual,
        issuer: bilingual,
        /** Level or part that is asked for: `3`. */
        level: prose(120).optional(),
      }),
    )
    .max(200),
});
export type CryptographicStandard = z.output<typeof standardsSchema>['standards'][number];
