import { dayIn } from '../../../policies/reports/quote.js';
import type { Text } from '../../../sites/model/text.js';
import type { AuditData } from '../../commands/audit.js';
import type { View } from '../view.js';
import { assumptionsHtml, countsHtml, decidableHtml, driftedHtml, readHtml, statementHtml, waiversHtml } from './html-facts.js';
import { findingsHtml } from './html-findings.js';
import { script } from './html-script.js';
import { style } from './html-style.js';
import { readCounts } from './read-counts.js';
import { standingText } from './standing.js';
import { at, both, hashOf, Html, html as markup, say } from './markup.js';

/** Nothing is loaded, nothing is sent; only this very script and style run. */
const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;

/** The result as one page that needs nothing else: opened from a disk, filtered, searched, printed, in two languages. */
export function html(data: AuditData, view: View): string {
  const title = titleOf(data);
  const standing = standingText(data);
  const page = markup`<!doctype html>
<html lang="${view.lang}" data-lang="${view.lang}" data-title-vi="${title.vi}" data-title-en="${title.en}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title[view.lang]}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#findings">${say('Đến phần kết luận', 'Skip to the findings')}</a>
<header><div class="languages" role="group" aria-label="Ngôn ngữ / Language"><button type="button" lang="vi" class="always" data-set-lang="vi" aria-pressed="${String(view.lang === 'vi')}">Tiếng Việt</button> <button type="button" lang="en" class="always" data-set-lang="en" aria-pressed="${String(view.lang === 'en')}">English</button></div>
<h1>${both(title)}</h1></header>
<main>
${standing === undefined ? undefined : markup`<p class="headline">${both(sentence(standing))}</p>
`}<p class="headline">${both(sentence(data.summary.redundancy))}</p>
<p>${both(data.assurance.text)}</p>
<p>${both(gateOf(data))}</p>
<p>${both(sentence(readCounts(data)))}</p>
<p class="soft">${say('Tính đến', 'As of')} ${both({ vi: dayIn('vi', data.asOf), en: data.asOf })}${data.at === undefined ? undefined : markup`, ${say('xét lúc', 'judged at')} ${at(data.at)}`}${data.connection === undefined ? undefined : markup`, ${say('kết nối', 'connection')} ${data.connection}`}. ${both(data.view === 'today' ? { vi: 'Xét theo hôm nay.', en: 'Judged as today.' } : { vi: 'Xét theo mục tiêu: mọi trung tâm đều hoạt động.', en: 'Judged as the target: all sites operate.' })}</p>
${driftedHtml(data)}
${decidableHtml(data)}
${countsHtml(data)}
${findingsHtml(data, view.lang)}
${waiversHtml(data)}
${assumptionsHtml(data)}
${readHtml(data)}
${statementHtml(data)}
</main>
<script>${new Html(script)}</script>
</body>
</html>
`;
  return page.source;
}

const titleOf = ({ planset, estate }: AuditData): Text => {
  const what = planset?.id ?? estate.id;
  return { vi: `Báo cáo kiểm tra ${what}`, en: `Audit report ${what}` };
};

const sentence = ({ vi, en }: Text): Text => {
  const capital = (text: string): string => `${text.slice(0, 1).toLocaleUpperCase('vi')}${text.slice(1)}.`;
  return { vi: capital(vi), en: capital(en) };
};

/** Whether the audit passes, and whether the set may be applied. */
function gateOf({ summary, passed, planset }: AuditData): Text {
  const audit: Text = summary.exit === 0 ? { vi: 'Kiểm tra đạt.', en: 'The audit passes.' } : { vi: 'Kiểm tra không đạt.', en: 'The audit fails.' };
  const gate: Text =
    planset === undefined
      ? { vi: 'Các kế hoạch này không nằm trong bộ kế hoạch nào nên không được áp dụng.', en: 'These plans lie in no plan set, so none of them is applied.' }
      : passed
        ? { vi: 'Bộ kế hoạch được phép áp dụng.', en: 'The set may be applied.' }
        : { vi: 'Bộ kế hoạch không được áp dụng.', en: 'The set may not be applied.' };
  return { vi: `${audit.vi} ${gate.vi}`, en: `${audit.en} ${gate.en}` };
}
