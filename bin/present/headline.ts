import type { Text } from '../../sites/model/text.js';
import { date, painter, safe, say, wrap, type View } from './view.js';

/** What the first line of an answer tells of it. */
export interface Headed {
  readonly estate: { readonly name: Text };
  /** YYYY-MM-DD */
  readonly asOf: string;
  /** Options of a what-if, as they were given. */
  readonly whatIf?: readonly string[];
}

const asOfText: Text = { vi: 'tính đến', en: 'as of' };

/** First line of an answer: whose estate, what of it, as of which day, and under which conditions. */
export function headline({ estate, asOf, whatIf = [] }: Headed, view: View, what: Text = asOfText): string {
  const conditions = whatIf.length === 0 ? '' : `, ${view.lang === 'vi' ? 'giả sử' : 'what if'} ${whatIf.map(safe).join(' ')}`;
  return wrap(`${painter(view).bold(safe(say(view, estate.name)))}, ${say(view, what)} ${date(view, asOf)}${conditions}`, view.columns, '  ');
}
