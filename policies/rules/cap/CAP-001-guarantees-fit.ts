import { quarterOf, quarters, type Day, type Quarter } from '../../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import { shareOf } from '../../derived/allowance.js';
import { addTo, guaranteedIn } from '../../derived/demand.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { resourceFigure, resourceName } from '../../derived/resource-names.js';
import { allocatable, compartmentOf, firstQuarter, type Compartment, type Quantities } from '../../derived/supply.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Guarantees and supply of one resource in one quarter. */
interface Point {
  readonly quarter: Quarter;
  readonly guaranteed: bigint;
  readonly supply: bigint;
}

function demandAt(estate: Estate, site: DeepReadonly<Site>, environments: readonly DerivedEnvironment[], quarter: Quarter, compartment: Compartment): Quantities {
  const total = new Map<string, bigint>();
  for (const environment of environments) {
    const nodes = compartmentOf(site, environment) === compartment;
    // Disks are shared: every environment's storage is judged once, with the open nodes.
    const disks = compartment === 'open';
    const guaranteed = guaranteedIn(environment, quarter);
    if (guaranteed === undefined) continue;
    if (environment.primary === site.id) addTo(total, guaranteed, { nodes, disks });
    else if (environment.standby === site.id) addTo(total, shareOf(guaranteed, estate.protection.tiers[environment.tier].standbyShare), { nodes, disks });
  }
  return total;
}

function judgeSite(estate: Estate, site: DeepReadonly<Site>, all: readonly DerivedEnvironment[], asOf: Day): readonly Judgement[] {
  const environments = all.filter(({ primary, standby }) => primary === site.id || standby === site.id);
  const horizon = estate.settings.horizon;
  const judged = quarters(firstQuarter(site, quarterOf(asOf)), horizon);
  if (judged.length === 0)
    return [
      {
        subject: { object: `capacity/${site.id}`, site: site.id },
        status: 'not-applicable',
        finding: { vi: `${site.id} hoạt động sau kỳ quy hoạch (${horizon}).`, en: `${site.id} operates after the horizon (${horizon}).` },
        evidence: [{ what: { vi: 'Quý đưa vào hoạt động', en: 'Commissioning quarter' }, found: site.milestones.commissioning, pointer: pointer('sites', site.id, 'milestones', 'commissioning'), document: 'estate' }],
      },
    ];
  const compartments = [...new Set<Compartment>(['open', ...environments.map((environment) => compartmentOf(site, environment))])];
  return compartments.flatMap((compartment) => {
    const points = new Map<string, Point[]>();
    for (const quarter of judged) {
      const [demand, supply] = [demandAt(estate, site, environments, quarter, compartment), allocatable(site, quarter, compartment)];
      for (const resource of new Set([...supply.keys(), ...demand.keys()])) {
        const point: Point = { quarter, guaranteed: demand.get(resource) ?? 0n, supply: supply.get(resource) ?? 0n };
        points.set(resource, [...(points.get(resource) ?? []), point]);
      }
    }
    return [...points].filter(([resource]) => compartment === 'open' || !resource.startsWith('storage/')).map(([resource, series]) => row(site, compartment, resource, series));
  });
}

function row(site: DeepReadonly<Site>, compartment: Compartment, resource: string, series: readonly Point[]): Judgement {
  const over = series.filter(({ guaranteed, supply }) => guaranteed > supply);
  const tightest = series.reduce((a, b) => (b.supply - b.guaranteed < a.supply - a.guaranteed ? b : a));
  const shown = over[0] ?? tightest;
  const name = resourceName(resource);
  const [guaranteed, supply] = [resourceFigure(resource, shown.guaranteed), resourceFigure(resource, shown.supply)];
  const short = resourceFigure(resource, shown.guaranteed - shown.supply);
  const until = over.at(-1)?.quarter;
  return {
    subject: { object: `capacity/${site.id}/${resource}${compartment === 'open' ? '' : `/${compartment}`}`, site: site.id },
    status: over.length > 0 ? 'fail' : 'pass',
    finding:
      over.length > 0
        ? {
            vi: `${site.id}: ${name.vi} đã cam kết ${guaranteed.vi}, cấp phát được ${supply.vi}, thiếu ${short.vi} từ ${shown.quarter}${until === shown.quarter ? '' : ` (đến ${String(until)})`}.`,
            en: `${site.id}: ${guaranteed.en} of ${name.en} are guaranteed, ${supply.en} allocatable: ${short.en} short from ${shown.quarter}${until === shown.quarter ? '' : ` (until ${String(until)})`}.`,
          }
        : { vi: `${site.id}: ${name.vi} đã cam kết ${guaranteed.vi} trên ${supply.vi} cấp phát được, vào quý chặt nhất ${shown.quarter}.`, en: `${site.id}: ${guaranteed.en} of ${name.en} guaranteed, ${supply.en} allocatable, in the tightest quarter ${shown.quarter}.` },
    evidence: [
      { what: { vi: 'Quý', en: 'Quarter' }, found: shown.quarter },
      { what: { vi: 'Đã cam kết', en: 'Guaranteed' }, found: String(shown.guaranteed) },
      { what: { vi: 'Cấp phát được', en: 'Allocatable' }, found: String(shown.supply), pointer: pointer('sites', site.id, resource.startsWith('storage/') ? 'storage' : 'nodePools'), document: 'estate' },
    ],
  };
}

export const cap001: Rule = {
  id: 'CAP-001',
  version: 1,
  title: { vi: 'Cam kết không vượt năng lực cấp phát được, nay và từng quý', en: 'Guarantees fit what is allocatable, now and each quarter' },
  explanation: {
    vi: 'Với mỗi trung tâm và từng loại tài nguyên, tổng hạn mức đã duyệt (hoặc dự báo, nếu lớn hơn) không được vượt năng lực sau khi trừ phần máy chủ giữ cho mình; lưu trữ tính sau dự phòng dữ liệu và chỉ đầy tới 85 % (ngưỡng cảnh báo của Ceph). Tính từng quý đến hết kỳ quy hoạch; trung tâm chưa hoạt động được tính từ quý đưa vào hoạt động. Bản sao lưu do nhóm quy tắc BAK xét.',
    en: 'For each site and resource, approved quotas (or forecasts, where larger) may not exceed what is left after each node\'s own reserve; storage counts after redundancy and filled to 85 % (Ceph nearfull). Every quarter of the horizon is judged; a site that does not operate yet from its commissioning. Backups are judged by the family BAK.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.1.b' }],
  engineering: { statement: { vi: 'Q V.1.b yêu cầu hạ tầng đủ năng lực; phép so từng quý là biện pháp kỹ thuật.', en: 'Q V.1.b asks for sufficient infrastructure; the comparison by quarter is engineering.' } },
  assumptions: [{ vi: 'Số máy chủ, cấu hình và dự báo là dữ liệu quy hoạch.', en: 'Node counts, shapes and forecasts are planning inputs.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  check: ({ estate, asOf }) => {
    const environments = environmentsOf(estate);
    return Object.values(estate.sites)
      .filter(({ phase }) => phase !== 'retired')
      .flatMap((site) => judgeSite(estate, site, environments, asOf));
  },
  remedy: { vi: 'Bổ sung máy chủ hoặc lưu trữ trước quý thiếu, giảm hạn mức, hoặc chuyển hệ thống sang trung tâm còn năng lực.', en: 'Add nodes or storage before the quarter it runs short, lower quotas, or move systems to a site with room.' },
};
