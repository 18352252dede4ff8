import { firstDay } from '../../../sites/model/calendar.js';
import type { Text } from '../../../sites/model/text.js';
import type { AcceptedOrderData, PurchaseData } from '../../purchase-data.js';
import { both, html, type Html } from '../audit/markup.js';
import { barOf } from '../capacity/purchase-chart.js';
import { billions, kindNames, money } from '../capacity/purchase-words.js';
import { svgGantt, type Gantt } from '../plot/gantt.js';
import { date, figure, say, type View } from '../view.js';
import { drawing, tableHtml, told } from './parts.js';

type Accepted = NonNullable<PurchaseData['accepted']>;

export const costOfOrders = (orders: readonly { readonly cost: bigint }[]): bigint => orders.reduce((sum, { cost }) => sum + cost, 0n);

/** Orders of a plan that was accepted are counted on: whoever reads that nothing more is missing has to place them all the same. */
export function acceptedHtml({ accepted, quarters, asOf }: PurchaseData): Html | undefined {
  if (accepted === undefined || accepted.orders.length + accepted.contracted.length === 0) return undefined;
  return html`<p>${told((view) => summary(accepted, view))}</p>
<figure>${drawing((view) => svgGantt(ganttOf(accepted, quarters, asOf, view), view, { id: `accepted-chart-${view.lang}` }))}</figure>
${accepted.orders.length === 0 ? undefined : ordersHtml('accepted-open', { vi: 'Đơn hàng của kế hoạch đã duyệt, còn phải đặt', en: 'Orders of the accepted plan, still to be placed' }, accepted.orders)}
${accepted.contracted.length === 0 ? undefined : ordersHtml('accepted-signed', { vi: 'Đã ký hợp đồng, chưa dùng', en: 'Under contract, not serving yet' }, accepted.contracted)}`;
}

function summary({ asOf, digest, orders, contracted }: Accepted, view: View): string {
  const [open, signed] = [money(costOfOrders(orders), view), money(costOfOrders(contracted), view)];
  if (view.lang === 'vi')
    return `Đã tính kế hoạch mua sắm được duyệt, lập ngày ${date(view, asOf)}, mã ${digest}: còn phải đặt ${figure(view, orders.length)} đơn hàng, ${open}; đã ký hợp đồng mà chưa dùng ${figure(view, contracted.length)} đơn hàng, ${signed}.`;
  return `Counted on is the purchase plan that was accepted, of ${date(view, asOf)}, digest ${digest}: ${figure(view, orders.length)} order${orders.length === 1 ? '' : 's'} still to be placed, ${open}; ${figure(view, contracted.length)} under contract that ${contracted.length === 1 ? 'does' : 'do'} not serve yet, ${signed}.`;
}

function ganttOf({ orders, contracted }: Accepted, quarters: readonly string[], asOf: string, view: View): Gantt {
  const bar = (phase: number) => (order: AcceptedOrderData) => ({ ...barOf(order, view), parts: [{ phase, from: order.orderBy, to: firstDay(order.quarter) }] });
  return {
    title: say(view, { vi: 'Đơn hàng của kế hoạch đã duyệt', en: 'Orders of the accepted plan' }),
    subtitle: say(view, { vi: `Từ ngày đặt hàng muộn nhất đến quý đưa vào sử dụng; tính đến ${date(view, asOf)}`, en: `From the last day to order on to the quarter of service; as of ${date(view, asOf)}` }),
    phases: [say(view, { vi: 'còn phải đặt', en: 'still to be placed' }), say(view, { vi: 'đã ký hợp đồng', en: 'under contract' })],
    x: quarters,
    bars: [...orders.map(bar(0)), ...contracted.map(bar(1))],
  };
}

const ordersHtml = (id: string, caption: Text, orders: readonly AcceptedOrderData[]): Html =>
  tableHtml(
    id,
    caption,
    [{ title: { vi: 'Đặt trước ngày', en: 'Order by' }, kind: 'short' }, { title: { vi: 'Dùng từ', en: 'Serves from' }, kind: 'short' }, { title: { vi: 'Nơi', en: 'Where' }, kind: 'short' }, { title: { vi: 'Mua gì', en: 'What' } }, { title: { vi: 'Số', en: 'Count' }, kind: 'number' }, { title: { vi: 'Tỷ đồng', en: 'Billion VND' }, kind: 'number' }, { title: { vi: 'Nhóm máy', en: 'Pool' } }],
    orders.map((order) => [told((view) => date(view, order.orderBy)), order.quarter, `${order.site} ${order.hall}`, both(kindNames[order.kind]), told((view) => figure(view, order.count)), told((view) => billions(order.cost, view)), order.pool ?? '–']),
  );
