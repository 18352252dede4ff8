import type { HallPower } from '../../../sites/capacity/power/hall.js';
import type { Stranded } from '../../../sites/capacity/power/stranded.js';
import { visible } from '../../../sites/model/visible.js';
import type { PowerData, PowerRow, PowerSite } from '../../power-data.js';
import { headline } from '../headline.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { powerChart } from './power-chart.js';
import { dimensionNames, kilowatts, limitNames, range, strandedBy, wide } from './power-words.js';
import { tierNames } from './words.js';

export async function text(data: PowerData, view: View): Promise<string> {
  const vi = view.lang === 'vi';
  const title = headline(data, view);
  const legend = wrap(
    vi
      ? `Đã dùng / có. kW: tải đỉnh của thiết bị, so với phần nguồn điện còn cấp được khi nhánh mạnh nhất hỏng (hoặc các nhánh nêu ở --lose) và phần làm mát còn lại khi một máy hỏng. Tải sàn dưới một tủ đầy so với sức chịu, kN/m².${data.tier === 'bronze' ? '' : ` Thiết bị của hệ thống dưới mức ${tierNames[data.tier].vi} coi như đã tắt.`}`
      : `Taken / there. kW: what IT draws at its peak, against what the feeds carry with the strongest path failed (or those of --lose), and the heat removed with one cooling unit failed. Floor load below a full rack against what it carries, kN/m².${data.tier === 'bronze' ? '' : ` Equipment of systems below ${tierNames[data.tier].en} is taken as switched off.`}`,
    view.columns,
    '',
  );
  const charts = data.plot ? await chartsText(data, view) : [];
  return `${[title, legend, ...data.sites.map((site) => siteText(site, view)), ...charts, restsOn(data, view)].join('\n\n')}\n`;
}

/** Quarters that say the same are one row. */
interface Span {
  readonly from: string;
  readonly to: string;
  readonly row: PowerRow;
}

