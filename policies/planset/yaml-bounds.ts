import { isMap, isScalar, isSeq, Lexer } from 'yaml';

/** Deepest nesting a rendered text may have, counted generously: brackets, and columns before a line's first word. */
export const deepestYaml = 500;

/** Most scalars; parsing takes about 20 µs each. The definitions of a large operator have 100,000. */
export const mostScalars = 500_000;

const documentBegins = '\u0002';
const scalarFollows = '\u001f';

/**
 * Why a YAML text must not be given to the parser, which calls itself for each level and ends the whole process where
 * the stack ends; undefined where it may. Only its lexer is used, which does not.
 */
export function outOfBounds(text: string): string | undefined {
  let [flow, column, scalars] = [0, 0, 0];
  let [isPrefix, isScalarNext] = [true, false];
  for (const token of new Lexer().lex(text)) {
    if (isScalarNext) {
      isScalarNext = false;
      isPrefix = false;
      if ((scalars += 1) > mostScalars) return `it holds more than ${mostScalars} values`;
    } else if (token === scalarFollows) isScalarNext = true;
    else if (token === documentBegins) [flow, column, isPrefix] = [0, 0, true];
    else if (token.endsWith('\n')) [column, isPrefix] = [0, true];
    else if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
    else if (isPrefix && (/^[ \t]+$/.test(token) || token === '-' || token === '?' || token === ':')) column += token.length;
    else isPrefix = false;
    if (flow + column > deepestYaml) return `it is nested deeper than ${deepestYaml} levels`;
  }
  return undefined;
}

/**
 * Why the keys of a composed document cannot be judged: one stands twice in a map, or is no text. The parser's own check
 * takes time with the square of the keys.
 */
export function keyTrouble(node: unknown): string | undefined {
  if (isSeq(node)) return firstOf(node.items, keyTrouble);
  if (!isMap(node)) return undefined;
  const seen = new Set<string>();
  return firstOf(node.items, ({ key, value }) => {
    if (!isScalar(key)) return 'it has a key that is no text';
    const name = String(key.value);
    // `<<` merges, and may do so more than once.
    if (seen.has(name) && name !== '<<') return 'a key stands in it twice';
    seen.add(name);
    return keyTrouble(value);
  });
}

function firstOf<T>(items: readonly T[], trouble: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = trouble(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
