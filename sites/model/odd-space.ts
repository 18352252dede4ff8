import type { Text } from './text.js';

/** A space that looks like one and is none to YAML, where the structure of a file needs one. */
export interface OddSpace {
  readonly offset: number;
  readonly problem: Text;
}

/** White space other than space, tab and line breaks, and what is drawn as nothing. */
const odd = '[\\u00a0\\u1680\\u2000-\\u200f\\u202f\\u205f\\u2060\\u3000\\ufeff]';
/** In the indentation, after the dash of a list, after the colon of a key. */
const structural = [new RegExp(`^[ ]*(?=${odd})`, 'gm'), new RegExp(`^[ ]*-[ ]*(?=${odd})`, 'gm'), new RegExp(`^[ ]*(?:-[ ]+)?[\\w.-]+:[ ]*(?=${odd})`, 'gm')];

const names: Readonly<Record<string, Text>> = {
  '\u00a0': { vi: 'dấu cách không ngắt', en: 'no-break space' },
  '\u202f': { vi: 'dấu cách không ngắt hẹp', en: 'narrow no-break space' },
  '\u3000': { vi: 'dấu cách toàn chiều', en: 'ideographic space' },
  '\u200b': { vi: 'dấu cách độ rộng bằng không', en: 'zero-width space' },
  '\ufeff': { vi: 'dấu thứ tự byte', en: 'byte order mark' },
};

/** Whether a key has taken such a space for its first letter. */
export const beginsOddly = (key: string): boolean => new RegExp(`^${odd}`).test(key);

/** The odd space that a syntax error at `line` comes from: on that line, or on the one before or after it. */
export function oddSpaceNear(text: string, line: number): OddSpace | undefined {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const from = starts[Math.max(0, line - 2)] ?? 0;
  const until = starts[line + 1] ?? text.length;
  const part = text.slice(from, until);
  const found = structural
    .flatMap((pattern) => [...part.matchAll(pattern)].map((match) => match.index + match[0].length))
    .sort((a, b) => a - b)[0];
  if (found === undefined) return undefined;
  const character = part[found] ?? '';
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const name = names[character] ?? { vi: 'ký tự trắng lạ', en: 'an unusual blank' };
  const lines = text.split('\n').filter((one) => structural.some((pattern) => new RegExp(pattern.source).test(one))).length;
  const more = lines > 1 ? { vi: ` (có trên ${lines} dòng)`, en: ` (on ${lines} lines)` } : { vi: '', en: '' };
  return {
    offset: from + found,
    problem: {
      vi: `ở đây có ký tự ${code} (${name.vi}) trông như dấu cách nhưng không phải${more.vi}; hãy xóa và gõ lại bằng phím cách`,
      en: `the character ${code} (${name.en}) stands here, which looks like a space and is none${more.en}; delete it and type a space`,
    },
  };
}
