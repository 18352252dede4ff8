import { diagnose, type Diagnostic } from './diagnostic.js';
import { misplacedFile, placeTaken } from './diagnostics-of-files.js';
import { kindsOfFile, type KindOfFile } from './schema-kinds.js';
import type { TypedFile } from './typed-file.js';

/** Files whose ids count, files whose place another one has, and what is wrong with their places. */
export interface Placed {
  readonly kept: readonly TypedFile[];
  readonly extra: readonly TypedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Holds each file against the place its kind and id give it. A file in the wrong place still declares what it declares;
 * one whose place is taken says again what another says, and is named once instead of with everything it repeats.
 */
export function placed(files: readonly TypedFile[]): Placed {
  const owners = new Map<string, TypedFile>();
  for (const typed of files) {
    const known = owners.get(expectedOf(typed));
    if (known === undefined || (!standsRight(known) && standsRight(typed))) owners.set(expectedOf(typed), typed);
  }
  const extra = files.filter((typed) => owners.get(expectedOf(typed)) !== typed);
  const diagnostics = files.flatMap((typed): Diagnostic[] => {
    const { kind, file } = typed;
    const expected = expectedOf(typed);
    const owner = owners.get(expected) ?? typed;
    const at = { pointer: '', place: file.placeOf([]) };
    // Two sites with one id are told as that; see `duplicates`.
    if (owner !== typed) return kind === 'Site' ? [] : [diagnose(placeTaken, at, { kind, expected, first: owner.file.name })];
    return standsRight(typed) ? [] : [diagnose(misplacedFile, at, { kind, expected })];
  });
  return { kept: files.filter((typed) => typed.kind === 'Site' || !extra.includes(typed)), extra, diagnostics };
}

const expectedOf = ({ kind, value }: TypedFile): string => {
  const ofKind: KindOfFile = kindsOfFile[kind];
  return ofKind.belongsAt(value);
};

const standsRight = (typed: TypedFile): boolean => typed.at === expectedOf(typed);
