import { createHash } from 'node:crypto';
import { instantText } from '../../../policies/reports/quote.js';
import { shown } from '../../../policies/reports/shown.js';
import type { Text } from '../../../sites/model/text.js';

/** A script or style as a page's own policy names it: only these very bytes run. */
export const hashOf = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

/** Markup that may stand in a page as it is. Only `html` makes it, and what it is given as text it escapes. */
export class Html {
  constructor(readonly source: string) {}
}

type Part = string | number | Html | undefined | readonly Part[];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** Text as it may stand between tags and in quoted attributes, hostile characters made visible. */
export const escaped = (text: string): string => shown(text).replace(/[&<>"'`]/g, (character) => escapes[character] ?? character);

/** Markup with holes: texts in them are escaped, lists joined, nothing left out but `undefined`. Attributes are quoted by the caller. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => new Html(strings.reduce((page, text, index) => `${page}${text}${index < parts.length ? partOf(parts[index]) : ''}`, ''));

function partOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.source;
  if (typeof part === 'object') return part.map(partOf).join('');
  return escaped(String(part));
}

/** One text in both languages, of which the page shows the reader's. */
export const both = ({ vi, en }: Text): Html => (vi === en ? html`${vi}` : html`<span lang="vi">${vi}</span><span lang="en">${en}</span>`);

/** A text of the page itself. */
export const say = (vi: string, en: string): Html => both({ vi, en });

/** A count, its thousands as each language writes them. */
export const count = (value: number): Html => both({ vi: value.toLocaleString('vi-VN'), en: value.toLocaleString('en-US') });

/** An instant in each language's time. */
export const at = (utc: string): Html => both(instantText(utc));
