import { nearest } from './nearest.js';
import { foldVietnamese } from './vietnamese-hands.js';

/** Something that can be named: its id, and whatever else it is called. */
export interface Nameable {
  readonly id: string;
  readonly names?: readonly string[];
}

/** Suggestions that are still read. */
const most = 3;

/**
 * The ids that somebody most likely means: one written with marks or by its name, by its initials (BYT, TTXVN, BGD&ĐT),
 * mistyped, by its beginning, or by some of its words, the first of these ways that leads anywhere. Empty where none does, or
 * where it leads to too many to name.
 */
export function meantIds(given: string, known: readonly Nameable[]): readonly string[] {
  const folded = foldVietnamese(given.slice(0, 200));
  if (folded === '') return [];
  const forms = known.map(({ id, names = [] }) => ({ id, forms: [...new Set([id, foldVietnamese(id), ...names.map(foldVietnamese)])] }));
  const by = (fits: (form: string) => boolean): readonly string[] => forms.filter((one) => one.forms.some(fits)).map(({ id }) => id);
  const near = (): readonly string[] => {
    const close = nearest(given, known.map(({ id }) => id)) ?? nearest(folded, forms.flatMap((one) => one.forms));
    return close === undefined ? [] : by((form) => form === close);
  };
  const letters = folded.replaceAll('-', '');
  const words = folded.split('-');
  const ways = [
    () => by((form) => form === folded),
    () => (letters.length < 2 ? [] : by((form) => initialsOf(form).includes(letters))),
    near,
    () => by((form) => form.startsWith(`${folded}-`)),
    () => by((form) => isWithin(words, form.split('-'))),
  ];
  for (const way of ways) {
    const found = [...new Set(way())];
    if (found.length > 0) return found.length > most ? [] : found;
  }
  return [];
}

/** The same as one text, for `didYouMean`; empty where nothing is meant. */
export const meant = (given: string, known: readonly (Nameable | string)[]): string => meantIds(given, known.map((one) => (typeof one === 'string' ? { id: one } : one))).join(', ');

/** `bgddt` and `bgdvdt` of `bo-giao-duc-va-dao-tao`: the administration leaves "và" out. */
function initialsOf(form: string): readonly string[] {
  const words = form.split('-');
  const initials = (some: readonly string[]): string => some.map((word) => word[0] ?? '').join('');
  return words.length < 2 ? [] : [initials(words), initials(words.filter((word) => word !== 'va'))];
}

/** Whether the words stand in the longer name in their order. */
function isWithin(words: readonly string[], longer: readonly string[]): boolean {
  let found = 0;
  for (const word of longer) if (word === words[found]) found += 1;
  return found === words.length;
}
