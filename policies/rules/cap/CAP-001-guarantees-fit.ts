import { quarterOf, type Quarter } from '../../../sites/model/calendar.js';
import { situationIn } from '../../../sites/capacity/loss.js';
import { operatesIn, plannedQuarters } from '../../../sites/capacity/operation.js';
import type { Left } from '../../../sites/capacity/left.js';
import { isStorage } from '../../../sites/capacity/quantities.js';
import { resourcesIn } from '../../../sites/capacity/resources.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import { asOfDay, planFor } from '../../derived/promises.js';
import { resourceAmount, resourceFigure, resourceName } from '../../derived/resource-names.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Guarantees and supply of one resource in one quarter. */
interface Point {
  readonly quarter: Quarter;
  readonly left: Left;
}

/** Sites the scenario takes as lost are nobody's supply. */
const lostSites = ({ scenario }: Pick<Estate, 'scenario'>): ReadonlySet<string> => new Set(scenario.lose.filter((domain) => domain.startsWith('site/')).map((domain) => domain.slice('site/'.length)));

function judge(estate: Estate): readonly Judgement[] {
  const quarters = plannedQuarters(estate);
  const lost = lostSites(estate);
  const plan = planFor(estate);
  const series = new Map<string, Point[]>();
  for (const quarter of quarters)
    for (const left of resourcesIn(plan, quarter, situationIn(estate, quarter, lost))) {
      const key = `${left.site} ${left.compartment} ${left.resource}`;
      const points = series.get(key);
      if (points === undefined) series.set(key, [{ quarter, left }]);
      else points.push({ quarter, left });
    }
  return Object.values(estate.sites)
    .filter(({ phase }) => phase !== 'retired')
    .flatMap((site): readonly Judgement[] => {
      const own = [...series.values()].filter(([first]) => first?.left.site === site.id);
      return own.length > 0 ? own.map((points) => row(site, points)) : [absent(estate, site, quarters, lost)];
    });
}

/** A site that serves in no quarter of the plan: lost, or due after it. */
function absent({ settings, scenario }: Estate, site: DeepReadonly<Site>, quarters: readonly Quarter[], lost: ReadonlySet<string>): Judgement {
  const after = !quarters.some((quarter) => operatesIn(site, quarter));
  return {
    subject: { object: `capacity/${site.id}`, site: site.id },
    status: 'not-applicable',
    finding:
      lost.has(site.id) && !after
        ? { vi: `${site.id} được coi là đã mất; cam kết của trung tâm này do CAP-002 xét.`, en: `${site.id} is taken as lost; its promises are judged by CAP-002.` }
        : { vi: `${site.id} hoạt động sau kỳ quy hoạch (${quarters.at(-1) ?? settings.horizon}).`, en: `${site.id} operates after the plan (${quarters.at(-1) ?? settings.horizon}).` },
    evidence: [
      { what: { vi: 'Quý đưa vào hoạt động', en: 'Commissioning quarter' }, found: site.milestones.commissioning, pointer: pointer('sites', site.id, 'milestones', 'commissioning'), document: 'estate' },
      { what: { vi: 'Quý đang xét', en: 'Quarter judged from' }, found: quarterOf(scenario.asOf) },
    ],
  };
}

