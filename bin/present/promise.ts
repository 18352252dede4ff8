import type { PromiseData } from '../promise-data.js';
import type { Text } from '../../sites/model/text.js';
import { date, figure, painter, safe, table, wrap, type View } from './view.js';
import { networkText } from './capacity/links-words.js';
import { amountText, clipped, compartmentText, lacking, levelNames, longResource, names, percentLeft, tierNames } from './capacity/words.js';

/** Environments and assumptions shown before the rest is only counted. */
const shown = 12;

export function text(data: PromiseData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { site, level, tier, quarter, holds, domains, answer, homeless, waitsFor, holdsFrom } = data;
  const statement = vi
    ? `${data.promise}: ở ${site}, ${level === 'nothing' ? 'khi không mất gì' : `với ${levelNames[level].vi} bị mất nặng nhất`}, mức ${tierNames[tier].vi} và cao hơn giữ đủ những gì đã cam kết.`
    : `${data.promise}: at ${site}, ${level === 'nothing' ? 'with nothing lost' : `with the worst ${levelNames[level].en} lost`}, ${tierNames[tier].en} and all protected better keep what they were promised.`;
  const verdict = holds ? paint.green(vi ? 'giữ được' : 'holds') : paint.red(vi ? 'không giữ được' : 'is broken');
  const lost = domains.length === 0 ? '' : vi ? `, mất ${domains.join(', ')}` : `, ${domains.join(', ')} lost`;
  const parts = [
    wrap(statement, view.columns, '  '),
    `${quarter}${lost}: ${verdict}${holds || holdsFrom === undefined ? '' : vi ? `; giữ được từ ${holdsFrom}` : `; holds from ${holdsFrom}`}`,
    ...(data.whatIf.length === 0 ? [] : [`${vi ? 'giả sử' : 'what if'} ${data.whatIf.map(safe).join(' ')}, ${date(view, data.asOf)}`]),
  ];
  if (homeless.length > 0) {
    parts.push(wrap(vi ? `${figure(view, homeless.length)} môi trường không có nơi chạy: ${names(homeless.map(({ namespace }) => namespace), view, shown)}.` : `${figure(view, homeless.length)} environments have nowhere to run: ${names(homeless.map(({ namespace }) => namespace), view, shown)}.`, view.columns, '  '));
    for (const { namespace, place } of homeless.slice(0, shown)) if (place !== undefined) parts.push(`  ${safe(namespace)}  ${place.file}:${place.line}`);
    for (const { site: id, due, inputs } of waitsFor) parts.push(`  ${vi ? `chờ ${id}, dự kiến ${due}` : `waiting for ${id}, due ${due}`}: ${inputs.map(({ file, line, source }) => `${file}:${line} (${sources[source][view.lang]})`).join(', ')}`);
  }
  if (data.network !== undefined) parts.push(wrap(vi ? `Quyết định: ${networkText(data.network, view)}.` : `What decides: ${networkText(data.network, view)}.`, view.columns, '  '));
  if (answer !== undefined) parts.push(answerText(answer, view), ...supplyText(data, view), ...demandText(data, view), ...sensitivityText(data, view));
  return `${parts.join('\n')}\n`;
}

function answerText(answer: NonNullable<PromiseData['answer']>, view: View): string {
  const vi = view.lang === 'vi';
  const { site, resource, compartment, promised, there, whole, left } = answer;
  const amount = (value: bigint): string => amountText(resource, value, view);
  const where = `${site}${compartment === 'open' ? '' : ` (${compartmentText(compartment, view)})`}`;
  const result = left < 0n ? (vi ? `thiếu ${lacking(resource, -left, view)}` : `${lacking(resource, -left, view)} short`) : vi ? `còn ${amount(left)}` : `${amount(left)} left`;
  return wrap(
    vi ? `Khan hiếm nhất: ${longResource(resource, view)} ở ${where}: có ${amount(there)}, cam kết ${amount(promised)}, ${result} (${percentLeft(left, whole)}).` : `Scarcest: ${longResource(resource, view)} at ${where}: ${amount(there)} there, ${amount(promised)} promised, ${result} (${percentLeft(left, whole)}).`,
    view.columns,
    '  ',
  );
}

