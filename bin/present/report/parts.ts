import type { Text } from '../../../sites/model/text.js';
import { both, Html, html } from '../audit/markup.js';
import type { View } from '../view.js';

/** How the page reads in each language; it has no terminal's width. */
const views: Readonly<Record<View['lang'], View>> = { vi: { lang: 'vi', columns: 80, colour: false }, en: { lang: 'en', columns: 80, colour: false } };

/** What a function says, in both languages. */
export const told = (say: (view: View) => string): Html => both({ vi: say(views.vi), en: say(views.en) });

/** A drawing scrolls where the screen is narrower than it can be read at, by keyboard too. */
const drawingLabel: Text = { vi: 'Hình; cuộn ngang được trên màn hình hẹp', en: 'Drawing; scrolls sideways on a narrow screen' };

/** One SVG for each language: only that of the reader is shown. Drawings escape their own texts. */
export const drawing = (draw: (view: View) => string): Html =>
  html`${(['vi', 'en'] as const).map((lang) => html`<div class="drawing" lang="${lang}" tabindex="0" role="group" aria-label="${drawingLabel[lang]}">${new Html(draw(views[lang]))}</div>`)}`;

export interface Column {
  readonly title: Text;
  /** `number`: to the right, on one line; `short`: on one line. */
  readonly kind?: 'number' | 'short';
}

type Cell = string | Html;

/** A table with its caption, in a frame that scrolls where the screen is narrow, by keyboard too. The first cell names its row. */
export function tableHtml(id: string, caption: Text, columns: readonly Column[], rows: readonly (readonly Cell[])[], { look }: { readonly look?: 'long' | 'findings' } = {}): Html {
  const mark = (index: number): Html | undefined => {
    const kind = columns[index]?.kind;
    return kind === undefined ? undefined : html` class="${kind}"`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}-caption"><table id="${id}"${look === undefined ? undefined : html` class="${look}"`}><caption id="${id}-caption">${both(caption)}</caption><thead><tr>${columns.map(({ title }, index) => html`<th scope="col"${mark(index)}>${both(title)}</th>`)}</tr></thead><tbody>
${rows.map((cells) => html`<tr>${cells.map((cell, index) => (index === 0 ? html`<th scope="row"${mark(index)}>${cell}</th>` : html`<td${mark(index)}>${cell}</td>`))}</tr>\n`)}</tbody></table></div>`;
}

/** The table behind a drawing: the same figures for whoever does not see it, or wants them exactly. */
export const behind = (table: Html): Html => html`<details class="figures"><summary>${both({ vi: 'Bảng số liệu của hình', en: 'The figures as a table' })}</summary>${table}</details>`;

export const section = (id: string, title: Text, ...body: readonly (Html | undefined)[]): Html => html`
<section aria-labelledby="${id}"><h2 id="${id}">${both(title)}</h2>
${body}</section>`;

export const paragraph = (text: Text): Html => html`<p>${both(text)}</p>`;
export const soft = (text: Text): Html => html`<p class="soft">${both(text)}</p>`;

/** A few of many, and how many more there are. */
export function few(all: readonly Html[], most: number): Html {
  const more = all.length - most;
  return html`${all.slice(0, most)}${more <= 0 ? undefined : html` <span class="soft">${both({ vi: `và ${more.toLocaleString('vi-VN')} mục khác`, en: `and ${more.toLocaleString('en-US')} more` })}</span>`}`;
}
