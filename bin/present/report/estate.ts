import { clauseText } from '../../../policies/reports/quote.js';
import { firstDay, lastDay, plusDays, quarterOf, quarters, type Day, type Quarter } from '../../../sites/model/calendar.js';
import type { StackKind } from '../../../stacks/expected.js';
import type { Text } from '../../../sites/model/text.js';
import type { ReportData, ReportSite } from '../../report-data.js';
import { both, html, type Html } from '../audit/markup.js';
import { svgGantt, type Gantt } from '../plot/gantt.js';
import { date, figure, say, type View } from '../view.js';
import { phaseNames } from '../words.js';
import { behind, drawing, paragraph, section, tableHtml, told } from './parts.js';
import { schematic } from './schematic.js';

/** Who is linked with whom. */
export function networkHtml(data: ReportData): Html {
  const rows = data.links.map(({ a, b, capacityGbps, rttMs, paths, encrypted }) => [`${a} – ${b}`, told((view) => capacityGbps.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US')), told((view) => rttMs.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US')), String(paths), encrypted ? both({ vi: 'có', en: 'yes' }) : html`<span class="bad">${both({ vi: 'không', en: 'no' })}</span>`]);
  return section(
    'network',
    { vi: 'Các trung tâm và đường truyền', en: 'Sites and links' },
    paragraph({ vi: 'Sơ đồ cho biết trung tâm nào nối với trung tâm nào, không phải vị trí. Khung liền: đang hoạt động; khung đứt: chưa hoạt động.', en: 'The schematic says who is linked with whom, not where anything lies. Solid frame: operating; dashed frame: not yet.' }),
    html`<figure>${drawing((view) => schematic(data, view))}</figure>`,
    behind(
      tableHtml(
        'links',
        { vi: 'Đường truyền', en: 'Links' },
        [{ title: { vi: 'Giữa', en: 'Between' }, kind: 'short' }, { title: { vi: 'Gbit/s', en: 'Gbit/s' }, kind: 'number' }, { title: { vi: 'Độ trễ khứ hồi, ms', en: 'Round trip, ms' }, kind: 'number' }, { title: { vi: 'Số tuyến', en: 'Paths' }, kind: 'number' }, { title: { vi: 'Mã hóa', en: 'Encrypted' } }],
        rows,
      ),
    ),
  );
}

/** From the first day that anything is recorded of to the end of the plan. */
function axisOf({ sites, quarters: planned, asOf }: ReportData): Quarter[] {
  const begins = [...sites.flatMap(({ construction, commissioning }) => [...(construction === undefined ? [] : [quarterOf(construction)]), commissioning]), quarterOf(asOf)].sort();
  const ends = [...planned, ...sites.map(({ commissioning }) => commissioning), quarterOf(asOf)].sort();
  const [first, last] = [begins[0], ends.at(-1)];
  return first === undefined || last === undefined ? [] : quarters(first, last);
}

function phasesOf(data: ReportData, view: View): Gantt {
  const vi = view.lang === 'vi';
  const x = axisOf(data);
  const end = lastDay(x.at(-1) ?? quarterOf(data.asOf));
  const dayBefore = (quarter: Quarter): Day => plusDays(firstDay(quarter), -1);
  return {
    title: vi ? 'Các giai đoạn theo thời gian' : 'Phases over time',
    subtitle: vi ? `Như dữ liệu ghi, tính đến ${date(view, data.asOf)}` : `As recorded, as of ${date(view, data.asOf)}`,
    phases: vi ? ['xây dựng', 'trung tâm hoạt động', 'phòng máy đưa vào sử dụng'] : ['construction', 'site operates', 'hall in use'],
    x,
    bars: data.sites.flatMap(({ id, construction, commissioning, phase, halls }) => [
      {
        label: `${id} (${say(view, phaseNames[phase])})`,
        parts: [...(construction === undefined || construction >= firstDay(commissioning) ? [] : [{ phase: 0, from: construction, to: dayBefore(commissioning) }]), ...(phase === 'retired' ? [] : [{ phase: 1, from: firstDay(commissioning), to: end }])],
        note: commissioning,
      },
      ...halls.flatMap(({ id: hall, available }) => (available === undefined || available <= commissioning || firstDay(available) > end ? [] : [{ label: `${id}, ${hall}`, parts: [{ phase: 2, from: firstDay(available), to: end }], note: available }])),
    ]),
  };
}

