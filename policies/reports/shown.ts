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
  const plain: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    // Assigned, it would become the object's prototype.
    if (key === '__proto__') Object.defineProperty(plain, key, { value: of(inner), enumerable: true, writable: true, configurable: true });
    else plain[safe(key)] = of(inner);
  }
  return plain;
}

/** Letters, figures and signs of Vietnamese and English: nothing to do, and nearly every text is of them. */
const harmless = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]*$/;

const safe = (text: string): string => (text.length <= longest && harmless.test(text) ? text : madeSafe(text));

const madeSafe = (text: string): string => visible(text.replace(/[\t\r\n]+/g, ' '), longest).replace(unseen, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
