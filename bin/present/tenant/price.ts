import { fundingNames } from '../../../sites/tenancy/funding.js';
import { addSums, type PriceChange, type PriceSum } from '../../../sites/tenancy/price.js';
import { figure, say, safe, table, wrap, type Column, type View } from '../view.js';
import { clipped } from '../capacity/words.js';
import { fundingText, notSaidText, signedMoney, spendingText, sumLines, whenText, yearOf, yearText } from './price-words.js';
import type { Text } from '../../../sites/model/text.js';

const money = (view: View): Column[] =>
  view.lang === 'vi'
    ? [{ title: 'loại chi' }, { title: 'kỳ' }, { title: 'hiện nay', align: 'right' }, { title: 'theo phiếu', align: 'right' }, { title: 'chênh lệch', align: 'right' }]
    : [{ title: 'spending' }, { title: 'when' }, { title: 'now', align: 'right' }, { title: 'as asked', align: 'right' }, { title: 'difference', align: 'right' }];

const cells = (view: View, before: PriceSum, after: PriceSum): string[][] =>
  sumLines(before, after).map(({ once, spending, before: from, after: to }) => [spendingText(spending, view), whenText(once, view), figure(view, from), figure(view, to), signedMoney(to - from, view)]);

/** What one request costs, by what pays for it. */
export function priceLines({ before, after, funding, unpriced }: PriceChange, view: View): string[] {
  const vi = view.lang === 'vi';
  const rows = funding.flatMap((one) => cells(view, one.before, one.after).map((line) => [say(view, fundingNames[one.funding]), ...line]));
  const notes = funding.flatMap((one) => (one.byCatalogue || one.assumed ? [wrap(`  ${fundingText(one, view)}`, view.columns, '    ')] : []));
  if (rows.length === 0 && unpriced.length === 0) return [];
  return [
    ...(rows.length === 0 ? [] : [table(view, [{ title: vi ? 'nguồn vốn' : 'paid by' }, ...money(view)], [...rows, ...(funding.length < 2 ? [] : cells(view, before, after).map((line) => [vi ? 'tổng' : 'total', ...line]))])]),
    ...notes,
    wrap(`  ${yearText(after, view)}`, view.columns, '    '),
    ...(unpriced.length === 0 ? [] : [wrap(`  ${vi ? 'Chưa có đơn giá' : 'No price yet'}: ${[...new Set(unpriced.map(({ what }) => say(view, what)))].map(safe).join(', ')}.`, view.columns, '    ')]),
    ...(funding.some((one) => one.funding === 'not-said') ? [wrap(`  ${notSaidText(view)}`, view.columns, '    ')] : []),
  ];
}

/** One registration of capital: what each organisation's requests come to in twelve months, by what pays and what it is spent as. */
export function budgetTable(requests: readonly { readonly organisation: string; readonly name: Text; readonly price: PriceChange }[], view: View): string {
  const vi = view.lang === 'vi';
  const year = (sum: PriceSum): string[] => (['investment', 'recurrent'] as const).map((spending) => figure(view, yearOf(sum, spending)));
  const rows = requests.flatMap(({ name, price: { funding } }) => funding.map((one) => [clipped(safe(say(view, name)), 44), say(view, fundingNames[one.funding]), ...year(one.after)]));
  return table(
    view,
    [{ title: vi ? 'cơ quan' : 'organisation' }, { title: vi ? 'nguồn vốn' : 'paid by' }, { title: vi ? 'chi đầu tư' : 'investment', align: 'right' }, { title: vi ? 'chi thường xuyên' : 'recurrent', align: 'right' }],
    [...rows, [vi ? 'tất cả' : 'all', '', ...year(addSums(requests.map(({ price: { after } }) => after)))]],
  );
}
