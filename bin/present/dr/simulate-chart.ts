import { protections, type Protection } from '../../../sites/model/kinds/protection.js';
import type { DrSimulateData } from '../../dr-simulate-data.js';
import { duration, gigabits } from '../capacity/links-words.js';
import { levelNames, longResource, tierNames } from '../capacity/words.js';
import { brokenLines, cut, escaped, fonts } from '../plot/svg-text.js';
import { date, figure, say, type View } from '../view.js';
import { endOf, lanesOf, momentsTo, placeOf, type Lane } from './timeline.js';

const width = 1080;
const left = 250;
const right = 160;

/** Told apart by the colour-blind (Okabe, Ito 2008), and by their patterns in black and white. */
const inks: Readonly<Record<Protection, string>> = { platinum: '#0072b2', gold: '#8a6d00', silver: '#009e73', bronze: '#d55e00' };
const dashes: Readonly<Record<Protection, string>> = { platinum: '', gold: '10 3', silver: '3 3', bronze: '10 3 2 3' };
const groupInk = (group: Lane['group']): string => (group === 'people' ? '#7b3f8c' : group === 'platform' ? '#666666' : inks[group]);

const number = (value: number): string => String(Math.round(value * 100) / 100);
const words = (x: number, y: number, text: string, size = 12, anchor: 'start' | 'middle' | 'end' = 'start', more = ''): string => `<text x="${number(x)}" y="${number(y)}" font-size="${size}" text-anchor="${anchor}" fill="#111111"${more}>${escaped(text)}</text>`;
const bar = (x: number, y: number, wide: number, high: number, fill: string, more = ''): string => `<rect x="${number(x)}" y="${number(y)}" width="${number(Math.max(1.5, wide))}" height="${high}" fill="${fill}"${more}/>`;
const line = (path: string, stroke: string, more = ''): string => `<path d="${path}" stroke="${stroke}" fill="none"${more}/>`;

interface Panel {
  readonly marks: readonly string[];
  readonly height: number;
}

