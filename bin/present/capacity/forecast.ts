import type { ForecastData } from '../../commands/capacity/forecast.js';
import type { ForecastSeries } from '../../../sites/capacity/forecast.js';
import type { Chart } from '../plot/chart.js';
import { headline } from '../headline.js';
import { date, figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { amountText, clipped, compartmentText, longResource, percentLeft, tierNames } from './words.js';

export async function text(data: ForecastData, view: View): Promise<string> {
  const vi = view.lang === 'vi';
  const [first, last] = [data.quarters[0] ?? '', data.quarters.at(-1) ?? ''];
  const title = headline(data, view);
  const legend = wrap(
    vi
      ? `Nhu cầu của mức ${tierNames[data.tier].vi} và cao hơn, ${first} đến ${last}: hạn mức đã duyệt, dự báo của các yêu cầu, và tăng giả định sau dự báo cuối (${data.growth.computePerYear} % tính toán, ${data.growth.storagePerYear} % lưu trữ một năm); so với năng lực cấp phát được.`
      : `Demand of ${tierNames[data.tier].en} and all protected better, ${first} to ${last}: approved quotas, the requests' own forecasts, and growth assumed after the last of them (${data.growth.computePerYear} % compute, ${data.growth.storagePerYear} % storage a year); against what is allocatable.`,
    view.columns,
    '',
  );
  const sites = [...new Set(data.series.map(({ site }) => site))];
  const parts = [title, legend, ...sites.map((site) => siteText(site, data, view)), restText(data, view)];
  if (data.plot) parts.splice(2, 0, ...(await Promise.all(sites.map(async (site) => (await import('../plot/terminal.js')).terminalChart(chartOf(site, data, view), view)))));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function siteText(site: string, { series }: ForecastData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const rows = series
    .filter((one) => one.site === site)
    .flatMap(({ compartment, resource, points, exhausted }) => {
      const [start, end] = [points[0], points.at(-1)];
      if (start === undefined || end === undefined) return [];
      const amount = (value: bigint): string => amountText(resource, value, view);
      const name = `${longResource(resource, view)}${compartment === 'open' ? '' : ` (${compartmentText(compartment, view)})`}`;
      const run = exhausted === undefined ? '–' : exhausted <= end.quarter ? paint.red(exhausted) : exhausted;
      return [[name, amount(start.quota), end.forecast === 0n ? '–' : `+${amount(end.forecast)}`, end.growth === 0n ? '–' : `+${amount(end.growth)}`, amount(end.supply), percentLeft(end.left, end.supply), run]];
    });
  const quarters = series.find((one) => one.site === site)?.points;
  const span = quarters === undefined ? '' : `  ${quarters[0]?.quarter ?? ''}–${quarters.at(-1)?.quarter ?? ''}`;
  return `${paint.bold(paint.cyan(site))}${span}\n${table(
    view,
    [
      { title: vi ? 'tài nguyên' : 'resource' },
      { title: vi ? 'hạn mức' : 'quota', align: 'right' },
      { title: vi ? 'dự báo' : 'forecast', align: 'right' },
      { title: vi ? 'giả định' : 'assumed', align: 'right' },
      { title: vi ? 'có' : 'there', align: 'right' },
      { title: vi ? 'còn' : 'left', align: 'right' },
      { title: vi ? 'hết từ' : 'runs out', align: 'right' },
    ],
    rows,
  )}`;
}

function restText({ colocated, ingest, milestones, quarters }: ForecastData, view: View): string {
  const vi = view.lang === 'vi';
  const [first, last] = [quarters[0], quarters.at(-1)];
  const lines: string[] = [];
  const folded = (line: string): string => wrap(line, view.columns, '  ');
  for (const site of [...new Set(colocated.map((one) => one.site))]) {
    const [now, then] = [first, last].map((quarter) => colocated.find((one) => one.site === site && one.quarter === quarter));
    if (now !== undefined && then !== undefined && then.systems > 0)
      lines.push(folded(vi ? `Thiết bị đặt tại ${site}: ${figure(view, then.systems)} hệ thống, ${figure(view, then.rackUnits)} U, ${figure(view, then.watts / 1000)} kW (${now.quarter}: ${figure(view, now.rackUnits)} U)` : `Colocated at ${site}: ${figure(view, then.systems)} systems, ${figure(view, then.rackUnits)} rack units, ${figure(view, then.watts / 1000)} kW (${now.quarter}: ${figure(view, now.rackUnits)} rack units)`));
  }
  const open = ingest.at(-1);
  if (open !== undefined && open.links > 0) lines.push(folded(vi ? `Nhận dữ liệu từ chủ quản: ${figure(view, open.links)} kênh, ${figure(view, open.mbps)} Mbit/s, trễ chặt nhất ${open.tightestLagSeconds} giây` : `Ingest from owners: ${figure(view, open.links)} links, ${figure(view, open.mbps)} Mbit/s, tightest lag ${open.tightestLagSeconds} s`));
  if (milestones.length > 0) {
    lines.push(wrap(vi ? 'Mốc nhu cầu của các văn bản (không nêu con số; môi trường có mặt đến lúc đó, tại trung tâm đã hoạt động; * đã qua hạn):' : 'Demand milestones of the documents (they name no amounts; environments that stand by then, at a site that operates; * due before today):', view.columns, '  '));
    lines.push(
      table(view, [{ title: vi ? 'hạn' : 'due' }, { title: vi ? 'mốc' : 'milestone' }, { title: '%', align: 'right' }, { title: vi ? 'môi trường' : 'environments', align: 'right' }, { title: vi ? 'căn cứ' : 'basis' }], milestones.map(({ due, past, name, percent, standing, requested, basis }) => [`${due}${past ? ' *' : ''}`, clipped(safe(say(view, name)), 48), percent === undefined ? '–' : String(percent), `${standing}/${requested}`, clipped(`${basis.document.toUpperCase()} ${safe(basis.clause)}`, 16)])),
    );
  }
  return lines.join('\n');
}

/** Amounts in milliCPU, bytes and counts. */
export function csv({ series }: ForecastData): readonly (readonly string[])[] {
  return [
    ['site', 'compartment', 'resource', 'quarter', 'quota', 'forecast', 'growth', 'supply', 'left'],
    ...series.flatMap(({ site, compartment, resource, points }) => points.map((point) => [site, compartment, resource, point.quarter, String(point.quota), String(point.forecast), String(point.growth), String(point.supply), String(point.left)])),
  ];
}

/** Share of each resource that is owed, in percent. */
function chartOf(site: string, { series, quarters, asOf }: ForecastData, view: View): Chart {
  const vi = view.lang === 'vi';
  const used = ({ points }: ForecastSeries): (number | null)[] =>
    quarters.map((quarter) => {
      const point = points.find((one) => one.quarter === quarter);
      return point === undefined || point.supply === 0n ? null : Number(((point.supply - point.left) * 1000n) / point.supply) / 10;
    });
  return {
    title: vi ? `Nhu cầu ở ${site}` : `Demand at ${site}`,
    subtitle: vi ? `Phần trăm của năng lực cấp phát được; tính đến ${date(view, asOf)}` : `Percent of what is allocatable; as of ${date(view, asOf)}`,
    unit: '%',
    x: quarters,
    series: [
      ...series.filter((one) => one.site === site && one.compartment === 'open').map((one) => ({ name: longResource(one.resource, view), kind: 'step' as const, values: used(one) })),
      { name: vi ? 'hết' : 'all there is', kind: 'limit' as const, values: quarters.map(() => 100) },
    ],
  };
}

/** One chart for each site that serves. */
export async function svg(data: ForecastData, view: View): Promise<string> {
  const { svgPage } = await import('../plot/svg-page.js');
  const sites = [...new Set(data.series.map(({ site }) => site))];
  return svgPage((sites.length === 0 ? [''] : sites).map((site) => chartOf(site, data, view)), view);
}
