import { fundingNames } from '../../../sites/tenancy/funding.js';
import type { FundingChange, PriceSum } from '../../../sites/tenancy/price.js';
import { figure, say, type View } from '../view.js';

/** What the terminal and the comment of a pull request say of money alike. */

/** A kind of money, with who says that it pays: a reader must see what is assumed. */
export function fundingText({ funding, byCatalogue, assumed }: Pick<FundingChange, 'funding' | 'byCatalogue' | 'assumed'>, view: View): string {
  const vi = view.lang === 'vi';
  const notes = [...(byCatalogue ? [vi ? 'theo danh mục cơ quan' : 'by the catalogue'] : []), ...(assumed ? [vi ? 'giả định' : 'assumption'] : [])];
  return `${say(view, fundingNames[funding])}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

export const spendings = ['investment', 'recurrent'] as const;
export type Spending = (typeof spendings)[number];

export const spendingText = (spending: Spending, view: View): string => (spending === 'investment' ? (view.lang === 'vi' ? 'chi đầu tư' : 'investment') : view.lang === 'vi' ? 'chi thường xuyên' : 'recurrent');

export const whenText = (once: boolean, view: View): string => (once ? (view.lang === 'vi' ? 'một lần' : 'once') : view.lang === 'vi' ? 'hằng tháng' : 'per month');

export function signedMoney(amount: bigint, view: View): string {
  return amount > 0n ? `+${figure(view, amount)}` : amount < 0n ? `−${figure(view, -amount)}` : '0';
}

/** One line of a sum: what is paid at one time for one kind of spending. */
export interface SumLine {
  readonly once: boolean;
  readonly spending: Spending;
  readonly before: bigint;
  readonly after: bigint;
}

/** The lines of a sum that are something, before or after. */
export const sumLines = (before: PriceSum, after: PriceSum): readonly SumLine[] =>
  ([false, true] as const).flatMap((once) =>
    spendings.flatMap((spending): SumLine[] => {
      const [from, to] = [before, after].map((sum) => (once ? sum.once : sum.month)[spending]) as [bigint, bigint];
      return from === 0n && to === 0n ? [] : [{ once, spending, before: from, after: to }];
    }),
  );

/** What a sum comes to over twelve months, what is paid once among it. */
export const yearOf = ({ month, once }: PriceSum, spending: Spending): bigint => month[spending] * 12n + once[spending];

export function yearText(sum: PriceSum, view: View): string {
  const vi = view.lang === 'vi';
  const parts = spendings.map((spending) => `${spendingText(spending, view)} ${figure(view, yearOf(sum, spending))}`);
  return vi ? `Mười hai tháng sau khi nhận: ${parts.join('; ')} VND.` : `Twelve months once taken: ${parts.join('; ')} VND.`;
}

/** What to do about money that nobody has said the source of. */
export const notSaidText = (view: View): string =>
  view.lang === 'vi'
    ? 'Chưa nêu nguồn vốn: ghi funding cho từng hệ thống: state-budget (ngân sách nhà nước), integrated (vốn lồng ghép), ppp-pilot (thí điểm công tư) hoặc other (nguồn khác).'
    : 'Nobody has said what pays: write funding for each system: state-budget, integrated, ppp-pilot or other.';
