import { pointer, type PathSegment, type Pointer } from '../../sites/model/pointer.js';
import { nanoOf } from '../derived/quantity.js';
import { revealed } from './known.js';
import { isKnownObject } from './kubernetes-object.js';
import { isUnknown, SensitiveValue, UnknownValue, type Known } from './read-model.js';

/** A place at which two values differ. Sensitive ones stand there without what they hold. */
export interface Difference {
  readonly path: Pointer;
  readonly left: Known;
  readonly right: Known;
}

export interface Comparing {
  /** `equal`: both ways; `within`: the left one may leave things out, as configuration leaves out defaults and dynamic blocks. */
  readonly how: 'equal' | 'within';
  /** At most this many differences are gathered. */
  readonly most: number;
}

interface Search extends Comparing {
  /** Set while an element's partner is looked for in another place of its list. */
  readonly searching: boolean;
  /** Comparisons left for such searches: nested lists whose order differs at every level would take time without end. */
  readonly budget: { left: number };
}

/** Comparisons made for one object in search of partners; in their own place, all values are compared. */
const mostSearched = 50_000;

/** Longest list in which a partner is looked for out of order. */
const longestSet = 200;

/** Maps whose values are quantities, by their name in Kubernetes: `1000m` and `1` are one there. */
const quantities = new Set(['requests', 'limits', 'hard', 'capacity', 'allocatable', 'default', 'defaultRequest', 'max', 'min', 'maxLimitRequestRatio', 'sizeLimit', 'divisor']);

/** Maps that belong to their author as a whole: a key more is a difference. */
const wholeMaps = new Set(['labels', 'annotations', 'data', 'binaryData', 'hard', 'limits', 'requests', 'matchLabels', 'nodeSelector', 'parameters', 'default', 'defaultRequest', 'max', 'min', 'selector']);

/** Lists of plain values in which order means something; in all others (verbs, resources, policy types) it does not. */
const ordered = new Set(['command', 'args', 'nameservers', 'searches']);

/** A release's `values` are laid one over the other; elsewhere `values` is a set of a selector. */
const isOrdered = (path: readonly PathSegment[]): boolean => ordered.has(String(path.at(-1))) || (path.length === 1 && path[0] === 'values');

/** Where two values differ, unknown and empty ones left out: null, `""`, `[]` and `{}` are one to the providers. */
export function differences(left: Known | undefined, right: Known | undefined, comparing: Comparing): readonly Difference[] {
  const found: Difference[] = [];
  compare(left, right, [], { ...comparing, searching: false, budget: { left: mostSearched } }, found);
  return found;
}

function compare(left: Known | undefined, right: Known | undefined, path: readonly PathSegment[], how: Search, found: Difference[]): void {
  if (found.length >= how.most) return;
  // A search that goes on for too long has found no partner.
  if (how.searching && (how.budget.left -= 1) < 0) {
    found.push(hidden(pointer(...path)));
    return;
  }
  if (left instanceof SensitiveValue || right instanceof SensitiveValue) {
    const inside: Difference[] = [];
    compare(left === undefined ? undefined : revealed(left), right === undefined ? undefined : revealed(right), path, { ...how, most: 1 }, inside);
    if (inside.length > 0) found.push(hidden(pointer(...path)));
    return;
  }
  if (isUnknown(left) || isUnknown(right)) return;
  const [noLeft, noRight] = [isEmpty(left), isEmpty(right)];
  if (noLeft && (noRight || (how.how === 'within' && !isWhole(path)))) return;
  if (Array.isArray(left) && Array.isArray(right)) {
    const from = found.length;
    lists(left as readonly Known[], right as readonly Known[], path, how, found);
    return hideBeside([...(left as readonly Known[]), ...(right as readonly Known[])], found, from);
  }
  if (isKnownObject(left) && isKnownObject(right)) return maps(left, right, path, how, found);
  if (noLeft && isKnownObject(right)) return maps({}, right, path, how, found);
  if (noRight && isKnownObject(left)) return maps(left, {}, path, how, found);
  // A list on one side and a map on the other is one block written in two ways, not a difference of values.
  if (how.how === 'within' && typeof left === 'object' && typeof right === 'object' && left !== null && right !== null) return;
  if (!sameScalar(left, right, path)) found.push({ path: pointer(...path), left: left ?? null, right: right ?? null });
}

