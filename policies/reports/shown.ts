import { visible } from '../../sites/model/visible.js';

/** Longest text of any field of a report; those of verdicts are shorter already. */
const longest = 4000;

/** Format characters that `visible` leaves (soft hyphens, tags), halves of characters, and what no XML may hold. */
const unseen = /[\p{Cf}\p{Cs}\ufffe\uffff]/gu;

/**
 * Makes every text of a plain value safe to show, names of properties included: whatever a plan, a plan set's file or the
 * data hold, no report carries a control, bidirectional or zero-width character. Line breaks become spaces.
 */
export function shown<T>(value: T): T {
  return of(value) as T;
}

function of(value: unknown): unknown {
  if (typeof value === 'string') return safe(value);
  if (Array.isArray(value)) return value.map(of);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]): [string, unknown][] => (inner === undefined ? [] : [[safe(key), of(inner)]])));
}

const safe = (text: string): string => visible(text.replace(/[\t\r\n]+/g, ' '), longest).replace(unseen, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
