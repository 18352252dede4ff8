/** Characters that mislead a reader, as far as the schema lets them through (it refuses control characters and lone surrogates). */

export interface Unseen {
  /** `U+200B`. */
  readonly code: string;
  /** Counted in characters, from 1. */
  readonly position: number;
}

export interface Mixed {
  readonly word: string;
  readonly letter: string;
  readonly code: string;
  readonly script: 'Cyrillic' | 'Greek';
}

/**
 * Format characters (bidirectional marks, zero width, soft hyphen, tags), variation selectors, and letters that are drawn
 * as nothing. Source: Default_Ignorable_Code_Point and General_Category Cf of the Unicode Character Database.
 */
const ignorable = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]/u;

/** Only printable Latin letters, Vietnamese ones included, digits and signs: nothing in it is unseen or a look-alike. Saves most texts the long way. */
const ordinary = /^[ -~\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010-\u2015\u2018-\u201f\u2022\u2026\u2192]*$/;

export const codeOf = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The first character of a text that no reader sees. `paragraphs` lets line breaks and tabs through. */
export function unseen(text: string, paragraphs = false): Unseen | undefined {
  if (ordinary.test(text)) return undefined;
  if (!ignorable.test(text) && (paragraphs || !lineBreaks.test(text))) return undefined;
  let position = 0;
  for (const character of text) {
    position += 1;
    if (ignorable.test(character) || (!paragraphs && lineBreaks.test(character))) return { code: codeOf(character), position };
  }
  return undefined;
}

/** The text as it reads: nothing unseen, line breaks as spaces. Where something unseen stood between two words, as a capital after a small letter shows, a space parts them. */
export const withoutUnseen = (text: string): string =>
  text
    .replace(new RegExp(`(?<=\\p{Ll}\\p{M}*)(?:${ignorable.source})+(?=\\p{Lu})`, 'gu'), ' ')
    .replace(new RegExp(ignorable.source, 'gu'), '')
    .replace(/[\s\u0085]+/gu, ' ')
    .trim();

/** The first word that mixes Latin with Cyrillic or Greek letters. A word ends where neither letter nor mark stands: "β-carotene" is two. */
export function mixedWord(text: string): Mixed | undefined {
  if (ordinary.test(text) || !/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)) return undefined;
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    if (!/\p{Script=Latin}/u.test(word)) continue;
    const letter = /[\p{Script=Cyrillic}\p{Script=Greek}]/u.exec(word)?.[0];
    if (letter !== undefined) return { word, letter, code: codeOf(letter), script: /\p{Script=Cyrillic}/u.test(letter) ? 'Cyrillic' : 'Greek' };
  }
  return undefined;
}

/** Cyrillic and Greek letters that are drawn as Latin ones. Source: Unicode Technical Standard 39, confusables. */
const twins: ReadonlyMap<string, string> = new Map(
  Object.entries({ А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', У: 'Y', Х: 'X', І: 'I', Ј: 'J', Ѕ: 'S', а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ј: 'j', ѕ: 's', ԁ: 'd', һ: 'h', Α: 'A', Β: 'B', Ε: 'E', Ζ: 'Z', Η: 'H', Ι: 'I', Κ: 'K', Μ: 'M', Ν: 'N', Ο: 'O', Ρ: 'P', Τ: 'T', Υ: 'Y', Χ: 'X', ο: 'o', ν: 'v', ι: 'i', α: 'a' }),
);

/** The text with look-alikes in mixed words as the Latin letters they stand for; `undefined` where one of them has none. */
export function latinOf(text: string): string | undefined {
  const right = text.replace(/[\p{L}\p{M}]+/gu, (word) => (mixedWord(word) === undefined ? word : word.replace(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, (letter) => twins.get(letter) ?? letter)));
  return mixedWord(right) === undefined ? right : undefined;
}
