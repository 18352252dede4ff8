import { gpuTaint } from '../../../constructs/dedicated-nodes.js';
import type { DriftRow, Measure, Use } from '../../../sites/capacity/drift/compare.js';
import type { Text } from '../../../sites/model/text.js';
import type { CapacityDriftData, CapacityDriftSite, ReadSite, UseTrend } from '../../capacity-drift-data.js';
import { date, figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { amountText, longResource, names } from './words.js';

const measureNames: Readonly<Record<Measure, Text>> = {
  offered: { vi: 'máy chủ có', en: 'nodes offer' },
  granted: { vi: 'hạn mức đã cấp', en: 'quotas grant' },
  used: { vi: 'đã dùng / hạn mức', en: 'used of quotas' },
  claimed: { vi: 'ổ đĩa đã xin', en: 'volumes claim' },
  raw: { vi: 'Ceph, dung lượng thô', en: 'Ceph, raw' },
};

const limitNames: Readonly<Record<Use['limitedBy'], Text>> = {
  quotas: { vi: 'hạn mức', en: 'the quotas' },
  nodes: { vi: 'máy chủ', en: 'the nodes' },
  storage: { vi: 'dung lượng dùng được', en: 'usable storage' },
  ceph: { vi: 'mức Ceph cảnh báo', en: 'where Ceph warns' },
};

export function text(data: CapacityDriftData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = `${paint.bold(safe(say(view, data.estate.name)))}, ${vi ? `kết nối ${safe(data.connection)}, so với mô hình quý ${data.quarter}` : `connection ${safe(data.connection)}, against the model of ${data.quarter}`}`;
  const legend = wrap(
    vi
      ? 'Chênh lệch = thực tế trừ mô hình. Máy chủ trong mô hình đã trừ phần dành riêng cho DaemonSet, nên thực tế thường lớn hơn một chút.'
      : 'Difference = live less model. The model has already taken DaemonSets off its nodes, so that live nodes usually offer a little more.',
    view.columns,
    '',
  );
  const unreadable = data.history.unreadable.length === 0 ? [] : [wrap(vi ? `Bỏ qua các dòng không đọc được: ${names(data.history.unreadable, view)}.` : `Lines that are no reading are left out: ${names(data.history.unreadable, view)}.`, view.columns, '  ')];
  const recorded = data.sites.some(({ status }) => status === 'read') ? [wrap(vi ? `Lần đo này được ghi vào ${safe(data.history.file)}.` : `These readings were added to ${safe(data.history.file)}.`, view.columns, '  ')] : [];
  return `${[title, legend, ...data.sites.map((site) => siteText(site, view)), ...unreadable, ...recorded].join('\n\n')}\n`;
}

function siteText(site: CapacityDriftSite, view: View): string {
  const paint = painter(view);
  const heading = `${paint.bold(paint.cyan(site.site))}  ${safe(say(view, site.name))}`;
  if (site.status === 'unread') return `${heading}\n${wrap(`  ${paint.red(view.lang === 'vi' ? 'không đọc được' : 'not read')}: ${say(view, site.reason)}`, view.columns, '    ')}`;
  const vi = view.lang === 'vi';
  const right = 'right' as const;
  const rows = table(
    view,
    [{ title: '' }, { title: vi ? 'tài nguyên' : 'resource' }, { title: vi ? 'mô hình' : 'model', align: right }, { title: vi ? 'thực tế' : 'live', align: right }, { title: vi ? 'chênh lệch' : 'difference', align: right }],
    site.rows.map((row, index) => rowCells(row, site.rows[index - 1], view)),
  );
  return [heading, rows, ...site.uses.map((use) => useText(use, view)), ...notes(site, view)].join('\n');
}

const nameOf = (resource: string, view: View): string => (resource === 'nodes' ? (view.lang === 'vi' ? 'máy chủ' : 'nodes') : resource === 'storage' ? 'Ceph' : longResource(resource, view));

const amountOf = (resource: string, amount: bigint, view: View): string => (resource === 'nodes' ? figure(view, amount) : amountText(resource === 'storage' ? 'storage/' : resource, amount, view));

function rowCells({ measure, pool, resource, model, live, difference, short }: DriftRow, before: DriftRow | undefined, view: View): string[] {
  const same = before !== undefined && before.measure === measure && before.pool === pool;
  const what = pool === undefined ? measureNames[measure][view.lang] : `  ${safe(pool)}`;
  const apart = `${difference > 0n ? '+' : difference < 0n ? '−' : ''}${amountOf(resource, difference < 0n ? -difference : difference, view)}`;
  return [same ? '' : what, nameOf(resource, view), amountOf(resource, model, view), amountOf(resource, live, view), short ? painter(view).red(`${apart} ✗`) : apart];
}

/** One line: what is used of what, and when it ends at this rate. */
function useText({ resource, used, limit, limitedBy, trend }: UseTrend, view: View): string {
  const head = `  ${nameOf(resource, view)}: ${amountOf(resource, used, view)} / ${amountOf(resource, limit, view)} (${limitNames[limitedBy][view.lang]})`;
  return wrap(`${head}: ${trendText(resource, trend, view)}`, view.columns, '    ');
}

function trendText(resource: string, { kind, readings, days = 0, perDay = 0, exhausted, between }: UseTrend['trend'], view: View): string {
  const vi = view.lang === 'vi';
  const over = vi ? `${figure(view, readings)} lần đo trong ${figure(view, Math.round(days))} ngày` : `${figure(view, readings)} readings over ${figure(view, Math.round(days))} days`;
  const rate = (): string => amountOf(resource, BigInt(Math.round(perDay)), view);
  switch (kind) {
    case 'none':
      return readings === 1 ? (vi ? 'một lần đo: chưa có xu hướng' : 'one reading: no trend') : vi ? `${figure(view, readings)} lần đo trong một ngày: chưa có xu hướng` : `${figure(view, readings)} readings of one day: no trend`;
    case 'full':
      return painter(view).red(vi ? 'đã hết' : 'nothing left');
    case 'steady':
      return vi ? `không tăng (${over})` : `not growing (${over})`;
    case 'late':
      return vi ? `tăng ${rate()} mỗi ngày, còn đủ hơn một trăm năm (${over})` : `grows by ${rate()} a day, lasts more than a hundred years (${over})`;
    case 'growing': {
      const when = exhausted === undefined ? '' : date(view, exhausted);
      return vi ? `tăng ${rate()} mỗi ngày, hết vào khoảng ${when}; ${certainty(between, view)} (${over})` : `grows by ${rate()} a day, ends about ${when}; ${certainty(between, view)} (${over})`;
    }
  }
}

function certainty(between: UseTrend['trend']['between'], view: View): string {
  const vi = view.lang === 'vi';
  if (between === undefined) return vi ? 'hai lần đo: chưa biết sai số' : 'two readings: its uncertainty cannot be told';
  const earliest = date(view, between.earliest);
  if (between.latest === undefined) return vi ? `95 %: sớm nhất ${earliest}, hoặc không tăng` : `95 %: from ${earliest} on, or never`;
  return vi ? `95 %: từ ${earliest} đến ${date(view, between.latest)}` : `95 %: ${earliest} to ${date(view, between.latest)}`;
}

function notes({ nodes, namespaces, unread, earlierCluster }: ReadSite, view: View): string[] {
  const vi = view.lang === 'vi';
  const said: string[] = [];
  const note = (vietnamese: string, english: string): number => said.push(wrap(`  ${vi ? vietnamese : english}`, view.columns, '    '));
  if (nodes.unusable.length > 0) note(`máy chủ chưa sẵn sàng hoặc đang khóa, không được tính: ${names(nodes.unusable, view)}`, `nodes not ready or cordoned, not counted: ${names(nodes.unusable, view)}`);
  if (nodes.unlabelled > 0) note(`không rõ nhóm của ${figure(view, nodes.unlabelled)} máy chủ: thiếu nhãn ndc.gov.vn/pool=<nhóm> (kubectl label node …); chúng được tính cho trung tâm, không cho nhóm nào`, `pool unknown of ${figure(view, nodes.unlabelled)} nodes: the label ndc.gov.vn/pool=<pool> is missing (kubectl label node …); they count for the site and for no pool`);
  if (nodes.unspared.length > 0) note(`máy chủ có GPU thiếu taint ${gpuTaint.key}:${gpuTaint.effect} (kubelet --register-with-taints): pod không cần GPU có thể chiếm hết lõi và bộ nhớ bên cạnh GPU: ${names(nodes.unspared, view)}`, `nodes with GPUs without the taint ${gpuTaint.key}:${gpuTaint.effect} (kubelet --register-with-taints), so that pods without GPUs may take the cores and memory beside them: ${names(nodes.unspared, view)}`);
  if (nodes.controlPlane > 0) note(`${figure(view, nodes.controlPlane)} máy chủ điều khiển không được tính`, `${figure(view, nodes.controlPlane)} control-plane nodes are not counted`);
  if (namespaces.without.length > 0) note(`môi trường chưa có hạn mức tại đây: ${names(namespaces.without, view)}`, `environments without a quota here: ${names(namespaces.without, view)}`);
  if (namespaces.foreign.length > 0) note(`namespace có hạn mức mà mô hình không biết: ${names(namespaces.foreign, view)}`, `namespaces with a quota that the model does not know: ${names(namespaces.foreign, view)}`);
  if (unread.length > 0) note(`không đọc được, coi như không có: ${names(unread, view)}`, `unreadable, counted as nothing: ${names(unread, view)}`);
  if (earlierCluster > 0) note(`${figure(view, earlierCluster)} lần đo của cụm trước đây không được tính vào xu hướng`, `${figure(view, earlierCluster)} readings of an earlier cluster are left out of the trends`);
  return said;
}

/** One row for each site and comparison. Amounts in milliCPU, bytes and counts; a site that was not read has one row. */
export function csv({ sites }: CapacityDriftData): readonly (readonly string[])[] {
  const head = ['site', 'status', 'measure', 'pool', 'resource', 'model', 'live', 'difference', 'short'];
  return [
    head,
    ...sites.flatMap((site) =>
      site.status === 'unread'
        ? [[site.site, site.status, '', '', '', '', '', '', '']]
        : site.rows.map(({ measure, pool = '', resource, model, live, difference, short }) => [site.site, site.status, measure, pool, resource, String(model), String(live), String(difference), String(short)]),
    ),
  ];
}