function spansOf(rows: readonly PowerRow[]): Span[] {
  const told = ({ quarter: _quarter, ...rest }: PowerRow): string => JSON.stringify(rest, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return rows.reduce<Span[]>((spans, row) => {
    const last = spans.at(-1);
    return last !== undefined && told(last.row) === told(row) ? [...spans.slice(0, -1), { ...last, to: row.quarter }] : [...spans, { from: row.quarter, to: row.quarter, row }];
  }, []);
}

const spanText = ({ from, to }: Span): string => (from === to ? from : `${from}–${to}`);

function siteText({ site, name, rows, commissioning }: PowerSite, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  const heading = `${paint.bold(paint.cyan(site))}  ${safe(say(view, name))}`;
  if (rows.length === 0) return `${heading}\n  ${vi ? `chưa hoạt động trong các quý này; dự kiến ${commissioning}` : `does not operate in these quarters; due ${commissioning}`}`;
  const spans = spansOf(rows);
  const right = 'right' as const;
  const halls = table(
    view,
    [
      { title: vi ? 'quý' : 'quarter' },
      { title: vi ? 'phòng máy' : 'hall' },
      { title: vi ? 'tủ' : 'racks', align: right },
      { title: vi ? 'U trong tủ' : 'rack units', align: right },
      { title: vi ? 'kW đỉnh' : 'IT kW', align: right },
      { title: vi ? 'nguồn' : 'feeds', align: right },
      { title: vi ? 'làm mát' : 'cooling', align: right },
      { title: vi ? 'sàn' : 'floor', align: right },
      { title: vi ? 'hết trước' : 'ends first' },
    ],
    spans.flatMap((span) => span.row.halls.map((hall, index) => [index === 0 ? spanText(span) : '', ...hallCells(hall, view)])),
  );
  const energy = table(
    view,
    [
      { title: vi ? 'quý' : 'quarter' },
      { title: vi ? 'kW đỉnh' : 'IT kW', align: right },
      { title: vi ? '% thiết kế' : '% of design', align: right },
      { title: 'PUE', align: right },
      { title: vi ? 'kW cả trung tâm' : 'facility kW', align: right },
      { title: vi ? 'MWh một năm' : 'MWh a year', align: right },
    ],
    spans.map((span) => [spanText(span), ...energyCells(span.row, view)]),
  );
  return [heading, halls, ...remarksOf(spans, view), energy].join('\n');
}

/** Remarks with the quarters they hold for; one that holds for several spans in a row is said once. */
function remarksOf(spans: readonly Span[], view: View): string[] {
  const said: { words: string; alarm: boolean; from: string; to: string; last: number }[] = [];
  spans.forEach(({ from, to, row }, index) => {
    for (const { words, alarm } of remarks(row, view)) {
      const before = said.find((one) => one.words === words && one.last === index - 1);
      if (before === undefined) said.push({ words, alarm, from, to, last: index });
      else Object.assign(before, { to, last: index });
    }
  });
  return said.map(({ words, alarm, from, to }) => {
    const text = wrap(`  ${from === to ? from : `${from}–${to}`}  ${words}`, view.columns, '    ');
    return alarm ? painter(view).red(text) : text;
  });
}

function hallCells({ hall, lost, racks, rackUnits, drawn, feed, cooling, floor, binding, over }: HallPower, view: View): string[] {
  const paint = painter(view);
  const checked = (dimension: HallPower['over'][number], cell: string): string => (over.includes(dimension) ? paint.red(`${cell} ✗`) : cell);
  const name = visible(hall, 20);
  if (lost) return [name, ...Array.from({ length: 6 }, () => '–'), paint.red(view.lang === 'vi' ? 'đã mất' : 'lost')];
  return [
    name,
    `${figure(view, racks.taken)}/${figure(view, racks.there)}`,
    `${figure(view, rackUnits.taken)}/${figure(view, rackUnits.there)}`,
    kilowatts(view, drawn, 'up'),
    checked('feed', kilowatts(view, feed, 'down')),
    checked('cooling', kilowatts(view, cooling, 'down')),
    checked('floor', `${wide(view, floor.load)}/${floor.permitted === undefined ? '?' : wide(view, floor.permitted)}`),
    limitNames[binding][view.lang],
  ];
}

function energyCells({ drawn, design, pue, facility, energy }: PowerRow, view: View): string[] {
  const share = design === 0n ? '–' : `${figure(view, Math.round((Number(drawn) * 100) / Number(design)))} %`;
  return [
    kilowatts(view, drawn, 'up'),
    share,
    pue === undefined ? '–' : range(wide(view, pue.low), wide(view, pue.high)),
    range(kilowatts(view, facility.low, 'up'), kilowatts(view, facility.high, 'up')),
    range(figure(view, energy.low), figure(view, energy.high)),
  ];
}

interface Remark {
  readonly words: string;
  readonly alarm: boolean;
}

/** What the table has no column for: nodes down, limits exceeded, what is stranded, what has no rack, a PUE that cannot be told. */
function remarks({ halls, unplaced, pue, lost }: PowerRow, view: View): Remark[] {
  const vi = view.lang === 'vi';
  const said: Remark[] = [];
  const note = (words: string): number => said.push({ words, alarm: false });
  const alarm = (words: string): number => said.push({ words, alarm: true });
  for (const { hall, nodes, over, stranded } of halls) {
    const of = safe(hall);
    if (nodes.lost > 0 && !lost) alarm(vi ? `${of}: ${figure(view, nodes.lost)} máy chủ dừng, ${figure(view, nodes.running)} máy chủ còn chạy` : `${of}: ${figure(view, nodes.lost)} nodes down, ${figure(view, nodes.running)} running`);
    for (const dimension of over) alarm(vi ? `${of}: vượt giới hạn ${dimensionNames[dimension].vi}` : `${of}: exceeds its ${dimensionNames[dimension].en}`);
    if (stranded.length > 0) note(`${of}: ${vi ? 'không dùng được' : 'stranded'}: ${stranded.map((one) => strandedText(one, view)).join('; ')}`);
  }
  for (const { pool, count } of unplaced.nodes) alarm(vi ? `${figure(view, count)} máy chủ của nhóm ${safe(pool)} không còn tủ để đặt` : `${figure(view, count)} nodes of the pool ${safe(pool)} have no rack`);
  for (const system of unplaced.equipment) alarm(vi ? `thiết bị của hệ thống ${safe(system)} không còn tủ để đặt` : `the equipment of ${safe(system)} has no rack`);
  if (pue !== undefined && pue.low !== pue.high)
    note(vi ? 'PUE: tải thấp hơn điểm đầu của đường PUE; từ mức PUE giữ nguyên đến mức phần phụ trợ không giảm' : 'PUE: the load lies below the first point of the curve; from where the PUE stays to where the overhead does not fall');
  return said;
}

function strandedText({ what, amount, by }: Stranded, view: View): string {
  const vi = view.lang === 'vi';
  if (what === 'watts') {
    const kw = kilowatts(view, BigInt(amount), 'down');
    return vi ? `khi mọi tủ đã đầy, còn ${kw} kW không có tủ để dùng` : `once every rack is full, ${kw} kW without a rack`;
  }
  const why = strandedBy[by][view.lang];
  return vi ? `${figure(view, amount)} U (${why})` : `${figure(view, amount)} rack units (${why})`;
}

/** A chart for each site that has rows; the plotting library is loaded only here. */
async function chartsText(data: PowerData, view: View): Promise<string[]> {
  const { terminalChart } = await import('../plot/terminal.js');
  return data.sites.filter(({ rows }) => rows.length > 0).map((site) => terminalChart(powerChart(site, data, view), view).trimEnd());
}

export async function svg(data: PowerData, view: View): Promise<string> {
  const { svgPage } = await import('../plot/svg-page.js');
  const operating = data.sites.filter(({ rows }) => rows.length > 0);
  return svgPage(
    (operating.length > 0 ? operating : data.sites).map((site) => powerChart(site, data, view)),
    view,
  );
}

function restsOn({ inputs, assumptions }: PowerData, view: View): string {
  return wrap(
    view.lang === 'vi'
      ? `Dựa trên ${figure(view, inputs.length)} giá trị đầu vào, trong đó ${figure(view, assumptions)} là giả định chưa ai xác nhận; danh sách có trong --json (inputs).`
      : `Rests on ${figure(view, inputs.length)} inputs, ${figure(view, assumptions)} of them assumptions nobody has confirmed; --json lists them (inputs).`,
    view.columns,
    '  ',
  );
}

/** One row for each site, quarter and hall. Power in watts, floor load in kN/m², energy (of the whole site) in MWh a year. */
export function csv({ sites }: PowerData): readonly (readonly string[])[] {
  const head = ['site', 'quarter', 'hall', 'lost', 'racks_taken', 'racks', 'rack_units_taken', 'rack_units', 'rack_watts_taken', 'rack_watts', 'nodes_running', 'nodes_lost', 'drawn_watts', 'feed_watts', 'cooling_watts', 'floor_load', 'floor_permitted', 'ends_first', 'over', 'stranded_rack_units', 'stranded_watts', 'site_pue_low', 'site_pue_high', 'site_facility_watts_low', 'site_facility_watts_high', 'site_mwh_low', 'site_mwh_high'];
  const stranded = (all: readonly Stranded[], kind: Stranded['what']): string => String(all.reduce((sum, { what, amount }) => (what === kind ? sum + amount : sum), 0));
  const rows = sites.flatMap(({ site, rows: quarters }) =>
    quarters.flatMap(({ quarter, halls, pue, facility, energy }) =>
      halls.map((one) =>
        [
          ...[site, quarter, one.hall, one.lost, one.racks.taken, one.racks.there, one.rackUnits.taken, one.rackUnits.there, one.rackPower.taken, one.rackPower.there, one.nodes.running, one.nodes.lost, one.drawn, one.feed, one.cooling, one.floor.load, one.floor.permitted ?? ''],
          ...[one.binding, one.over.join(' '), stranded(one.stranded, 'rack-units'), stranded(one.stranded, 'watts'), pue?.low ?? '', pue?.high ?? '', facility.low, facility.high, energy.low, energy.high],
        ].map(String),
      ),
    ),
  );
  return [head, ...rows];
}
