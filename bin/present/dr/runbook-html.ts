import type { RunbookStep } from '../../../sites/recovery/runbook/step.js';
import type { DrRunbookData } from '../../dr-runbook-data.js';
import { html as markup, type Html } from '../audit/markup.js';
import { printedPage, tableHtml, typed } from '../printed/page.js';
import { say, type View } from '../view.js';
import { cellOf, headOf, introOf, labels, roleNames, titleOf } from './runbook-words.js';

/** One page that needs nothing else: read on a screen, or printed and put into the shift's folder, with lines to write times on. */
export function html(data: DrRunbookData, view: View): string {
  const body = markup`${introOf(data, view).map((line) => markup`<p>${line}</p>\n`)}
<pre>${typed(data.start)}</pre>
<p>${say(view, labels.roles)}: ${data.roles.map((role) => say(view, roleNames[role])).join(', ')}.</p>
<ol>${data.parts.map(({ id, title: name }) => markup`<li><a href="#${id}">${say(view, name)}</a></li>`)}</ol>
${data.parts.map(
  ({ id, title: name, when, tables, steps }, part) => markup`<section id="${id}">
<h2>${part + 1}. ${say(view, name)}</h2>
<p>${say(view, when)}</p>
${tables.filter(({ rows }) => rows.length > 0).map(({ title, columns, rows }) => tableHtml(say(view, title), columns.map((column) => say(view, column)), rows.map((cells) => cells.map((cell) => cellOf(cell, view)))))}
${steps.map((step, index) => stepHtml(step, `${part + 1}.${index + 1}`, view))}
</section>
`,
)}`;
  return printedPage(titleOf(data, view), body, view);
}

const stepHtml = (step: RunbookStep, number: string, view: View): Html => markup`<article>
<h3>☐ ${number} ${say(view, step.title)}</h3>
<p class="who">${step.byHand ? markup`<span class="hand">${say(view, labels.byHand)}</span> ` : undefined}${headOf({ ...step, byHand: false }, view)}</p>
${step.does.map((line) => markup`<p>${say(view, line)}</p>`)}
${step.commands.map(({ line, expects }) => markup`<pre>${typed(line)}</pre><p class="seen">→ ${say(view, labels.seen)}: ${say(view, expects)}</p>`)}
<p class="until">${say(view, labels.until)}: ${say(view, step.until)}.</p>
<div class="log"><span>${say(view, labels.began)}:</span><span>${say(view, labels.ended)}:</span><span>${say(view, labels.signed)}:</span></div>
</article>
`;
