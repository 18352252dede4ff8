/** `line` joins points; `step` holds a value for its quarter; `area` is filled down to zero; `limit` is what must not be exceeded. */
export type SeriesKind = 'line' | 'step' | 'area' | 'limit';

export interface Series {
  readonly name: string;
  /** One value for each of the chart's quarters; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly kind: SeriesKind;
}

/** A word at one quarter: a hall opens, a promise breaks. */
export interface Annotation {
  readonly at: string;
  readonly text: string;
}

/** What a chart shows, for a terminal and for a report alike. Texts stand in the reader's language; they may hold anything. */
export interface Chart {
  readonly title: string;
  readonly subtitle?: string;
  /** Of every value: kW, TiB, %. */
  readonly unit: string;
  /** Quarters, in order. */
  readonly x: readonly string[];
  readonly series: readonly Series[];
  readonly annotations?: readonly Annotation[];
}

/** A value that can be drawn. */
export const drawable = (value: number | null | undefined): value is number => value !== null && value !== undefined && Number.isFinite(value);

/** Parts of a series without gaps, as indices from and to, both included. */
export function unbroken({ values }: Series, quarters: number): (readonly [from: number, to: number])[] {
  const parts: [number, number][] = [];
  for (let index = 0; index < quarters; index += 1) {
    if (!drawable(values[index])) continue;
    const last = parts.at(-1);
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else parts.push([index, index]);
  }
  return parts;
}
