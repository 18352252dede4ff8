import type { Quarter } from '../../../sites/model/calendar.js';
import { plannedQuarters } from '../../../sites/capacity/operation.js';
import type { HallPower, PowerDimension } from '../../../sites/capacity/power/hall.js';
import { powerIn, type SitePower } from '../../../sites/capacity/power/power.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import { figure, listed } from '../../derived/figures.js';
import { asOfDay, facilityFor } from '../../derived/promises.js';
import type { Judgement, Rule } from '../../engine/rule.js';

interface At {
  readonly quarter: Quarter;
  readonly power: SitePower;
}

/** Quarters in which something is wrong, and the worst of it. */
interface Trouble {
  readonly from: Quarter;
  readonly until: Quarter;
  readonly text: Text;
}

/** kW of what is drawn, rounded up, and of what is there, rounded down: no excess is rounded away. */
const kilowatts = (watts: bigint, up: boolean): Text => figure((watts + (up ? 999n : 0n)) / 1000n);

function excess(hall: HallPower, dimension: PowerDimension): Text {
  if (dimension === 'floor') {
    const [load, permitted] = [figure(hall.floor.load, 2), figure(hall.floor.permitted ?? 0, 2)];
    return { vi: `sàn của ${hall.hall} chịu ${permitted.vi} kN/m², một tủ đầy nặng ${load.vi} kN/m²`, en: `the floor of ${hall.hall} carries ${permitted.en} kN/m², a full rack weighs ${load.en} kN/m²` };
  }
  const drawn = kilowatts(hall.drawn, true);
  if (dimension === 'feed') {
    const there = kilowatts(hall.feed, false);
    return { vi: `thiết bị của ${hall.hall} dùng ${drawn.vi} kW lúc cao điểm, các nguồn còn lại khi một nguồn hỏng cấp ${there.vi} kW`, en: `${hall.hall} draws ${drawn.en} kW at its peak, its feeds carry ${there.en} kW with one failed` };
  }
  const there = kilowatts(hall.cooling, false);
  return { vi: `thiết bị của ${hall.hall} tỏa ${drawn.vi} kW lúc cao điểm, làm mát khi một máy hỏng giải được ${there.vi} kW`, en: `${hall.hall} gives off ${drawn.en} kW at its peak, its cooling removes ${there.en} kW with one unit failed` };
}

/** What stands in no rack, in one quarter. */
function unplaced({ unplaced: { nodes, equipment } }: SitePower): Text | undefined {
  const names = [...nodes.map(({ pool, count }) => `${pool} × ${count}`), ...equipment];
  if (names.length === 0) return undefined;
  const shown = listed(names);
  return { vi: `không còn tủ cho ${shown.vi}`, en: `no rack is left for ${shown.en}` };
}

/** Each kind of trouble once: the quarters from its first to its last, told by the figures of the quarter that is worst. */
function troubles(all: readonly At[]): readonly Trouble[] {
  const found = new Map<string, Trouble & { readonly weight: number }>();
  const note = (key: string, quarter: Quarter, weight: number, text: Text): void => {
    const known = found.get(key);
    found.set(key, { from: known?.from ?? quarter, until: quarter, ...(known !== undefined && known.weight >= weight ? { weight: known.weight, text: known.text } : { weight, text }) });
  };
  for (const { quarter, power } of all) {
    for (const hall of power.halls) for (const dimension of hall.over) note(`${hall.hall} ${dimension}`, quarter, dimension === 'floor' ? hall.floor.load : Number(hall.drawn), excess(hall, dimension));
    const homeless = unplaced(power);
    if (homeless !== undefined) note('racks', quarter, power.unplaced.nodes.reduce((sum, { count }) => sum + count, power.unplaced.equipment.length), homeless);
  }
  return [...found.values()];
}