const basisOf = ({ basis }: ReportSite): Html => both({ vi: clauseText(basis, 'vi'), en: clauseText(basis, 'en') });

/** When each site is built and operates, and what the dates rest on. */
export function phasesHtml(data: ReportData): Html {
  const rows = data.sites.map((site) => [html`${site.id}<br><span class="soft">${both(site.name)}</span>`, both(phaseNames[site.phase]), site.construction === undefined ? '–' : told((view) => date(view, site.construction ?? '')), site.commissioning, site.halls.map(({ id, available }) => (available === undefined ? id : `${id} (${available})`)).join(', '), basisOf(site)]);
  return section(
    'phases',
    { vi: 'Các giai đoạn', en: 'Phases' },
    html`<figure>${drawing((view) => svgGantt(phasesOf(data, view), view, { id: `phases-chart-${view.lang}` }))}</figure>`,
    tableHtml(
      'phases-table',
      { vi: 'Trung tâm, mốc thời gian và căn cứ', en: 'Sites, dates and what they rest on' },
      [{ title: { vi: 'Trung tâm', en: 'Site' } }, { title: { vi: 'Hiện trạng', en: 'Phase' }, kind: 'short' }, { title: { vi: 'Khởi công', en: 'Construction' }, kind: 'short' }, { title: { vi: 'Hoạt động từ', en: 'Operates from' }, kind: 'short' }, { title: { vi: 'Phòng máy', en: 'Halls' } }, { title: { vi: 'Căn cứ', en: 'Basis' } }],
      rows,
    ),
  );
}

const stackKinds: Readonly<Record<StackKind, Text>> = {
  platform: { vi: 'nền tảng', en: 'platform' },
  tenant: { vi: 'cơ quan', en: 'tenants' },
  protection: { vi: 'bảo vệ dữ liệu', en: 'protection' },
};

/** What Terraform would manage: a state for each stack. */
export function stacksHtml({ check, stacks }: ReportData): Html {
  const today = check.views.find(({ view }) => view === 'today');
  const rows = stacks.map(({ site, kind, stacks: count, resources }) => [site, both(stackKinds[kind]), told((view) => figure(view, count)), told((view) => figure(view, resources))]);
  const now = today?.sites.filter(({ stacks: count }) => count > 0) ?? [];
  return section(
    'stacks',
    { vi: 'Các phần cấu hình (stack)', en: 'Stacks' },
    paragraph({
      vi: now.length === 0 ? 'Hôm nay chưa trung tâm nào có cấu hình.' : `Hôm nay: ${now.map(({ id, stacks: count, resources }) => `${id} có ${count.toLocaleString('vi-VN')} phần, ${resources.toLocaleString('vi-VN')} tài nguyên`).join('; ')}. Bảng dưới là mục tiêu, khi mọi trung tâm hoạt động.`,
      en: now.length === 0 ? 'No site has a configuration today.' : `Today: ${now.map(({ id, stacks: count, resources }) => `${id} has ${count.toLocaleString('en-US')} stacks with ${resources.toLocaleString('en-US')} resources`).join('; ')}. The table shows the target, with all sites operating.`,
    }),
    tableHtml('stacks-table', { vi: 'Mục tiêu: số phần cấu hình và tài nguyên', en: 'Target: stacks and resources' }, [{ title: { vi: 'Trung tâm', en: 'Site' }, kind: 'short' }, { title: { vi: 'Loại', en: 'Kind' } }, { title: { vi: 'Số phần', en: 'Stacks' }, kind: 'number' }, { title: { vi: 'Tài nguyên', en: 'Resources' }, kind: 'number' }], rows),
  );
}