/** The loss from its moment to the last service: what is done when, how many services are back, what crosses the links, what survivors have left. */
export function svgOf(data: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  const end = endOf(data);
  const title = vi ? `Mất ${data.lost} do ${levelNames[data.cause].vi}: mô phỏng từng bước` : `Loss of ${data.lost} (${levelNames[data.cause].en}), event by event`;
  const subtitle = vi
    ? `${say(view, data.estate.name)}, tính đến ${date(view, data.asOf)}. Mỗi bước ở trung vị; ${figure(view, data.runs)} lượt, hạt giống ${data.seed}. Thang thời gian thu dần: phút đầu rộng như giờ sau. ${figure(view, data.assumptions)} giá trị là giả định chưa ai xác nhận.`
    : `${say(view, data.estate.name)}, as of ${date(view, data.asOf)}. Every step at its median; ${figure(view, data.runs)} runs, seed ${data.seed}. The scale narrows with time. ${figure(view, data.assumptions)} values are assumptions that nobody has confirmed.`;
  const lines = [...brokenLines(title, 20, width - 48, 2).map((text, index) => words(24, 36 + index * 26, text, 20, 'start', ' font-weight="600"')), ...brokenLines(subtitle, 13, width - 48, 3).map((text, index) => words(24, 62 + index * 18, text, 13))];
  let y = 62 + 3 * 18 + 16;
  const marks: string[] = [];
  const panels = end === 0n ? [emptyPanel(view)] : [lanesPanel, servicesPanel, linksPanel, roomPanel].map((panel) => panel(data, end, view));
  for (const { marks: own, height } of panels) {
    if (height === 0) continue;
    marks.push(`<g transform="translate(0 ${y})">`, ...own, '</g>');
    y += height + 22;
  }
  const height = y + 8;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="${fonts}" lang="${view.lang}">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(described(data, view), 4000)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...lines,
    ...marks,
    '</svg>',
  ].join('\n')}\n`;
}

const emptyPanel = (view: View): Panel => ({ marks: [words(24, 20, view.lang === 'vi' ? 'Không có môi trường nào chuyển được: không có gì để vẽ theo thời gian.' : 'No environment can move: there is nothing to draw over time.', 14)], height: 30 });

const xOf = (ms: bigint, end: bigint): number => left + placeOf(ms, end) * (width - left - right);
const heading = (text: string): string => words(24, 14, text, 14, 'start', ' font-weight="600"');

/** Moments along the top of a panel, with lines down to its foot. */
function axis(end: bigint, top: number, foot: number, view: View): string[] {
  let free = 0;
  return momentsTo(end).flatMap((at) => {
    const x = xOf(at, end);
    if (x < free) return [line(`M${number(x)} ${top}V${foot}`, '#e8e8e8')];
    free = x + 54;
    return [line(`M${number(x)} ${top}V${foot}`, '#d0d0d0'), words(x, top - 5, duration(view, at), 11, 'middle')];
  });
}

function lanesPanel(data: DrSimulateData, end: bigint, view: View): Panel {
  const vi = view.lang === 'vi';
  const lanes = lanesOf(data);
  const [top, row] = [38, 21];
  const foot = top + lanes.length * row + 4;
  const marks = [heading(vi ? 'Diễn biến từ lúc mất' : 'What is done when, from the loss on'), ...axis(end, top, foot, view)];
  lanes.forEach((lane, index) => {
    const y = top + 4 + index * row;
    const [from, to] = [xOf(lane.startMs, end), xOf(lane.endMs, end)];
    const ink = groupInk(lane.group);
    marks.push(words(left - 10, y + 12, cut(lane.label[view.lang], 12, left - 34), 12, 'end'));
    marks.push(bar(from, y, to - from, 15, ink, lane.services === true ? '' : ` fill-opacity="0.45" stroke="${ink}" stroke-width="0.8"`));
    const { group } = lane;
    const tier = lane.services !== true || group === 'people' || group === 'platform' ? undefined : group;
    const last = data.tiers.find((one) => one.tier === tier)?.last;
    const promised = tier === undefined ? undefined : data.promises[tier].rtoMs;
    const drawn = [lane.endMs, last?.p95 ?? 0n, promised !== undefined && promised <= end ? promised : 0n].reduce((most, at) => (at > most ? at : most));
    marks.push(words((drawn - lane.endMs > lane.endMs * 2n ? to : xOf(drawn, end)) + 6, y + 12, `${duration(view, lane.startMs)} – ${duration(view, lane.endMs)}`, 11));
    // Below the bar of the medians: from one in twenty to nineteen in twenty of the last one's return; and the promise.
    if (last?.p5 !== undefined && last.p95 !== undefined) marks.push(line(`M${number(xOf(last.p5, end))} ${y + 18}H${number(xOf(last.p95, end))}M${number(xOf(last.p5, end))} ${y + 15}v6M${number(xOf(last.p95, end))} ${y + 15}v6`, '#111111', ' stroke-width="1.3"'));
    if (promised !== undefined && promised <= end) marks.push(line(`M${number(xOf(promised, end))} ${y - 3}v23`, '#c00000', ' stroke-width="2"'));
  });
  marks.push(words(left, foot + 16, vi ? '├──┤ môi trường cuối cùng của mức trở lại, P5 đến P95   │ đỏ: thời hạn đã cam kết (RTO)' : '├──┤ return of a tier’s last environment, P5 to P95   │ red: what is promised (RTO)', 11));
  return { marks, height: foot + 20 };
}

function servicesPanel({ systems, tiers }: DrSimulateData, end: bigint, view: View): Panel {
  const vi = view.lang === 'vi';
  const [top, high] = [38, 130];
  const foot = top + high;
  const y = (share: number): number => foot - share * high;
  const marks = [heading(vi ? 'Dịch vụ đã trở lại, phần trăm của từng mức (nét đậm: P50; nét nhạt: P95)' : 'Services back, percent of each tier (strong: P50; faint: P95)'), ...axis(end, top, foot, view)];
  for (const share of [0, 0.5, 1]) marks.push(line(`M${left} ${number(y(share))}H${width - right}`, share === 0 ? '#111111' : '#e0e0e0'), words(left - 10, y(share) + 4, `${share * 100} %`, 11, 'end'));
  let legend = top + 12;
  for (const tier of protections) {
    const all = systems.filter((row) => row.tier === tier);
    if (all.length === 0) continue;
    const curve = (level: 'p50' | 'p95'): string => {
      const times = all.flatMap(({ rto }) => rto?.[level] ?? []).filter((at) => at <= end).sort((a, b) => (a < b ? -1 : 1));
      return `M${left} ${number(y(0))}${times.map((at, index) => `H${number(xOf(at, end))}V${number(y((index + 1) / all.length))}`).join('')}H${width - right}`;
    };
    marks.push(line(curve('p95'), inks[tier], ' stroke-width="1.4" stroke-opacity="0.45"'), line(curve('p50'), inks[tier], ` stroke-width="2.5"${dashes[tier] === '' ? '' : ` stroke-dasharray="${dashes[tier]}"`}`));
    const nowhere = tiers.find((one) => one.tier === tier)?.nowhere ?? 0;
    marks.push(line(`M${width - right + 8} ${legend - 4}h26`, inks[tier], ` stroke-width="2.5"${dashes[tier] === '' ? '' : ` stroke-dasharray="${dashes[tier]}"`}`), words(width - right + 40, legend, `${tierNames[tier][view.lang]} (${all.length - nowhere}/${all.length})`, 12));
    legend += 20;
  }
  return { marks, height: foot + 4 };
}

function linksPanel({ links }: DrSimulateData, end: bigint, view: View): Panel {
  const vi = view.lang === 'vi';
  if (links.length === 0) return { marks: [], height: 0 };
  const [top, row] = [38, 62];
  const foot = top + links.length * row;
  const marks = [heading(vi ? 'Tải đường truyền giữa các nơi còn lại, Gbit/s: đồng bộ và phục hồi' : 'Load of the links between survivors, Gbit/s: replication and restores'), ...axis(end, top, foot, view)];
  links.forEach(({ from, to, share, load }, index) => {
    const base = top + (index + 1) * row - 8;
    const high = row - 20;
    const y = (rate: bigint): number => base - (share === 0n ? 0 : (Number(rate) / Number(share)) * high);
    const most = load.reduce((highest, { rate }) => (rate > highest ? rate : highest), 0n);
    const path = load.map(({ atMs, rate }, at) => `${at === 0 ? `M${number(xOf(atMs, end))} ${number(y(rate))}` : `H${number(xOf(atMs < end ? atMs : end, end))}V${number(y(rate))}`}`).join('');
    marks.push(
      words(left - 10, base - high / 2 + 4, cut(`${from} → ${to}`, 12, left - 34), 12, 'end'),
      line(`M${left} ${number(base - high)}H${width - right}`, '#111111', ' stroke-dasharray="7 4"'),
      words(width - right + 8, base - high + 4, `${vi ? 'được dùng' : 'share'} ${gigabits(view, share)}`, 11),
      `<path d="${path}H${width - right}V${number(base)}H${left}Z" fill="#0072b2" fill-opacity="0.22"/>`,
      line(`${path}H${width - right}`, '#0072b2', ' stroke-width="1.8"'),
      line(`M${left} ${number(base)}H${width - right}`, '#111111'),
      words(width - right + 8, base, `${vi ? 'cao nhất' : 'highest'} ${gigabits(view, most)}`, 11),
    );
  });
  return { marks, height: foot + 2 };
}

function roomPanel({ survivors }: DrSimulateData, _end: bigint, view: View): Panel {
  const vi = view.lang === 'vi';
  if (survivors.length === 0) return { marks: [], height: 0 };
  const [top, row] = [28, 20];
  const wide = width - left - right;
  const marks = [heading(vi ? 'Năng lực nơi còn lại: nhạt = trước khi mất, đậm = sau khi chuyển, vạch = tất cả những gì có' : 'Capacity of survivors: faint = before the loss, strong = after the move, line = all there is')];
  survivors.forEach(({ site, resource, there, before, after }, index) => {
    const y = top + index * row;
    const most = [there, before, after].reduce((highest, one) => (one > highest ? one : highest), 1n);
    const x = (amount: bigint): number => (Number(amount) / Number(most)) * wide;
    const percent = there === 0n ? '∞' : `${figure(view, (before * 100n + there - 1n) / there)} → ${figure(view, (after * 100n + there - 1n) / there)} %`;
    marks.push(words(left - 10, y + 11, cut(`${site}: ${longResource(resource, view)}`, 12, left - 34), 12, 'end'), bar(left, y, x(after), 13, after > there ? '#c00000' : '#0072b2'), bar(left, y + 3, x(before), 7, '#9cc8e8'), line(`M${number(left + x(there))} ${y - 2}v17`, '#111111', ' stroke-width="1.8"'), words(width - right + 8, y + 11, percent, 11));
  });
  return { marks, height: top + survivors.length * row };
}

/** What a reader who does not see the drawing is told. */
function described({ tiers, promises, environments, worse }: DrSimulateData, view: View): string {
  const vi = view.lang === 'vi';
  const time = (ms: bigint | undefined): string => (ms === undefined ? '∞' : duration(view, ms));
  const each = tiers.map(({ tier, environments: count, nowhere, last }) =>
    vi
      ? `${tierNames[tier].vi}: ${count - nowhere} trên ${count} môi trường trở lại, cuối cùng sau ${time(last?.p50)} (P95 ${time(last?.p95)}), cam kết ${time(promises[tier].rtoMs)}`
      : `${tierNames[tier].en}: ${count - nowhere} of ${count} environments are back, the last after ${time(last?.p50)} (P95 ${time(last?.p95)}), promised ${time(promises[tier].rtoMs)}`,
  );
  return [vi ? `${environments} môi trường, ${worse} không đạt cam kết` : `${environments} environments, ${worse} worse than promised`, ...each].join('. ');
}
