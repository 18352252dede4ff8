import type { Outcome } from '../outcome.js';

/** JSON with the outcome's kind and exit code first. Whole numbers beyond a double's range, and all quantities, are decimal strings. */
export function json(outcome: Outcome): string {
  const { data } = outcome;
  const plain = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : { value: data };
  return `${unspoofed(JSON.stringify({ kind: outcome.kind, exit: outcome.exit, ...plain }, bigints, 2))}\n`;
}

/** Control, bidirectional and zero-width characters as JSON's own escapes: the values are the same, a terminal shows them as they are. */
const unspoofed = (text: string): string =>
  text.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu, (character) => Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join(''));

function bigints(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  return value;
}
