import { visible } from '../../../sites/model/visible.js';

/**
 * Text that others wrote, as a code span: nothing in it is markup, a mention, a link or an image to GitHub or GitLab, and
 * it stays in its table cell. Control, bidirectional and zero-width characters, backquotes and bars are spelt out.
 */
export function span(text: string, longest = 80): string {
  const shown = visible(text.replace(/\s+/g, ' ').trim(), longest)
    // Format characters beyond those `visible` knows: soft hyphens, tags, variation selectors.
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[`|]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
  return shown === '' ? '–' : `\`${shown}\``;
}

/** Letters, figures and the punctuation of a sentence; nothing of these means anything to Markdown inside a line. */
const harmless = /^(?!.*:\/\/)(?!.*www\.)(?!.*\bGH-\d)[\p{L}\p{M}\p{N} .,;:()%→·"'“”’–−…/+=>?-]*$/iu;

/**
 * A sentence of ours that may quote what others wrote: as it is where nothing in it can be markup, what stands in
 * backquotes as code; anything else is a code span as a whole.
 */
export function sentence(text: string, longest = 400): string {
  const parts = text.split('`');
  // Backquotes in pairs: every second part is code.
  const plain = parts.filter((_, index) => index % 2 === 0);
  const isPlain = text.length <= longest && parts.length % 2 === 1 && parts.every((part, index) => index % 2 === 0 || part !== '') && plain.every((part) => harmless.test(part) && !/\p{Cf}/u.test(part));
  return isPlain ? parts.map((part, index) => (index % 2 === 0 ? part.replaceAll('>', '\\>') : span(part, longest))).join('') : span(text, longest);
}

/** A fence longer than any run of backquotes in what it holds. */
export const fenceOf = (body: string): string => '`'.repeat(Math.max(2, ...[...body.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);

/** Lines as a block whose fence is longer than any run of backquotes in them. */
export function fenced(text: string, info: 'suggestion' | 'yaml', longest = 2000): string {
  const lines = text.split(/\r?\n/).map((line) => visible(line, 300).replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`));
  let body = '';
  for (const line of lines) {
    if (body.length + line.length > longest) break;
    body += `${line}\n`;
  }
  const fence = fenceOf(body);
  return `${fence}${info}\n${body}${fence}`;
}

/** One row of a table; cells are Markdown already. */
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The two first lines of a table. */
export const tableHead = (titles: readonly string[], figuresFrom = titles.length): string[] => [row(titles), row(titles.map((_, index) => (index >= figuresFrom ? '---:' : '---')))];
