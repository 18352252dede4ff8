import { pointer, type PathSegment, type Pointer } from './pointer.js';
import type { Place } from './diagnostic.js';

/** Where a value of the estate comes from. An unlabelled one is `declared` by the file's owner. */
export interface Origin extends Place {
  readonly source: 'seed' | 'public' | 'assumption' | 'declared';
  readonly note?: string;
}

export type Label = Pick<Origin, 'source' | 'note'>;

const sources: readonly unknown[] = ['seed', 'public', 'assumption'];

const isPlainMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{value: 1300, source: public, note: "…"}`: a scalar written with its source. */
function labelled(value: unknown): { value: unknown; label: Label } | undefined {
  if (!isPlainMap(value) || !Object.hasOwn(value, 'value') || !Object.hasOwn(value, 'source')) return undefined;
  const { value: inner, source, note, ...rest } = value;
  if (!sources.includes(source) || Object.keys(rest).length > 0 || typeof inner === 'object') return undefined;
  if (note !== undefined && typeof note !== 'string') return undefined;
  return { value: inner, label: { source: source as Label['source'], ...(note === undefined ? {} : { note }) } };
}

/** Takes labels off: plain values as the schema expects them, and each label by its pointer in the file. */
export function unlabel(raw: unknown): { readonly value: unknown; readonly labels: ReadonlyMap<Pointer, Label> } {
  const labels = new Map<Pointer, Label>();
  const walk = (value: unknown, path: readonly PathSegment[]): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    const found = labelled(value);
    if (found !== undefined) {
      labels.set(pointer(...path), found.label);
      return found.value;
    }
    if (!isPlainMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, [...path, key])]));
  };
  return { value: walk(raw, []), labels };
}
