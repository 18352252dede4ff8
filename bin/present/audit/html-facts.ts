import { oneClause } from '../../../policies/planset/completeness.js';
import { absenceText } from '../../../policies/engine/absence.js';
import { unnamed } from '../../../policies/planset/read-model.js';
import { deedText, driftedNote, driftedOf, driftedTitle } from '../../../policies/reports/drifted.js';
import { clauseText, dayIn, words } from '../../../policies/reports/quote.js';
import type { AuditData } from '../../commands/audit.js';
import { at, both, count, html, say, type Html } from './markup.js';

/** Verdicts counted in two columns: after apply, and recorded now. A waiver changes nothing that is recorded. */
export function countsHtml({ summary: { counts, recorded } }: AuditData): Html {
  const rows = (['fail', 'unknown', 'waived', 'pass', 'not-applicable'] as const).map((each) => html`<tr><th scope="row"><span class="standing ${each}">${both(words[each])}</span></th><td>${count(counts[each])}</td><td>${each === 'waived' ? '' : count(recorded[each])}</td></tr>`);
  return html`<table class="counts"><thead><tr><th scope="col">${say('Kết quả', 'Result')}</th><th scope="col">${both(words.after)}</th><th scope="col">${both(words.recorded)}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** What was changed behind the engine, where anything was. */
export function driftedHtml({ read }: Pick<AuditData, 'read'>): Html | undefined {
  const found = driftedOf(read);
  if (found.length === 0) return undefined;
  const items = found.map((drifted) => html`<li>${drifted.stack}: <code>${drifted.address}</code> ${say(deedText(drifted, 'vi'), deedText(drifted, 'en'))}</li>`);
  return html`<section aria-labelledby="drifted"><h2 id="drifted">${both(driftedTitle)}</h2><p>${both(driftedNote)}</p><ul>${items}</ul></section>`;
}

/** What this input decides, and what to ask the operator for. */
export function decidableHtml({ decidable: { decided, partly, undecided, notApplicable, ask } }: AuditData): Html {
  const part = partly.map(({ policy, unknown, of }) => `${policy} (${unknown}/${of})`).join(', ');
  return html`<section aria-labelledby="decidable"><h2 id="decidable">${say('Quyết định được gì từ những gì đã đọc', 'What can be decided from what was read')}</h2><dl>
<dt>${say('Trả lời đầy đủ', 'Answered in full')}</dt><dd>${decided.length === 0 ? '–' : decided.join(', ')}</dd>
<dt>${say('Trả lời một phần (số chưa đủ căn cứ)', 'Answered in part (unknown of all)')}</dt><dd>${part === '' ? '–' : part}</dd>
<dt>${say('Không có gì để xét', 'Nothing to judge')}</dt><dd>${notApplicable.length === 0 ? '–' : notApplicable.join(', ')}</dd>
<dt>${say('Không trả lời được', 'Not answered')}</dt><dd>${undecided.length === 0 ? '–' : undecided.join(', ')}</dd></dl>
${ask.length === 0 ? undefined : html`<h3>${say('Cần đề nghị bên vận hành', 'What to ask the operator for')}</h3><ul>${ask.map(({ of, because, ask: what }) => html`<li>${of.length === 0 ? undefined : html`<code>${of.join(', ')}</code>: `}${both(because)}. ${both(what)}</li>`)}</ul>`}</section>`;
}

/** Every waiver of the data: who asked, who agreed, on what basis, until when, and what became of it. */
export function waiversHtml({ quoted, waivers, idle }: AuditData): Html | undefined {
  if (quoted.length === 0) return undefined;
  const used = new Map(waivers.used.map(({ waiver, subjects }) => [waiver, subjects.length]));
  const refused = new Map(waivers.refused.map(({ waiver, text }) => [waiver, text]));
  const expiring = new Map(waivers.expiring.map(({ waiver, days }) => [waiver, days]));
  const unused = new Set([...waivers.unused, ...idle].map(({ waiver }) => waiver));
  const state = (waiver: string): Html => {
    const why = refused.get(waiver);
    if (why !== undefined) return html`<span class="standing fail">${say('không có hiệu lực', 'no effect')}</span> ${both(why)}`;
    const days = expiring.get(waiver);
    const soon = days === undefined ? undefined : html` ${say(`(còn ${days} ngày)`, `(ends in ${days} days)`)}`;
    if (unused.has(waiver)) return html`<span class="standing warning">${say('không dùng đến', 'unused')}</span>${soon}`;
    return html`${say(`đã dùng cho ${used.get(waiver) ?? 0} kết luận`, `covers ${used.get(waiver) ?? 0} findings`)}${soon}`;
  };
  const rows = quoted.map(
    ({ waiver, policy, cause, fingerprint, owner, approver, reason, basis, expires }) => html`
<tr><th scope="row">${policy}<div class="soft"><code>${cause ?? fingerprint ?? ''}</code></div></th><td>${both(reason)}</td><td>${owner}</td><td>${approver}</td><td>${basis === undefined ? '–' : both({ vi: clauseText(basis, 'vi'), en: clauseText(basis, 'en') })}</td><td>${both({ vi: dayIn('vi', expires), en: expires })}</td><td>${state(waiver)}</td></tr>`,
  );
  return html`<section aria-labelledby="waivers"><h2 id="waivers">${say('Các điều miễn', 'Waivers')}</h2><div class="scroll"><table><thead><tr><th scope="col">${say('Quy tắc', 'Rule')}</th><th scope="col">${say('Lý do', 'Reason')}</th><th scope="col">${say('Người đề nghị', 'Owner')}</th><th scope="col">${say('Người phê duyệt', 'Approver')}</th><th scope="col">${both(words.legal)}</th><th scope="col">${say('Hết hạn sau ngày', 'Expires after')}</th><th scope="col">${say('Tình trạng', 'State')}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

/** Every document that was read with its digest, what is known of its making, and what was not read. */
export function readHtml({ read, planset, estate, tool, notRead = [] }: AuditData): Html {
  const rows = read.map(({ stack, site, from, absence, document, digest, plan, cluster, incomplete, resources }) => {
    const why = absence === undefined ? undefined : absenceText({ name: stack, absence });
    const facts = [plan?.engine, plan === undefined ? undefined : `format ${plan.format}`, plan?.made === undefined ? undefined : at(plan.made), cluster === undefined ? undefined : `uid ${cluster}`].filter((part) => part !== undefined);
    return html`
<tr><th scope="row">${stack}${site === unnamed ? undefined : html`<div class="soft">${site}</div>`}</th><td>${both(from === 'plan' ? { vi: 'kế hoạch', en: 'plan' } : from === 'configuration' ? { vi: 'cấu hình', en: 'configuration' } : { vi: 'không đọc', en: 'not read' })}${why === undefined ? undefined : html`<div class="soft">${both(why)}</div>`}</td><td>${document ?? ''}<div class="digest"><code>${digest ?? ''}</code></div></td><td>${facts.map((fact, index) => html`${index === 0 ? '' : ', '}${fact}`)}</td><td>${count(resources)}</td><td>${both(oneClause(incomplete))}</td></tr>`;
  });
  return html`<section aria-labelledby="read"><h2 id="read">${say('Đã đọc', 'What was read')}</h2><dl>
<dt>${say('Dữ liệu', 'Estate')}</dt><dd>${estate.id} <code>${estate.digest}</code></dd>
${tool === undefined ? undefined : html`<dt>${say('Công cụ', 'Tool')}</dt><dd>${tool.name} ${tool.version}</dd>`}
${planset === undefined ? undefined : html`<dt>planset.json</dt><dd>${planset.id}, ${at(planset.created)} <code>${planset.digest ?? ''}</code></dd><dt>${say('Engine và provider', 'Engine and providers')}</dt><dd>${[`${planset.engine.kind} ${planset.engine.version}`, ...planset.providers.map(({ source, version }) => `${source} ${version}`)].join(', ')}</dd>`}
${(planset?.released ?? []).map(({ site, by, until }) => html`<dt>${say('Cho phép tại chỗ', 'Released')}</dt><dd>${say(`${site} được hai người cho phép phục vụ dù không đọc được trung tâm nào khác (${by}), đến hết ${dayIn('vi', until)}`, `${site} may serve although no other site could be read, as two people signed (${by}), until the end of ${until}`)}</dd>`)}
${notRead.length === 0 ? undefined : html`<dt>${say('Không đọc, vì không phải JSON của kế hoạch', 'Not read, being no plan JSON')}</dt><dd>${notRead.join(', ')}</dd>`}</dl>
<div class="scroll"><table><thead><tr><th scope="col">${say('Phần', 'Stack')}</th><th scope="col">${say('Đọc từ', 'Read from')}</th><th scope="col">${say('Tài liệu, SHA-256', 'Document, SHA-256')}</th><th scope="col">${say('Phiên bản, thời điểm, cụm', 'Version, time, cluster')}</th><th scope="col">${say('Tài nguyên', 'Resources')}</th><th scope="col">${say('Không đầy đủ vì', 'Not whole because')}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

export function assumptionsHtml({ assumptions, assumedValues }: AuditData): Html {
  return html`<section aria-labelledby="assumptions"><h2 id="assumptions">${say('Dựa trên các giả định', 'Assumptions it rests on')}</h2><p class="soft">${html`${count(assumptions.length)} ${say('giả định được viện dẫn, trong số', 'are cited, of')} ${count(assumedValues)} ${say('giá trị của dữ liệu chưa ai xác nhận', 'values of the data that nobody has confirmed')}`}</p>
<ul>${assumptions.map(({ text, policies, pointer }) => html`<li>${both(text)} <span class="soft">${policies.join(', ')}</span>${pointer === undefined ? undefined : html` <code>${pointer}</code>`}</li>`)}</ul></section>`;
}

/** What is signed, in both languages whatever the page shows. */
export function statementHtml({ statement, assurance }: AuditData): Html {
  const always = (vi: string, en: string): Html => html`<span lang="vi" class="always">${vi}</span> <span lang="en" class="always">${en}</span>`;
  const limits = [...assurance.reasons, ...statement.limits].map(({ vi, en }) => html`<li>${always(vi, en)}</li>`);
  return html`<section aria-labelledby="sign" class="statement"><h2 id="sign">${`${words.sign.vi} / ${words.sign.en}`}</h2><p>${always(statement.text.vi, statement.text.en)}</p>
<dl class="sign">${statement.fields.map(({ vi, en }) => html`<dt>${`${vi} / ${en}`}</dt><dd></dd>`)}</dl></section>
<section aria-labelledby="limits"><h2 id="limits">${`${words.limits.vi} / ${words.limits.en}`}</h2><ul>${limits}</ul></section>`;
}
