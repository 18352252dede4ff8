import type { PlanResult, PlanRow } from '../runner/plan.js';
import { shownPath } from '../edge/shown-path.js';
import { asCalled } from './as-called.js';
import { asleepLines } from './asleep.js';
import { stateTrouble } from '../runner/state-trouble.js';
import { reasonsText } from './reasons.js';
import { releasedLines } from './released.js';
import { figure, painter, safe, say, stacks, table, type View } from './view.js';

/** Stacks with what their plans would do; what was not planned, with the reason. */
export function text(data: PlanResult, view: View): string {
  const vi = view.lang === 'vi';
  const planned = data.rows.filter(({ status }) => status.is === 'planned');
  const changing = planned.filter(({ changes }) => totalOf(changes) > 0);
  const beside = planned.filter(({ noOp, changes }) => !noOp && totalOf(changes) === 0);
  const quiet = planned.filter(({ noOp }) => noOp);
  const unselected = data.rows.filter(({ status }) => status.is === 'not-selected').length;
  const other = data.rows.filter(({ status }) => status.is !== 'planned' && status.is !== 'not-selected');
  const titles = vi ? ['stack', 'tạo', 'sửa', 'thay', 'xóa', 'khác'] : ['stack', 'create', 'update', 'replace', 'delete', 'other'];
  const lines = [
    painter(view).bold(vi ? `bộ kế hoạch ${data.id}` : `plan set ${data.id}`),
    ...(changing.length === 0 ? [] : [table(view, titles.map((title, index) => ({ title, ...(index === 0 ? {} : { align: 'right' as const }) })), changing.map((row) => changesOf(row, view)))]),
    ...reasonsText(beside.map(({ name }) => ({ name, reason: vi ? 'không đổi đối tượng nào, chỉ đổi đầu ra, địa chỉ hoặc dữ liệu đọc khi áp dụng' : 'no object changes, only outputs, addresses or what is read at apply' })), view),
    ...(quiet.length === 0 ? [] : [vi ? `  ${figure(view, quiet.length)} stack không thay đổi` : `  ${stacks(view, quiet.length)} without changes`]),
    ...(unselected === 0 ? [] : [vi ? `  ${figure(view, unselected)} stack không được chọn` : `  ${stacks(view, unselected)} not selected`]),
    ...reasonsText(other.map((row) => ({ name: row.name, reason: reasonOf(row, view) })), view),
    ...logsOf(other, view),
    ...data.orphans.map((name) => (vi ? `  ${name}: còn giữ tài nguyên nhưng không còn trong dữ liệu; không bị gỡ ở đây` : `  ${name}: holds resources and is no longer in the data; nothing here removes it`)),
    ...releasedLines(data.file.released, view),
    ...data.unaccepted.map((site) =>
      vi ? `Trung tâm ${site} không trả lời. Để tiếp tục mà không có nó: --accept-unreachable ${site}` : `The site ${site} does not answer. To go on without it: --accept-unreachable ${site}`,
    ),
    ...asleepLines(data.asleep, view),
    nextText(data, view),
  ];
  return `${lines.join('\n')}\n`;
}

/** A set of which nothing could be planned has nothing to judge. */
function nextText({ id, rows }: PlanResult, view: View): string {
  const vi = view.lang === 'vi';
  if (rows.some(({ status }) => status.is === 'planned' || status.is === 'deferred' || status.is === 'unreachable')) return asCalled(view, vi ? `Tiếp theo: ndc audit ${id}` : `Next: ndc audit ${id}`);
  return vi ? 'Không lập được kế hoạch nào. Hãy xử lý nguyên nhân nêu trên rồi lập lại.' : 'Nothing could be planned. Mend what is named above and plan again.';
}

const totalOf = (changes: PlanRow['changes']): number => Object.values(changes ?? {}).reduce((sum, count) => sum + count, 0);

function changesOf({ name, changes }: PlanRow, view: View): string[] {
  const { create = 0, update = 0, replace = 0, delete: destroy = 0, forget = 0, import: adopt = 0 } = changes ?? {};
  const paint = painter(view);
  const shown = (value: number): string => (value === 0 ? '·' : figure(view, value));
  return [name, shown(create), shown(update), replace === 0 ? '·' : paint.yellow(shown(replace)), destroy === 0 ? '·' : paint.red(shown(destroy)), shown(forget + adopt)];
}

export function reasonOf({ status }: Pick<PlanRow, 'status'>, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  switch (status.is) {
    case 'deferred':
      return paint.yellow(vi ? `hoãn đến đợt sau, cần có trước ${status.needs.join(', ')}` : `deferred to the next wave, needs ${status.needs.join(', ')}`);
    case 'unreachable':
      return paint.red(vi ? `không tới được: ${safe(status.reasonVi ?? status.reason)}` : `unreachable: ${safe(status.reason)}`);
    case 'failed':
      return paint.red(`${vi ? 'lỗi' : 'failed'}: ${safe(troubleOf(status.reason, view))}`);
    case 'not-selected':
      return vi ? 'không chọn' : 'not selected';
    case 'planned':
      return vi ? 'đã lập' : 'planned';
  }
}

/** Where the engine's own words are; one path, since a run's logs lie in one folder. */
export function logsOf(rows: readonly Pick<PlanRow, 'log'>[], view: View): string[] {
  const first = rows.find(({ log }) => log !== undefined)?.log;
  return first === undefined ? [] : [`  ${view.lang === 'vi' ? 'nhật ký' : 'log'}: ${shownPath(first)}`];
}

/** The engine's words, or what they mean where a state's encryption keeps it shut. */
function troubleOf(words: string, view: View): string {
  const told = stateTrouble(words);
  return told === undefined ? words : say(view, told);
}
