/** Longest number that is read, characters; a double has at most 17 significant digits. */
export const longestScalar = 1024;

/** `true`, `false` and `null` by their first byte, spelled without a callback: a plan has a few for every resource. */
const words = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Uint8Array.from(word, (letter) => letter.charCodeAt(0))]));

function isWord(bytes: Uint8Array, length: number): boolean {
  const word = words.get(bytes[0] as number);
  if (word?.length !== length) return false;
  for (let at = 1; at < length; at += 1) if (word[at] !== bytes[at]) return false;
  return true;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Whether the bytes are `true`, `false`, `null` or a number as JSON writes it: RFC 8259, section 6. */
export function isScalar(bytes: Uint8Array, length: number): boolean {
  const first = bytes[0] as number;
  if (first !== 0x2d && !isDigit(first)) return isWord(bytes, length);
  let at = first === 0x2d ? 1 : 0;
  const digits = (): boolean => {
    const from = at;
    while (at < length && isDigit(bytes[at])) at += 1;
    return at > from;
  };
  if (at < length && bytes[at] === 0x30) at += 1;
  else if (!digits()) return false;
  if (at < length && bytes[at] === 0x2e) {
    at += 1;
    if (!digits()) return false;
  }
  if (at < length && ((bytes[at] as number) | 0x20) === 0x65) {
    at += 1;
    if (at < length && (bytes[at] === 0x2b || bytes[at] === 0x2d)) at += 1;
    if (!digits()) return false;
  }
  return at === length;
}
