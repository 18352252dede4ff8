import type { Place } from './diagnostic.js';
import type { PathSegment } from './pointer.js';

/** Where one entry of a map or list stands; entries of lists have no key. */
export interface Standing {
  readonly key: number | undefined;
  readonly value: number;
}

/** Offsets of the entries of every map and list of a parsed file. */
export class YamlOffsets {
  private readonly entries = new Map<object, Map<PathSegment, Standing>>();
  private lineStarts: readonly number[] | undefined;

  constructor(
    private readonly file: string,
    private readonly text: string,
  ) {}

  /** Starts recording a container. */
  of(container: object): Map<PathSegment, Standing> {
    const entries = new Map<PathSegment, Standing>();
    this.entries.set(container, entries);
    return entries;
  }

  /** Line and column of an offset. */
  at(offset: number): Place {
    this.lineStarts ??= [0, ...Array.from(this.text.matchAll(/\n/g), ({ index }) => index + 1)];
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }

  /** What stands at a path below `root`, or its nearest ancestor that exists. */
  find(root: unknown, start: number, path: readonly PathSegment[]): Standing {
    let here: unknown = root;
    let found: Standing = { key: undefined, value: start };
    for (const step of path) {
      const known = typeof here === 'object' && here !== null ? this.entries.get(here) : undefined;
      const next = known?.get(Array.isArray(here) ? step : String(step));
      if (next === undefined) return { key: undefined, value: found.value };
      found = next;
      here = (here as Record<PathSegment, unknown>)[step];
    }
    return found;
  }
}
