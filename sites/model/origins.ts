import { linkId, type Link } from './kinds/links.js';
import { pointer, segments, type PathSegment, type Pointer } from './pointer.js';
import { labelOf, type Origin } from './provenance.js';
import type { KindName } from './schema-kinds.js';
import type { TypedFile } from './typed-file.js';

/**
 * Origin of every scalar, by its pointer in the Estate. Read-only, and computed when first asked for, file by file where
 * the pointer says which: most commands name a few origins or none, of a few files among hundreds.
 */
export class Origins implements ReadonlyMap<Pointer, Origin> {
  readonly #files: readonly TypedFile[];
  #known: ReadonlyMap<Pointer, Origin> | undefined;
  /** Files that hold one entry of a collection each, by the start of its pointer. */
  #ofOne: ReadonlyMap<Pointer, TypedFile> | undefined;
  #ofMany: ReadonlyMap<Pointer, Origin> | undefined;

  constructor(files: readonly TypedFile[]) {
    this.#files = files;
  }

  get #map(): ReadonlyMap<Pointer, Origin> {
    this.#known ??= new Map(this.#files.flatMap((file) => [...originsIn(file)]));
    return this.#known;
  }

  get #entries(): ReadonlyMap<Pointer, TypedFile> {
    this.#ofOne ??= new Map(this.#files.flatMap((file) => (keyedBy[file.kind] === undefined ? [] : [[estatePointer(file.kind, file.value, []), file]])));
    return this.#ofOne;
  }

  #look(at: Pointer): Origin | undefined {
    if (this.#known !== undefined) return this.#known.get(at);
    const one = this.#entries.get(pointer(...segments(at).slice(0, 2)));
    if (one !== undefined) return originsIn(one).get(at);
    this.#ofMany ??= new Map(this.#files.flatMap((file) => (keyedBy[file.kind] === undefined ? [...originsIn(file)] : [])));
    return this.#ofMany.get(at);
  }

  /** The file that holds one entry of a collection, such as one organisation's request. */
  fileOf(collection: string, key: string): TypedFile | undefined {
    return this.#entries.get(pointer(collection, key));
  }

  get size(): number {
    return this.#map.size;
  }
  get(at: Pointer): Origin | undefined {
    return this.#look(at);
  }
  has(at: Pointer): boolean {
    return this.#look(at) !== undefined;
  }
  keys() {
    return this.#map.keys();
  }
  values() {
    return this.#map.values();
  }
  entries() {
    return this.#map.entries();
  }
  [Symbol.iterator]() {
    return this.#map.entries();
  }
  forEach(visit: (value: Origin, key: Pointer, map: ReadonlyMap<Pointer, Origin>) => void): void {
    this.#map.forEach((value, key) => visit(value, key, this));
  }
}

/** Files are read once and shared between estates. */
const perFile = new WeakMap<TypedFile, ReadonlyMap<Pointer, Origin>>();

function originsIn(file: TypedFile): ReadonlyMap<Pointer, Origin> {
  const before = perFile.get(file) ?? new Map(originsOf(file));
  perFile.set(file, before);
  return before;
}

function originsOf({ kind, file, value, labels }: TypedFile): [Pointer, Origin][] {
  const written = new Map(labels.map(({ path, label }) => [pointer(...path), label]));
  const stated = value['provenance'] as Parameters<typeof labelOf>[0] | undefined;
  const fallback = stated === undefined ? undefined : labelOf(stated);
  const found: [Pointer, Origin][] = [];
  const visit = (here: unknown, path: readonly PathSegment[]): void => {
    if (typeof here === 'object' && here !== null) {
      for (const [key, inner] of Object.entries(here)) visit(inner, [...path, Array.isArray(here) ? Number(key) : key]);
      return;
    }
    const label = written.get(pointer(...path)) ?? (isIdentity(path) ? undefined : fallback) ?? { source: 'declared' as const };
    found.push([estatePointer(kind, value, path), Object.freeze({ ...label, ...file.placeOf(path) })]);
  };
  for (const [key, inner] of Object.entries(value)) if (!head.includes(key)) visit(inner, [key]);
  return found;
}

/** A file's head says nothing of the estate. */
const head = ['apiVersion', 'kind', 'provenance'];

/** Names, identities and who owns what are what they are; a file's default label speaks of its figures and classifications. */
const isIdentity = (path: readonly PathSegment[]): boolean => ['id', 'organisation', 'site'].includes(String(path.at(-1))) || path.includes('name') || path[0] === 'owners';

const lists: Partial<Record<KindName, Readonly<Record<string, string>>>> = {
  Links: { links: 'links' },
  Organisations: { organisations: 'organisations' },
  Components: { components: 'components' },
  NationalSystems: { systems: 'nationalSystems', warehouses: 'warehouses' },
  LegalSources: { sources: 'legal' },
  PriceBook: { prices: 'prices' },
  IngestLinks: { links: 'ingest' },
  Keys: { keys: 'keys' },
  BreakGlass: { means: 'breakGlass' },
  CryptographicStandards: { standards: 'standards' },
};

const bodies: Partial<Record<KindName, string>> = { EstateSettings: 'settings', ProtectionTiers: 'protection', QuotaSizes: 'quotaSizes', PlanningInputs: 'planning', RecoveryInputs: 'recovery', ApprovalRules: 'approvals', PurchasePlan: 'purchasePlan' };

const keyedBy: Partial<Record<KindName, readonly [collection: string, key: string]>> = {
  Site: ['sites', 'id'],
  TenancyRequest: ['requests', 'organisation'],
  Transition: ['transitions', 'id'],
  Record: ['records', 'id'],
};

/** Pointer in the Estate for a path in a file of a kind: list entries stand under their ids there. */
function estatePointer(kind: KindName, value: TypedFile['value'], path: readonly PathSegment[]): Pointer {
  const [list, index, ...rest] = path;
  const collection = typeof list === 'string' ? lists[kind]?.[list] : undefined;
  if (collection !== undefined && typeof list === 'string' && typeof index === 'number') {
    const item = (value[list] as unknown[])[index] as { id: string } & Link;
    return pointer(collection, kind === 'Links' ? linkId(item) : item.id, ...rest);
  }
  const keyed = keyedBy[kind];
  if (keyed !== undefined) return pointer(keyed[0], String(value[keyed[1]]), ...path);
  const whole = bodies[kind];
  return whole === undefined ? pointer(...path) : pointer(whole, ...path);
}
