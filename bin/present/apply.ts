import { settled, type ApplyResult, type ApplyRow } from '../runner/apply.js';
import type { DestroyResult, DestroyRow } from '../runner/destroy.js';
import { asleepLines } from './asleep.js';
import { logsOf } from './planset.js';
import { reasonsText } from './reasons.js';
import { releasedLines } from './released.js';
import { asCalled } from './as-called.js';
import { figure, painter, safe, say, stacks, table, type View } from './view.js';

const statuses: Readonly<Record<ApplyRow['status'] | DestroyRow['status'], { readonly vi: string; readonly en: string }>> = {
  applied: { vi: 'đã áp dụng', en: 'applied' },
  'already-applied': { vi: 'đã áp dụng từ trước', en: 'applied before' },
  'no-op': { vi: 'không thay đổi', en: 'no changes' },
  partly: { vi: 'áp dụng một phần', en: 'partly' },
  failed: { vi: 'lỗi', en: 'failed' },
  'not-started': { vi: 'chưa bắt đầu', en: 'not started' },
  unreachable: { vi: 'không tới được', en: 'unreachable' },
  deferred: { vi: 'hoãn đến đợt sau', en: 'deferred' },
  'not-selected': { vi: 'không chọn', en: 'not selected' },
  destroyed: { vi: 'đã gỡ', en: 'destroyed' },
  nothing: { vi: 'không có gì', en: 'nothing there' },
};

const unchanged = new Set(['no-op', 'nothing']);
const bad = new Set(['partly', 'failed', 'not-started', 'unreachable']);

/** What happened to each stack, what to do about the rest, and the command for what waits for the next wave. */
export function text(data: ApplyResult | DestroyResult, view: View): string {
  const waits = 'complete' in data && data.complete && data.rows.some(({ status }) => status === 'deferred');
  return `${applied(data, view)}${waits ? `${view.lang === 'vi' ? 'Tiếp theo' : 'Next'}: ndc plan\n` : ''}`;
}

/** What happened to each stack, and what to do about the rest of this set. */
export function applied(data: ApplyResult | DestroyResult, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const rows: readonly (ApplyRow | DestroyRow)[] = data.rows;
  const loud = rows.filter(({ status }) => !unchanged.has(status) && status !== 'not-selected');
  // What stands there of the approved plan, whichever run made it.
  const count = (row: ApplyRow | DestroyRow): string => {
    if ('removed' in row) return figure(view, row.removed);
    // A stack may hold outputs alone, or may never have been planned.
    if (row.planned === 0) return /applied$/.test(row.status) ? (vi ? 'chỉ giá trị ra' : 'outputs only') : '–';
    return `${figure(view, row.found + row.changed)}/${figure(view, row.planned)}`;
  };
  const cells = loud.map((row) => {
    const name = statuses[row.status][view.lang];
    return [row.name, bad.has(row.status) ? paint.red(name) : paint.green(name), count(row)];
  });
  const reasons = reasonsText(
    loud.flatMap((row) => (row.reason === undefined || row.status === 'applied' ? [] : [{ name: row.name, reason: say(view, row.reason) }])),
    view,
  );
  const left = loud.flatMap((row) => ('left' in row && row.left.length > 0 ? [`  ${row.name}: ${vi ? 'còn lại' : 'left'} ${row.left.join(', ')}`] : []));
  const same = rows.filter(({ status }) => unchanged.has(status)).length;
  const others = rows.filter(({ status }) => status === 'not-selected').length;
  return `${[
    ...(loud.length === 0 ? [] : [table(view, [{ title: 'stack' }, { title: vi ? 'kết quả' : 'result' }, { title: vi ? 'đối tượng' : 'objects', align: 'right' }], cells)]),
    ...(same === 0 ? [] : [vi ? `  ${figure(view, same)} stack không có gì thay đổi` : `  ${stacks(view, same)} had nothing to change`]),
    ...(others === 0 ? [] : [vi ? `  ${figure(view, others)} stack không được chọn` : `  ${stacks(view, others)} not selected`]),
    ...('released' in data ? releasedLines(data.released, view) : []),
    ...('accepted' in data && data.accepted.length > 0 ? [vi ? `  không trả lời, đã được chấp nhận (--accept-unreachable): ${data.accepted.join(', ')}` : `  does not answer, accepted (--accept-unreachable): ${data.accepted.join(', ')}`] : []),
    ...('declared' in data ? (data.declared ?? []).map(({ site, by }) => (vi ? `  ${site}: đã tuyên bố mất (${safe(by)}); không có gì của nơi này được áp dụng, và không có gì bị hủy` : `  ${site}: declared lost (${safe(by)}); nothing of it is applied, and nothing is destroyed`)) : []),
    ...reasons,
    ...logsOf(loud, view),
    ...left,
    ...('asleep' in data ? asleepLines(data.asleep, view) : []),
    ...endOf(data, view).map((line) => asCalled(view, line)),
  ].join('\n')}\n`;
}

function endOf(data: ApplyResult | DestroyResult, view: View): string[] {
  const vi = view.lang === 'vi';
  if ('orphans' in data)
    return [
      ...data.orphans.map((name) => (vi ? `  ${name}: không còn trong dữ liệu và không bị động đến` : `  ${name}: no longer in the data, and not touched`)),
      ...(data.interrupted ? [vi ? 'Đã dừng theo yêu cầu. Chạy lại lệnh để gỡ phần còn lại.' : 'Stopped as asked. Run it again to destroy the rest.'] : []),
    ];
  if (data.complete) {
    const later = data.rows.filter(({ status }) => status === 'deferred').length;
    const rest = later === 0 ? '' : vi ? `; ${figure(view, later)} stack hoãn đến đợt sau` : `; ${stacks(view, later)} left to the next wave`;
    return [vi ? `Những gì bộ kế hoạch ${data.id} đã lập đều đã áp dụng${rest}.` : `All that the plan set ${data.id} planned is applied${rest}.`];
  }
  const waits = data.rows.filter(({ status }) => !settled.has(status));
  if (!data.interrupted && data.unplanned.length > 0 && waits.every(({ site, status }) => status === 'unreachable' && data.unplanned.includes(site))) {
    const sites = data.unplanned.join(', ');
    return [
      vi
        ? `Bộ kế hoạch ${data.id} không có kế hoạch nào của ${sites}, vì nơi đó không trả lời khi lập; phần còn lại đã áp dụng. Khi nơi đó trả lời: ndc up`
        : `The plan set ${data.id} holds no plan of ${sites}, which did not answer when it was made; all else is applied. Once it answers: ndc up`,
    ];
  }
  const why = data.interrupted ? (vi ? 'Đã dừng theo yêu cầu; trạng thái đã lưu và mở khóa. ' : 'Stopped as asked; states are saved and unlocked. ') : '';
  return [`${why}${vi ? `Phần còn lại: ndc apply ${data.id}` : `The rest: ndc apply ${data.id}`}`];
}
