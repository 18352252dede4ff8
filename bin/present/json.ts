import type { Outcome } from '../outcome.js';

/** JSON with the outcome's kind and exit code first. Whole numbers beyond a double's range, and all quantities, are decimal strings. */
export function json(outcome: Outcome): string {
  const { data } = outcome;
  const plain = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : { value: data };
  return `${JSON.stringify({ kind: outcome.kind, exit: outcome.exit, ...plain }, bigints, 2)}\n`;
}

function bigints(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  return value;
}
