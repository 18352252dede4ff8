import { pointer } from '../../sites/model/pointer.js';
import { columns, holdsSecret } from './change.js';
import { bytesOf, DocumentReader, isStream, type Handed } from './document.js';
import type { StackIdentity } from './identity.js';
import type { Path } from './json-splitter.js';
import { at, entriesOf, isObject, textAt, type Json } from './json.js';
import { UnknownValue, type Known, type OpaqueChart, type ReadResource, type ReadStack } from './read-model.js';
import { literal } from './literal.js';
import { noObject } from './refusal.js';

/** One resource block of a synthesised `cdk.tf.json`, with what else of the document is of interest. */
type EachBlock = (type: string, name: string, block: Json) => void;

/** Blocks are handed over one by one: the configuration of a large stack is as large as its plan. */
function blockReader(document: string, each: EachBlock): { readonly write: (chunk: Uint8Array) => void; readonly end: () => Json } {
  const treat = ([top, type, name]: Path): 'enter' | 'each' | 'keep' | 'skip' => {
    if (top === undefined) return 'enter';
    if (top === 'resource') return type === undefined ? 'enter' : name === undefined ? 'each' : 'keep';
    return top === 'output' ? 'keep' : 'skip';
  };
  const reader = new DocumentReader(document, 'configuration', {
    treat,
    each: ([, type, name], block) => {
      if (block !== undefined) each(String(type), String(name), block);
    },
  });
  return {
    write: (chunk) => reader.write(chunk),
    end: () => {
      const root = reader.end();
      if (!isObject(root)) throw noObject(document, root, 'configuration');
      return root;
    },
  };
}

/**
 * A synthesised `cdk.tf.json` as a stack: everything it declares is "after apply", nothing is recorded.
 * @throws PlanProblem where the document is no JSON object.
 */
export function readConfiguration(identity: StackIdentity, document: string, content: Json | Uint8Array): ReadStack {
  const resources: ReadResource[] = [];
  const reader = blockReader(document, (type, name, block) => resources.push(resourceOf(identity, type, name, block)));
  reader.write(bytesOf(content).bytes);
  return stackOf(identity, resources, reader.end());
}

/**
 * The same of a text that was synthesised in this process: it holds no duplicate keys and no bombs, and the engine's own
 * parser is ten times as fast as the careful one, which still says what is wrong where that one refuses.
 */
export function readSynthesised(identity: StackIdentity, document: string, text: string): ReadStack {
  const own = parsed(text);
  if (own === undefined) return readConfiguration(identity, document, text);
  const resources = entriesOf(own['resource']).flatMap(([type, blocks]) => entriesOf(blocks).map(([name, block]) => resourceOf(identity, type, name, block)));
  return stackOf(identity, resources, own);
}

/** The document of a text that is plain JSON of an object; undefined where the careful reader must say what is wrong with it. */
function parsed(text: string): Readonly<Record<string, Json>> | undefined {
  try {
    const root = JSON.parse(text) as Json;
    return isObject(root) ? root : undefined;
  } catch {
    return undefined;
  }
}

/** The same from whatever is handed in, with the digest of its bytes where there were any. */
export async function readHandedConfiguration(identity: StackIdentity, document: string, handed: Handed): Promise<ReadStack> {
  const resources: ReadResource[] = [];
  const reader = blockReader(document, (type, name, block) => resources.push(resourceOf(identity, type, name, block)));
  const digest = await drained(handed, reader.write);
  return { ...stackOf(identity, resources, reader.end()), document: { name: document, ...(digest === undefined ? {} : { digest }) } };
}

/** Construct path by address: cdktf writes it beside each block. */
export async function constructPathsOf(document: string, handed: Handed): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  const reader = blockReader(document, (type, name, block) => {
    const path = constructPathOf(block);
    if (path !== undefined) paths.set(`${type}.${name}`, path);
  });
  await drained(handed, reader.write);
  reader.end();
  return paths;
}

async function drained(handed: Handed, write: (chunk: Uint8Array) => void): Promise<string | undefined> {
  if (!isStream(handed)) {
    const { bytes, digest } = bytesOf(handed);
    write(bytes);
    return digest;
  }
  for await (const chunk of handed.chunks) write(chunk);
  return handed.digest();
}

function resourceOf(identity: StackIdentity, type: string, name: string, block: Json): ReadResource {
  const constructPath = constructPathOf(block);
  const planned = columns(type, null, literal(declared(block)));
  return {
    stack: identity.name,
    site: identity.site,
    address: `${type}.${name}`,
    type,
    action: 'create',
    ...planned,
    pointer: pointer('resource', type, name),
    ...(constructPath === undefined ? {} : { constructPath }),
    redacted: holdsSecret(planned),
  };
}

const stackOf = (identity: StackIdentity, resources: readonly ReadResource[], root: Json): ReadStack => ({
  ...identity,
  judgedFrom: 'configuration',
  clusterUnknownBecause: 'synthesised JSON names no cluster',
  outputs: Object.fromEntries(
    entriesOf(at(root, 'output')).map(([name, output]): [string, Known] => [name, at(output, 'sensitive') === true ? new UnknownValue('sensitive') : literal(at(output, 'value') ?? null)]),
  ),
  resources,
  opaqueCharts: resources.flatMap(({ release, address }): OpaqueChart[] =>
    release?.after === undefined ? [] : [{ address, namespace: release.after.namespace, column: 'after', because: 'synthesised JSON holds no rendered chart' }],
  ),
  destroys: false,
  incomplete: [],
});

const constructPathOf = (block: Json | undefined): string | undefined => textAt(at(at(block, '//'), 'metadata'), 'path');

/** Meta-arguments are the engine's, not the object's. */
const metaArguments = new Set(['//', 'depends_on', 'lifecycle', 'provider', 'provisioner', 'connection', 'count', 'for_each']);

const declared = (block: Json): Json => (isObject(block) ? Object.fromEntries(Object.entries(block).filter(([key]) => !metaArguments.has(key))) : block);
