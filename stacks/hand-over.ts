import type { Json } from '../constructs/literals.js';
import type { AddressChange } from '../sites/model/hand-over.js';
import { importable, type Importable } from './importable.js';

type Tree = Readonly<Record<string, Json>>;

/** An object of a stack that belongs to one of some namespaces, by its address. */
export interface Held extends Importable {
  readonly address: string;
}

/** What a stack says of objects that come, go, or get another address, while a transition is open. */
export interface Passage {
  /** Taken over as they stand on the cluster. */
  readonly taken: readonly Held[];
  /** Addresses let go: the objects stay. */
  readonly left: readonly string[];
  readonly readdressed: readonly AddressChange[];
}

export const objectAt = (value: Json | undefined): Tree => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {});

/** Every resource a stack declares in some namespaces, the namespaces themselves included, by address. */
export function heldIn(tree: Json, namespaces: ReadonlySet<string>): readonly Held[] {
  return Object.entries(objectAt(objectAt(tree)['resource']))
    .flatMap(([type, named]) => Object.entries(objectAt(named)).map(([name, values]): Held => ({ address: `${type}.${name}`, ...importable(type, objectAt(values)) })))
    .filter(({ kind, namespace, name }) => namespaces.has(namespace ?? (kind === 'Namespace' ? name : '')))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/**
 * The stack with `import`, `removed` and `moved` blocks; the same value where nothing passes. Import ids and addresses
 * are made of ids and of names of this toolkit's, so they hold no template.
 * Source: https://developer.hashicorp.com/terraform/language/syntax/json, https://opentofu.org/docs/language/syntax/json/
 * @throws Error where a stack would let go of what it declares.
 */
export function withPassage(tree: Json, { taken, left, readdressed }: Passage): Json {
  const declared = new Set(Object.entries(objectAt(objectAt(tree)['resource'])).flatMap(([type, named]) => Object.keys(objectAt(named)).map((name) => `${type}.${name}`)));
  const kept = left.filter((address) => declared.has(address));
  if (kept.length > 0) throw new Error(`a stack declares what it lets go: ${kept.join(', ')}`);
  // An address the stack does not have cannot be moved to; the plan then shows what would happen to the old one.
  const moved = readdressed.filter(({ from, to }) => declared.has(to) && !declared.has(from));
  const blocks: Record<string, Json> = {
    ...(taken.length === 0 ? {} : { import: taken.map(({ address, id }) => ({ id, to: address })) }),
    ...(moved.length === 0 ? {} : { moved: moved.map(({ from, to }) => ({ from, to })) }),
    ...(left.length === 0 ? {} : { removed: [...left].sort().map((from) => ({ from, lifecycle: { destroy: false } })) }),
  };
  if (Object.keys(blocks).length === 0) return tree;
  return Object.fromEntries(Object.entries({ ...objectAt(tree), ...blocks }).sort(([a], [b]) => (a < b ? -1 : 1)));
}
