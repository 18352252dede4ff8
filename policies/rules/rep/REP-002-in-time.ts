import type { Estate } from '../../../sites/model/estate.js';
import type { Link } from '../../../sites/model/kinds/links.js';
import type { DeepReadonly } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { figure, listed } from '../../derived/figures.js';
import { environmentsOf } from '../../derived/placement.js';
import { asOfDay, planFor } from '../../derived/promises.js';
import { isKept, synchronisation, totalMs, type Cut, type Lateness } from '../../derived/synchronisation.js';
import { tierFloors, type TierFloor } from '../../derived/tier-floor.js';
import type { Judgement, Rule } from '../../engine/rule.js';

const minutes = (ms: bigint): Text => figure(Number(ms) / 60_000, 1);

const described = (late: Lateness): Text => {
  const total = totalMs(late);
  const lost: Text = late.lost === '' ? { vi: '', en: '' } : { vi: `, mất ${late.lost}`, en: `, ${late.lost} lost` };
  return total === undefined
    ? { vi: `${late.tier} từ ${late.from} (${late.quarter}${lost.vi}): đường truyền không theo kịp`, en: `${late.tier} from ${late.from} (${late.quarter}${lost.en}): the link does not keep up` }
    : { vi: `${late.tier} từ ${late.from} (${late.quarter}${lost.vi}): ${minutes(total).vi} phút, cho phép ${minutes(late.budgetMs).vi}`, en: `${late.tier} from ${late.from} (${late.quarter}${lost.en}): ${minutes(total).en} minutes, ${minutes(late.budgetMs).en} are allowed` };
};

/** The latest of each tier, kind and direction: what an auditor checks by hand. */
function tightest(all: readonly Lateness[]): readonly Lateness[] {
  const worst = new Map<string, Lateness>();
  const ratio = (late: Lateness): number => {
    const total = totalMs(late);
    return total === undefined ? Number.POSITIVE_INFINITY : Number(total) / Number(late.budgetMs === 0n ? 1n : late.budgetMs);
  };
  for (const late of all) {
    const key = `${late.tier} ${late.kind} ${late.from}`;
    const known = worst.get(key);
    if (known === undefined || ratio(late) > ratio(known)) worst.set(key, late);
  }
  return [...worst.values()];
}

const evidenceOf = (id: string, late: Lateness): Evidence => ({
  what: {
    vi: `${late.tier}, ${late.kind}, ${late.from} → ${late.to}, ${late.quarter}${late.lost === '' ? '' : `, mất ${late.lost}`}: chu kỳ + truyền + chờ / cho phép, ms`,
    en: `${late.tier}, ${late.kind}, ${late.from} → ${late.to}, ${late.quarter}${late.lost === '' ? '' : `, ${late.lost} lost`}: interval + transfer + queue / allowed, ms`,
  },
  found: `${late.intervalMs} + ${late.shipMs ?? '∞'} + ${late.keepsUp ? late.lagMs : '∞'} / ${late.budgetMs}`,
  pointer: pointer('links', id, 'capacityGbps'),
  document: 'estate',
});

/** Where the first of those whose copies find no way asks for its sites. */
const placements = (estate: Estate, { namespaces: [first = ''] }: Cut): readonly Evidence[] =>
  environmentsOf(estate)
    .filter(({ namespace }) => namespace === first)
    .map(({ namespace, primary, standby = '–', backup = '–', pointer: of }): Evidence => ({ what: { vi: `Nơi chạy chính / dự phòng / sao lưu của ${namespace}`, en: `Primary / standby / backup of ${namespace}` }, found: `${primary} / ${standby} / ${backup}`, pointer: of, document: 'estate' }));

