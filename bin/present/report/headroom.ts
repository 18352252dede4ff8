import type { Level } from '../../../sites/capacity/headroom.js';
import type { LevelHeadroom } from '../../headroom-data.js';
import type { ReportData } from '../../report-data.js';
import { both, html, type Html } from '../audit/markup.js';
import { charts } from '../capacity/headroom-chart.js';
import { columnNames, longResource, percentLeft, tierNames } from '../capacity/words.js';
import { svgChart } from '../plot/svg.js';
import { figure } from '../view.js';
import { behind, drawing, few, paragraph, section, soft, tableHtml, told } from './parts.js';

const shown = ['nothing', 'node', 'rack', 'feed', 'hall', 'site', 'natural', 'disaster', 'war'] as const satisfies readonly Level[];

/** Share left of the scarcest resource; protected systems with nowhere to run come before any share. */
function leftHtml({ scarcest, homeless }: LevelHeadroom): Html {
  if (homeless > 0) return html`<span class="bad">${both({ vi: `${homeless.toLocaleString('vi-VN')} không có nơi chạy`, en: `${homeless.toLocaleString('en-US')} homeless` })}</span>`;
  if (scarcest === undefined) return html`–`;
  const share = percentLeft(scarcest.left, scarcest.whole);
  return html`<span${scarcest.left < 0n ? html` class="bad"` : undefined}>${share}</span> <span class="soft">${told((view) => longResource(scarcest.resource, view))}</span>`;
}

/** What is left at each site in each quarter, with the worst loss of each level. */
export function headroomHtml({ headroom }: ReportData): Html {
  const serving = headroom.sites.filter(({ rows }) => rows.length > 0);
  const parts = serving.map(({ site, name, rows }, index) => {
    const table = tableHtml(
      `headroom-table-${index}`,
      { vi: `Năng lực còn lại ở ${site}, theo phạm vi bị mất`, en: `Headroom at ${site}, by what is lost` },
      [{ title: { vi: 'Quý', en: 'Quarter' }, kind: 'short' }, ...shown.map((level) => ({ title: columnNames[level] }))],
      rows.map(({ quarter, levels }) => [quarter, ...shown.map((level) => leftHtml(levels[level]))]),
    );
    return html`<h3>${site}: ${both(name)}</h3><figure>${drawing((view) => {
      const chart = charts(headroom, view)[index];
      return chart === undefined ? '' : svgChart(chart, view, { id: `headroom-${index}-${view.lang}` });
    })}</figure>${behind(table)}`;
  });
  const broken = headroom.promises.filter(({ broken: at }) => at !== undefined);
  const promises = broken.map(({ promise, tier, broken: at, holdsFrom }) => [
    html`<code>${promise}</code>`,
    both(tierNames[tier]),
    at === undefined ? '–' : `${at.quarter} – ${at.until}`,
    holdsFrom ?? '–',
    few((at?.domains ?? []).map((domain, index) => html`${index === 0 ? '' : ', '}${domain}`), 3),
    told((view) => (at?.scarcest === undefined ? '–' : `${longResource(at.scarcest.resource, view)} ${percentLeft(at.scarcest.left, at.scarcest.whole)}`)),
    at === undefined || at.homeless.length === 0 ? '–' : told((view) => figure(view, at.homeless.length)),
  ]);
  return section(
    'headroom',
    { vi: 'Năng lực còn lại khi mất bất kỳ phạm vi nào', en: 'Headroom with anything lost' },
    paragraph({
      vi: `Phần còn lại của tài nguyên khan hiếm nhất, tính cho mức ${tierNames[headroom.tier].vi} và cao hơn, khi mất máy chủ, tủ, nguồn điện, phòng máy hay trung tâm nặng nhất. Đường bị ngắt: có hệ thống được bảo vệ không còn nơi chạy.`,
      en: `What is left of the scarcest resource, for ${tierNames[headroom.tier].en} and all protected better, with the worst node, rack, feed, hall or site lost. A line that breaks off: protected systems have nowhere to run.`,
    }),
    serving.length === 0 ? soft({ vi: 'Không có trung tâm nào hoạt động trong các quý được xét.', en: 'No site serves in the quarters of the plan.' }) : html`${parts}`,
    broken.length === 0
      ? paragraph({ vi: 'Mọi cam kết về năng lực đều giữ được.', en: 'Every promise of capacity is kept.' })
      : html`<details><summary>${both({ vi: `${broken.length.toLocaleString('vi-VN')} cam kết có lúc không giữ được`, en: `${broken.length.toLocaleString('en-US')} promises are broken at some time` })}</summary>${tableHtml(
          'promises',
          { vi: 'Cam kết có lúc không giữ được (ndc explain CAM_KẾT cho biết vì sao)', en: 'Promises broken at some time (ndc explain PROMISE says why)' },
          [{ title: { vi: 'Cam kết', en: 'Promise' } }, { title: { vi: 'Mức', en: 'Tier' } }, { title: { vi: 'Không giữ được', en: 'Broken' }, kind: 'short' }, { title: { vi: 'Giữ được từ', en: 'Holds from' }, kind: 'short' }, { title: { vi: 'Khi mất', en: 'With … lost' } }, { title: { vi: 'Khan hiếm nhất', en: 'Scarcest' } }, { title: { vi: 'Không có nơi chạy', en: 'Homeless' }, kind: 'number' }],
          promises,
        )}</details>`,
  );
}
