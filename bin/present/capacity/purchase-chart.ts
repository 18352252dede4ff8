import type { PurchaseData } from '../../purchase-data.js';
import type { Chart } from '../plot/chart.js';
import { ganttHeight, ganttWidth, svgGantt, type Bar, type Gantt } from '../plot/gantt.js';
import { chartHeight, svgChart } from '../plot/svg.js';
import { svgList } from '../plot/svg-list.js';
import { figure, say, type View } from '../view.js';
import { overloadedLines } from './purchase-standing.js';
import { billions, dayText, kindNames, limitText, linkLines, needLines, organisationsText } from './purchase-words.js';

type Plan = NonNullable<PurchaseData['plan']>;

const words = (view: View, vi: string, en: string): string => (view.lang === 'vi' ? vi : en);

/** How an order is called beside its bar, and what it costs at the bar's end. */
export const barOf = ({ site, hall, kind, count, cost }: Pick<Plan['orders'][number], 'site' | 'hall' | 'kind' | 'count' | 'cost'>, view: View): Pick<Bar, 'label' | 'note'> => ({
  label: `${site} ${hall}: ${figure(view, count)} × ${say(view, kindNames[kind])}`,
  note: `${billions(cost, view)} ${words(view, 'tỷ đồng', 'bn VND')}`,
});

export function ganttOf({ orders }: Plan, data: PurchaseData, view: View): Gantt {
  return {
    title: words(view, 'Đơn hàng theo thời gian', 'Orders over time'),
    subtitle: words(view, `Từ ngày đặt hàng đến ngày đưa vào sử dụng; tính đến ${dayText(data.asOf, view)}`, `From the day of the order to the day of service; as of ${dayText(data.asOf, view)}`),
    phases: [words(view, 'đấu thầu', 'tender'), words(view, 'giao hàng', 'delivery'), words(view, 'đưa vào vận hành', 'commissioning')],
    x: data.quarters,
    bars: orders.map((order) => ({
      ...barOf(order, view),
      parts: [
        { phase: 0, from: order.orderBy, to: order.contract },
        { phase: 1, from: order.contract, to: order.delivered },
        { phase: 2, from: order.delivered, to: order.needed },
      ],
    })),
  };
}

/** What was ordered for until a quarter, and what running it has cost. */
export function costOf({ orders }: Plan, { quarters, estate }: PurchaseData, view: View): Chart {
  const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const until = (money: (order: Plan['orders'][number], quarter: string) => number): number[] => quarters.map((quarter) => orders.reduce((sum, order) => sum + money(order, quarter), 0) / 1e9);
  const place = (quarter: string): number => Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6));
  const last = place(quarters.at(-1) ?? '2000-Q1');
  return {
    title: words(view, 'Chi phí cộng dồn', 'Cumulated cost'),
    subtitle: say(view, estate.name),
    unit: words(view, 'tỷ đồng', 'billion VND'),
    x: quarters,
    series: [
      { name: words(view, 'chi đầu tư, theo ngày đặt hàng', 'investment, by day of order'), kind: 'area', values: until((order, quarter) => (quarterOf(order.orderBy) <= quarter ? Number(order.cost) : 0)) },
      { name: words(view, 'chi thường xuyên', 'recurrent'), kind: 'step', values: until((order, quarter) => (order.quarter > quarter ? 0 : (Number(order.upkeep) * (place(quarter) - place(order.quarter) + 1)) / Math.max(1, last - place(order.quarter) + 1))) },
    ],
  };
}

/** Orders as bars, and below them what they cost together; where there is no plan, what contradicts what. */
export function svg(data: PurchaseData, view: View): string {
  const { plan, conflict } = data;
  if (plan === undefined) {
    const served = conflict === undefined || conflict.organisations.length === 0 ? [] : [words(view, `phục vụ ${organisationsText(data, conflict.organisations, view, conflict.organisations.length)}`, `serving ${organisationsText(data, conflict.organisations, view, conflict.organisations.length)}`)];
    const lines = conflict === undefined ? [] : [...overloadedLines(data, view), ...conflict.limits.map((limit) => limitText(limit, data, view)), ...served, ...needLines(conflict.needs, view), ...linkLines(conflict.links, view)];
    return svgList(words(view, 'Không có kế hoạch nào. Những điều sau không thể cùng đúng:', 'No plan exists. These cannot all hold:'), lines, view);
  }
  const [gantt, cost] = [ganttOf(plan, data, view), costOf(plan, data, view)];
  const height = ganttHeight(gantt) + chartHeight(cost);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${ganttWidth} ${height}" width="${ganttWidth}" height="${height}" lang="${view.lang}">\n${svgGantt(gantt, view)}${svgChart(cost, view, { id: 'cost', y: ganttHeight(gantt) })}</svg>\n`;
}
