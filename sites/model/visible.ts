/**
 * Text that others wrote, made safe to show on a terminal or in a report: control, bidirectional and zero-width
 * characters become visible, and the length is bounded.
 */
export function visible(text: string, longest: number): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is being made visible
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (safe.length <= longest) return safe;
  // Never half a surrogate pair.
  const cut = safe.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
}
