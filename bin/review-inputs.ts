import { dayInVietNam, daysBetween, type Day } from '../sites/model/calendar.js';
import type { DeepReadonly } from '../sites/model/estate.js';
import { idPattern } from '../sites/model/kinds/scalars.js';
import type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
import { largestFile, type SourceFile } from '../sites/model/source-file.js';
import { readFile } from '../sites/model/typed-file.js';
import type { Stood } from '../sites/tenancy/approval-growth.js';
import type { ChangedPath, Git, TreeEntry } from './edge/git.js';

/** A changed path that no tenancy request may touch, and what is wrong with it. */
export interface ForeignPath {
  readonly path: string;
  readonly because: 'outside' | 'not-a-request' | 'link' | 'submodule' | 'executable';
}

/** What a review reads: the base's data whole, and of head only requests. */
export interface ReviewFiles {
  readonly base: readonly SourceFile[];
  /** The base's files with the requests head changes in their places. */
  readonly head: readonly SourceFile[];
  /** Organisations whose request head adds, changes or removes, in order. */
  readonly organisations: readonly string[];
  /** Lines of a changed request that its base version does not have, by file name. */
  readonly changedLines: Readonly<Record<string, ReadonlySet<number>>>;
  readonly foreign: readonly ForeignPath[];
  /** Requests that base changed too since the branch parted from it. */
  readonly outdated: readonly string[];
}

const regular = '100644';
const absent = '000000';
const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);
const isHidden = (name: string): boolean => name.split('/').some((part) => part.startsWith('.'));

/**
 * Reads base's data directory, and of head the requests that differ from where the two parted, through git's objects.
 * `folder`: the data directory inside the repository.
 */
export async function reviewFiles(git: Git, base: string, head: string, folder: string): Promise<ReviewFiles> {
  const parted = await git.mergeBase(base, head);
  const [entries, changed] = await Promise.all([git.tree(base, folder), git.changed(parted, head)]);
  const request = new RegExp(`^${folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/(tenants/([a-z][a-z0-9-]*)\\.yaml)$`);
  const requests: { readonly name: string; readonly organisation: string; readonly path: ChangedPath }[] = [];
  const foreign: ForeignPath[] = [];
  for (const path of changed) {
    const [, name, organisation] = request.exec(path.path) ?? [];
    const because = foreignness(path, name !== undefined && organisation !== undefined && organisation.length <= 40 && idPattern.test(organisation), path.path.startsWith(`${folder}/tenants/`));
    if (because !== undefined) foreign.push({ path: path.path, because });
    else if (name !== undefined && organisation !== undefined) requests.push({ name, organisation, path });
  }
  const baseFiles = await readEntries(git, entries, folder);
  const standing = new Map(entries.map(({ path, id }) => [path, id]));
  const added = await readChanged(git, requests.map(({ name, path: { after } }) => ({ name, id: after.mode === absent ? undefined : after.id })));
  const before = await readChanged(git, requests.map(({ name, path: { before: was } }) => ({ name, id: was.mode === absent ? undefined : was.id })));
  const replaced = new Set(requests.map(({ name }) => name));
  return {
    base: baseFiles,
    head: [...baseFiles.filter(({ name }) => !replaced.has(name)), ...added.flatMap((file) => (file === undefined ? [] : [file]))].sort((a, b) => (a.name < b.name ? -1 : 1)),
    organisations: requests.map(({ organisation }) => organisation).sort(),
    changedLines: Object.fromEntries(requests.map(({ name }, index) => [name, newLines(before[index], added[index])])),
    foreign,
    outdated: requests.filter(({ path: { path, before: was } }) => (standing.get(path) ?? '') !== (was.mode === absent ? '' : was.id)).map(({ organisation }) => organisation).sort(),
  };
}

/** Why a changed path is none that a tenancy request may touch. */
function foreignness({ before, after }: ChangedPath, isRequest: boolean, besideRequests: boolean): ForeignPath['because'] | undefined {
  const modes = [after.mode, before.mode];
  if (after.mode === '160000') return 'submodule';
  if (after.mode === '120000') return 'link';
  if (!isRequest) return besideRequests ? 'not-a-request' : 'outside';
  if (after.mode === '100755') return 'executable';
  return modes.every((mode) => mode === regular || mode === absent || mode === '100755') ? undefined : 'not-a-request';
}

