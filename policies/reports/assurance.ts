import type { Text } from '../../sites/model/text.js';
import type { ReadPlanSet, ReadStack } from '../planset/read-model.js';

/** How far an auditor may trust where the bytes came from, best last. */
export const assuranceLevels = ['A', 'B', 'C', 'D'] as const;
export type Assurance = (typeof assuranceLevels)[number];

/** A level that only the auditor can know, and therefore declares. */
export type DeclaredAssurance = Exclude<Assurance, 'A'>;

/** The level of a report, and why it is not a higher one. */
export interface AssuranceResult {
  /** What the report may claim; null offline, where no plan was read. */
  readonly level: Assurance | null;
  readonly text: Text;
  /** What the input shows by itself: JSON never shows whose hands it came from. */
  readonly computed: 'A' | null;
  /** What the auditor declared. Absent where nothing was. */
  readonly declared?: DeclaredAssurance;
  /** Why the level is no higher, and what is taken on the auditor's word. */
  readonly reasons: readonly Text[];
}

const levelText: Readonly<Record<Assurance | 'none', Text>> = {
  none: { vi: 'Chỉ đọc cấu hình đã tổng hợp: không có kế hoạch nào, không có gì về hiện trạng.', en: 'Synthesised configuration only: no plan was read, and nothing is known of what is recorded.' },
  A: { vi: 'Mức A: kế hoạch dạng JSON như được đưa vào; nội dung không cho biết do ai lập.', en: 'Level A: plan JSON as it was handed in; nothing in it shows who made it.' },
  B: { vi: 'Mức B: tệp kế hoạch đã lưu, chuyển sang JSON trên máy của kiểm toán viên.', en: "Level B: saved plan files converted on the auditor's machine." },
  C: { vi: 'Mức C: kiểm toán viên tự lập kế hoạch bằng quyền chỉ đọc.', en: 'Level C: planned by the auditor with read-only access.' },
  D: { vi: 'Mức D: như mức C, lập kế hoạch lần hai không thay đổi gì, kèm số đo trực tiếp.', en: 'Level D: as C, with an empty second plan and live readings.' },
};

/** Level A of a folder that `ndc plan` wrote: made here or received, its files look the same. */
const ownSet: Text = {
  vi: 'Mức A: bộ kế hoạch do ndc plan lập, đọc như nằm trong thư mục; nội dung không cho biết ai đã lập hay giữ nó.',
  en: 'Level A: a plan set of ndc plan, read as its folder holds it; nothing in it shows who made or kept it.',
};

/**
 * The level a report may claim. Plan JSON alone is level A: nothing in it says who made it. B, C and D are the auditor's
 * word, printed as such, and hold only as far as nothing that was read speaks against them.
 */
export function assuranceOf(planset: ReadPlanSet | undefined, declared?: DeclaredAssurance): AssuranceResult {
  const plans = (planset?.stacks ?? []).filter(({ judgedFrom }) => judgedFrom === 'plan');
  const word = declared === undefined ? {} : { declared };
  if (planset?.mode !== 'planset' || plans.length === 0) return { level: null, text: levelText.none, computed: null, ...word, reasons: declared === undefined ? [] : [noPlan(declared)] };
  if (declared === undefined) return { level: 'A', text: planset.file === undefined ? levelText.A : ownSet, computed: 'A', reasons: [nothingShown] };
  const against = declared === 'D' ? againstD(planset.stacks) : [];
  const level = against.length > 0 ? 'C' : declared;
  const text =
    against.length === 0
      ? { vi: `${levelText[level].vi} Theo tuyên bố của kiểm toán viên.`, en: `${levelText[level].en} As declared by the auditor.` }
      : { vi: `${levelText[level].vi} Kiểm toán viên tuyên bố mức ${declared}. ${against.map(({ vi }) => vi).join(' ')}`, en: `${levelText[level].en} The auditor declared level ${declared}. ${against.map(({ en }) => en).join(' ')}` };
  return { level, text, computed: 'A', declared, reasons: [onTheirWord(declared), ...against, ...(level === 'D' ? withoutReading(plans) : [])] };
}

const nothingShown: Text = {
  vi: 'JSON của kế hoạch không cho biết do ai lập: mức cao hơn chỉ có khi kiểm toán viên tự chuyển tệp đã lưu (B) hoặc tự lập kế hoạch (C, D) và tuyên bố điều đó bằng --assurance.',
  en: 'Plan JSON does not say who made it: a higher level needs an auditor who converted the saved files (B) or planned (C, D), and who declares so with --assurance.',
};

const noPlan = (declared: Assurance): Text => ({
  vi: `Mức ${declared} được tuyên bố, nhưng không đọc kế hoạch nào, nên không có mức bảo đảm.`,
  en: `Level ${declared} was declared, but no plan was read, so there is no level of assurance.`,
});

const onTheirWord = (declared: Assurance): Text => ({
  vi: `Mức ${declared} là lời tuyên bố của kiểm toán viên; nội dung đã đọc không chứng minh được điều đó.`,
  en: `Level ${declared} is the auditor's declaration; nothing that was read proves it.`,
});

/** What speaks against an empty second plan of the whole estate. */
function againstD(stacks: readonly ReadStack[]): Text[] {
  const changing = stacks.filter(({ resources }) => resources.some(({ action }) => action !== 'no-op' && action !== 'read'));
  const partial = stacks.filter(({ incomplete }) => incomplete.length > 0);
  const unread = stacks.filter(({ judgedFrom }) => judgedFrom !== 'plan');
  return [
    ...notD(changing, 'kế hoạch còn thay đổi', 'a plan still changes something'),
    ...notD(partial, 'kế hoạch không đầy đủ', 'a plan is not whole'),
    ...notD(unread, 'không đọc được kế hoạch', 'no plan was read'),
  ];
}

function notD(stacks: readonly ReadStack[], vi: string, en: string): Text[] {
  if (stacks.length === 0) return [];
  const names = some(stacks.map(({ name }) => name));
  return [{ vi: `Không đạt mức D: ${vi} (${names}).`, en: `Not level D: ${en} (${names}).` }];
}

/**
 * Plans that record objects of a site of which no plan shows a trace of a refresh: an empty one made with
 * `-refresh=false` looks the same. Plans that record nothing had nothing to read, and not every kind of object leaves
 * a trace: one plan of a site that shows one speaks for the site's others, as it does in redundancy verdicts.
 */
export function unreadOf(plans: readonly ReadStack[]): readonly ReadStack[] {
  const read = new Set(plans.filter(({ plan }) => plan?.refreshSeen === true).map(({ site }) => site));
  return plans.filter(({ site, resources }) => !read.has(site) && resources.some(({ before, release }) => before !== undefined || release?.before !== undefined));
}

function withoutReading(plans: readonly ReadStack[]): Text[] {
  const silent = unreadOf(plans);
  if (silent.length === 0) return [];
  const names = some(silent.map(({ name }) => name));
  return [{ vi: `Các kế hoạch sau không cho thấy đã đọc đối tượng đang chạy: ${names}.`, en: `These plans do not show that live objects were read: ${names}.` }];
}

/** The first names of a list, and how many there are more. */
export function some(names: readonly string[], atMost = 5): string {
  const rest = names.length - atMost;
  return `${names.slice(0, atMost).join(', ')}${rest > 0 ? ` … (+${rest})` : ''}`;
}
