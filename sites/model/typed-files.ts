import type { Declared } from './cross.js';
import type { PathSegment } from './pointer.js';
import type { KindName } from './schema-kinds.js';
import type { TypedFile } from './typed-file.js';
import type { YamlFile } from './yaml-file.js';

/** One entry of a list-valued file, with where it stands. */
export interface Item<T> {
  readonly item: T;
  readonly path: readonly PathSegment[];
  readonly file: YamlFile;
}

/** The files that fit their schemas, looked at by kind. */
export class TypedFiles {
  private readonly byKind = new Map<KindName, TypedFile[]>();

  constructor(readonly all: readonly TypedFile[]) {
    for (const typed of all) {
      const known = this.byKind.get(typed.kind);
      if (known === undefined) this.byKind.set(typed.kind, [typed]);
      else known.push(typed);
    }
  }

  has(kind: KindName): boolean {
    return this.byKind.has(kind);
  }

  /** Values of the files of a kind, in order of their names. */
  of<T>(kind: KindName): { value: T; file: YamlFile }[] {
    return (this.byKind.get(kind) ?? []).map(({ value, file }) => ({ value: value as T, file }));
  }

  /** Entries of the list `list` of every file of a kind. */
  items<T>(kind: KindName, list: string): Item<T>[] {
    return this.of<Record<string, T[] | undefined>>(kind).flatMap(({ value, file }) => (value[list] ?? []).map((item, index) => ({ item, path: [list, index], file })));
  }
}

/** What stands at a path of a file. */
export const declared = (file: YamlFile, path: readonly PathSegment[], id: string): Declared => ({ id, path, file });

/** The ids of a list inside a file. */
export const declaredIds = <T>(file: YamlFile, path: readonly PathSegment[], list: readonly T[] | undefined, idOf: (entry: T) => string, key?: string): Declared[] =>
  (list ?? []).map((entry, index) => declared(file, key === undefined ? [...path, index] : [...path, index, key], idOf(entry)));
