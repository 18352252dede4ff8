import { assemble } from './assemble.js';
import type { Day } from './calendar.js';
import { circles } from './circles.js';
import { danglingReferences, duplicates } from './cross-checks.js';
import { missingFile } from './cross.js';
import { declarationProblems } from './declaration-checks.js';
import { diagnose, inReadingOrder, type Diagnostic } from './diagnostic.js';
import type { Estate } from './estate.js';
import { handOverProblems } from './hand-over-checks.js';
import { offboardingProblems } from './offboarding-checks.js';
import { breakGlassDuplicates, breakGlassProblems } from './break-glass-checks.js';
import { keyDuplicates, keyProblems } from './key-checks.js';
import { withOrganisationMeant } from './organisation-meant.js';
import { placed, takenBy } from './places.js';
import { kindNames, kindsOfFile, type KindOfFile } from './schema-kinds.js';
import { returnProblems } from './return-checks.js';
import { releaseProblems } from './release-checks.js';
import type { SourceFile } from './source-file.js';
import type { Text } from './text.js';
import { readFile, type ReadFile } from './typed-file.js';
import { takenRequests } from './taken-request.js';
import { TypedFiles } from './typed-files.js';
import type { UpgradeStep } from './upgrade.js';

export type LoadResult = { readonly estate: Estate } | { readonly diagnostics: readonly Diagnostic[] };

interface Read extends ReadFile {
  readonly source: SourceFile;
}

/**
 * Builds the Estate from a directory's files and the what-if files beside it, or reports every problem at once.
 * A what-if file stands in for the directory's file of its kind and id; its places are told under its own name.
 * Order of files is irrelevant: they are read in the order of their names.
 * `upgrades` replaces the steps from older schema versions.
 */
export function loadEstate(files: readonly SourceFile[], asOf: Day, upgrades?: Readonly<Record<string, UpgradeStep>>): LoadResult {
  const all = files.map((source): Read => ({ source, ...readFile(source, upgrades) }));
  const read = inPlace(all);
  const broken = new Set(read.flatMap(({ source, typed }) => (typed === undefined ? [source.name] : [])));
  const typed = read.flatMap((one) => one.typed ?? []);
  const { kept, extra, diagnostics: places } = placed(typed);
  const taken = [...secondInDirectory(all), ...takenRequests(all.flatMap((one) => (one.source.added === true && one.source.within === undefined ? (one.typed ?? []) : [])), all.flatMap((one) => (one.source.added === true ? [] : (one.typed ?? []))))];
  const known = new TypedFiles(kept);
  const diagnostics: Diagnostic[] = [
    ...withOrganisationMeant(read.flatMap((one) => one.diagnostics), known),
    ...places,
    ...taken.map(({ diagnostic }) => diagnostic),
    ...missing(new TypedFiles(typed), broken),
    ...duplicates(known),
    ...keyDuplicates(known),
    ...breakGlassDuplicates(known),
    ...circles(known),
    // Within itself, a file that has no place of its own is still judged.
    ...extra.flatMap((file) => (kept.includes(file) ? [] : [...duplicates(new TypedFiles([file])), ...keyDuplicates(new TypedFiles([file])), ...breakGlassDuplicates(new TypedFiles([file]))])),
    // A file that does not parse or has no place hides what it declares: references into it would be reported as dangling, wrongly.
    ...(broken.size === 0 && extra.length === 0 && taken.length === 0 ? [...danglingReferences(known), ...handOverProblems(known), ...offboardingProblems(known), ...declarationProblems(known), ...returnProblems(known), ...releaseProblems(known), ...keyProblems(known), ...breakGlassProblems(known)] : []),
  ];
  if (diagnostics.length > 0) return { diagnostics: inReadingOrder(diagnostics) };
  return { estate: assemble(known, asOf) };
}

/** A file of the directory that is named by itself stands in for none of the others there: both would be in force. */
function secondInDirectory(all: readonly Read[]): { readonly diagnostic: Diagnostic }[] {
  return all.flatMap(({ source: { within }, typed }) => {
    const first = within === undefined || within === typed?.at ? undefined : all.find(({ source }) => source.added !== true && source.name === typed?.at)?.typed;
    return first === undefined || typed === undefined ? [] : [{ diagnostic: takenBy(typed, first) }];
  });
}

/** Without the files that a what-if file stands in for, in the order of the names below the data directory. */
function inPlace(read: readonly Read[]): readonly Read[] {
  const replaced = new Set(read.flatMap(({ source, typed }) => (source.added === true && typed !== undefined ? [typed.at] : [])));
  const place = ({ source, typed }: Read): string => typed?.at ?? source.name;
  return read
    .filter(({ source }) => source.added === true || !replaced.has(source.name))
    .map((one) => ({ one, place: place(one) }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ one }) => one);
}

/** Files at the top of the data directory that are no sites. */
const notSites = ['links.yaml', 'purchase-plan.yaml', 'waivers.yaml'];

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