/** A pointer that fits a column: its first and last words say most. */
function short(pointer: string, from: number, width = 46): string {
  const words = pointer.split('/').slice(from);
  const whole = words.join('/');
  if (whole.length <= width) return whole;
  const [first = '', ...rest] = words;
  while (rest.length > 1 && `${first}/…/${rest.join('/')}`.length > width) rest.shift();
  return `${first}/…/${rest.join('/')}`.slice(0, width);
}

/** Bytes and milliCPU as a reader writes them; everything else as it is. */
export function valueText({ pointer, value }: PromiseData['demand'][number]['inputs'][number], view: View): string {
  const field = pointer.split('/').at(-1) ?? '';
  if (!/^\d+$/.test(value)) return safe(value);
  if (field === 'cpu') return amountText('cpu', BigInt(value), view);
  return ['memory', 'raw', 'size', 'changeRate', 'walRate', 'backup'].includes(field) || (/storage/.test(pointer) && BigInt(value) >= 1n << 20n) ? amountText('memory', BigInt(value), view) : figure(view, BigInt(value));
}

const sources: Readonly<Record<PromiseData['demand'][number]['inputs'][number]['source'], Text>> = {
  seed: { vi: 'dữ liệu gốc', en: 'seed' },
  public: { vi: 'công bố', en: 'public' },
  assumption: { vi: 'giả định', en: 'assumption' },
  declared: { vi: 'khai báo', en: 'declared' },
};

export const placeText = ({ file, line, source }: PromiseData['demand'][number]['inputs'][number], view: View): string => `${file}:${line} ${sources[source][view.lang]}`;

/** As storage/usable.ts computes it. */
const storageFormula = (vi: boolean): string =>
  vi
    ? '  dung lượng hứa được = phần nhỏ hơn trong (dung lượng thô đã khai báo; phần đĩa của lớp còn ghi được sau khi mất máy chủ hoặc tủ lớn nhất (healsFrom) và đã tự phục hồi) × nearfullPercent ÷ (100 % + unevenPercent) ÷ số bản sao, hoặc × k ÷ (k + m) với mã xóa'
    : '  what may be promised = the lesser of (raw bytes declared; the class’s share of the disks that can be filled once the largest host or rack (healsFrom) is lost and healed) × nearfullPercent ÷ (100 % + unevenPercent) ÷ replicas, or × k ÷ (k + m) with an erasure code';

function supplyText({ supply, answer }: PromiseData, view: View): string[] {
  const vi = view.lang === 'vi';
  const resource = answer?.resource ?? '';
  return [
    '',
    vi ? 'Có:' : 'What is there:',
    ...(resource.startsWith('storage/') ? [wrap(storageFormula(vi), view.columns, '    ')] : []),
    ...supply.flatMap(({ of, amount, nodes, lost = 0, inputs }) => [
      `  ${safe(of)}  ${nodes === undefined ? '' : vi ? `${figure(view, nodes)} máy chủ${lost === 0 ? '' : `, mất ${figure(view, lost)}`}: ` : `${figure(view, nodes)} nodes${lost === 0 ? '' : `, ${figure(view, lost)} lost`}: `}${amountText(resource, amount, view)}`,
      ...inputs.map((input) => `    ${input.pointer.split('/').slice(3).join('/')} = ${valueText(input, view)}  ${placeText(input, view)}`),
    ]),
  ];
}

/** Where the figure stands that counts: a forecast's line where a forecast counts. */
function writtenAt(basis: PromiseData['demand'][number]['basis'], inputs: PromiseData['demand'][number]['inputs']): string {
  const counts = (basis === 'quota' ? undefined : inputs.find(({ pointer }) => pointer.includes('/forecast/'))) ?? inputs[0];
  return counts === undefined ? '' : clipped(`${counts.file}:${counts.line}`, 34);
}

