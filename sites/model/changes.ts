import { pointer, type Pointer } from './pointer.js';

type Canonical = (value: unknown) => string;

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Keys of a container in order; `undefined` where two containers cannot be compared entry by entry. */
function sharedKeys(before: object, after: object): readonly string[] | undefined {
  if (Array.isArray(before) !== Array.isArray(after)) return undefined;
  if (Array.isArray(before)) return before.length === (after as unknown[]).length ? Object.keys(before) : undefined;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}

/**
 * Where two values differ, as pointers to the smallest parts that do, each with its new value as canonical text.
 * Two ways of changing the same thing to the same value give the same answer; parts that are one object are not entered.
 */
export function differences(before: unknown, after: unknown, canonical: Canonical): readonly (readonly [at: Pointer, text: string])[] {
  const found: [Pointer, string][] = [];
  const visit = (was: unknown, is: unknown, path: readonly string[]): void => {
    if (was === is) return;
    const keys = isContainer(was) && isContainer(is) ? sharedKeys(was, is) : undefined;
    if (keys === undefined) {
      const text = canonical(is);
      if (text !== canonical(was)) found.push([pointer(...path), text]);
      return;
    }
    for (const key of keys) visit((was as Record<string, unknown>)[key], (is as Record<string, unknown>)[key], [...path, key]);
  };
  visit(before, after, []);
  return found;
}
