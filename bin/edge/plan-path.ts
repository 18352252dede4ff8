import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { PlanProblem } from '../../policies/planset/problem.js';
import { visible } from '../../sites/model/visible.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';

/** Deepest folder looked into, and most files taken from one. */
const deepest = 8;
const mostFiles = 10_000;

/** A file that is to be read as a plan, and the name it goes by in messages and reports. */
export interface PlanPath {
  readonly path: string;
  readonly name: string;
}

export interface FoundPlans {
  readonly plans: readonly PlanPath[];
  /** Files in the folders that do not look like plan JSON: told, never passed over in silence. */
  readonly notRead: readonly string[];
}

const looksLikePlan = (name: string): boolean => /\.json(\.gz)?$/i.test(name) && !/\.tf(vars)?\.json$/i.test(name);

/**
 * The plans that the command line names: files as they are, folders with every `.json` and `.json.gz` below them.
 * Hidden entries are left out. Links are refused, so that nothing outside is read and no folder is walked in circles.
 *
 * @throws PlanProblem for what is not there, a link, a device, a pipe, and a folder without plans.
 */
export async function plansAt(given: readonly string[]): Promise<FoundPlans> {
  const [plans, notRead]: [GivenPlan[], string[]] = [[], []];
  for (const name of given) {
    const place = { path: resolve(name), name };
    const found = await statOf(place);
    if (found.isFile()) plans.push({ ...place, folder: dirname(place.path) });
    else if (found.isDirectory()) {
      const inside: PlanPath[] = [];
      const others: string[] = [];
      await walk(place, 0, inside, others);
      notRead.push(...others);
      if (inside.length === 0) throw noneIn(name, others);
      plans.push(...inside.map((plan) => ({ ...plan, folder: place.path })));
    } else throw noRegularFile(name, found);
  }
  return { plans: named(plans), notRead };
}

interface GivenPlan extends PlanPath {
  /** The folder that was given, or that the given file lies in. */
  readonly folder: string;
}

/**
 * A report of the same plans is the same on whatever machine: plans given by a path that leads from the root or out of
 * the working directory go by their names below the folder that was given, with the folder's own name where two folders
 * hold one of a name, and by what was typed only where that does not tell them apart. Paths below the working directory
 * stay: where the report is read beside them, they lead there.
 */
function named(plans: readonly GivenPlan[]): PlanPath[] {
  if (plans.every(({ name }) => !isAbsolute(name) && !name.startsWith('..'))) return plans.map(({ path, name }) => ({ path, name }));
  const ways: readonly ((plan: GivenPlan) => string)[] = [({ path, folder }) => relative(folder, path), ({ path, folder }) => relative(dirname(folder), path)];
  const way = ways.find((name) => new Set(plans.map(name)).size === plans.length) ?? (({ name }: GivenPlan) => name);
  return plans.map((plan) => ({ path: plan.path, name: way(plan) }));
}

async function walk(folder: PlanPath, depth: number, plans: PlanPath[], notRead: string[]): Promise<void> {
  if (depth > deepest)
    throw new PlanProblem(folder.name, { vi: `thư mục lồng sâu hơn ${deepest} tầng. Hãy nêu thẳng thư mục chứa kế hoạch.`, en: `the folder is nested deeper than ${deepest} levels. Name the folder of the plans itself.` });
  const entries = await listed(folder);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const place = { path: join(folder.path, entry.name), name: join(folder.name, entry.name) };
    if (entry.isDirectory()) await walk(place, depth + 1, plans, notRead);
    else if (entry.isSymbolicLink()) throw noRegularFile(place.name, 'link');
    else if (!looksLikePlan(entry.name)) notRead.push(place.name);
    else if (!entry.isFile()) throw noRegularFile(place.name, 'other');
    else if (plans.push(place) > mostFiles) throw new PlanProblem(folder.name, { vi: `có hơn ${mostFiles} tệp JSON. Hãy chia nhỏ.`, en: `it holds more than ${mostFiles} JSON files. Judge them in parts.` });
  }
}

async function statOf({ path, name }: PlanPath): Promise<Stats> {
  try {
    return await lstat(path);
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function listed({ path, name }: PlanPath): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** Files named of a folder without plans before the rest is only counted. */
const filesNamed = 5;

/** What lies there instead is said: synthesised configuration ends in `.json` too. */
function noneIn(folder: string, others: readonly string[]): PlanProblem {
  const exported = { vi: 'Hãy xuất kế hoạch bằng `terraform show -json TỆP > TỆP.json` hoặc `tofu show -json TỆP > TỆP.json`.', en: 'Export plans with `terraform show -json FILE > FILE.json` or `tofu show -json FILE > FILE.json`.' };
  const configuration = others.filter((name) => /\.tf\.json$/i.test(name));
  const some = (names: readonly string[]): string => `${names.slice(0, filesNamed).map((name) => visible(relative(folder, name), 80)).join(', ')}${names.length > filesNamed ? ` … (+${names.length - filesNamed})` : ''}`;
  if (configuration.length > 0)
    return new PlanProblem(folder, {
      vi: `thư mục chỉ có cấu hình (${some(configuration)}), không có kế hoạch nào; cấu hình được xét bằng \`ndc check\`. ${exported.vi}`,
      en: `the folder holds configuration only (${some(configuration)}), and no plan; \`ndc check\` judges configuration. ${exported.en}`,
    });
  const there = others.length === 0 ? { vi: '', en: '' } : { vi: `, chỉ có ${some(others)}`, en: `, only ${some(others)}` };
  return new PlanProblem(folder, { vi: `thư mục không có tệp .json hay .json.gz nào${there.vi}. ${exported.vi}`, en: `the folder holds no .json or .json.gz file${there.en}. ${exported.en}` });
}

const unreadable = (path: string, error: unknown): PlanProblem =>
  hasErrorCode(error, 'ENOENT', 'ENOTDIR')
    ? new PlanProblem(path, { vi: 'không có tệp, thư mục hay bộ kế hoạch nào tên như vậy. Hãy kiểm tra lại tên.', en: 'there is no file, folder or plan set of that name. Check the name.' })
    : new PlanProblem(path, { vi: `không đọc được (${errorText(error)}). Hãy kiểm tra quyền đọc.`, en: `it cannot be read (${errorText(error)}). Check its permissions.` });

/** A link, or something that is no file: it may lead elsewhere, or never end. */
export function noRegularFile(name: string, found: Stats | 'link' | 'other'): PlanProblem {
  if (found === 'link' || (found !== 'other' && found.isSymbolicLink()))
    return new PlanProblem(name, { vi: 'đây là liên kết tượng trưng, không được đi theo. Hãy nêu thẳng tệp mà nó trỏ tới.', en: 'this is a symbolic link, and links are not followed. Name the file it points at.' });
  return new PlanProblem(name, { vi: 'đây là thiết bị, ống dẫn hoặc socket, không phải tệp. Để đọc từ một lệnh khác, hãy dùng `… | ndc audit -`.', en: 'this is a device, a pipe or a socket, not a file. To read from another command: `… | ndc audit -`.' });
}
