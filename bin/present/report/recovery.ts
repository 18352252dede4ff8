import type { Likely } from '../../../sites/recovery/ways.js';
import type { CellRow, DrMatrixData } from '../../dr-matrix-data.js';
import type { ReportData } from '../../report-data.js';
import { both, html, type Html } from '../audit/markup.js';
import { duration } from '../capacity/links-words.js';
import { tierNames } from '../capacity/words.js';
import { brokenNames, reasonText, situationAbout, situationNames } from '../dr/words.js';
import { figure } from '../view.js';
import { paragraph, section, soft, tableHtml, told, type Column } from './parts.js';

const lasting = (ms: bigint): Html => told((view) => duration(view, ms));
const worst = (figures: Partial<Likely> | undefined): Html => (figures === undefined ? html`–` : figures.p95 === undefined ? html`<span class="bad">∞</span>` : lasting(figures.p95));
const count = (value: number, bad: boolean): Html => (value === 0 ? html`–` : html`<span${bad ? html` class="bad"` : undefined}>${told((view) => figure(view, value))}</span>`);

/** The loss of each site and of each link, for every system, as recorded and as the target. */
export function recoveryHtml({ recovery: { today, target }, organisations }: ReportData): Html {
  return section(
    'recovery',
    { vi: 'Mất dữ liệu và thời gian phục hồi (RPO, RTO)', en: 'Data lost and recovery times (RPO, RTO)' },
    paragraph({
      vi: 'RPO: dữ liệu mất nhiều nhất là của bao lâu. RTO: từ lúc mất đến lúc phục vụ lại. P95: mười chín trên hai mươi lần không quá mức này; đạt hay không xét theo P95.',
      en: 'RPO: of how long a time data are lost at most. RTO: from the loss until service is back. P95: nineteen times of twenty it is no more than this; kept or not is judged at P95.',
    }),
    tiersHtml('today', { vi: 'Hôm nay', en: 'Today' }, today),
    tiersHtml('target', { vi: 'Mục tiêu: mọi trung tâm hoạt động', en: 'Target: all sites operate' }, target),
    html`<dl>${target.situations.map((situation) => html`<dt><b>${both(situationNames[situation])}</b></dt><dd class="soft">${both(situationAbout[situation])}</dd>`)}</dl>`,
    environmentsHtml(target, organisations),
  );
}

function tiersHtml(id: string, title: { readonly vi: string; readonly en: string }, { tiers, promises, worse, environments }: DrMatrixData): Html {
  const [all, bad] = [environments, worse];
  const answer =
    bad === 0
      ? html`<span class="good">${both(all === 1 ? { vi: 'môi trường duy nhất đạt mức đã cam kết', en: 'the one environment keeps what its tier promises' } : { vi: `cả ${all.toLocaleString('vi-VN')} môi trường đạt mức đã cam kết`, en: `all ${all.toLocaleString('en-US')} environments keep what their tier promises` })}</span>`
      : html`<span class="bad">${both({ vi: `${bad.toLocaleString('vi-VN')} trên ${all.toLocaleString('vi-VN')} môi trường không đạt mức đã cam kết`, en: `${bad.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} environments are worse than their tier promises` })}</span>`;
  const number = { kind: 'number' } as const;
  const columns: Column[] = [
    { title: { vi: 'Tình huống', en: 'Situation' }, kind: 'short' },
    { title: { vi: 'Mức bảo vệ', en: 'Tier' }, kind: 'short' },
    { title: { vi: 'Môi trường', en: 'Environments' }, ...number },
    { title: { vi: 'Không chạy', en: 'Nowhere' }, ...number },
    { title: { vi: 'Kém cam kết', en: 'Worse' }, ...number },
    { title: { vi: 'RPO P95', en: 'RPO P95' }, ...number },
    { title: { vi: 'cho phép', en: 'allowed' }, ...number },
    { title: { vi: 'RTO P95', en: 'RTO P95' }, ...number },
    { title: { vi: 'cho phép', en: 'allowed' }, ...number },
  ];
  const rows = tiers.map(({ situation, tier, environments: of, worse: poor, nowhere, rpo, last }) => [
    both(situationNames[situation]),
    both(tierNames[tier]),
    told((view) => figure(view, of)),
    count(nowhere, true),
    count(poor, true),
    worst(rpo),
    lasting(promises[tier].rpoMs),
    last === undefined ? html`–` : lasting(last.rto.p95Ms),
    lasting(promises[tier].rtoMs),
  ]);
  return html`<h3>${both(title)}: ${answer}</h3>${tableHtml(`recovery-${id}`, { vi: `${title.vi}, theo tình huống và mức bảo vệ: môi trường xấu nhất`, en: `${title.en}, by situation and tier: the worst environment` }, columns, rows)}`;
}

