/**
 * A text as a CEL string literal. JSON's escapes are a subset of CEL's.
 * Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values
 */
export const celString = (text: string): string => JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Lines of one expression. */
export const cel = (...lines: readonly string[]): string => lines.join(' ');
