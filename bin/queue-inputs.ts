import { canonical, digestOf, type DeepReadonly, type Estate } from '../sites/model/estate.js';
import type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
import { loadEstate } from '../sites/model/load.js';
import type { Day } from '../sites/model/calendar.js';
import type { SourceFile } from '../sites/model/source-file.js';
import type { Stood } from '../sites/tenancy/approval-growth.js';
import { besideDirectory } from './beside-directory.js';
import { readDataDirectory, readDataFile } from './edge/data-directory.js';
import { Git } from './edge/git.js';
import { InvalidEstate } from './invalid-estate.js';
import { InputFailure } from './failure.js';
import { asDeclared, declaredLike } from './open-estate.js';
import { newLines, requestHistory, reviewFiles, type ReviewFiles } from './review-inputs.js';

/** Proposals read at once, at most. */
export const mostOpen = 100;

type Request = DeepReadonly<TenancyRequest>;

/** One open proposal as it was read: its files beside the base's, and what becomes of them. */
export interface OpenInput {
  readonly id: string;
  readonly commit?: string;
  readonly files: Omit<ReviewFiles, 'base'>;
  readonly loaded: ReturnType<typeof loadEstate>;
  readonly history: Readonly<Record<string, readonly Stood[] | undefined>>;
}

export interface QueueInputs {
  readonly base: Estate;
  /** Commit of the base, where it was read from git. */
  readonly commit?: string;
  readonly open: readonly OpenInput[];
  /** Patterns that no branch matches, and which branches there are. */
  readonly unmatched?: Unmatched;
}

export interface Unmatched {
  readonly patterns: readonly string[];
  readonly branches: readonly string[];
}

/** Branches named where a pattern matches none, at most. */
const namedBranches = 12;

export interface QueueAsked {
  readonly sites: string;
  readonly asOf: Day;
  readonly now: Date;
  readonly base?: string;
  /** Revisions, and patterns of refs with `*`. */
  readonly heads: readonly string[];
  /** Files of open requests that are in no branch. */
  readonly files: readonly string[];
  /** Days over which growth is added up. */
  readonly lookBack: (base: Estate) => number;
}

/**
 * Reads the approved configuration and every open proposal. Branches are read from git's objects alone, as a review reads
 * them; files stand in for the base's request of the same organisation.
 */
export async function queueInputs({ sites, asOf, now, base: baseRevision, heads, files, lookBack }: QueueAsked): Promise<QueueInputs> {
  const git = baseRevision === undefined ? undefined : await Git.at('.');
  const folder = await git?.inside(sites);
  const commit = baseRevision === undefined ? undefined : await git?.commit(baseRevision);
  const { found: named, unmatched } = git === undefined ? { found: [], unmatched: [] } : await revisions(git, heads);
  const proposals = new Map<string, { readonly commit: string; readonly files: ReviewFiles }>();
  let baseFiles: readonly SourceFile[] | undefined;
  if (git !== undefined && commit !== undefined && folder !== undefined) {
    for (const { id, commit: head } of named) proposals.set(id, { commit: head, files: await reviewFiles(git, commit, head, folder) });
    baseFiles = [...proposals.values()][0]?.files.base ?? (await reviewFiles(git, commit, commit, folder)).base;
  }
  const recorded = baseFiles ?? (await readDataDirectory(sites));
  const loaded = loadEstate(recorded, asOf);
  if ('diagnostics' in loaded) throw new InvalidEstate(sites, loaded.diagnostics);
  const base = await asDeclared(loaded.estate, now);
  const histories = new Map<string, readonly Stood[] | undefined>();
  const open: OpenInput[] = [];
  for (const [id, { commit: head, files: { base: _base, ...its } }] of proposals) {
    const asked = declaredLike(loadEstate(its.head, asOf), base);
    if (git !== undefined && commit !== undefined && folder !== undefined && 'estate' in asked)
      for (const organisation of its.organisations) if (!histories.has(organisation)) histories.set(organisation, await requestHistory(git, commit, `${folder}/tenants/${organisation}.yaml`, asOf, lookBack(base)));
    open.push({ id, commit: head, files: its, loaded: asked, history: Object.fromEntries(its.organisations.map((organisation) => [organisation, histories.get(organisation)])) });
  }
  for (const path of [...new Set(files)]) open.push(await openFile(path, recorded, base, asOf));
  const branches = git === undefined || unmatched.length === 0 ? [] : (await git.branches()).slice(0, namedBranches);
  return { base, ...(commit === undefined ? {} : { commit }), open, ...(unmatched.length === 0 ? {} : { unmatched: { patterns: unmatched, branches } }) };
}

/** Revisions as named, patterns as the refs they match, in the order of their names; each name once. And patterns that match none. */
async function revisions(git: Git, heads: readonly string[]): Promise<{ readonly found: readonly { readonly id: string; readonly commit: string }[]; readonly unmatched: readonly string[] }> {
  const names: string[] = [];
  const unmatched: string[] = [];
  for (const head of new Set(heads)) {
    const matched = head.includes('*') ? await git.refs(head) : [head];
    if (matched.length === 0) unmatched.push(head);
    names.push(...matched);
  }
  const unique = [...new Set(names)];
  bounded(unique.length);
  const found: { readonly id: string; readonly commit: string }[] = [];
  for (const id of unique) found.push({ id, commit: await git.commit(id) });
  return { found, unmatched };
}

/** @throws InputFailure NDC-X262 for more than anybody reads on one page. */
export function bounded(count: number): void {
  if (count > mostOpen)
    throw new InputFailure('NDC-X262', {
      vi: `có ${count} đề nghị; mỗi lần xem được nhiều nhất ${mostOpen}. Hãy nêu mẫu --head hẹp hơn.`,
      en: `there are ${count} open proposals; at most ${mostOpen} are read at once. Give --head a narrower pattern.`,
    });
}

/** A file handed in: the request of one organisation, in place of the one that is recorded. */
async function openFile(path: string, recorded: readonly SourceFile[], base: Estate, asOf: Day): Promise<OpenInput> {
  const added: SourceFile = { ...(await readDataFile(path)), name: besideDirectory(path), added: true };
  const head = [...recorded, added];
  const loaded = declaredLike(loadEstate(head, asOf), base);
  const organisations = 'estate' in loaded ? Object.keys({ ...base.requests, ...loaded.estate.requests }).filter((id) => canonical(base.requests[id] ?? null) !== canonical(loaded.estate.requests[id] ?? null)) : [];
  if ('estate' in loaded && loaded.estate.scenario.add.some(({ name }) => !name.startsWith('tenants/')))
    throw new InputFailure('NDC-X210', {
      vi: `${path} không phải phiếu đăng ký (kind: TenancyRequest). Hãy nêu một tệp như sites/data/tenants/bo-y-te.yaml.`,
      en: `${path} is no tenancy request (kind: TenancyRequest). Name a file such as sites/data/tenants/bo-y-te.yaml.`,
    });
  const before = recorded.find(({ name }) => name === `tenants/${organisations[0] ?? ''}.yaml`);
  return { id: path, files: { head, organisations, changedLines: { [added.name]: newLines(before, added) }, foreign: [], outdated: [] }, loaded, history: {} };
}

/** Digest of what is asked, whatever branch or file it stands in: an admission names it. */
export const digestOfAsked = (asks: ReadonlyMap<string, Request | undefined>): string => digestOf(canonical([...asks.keys()].sort().map((organisation) => [organisation, asks.get(organisation) ?? null])));
