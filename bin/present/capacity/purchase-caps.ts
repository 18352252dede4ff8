import { beyondCap, isBroken, type CapUse } from '../../../sites/purchase/committed.js';
import type { PurchaseData } from '../../purchase-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';
import { kindNames, money } from './purchase-words.js';

/** Caps that what is ordered already breaks, or leaves nothing of. */
export const capsText = (data: Pick<PurchaseData, 'budgets'>, view: View): string =>
  capLines(data, view).map(({ text, broken }) => wrap(broken ? painter(view).red(text) : painter(view).yellow(text), view.columns, '  ')).join('\n');

/** `broken`: by orders that are still to be placed, so that something is left to decide. */
export const capLines = ({ budgets }: Pick<PurchaseData, 'budgets'>, view: View): readonly { readonly text: string; readonly broken: boolean }[] =>
  budgets.flatMap((cap) => (cap.orders.length === 0 || cap.open + cap.signed < cap.vnd ? [] : [{ text: capText(cap, view), broken: isBroken(cap) }]));

function capText(cap: CapUse, view: View): string {
  const vi = view.lang === 'vi';
  const { year, vnd, open, signed, orders } = cap;
  const [limit, beyond] = [money(vnd, view), money(beyondCap(cap), view)];
  const list = (wanted: boolean): string => orders.flatMap((order) => (order.signed === wanted ? [`${figure(view, order.count)} × ${say(view, kindNames[order.kind])} ${safe(order.site)}${order.pool === undefined ? '' : ` (${safe(order.pool)})`}`] : [])).join('; ');
  const taken = [
    ...(open > 0n ? [vi ? `đơn hàng đã tính mà chưa đặt là ${money(open, view)} (${list(false)})` : `orders that are counted on and still to be placed cost ${money(open, view)} (${list(false)})`] : []),
    ...(signed > 0n ? [vi ? `hợp đồng đã ký là ${money(signed, view)} (${list(true)})` : `signed contracts cost ${money(signed, view)} (${list(true)})`] : []),
  ].join(', ');
  if (isBroken(cap)) return vi ? `Trần đặt hàng năm ${year} là ${limit}, bị vượt ${beyond}: trong năm đó ${taken}. Hãy nâng trần, hoặc sửa các nhóm máy này rồi lập lại kế hoạch.` : `The cap on orders of ${year}, ${limit}, is exceeded by ${beyond}: in that year ${taken}. Raise the cap, or change these pools and plan again.`;
  const over = beyondCap(cap) === 0n ? '' : vi ? ` và đã bị vượt ${beyond}` : `, and it is exceeded by ${beyond}`;
  return vi ? `Trần đặt hàng năm ${year} là ${limit} không còn lại gì${over}: ${taken}.` : `Nothing is left of the cap on orders of ${year}, ${limit}${over}: ${taken}.`;
}
