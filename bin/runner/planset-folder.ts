import { join, resolve } from 'node:path';
import type { PlanSetFile } from '../../policies/planset/format.js';
import { CheckFailure, InputFailure } from '../failure.js';
import { listPlanSets } from '../edge/planset-ids.js';
import { digestOfRegular, readRegular } from '../edge/read-files.js';
import { shownPath } from '../edge/shown-path.js';
import { shown } from '../../sites/model/diagnostic.js';
import { pointer, valueAt } from '../../sites/model/pointer.js';
import { visible } from '../../sites/model/visible.js';
import { sha256 } from './plan.js';
import { readablePlanSetFile } from './planset-schema.js';

/** A plan set as it lies on disk. */
export interface PlanSetFolder {
  readonly directory: string;
  readonly file: PlanSetFile;
  /** `sha256:…` of planset.json. */
  readonly digest: string;
}

/**
 * Opens the plan set that a command names: an id, a folder, or the newest when nothing is named.
 *
 * @throws InputFailure NDC-X150 when there is none.
 * @throws InputFailure NDC-X151 when its planset.json is not one, or names a file outside its folder.
 */
export async function openPlanSet(home: string, given?: string): Promise<PlanSetFolder> {
  const known = await listPlanSets(home);
  const id = given ?? known.at(-1);
  const directory = id === undefined ? undefined : known.includes(id) ? join(home, 'plans', id) : resolve(id);
  const path = directory === undefined ? '' : join(directory, 'planset.json');
  const bytes = directory === undefined ? undefined : await readRegular(path);
  if (directory === undefined || bytes === undefined) {
    const named = given === undefined ? '' : ` ${given}`;
    const newest = known.slice(-3).reverse().join(', ');
    throw new InputFailure('NDC-X150', {
      vi: `không có bộ kế hoạch${named}${newest === '' ? '. Hãy chạy "ndc plan" trước.' : `; gần đây nhất: ${newest}.`}`,
      en: `there is no plan set${named}${newest === '' ? '. Run "ndc plan" first.' : `; the newest: ${newest}.`}`,
    });
  }
  const content = jsonOf(bytes);
  const parsed = readablePlanSetFile.safeParse(content);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path ?? [];
    const where = at.length === 0 ? '' : ` (${visible(at.join('.'), 200)}: ${shown(valueAt(content, pointer(...at.map(String))))})`;
    throw new InputFailure('NDC-X151', {
      vi: `${shownPath(path)} không phải planset.json hợp lệ${where}. Tên tệp trong đó chỉ là tên trong chính thư mục ấy. Hãy lập kế hoạch lại.`,
      en: `${shownPath(path)} is no valid planset.json${where}. Files in it are names in its own folder, nothing else. Plan again.`,
    });
  }
  return { directory, file: parsed.data, digest: sha256(bytes) };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Checks every file of a set against the digest that planset.json records.
 *
 * @throws CheckFailure NDC-X152 naming each file that differs, is missing, or is no regular file.
 */
export async function requireUnchanged({ directory, file }: PlanSetFolder): Promise<void> {
  const expected = file.stacks.flatMap(({ configuration, configurationFile, plan }) => [
    { name: configurationFile, recorded: configuration },
    ...(plan === undefined ? [] : [{ name: plan.binaryFile, recorded: plan.binary }, { name: plan.jsonFile, recorded: plan.json }]),
  ]);
  const wrong: string[] = [];
  for (const { name, recorded } of expected) {
    if ((await digestOfRegular(join(directory, name))) !== recorded) wrong.push(name);
  }
  if (wrong.length > 0)
    throw new CheckFailure('NDC-X152', {
      vi: `bộ kế hoạch ${file.id} đã bị thay đổi: ${wrong.join(', ')} không còn như khi lập. Không có gì được áp dụng; hãy lập kế hoạch lại.`,
      en: `the plan set ${file.id} was changed: ${wrong.join(', ')} is no longer what was planned. Nothing is applied; plan again.`,
    });
}