function judge(estate: Estate, id: string, { a, b }: DeepReadonly<Link>, lateness: readonly Lateness[], cuts: readonly Cut[]): Judgement {
  const subject = { object: `relation/${id}` };
  if (lateness.length === 0 && cuts.length === 0) return { subject, status: 'not-applicable', evidence: [], finding: { vi: `Trong các quý đã lập kế hoạch, ${a} và ${b} không sao chép gì cho nhau.`, en: `In the quarters that are planned, ${a} and ${b} copy nothing to each other.` } };
  const worst = tightest(lateness);
  const evidence = worst.map((late) => evidenceOf(id, late));
  const broken = worst.filter((late) => !isKept(late)).map(described);
  const [cut] = cuts;
  if (cut !== undefined) {
    const names = listed(cut.namespaces, 3);
    evidence.push(...placements(estate, cut));
    broken.push({ vi: `${cut.quarter}${cut.lost === '' ? '' : `, mất ${cut.lost}`}: không còn đường nào cho ${names.vi}`, en: `${cut.quarter}${cut.lost === '' ? '' : `, ${cut.lost} lost`}: no way is left for ${names.en}` });
  }
  if (broken.length > 0) return { subject, status: 'fail', evidence, finding: { vi: `${a} và ${b}: ${broken.map(({ vi }) => vi).join('; ')}.`, en: `${a} and ${b}: ${broken.map(({ en }) => en).join('; ')}.` } };
  return { subject, status: 'pass', evidence, finding: { vi: `${a} và ${b}: mọi bản sao đến kịp, cả khi mất đường lớn nhất.`, en: `${a} and ${b}: every copy arrives in time, also with the largest path lost.` } };
}

/** Decimals only where there are any. */
const short = (value: number): Text => figure(value, Number.isInteger(value) ? 0 : 1);

/** What a tier promises against what nothing can better: no topology keeps a promise below it. */
function floorRow({ tier, environments, rpoMinutes, rtoMinutes, intervals, rtoFloorMinutes, steps }: TierFloor): Judgement {
  const subject = { object: `tier/${tier}` };
  const data: Evidence[] = [
    { what: { vi: 'RPO cam kết, phút', en: 'RPO promised, minutes' }, found: String(rpoMinutes), pointer: pointer('protection', 'tiers', tier, 'rpoMinutes'), document: 'estate' },
    ...intervals
      .toSorted((one, other) => other.minutes - one.minutes)
      .map(({ what, minutes: of, pointer: at }): Evidence => ({ what: { vi: `${what.vi}, phút`, en: `${what.en}, minutes` }, found: String(of), pointer: at, document: 'estate' })),
  ];
  const time: Evidence[] = [
    { what: { vi: 'RTO cam kết, phút', en: 'RTO promised, minutes' }, found: String(rtoMinutes), pointer: pointer('protection', 'tiers', tier, 'rtoMinutes'), document: 'estate' },
    ...steps.map(({ what, minutes: of, pointer: at }): Evidence => ({ what: { vi: `bước ${what}, trung vị, phút`, en: `step ${what}, median, minutes` }, found: String(of), pointer: at, document: 'estate' })),
  ];
  const late = intervals.filter(({ minutes: of }) => of >= rpoMinutes);
  const broken: Text[] = late.map(({ what, minutes: of }) => ({ vi: `${what.vi} là ${short(of).vi} phút, RPO là ${short(rpoMinutes).vi}`, en: `${what.en}: ${short(of).en} minutes, the RPO is ${short(rpoMinutes).en}` }));
  if (rtoFloorMinutes > rtoMinutes)
    broken.push({ vi: `các bước không ai bỏ được mất ${short(rtoFloorMinutes).vi} phút, RTO là ${short(rtoMinutes).vi}`, en: `steps that nobody can skip take ${short(rtoFloorMinutes).en} minutes, the RTO is ${short(rtoMinutes).en}` });
  // What breaks stands first: a reader is led there.
  const evidence = late.length === 0 && broken.length > 0 ? [...time, ...data] : [...data, ...time];
  if (broken.length === 0)
    return { subject, status: 'pass', evidence, finding: { vi: `${tier} (${figure(environments).vi} môi trường): không chu kỳ nào chạm RPO, và RTO dài hơn các bước không ai bỏ được.`, en: `${tier} (${figure(environments).en} environments): no interval reaches the RPO, and the RTO is longer than the steps nobody can skip.` } };
  return {
    subject,
    status: 'fail',
    evidence,
    finding: { vi: `${tier} (${figure(environments).vi} môi trường), không cách bố trí nào giữ được: ${broken.map(({ vi }) => vi).join('; ')}.`, en: `${tier} (${figure(environments).en} environments), no topology can keep it: ${broken.map(({ en }) => en).join('; ')}.` },
    remedy: { vi: 'Rút ngắn chu kỳ đó hay nới cam kết của mức trong catalogue/tiers.yaml; với khóa, chờ ảnh chụp (newKeys: after-snapshot).', en: 'Shorten that interval, or widen the promise of the tier in catalogue/tiers.yaml; for keys, let them wait for a snapshot (newKeys: after-snapshot).' },
  };
}

