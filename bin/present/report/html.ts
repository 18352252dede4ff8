import type { Text } from '../../../sites/model/text.js';
import type { ReportData } from '../../report-data.js';
import { both, hashOf, Html, html as markup, say } from '../audit/markup.js';
import { money } from '../capacity/purchase-words.js';
import { date, figure, type View } from '../view.js';
import { costOfOrders } from './accepted-orders.js';
import { assumptionsHtml } from './assumptions.js';
import { networkHtml, phasesHtml, stacksHtml } from './estate.js';
import { headroomHtml } from './headroom.js';
import { keysHtml } from './keys.js';
import { told } from './parts.js';
import { purchaseHtml } from './purchase.js';
import { recoveryHtml } from './recovery.js';
import { rulesHtml } from './rules.js';
import { script } from './script.js';
import { style } from './style.js';

/** Nothing is loaded, nothing is sent; only this very script and style run. */
const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;

/** In the order of the page. */
const contents: readonly (readonly [id: string, title: Text])[] = [
  ['network', { vi: 'Trung tâm, đường truyền', en: 'Sites, links' }],
  ['phases', { vi: 'Giai đoạn', en: 'Phases' }],
  ['stacks', { vi: 'Cấu hình', en: 'Stacks' }],
  ['headroom', { vi: 'Năng lực còn lại', en: 'Headroom' }],
  ['recovery', { vi: 'RPO, RTO', en: 'RPO, RTO' }],
  ['rules', { vi: 'Quy tắc, pháp lý', en: 'Rules, law' }],
  ['purchase', { vi: 'Mua sắm', en: 'Purchases' }],
  ['keys', { vi: 'Khóa', en: 'Keys' }],
  ['assumptions', { vi: 'Giả định', en: 'Assumptions' }],
];

const themes = [
  ['auto', { vi: 'Theo máy', en: 'As the system' }],
  ['light', { vi: 'Sáng', en: 'Light' }],
  ['dark', { vi: 'Tối', en: 'Dark' }],
] as const satisfies readonly (readonly [string, Text])[];

/** The estate on one page that needs nothing else: opened from a disk, read in two languages, printed. */
export function html(data: ReportData, { lang }: Pick<View, 'lang'>): string {
  const title: Text = { vi: `Báo cáo: ${data.estate.name.vi}`, en: `Report: ${data.estate.name.en}` };
  return markup`<!doctype html>
<html lang="${lang}" data-lang="${lang}" data-theme="auto" data-title-vi="${title.vi}" data-title-en="${title.en}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title[lang]}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#network">${say('Đến nội dung', 'Skip to the content')}</a>
<header><div class="choices"><div role="group" aria-label="Ngôn ngữ / Language">${(['vi', 'en'] as const).map((each) => markup`<button type="button" lang="${each}" class="always" data-set-lang="${each}" aria-pressed="${String(lang === each)}">${each === 'vi' ? 'Tiếng Việt' : 'English'}</button>`)}</div>
<div role="group" aria-label="Nền / Theme">${themes.map(([theme, name]) => markup`<button type="button" data-set-theme="${theme}" aria-pressed="${String(theme === 'auto')}">${both(name)}</button>`)}</div></div>
<h1>${both(data.estate.name)}</h1>
<p class="soft">${say('Tính đến', 'As of')} ${told((view) => date(view, data.asOf))}${data.whatIf.length === 0 ? undefined : markup`; ${say('giả sử', 'what if')} <code>${data.whatIf.join(' ')}</code>`}. ${say('Dữ liệu', 'Data')} <code>${data.estate.digest}</code>.</p>
<nav aria-labelledby="contents"><b id="contents">${say('Nội dung', 'Contents')}</b><ol>${contents.map(([id, name]) => markup`<li><a href="#${id}">${both(name)}</a></li>`)}</ol></nav></header>
<main>
${glanceHtml(data)}
${networkHtml(data)}
${phasesHtml(data)}
${stacksHtml(data)}
${headroomHtml(data)}
${recoveryHtml(data)}
${rulesHtml(data)}
${purchaseHtml(data)}
${keysHtml(data)}
${assumptionsHtml(data)}
</main>
<script>${new Html(script)}</script>
</body>
</html>
`.source;
}

/** The answers that a reader in a hurry is after. */
function glanceHtml({ check, sites, recovery, purchase, assumptions }: ReportData): Html {
  const operating = sites.filter(({ phase }) => phase === 'operating').length;
  const passed = (view: 'today' | 'target'): Html => {
    const found = check.views.find((each) => each.view === view);
    return found?.passed === true ? markup`<span class="good">${say('đạt', 'passes')}</span>` : markup`<span class="bad">${say('không đạt', 'fails')}</span>`;
  };
  const redundancy = check.views.find(({ view }) => view === 'today')?.notRedundantUntil;
  const waived = check.views.find(({ view }) => view === 'today')?.rules.waived ?? 0;
  const { worse, environments } = recovery.target;
  // Those of a plan that was accepted are still to be placed too.
  const orders = purchase?.plan === undefined ? undefined : [...purchase.plan.orders, ...(purchase.accepted?.orders ?? [])];
  const cost = orders === undefined ? undefined : costOfOrders(orders);
  const item = (name: Html, value: Html, more?: Html): Html => markup`<div><dt>${name}</dt><dd>${value}${more === undefined ? undefined : markup`<small>${more}</small>`}</dd></div>`;
  return markup`<dl class="glance">
${item(say('Trung tâm đang hoạt động', 'Sites operating'), markup`${operating} / ${sites.length}`)}
${item(say('Quy tắc, hôm nay', 'Rules, today'), passed('today'), told((view) => (view.lang === 'vi' ? waived === 0 ? 'không kết luận nào được miễn' : `${figure(view, waived)} kết luận được miễn có thời hạn` : waived === 0 ? 'none waived' : `${figure(view, waived)} verdict${waived === 1 ? '' : 's'} waived, each until a date`)))}
${item(say('Quy tắc, mục tiêu', 'Rules, target'), passed('target'))}
${item(say('Giữ cam kết RPO, RTO hôm nay', 'Keep RPO and RTO today'), told((view) => `${figure(view, recovery.today.environments - recovery.today.worse)} / ${figure(view, recovery.today.environments)}`), redundancy === undefined ? say('môi trường', 'environments') : told((view) => (view.lang === 'vi' ? `chưa có dự phòng đủ; được miễn đến hết ${date(view, redundancy)}` : `not redundant yet; waived until ${date(view, redundancy)}`)))}
${item(say('Giữ cam kết RPO, RTO ở mục tiêu', 'Keep RPO and RTO in the target'), told((view) => `${figure(view, environments - worse)} / ${figure(view, environments)}`), say('môi trường', 'environments'))}
${item(say('Đầu tư còn phải đặt hàng', 'Investment still to order'), cost === undefined ? markup`–` : told((view) => money(cost, view)), orders === undefined ? undefined : told((view) => (view.lang === 'vi' ? `${figure(view, orders.length)} đơn hàng` : `${figure(view, orders.length)} order${orders.length === 1 ? '' : 's'}`)))}
${item(say('Giá trị chưa ai xác nhận', 'Values confirmed by nobody'), told((view) => figure(view, assumptions.values)))}
</dl>`;
}
