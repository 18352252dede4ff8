/** A file's text, or the line and column of the first byte that is not UTF-8. */
export type SourceText = { readonly text: string } | { readonly notUtf8: { readonly line: number; readonly column: number } };

const strict = new TextDecoder('utf-8', { fatal: true });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Decodes UTF-8; a byte order mark is dropped. */
export function textOf(bytes: Uint8Array): SourceText {
  const text = decoded(bytes);
  if (text !== undefined) return { text };
  // No byte of a longer UTF-8 sequence is a line feed, so lines can be tried one by one.
  let line = 1;
  for (let start = 0; ; line += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    if (decoded(bytes.subarray(start, end)) === undefined) return { notUtf8: { line, column: firstBadColumn(bytes.subarray(start, end)) } };
    if (feed < 0) return { notUtf8: { line, column: 1 } };
    start = feed + 1;
  }
}

/** Column, in UTF-16 units from 1, of the first byte that does not decode. */
function firstBadColumn(line: Uint8Array): number {
  let good = 0;
  let bad = line.length;
  // A prefix may end inside a character, which streaming decoding waits for: it fails exactly from the first bad byte on.
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodesSoFar(line.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return new TextDecoder('utf-8').decode(line.subarray(0, good), { stream: true }).length + 1;
}

function decodesSoFar(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
