import { closest, distance } from 'fastest-levenshtein';

/** The known word a mistyped one most likely means, or `undefined` when none is close. Case does not count as a mistake. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || word.length > 200) return undefined;
  const lower = word.toLowerCase();
  const lowered = known.map((candidate) => candidate.toLowerCase());
  const best = closest(lower, lowered);
  // In a short word two changed letters are another word, not a slip.
  const slips = word.length <= 3 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return distance(lower, best) <= slips ? known[lowered.indexOf(best)] : undefined;
}

/** `Did you mean …?`, or nothing. */
export const didYouMean = (suggestion: string | undefined) => ({
  vi: suggestion === undefined || suggestion === '' ? '' : ` Có phải ý bạn là ${suggestion}?`,
  en: suggestion === undefined || suggestion === '' ? '' : ` Did you mean ${suggestion}?`,
});
