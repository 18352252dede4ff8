import { resourceKey } from '../../../sites/tenancy/fit-rows.js';
import type { CheckedRow } from '../../tenant-check-data.js';
import type { TenantReviewData } from '../../tenant-review-data.js';
import { amountText, compartmentText, shortResource } from '../capacity/words.js';
import { say, type View } from '../view.js';
import { row, sentence, span, tableHead } from './markdown-text.js';
import { rowsOf, type Section } from './review-sections.js';
import { concealedText, exhaustedText, fitText, smallerCopyText, stopText } from './review-words.js';

const columns = (view: View): string[] =>
  view.lang === 'vi' ? ['Trung tâm', 'Tài nguyên', 'Quý', 'Cấp phát được', 'Đã cấp', 'Dành cho mất một trung tâm', 'Phiếu này', 'Còn lại'] : ['Site', 'Resource', 'Quarter', 'Allocatable', 'Committed', 'Failover reserve', 'This request', 'Left'];

function capacityRow({ site, compartment, resource, quarter, allocatable, committed, reserve, request, left }: CheckedRow, view: View): string {
  const amount = (value: bigint): string => sentence(amountText(resource, value, view));
  const where = compartment === 'open' ? span(site) : `${span(site)} ${sentence(compartmentText(compartment, view))}`;
  return row([where, sentence(shortResource(resource, view)), quarter, amount(allocatable), amount(committed), amount(reserve), amount(request), left < 0n ? `**${amount(left)}**` : amount(left)]);
}

/** By site and resource: the first quarter, which is today's, and the one with the least left. */
export function capacitySection({ fit, rows, requests }: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  const first = new Map<string, CheckedRow>();
  for (const one of rows) if (!first.has(resourceKey(one))) first.set(resourceKey(one), one);
  const worst = new Map((fit?.rows ?? []).map((one) => [resourceKey(one), one]));
  const chosen = [...first].flatMap(([at, now]) => {
    const least = worst.get(at);
    return least === undefined || least.quarter === now.quarter ? [now] : [now, least];
  });
  const stops = fit?.stops ?? [];
  const alone = requests.length > 1 ? requests.map(({ organisation, fit: verdict }) => `- ${span(organisation)}: ${say(view, fitText(verdict, stops.filter((stop) => stop.organisation === organisation)))}`) : [];
  const said = fit === undefined ? [] : [`${vi ? 'Kết luận' : 'Verdict'}: **${say(view, fitText(fit.verdict, fit.stops))}**.`, ...(fit.concealed === 'nothing' ? [] : ['', say(view, concealedText[fit.concealed])])];
  const gaps = fit === undefined ? [] : [
    ...fit.smallerCopies.slice(0, 4).map((copy) => say(view, smallerCopyText(copy, (id) => span(id)))),
    ...(fit.waiting.length === 0 ? [] : [`${vi ? 'Chờ trung tâm chính hoạt động' : 'Waiting for their primary site'}: ${list(fit.waiting)}.`]),
    ...(stops.length === 0 ? [] : [`${stops.slice(0, 4).map((stop) => say(view, stopText(stop, (id) => span(id)))).join('; ')}${stops.length > 4 ? ` +${stops.length - 4}` : ''}.`]),
    ...(fit.unprotected.length === 0 ? [] : [vi ? `Chưa có nơi dự phòng hoạt động, do hạ tầng chứ không do phiếu: ${list(fit.unprotected.map(({ namespace, standby, until }) => `${namespace} (${standby}, ${until})`))}.` : `No standby operates yet, for the estate's reasons and not the request's: ${list(fit.unprotected.map(({ namespace, standby, until }) => `${namespace} (${standby}, ${until})`))}.`]),
  ];
  const table = rowsOf(chosen, (one) => capacityRow(one, view));
  const nothing = fit?.concealed !== 'nothing' ? (vi ? 'Không tài nguyên nào của phiếu nêu được ở đây.' : 'None of the resources it touches can be told here.') : vi ? 'Phiếu không làm thay đổi tài nguyên nào đang phục vụ.' : 'The request touches no resource in service.';
  return fit === undefined
    ? { title: '', head: [], rows: [] }
    : { title: vi ? 'Năng lực, hôm nay và quý chật nhất đến hết kỳ' : 'Capacity, today and in the tightest quarter of the plan', head: [...said, ...(alone.length === 0 ? [] : ['', ...alone.slice(0, 8)]), '', ...(table.length === 0 ? [] : tableHead(columns(view), 3))], rows: table.length === 0 ? [() => nothing] : table, foot: gaps.flatMap((gap) => ['', gap]) };
}

