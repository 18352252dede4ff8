import { z } from 'zod';
import type { Place } from './diagnostic.js';
import { expecting, fileProvenance } from './kinds/scalars.js';
import type { PathSegment } from './pointer.js';
import type { Text } from './text.js';

/** Where a value of the estate comes from. An unlabelled one is `declared` by the file's owner. */
export interface Origin extends Place {
  readonly source: 'seed' | 'public' | 'assumption' | 'declared';
  /** In both languages; one that was written in a single language is the same in both. */
  readonly note?: Text;
}

export type Label = Pick<Origin, 'source' | 'note'>;

/** `{value: 1300, source: public, note: "…"}`: a scalar written with its source. */
export const labelSchema = z.strictObject({
  value: z.union([z.string(), z.number(), z.boolean()]).meta(expecting('chính giá trị đó', 'the value itself')),
  ...fileProvenance.shape,
});

export interface Labelled {
  readonly path: readonly PathSegment[];
  readonly label: Label;
}

export const isPlainMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A source as it is written, with its note in both languages. */
export const labelOf = ({ source, note }: { readonly source: Label['source']; readonly note?: string | Text | undefined }): Label => ({ source, ...(note === undefined ? {} : { note: typeof note === 'string' ? { vi: note, en: note } : note }) });

/** Takes labels off: plain values as the schema expects them, and each label with its path in the file. A label that is not written right stays, for the schema to refuse. */
export function unlabel(raw: unknown): { readonly value: unknown; readonly labels: readonly Labelled[] } {
  const labels: Labelled[] = [];
  const walk = (value: unknown, path: readonly PathSegment[]): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (!isPlainMap(value)) return value;
    if (Object.hasOwn(value, 'value') && Object.hasOwn(value, 'source')) {
      const found = labelSchema.safeParse(value);
      if (!found.success) return value;
      const { source, note } = found.data;
      labels.push({ path, label: labelOf({ source, note }) });
      return found.data.value;
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, [...path, key])]));
  };
  return { value: walk(raw, []), labels };
}
