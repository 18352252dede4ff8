import type { SourceFile } from '../sites/model/source-file.js';
import { readDataDirectory } from './edge/data-directory.js';
import type { Git } from './edge/git.js';
import { InputFailure } from './failure.js';
import { dataFilesAt } from './review-inputs.js';

const isRequest = (name: string): boolean => /^tenants\/[a-z][a-z0-9-]*\.yaml$/.test(name);

/** Lines may end otherwise in a work tree than in the commit it came from. */
const contents = (files: readonly SourceFile[]): ReadonlyMap<string, string> =>
  new Map(files.filter(({ name }) => isRequest(name)).map((file) => [file.name, 'bytes' in file ? new TextDecoder().decode(file.bytes).replaceAll('\r\n', '\n') : file.problem]));

/**
 * Requests of the data directory that stand otherwise in a commit, or not at all, by file name: what somebody wrote and a
 * review of commits does not see. Read by their bytes, for git's own comparison runs the filters of a repository.
 */
export async function uncommittedRequests(git: Git, commit: string, folder: string, sites: string): Promise<readonly string[]> {
  let files: readonly SourceFile[];
  try {
    files = await readDataDirectory(sites);
  } catch (error) {
    // A clone need not have the files of a commit checked out.
    if (error instanceof InputFailure) return [];
    throw error;
  }
  const [written, committed] = [contents(files), contents(await dataFilesAt(git, commit, folder))];
  return [...new Set([...written.keys(), ...committed.keys()])].filter((name) => written.get(name) !== committed.get(name)).sort();
}