function row(site: DeepReadonly<Site>, series: readonly Point[]): Judgement {
  const over = series.filter(({ left }) => left.left < 0n);
  const tightest = series.reduce((a, b) => (b.left.left < a.left.left ? b : a));
  const shown = over[0] ?? tightest;
  const { resource, compartment, promised, there } = shown.left;
  const name = resourceName(resource);
  const [guaranteed, supply] = [resourceFigure(resource, promised), resourceFigure(resource, there)];
  const short = resourceFigure(resource, promised - there);
  const owed = resourceAmount(resource, promised).en;
  const until = over.at(-1)?.quarter;
  return {
    subject: { object: `capacity/${site.id}/${resource}${compartment === 'open' ? '' : `/${compartment}`}`, site: site.id },
    status: over.length > 0 ? 'fail' : 'pass',
    finding:
      over.length > 0
        ? {
            vi: `${site.id}: ${name.vi} đã cam kết ${guaranteed.vi}, cấp phát được ${supply.vi}, thiếu ${short.vi} từ ${shown.quarter}${until === shown.quarter ? '' : ` (đến ${String(until)})`}.`,
            en: `${site.id}: ${owed} are guaranteed, ${supply.en} allocatable: ${short.en} short from ${shown.quarter}${until === shown.quarter ? '' : ` (until ${String(until)})`}.`,
          }
        : { vi: `${site.id}: ${name.vi} đã cam kết ${guaranteed.vi} trên ${supply.vi} cấp phát được, vào quý chặt nhất ${shown.quarter}.`, en: `${site.id}: ${owed} guaranteed, ${supply.en} allocatable, in the tightest quarter ${shown.quarter}.` },
    evidence: [
      { what: { vi: 'Quý', en: 'Quarter' }, found: shown.quarter },
      { what: { vi: 'Đã cam kết', en: 'Guaranteed' }, found: String(promised) },
      { what: { vi: 'Cấp phát được', en: 'Allocatable' }, found: String(there), pointer: pointer('sites', site.id, isStorage(resource) ? 'storage' : 'nodePools'), document: 'estate' },
    ],
  };
}

export const cap001: Rule = {
  id: 'CAP-001',
  version: 2,
  title: { vi: 'Cam kết không vượt năng lực cấp phát được, nay và từng quý', en: 'Guarantees fit what is allocatable, now and each quarter' },
  explanation: {
    vi: 'Với mỗi trung tâm và từng loại tài nguyên, tổng hạn mức đã duyệt (hoặc dự báo, nếu lớn hơn) không được vượt năng lực sau khi trừ phần máy chủ giữ cho mình; lưu trữ tính sau dự phòng dữ liệu và chỉ đầy tới 85 % (ngưỡng cảnh báo của Ceph). Tính từng quý đến hết kỳ quy hoạch; trung tâm chưa hoạt động được tính từ quý đưa vào hoạt động. Tính cả những gì bảo vệ cần: bản sao lưu (cỡ ước tính), bản sao lưu tại chỗ, bản sao thứ ba của cơ sở dữ liệu và bản sao bucket.',
    en: 'For each site and resource, approved quotas (or forecasts, where larger) may not exceed what is left after each node\'s own reserve; storage counts after redundancy and filled to 85 % (Ceph nearfull). Every quarter of the horizon is judged; a site that does not operate yet from its commissioning. What protection takes counts too: backups at their likely size, local backups, third replicas of databases and copies of buckets.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.1.b' }],
  engineering: { statement: { vi: 'Q V.1.b yêu cầu hạ tầng đủ năng lực; phép so từng quý là biện pháp kỹ thuật.', en: 'Q V.1.b asks for sufficient infrastructure; the comparison by quarter is engineering.' } },
  assumptions: [
    { vi: 'Số máy chủ, cấu hình và dự báo là dữ liệu quy hoạch.', en: 'Node counts, shapes and forecasts are planning inputs.' },
    { vi: 'Tỷ lệ nén, tỷ lệ thay đổi và thời gian giữ bản sao lưu là giả định.', en: 'Compression, change rates and retention of backups are assumptions.' },
  ],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['change-figure'],
  check: ({ estate, asOf }) => judge(asOfDay(estate, asOf)),
  remedy: { vi: 'Bổ sung máy chủ hoặc lưu trữ trước quý thiếu, giảm hạn mức, hoặc chuyển hệ thống sang trung tâm còn năng lực.', en: 'Add nodes or storage before the quarter it runs short, lower quotas, or move systems to a site with room.' },
};
