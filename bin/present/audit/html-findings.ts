import { coveringOf, type CitedRule, type QuotedWaiver } from '../../../policies/reports/cited.js';
import { byRule, standingOf, standings } from '../../../policies/reports/order.js';
import { clauseText, safeLink, waiverText, words } from '../../../policies/reports/quote.js';
import { subjectKinds } from '../../../policies/reports/subject-kinds.js';
import type { Lang } from '../../../sites/model/text.js';
import type { Evidence, Verdict } from '../../../sites/model/verdict.js';
import type { AuditData } from '../../commands/audit.js';
import { both, count, html, say, type Html } from './markup.js';

/** Filters over the verdicts, and a section for each rule, the worst in front, a row for each verdict. */
export function findingsHtml(data: AuditData, lang: Lang): Html {
  const rules = new Map(data.rules.map((rule) => [rule.id, rule]));
  const covering = coveringOf(data.waivers, data.quoted);
  const places = new Map(data.places.map(({ pointer, file, line }) => [pointer, `${file}:${line}`]));
  const sections = [...byRule(data.verdicts)].map(([policy, verdicts]) => ruleHtml(policy, rules.get(policy), verdicts, { covering, places }));
  return html`<section aria-labelledby="findings"><h2 id="findings">${say('Kết luận', 'Findings')}</h2>${filterHtml(data, lang)}${kindsHtml(data)}${sections}</section>`;
}

/** What subjects are, for readers who do not know the words of the data. */
function kindsHtml({ verdicts }: AuditData): Html {
  return html`<details><summary>${say('Tên đối tượng nghĩa là gì', 'What names of subjects mean')}</summary><dl>${subjectKinds(verdicts).map(([kind, text]) => html`<dt><code>${kind}/…</code></dt><dd>${both(text)}</dd>`)}</dl></details>`;
}

const familyOf = (policy: string): string => policy.split('-')[0] ?? policy;
const inOrder = (values: Iterable<string>): string[] => [...new Set(values)].sort();

function filterHtml({ verdicts }: AuditData, lang: Lang): Html {
  const sites = inOrder(verdicts.flatMap(({ subject }) => subject.site ?? []));
  const families = inOrder(verdicts.map(({ policy }) => familyOf(policy)));
  const choices = (values: readonly string[]): Html => html`<option value="" data-vi="Tất cả" data-en="All">${lang === 'vi' ? 'Tất cả' : 'All'}</option>${values.map((value) => html`<option value="${value}">${value}</option>`)}`;
  const boxes = standings.map((standing) => html`<label><input type="checkbox" name="standing" value="${standing}" checked> <span class="standing ${standing}">${both(words[standing])}</span></label>`);
  return html`<form id="filter" role="search" aria-labelledby="findings">
<div class="field"><label for="search">${say('Tìm ("…" cho cụm từ)', 'Search ("…" for a phrase)')}</label><input type="search" id="search" autocomplete="off" spellcheck="false"></div>
<div class="field"><label for="family">${say('Nhóm quy tắc', 'Family')}</label><select id="family">${choices(families)}</select></div>
<div class="field"><label for="site">${say('Trung tâm', 'Site')}</label><select id="site">${choices(sites)}</select></div>
<fieldset><legend>${say('Kết quả', 'Result')}</legend>${boxes}</fieldset>
<button type="reset">${say('Bỏ lọc', 'Clear')}</button>
<output for="search family site" role="status"><b id="shown">${verdicts.length.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-US')}</b> / <b>${count(verdicts.length)}</b> ${say('kết luận', 'verdicts')}</output>
</form>`;
}

interface Around {
  readonly covering: (verdict: Verdict) => readonly QuotedWaiver[];
  /** `file:line` of estate values. */
  readonly places: ReadonlyMap<string, string>;
}

