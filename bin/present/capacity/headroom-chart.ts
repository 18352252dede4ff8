import type { Level } from '../../../sites/capacity/headroom.js';
import type { HeadroomData, LevelHeadroom, SiteHeadroom } from '../../headroom-data.js';
import type { Chart, Series } from '../plot/chart.js';
import { svgPage } from '../plot/svg-page.js';
import { terminalChart } from '../plot/terminal.js';
import { date, say, type View } from '../view.js';
import { levelNames, tierNames } from './words.js';

const drawn = ['nothing', 'node', 'rack', 'feed', 'hall', 'site'] as const satisfies readonly Level[];

/** Percent left of the scarcest resource, to a tenth; null where nothing is there to take a share of, or protected environments have nowhere to run. */
function share({ scarcest, homeless }: LevelHeadroom): number | null {
  if (scarcest === undefined || scarcest.whole === 0n || homeless > 0) return null;
  return Number((scarcest.left * 1000n) / scarcest.whole) / 10;
}

function chartOf(data: HeadroomData, { site, name, rows }: SiteHeadroom, view: View): Chart {
  const vi = view.lang === 'vi';
  const series = drawn.map((level): Series => ({
    name: levelNames[level][view.lang],
    kind: 'step',
    values: data.quarters.map((quarter) => {
      const row = rows.find((one) => one.quarter === quarter);
      return row === undefined ? null : share(row.levels[level]);
    }),
  }));
  const first = data.promises.find((promise) => promise.site === site && promise.level === 'site' && promise.broken !== undefined && promise.holdsFrom !== undefined && data.quarters.includes(promise.holdsFrom));
  return {
    title: vi ? `Năng lực còn lại ở ${site} (${say(view, name)})` : `Headroom at ${site} (${say(view, name)})`,
    subtitle: vi ? `Tài nguyên khan hiếm nhất, mức ${tierNames[data.tier].vi} và cao hơn, khi mất phạm vi nặng nhất của mỗi cấp; tính đến ${date(view, data.asOf)}` : `Scarcest resource, ${tierNames[data.tier].en} and all protected better, with the worst domain of each level lost; as of ${date(view, data.asOf)}`,
    unit: '%',
    x: data.quarters,
    series: [...series, { name: vi ? 'hết' : 'none left', kind: 'limit', values: data.quarters.map(() => 0) }],
    ...(first?.holdsFrom === undefined ? {} : { annotations: [{ at: first.holdsFrom, text: vi ? 'mất trung tâm vẫn đủ chỗ' : 'a lost site is survived' }] }),
  };
}

/** One for each site that serves. */
export const charts = (data: HeadroomData, view: View): Chart[] => data.sites.filter(({ rows }) => rows.length > 0).map((site) => chartOf(data, site, view));

/** One chart for each site that serves; one quarter alone makes no line. */
export const plot = (data: HeadroomData, view: View): string => charts(data, view).map((chart) => terminalChart(chart, view)).join('\n\n');

/** One chart for each site that serves, one below the other. */
export function svg(data: HeadroomData, view: View): string {
  const drawings = charts(data, view);
  return svgPage(drawings.length > 0 ? drawings : [{ title: data.estate.id, unit: '%', x: data.quarters, series: [] }], view);
}
