import { isObject, put, type Json } from './json.js';
import type { Place } from './place.js';
import { isUnknown, SensitiveValue, UnknownValue, type Known } from './read-model.js';

/** Deepest nesting followed; the deepest Kubernetes object in use has about forty levels. */
const deepest = 100;

const tooDeep = new UnknownValue(`nested deeper than ${deepest} levels`);
const computed = new UnknownValue('computed at apply');

/** What a plan set's writer puts where it took a value out. */
const takenOut = '(redacted)';

/** Marks beside a value: what is unknown in it, and what is sensitive in either column. */
export interface Marks {
  readonly unknown?: Json | undefined;
  /** A value that only one column marks is as secret in the other. */
  readonly sensitive?: readonly (Json | undefined)[];
  /** Where the value stands, so that its unknowns can be given their reason once the configuration is read. */
  readonly place?: Place;
}

/**
 * Joins values with what is unknown and what is sensitive in them: the one way from a plan's JSON to what rules see.
 * Unknown map keys vanish from `after`, unknown list elements become null there: both come back as UnknownValue.
 * Sensitive values come back as SensitiveValue, whole: no key of a sensitive map is left.
 */
export class Joiner {
  /** Whether a sensitive value was met since this was last set to false. */
  redacted = false;
  /** Plans repeat their short texts by the ten thousand. */
  private readonly texts = new Map<string, string>();

  join(value: Json | undefined, { unknown, sensitive = [], place }: Marks = {}): Known {
    return this.node(value, unknown, sensitive[0], sensitive[1], place, 0);
  }

  private node(value: Json | undefined, unknown: Json | undefined, before: Json | undefined, after: Json | undefined, place: Place | undefined, depth: number): Known {
    if (depth > deepest) return tooDeep;
    if (before === true || after === true) {
      // Providers mark what nobody set, too.
      if ((value === null || value === undefined) && unknown !== true) return null;
      this.redacted = true;
      return value === takenOut || unknown === true ? new UnknownValue('sensitive') : new SensitiveValue(this.node(value, unknown, undefined, undefined, undefined, depth));
    }
    if (unknown === true) return place?.unknown ?? computed;
    if (typeof value === 'string') return this.shared(value);
    if (value !== undefined && marksNothing(unknown) && marksNothing(before) && marksNothing(after)) return this.unmarked(value, depth);
    if (Array.isArray(value)) return (value as readonly Json[]).map((inner, index) => this.child(index, inner, unknown, before, after, place, depth));
    if (isObject(value)) {
      const joined: Record<string, Known> = {};
      for (const key of Object.keys(value)) put(joined, key, this.child(key, value[key], unknown, before, after, place, depth));
      if (isObject(unknown))
        for (const key of Object.keys(unknown))
          if (!Object.hasOwn(value, key) && holdsUnknown(unknown[key])) put(joined, key, this.child(key, undefined, unknown, before, after, place, depth));
      return joined;
    }
    if (value === undefined && isObject(unknown)) return this.node({}, unknown, before, after, place, depth);
    if (value === undefined && Array.isArray(unknown)) return (unknown as readonly Json[]).map((_, index) => this.child(index, undefined, unknown, before, after, place, depth));
    return value ?? null;
  }

  /** Most of a plan carries no mark: it is copied without looking for any. */
  private unmarked(value: Json, depth: number): Known {
    if (depth > deepest) return tooDeep;
    if (typeof value === 'string') return this.shared(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const list: Known[] = [];
      for (const inner of value as readonly Json[]) list.push(this.unmarked(inner, depth + 1));
      return list;
    }
    const map = value as { readonly [key: string]: Json };
    const copy: Record<string, Known> = {};
    for (const key of Object.keys(map)) put(copy, key, this.unmarked(map[key] as Json, depth + 1));
    return copy;
  }

  private child(key: string | number, inner: Json | undefined, unknown: Json | undefined, before: Json | undefined, after: Json | undefined, place: Place | undefined, depth: number): Known {
    const mark = markOf(unknown, key);
    return this.node(inner, mark, markOf(before, key), markOf(after, key), mark === undefined || mark === false ? undefined : place?.child(key), depth + 1);
  }

  private shared(text: string): string {
    if (text.length > 64) return text;
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    if (this.texts.size < 100_000) this.texts.set(text, text);
    return text;
  }
}

/** One value on its own. */
export const joined = (value: Json | undefined, marks?: Marks): Known => new Joiner().join(value, marks);

/** Whether a mark says nothing of its value nor of anything below it, told without looking far. */
function marksNothing(mark: Json | undefined): boolean {
  return typeof mark !== 'object' || mark === null ? mark !== true : Object.keys(mark).length === 0;
}

function markOf(mark: Json | undefined, key: string | number): Json | undefined {
  if (typeof mark !== 'object' || mark === null) return undefined;
  if (Array.isArray(mark)) return typeof key === 'number' ? (mark as readonly Json[])[key] : undefined;
  return typeof key === 'string' && Object.hasOwn(mark, key) ? (mark as { readonly [key: string]: Json })[key] : undefined;
}

/** `after_unknown` mirrors the shape of known lists too: only a `true` somewhere below marks an unknown. */
export function holdsUnknown(mark: Json | undefined, depth = 0): boolean {
  if (mark === true || depth > deepest) return mark === true;
  if (Array.isArray(mark)) return (mark as readonly Json[]).some((inner) => holdsUnknown(inner, depth + 1));
  return isObject(mark) && Object.values(mark).some((inner) => holdsUnknown(inner, depth + 1));
}

/** The value with its unknowns replaced; the same value where it holds none that changes. */
export function withUnknowns(value: Known, replace: (unknown: UnknownValue) => UnknownValue): Known {
  if (isUnknown(value)) return replace(value);
  if (Array.isArray(value)) {
    const list = value as readonly Known[];
    const changed = list.map((inner) => withUnknowns(inner, replace));
    return changed.some((inner, index) => inner !== list[index]) ? changed : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const map = value as { readonly [key: string]: Known };
  let copy: Record<string, Known> | undefined;
  for (const key of Object.keys(map)) {
    const inner = map[key] as Known;
    const next = withUnknowns(inner, replace);
    if (next !== inner) put((copy ??= { ...map }), key, next);
  }
  return copy ?? value;
}

/**
 * What a sensitive value holds, for a rule that must judge it; any other value as it is. What comes back never goes into
 * evidence, findings or fingerprints: show `showable` of what was read instead.
 */
export function revealed(value: Known): Known {
  if (value instanceof SensitiveValue) return revealed(SensitiveValue.heldBy(value));
  if (Array.isArray(value)) return (value as readonly Known[]).map(revealed);
  if (typeof value !== 'object' || value === null || isUnknown(value)) return value;
  const plain: Record<string, Known> = {};
  for (const [key, inner] of Object.entries(value as { readonly [key: string]: Known })) put(plain, key, revealed(inner));
  return plain;
}

/** The value as evidence may show it: `(sensitive)` and the like stand where a value cannot be known or must not be shown. */
export function showable(value: Known): Json {
  if (isUnknown(value)) return `(${value.because})`;
  if (Array.isArray(value)) return (value as readonly Known[]).map(showable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as { readonly [key: string]: Known }).map(([key, inner]) => [key, showable(inner)]));
}

/** A value for a reader: scalars as they are, everything else as JSON. */
export function plainText(value: Known | undefined): string {
  if (value === undefined || value === null) return '–';
  if (isUnknown(value)) return value.because;
  return typeof value === 'object' ? JSON.stringify(showable(value)) : String(value);
}
