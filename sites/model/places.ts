import { diagnose, shown, type Diagnostic } from './diagnostic.js';
import { misplacedFile, placeTaken } from './diagnostics-of-files.js';
import { pointer } from './pointer.js';
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
    if (owner !== typed) return kind === 'Site' ? [] : [takenBy(typed, owner)];
    return standsRight(typed) ? [] : [diagnose(misplacedFile, at, { kind, expected })];
  });
  return { kept: files.filter((typed) => typed.kind === 'Site' || !extra.includes(typed)), extra, diagnostics };
}

/** That a file says of itself what another says already, at the key that makes it so. */
export function takenBy({ kind, value, file }: TypedFile, { file: { name: first } }: TypedFile): Diagnostic {
  const { belongsAt }: KindOfFile = kindsOfFile[kind];
  const key = ['organisation', 'site', 'id'].find((one) => belongsAt(value) !== belongsAt({ ...value, [one]: '' }));
  const path = key === undefined ? [] : [key];
  return diagnose(placeTaken, { pointer: pointer(...path), place: file.placeOf(path) }, { kind, key: key ?? '', id: key === undefined ? '' : shown(value[key]), first });
}

const expectedOf = ({ kind, value }: TypedFile): string => {
  const ofKind: KindOfFile = kindsOfFile[kind];
  return ofKind.belongsAt(value);
};

const standsRight = (typed: TypedFile): boolean => typed.at === expectedOf(typed);
