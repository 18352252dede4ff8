import type { View } from '../view.js';
import type { Chart } from './chart.js';
import { chartHeight, chartWidth, svgChart } from './svg.js';

/** Charts one below the other in one SVG document; a single one stands for itself. */
export function svgPage(charts: readonly Chart[], view: Pick<View, 'lang'>): string {
  const [only] = charts;
  if (only !== undefined && charts.length === 1) return svgChart(only, view);
  let y = 0;
  const placed = charts.map((chart, index) => {
    const drawn = svgChart(chart, view, { id: `chart-${index + 1}`, y });
    y += chartHeight(chart);
    return drawn;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${chartWidth} ${Math.max(1, y)}" width="${chartWidth}" height="${Math.max(1, y)}" lang="${view.lang}">\n${placed.join('')}</svg>\n`;
}
