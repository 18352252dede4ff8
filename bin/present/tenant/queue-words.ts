import type { Text } from '../../../sites/model/text.js';
import type { Weighed } from '../../../sites/tenancy/scale.js';
import type { QueueEntry, Risk, TenantQueueData, ToldWeighed } from '../../tenant-queue-data.js';
import { compartmentText, lacking } from '../capacity/words.js';
import { figure, type View } from '../view.js';
import { signedMoney } from './price-words.js';

/** What the terminal and the Markdown page of the queue say alike. */

export const riskNames: Readonly<Record<Risk, Text>> = {
  'not-a-request': { vi: 'không phải phiếu', en: 'no request' },
  'destroys-data': { vi: 'hủy dữ liệu', en: 'destroys data' },
  refused: { vi: 'chưa nhận được', en: 'not acceptable' },
  unclear: { vi: 'còn điều chưa kiểm tra', en: 'something is not checked' },
  approval: { vi: 'cần phê duyệt', en: 'needs approval' },
  routine: { vi: 'thông thường', en: 'routine' },
};

const plain: Readonly<Record<Weighed['verdict'], Text>> = {
  fits: { vi: 'đủ chỗ', en: 'fits' },
  'not-yet': { vi: 'chưa chạy trong kỳ', en: 'runs nowhere yet' },
  'fits-until-loss': { vi: 'chỉ đủ khi không mất trung tâm nào', en: 'fits only while no site is lost' },
  'does-not-fit': { vi: 'không đủ chỗ', en: 'does not fit' },
  unclear: { vi: 'chưa xét hết', en: 'not worked out' },
};

export const fitWord = ({ verdict }: Weighed, view: View): string => plain[verdict][view.lang];

/** From when, where and for want of what; who would stop, where a lost site decides. Names are quoted by `quote`. */
export function fitReason({ because, lost, concealed }: ToldWeighed, view: View, quote: (text: string) => string): string {
  const vi = view.lang === 'vi';
  const parts: string[] = [];
  if (lost !== undefined) {
    const who = [...lost.crowdedOut.map(({ namespace, site }) => `${quote(namespace)} (${quote(site)})`), ...lost.homeless.map(({ namespace }) => quote(namespace))];
    const named = who.slice(0, 3).join(', ') + (who.length > 3 ? ` +${who.length - 3}` : '');
    parts.push(vi ? `từ ${lost.quarter}, nếu mất ${quote(lost.site)}${named === '' ? '' : ` thì dừng ${named}`}` : `from ${lost.quarter}, if ${quote(lost.site)} is lost${named === '' ? '' : `, ${named} stop${who.length === 1 ? 's' : ''}`}`);
  }
  if (because !== undefined && (lost === undefined || because.quarter === lost.quarter)) {
    const where = `${quote(because.site)}${because.compartment === 'open' ? '' : ` ${compartmentText(because.compartment, view)}`}`;
    const lack = lacking(because.resource, because.short, view);
    parts.push(`${lost === undefined ? (vi ? `từ ${because.quarter}${because.lost === undefined ? '' : `, nếu mất ${quote(because.lost)}`}: ` : `from ${because.quarter}${because.lost === undefined ? '' : `, if ${quote(because.lost)} is lost`}: `) : ''}${vi ? `${where} thiếu ${lack}` : `${where} lacks ${lack}`}`);
  }
  if (concealed === true) parts.push(vi ? 'thiếu tài nguyên không nêu ở đây, vì sẽ lộ quy mô của hệ thống thuộc bí mật nhà nước' : 'what runs short is not told here: it would tell the size of a system of state secrets');
  return parts.join('; ');
}

/** `hủy 2 (1 có dữ liệu), thêm 3, tăng 1`: what changes, in figures. */
export function changesText({ changes }: Pick<QueueEntry, 'changes'>, view: View): string {
  const vi = view.lang === 'vi';
  const said: readonly (readonly [number, string])[] = [
    [changes.added, vi ? 'thêm' : 'added'],
    [changes.grown, vi ? 'tăng' : 'grown'],
    [changes.shrunk, vi ? 'giảm' : 'shrunk'],
    [changes.changed, vi ? 'đổi' : 'changed'],
    [changes.removed, vi ? 'gỡ' : 'removed'],
  ];
  const destroys = changes.destroys === 0 ? [] : [`${vi ? 'HỦY' : 'DESTROYS'} ${figure(view, changes.destroys)}${changes.holdsData === 0 ? '' : vi ? ` (${figure(view, changes.holdsData)} có dữ liệu)` : ` (${figure(view, changes.holdsData)} with data)`}`];
  const all = [...destroys, ...said.flatMap(([count, word]) => (count === 0 ? [] : [vi ? `${word} ${figure(view, count)}` : `${figure(view, count)} ${word}`]))];
  return all.length === 0 ? '–' : all.join(', ');
}