const uses = { 'log-copy': { vi: 'nhật ký', en: 'log copy' }, primary: { vi: 'chạy chính', en: 'runs' }, standby: { vi: 'chờ', en: 'waits' }, moved: { vi: 'chuyển tới', en: 'moved in' }, backup: { vi: 'sao lưu', en: 'backup' }, 'local-backup': { vi: 'sao lưu tại chỗ', en: 'local backup' }, 'third-replica': { vi: 'bản sao thứ ba', en: 'third replica' }, 'bucket-copy': { vi: 'bản sao bucket', en: 'bucket copy' } };
const bases = { measured: { vi: 'đo được', en: 'measured' }, changes: { vi: 'mức thay đổi', en: 'change rate' }, quota: { vi: 'hạn mức', en: 'quota' }, forecast: { vi: 'dự báo', en: 'forecast' }, growth: { vi: 'tăng giả định', en: 'assumed growth' }, retention: { vi: 'lưu giữ', en: 'retention' } };

function demandText({ demand, answer }: PromiseData, view: View): string[] {
  const vi = view.lang === 'vi';
  const resource = answer?.resource ?? '';
  const rest = demand.slice(shown);
  const rows = demand.slice(0, shown).map(({ namespace, use, basis, amount, inputs }) => [clipped(safe(namespace), 26), uses[use][view.lang], bases[basis][view.lang], amountText(resource, amount, view), writtenAt(basis, inputs)]);
  const lines = ['', vi ? `Đã cam kết (${figure(view, demand.length)} môi trường, lớn nhất trước):` : `What is promised (${figure(view, demand.length)} environments, largest first):`];
  if (rows.length > 0) lines.push(table(view, [{ title: vi ? 'môi trường' : 'environment' }, { title: vi ? 'vai trò' : 'use' }, { title: vi ? 'theo' : 'basis' }, { title: vi ? 'lượng' : 'amount', align: 'right' }, { title: vi ? 'nơi ghi' : 'written at' }], rows));
  if (rest.length > 0) lines.push(vi ? `  và ${figure(view, rest.length)} môi trường khác, tổng ${amountText(resource, rest.reduce((sum, { amount }) => sum + amount, 0n), view)}; danh sách đầy đủ: --json` : `  and ${figure(view, rest.length)} more, ${amountText(resource, rest.reduce((sum, { amount }) => sum + amount, 0n), view)} together; the whole list: --json`);
  return lines;
}

function sensitivityText({ sensitivity, answer }: PromiseData, view: View): string[] {
  const vi = view.lang === 'vi';
  if (answer === undefined) return [];
  const moving = sensitivity.filter(({ swing }) => swing > 0n);
  const figureOf = (value: bigint | undefined): string => (value === undefined ? '–' : amountText(answer.resource, value, view));
  /** Whole numbers move to whole numbers: how far is said where that is not a fifth. */
  const moved = (value: bigint | undefined, percent: number | undefined, usual: number): string =>
    `${figureOf(value)}${percent === undefined || percent === usual ? '' : ` (${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toLocaleString(vi ? 'vi-VN' : 'en-US')} %)`}`;
  const rows = moving.slice(0, shown).map(({ input, low, high, lowPercent, highPercent }) => [short(input.pointer, 2, 30), clipped(valueText(input, view), 9), moved(low, lowPercent, -20), moved(high, highPercent, 20), clipped(`${input.file}:${input.line}`, 24)]);
  return [
    '',
    vi ? `Nếu một giả định đổi 20 %, còn lại (bây giờ ${figureOf(answer.left)}):` : `With one assumption moved by 20 %, what is left (now ${figureOf(answer.left)}):`,
    rows.length === 0 ? (vi ? '  không giả định nào đứng sau câu trả lời này' : '  no assumption stands behind this answer') : table(view, [{ title: vi ? 'giả định' : 'assumption' }, { title: vi ? 'giá trị' : 'value' }, { title: '−20 %', align: 'right' }, { title: '+20 %', align: 'right' }, { title: vi ? 'nơi ghi' : 'written at' }], rows),
    ...(moving.length > shown ? [vi ? `  và ${figure(view, moving.length - shown)} giả định khác, ảnh hưởng ít hơn: --json` : `  and ${figure(view, moving.length - shown)} more that move it less: --json`] : []),
  ];
}
