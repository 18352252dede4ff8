import type { Text } from '../../sites/model/text.js';
import type { DriftResult, DriftRow } from '../runner/drift.js';
import { shownPath } from '../edge/shown-path.js';
import { figure, painter, say, wrap, type View } from './view.js';

/** Each drifted object with what was recorded and what stands there now. */
export function text({ rows, foreign, foreignUnknown }: DriftResult, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const pending = rows.reduce((sum, row) => sum + row.pending, 0);
  const lines = rows.flatMap(({ name, status, drifts, reason, log }) => [
    ...drifts.flatMap(({ object, address, change, attributes, planned }) => [
      `${paint.bold(name)}  ${object}  ${paint.red(change === 'deleted' ? (vi ? 'đã bị xóa' : 'deleted') : vi ? 'đã bị sửa' : 'changed')}`,
      `  ${address}`,
      ...attributes.map(({ path, recorded, live }) => wrap(`    ${path}: ${spoken(recorded, vi)} → ${paint.red(spoken(live, vi))}`, view.columns, '      ')),
      `    ${vi ? 'áp dụng lại sẽ' : 'an apply would'}: ${vi ? (actions[planned] ?? planned) : planned}`,
    ]),
    ...(status === 'unreachable' || status === 'failed' || status === 'deferred'
      ? [wrap(`${paint.bold(name)}  ${paint.red(notRead(status, vi))}${reason === undefined ? '' : `: ${say(view, reason)}`}${log === undefined ? '' : ` (${shownPath(log)})`}`, view.columns, '    ')]
      : []),
  ]);
  const strangers = (foreign ?? []).map(({ site, namespace, kind, name }) => `${site}  ${namespace ?? (vi ? '(toàn cụm)' : '(whole cluster)')}  ${kind}/${name}  ${paint.yellow(vi ? 'không do bộ công cụ quản lý' : 'unmanaged')}`);
  const unread = Object.entries(foreignUnknown ?? {}).map(([site, why]) => (vi ? `${site}: không biết có đối tượng lạ hay không: ${say(view, why)}` : `${site}: foreign objects cannot be told: ${say(view, why)}`));
  const drifted = rows.reduce((sum, row) => sum + row.drifts.length, 0);
  const end = [
    vi ? `${figure(view, drifted)} sai lệch` : `${figure(view, drifted)} drifted`,
    ...(foreign === undefined ? [] : [vi ? `${figure(view, foreign.length)} đối tượng không ai khai báo` : `${figure(view, foreign.length)} that nobody declared`]),
    standing(rows, view),
    ...(pending === 0 ? [] : [vi ? `${figure(view, pending)} thay đổi trong dữ liệu chưa áp dụng` : pending === 1 ? '1 change of the data is not applied yet' : `${figure(view, pending)} changes of the data are not applied yet`]),
  ];
  return `${[...lines, ...strangers, ...unread, wrap(end.join('; '), view.columns, '  ')].join('\n')}\n`;
}

const standings: readonly (readonly [DriftRow['status'], Text])[] = [
  ['clean', { vi: 'đúng như đã áp dụng', en: 'as applied' }],
  ['drifted', { vi: 'sai lệch', en: 'drifted' }],
  ['absent', { vi: 'chưa áp dụng lần nào', en: 'never applied' }],
  ['deferred', { vi: 'hoãn đến đợt sau', en: 'deferred' }],
  ['unreachable', { vi: 'không tới được', en: 'unreachable' }],
  ['failed', { vi: 'lỗi', en: 'failed' }],
];

/** How many stacks stand how; what was applied and is so still is always told. */
function standing(rows: DriftResult['rows'], view: View): string {
  const counted = standings.flatMap(([status, text]) => {
    const count = rows.filter((row) => row.status === status).length;
    return count === 0 && status !== 'clean' ? [] : [`${figure(view, count)} ${text[view.lang]}`];
  });
  return `${view.lang === 'vi' ? `trong ${figure(view, rows.length)} stack` : `of ${figure(view, rows.length)} stack${rows.length === 1 ? '' : 's'}`}: ${counted.join(', ')}`;
}

/** What an engine calls its action. */
const actions: Readonly<Record<string, string>> = { create: 'tạo', update: 'sửa', delete: 'xóa', replace: 'thay', 'no-op': 'không đổi gì', read: 'đọc' };

const spoken = (value: string, vi: boolean): string => (vi && value === '(none)' ? '(không có)' : value);

function notRead(status: 'unreachable' | 'failed' | 'deferred', vi: boolean): string {
  switch (status) {
    case 'unreachable':
      return vi ? 'không tới được' : 'unreachable';
    case 'failed':
      return vi ? 'lỗi' : 'failed';
    case 'deferred':
      return vi ? 'chưa lập được kế hoạch' : 'deferred';
  }
}