function rows(estate: Estate): readonly Judgement[] {
  const plan = planFor(estate);
  const { lateness, cuts } = synchronisation(plan, plan.backups ?? []);
  const byLink = <T extends { readonly link: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> => {
    const found = new Map<string, T[]>();
    for (const one of all) found.set(one.link, [...(found.get(one.link) ?? []), one]);
    return found;
  };
  const [late, cut] = [byLink(lateness), byLink(cuts)];
  // Sites that are to copy and have no link at all are a row too: REP-005 says that the link is missing, this rule what it breaks.
  const unlinked = [...cut.keys()].filter((id) => !Object.hasOwn(estate.links, id));
  return [
    ...Object.entries(estate.links).filter(([, { a, b }]) => [a, b].every((id) => estate.sites[id] !== undefined && estate.sites[id].phase !== 'retired')).map(([id, link]) => judge(estate, id, link, late.get(id) ?? [], cut.get(id) ?? [])),
    ...tierFloors(estate).map(floorRow),
    ...unlinked.map((id): Judgement => {
      const [first] = cut.get(id) ?? [];
      const names = listed(first?.namespaces ?? [], 3);
      return { subject: { object: `relation/${id}` }, status: 'fail', evidence: first === undefined ? [] : placements(estate, first), finding: { vi: `${id}: không khai báo đường truyền, nên không còn đường nào cho ${names.vi}.`, en: `${id}: no link is declared, so there is no way for ${names.en}.` } };
    }),
  ];
}

export const rep002: Rule = {
  id: 'REP-002',
  version: 2,
  title: { vi: 'Chu kỳ cộng thời gian đồng bộ không quá RPO, cả khi mất đường lớn nhất', en: 'Interval and synchronisation time stay within the RPO, also with the largest path lost' },
  explanation: {
    vi: 'Dữ liệu mất khi mất trung tâm bằng chu kỳ chụp, cộng thời gian truyền phần thay đổi của một chu kỳ vào lúc bận nhất, cộng thời gian xếp hàng dài nhất trong ngày cao điểm. Quy tắc tính cho từng quý trong kế hoạch, từng chiều, từng mức bảo vệ, trên đường truyền như đã khai báo và khi mất đường lớn nhất của từng liên kết. Bản sao lưu gửi đi theo lịch của nó và không thuộc quy tắc này. Mức thay đổi là giả định nếu chưa ai đo. Với từng mức bảo vệ, quy tắc còn xét điều không cách bố trí nào đổi được: một chu kỳ (ổ đĩa, khóa trong kho bí mật, ảnh phần mềm) đã dài bằng RPO, hay các bước không ai bỏ được đã dài hơn RTO. RTO đầy đủ không quy tắc nào xét: nó là thời điểm kết thúc của một lịch phục hồi, tùy ai cùng phải chuyển, bao nhiêu người trực, diễn tập đo được gì, chứ không tùy stack hay kế hoạch; ndc dr matrix tính lịch đó và thoát với mã 1 khi không đạt.',
    en: 'What a lost site loses is the snapshot interval, and the time to ship one interval\'s changes in the busiest minutes, and the longest queue of a peak day. It is computed for each planned quarter, direction and tier, on the link as declared and with the largest path of each link lost. Backups follow their own schedule and are no part of this. Rates of change are assumptions where nobody measured them. For each tier it also judges what no topology changes: an interval (of volumes, of keys in the secret store, of images) as long as the RPO, or steps nobody can skip that take longer than the RTO. The whole RTO is judged by no rule: it is the end of a schedule, which depends on who has to move together, on people on duty and on what drills measured, and on no stack or plan; ndc dr matrix makes that schedule and exits with 1 where a promise breaks.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'RPO ≈ chu kỳ + thời gian đồng bộ; công thức của Oracle cho tốc độ nhật ký.', en: 'RPO ≈ interval + synchronisation time; Oracle\'s formula for the rate of a log.' } },
  assumptions: [{ vi: 'Mức thay đổi, giờ cao điểm và phần đường truyền dành cho sao chép trong catalogue/planning.yaml chưa ai đo.', en: 'Rates of change, peaks and the share of a link in catalogue/planning.yaml were measured by nobody.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['change-figure', 'drop-field'],
  check: ({ estate, asOf }) => rows(asOfDay(estate, asOf)),
  remedy: { vi: 'Tăng dung lượng đường truyền hay thêm đường; rút ngắn chu kỳ chụp; chuyển hệ thống sang mức bảo vệ khác.', en: 'Raise the capacity of the link or add a path; shorten the snapshot interval; move systems to another tier.' },
};