function judge(site: DeepReadonly<Site>, all: readonly At[]): Judgement {
  const subject = { object: `site/${site.id}`, site: site.id };
  const halls = pointer('sites', site.id, 'facility', 'halls');
  const last = all.at(-1);
  const evidence: Judgement['evidence'] = (last?.power.halls ?? []).map(({ hall, drawn, feed, cooling }) => ({
    what: { vi: `${hall}, ${last?.quarter ?? ''}, W: thiết bị dùng / nguồn còn lại khi một nguồn hỏng / làm mát khi một máy hỏng`, en: `${hall}, ${last?.quarter ?? ''}, W: drawn / feeds with one failed / cooling with one unit failed` },
    found: `${drawn} / ${feed} / ${cooling}`,
    pointer: halls,
    document: 'estate',
  }));
  const wrong = troubles(all);
  if (wrong.length === 0)
    return { subject, status: 'pass', evidence, finding: { vi: `Các phòng máy của ${site.id} chứa, cấp điện và làm mát đủ cho mọi thiết bị, trong từng quý.`, en: `The halls of ${site.id} hold, feed and cool all that stands there, in every quarter.` } };
  const parts = wrong.map(({ from, until, text }) => ({ vi: `${text.vi} (${from === until ? from : `${from} đến ${until}`})`, en: `${text.en} (${from === until ? from : `${from} to ${until}`})` }));
  return { subject, status: 'fail', evidence, finding: { vi: `${site.id}: ${parts.map(({ vi }) => vi).join('; ')}.`, en: `${site.id}: ${parts.map(({ en }) => en).join('; ')}.` } };
}

/** A site that operates in no quarter of the plan has nothing to carry yet. */
function rows(estate: Estate): readonly Judgement[] {
  const plan = { estate, facility: facilityFor(estate) };
  const bySite = new Map<string, At[]>();
  for (const quarter of plannedQuarters(estate))
    for (const power of powerIn(plan, quarter)) bySite.set(power.site, [...(bySite.get(power.site) ?? []), { quarter, power }]);
  return [...bySite].flatMap(([id, all]) => {
    const site = estate.sites[id];
    return site === undefined ? [] : [judge(site, all)];
  });
}

export const cap004: Rule = {
  id: 'CAP-004',
  version: 1,
  title: { vi: 'Phòng máy chứa, cấp điện và làm mát đủ cho thiết bị đặt trong đó', en: 'Halls hold, feed and cool what stands in them' },
  explanation: {
    vi: 'Máy chủ khai báo trong dữ liệu phải có tủ để đặt. Lúc cao điểm, thiết bị của một phòng máy (kể cả thiết bị các cơ quan mang đến) không được dùng nhiều điện hơn các nguồn cấp được khi nguồn mạnh nhất hỏng, cũng không tỏa nhiều nhiệt hơn hệ thống làm mát giải được khi một máy hỏng; một tủ đầy không được nặng hơn mức sàn chịu được, nếu mức đó đã khai báo. Xét từng quý, từ nay đến hết kỳ quy hoạch. Phòng máy chỉ có một nguồn, hoặc một máy làm mát, thì khi nguồn hay máy đó hỏng không còn gì.',
    en: 'Nodes that the data declare need racks to stand in. At its peak, the equipment of a hall (with what organisations bring along) draws no more than its feeds carry with the strongest failed, and gives off no more heat than its cooling removes with one unit failed; a full rack weighs no more than the floor carries, where that is declared. Judged quarter by quarter, from now to the horizon. A hall with a single feed, or a single cooling unit, has nothing left when it fails.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Hỏng một nguồn hay một máy làm mát (N+1) không được làm dừng phòng máy; không có tủ và điện thì năng lực đã hứa không có thật.', en: 'One failed feed or cooling unit (N+1) must not stop a hall; without racks and power, the capacity that is promised is not there.' } },
  assumptions: [{ vi: 'Công suất nguồn, làm mát, tải sàn, công suất thiết bị và hệ số đồng thời là dữ liệu quy hoạch, chưa ai xác nhận.', en: 'Feeds, cooling, floor loads, watts of equipment and the diversity factor are planning inputs nobody has confirmed.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  estateOnly: true,
  mutants: ['change-figure'],
  check: ({ estate, asOf }) => rows(asOfDay(estate, asOf)),
  remedy: {
    vi: 'Tăng nguồn hoặc làm mát của phòng máy, chuyển bớt nhóm máy chủ sang phòng máy khác (hall), hoặc sửa dữ liệu nếu chưa đúng. ndc capacity power cho xem từng phòng máy theo quý.',
    en: 'Strengthen the hall’s feeds or cooling, move pools to another hall (hall), or correct the data where they are wrong. ndc capacity power shows every hall by quarter.',
  },
};
