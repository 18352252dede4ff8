import { isBroken } from '../../../sites/purchase/committed.js';
import { fundingNames } from '../../../sites/tenancy/funding.js';
import type { PurchaseData } from '../../purchase-data.js';
import type { ReportData } from '../../report-data.js';
import { both, html, type Html } from '../audit/markup.js';
import { capLines } from '../capacity/purchase-caps.js';
import { costOf, ganttOf } from '../capacity/purchase-chart.js';
import { overloadedLines } from '../capacity/purchase-standing.js';
import { billions, kindNames, limitText, linkLines, needLines, percent, whyText } from '../capacity/purchase-words.js';
import { svgGantt } from '../plot/gantt.js';
import { svgChart } from '../plot/svg.js';
import { date, figure } from '../view.js';
import { acceptedHtml, costOfOrders } from './accepted-orders.js';
import { drawing, paragraph, section, soft, tableHtml, told } from './parts.js';

const money = (vnd: bigint): Html => told((view) => billions(vnd, view));

/** What to order by when, what it costs in which year, and who shares in it. */
export function purchaseHtml({ purchase, noPurchase }: ReportData): Html {
  const title = { vi: 'Mua sắm và ngân sách', en: 'Purchases and budget' };
  if (purchase === undefined) return section('purchase', title, paragraph({ vi: `Chưa có kế hoạch mua sắm: ${noPurchase?.vi ?? '–'}`, en: `There is no purchase plan: ${noPurchase?.en ?? '–'}` }));
  const { plan, conflict, quarters } = purchase;
  const caps = purchase.budgets.some(isBroken) ? html`<p class="bad">${told((view) => capLines(purchase, view).flatMap(({ text, broken }) => (broken ? [text] : [])).join(' '))}</p>` : html``;
  if (plan === undefined)
    return section(
      'purchase',
      title,
      caps,
      html`<p class="bad">${both({ vi: 'Không kế hoạch mua sắm nào thỏa mãn mọi điều sau:', en: 'No purchase plan meets all of these:' })}</p>`,
      html`<ul>${purchase.overloaded.length === 0 ? [] : [html`<li>${told((view) => overloadedLines(purchase, view).join('; '))}</li>`]}${(conflict?.limits ?? []).map((limit) => html`<li>${told((view) => limitText(limit, purchase, view))}</li>`)}<li>${told((view) => [...needLines(conflict?.needs ?? [], view), ...linkLines(conflict?.links ?? [], view)].join('; '))}</li></ul>`,
    );
  const last = quarters.at(-1) ?? '';
  const accepted = acceptedHtml(purchase);
  const counted = soft({
    vi: 'Phần này tính khác phần năng lực: máy hết tuổi thọ giả định thì phải thay, và chỉ máy đã có hợp đồng hoặc thuộc kế hoạch đã duyệt mới được tính; phần năng lực tính mọi máy ghi trong dữ liệu cho đến khi ghi ngày ngừng (retires).',
    en: 'This part counts otherwise than headroom does: equipment is replaced at the end of the life assumed for it, and only what has a contract or belongs to the accepted plan is counted on; headroom counts every pool of the data until the day it is written to retire.',
  });
  if (plan.orders.length === 0) {
    const nothing = accepted === undefined ? { vi: `Đến hết ${last} không phải mua gì.`, en: `Nothing has to be bought until the end of ${last}.` } : { vi: `Ngoài các đơn hàng dưới đây, đến hết ${last} không phải mua gì thêm.`, en: `Beside the orders below, nothing has to be bought until the end of ${last}.` };
    return section('purchase', title, counted, caps, paragraph(nothing), accepted);
  }
  return section('purchase', title, counted, caps, summaryHtml(plan, last), html`<figure>${drawing((view) => svgGantt(ganttOf(plan, purchase, view), view, { id: `orders-chart-${view.lang}` }))}</figure>`, ordersHtml(plan), html`<figure>${drawing((view) => svgChart(costOf(plan, purchase, view), view, { id: `cost-chart-${view.lang}` }))}</figure>`, yearsHtml(plan, purchase), organisationsHtml(plan, purchase), accepted);
}

type Plan = NonNullable<PurchaseData['plan']>;

