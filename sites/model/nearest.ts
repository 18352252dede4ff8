import { distance } from 'fastest-levenshtein';

/** The known word a mistyped one most likely means, or `undefined` when none is close. Case does not count as a mistake. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 200) return undefined;
  const lower = word.toLowerCase();
  // In a short word two changed letters are another word, not a slip.
  const slips = word.length <= 3 ? 1 : Math.max(2, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly off: readonly number[] } | undefined;
  for (const candidate of known) {
    const off = offBy(lower, candidate.toLowerCase());
    if ((off[0] ?? Infinity) <= slips && (best === undefined || isLess(off, best.off))) best = { candidate, off };
  }
  return best?.candidate;
}

/**
 * How far a word is from one that is known. Of those equally far, one of which letters were only swapped, left out or typed
 * twice comes before one that has other letters.
 */
function offBy(word: string, known: string): readonly number[] {
  const swapped = isSwapped(word, known);
  const within = word.length < known.length ? isWithin(word, known) : isWithin(known, word);
  return [swapped ? 1 : distance(word, known), swapped ? 0 : within ? 1 : 2];
}

/** Two neighbouring letters in the other's place: one slip of the fingers, though an edit distance counts two. */
function isSwapped(word: string, known: string): boolean {
  if (word.length !== known.length) return false;
  const at = sharedStart(word, known);
  return at + 1 < word.length && word[at] === known[at + 1] && word[at + 1] === known[at] && word.slice(at + 2) === known.slice(at + 2);
}

/** Whether all letters of the shorter stand in the longer in their order. */
function isWithin(shorter: string, longer: string): boolean {
  let found = 0;
  for (const letter of longer) if (letter === shorter[found]) found += 1;
  return found === shorter.length;
}

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function isLess(one: readonly number[], other: readonly number[]): boolean {
  const first = one.findIndex((value, index) => value !== other[index]);
  return first >= 0 && (one[first] ?? 0) < (other[first] ?? 0);
}

/** `Did you mean …?`, or nothing. */
export const didYouMean = (suggestion: string | undefined) => ({
  vi: suggestion === undefined || suggestion === '' ? '' : ` Có phải ý bạn là ${suggestion}?`,
  en: suggestion === undefined || suggestion === '' ? '' : ` Did you mean ${suggestion}?`,
});
