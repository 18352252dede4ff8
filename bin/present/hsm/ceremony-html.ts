import type { CeremonyStep } from '../../../sites/keys/ceremony/step.js';
import type { Text } from '../../../sites/model/text.js';
import type { HsmCeremonyData } from '../../hsm-ceremony-data.js';
import { html as markup, type Html } from '../audit/markup.js';
import { printedPage, tableHtml, typed } from '../printed/page.js';
import { say, type View } from '../view.js';
import { ceremonyLabels as labels, ceremonyRoleNames, firstText, introOf, neededText, signers, titleOf, untilText } from './ceremony-words.js';

/** One sheet, printed and signed: who is there, what holds before, steps with lines to write on, the record. */
export function html(data: HsmCeremonyData, view: View): string {
  const { ceremony } = data;
  const head = markup`${introOf(data, view).map((line) => markup`<p>${line}</p>\n`)}`;
  return printedPage(titleOf(data, view), ceremony.hindrances.length > 0 ? hindered(data, head, view) : sheet(data, head, view), view);
}

function hindered(data: HsmCeremonyData, head: Html, view: View): Html {
  const { hindrances } = data.ceremony;
  return markup`${head}
<section>
<h2>${say(view, labels.hindered)}</h2>
${tableHtml(undefined, [labels.what, labels.why, labels.last].map((label) => say(view, label)), hindrances.map((one) => [one.what, say(view, one.why), untilText(one, view)]))}
<p class="until">${firstText(data, view)}</p>
</section>`;
}

function sheet({ ceremony }: HsmCeremonyData, head: Html, view: View): Html {
  const { attendance, custodians, variables, before, steps, checks, record } = ceremony;
  const titles = (of: readonly (typeof labels)[keyof typeof labels][]): readonly string[] => of.map((label) => say(view, label));
  return markup`${head}
<section>
<h2>${say(view, labels.present)}</h2>
${tableHtml(undefined, titles([labels.role, labels.needed]), attendance.map((one) => [say(view, ceremonyRoleNames[one.role]), neededText(one)]))}
${custodians.length === 0 ? undefined : markup`<p>${say(view, labels.custodians)}: ${custodians.join('; ')}.</p>`}
${signing(signers(ceremony, view), view)}
${variables.length === 0 ? undefined : tableHtml(say(view, labels.variables), titles([labels.variable, labels.means]), variables.map(({ name, means }) => [name, say(view, means)]))}
<h3>${say(view, labels.before)}</h3>
${before.map((line) => markup`<p>☐ ${say(view, line)}</p>\n`)}
</section>
<section>
<h2>${say(view, labels.steps)}</h2>
${steps.map((step, index) => stepHtml(step, index + 1, view))}
</section>
<section>
<h2>${say(view, labels.checks)}</h2>
<article>${checks.map(({ line, expects }) => commandHtml(line, say(view, expects), view))}</article>
<h2>${say(view, labels.record)}</h2>
${form(record, view)}
${signing(signers(ceremony, view), view)}
</section>`;
}

/** Lines to write on. What has many digits, or may be many, has a line of its own. */
const form = (fields: readonly Text[], view: View): Html => markup`<div class="form">${fields.map((field) => markup`<p class="${say(view, field).length > 20 ? 'line long' : 'line'}"><span>${say(view, field)}</span></p>`)}</div>`;

const signing = (who: readonly string[], view: View): Html => markup`<table class="sign"><thead><tr>${[labels.role, labels.name, labels.time, labels.signature].map((label) => markup`<th scope="col">${say(view, label)}</th>`)}</tr></thead><tbody>
${who.map((role) => markup`<tr><td>${role}</td><td></td><td></td><td></td></tr>\n`)}</tbody></table>
`;

const commandHtml = (line: string, expects: string, view: View): Html => markup`<pre>${typed(line)}</pre><p class="seen">→ ${say(view, labels.seen)}: ${expects}</p>`;

const stepHtml = (step: CeremonyStep, number: number, view: View): Html => markup`<article>
<h3>☐ ${number}. ${say(view, step.title)}</h3>
<p class="who">${say(view, ceremonyRoleNames[step.role])}</p>
${step.does.map((line) => markup`<p>${say(view, line)}</p>`)}
${step.inventory === undefined ? undefined : markup`<p>${say(view, labels.inventory)} ${step.inventory.file}:</p><pre class="file">${step.inventory.lines.map((line) => markup`${line}\n`)}</pre>`}
${step.commands.map(({ line, expects }) => commandHtml(line, say(view, expects), view))}
<p class="until">${say(view, labels.until)}: ${say(view, step.until)}.</p>
<p class="otherwise">${say(view, labels.otherwise)}: ${say(view, step.otherwise)}</p>
${step.writes.length === 0 ? undefined : markup`${form(step.writes, view)}`}
<div class="log"><span>${say(view, labels.done)}:</span><span>${say(view, labels.by)}:</span><span>${say(view, labels.seenBy)}:</span></div>
</article>
`;
