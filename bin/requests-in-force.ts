import { relative, resolve, sep } from 'node:path';
import { loadEstate } from '../sites/model/load.js';
import type { Estate } from '../sites/model/estate.js';
import type { SourceFile } from '../sites/model/source-file.js';
import type { Context } from './command.js';
import { readDataDirectory } from './edge/data-directory.js';
import { Git } from './edge/git.js';
import { EnvironmentFailure, InputFailure } from './failure.js';
import { asOfDay, openEstate, underScenario } from './open-estate.js';

/** What is in force, and the commit it was read from where the directory holds something newer. */
export interface InForce {
  readonly estate: Estate;
  readonly commit?: string;
}

/**
 * The estate that requests are compared with: the data directory, with those of `files` that lie in it and were changed
 * since the last commit as that commit has them. What somebody has just written into the directory is in force nowhere.
 * Outside a git repository nobody knows what was before, and the directory as it is counts.
 */
export async function requestsInForce(context: Context, files: readonly string[]): Promise<InForce> {
  const recorded = async (): Promise<InForce> => ({ estate: underScenario(await openEstate({ ...context, globals: { ...context.globals, with: [] } }), context) });
  const own = new Set(files.map((file) => relative(resolve(context.sites), resolve(file)).split(sep).join('/')).filter((name) => !name.startsWith('../')));
  if (own.size === 0) return recorded();
  const committed = await lastCommit(context.sites, own);
  if (committed === undefined) return recorded();
  const directory = await readDataDirectory(context.sites);
  const changed = directory.filter((file) => own.has(file.name) && !same(file, committed.files.get(file.name)));
  if (changed.length === 0) return recorded();
  const before = [...directory.filter((file) => !changed.includes(file)), ...changed.flatMap(({ name }) => committed.files.get(name) ?? [])];
  const loaded = loadEstate(before, asOfDay(context));
  // The last commit does not go with what else was changed since: then the directory is all there is to compare with.
  return 'diagnostics' in loaded ? recorded() : { estate: underScenario(loaded.estate, context), commit: committed.commit };
}

const same = (one: SourceFile, other: SourceFile | undefined): boolean => other !== undefined && 'bytes' in one && 'bytes' in other && Buffer.compare(one.bytes, other.bytes) === 0;

async function lastCommit(sites: string, names: ReadonlySet<string>): Promise<{ readonly commit: string; readonly files: ReadonlyMap<string, SourceFile> } | undefined> {
  try {
    const git = await Git.at(sites);
    const [folder, commit] = [await git.inside(sites), await git.commit('HEAD')];
    const entries = (await git.tree(commit, folder)).map(({ path, ...entry }) => ({ ...entry, name: path.slice(folder.length + 1) })).filter(({ name, mode }) => names.has(name) && mode.startsWith('100'));
    const contents = await git.blobs(entries.map(({ id }) => id));
    return { commit, files: new Map(entries.map(({ name }, index) => [name, { name, bytes: contents[index] ?? new Uint8Array() }])) };
  } catch (error) {
    if (error instanceof InputFailure || error instanceof EnvironmentFailure) return undefined;
    throw error;
  }
}
