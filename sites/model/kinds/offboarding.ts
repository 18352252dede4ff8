import { z } from 'zod';
import { bytes, count, cpu, dayOnly, expecting, id, prose } from './scalars.js';

export const digest = () => z.string().regex(/^sha256:[0-9a-f]{64}$/).meta(expecting('sha256: và 64 chữ số thập lục phân', 'sha256: and 64 hexadecimal digits'));

/** What an environment may still use at one site while it is cordoned: what it used when it was, so that nothing new starts. */
const limit = z.strictObject({
  namespace: id(),
  site: id(32),
  cpu: cpu(),
  memory: bytes(),
  gpu: count(10_000).optional(),
  storage: z.record(id(40), bytes()),
  pods: count(100_000),
  loadBalancers: count(1000).optional(),
});

/** Where its use comes from: read from the clusters, or stated by whoever cordoned. */
export const cordonFigures = ['live', 'stated'] as const;

/** Steps of giving something up, each with its day. A step is there once it was taken; what approvals sign is all of it. */
export const offboardingSchema = z.strictObject({
  /** Whose it is: its stacks stay until what they hold is gone. */
  organisation: id(40),
  /** Its limits also say what may be destroyed at the end, and where: these environments at these sites, nothing else. */
  cordon: z.strictObject({ on: dayOnly(), figures: z.enum(cordonFigures), limits: z.array(limit).min(1).max(2000) }),
  export: z
    .strictObject({
      on: dayOnly(),
      /** Where the exported data lie, as the organisation finds them. */
      location: prose(400),
      digest: digest(),
      /** Who confirmed that the export is whole and can be read. */
      confirmedBy: prose(120),
    })
    .optional(),
  /** Last day on which everything is kept. */
  retention: z.strictObject({ on: dayOnly(), until: dayOnly() }).optional(),
});
export type Offboarding = z.output<typeof offboardingSchema>;
export type CordonLimit = Offboarding['cordon']['limits'][number];