/** What a month more or less costs, as far as it may be told. */
export function monthText({ price: { before, after, concealed } }: Pick<QueueEntry, 'price'>, view: View): string {
  const vi = view.lang === 'vi';
  if (concealed === 'all') return vi ? 'không nêu' : 'not told';
  const month = ({ month: { investment, recurrent } }: typeof before): bigint => investment + recurrent;
  return `${signedMoney(month(after) - month(before), view)}${concealed === 'something' ? (vi ? ' (không gồm bí mật nhà nước)' : ' (state secrets left out)') : ''}`;
}

/** Patterns that match nothing, with what might have been meant. */
export function unmatchedText({ patterns, branches }: NonNullable<TenantQueueData['unmatched']>, quote: (name: string) => string): Text {
  const list = (all: readonly string[]): string => all.map(quote).join(', ');
  return {
    vi: `Không nhánh nào khớp ${list(patterns)}; ${branches.length === 0 ? 'kho này không có nhánh nào' : `trong kho có: ${list(branches)}`}.`,
    en: `No branch matches ${list(patterns)}; ${branches.length === 0 ? 'this repository has no branch' : `there are ${list(branches)}`}.`,
  };
}

/** The line of catalogue/admissions.yaml that gives a proposal its place, from a day on. */
export const admissionLine = ({ organisations, digest }: Pick<QueueEntry, 'organisations' | 'digest'>, day: string): string => `  - {organisation: ${organisations[0]?.id ?? ''}, on: ${day}, digest: "${digest}"}`;

export const nextStepText: Readonly<Record<'nothing' | 'refused' | 'crowded' | 'fine', Text>> = {
  nothing: { vi: 'không đề nghị nào để duyệt; kiểm tra tên nhánh nêu ở --head, và các phiếu đã được commit trên nhánh đó', en: 'there is nothing to approve; check the branches that --head names, and that the requests are committed there' },
  refused: { vi: 'trả lại các đề nghị chưa nhận được cho cơ quan, kèm trang xét duyệt của từng đề nghị; rồi xét những đề nghị còn lại theo thứ tự tiếp nhận', en: 'return what is not acceptable to its organisation with its own review; then take the others in the order of admission' },
  crowded: { vi: 'thống nhất ai giảm hoặc lùi lại trước khi duyệt đề nghị đầu tiên trong số hết chỗ nêu trên', en: 'agree who takes less or comes later before the first of those that put others out is approved' },
  fine: { vi: 'mời phê duyệt theo thứ tự tiếp nhận', en: 'ask for the approvals in the order of admission' },
};

export function nextStepOf(open: readonly QueueEntry[]): keyof typeof nextStepText {
  if (open.every(({ verdict }) => verdict === 'no-change')) return 'nothing';
  if (open.some(({ verdict }) => verdict === 'refused' || verdict === 'not-a-request')) return 'refused';
  return open.some(({ fit }) => (fit?.putsOut.length ?? 0) > 0) ? 'crowded' : 'fine';
}

/** Nobody knows yet which of several is approved: whoever comes behind has to find room beside any of them. */
export const alternativesText: Text = {
  vi: 'Nhiều đề nghị của một cơ quan là các phương án thay thế nhau: mỗi phương án được xét không kèm các phương án kia; khi xét các đề nghị sau và khi nhận tất cả, phương án xin nhiều hơn được tính.',
  en: 'Several proposals of one organisation are alternatives: each is judged without the others; for those behind it, and if all are taken, the one that asks for more counts.',
};

/** Those admitted in their order, then the others by name, as they were judged. */
export const inLineOrder = (open: readonly QueueEntry[]): readonly QueueEntry[] => {
  const place = ({ fit }: QueueEntry): number => fit?.admitted?.place ?? Number.MAX_SAFE_INTEGER;
  return open.filter(({ fit }) => fit !== undefined).sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
};
