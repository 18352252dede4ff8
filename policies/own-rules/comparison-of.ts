import { nanoOf } from '../derived/quantity.js';
import type { Bounds, Comparison } from './comparison.js';
import type { Pattern } from './pattern.js';
import type { RuleFile } from './schema.js';

/** The one comparison that a rule's file names, with its patterns compiled. */
export function comparisonOf(written: RuleFile['comparison'], patterns: Readonly<Record<string, Pattern>>): Comparison {
  const { equals, notEquals, in: among, notIn, exists, atLeast, atMost, count } = written;
  const { matches, notMatches } = patterns;
  if (equals !== undefined) return { is: 'equals', to: equals };
  if (notEquals !== undefined) return { is: 'notEquals', to: notEquals };
  if (among !== undefined) return { is: 'in', among };
  if (notIn !== undefined) return { is: 'notIn', among: notIn };
  if (matches !== undefined) return { is: 'matches', pattern: matches };
  if (notMatches !== undefined) return { is: 'notMatches', pattern: notMatches };
  if (exists !== undefined) return { is: 'exists' };
  if (atLeast !== undefined) return { is: 'atLeast', ...bound(atLeast) };
  if (atMost !== undefined) return { is: 'atMost', ...bound(atMost) };
  return count === undefined ? { is: 'absent' } : { is: 'count', bounds: boundsOf(count) };
}

function bound(written: string | number): { readonly bound: bigint; readonly written: string } {
  const text = String(written);
  const nano = nanoOf(text);
  if (nano === undefined) throw new RangeError(`${text} is no quantity; the schema lets none such pass`);
  return { bound: nano, written: text };
}

const boundsOf = ({ equals, atLeast, atMost }: NonNullable<RuleFile['comparison']['count']>): Bounds => ({
  ...(equals === undefined ? {} : { equals }),
  ...(atLeast === undefined ? {} : { atLeast }),
  ...(atMost === undefined ? {} : { atMost }),
});