function summaryHtml({ orders, certificate }: Plan, last: string): Html {
  const [investment, upkeep] = [costOfOrders(orders), orders.reduce((sum, order) => sum + order.upkeep, 0n)];
  return html`<p>${told((view) =>
    view.lang === 'vi'
      ? `Đến hết ${last}: ${figure(view, orders.length)} đơn hàng, chi đầu tư ${billions(investment, view)} tỷ đồng, chi thường xuyên ${billions(upkeep, view)} tỷ đồng. Chi phí cách cận dưới đã chứng minh không quá ${percent(certificate.gap, view)}.`
      : `Until the end of ${last}: ${figure(view, orders.length)} orders, investment ${billions(investment, view)} billion VND, running costs ${billions(upkeep, view)} billion VND. The cost is within ${percent(certificate.gap, view)} of its proven lower bound.`,
  )}</p>`;
}

const ordersHtml = ({ orders }: Plan): Html =>
  tableHtml(
    'orders',
    { vi: 'Đơn hàng', en: 'Orders' },
    [{ title: { vi: 'Đặt trước ngày', en: 'Order by' }, kind: 'short' }, { title: { vi: 'Dùng từ', en: 'Needed' }, kind: 'short' }, { title: { vi: 'Nơi', en: 'Where' }, kind: 'short' }, { title: { vi: 'Mua gì', en: 'What' } }, { title: { vi: 'Số', en: 'Count' }, kind: 'number' }, { title: { vi: 'Tỷ đồng', en: 'Billion VND' }, kind: 'number' }, { title: { vi: 'Nguồn vốn', en: 'Paid by' } }, { title: { vi: 'Vì', en: 'Why' } }],
    orders.map((order) => [told((view) => date(view, order.orderBy)), told((view) => date(view, order.needed)), `${order.site} ${order.hall}`, both(kindNames[order.kind]), told((view) => figure(view, order.count)), money(order.cost), both(fundingNames[order.funding]), told((view) => whyText(order, view))]),
  );

/** Years of the plan beside their caps, where there are any. */
function yearsHtml({ years }: Plan, { budgets }: PurchaseData): Html {
  const caps = new Map(budgets.map(({ year, vnd }) => [year, vnd]));
  return tableHtml(
    'years',
    { vi: 'Theo năm, tỷ đồng', en: 'By year, billions of VND' },
    [{ title: { vi: 'Năm', en: 'Year' }, kind: 'short' }, { title: { vi: 'Nguồn vốn', en: 'Paid by' } }, { title: { vi: 'Chi đầu tư', en: 'Investment' }, kind: 'number' }, { title: { vi: 'Chi thường xuyên', en: 'Recurrent' }, kind: 'number' }, { title: { vi: 'Trần của cả năm', en: 'Cap of the year' }, kind: 'number' }],
    years.map(({ year, funding, investment, recurrent }) => {
      const cap = caps.get(year);
      return [String(year), both(fundingNames[funding]), money(investment), money(recurrent), cap === undefined ? '–' : money(cap)];
    }),
  );
}

function organisationsHtml({ organisations }: Plan, { names }: PurchaseData): Html {
  const nameOf = new Map(names.map(({ organisation, name }) => [organisation, name]));
  return html`<details><summary>${both({ vi: `Phần của từng cơ quan (${organisations.length.toLocaleString('vi-VN')})`, en: `Shares of organisations (${organisations.length.toLocaleString('en-US')})` })}</summary>${soft({ vi: 'Chia theo phần nhu cầu mà mỗi đơn hàng phục vụ (C VII.4).', en: 'As each shares in what an order is needed for (C VII.4).' })}${tableHtml(
    'shares',
    { vi: 'Theo cơ quan, tỷ đồng', en: 'By organisation, billions of VND' },
    [{ title: { vi: 'Cơ quan', en: 'Organisation' } }, { title: { vi: 'Nguồn vốn', en: 'Paid by' } }, { title: { vi: 'Chi đầu tư', en: 'Investment' }, kind: 'number' }, { title: { vi: 'Chi thường xuyên', en: 'Recurrent' }, kind: 'number' }],
    organisations.map(({ organisation, funding, investment, recurrent }) => [both(nameOf.get(organisation) ?? { vi: organisation, en: organisation }), both(fundingNames[funding]), money(investment), money(recurrent)]),
  )}</details>`;
}