const list = (all: readonly string[]): string => all.slice(0, 4).map((one) => span(one)).join(', ') + (all.length > 4 ? ` +${all.length - 4}` : '');

/** Every quarter, for those who want to see the way there. */
export function quarterSection({ rows }: TenantReviewData, view: View): Section {
  return { title: view.lang === 'vi' ? 'Năng lực từng quý' : 'Capacity, quarter by quarter', folded: true, head: tableHead(columns(view), 3), rows: rowsOf(rows, (one) => capacityRow(one, view)) };
}

export function jointSection({ joint, requests }: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  if (joint === undefined) return { title: '', head: [], rows: [] };
  const rows = rowsOf(joint.shares, ({ site, resource, quarter, short, of }) => row([span(site), sentence(shortResource(resource, view)), quarter, sentence(amountText(resource, short, view)), of.slice(0, 5).map(({ organisation, request }) => `${span(organisation)} ${sentence(amountText(resource, request, view))}`).join(', ') + (of.length > 5 ? ` +${of.length - 5}` : '')]));
  const together = joint.onlyApart ? (vi ? '**Từng phiếu thì đủ, cùng lúc thì không.**' : '**Each fits alone; together they do not.**') : vi ? `${requests.length} phiếu được xét cùng nhau.` : `${requests.length} requests are judged together.`;
  return { title: vi ? 'Xét các phiếu cùng nhau' : 'The requests together', head: [together, '', ...(rows.length === 0 ? [] : tableHead(vi ? ['Trung tâm', 'Tài nguyên', 'Quý', 'Thiếu', 'Phần của từng phiếu'] : ['Site', 'Resource', 'Quarter', 'Missing', 'Taken by']))], rows: rows.length === 0 ? [() => (vi ? 'Không tài nguyên nào thiếu khi nhận tất cả.' : 'No resource runs short when all are taken.')] : rows };
}

export function lossSection({ fit }: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  const rows = rowsOf(fit?.lost ?? [], ({ site, quarter, homeless, crowdedOut, overfull }) => row([span(site), quarter, list([...homeless.map(({ namespace }) => namespace), ...crowdedOut.map(({ namespace, site: where, resource }) => `${namespace} (${where}, ${resource})`)]) || '–', overfull.slice(0, 4).map(({ site: where, resource, short }) => `${span(where)} ${sentence(shortResource(resource, view))} ${sentence(amountText(resource, short, view))}`).join(', ') || '–']));
  if (fit === undefined) return { title: '', head: [], rows: [] };
  return {
    title: vi ? 'Khi mất từng trung tâm' : 'When each site is lost',
    head: rows.length === 0 ? [] : tableHead(vi ? ['Mất', 'Từ quý', 'Ai không còn chỗ', 'Nơi thiếu'] : ['Lost', 'From', 'Who no longer fits', 'What runs short']),
    rows: rows.length === 0 ? [() => (vi ? 'Mất bất kỳ trung tâm nào cũng không thêm ai khác mất chỗ vì phiếu này.' : 'Whichever site is lost, nobody else loses a place because of this.')] : rows,
  };
}

export function exhaustionLine({ fit }: TenantReviewData, view: View): string[] {
  if (fit === undefined) return [];
  return ['', say(view, exhaustedText(fit, (quarter) => `**${quarter}**`))];
}
