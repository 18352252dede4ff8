import { clauseText, dayIn, words } from '../../../policies/reports/quote.js';
import type { CheckFinding, CheckView } from '../../check-data.js';
import type { ReportData, ReportRule, RuleCounts } from '../../report-data.js';
import { both, html, type Html } from '../audit/markup.js';
import { figure } from '../view.js';
import { few, paragraph, section, soft, tableHtml, told } from './parts.js';

/** Findings of a rule, and subjects that share one, before the rest is only counted: `ndc check --json` has them all. */
const mostFindings = 3;
const mostSubjects = 6;

/** A page without plans cannot judge what only plans and papers tell: silence would read as a pass. */
const judgedHere = {
  vi: 'Xét theo dữ liệu và cấu hình sinh ra từ đó. Không xét ở đây: các quy tắc vận hành (hồ sơ, thay đổi, số đọc thực tế) và chuyển đổi dự phòng; ndc audit xét chúng trên kế hoạch, ndc policy list liệt kê mọi quy tắc.',
  en: 'Judged on the data and the configuration made from them. Not judged here: rules of operations (papers, changes, live readings) and of a failover; ndc audit judges them on plans, ndc policy list names every rule.',
};

/** What the rules found, with the law each rests on. */
export function rulesHtml(data: ReportData): Html {
  return section(
    'rules',
    { vi: 'Kết quả theo quy tắc và căn cứ pháp lý', en: 'Results of the rules, and their law' },
    paragraph(judgedHere),
    html`${data.check.views.map((view) => viewHtml(view, data.rules))}`,
    allHtml(data.rules),
  );
}

const viewNames = { today: { vi: 'Hôm nay', en: 'Today' }, target: { vi: 'Mục tiêu', en: 'Target' } } as const;

function viewHtml({ view, passed, rules: counts, findings }: CheckView, rules: readonly ReportRule[]): Html {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const said = (lang: 'vi' | 'en'): string => {
    const of = (value: number): string => value.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-US');
    return [`${of(counts.pass)} ${words.pass[lang]}`, `${of(counts.fail)} ${words.fail[lang]}`, `${of(counts.waived)} ${words.waived[lang]}`, `${of(counts.unknown)} ${words.unknown[lang]}`, `${of(counts.notApplicable)} ${words['not-applicable'][lang]}`].join(', ');
  };
  const heading = html`<h3>${both(viewNames[view])}: <span class="${passed ? 'good' : 'bad'}">${both(passed ? words.pass : words.fail)}</span></h3><p>${both({ vi: `Kết luận: ${said('vi')}.`, en: `Verdicts: ${said('en')}.` })}</p>`;
  if (findings.length === 0) return html`${heading}${paragraph({ vi: 'Không quy tắc nào không đạt hoặc còn chờ.', en: 'No rule fails or stays open.' })}`;
  return html`${heading}${tableHtml(
    `findings-${view}`,
    view === 'today' ? { vi: 'Hôm nay: những gì không đạt ngay, nặng nhất trước', en: 'Today: what did not simply pass, worst first' } : { vi: 'Mục tiêu: những gì không đạt ngay, nặng nhất trước', en: 'Target: what did not simply pass, worst first' },
    [{ title: { vi: 'Quy tắc', en: 'Rule' } }, { title: { vi: 'Kết quả', en: 'Result' } }, { title: { vi: 'Nhận định', en: 'Finding' } }, { title: words.legal }, { title: words.remedy }],
    findings.map((finding) => [
      html`<span class="short">${finding.policy}</span><br>${both(finding.title)}`,
      standingHtml(finding),
      html`<ul>${fewItems(finding.found.map(({ finding: text, subjects }) => html`<li>${both(text)}${subjects.length === 1 ? undefined : html` <span class="soft">${few(subjects.map((subject, index) => html`${index === 0 ? '' : ', '}${subject}`), mostSubjects)}</span>`}</li>`))}</ul>`,
      lawHtml(byId.get(finding.policy)),
      both(finding.remedy),
    ]),
    { look: 'findings' },
  )}`;
}

/** As `few`, within a list. */
function fewItems(items: readonly Html[]): Html {
  const more = items.length - mostFindings;
  return html`${items.slice(0, mostFindings)}${more <= 0 ? undefined : html`<li class="soft">${both({ vi: `và ${more.toLocaleString('vi-VN')} nhận định khác`, en: `and ${more.toLocaleString('en-US')} more findings` })}</li>`}`;
}

function standingHtml({ status, severity, waivedUntil, basis }: CheckFinding): Html {
  if (status === 'waived') return html`<span class="debt">${both(words.waived)}</span>${waivedUntil === undefined ? undefined : html`<br>${both({ vi: `đến hết ${dayIn('vi', waivedUntil)}`, en: `until ${waivedUntil}` })}`}${basis === undefined ? undefined : html`<br><span class="soft">${basis}</span>`}`;
  if (status === 'unknown') return html`<span class="open">${both(words.unknown)}</span>`;
  return html`<span class="bad">${both(severity === 'warning' ? words.warning : words.fail)}</span>`;
}

/** The law, or where a rule rests on none our engineering judgement, which is said to be ours. */
function lawHtml(rule: ReportRule | undefined): Html {
  if (rule === undefined) return html`–`;
  if (rule.legal.length > 0) return html`${rule.legal.map((clause) => html`<p>${both({ vi: clauseText(clause, 'vi'), en: clauseText(clause, 'en') })}</p>`)}`;
  return rule.engineering === undefined ? html`–` : html`<span class="soft">${both(words.engineering)}: ${both(rule.engineering)}</span>`;
}

const countsText = ({ pass, fail, waived, unknown, notApplicable }: RuleCounts): Html => (pass + fail + waived + unknown + notApplicable === 0 ? html`–` : told((view) => [pass, fail, waived, unknown, notApplicable].map((value) => figure(view, value)).join(' / ')));

function allHtml(rules: readonly ReportRule[]): Html {
  return html`<details><summary>${both({ vi: `Mọi quy tắc xét ở đây (${rules.length})`, en: `Every rule judged here (${rules.length})` })}</summary>
${soft({ vi: 'Số kết luận: đạt / không đạt / được miễn / chưa đủ căn cứ / không áp dụng.', en: 'Verdicts: passed / failed / waived / unknown / not applicable.' })}
${tableHtml(
  'all-rules',
  { vi: 'Mọi quy tắc xét ở đây, với căn cứ', en: 'Every rule judged here, with what it rests on' },
  [{ title: { vi: 'Quy tắc', en: 'Rule' }, kind: 'short' }, { title: { vi: 'Nội dung', en: 'Title' } }, { title: viewNames.today, kind: 'number' }, { title: viewNames.target, kind: 'number' }, { title: words.legal }],
  rules.map((rule) => [rule.id, both(rule.title), countsText(rule.today), countsText(rule.target), lawHtml(rule)]),
)}</details>`;
}