function ruleHtml(policy: string, rule: CitedRule | undefined, verdicts: readonly Verdict[], around: Around): Html {
  return html`
<section class="rule" data-family="${familyOf(policy)}" aria-labelledby="rule-${policy}"><div class="about">
<h3 id="rule-${policy}">${policy}${rule === undefined ? undefined : html`: ${both(rule.title)}`}</h3>${rule === undefined ? undefined : aboutHtml(rule)}</div>
<div class="scroll"><table class="findings"><thead><tr><th scope="col">${say('Kết quả', 'Result')}</th><th scope="col">${say('Đối tượng', 'Subject')}</th><th scope="col">${say('Nhận định', 'Finding')}</th><th scope="col">${both(words.recorded)}</th><th scope="col">${say('Bằng chứng', 'Evidence')}</th></tr></thead>
<tbody>${verdicts.map((verdict) => rowHtml(verdict, rule, around))}</tbody></table></div></section>`;
}

/** What the rule says and why: the law, then our own judgement, never mixed. */
function aboutHtml({ version, explanation, legal, engineering, remedy }: CitedRule): Html {
  const link = safeLink(engineering?.link);
  const source = link === undefined ? undefined : html` <a href="${link}" rel="noopener noreferrer">${link}</a>`;
  const law = legal.map((clause) => both({ vi: clauseText(clause, 'vi'), en: clauseText(clause, 'en') }));
  return html`<p>${both(explanation)}</p><dl>
${law.length === 0 ? undefined : html`<dt>${both(words.legal)}</dt><dd>${law.map((each, index) => (index === 0 ? each : html`; ${each}`))}</dd>`}
${engineering === undefined ? undefined : html`<dt>${both(words.engineering)}</dt><dd>${both(engineering.statement)}${source}</dd>`}
<dt>${both(words.remedy)}</dt><dd>${both(remedy)}</dd><dt>${say('Phiên bản quy tắc', 'Rule version')}</dt><dd>${version}</dd></dl>`;
}

function rowHtml(verdict: Verdict, rule: CitedRule | undefined, { covering, places }: Around): Html {
  const { subject, finding, remedy, recorded, recordedFinding, evidence, causes, fingerprint, blocks } = verdict;
  const standing = standingOf(verdict);
  const { object, site, organisation, address, constructPath } = subject;
  const own = remedy.vi === rule?.remedy.vi && remedy.en === rule.remedy.en ? undefined : html`<div class="soft">${both(words.remedy)}: ${both(remedy)}</div>`;
  const waivers = covering(verdict).map((waiver) => html`<div>${both({ vi: waiverText(waiver, 'vi'), en: waiverText(waiver, 'en') })}</div>`);
  return html`
<tr data-standing="${standing}" data-site="${site ?? ''}"><td><span class="standing ${standing}">${both(words[standing])}</span>${blocks ? html`<div class="soft">${say('chặn', 'blocks')}</div>` : undefined}</td>
<th scope="row">${object}${[site === undefined || object === `site/${site}` ? undefined : site, organisation].filter((part) => part !== undefined).map((part) => html`<div class="soft">${part}</div>`)}${[address, constructPath].filter((part) => part !== undefined).map((part) => html`<div><code>${part}</code></div>`)}</th>
<td>${both(finding)}${waivers}${causes.length === 0 ? undefined : html`<div class="soft">${say('do', 'caused by')} ${causes.join(', ')}</div>`}${own}</td>
<td><span class="standing ${recorded}">${both(words[recorded])}</span>${recordedFinding === undefined ? html`` : html`<p>${both(recordedFinding)}</p>`}</td>
<td>${evidenceHtml(evidence, fingerprint, places)}</td></tr>`;
}

function evidenceHtml(evidence: readonly Evidence[], fingerprint: string, places: ReadonlyMap<string, string>): Html {
  const whereOf = ({ document, pointer }: Evidence): string => [(document === 'estate' ? places.get(pointer ?? '') : undefined) ?? document, pointer].filter((part) => part !== undefined).join(' ');
  const rows = evidence.map((each) => html`<dt>${both(each.what)}</dt><dd>${each.found}<div class="soft"><code>${whereOf(each)}</code></div></dd>`);
  return html`<details><summary>${evidence.length === 0 ? say('Mã kết luận', 'Fingerprint') : html`${say('Bằng chứng', 'Evidence')} (${evidence.length})`}</summary><dl class="evidence">${rows}<dt>${say('Mã kết luận', 'Fingerprint')}</dt><dd><code>${fingerprint}</code></dd></dl></details>`;
}