/** The data directory as a commit has it. */
export const dataFilesAt = async (git: Git, commit: string, folder: string): Promise<SourceFile[]> => readEntries(git, await git.tree(commit, folder), folder);

/** The data files of a folder among what stands below it. */
async function readEntries(git: Git, all: readonly TreeEntry[], folder: string): Promise<SourceFile[]> {
  const entries = all.filter(({ path }) => isYaml(path) && !isHidden(path.slice(folder.length + 1)));
  const readable = entries.filter(({ mode, size }) => (mode === regular || mode === '100755') && size !== undefined && size <= largestFile);
  const bytes = new Map((await git.blobs(readable.map(({ id }) => id))).map((content, index) => [readable[index]?.path, content]));
  return entries.map(({ path, mode, size = 0 }): SourceFile => {
    const name = path.slice(folder.length + 1);
    const content = bytes.get(path);
    if (content !== undefined) return { name, bytes: content };
    if (mode === '120000' || mode === '160000') return { name, problem: 'not-a-file', detail: { vi: 'là liên kết hoặc kho con; việc xét duyệt chỉ đọc tệp thường', en: 'a link or a submodule; a review reads regular files only' } };
    return { name, problem: 'too-large', size };
  });
}

/** Contents by object, `undefined` for what is not there. */
async function readChanged(git: Git, wanted: readonly { readonly name: string; readonly id: string | undefined }[]): Promise<readonly (SourceFile | undefined)[]> {
  const there = wanted.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const sizes = new Map((await git.sizes(there)).map((size, index) => [there[index], size]));
  const small = there.filter((id) => (sizes.get(id) ?? Number.NaN) <= largestFile);
  const bytes = new Map((await git.blobs(small)).map((content, index) => [small[index], content]));
  return wanted.map(({ name, id }): SourceFile | undefined => {
    if (id === undefined) return undefined;
    const content = bytes.get(id);
    return content === undefined ? { name, problem: 'too-large', size: sizes.get(id) ?? 0 } : { name, bytes: content };
  });
}

/** Numbers of the lines that do not stand, as often, in the version before. */
export function newLines(before: SourceFile | undefined, after: SourceFile | undefined): ReadonlySet<number> {
  const text = (file: SourceFile | undefined): string[] => (file !== undefined && 'bytes' in file ? new TextDecoder().decode(file.bytes).split(/\r?\n/) : []);
  const left = new Map<string, number>();
  for (const line of text(before)) left.set(line, (left.get(line) ?? 0) + 1);
  return new Set(
    text(after).flatMap((line, index) => {
      const count = left.get(line) ?? 0;
      left.set(line, count - 1);
      return count > 0 ? [] : [index + 1];
    }),
  );
}

/** Earlier states looked at, at most. */
const longestHistory = 100;

/**
 * How a request stood from `days` before `asOf` on, on the base's own line of commits, with the state in force when that
 * window began. Absent where nobody knows: in a shallow clone, or where it changed more often than anybody looks back.
 */
export async function requestHistory(git: Git, base: string, path: string, asOf: Day, days: number): Promise<readonly Stood[] | undefined> {
  if (await git.isShallow()) return undefined;
  const commits = await git.history(base, path, longestHistory);
  const states: Stood[] = [];
  for (const { commit, at } of commits) {
    const on = dayInVietNam(at);
    const entry = await git.entry(commit, path);
    const isRequest = entry !== undefined && entry.mode.startsWith('100') && (entry.size ?? 0) <= largestFile;
    states.push({ on, request: isRequest ? requestIn((await git.blobs([entry.id]))[0]) : undefined });
    if (daysBetween(on, asOf) > days) return states.reverse();
  }
  return commits.length < longestHistory ? states.reverse() : undefined;
}

/** A request as a file says it, where it still fits the schema. */
function requestIn(bytes: Uint8Array | undefined): DeepReadonly<TenancyRequest> | undefined {
  if (bytes === undefined) return undefined;
  const { typed } = readFile({ name: 'tenants/earlier.yaml', bytes });
  return typed?.kind === 'TenancyRequest' ? (typed.value as unknown as DeepReadonly<TenancyRequest>) : undefined;
}
