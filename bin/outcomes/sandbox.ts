import { z } from 'zod';
import type { SandboxData } from '../commands/sandbox/up.js';
import { outcomeOf } from './outcome-schema.js';
import { count } from './parts.js';

const info = z.strictObject({
  name: z.string(),
  home: z.string(),
  directory: z.string(),
  connectionFile: z.string(),
  charts: z.strictObject({ url: z.string() }),
  sites: z.record(z.string(), z.strictObject({ id: z.string(), kubeconfig: z.string(), context: z.string(), server: z.string(), uid: z.string() })),
});

const site = z.strictObject({
  id: z.string(),
  server: z.string(),
  condition: z.enum(['healthy', 'unhealthy', 'stopped']),
  reason: z.string().exactOptional(),
  processes: z.array(z.strictObject({ role: z.enum(['etcd', 'kube-apiserver', 'kube-controller-manager']), pid: count, running: z.boolean() })),
});

export const outcome = outcomeOf<SandboxData>()('ndc/sandbox.v1', {
  did: z.enum(['up', 'down', 'status']),
  status: z.union([
    z.strictObject({ condition: z.literal('absent'), name: z.string() }),
    z.strictObject({ condition: z.literal('incomplete'), name: z.string(), processes: count }),
    z.strictObject({ condition: z.enum(['healthy', 'degraded']), name: z.string(), info, charts: z.strictObject({ url: z.string(), healthy: z.boolean() }), sites: z.array(site) }),
  ]),
});
