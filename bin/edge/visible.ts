/**
 * Text of an engine or an API server made safe to show: control, bidirectional and zero-width characters become
 * visible, white space collapses, length is bounded.
 */
export function visible(text: string, longest = 600): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  // eslint-disable-next-line no-control-regex -- control characters are what is being made visible
  const safe = flat.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}
