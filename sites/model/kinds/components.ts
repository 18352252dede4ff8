import { z } from 'zod';
import { bilingual, expecting, head, id, prose } from './scalars.js';

const component = z.strictObject({
  id: id(),
  /** Namespace its release lives in. */
  namespace: id(),
  chart: id(),
  version: z.string().regex(/^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/).meta(expecting('một phiên bản chart, ví dụ 1.20.0', 'a chart version such as 1.20.0', { example: '1.20.0' })),
  appVersion: prose(40),
  /** Digest of the chart archive, where one was read. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/).meta(expecting('sha256: và 64 chữ số thập lục phân', 'sha256: and 64 hexadecimal digits')).optional(),
  /** Where the project publishes it; every site installs from its own registry. */
  upstream: prose(200),
  /** Components whose objects must exist before this one. */
  after: z.array(id()).max(20).optional(),
  /** Workloads that run once on purpose, each with the reason: RED-008 asks for replicas of all others. */
  runsOnce: z.array(z.strictObject({ workload: prose(253), reason: bilingual })).max(20).optional(),
});

export const componentsSchema = z.strictObject({
  ...head('Components'),
  components: z.array(component).min(1).max(100),
});

export type Component = z.output<typeof component>;
