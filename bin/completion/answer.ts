import type { Lang } from '../../sites/model/text.js';
import { visible } from '../../sites/model/visible.js';
import { candidates, type Names } from './candidates.js';

/** One line a word, with what it does after a tab: names come from files, and a control character would be typed by the shell. */
export async function completionAnswer(words: readonly string[], lang: Lang, names: Names): Promise<string> {
  const { values, paths } = await candidates(words, lang, names);
  const lines = values.flatMap(({ value, about }) => (/^[\p{L}\p{N}./=_@:+-]+$/u.test(value) ? [about === undefined || about === '' ? value : `${value}\t${visible(about, 100)}`] : []));
  return [...lines, ...(paths === undefined ? [] : [`:${paths}`]), ''].join('\n');
}
