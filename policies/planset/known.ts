import { at, isObject, type Json } from './json.js';
import { isUnknown, UnknownValue, type Known } from './read-model.js';

/** Deepest nesting followed; the deepest Kubernetes object in use has about twenty levels. */
const deepest = 100;

/** A node of `configuration … expressions`: a leaf with `references` or `constant_value`, a block, or a list of blocks. */
type Expression = Json | undefined;

const isLeaf = (expression: Expression): boolean => isObject(expression) && (Object.hasOwn(expression, 'references') || Object.hasOwn(expression, 'constant_value'));

/** A leaf speaks for everything below it. */
function below(expression: Expression, key: string | number): Expression {
  if (isLeaf(expression)) return expression;
  if (Array.isArray(expression)) return typeof key === 'number' ? (expression as readonly Json[])[key] : undefined;
  // A block written once may stand as an object where values hold a list of one.
  return typeof key === 'number' ? expression : at(expression, key);
}

/** Why a value is unknown: "references X" can be followed, "not configured" cannot. */
export function reasonOf(expression: Expression): string {
  if (expression === undefined) return 'not configured';
  const references = at(expression, 'references');
  const first = Array.isArray(references) ? (references as readonly Json[])[0] : undefined;
  return typeof first === 'string' ? `references ${first}` : 'computed at apply';
}

/**
 * Joins a value with what is unknown and what is sensitive in it.
 * Unknown map keys vanish from `after`, unknown list elements become null there: both come back as UnknownValue.
 */
export function joined(value: Json | undefined, unknown: Json | undefined, sensitive: Json | undefined, expression: Expression, seen?: { redacted: boolean }, depth = 0): Known {
  if (depth > deepest) return new UnknownValue(`nested deeper than ${deepest} levels`);
  if (sensitive === true) {
    if (seen !== undefined) seen.redacted = true;
    return new UnknownValue('sensitive');
  }
  if (unknown === true) return new UnknownValue(reasonOf(expression));
  const next = (key: string | number, inner: Json | undefined): Known =>
    joined(inner, child(unknown, key), child(sensitive, key), below(expression, key), seen, depth + 1);
  if (Array.isArray(value)) return (value as readonly Json[]).map((inner, index) => next(index, inner));
  if (isObject(value)) {
    const keys = new Set([...Object.keys(value), ...(isObject(unknown) ? Object.keys(unknown).filter((key) => holdsUnknown(unknown[key])) : [])]);
    return Object.fromEntries([...keys].map((key) => [key, next(key, at(value, key))]));
  }
  if (value === undefined && isObject(unknown)) return Object.fromEntries(Object.entries(unknown).filter(([, inner]) => holdsUnknown(inner)).map(([key]) => [key, next(key, undefined)]));
  if (value === undefined && Array.isArray(unknown)) return (unknown as readonly Json[]).map((_, index) => next(index, undefined));
  return value ?? null;
}

function child(mark: Json | undefined, key: string | number): Json | undefined {
  if (Array.isArray(mark)) return typeof key === 'number' ? (mark as readonly Json[])[key] : undefined;
  return typeof key === 'string' ? at(mark, key) : undefined;
}

/** `after_unknown` mirrors the shape of known lists too: only a `true` somewhere below marks an unknown. */
function holdsUnknown(mark: Json | undefined, depth = 0): boolean {
  if (mark === true || depth > deepest) return mark === true;
  if (Array.isArray(mark)) return (mark as readonly Json[]).some((inner) => holdsUnknown(inner, depth + 1));
  return isObject(mark) && Object.values(mark).some((inner) => holdsUnknown(inner, depth + 1));
}

/** A value for a reader: scalars as they are, everything else as JSON. */
export function plainText(value: Known | undefined): string {
  if (value === undefined || value === null) return '–';
  if (isUnknown(value)) return value.because;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
