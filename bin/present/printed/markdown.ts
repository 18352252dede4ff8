import { visible } from '../../../sites/model/visible.js';
import { fenceOf, sentence } from '../tenant/markdown-text.js';

/**
 * A sentence of ours that may quote what others wrote. What could be markup in it is spelt out; where a host would still make
 * a link of it, all of it is code.
 */
export function words(text: string): string {
  const plain = sentence(text, 2000);
  if (!plain.startsWith('`') || /:\/\/|www\.|\bGH-\d/i.test(text)) return plain;
  return visible(text, 2000)
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[\\`*_{}[\]#|~$!]/g, '\\$&')
    .replace(/[&<>@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/^(\s*)([-+=]|\d+[.)])/, '$1\\$2');
}

/** Lines as a block whose fence is longer than any run of backquotes in them. */
export function block(lines: readonly string[], info: 'sh' | 'yaml'): string {
  const body = lines.map((line) => visible(line, 2000)).join('\n');
  const fence = fenceOf(body);
  return `${fence}${info}\n${body}\n${fence}`;
}
