import { bytesOf, type DocumentStream } from './document.js';
import type { StackIdentity } from './identity.js';
import type { Json } from './json.js';
import { PlanReader } from './plan-reader.js';
import type { ReadStack } from './read-model.js';

export type { StackIdentity } from './identity.js';

/**
 * One plan (`terraform show -json`, `tofu show -json`) as a stack of the set, from bytes, text or parsed JSON in memory.
 * @throws PlanProblem where the document is no plan this reader knows.
 */
export function readPlan(identity: StackIdentity | undefined, document: string, content: Json | Uint8Array, constructPaths?: ReadonlyMap<string, string>): ReadStack {
  const reader = new PlanReader(document, identity, constructPaths);
  reader.write(bytesOf(content).bytes);
  return reader.end();
}

/** The same from a stream, of any size, with the digest of its bytes. */
export async function readPlanStream(identity: StackIdentity | undefined, document: string, { chunks, digest }: DocumentStream, constructPaths?: ReadonlyMap<string, string>): Promise<ReadStack> {
  const reader = new PlanReader(document, identity, constructPaths);
  for await (const chunk of chunks) reader.write(chunk);
  const stack = reader.end();
  return { ...stack, document: { name: document, digest: digest() } };
}
