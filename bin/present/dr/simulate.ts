import type { Distribution } from '../../../sites/recovery/distribution.js';
import type { DrSimulateData, SimulatedRow } from '../../dr-simulate-data.js';
import { decimalBytes, duration, gigabits } from '../capacity/links-words.js';
import { clipped, levelNames, longResource, ratioText, tierNames } from '../capacity/words.js';
import { date, figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { svgOf } from './simulate-chart.js';
import { endOf, lanesOf, momentsTo, placeOf } from './timeline.js';
import { dataList, dataNames, meansNames, reasonText } from './words.js';

const right = 'right' as const;

export function text(data: DrSimulateData, view: View): string {
  const parts = [titleText(data, view), answerText(data, view), hitText(data, view), timelineText(data, view), tiersText(data, view), systemsText(data, view), linksText(data, view), survivorsText(data, view), restsOn(data, view)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

export const svg = svgOf;

function titleText({ estate, asOf, quarter, lost, cause, whatIf, runs, seed }: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  const head = vi ? `${painter(view).bold(`Mô phỏng mất ${safe(lost)}`)} do ${levelNames[cause].vi}, ${safe(say(view, estate.name))}` : `${painter(view).bold(`Loss of ${safe(lost)}, simulated`)}: ${levelNames[cause].en}, ${safe(say(view, estate.name))}`;
  const when = vi ? `tính đến ${date(view, asOf)} (${quarter})` : `as of ${date(view, asOf)} (${quarter})`;
  const options = whatIf.length === 0 ? '' : `, ${vi ? 'giả sử' : 'what if'} ${whatIf.map(safe).join(' ')}`;
  const drawn = vi ? `${figure(view, runs)} lượt, hạt giống ${seed}` : `${figure(view, runs)} runs, seed ${seed}`;
  return wrap(`${head}, ${when}${options}; ${drawn}`, view.columns, '  ');
}

function answerText({ environments, worse, systems, lost }: DrSimulateData, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  if (environments === 0) return vi ? `Không có môi trường nào chạy chính ở ${safe(lost)}.` : `No environment runs at ${safe(lost)}.`;
  const lines = [
    worse === 0
      ? paint.green(environments === 1 ? (vi ? 'Môi trường duy nhất ở đó chạy trở lại và giữ dữ liệu như mức bảo vệ đã cam kết, mười chín trên hai mươi lần.' : 'The one environment that runs there is back, and keeps its data, as its tier promises, in nineteen losses of twenty.') : vi ? `Cả ${figure(view, environments)} môi trường chạy ở đó trở lại và giữ dữ liệu như mức bảo vệ đã cam kết, mười chín trên hai mươi lần.` : `All ${figure(view, environments)} environments that run there are back, and keep their data, as their tier promises, in nineteen losses of twenty.`)
      : paint.red(vi ? `${figure(view, worse)} trên ${figure(view, environments)} môi trường chạy ở đó không đạt mức bảo vệ đã cam kết.` : `${figure(view, worse)} of ${figure(view, environments)} environments that run there ${worse === 1 ? 'is worse than its tier promises' : 'are worse than their tier promises'}.`),
  ];
  const nowhere = new Map<string, string[]>();
  for (const { runs, namespace, gone } of systems) {
    if (runs.how !== 'nowhere') continue;
    const why = `${runs.reasons.filter(({ because }) => because !== 'no-copy' || gone.length === 0).map((reason) => reasonText(reason, view)).join('; ')}${gone.length === 0 ? '' : vi ? `; mất hẳn ${dataList(gone, view)}` : `; gone for good: ${dataList(gone, view)}`}`;
    nowhere.set(why, [...(nowhere.get(why) ?? []), safe(namespace)]);
  }
  const reasons = [...nowhere].map(([why, names]) => `  ${vi ? 'không chạy' : 'nowhere'} (${figure(view, names.length)}): ${why}: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`);
  return [...lines, ...reasons].map((line) => wrap(line, view.columns, '    ')).join('\n');
}

/** What is hit beside the site, and that nobody has confirmed it. */
function hitText({ hit, lost, cause }: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  const zones = hit.zones.map(({ zone, level }) => `${safe(zone)} (${vi ? 'cấp' : 'level'} ${level})`).join(', ');
  const lines = [
    ...(hit.known ? [] : [vi ? 'Dữ liệu không nói nguyên nhân nào đánh vào đâu ngoài chính trung tâm: chỉ xét mất trung tâm.' : 'The estate says nothing of what a cause hits beside the site: the site alone is taken as lost.']),
    ...(hit.zones.length === 0 ? [] : [vi ? `${safe(lost)} nằm trong vùng ${zones}; ${hit.degraded.length === 0 ? 'không trung tâm nào khác của vùng này bị ảnh hưởng' : `trung tâm cùng vùng bị ảnh hưởng: ${hit.degraded.map(safe).join(', ')}`}.` : `${safe(lost)} lies in ${zones}; ${hit.degraded.length === 0 ? 'no other site of that zone is affected' : `other sites of that zone go on with less: ${hit.degraded.map(safe).join(', ')}`}.`]),
    ...(hit.parts.length === 0 ? [] : [vi ? `Mất cùng lúc: ${hit.parts.map(safe).join(', ')}.` : `Lost with it: ${hit.parts.map(safe).join(', ')}.`]),
    ...(hit.operators === hit.onDuty ? [] : [vi ? `Còn làm việc được ${figure(view, hit.operators)} trên ${figure(view, hit.onDuty)} người trực.` : `${figure(view, hit.operators)} of ${figure(view, hit.onDuty)} people on duty can act.`]),
    ...hit.abroad.map(({ namespace, hosts }) => (vi ? `Đứt đường ra nước ngoài: ${safe(namespace)} không tới được ${hosts.map(safe).join(', ')}.` : `Ways abroad are cut: ${safe(namespace)} cannot reach ${hosts.map(safe).join(', ')}.`)),
    ...(hit.known && cause !== 'disaster' ? [vi ? 'Mức ảnh hưởng của nguyên nhân là giả định (catalogue/recovery.yaml, causes).' : 'How far a cause reaches is an assumption (catalogue/recovery.yaml, causes).'] : []),
  ];
  return lines.map((line) => wrap(line, view.columns, '  ')).join('\n');
}

function timelineText(data: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  const lanes = lanesOf(data);
  const end = endOf(data);
  if (lanes.length === 0 || end === 0n) return '';
  const label = Math.max(...lanes.map((lane) => [...lane.label[view.lang]].length));
  const room = Math.max(16, view.columns - label - 26);
  const column = (ms: bigint): number => Math.min(room - 1, Math.floor(placeOf(ms, end) * (room - 1)));
  const ruler = Array.from({ length: room }, () => ' ');
  let free = 0;
  for (const at of momentsTo(end)) {
    const name = [...duration(view, at).replace(/ /g, ' ')];
    if (column(at) < free || column(at) + name.length > room) continue;
    name.forEach((letter, index) => (ruler[column(at) + index] = letter));
    free = column(at) + name.length + 2;
  }
  const paint = painter(view);
  const rows = lanes.map((lane) => {
    const [from, to] = [column(lane.startMs), column(lane.endMs)];
    const bar = `${' '.repeat(from)}${(lane.services === true ? '█' : lane.group === 'people' ? '▒' : '░').repeat(Math.max(1, to - from + 1))}`.padEnd(room);
    const span = `${duration(view, lane.startMs)} – ${duration(view, lane.endMs)}`;
    return `  ${lane.label[view.lang].padEnd(label)}  ${lane.services === true ? paint.green(bar) : lane.group === 'people' ? paint.yellow(bar) : bar}  ${span}`.trimEnd();
  });
  const heading = wrap(`${paint.bold(vi ? 'Diễn biến' : 'Event by event')}${vi ? ', mỗi bước ở trung vị, từ lúc mất; thang thời gian thu dần' : ', every step at its median, from the loss on; the scale narrows with time'}`, view.columns, '  ');
  return [heading, paint.dim(`  ${' '.repeat(label)}  ${ruler.join('').trimEnd()}`), ...rows].join('\n');
}

const time = (of: Distribution | undefined, level: keyof Distribution, view: View): string => (of === undefined ? '–' : of[level] === undefined ? '∞' : duration(view, of[level]));
const amount = (of: Distribution | undefined, level: keyof Distribution, view: View): string => (of === undefined ? '–' : of[level] === undefined ? '∞' : decimalBytes(view, of[level]));
const percent = (part: number, whole: number, view: View): string => `${(Math.floor((part * 1000) / Math.max(1, whole)) / 10).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: 1 })} %`;

function tiersText({ tiers, promises, runs }: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  if (tiers.length === 0) return '';
  const rows = tiers.map(({ tier, environments, nowhere, first, last, rpo, withinRpo, withinRto }) => [
    tierNames[tier][view.lang],
    nowhere === 0 ? figure(view, environments) : `${figure(view, environments - nowhere)}/${figure(view, environments)}`,
    time(rpo, 'p50', view),
    time(rpo, 'p95', view),
    duration(view, promises[tier].rpoMs),
    percent(withinRpo, runs, view),
    time(first, 'p50', view),
    time(last, 'p5', view),
    time(last, 'p50', view),
    time(last, 'p95', view),
    duration(view, promises[tier].rtoMs),
    percent(withinRto, runs, view),
  ]);
  const heading = vi
    ? 'Từng mức: dữ liệu mất nhiều nhất (RPO), môi trường đầu tiên và cuối cùng trở lại (RTO); "giữ": số lượt mà cả mức giữ được cam kết'
    : 'Each tier: the most that any loses (RPO), when the first and the last are back (RTO); "kept": runs in which the whole tier keeps its promise';
  const titles = vi ? ['mức', 'số', 'RPO P50', 'P95', 'cho phép', 'giữ', 'đầu P50', 'cuối P5', 'P50', 'P95', 'cho phép', 'giữ'] : ['tier', 'env.', 'RPO P50', 'P95', 'allowed', 'kept', 'first P50', 'last P5', 'P50', 'P95', 'allowed', 'kept'];
  const column = (title: string, index: number) => (index === 0 ? { title } : { title, align: right });
  // Two tables where one would be too wide.
  const one = table(view, titles.map(column), rows);
  if (Math.max(...one.split('\n').map((line) => line.length)) <= view.columns) return `${wrap(heading, view.columns, '')}\n${one}`;
  const part = (from: number, to: number): string => table(view, [titles[0] ?? '', ...titles.slice(from, to)].map(column), rows.map((row) => [row[0] ?? '', ...row.slice(from, to)]));
  return `${wrap(heading, view.columns, '')}\n${part(1, 6)}\n${part(6, 12)}`;
}

function systemsText({ systems }: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  const moved = systems.filter(({ runs }) => runs.how !== 'nowhere');
  if (moved.length === 0) return '';
  const paint = painter(view);
  const name = Math.max(16, view.columns - 82);
  const rows = moved.map((row) => {
    const most = mostBytes(row);
    const cells = [clipped(safe(row.namespace), name), tierNames[row.tier][view.lang], row.runs.how === 'nowhere' ? '' : row.runs.site, time(row.rpo, 'p50', view), time(row.rpo, 'p95', view), amount(most, 'p95', view), time(row.rto, 'p5', view), time(row.rto, 'p50', view), time(row.rto, 'p95', view)];
    return row.worse ? cells.map((cell) => paint.red(cell)) : cells;
  });
  const titles = vi ? ['môi trường', 'mức', 'chạy ở', 'mất P50', 'P95', 'byte P95', 'lại P5', 'P50', 'P95'] : ['environment', 'tier', 'runs at', 'lost P50', 'P95', 'bytes P95', 'back P5', 'P50', 'P95'];
  const heading = vi ? 'Từng môi trường: dữ liệu mất (thời gian, byte đã đổi), lúc trở lại. Từng loại dữ liệu: --format csv hoặc --json' : 'Each environment: data lost (time, changed bytes), when it is back. Each kind of data: --format csv or --json';
  return `${wrap(heading, view.columns, '')}\n${table(view, titles.map((title, index) => (index < 3 ? { title } : { title, align: right })), rows)}`;
}

/** Of all kinds of data the one that loses most bytes. */
function mostBytes({ losses }: SimulatedRow): Distribution | undefined {
  return losses.flatMap(({ bytes }) => bytes ?? []).reduce<Distribution | undefined>((most, one) => (most === undefined || one.p95 === undefined || (most.p95 !== undefined && one.p95 > most.p95) ? one : most), undefined);
}

function linksText({ links }: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  if (links.length === 0) return '';
  const rows = links.map(({ from, to, share, before, after, restored, restoring, load }) => [
    `${safe(from)} → ${safe(to)}`,
    gigabits(view, share),
    gigabits(view, before),
    gigabits(view, after),
    gigabits(view, load.reduce((most, { rate }) => (rate > most ? rate : most), 0n)),
    restored === 0n ? '–' : decimalBytes(view, restored),
    restoring === undefined ? '–' : `${duration(view, restoring.startMs)} – ${duration(view, restoring.endMs)}`,
  ]);
  const titles = vi ? ['đường', 'phần được dùng', 'trước', 'sau', 'cao nhất', 'phục hồi', 'trong'] : ['link', 'share', 'before', 'after', 'highest', 'restored', 'during'];
  return `${wrap(vi ? 'Đường truyền giữa các nơi còn lại khi đuổi kịp, Gbit/s' : 'Links between survivors while they catch up, Gbit/s', view.columns, '')}\n${table(view, titles.map((title, index) => (index === 0 ? { title } : { title, align: right })), rows)}`;
}

function survivorsText({ survivors }: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  if (survivors.length === 0) return '';
  const share = (part: bigint, whole: bigint): string => (whole === 0n ? '∞' : `${figure(view, (part * 100n + whole - 1n) / whole)} %`);
  const rows = survivors.map(({ site, resource, there, before, after }) => [safe(site), longResource(resource, view), share(before, there), after > there ? painter(view).red(share(after, there)) : share(after, there), ratioText(resource, after, there, view)]);
  const titles = vi ? ['trung tâm', 'tài nguyên', 'trước', 'sau', 'sau / có'] : ['site', 'resource', 'before', 'after', 'after / there'];
  return `${wrap(vi ? 'Năng lực nơi còn lại: phần đã dùng và dành sẵn trước khi mất, và khi mọi môi trường đã chuyển' : 'Capacity of survivors: used and kept ready before the loss, and once everybody has moved', view.columns, '')}\n${table(view, titles.map((title, index) => (index < 2 ? { title } : { title, align: right })), rows)}`;
}

function restsOn({ durations, inputs, assumptions }: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  const measured = durations.filter((one) => one.measured > 0);
  const declare = durations.find(({ action }) => action === 'declare');
  const person = declare === undefined ? '' : vi ? ` Tuyên bố: P50 ${duration(view, declare.p50Ms)}, P95 ${duration(view, declare.p95Ms)}, ${declare.measured === 0 ? 'chưa đo' : `đo ${figure(view, declare.measured)} lần`}.` : ` Declaring: P50 ${duration(view, declare.p50Ms)}, P95 ${duration(view, declare.p95Ms)}, ${declare.measured === 0 ? 'never measured' : `measured ${figure(view, declare.measured)} times`}.`;
  return wrap(
    vi
      ? `${figure(view, measured.length)} trên ${figure(view, durations.length)} thời gian của các bước được đo khi diễn tập.${person} Dựa trên ${figure(view, inputs.length)} đầu vào, chứa ${figure(view, assumptions)} giá trị chưa ai xác nhận (--json nêu tệp và dòng).`
      : `${figure(view, measured.length)} of ${figure(view, durations.length)} durations were measured in drills.${person} Rests on ${figure(view, inputs.length)} inputs, which hold ${figure(view, assumptions)} values that nobody has confirmed (--json gives files and lines).`,
    view.columns,
    '  ',
  );
}

const plain = (of: Distribution | undefined, level: keyof Distribution): string => (of === undefined ? '' : of[level] === undefined ? 'unbounded' : String(of[level]));

/** One row for each environment and kind of data; what belongs to the environment is repeated. Milliseconds and bytes. */
export function csv({ systems, promises, runs }: DrSimulateData, view: View): readonly (readonly string[])[] {
  const head = ['tier', 'namespace', 'organisation', 'worse', 'how', 'runs_at', 'reasons', 'gone', 'rpo_ms_p5', 'rpo_ms_p50', 'rpo_ms_p95', 'rpo_ms_most', 'rpo_ms_promised', 'rto_ms_typical', 'rto_ms_p5', 'rto_ms_p50', 'rto_ms_p95', 'rto_ms_most', 'rto_ms_promised', 'runs', 'runs_within_rpo', 'runs_within_rto', 'data', 'means', 'from', 'at', 'data_ms_p5', 'data_ms_p50', 'data_ms_p95', 'data_ms_most', 'data_bytes_p5', 'data_bytes_p50', 'data_bytes_p95', 'data_bytes_most'];
  const levels = ['p5', 'p50', 'p95', 'most'] as const;
  return [
    head,
    ...systems.flatMap((row) => {
      const { runs: at } = row;
      const own = [row.tier, row.namespace, row.organisation, row.worse ? 'yes' : 'no', at.how, at.how === 'nowhere' ? '' : at.site, at.how === 'nowhere' ? at.reasons.map((reason) => reasonText(reason, view)).join('; ') : '', row.gone.join(' '), ...levels.map((level) => plain(row.rpo, level)), String(promises[row.tier].rpoMs), row.rto === undefined ? '' : String(row.rto.typicalMs), ...levels.map((level) => plain(row.rto, level)), String(promises[row.tier].rtoMs), String(runs), String(row.withinRpo), String(row.withinRto)];
      if (row.losses.length === 0) return [[...own, '', '', '', '', ...levels.map(() => ''), ...levels.map(() => '')]];
      return row.losses.map(({ data, means, from, at: lies, ms, bytes }) => [...own, dataNames[data][view.lang], meansNames[means][view.lang], from, lies, ...levels.map((level) => plain(ms, level)), ...levels.map((level) => plain(bytes, level))]);
    }),
  ];
}
