import { RE2JS, RE2JSException } from 're2js';

/** A pattern that matches in time linear in the text, whatever the pattern and the text are. */
export interface Pattern {
  readonly text: string;
  /** Whether it matches somewhere in a text; `^` and `$` tie it to the ends. */
  readonly matches: (text: string) => boolean;
}

/** Longest pattern, characters. */
export const longestPattern = 1000;

/**
 * Compiles an RE2 pattern (https://github.com/google/re2/wiki/Syntax): no look-around, no back-references.
 * What comes back is RE2's own words where it is none.
 */
export function compilePattern(text: string): Pattern | { readonly problem: string } {
  try {
    const compiled = RE2JS.compile(text);
    return { text, matches: (value) => compiled.test(value) };
  } catch (error) {
    if (error instanceof RE2JSException) return { problem: error.message.replace(/^error parsing regexp: /, '') };
    throw error;
  }
}
