import { addSums, type PriceSum } from '../../../sites/tenancy/price.js';
import type { TenantReviewData } from '../../tenant-review-data.js';
import { figure, say, type View } from '../view.js';
import { row, sentence, span, tableHead } from './markdown-text.js';
import { fundingText, notSaidText, signedMoney, spendingText, sumLines, whenText, yearText } from './price-words.js';
import { rowsOf, type Row, type Section } from './review-sections.js';

/** By organisation, kind of money, when it is paid and kind of spending; totals of each organisation, and of all. */
export function priceSection({ requests }: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  const several = requests.length > 1;
  const line = (organisation: string | undefined, of: string, before: PriceSum, after: PriceSum, bold = false): readonly Row[] =>
    rowsOf(sumLines(before, after), ({ once, spending, before: from, after: to }) => {
      const change = signedMoney(to - from, view);
      return row([...(several ? [organisation === undefined ? '' : span(organisation, 40)] : []), of, spendingText(spending, view), whenText(once, view), figure(view, from), figure(view, to), bold ? `**${change}**` : change]);
    });
  const total = vi ? '**Tổng**' : '**Total**';
  const rows = requests.flatMap(({ organisation, price: { before, after, funding } }) => [
    ...funding.flatMap((one) => line(organisation, sentence(fundingText(one, view)), one.before, one.after)),
    ...(funding.length < 2 ? [] : line(organisation, total, before, after, true)),
  ]);
  const all = addSums(requests.map(({ price: { after } }) => after));
  const notSaid = requests.some(({ price: { funding } }) => funding.some((one) => one.funding === 'not-said'));
  const concealed = requests.some(({ changes }) => changes.some((change) => change.concealed));
  const foot = [
    yearText(all, view),
    ...(notSaid ? [notSaidText(view)] : []),
    ...(concealed ? [vi ? 'Không gồm các hệ thống thuộc bí mật nhà nước.' : 'Systems of state secrets are left out.'] : []),
  ];
  return {
    title: vi ? 'Giá theo nguồn vốn và loại chi, VND (ước tính theo bảng giá của hệ thống, không phải báo giá)' : 'Price by kind of money and of spending, VND (an estimate by the estate’s own book, no offer)',
    head: tableHead([...(several ? [vi ? 'Cơ quan' : 'Organisation'] : []), ...(vi ? ['Nguồn vốn', 'Loại chi', 'Kỳ', 'Trước', 'Sau', 'Chênh lệch'] : ['Paid by', 'Spending', 'When', 'Before', 'After', 'Difference'])], several ? 4 : 3),
    rows: several ? [...rows, ...line(undefined, vi ? '**Tất cả**' : '**All**', addSums(requests.map(({ price: { before } }) => before)), all, true)] : rows,
    foot: foot.flatMap((text) => ['', sentence(text)]),
  };
}

/** What the difference is made of, by item of the book. */
export function priceItemSection({ requests }: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  const several = requests.length > 1;
  const rows = requests.flatMap(({ organisation, price: { items, unpriced } }) => {
    const own = several ? [span(organisation, 40)] : [];
    return [
      ...rowsOf(items, ({ item, what, once, spending, before, after }) => row([...own, `${sentence(say(view, what))} ${span(item)}`, spendingText(spending, view), whenText(once, view), figure(view, before), figure(view, after), signedMoney(after - before, view)])),
      ...rowsOf(unpriced, ({ subject, what }) => row([...own, `${sentence(say(view, what))} ${span(subject)}`, vi ? '_chưa có đơn giá_' : '_no price_', '', '', '', ''])),
    ];
  });
  return {
    title: vi ? 'Giá theo từng mục của bảng giá, chỉ những mục thay đổi' : 'Price by item of the book, of what changes',
    folded: true,
    head: tableHead([...(several ? [vi ? 'Cơ quan' : 'Organisation'] : []), ...(vi ? ['Mục', 'Loại chi', 'Kỳ', 'Trước', 'Sau', 'Chênh lệch'] : ['Item', 'Spending', 'When', 'Before', 'After', 'Difference'])], several ? 4 : 3),
    rows,
  };
}