function maps(left: { readonly [key: string]: Known }, right: { readonly [key: string]: Known }, path: readonly PathSegment[], how: Search, found: Difference[]): void {
  const whole = how.how === 'equal' || isWhole(path);
  const keys = whole ? new Set([...Object.keys(left), ...Object.keys(right)]) : Object.keys(left);
  const own = (map: { readonly [key: string]: Known }, key: string): Known | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);
  const from = found.length;
  for (const key of keys) compare(own(left, key), own(right, key), [...path, key], how, found);
  hideBeside([...Object.values(left), ...Object.values(right)], found, from);
}

/** Beside a sensitive value nothing is shown: what it was mixed from may stand there. */
function hideBeside(values: readonly Known[], found: Difference[], from: number): void {
  if (found.length === from || !values.some((value) => value instanceof SensitiveValue)) return;
  for (let at = from; at < found.length; at += 1) found[at] = hidden((found[at] as Difference).path);
}

const sensitive = new UnknownValue('sensitive');
const hidden = (path: Pointer): Difference => ({ path, left: sensitive, right: sensitive });

/** Such a map itself, or a key of one; an element of a list is neither (`limits` of a LimitRange is a list). */
const isWhole = (path: readonly PathSegment[]): boolean => typeof path.at(-1) === 'string' && (wholeMaps.has(String(path.at(-1))) || wholeMaps.has(String(path.at(-2))));

const isPlain = (list: readonly Known[]): boolean => list.every((item) => typeof item !== 'object' || item === null);

function lists(left: readonly Known[], right: readonly Known[], path: readonly PathSegment[], how: Search, found: Difference[]): void {
  if (isPlain(left) && isPlain(right)) {
    const text = (list: readonly Known[]): string => JSON.stringify(isOrdered(path) ? list.map(String) : list.map(String).sort());
    if (text(left) !== text(right)) found.push({ path: pointer(...path), left, right });
    return;
  }
  const differs = (a: Known | undefined, b: Known | undefined, index: number, searching = how.searching): readonly Difference[] => {
    const here: Difference[] = [];
    compare(a, b, [...path, index], { ...how, searching, most: searching ? 1 : how.most - found.length }, here);
    return here;
  };
  const inOrder = Array.from({ length: how.how === 'equal' ? Math.max(left.length, right.length) : left.length }, (_, index) => differs(left[index], right[index], index));
  if (inOrder.every((here) => here.length === 0)) return;
  // Sets come in the provider's order, dynamic blocks may stand in between: each needs a partner of its own, wherever.
  if (left.length > longestSet || right.length > longestSet) {
    found.push(...inOrder.flat().slice(0, how.most - found.length));
    return;
  }
  const free = new Set(right.keys());
  const unmatched = left.flatMap((item, index) => {
    const partner = [...free].find((candidate) => differs(item, right[candidate], index, true).length === 0);
    if (partner !== undefined) free.delete(partner);
    return partner === undefined ? [index] : [];
  });
  if (unmatched.length === 0 && (how.how === 'within' || free.size === 0)) return;
  found.push(...inOrder.flat().slice(0, how.most - found.length));
}

const isEmpty = (value: Known | undefined): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) ? value.length === 0 : isKnownObject(value) && Object.keys(value).length === 0);

/** `replicas` is "2" in values and 2 in configuration; quantities have many spellings. */
function sameScalar(left: Known | undefined, right: Known | undefined, path: readonly PathSegment[]): boolean {
  if ((typeof left === 'object' && left !== null) || (typeof right === 'object' && right !== null)) return false;
  const [a, b] = [left, right].map((value) => (value === null || value === undefined ? '' : String(value))) as [string, string];
  if (a === b) return true;
  if (!quantities.has(String(path.at(-2))) && !quantities.has(String(path.at(-1)))) return false;
  const [one, other] = [nanoOf(a), nanoOf(b)];
  return one !== undefined && one === other;
}
