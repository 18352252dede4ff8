import { assemble } from './assemble.js';
import type { Day } from './calendar.js';
import { danglingReferences, duplicates } from './cross-checks.js';
import { missingFile } from './cross.js';
import { diagnose, inReadingOrder, type Diagnostic } from './diagnostic.js';
import type { Estate } from './estate.js';
import { kindNames, kindsOfFile, type KindOfFile } from './schema-kinds.js';
import type { SourceFile } from './source-file.js';
import type { Text } from './text.js';
import { readFile, type TypedFile } from './typed-file.js';
import { TypedFiles } from './typed-files.js';
import type { UpgradeStep } from './upgrade.js';

export type LoadResult = { readonly estate: Estate } | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Builds the Estate from a directory's files, or reports every problem at once.
 * Order of files is irrelevant: they are read in the order of their names.
 * `upgrades` replaces the steps from older schema versions.
 */
export function loadEstate(files: readonly SourceFile[], asOf: Day, upgrades?: Readonly<Record<string, UpgradeStep>>): LoadResult {
  const diagnostics: Diagnostic[] = [];
  const typed: TypedFile[] = [];
  const broken = new Set<string>();
  for (const source of [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))) {
    const read = readFile(source, upgrades);
    diagnostics.push(...read.diagnostics);
    if (read.typed === undefined) broken.add(source.name);
    else typed.push(read.typed);
  }
  const known = new TypedFiles(typed);
  diagnostics.push(...missing(known, broken), ...duplicates(known));
  // A file that does not parse hides what it declares: references into it would be reported as dangling, wrongly.
  if (broken.size === 0) diagnostics.push(...danglingReferences(known));
  if (diagnostics.length > 0) return { diagnostics: inReadingOrder(diagnostics) };
  return { estate: assemble(known, asOf) };
}

/** Files at the top of the data directory that are no sites. */
const notSites = ['links.yaml', 'waivers.yaml'];

/** Required kinds of which no file is there; one that is there and broken has said so itself. */
function missing(files: TypedFiles, broken: ReadonlySet<string>): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (kind: string, file: string, expected: Text) => found.push(diagnose(missingFile, { pointer: '', place: { file, line: 1, column: 1 } }, { kind, expected }));
  if (!files.has('Site') && ![...broken].some((file) => !file.includes('/') && !notSites.includes(file)))
    report('Site', '.', { vi: 'ít nhất một tệp <trung tâm>.yaml', en: 'at least one <site>.yaml' });
  for (const name of kindNames) {
    const kind: KindOfFile = kindsOfFile[name];
    const expected = kind.belongsAt({});
    if (kind.required === true && !files.has(name) && !broken.has(expected)) report(name, expected, { vi: expected, en: expected });
  }
  return found;
}
