import { z } from 'zod';
import { dayOnly, expecting, head, id } from './scalars.js';

/** An open request that the platform team has taken into the queue: which, and from what day its place counts. */
const admission = z.strictObject({
  organisation: id(40),
  on: dayOnly(),
  /** Of the request as it was admitted, as `ndc tenant queue` prints it: whatever is pushed afterwards has not been admitted. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/).meta(expecting('sha256: và 64 chữ số thập lục phân', 'sha256: and 64 hexadecimal digits')),
});

/** catalogue/admissions.yaml: places in the queue. Read from the base; whoever asks cannot write it, nor choose its dates as those of a commit. */
export const admissionsSchema = z.strictObject({ ...head('Admissions'), admissions: z.array(admission).max(5000) });

export type Admission = z.output<typeof admission>;
