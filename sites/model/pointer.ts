/** JSON pointer (RFC 6901), for example `/sites/ndc-01/facility/halls/0/racks`. */
export type Pointer = string;

export type PathSegment = string | number;

export function pointer(...path: readonly PathSegment[]): Pointer {
  let at = '';
  // Made by the million: almost no segment holds what has to be escaped.
  for (const segment of path) {
    const text = String(segment);
    at += `/${text.includes('~') || text.includes('/') ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text}`;
  }
  return at;
}

export function segments(at: Pointer): string[] {
  return at === '' ? [] : at.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value a pointer names, or `undefined` where nothing stands there. Own properties only. */
export function valueAt(root: unknown, at: Pointer): unknown {
  let here: unknown = root;
  for (const part of segments(at)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}
