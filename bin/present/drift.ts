import type { DriftResult } from '../runner/drift.js';
import { shownPath } from '../edge/shown-path.js';
import { figure, painter, say, wrap, type View } from './view.js';

/** Each drifted object with what was recorded and what stands there now. */
export function text({ rows, foreign, foreignUnknown }: DriftResult, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const clean = rows.filter(({ status }) => status === 'clean').length;
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
  const undeclared = foreign === undefined ? '' : vi ? `${figure(view, foreign.length)} đối tượng không ai khai báo; ` : `${figure(view, foreign.length)} that nobody declared; `;
  const end = vi
    ? `${figure(view, drifted)} sai lệch; ${undeclared}${figure(view, clean)}/${figure(view, rows.length)} stack đúng như đã áp dụng${pending === 0 ? '' : `; ${figure(view, pending)} thay đổi trong dữ liệu chưa áp dụng`}`
    : `${figure(view, drifted)} drifted; ${undeclared}${figure(view, clean)} of ${figure(view, rows.length)} stacks are as applied${pending === 0 ? '' : `; ${figure(view, pending)} changes of the data are not applied yet`}`;
  return `${[...lines, ...strangers, ...unread, end].join('\n')}\n`;
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
