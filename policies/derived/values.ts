import { isKnownObject } from '../planset/kubernetes-object.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KnownMap } from '../planset/read-model.js';
import { field } from './network-policy.js';

/** A null is nothing; an unknown value stays unknown. */
export const settled = (value: Known | undefined): Known | undefined => (value === null ? undefined : value);

/** A field, or nothing. */
export const settledField = (value: Known | undefined, key: string): Known | undefined => settled(field(value, key));

/**
 * A value that the author never set, as absent. Plans call optional values that the server fills in unknown, "not
 * configured". Only for values whose absence is held against the author: a dynamic block leaves no trace in the
 * configuration either, and what it says must never pass for nothing.
 */
export const authored = (value: Known | undefined): Known | undefined => (isUnknown(value) && value.because === 'not configured' ? undefined : settled(value));

/** A field below several keys; unknown as soon as a step is. */
export function deepField(value: Known | undefined, ...path: readonly string[]): Known | undefined {
  let here = settled(value);
  for (const key of path) {
    if (isUnknown(here)) return here;
    here = settledField(here, key);
  }
  return here;
}

/** A whole number that may be written as text; undefined where it is none. */
export function wholeNumber(value: Known | undefined): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value);
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Whether a text or number says something: state carries empty texts and zeros where nobody wrote anything. */
export const isSet = (value: Known | undefined): boolean => value !== undefined && value !== null && value !== '' && value !== 0 && value !== '0' && value !== false && value !== 'false';

/** A label's value, unknown where it cannot be told, undefined where it is not there. */
export const labelOf = (labels: KnownMap, key: string): Known | undefined => (isUnknown(labels) ? labels : Object.hasOwn(labels, key) ? labels[key] : undefined);

/**
 * Whether a label selector picks an object with these labels. Undefined where that cannot be told. A selector that is
 * absent picks nothing, an empty one everything.
 */
export function selects(selector: Known | undefined, labels: KnownMap): boolean | undefined {
  const own = settled(selector);
  if (own === undefined) return false;
  if (isUnknown(own) || isUnknown(labels)) return undefined;
  const wanted = settledField(own, 'matchLabels');
  const expressions = settledField(own, 'matchExpressions');
  if (isUnknown(wanted) || isUnknown(expressions)) return undefined;
  const pairs = isKnownObject(wanted) ? Object.entries(wanted) : [];
  if (pairs.some(([key, value]) => isUnknown(value) || isUnknown(labelOf(labels, key)))) return undefined;
  if (pairs.some(([key, value]) => labelOf(labels, key) === undefined || plainText(labelOf(labels, key)) !== plainText(value))) return false;
  const results = (Array.isArray(expressions) ? (expressions as readonly Known[]) : []).map((expression) => holds(expression, labels));
  return results.includes(false) ? false : results.includes(undefined) ? undefined : true;
}

function holds(expression: Known, labels: KnownMap): boolean | undefined {
  const [key, operator, values] = [field(expression, 'key'), field(expression, 'operator'), field(expression, 'values')];
  if (typeof key !== 'string' || typeof operator !== 'string' || isUnknown(values)) return undefined;
  const found = labelOf(labels, key);
  const among = Array.isArray(values) ? (values as readonly Known[]).map(plainText) : [];
  if (isUnknown(found)) return undefined;
  switch (operator) {
    case 'In':
      return found !== undefined && among.includes(plainText(found));
    case 'NotIn':
      return found === undefined || !among.includes(plainText(found));
    case 'Exists':
      return found !== undefined;
    case 'DoesNotExist':
      return found === undefined;
    default:
      return undefined;
  }
}
