import { basename } from 'node:path';
import { z } from 'zod';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const fileName = z.string().max(255).refine((name) => name !== '' && basename(name) === name && !name.startsWith('.'));

export const planStatus = z.discriminatedUnion('is', [
  z.object({ is: z.literal('planned') }),
  z.object({ is: z.literal('deferred'), needs: z.array(z.string()) }),
  z.object({ is: z.literal('unreachable'), since: z.string(), reason: z.string(), reasonVi: z.string().exactOptional() }),
  z.object({ is: z.literal('not-selected') }),
  z.object({ is: z.literal('failed'), reason: z.string() }),
]);

export const stackKind = z.enum(['platform', 'tenant', 'protection']);
export const changeCounts = z.object({ create: z.int(), update: z.int(), replace: z.int(), delete: z.int(), forget: z.int(), import: z.int() });
export const acceptedSites = z.array(z.object({ site: z.string(), by: z.string() }));
export const releasedSites = z.array(z.object({ site: z.string(), by: z.string(), until: z.string() }));
export const asleepCluster = { site: z.string(), namespace: z.string(), cluster: z.string(), declaration: z.string(), since: z.string(), made: z.string() };
const list = z.union([z.literal('all'), z.array(z.string())]);
export const planScope = z.object({ sites: list, organisations: list, stacks: list });
export const planEngine = z.object({ kind: z.enum(['terraform', 'tofu']), version: z.string() });

const plannedStack = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  kind: stackKind,
  site: z.string(),
  organisation: z.string().exactOptional(),
  status: planStatus,
  configuration: digest,
  plan: z.object({ binary: digest, json: digest, binaryFile: fileName, jsonFile: fileName }).exactOptional(),
  configurationFile: fileName,
  changes: changeCounts.exactOptional(),
});

/** `planset.json` of this version, as it is written. */
export const planSetFile = z.object({
  kind: z.literal('ndc/planset.v1'),
  id: z.string(),
  created: z.iso.datetime(),
  estate: z.object({ id: z.string(), digest: z.string() }),
  scenario: z.object({ phase: z.string(), lose: z.array(z.string()), delay: z.record(z.string(), z.number()), with: z.array(z.string()).exactOptional() }),
  scope: planScope,
  purpose: z.enum(['apply', 'destroy', 'drift']),
  connection: z.string(),
  engine: planEngine,
  providers: z.array(z.object({ source: z.string(), version: z.string(), hashes: z.array(z.string()) })),
  backend: z.object({ type: z.string(), stateEncrypted: z.boolean(), planEncrypted: z.boolean() }),
  clusters: z.record(z.string(), z.string().nullable()),
  accepted: acceptedSites,
  released: releasedSites.exactOptional(),
  asleep: z.array(z.object(asleepCluster)).exactOptional(),
  orphans: z.array(z.string()).exactOptional(),
  stacks: z.array(plannedStack),
});

/** The same as it is read: what a newer format adds is handed on to the rules that read it. */
export const readablePlanSetFile = planSetFile.loose().extend({ stacks: z.array(plannedStack.loose()) });