/** One row for each environment: a lost site, and a cut link. */
function environmentsHtml({ cells }: DrMatrixData, organisations: ReportData['organisations']): Html {
  const names = new Map(organisations.map(({ id, name }) => [id, name]));
  const nameOf = (id = ''): Html => both(names.get(id) ?? { vi: id, en: id });
  const rows = new Map<string, { dead?: CellRow; cut?: CellRow }>();
  for (const cell of cells) {
    const row = rows.get(cell.namespace) ?? {};
    rows.set(cell.namespace, row);
    if (cell.situation === 'site-dead') row.dead ??= cell;
    if (cell.situation === 'link-cut') row.cut ??= cell;
  }
  if (rows.size === 0) return soft({ vi: 'Không có môi trường nào.', en: 'There are no environments.' });
  const id = 'environments';
  const number = { kind: 'number' } as const;
  return html`<details open><summary>${both({ vi: `Từng môi trường (${rows.size.toLocaleString('vi-VN')})`, en: `Every environment (${rows.size.toLocaleString('en-US')})` })}</summary>
<p class="find"><label for="find-${id}">${both({ vi: 'Tìm môi trường, cơ quan, trung tâm', en: 'Find an environment, organisation, site' })}</label> <input type="search" id="find-${id}" data-find="${id}" autocomplete="off" spellcheck="false"> <output for="find-${id}" role="status"><b id="${id}-shown">${rows.size}</b> / ${rows.size}</output></p>${tableHtml(
    id,
    { vi: 'Mục tiêu, từng môi trường: mất trung tâm và đứt đường truyền, P95', en: 'Target, every environment: site dead and link cut, P95' },
    [
      { title: { vi: 'Môi trường', en: 'Environment' } },
      { title: { vi: 'Cơ quan', en: 'Organisation' } },
      { title: { vi: 'Mức', en: 'Tier' }, kind: 'short' },
      { title: { vi: 'Chạy chính', en: 'Runs at' }, kind: 'short' },
      { title: { vi: 'Khi mất thì ở', en: 'Then at' }, kind: 'short' },
      { title: { vi: 'RPO', en: 'RPO' }, ...number },
      { title: { vi: 'RTO', en: 'RTO' }, ...number },
      { title: { vi: 'RPO, đứt đường', en: 'RPO, link cut' }, ...number },
      { title: { vi: 'Kết quả', en: 'Result' } },
    ],
    [...rows].map(([namespace, { dead, cut }]) => {
      const known = dead ?? cut;
      return [namespace, nameOf(known?.organisation), known === undefined ? '' : both(tierNames[known.tier]), known?.primary ?? '', dead === undefined || dead.runs.how === 'nowhere' ? '–' : dead.runs.site, worst(dead?.rpo), dead?.rto === undefined ? '–' : lasting(dead.rto.p95Ms), worst(cut?.rpo), resultHtml(dead, cut)];
    }),
    { look: 'long' },
  )}</details>`;
}

function resultHtml(dead: CellRow | undefined, cut: CellRow | undefined): Html {
  const poor = [dead, cut].filter((cell) => cell?.verdict === 'worse');
  if (poor.length > 0) {
    const broken = [...new Set(poor.flatMap((cell) => cell?.broken ?? []))];
    const reasons = poor.flatMap((cell) => (cell?.runs.how === 'nowhere' ? cell.runs.reasons : []));
    return html`<span class="bad">${told((view) => broken.map((one) => brokenNames[one][view.lang]).join('; '))}</span>${reasons.length === 0 ? undefined : html`: ${told((view) => [...new Set(reasons.map((reason) => reasonText(reason, view)))].join('; '))}`}`;
  }
  if (dead?.verdict === 'kept') return html`<span class="good">${both({ vi: 'đạt', en: 'kept' })}</span>`;
  return html`<span class="soft">${both(dead?.verdict === 'no-copies' ? { vi: 'không có bản sao', en: 'no copies' } : { vi: 'không cam kết', en: 'nothing promised' })}</span>`;
}
