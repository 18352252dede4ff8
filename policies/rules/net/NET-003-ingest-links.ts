import { asDeadline, day, type Day } from '../../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { IngestLink } from '../../../sites/model/kinds/ledger.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { figure } from '../../derived/figures.js';
import type { System } from '../../derived/tier.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/**
 * Peak over mean of a day's changes that a link must carry, so that it keeps up in real time: office hours hold most
 * changes, and a backlog has to be drained as well. Nobody has measured it.
 */
const peakOverMean = 10n;

/** Longest lag that still counts as real time, seconds: N III.2.b gives no figure. */
const realTimeSeconds = 300;

const secondsPerDay = 86_400n;

/** Whether a system stays in its owner's facility on a day: C III.3.b, and C III.3.c until the contract ends. */
function stays(estate: Estate, organisation: string, { migration }: System, asOf: Day): boolean {
  if (migration?.wave !== 'database-owner') return false;
  const facility = migration.facility ?? estate.organisations[organisation]?.facility;
  return facility === 'tier-iii' || (facility === 'leased' && (migration.contractEnds === undefined || asOf <= asDeadline(migration.contractEnds)));
}

/** Bits a second the owner's end must be able to send: mean changes of a day times the peak. */
const neededBits = (system: System, from: string): bigint => ((system.databases ?? []).filter(({ ingest }) => ingest?.from === from).reduce((sum, { changeRate }) => sum + changeRate, 0n) * 8n * peakOverMean) / secondsPerDay;

const megabits = (bits: bigint): Text => figure(Number(bits) / 1_000_000, 1);

function judge(organisation: string, system: System, owner: string, links: readonly DeepReadonly<IngestLink>[]): Judgement {
  const subject = { object: `ingest/${owner}--${system.id}`, organisation };
  const own = links.filter((link) => link.organisation === owner);
  const where: Text = { vi: `Đồng bộ ${system.id} từ ${owner}`, en: `Ingest of ${system.id} from ${owner}` };
  const databases = (system.databases ?? []).filter(({ ingest }) => ingest?.from === owner);
  if (own.length === 0)
    return { subject, status: 'fail', evidence: [], finding: { vi: `${where.vi}: không có đường đồng bộ nào được khai báo.`, en: `${where.en}: no ingest link is declared.` } };
  const offered = own.reduce((sum, { mbps }) => sum + BigInt(Math.floor(mbps * 1_000_000)), 0n);
  const needed = neededBits(system, owner);
  const [has, wants] = [megabits(offered), megabits(needed)];
  const evidence: Evidence[] = [
    ...own.flatMap(({ id, mbps, lagTargetSeconds, network }): Evidence[] => [
      { what: { vi: `Tốc độ của ${id}, Mbit/s`, en: `Rate of ${id}, Mbit/s` }, found: String(mbps), pointer: pointer('ingest', id, 'mbps'), document: 'estate' },
      { what: { vi: `Độ trễ mục tiêu của ${id}, giây`, en: `Lag target of ${id}, seconds` }, found: String(lagTargetSeconds), pointer: pointer('ingest', id, 'lagTargetSeconds'), document: 'estate' },
      { what: { vi: `Mạng của ${id}`, en: `Network of ${id}` }, found: network, pointer: pointer('ingest', id, 'network'), document: 'estate' },
    ]),
    { what: { vi: 'Tốc độ cần, bit/s', en: 'Rate needed, bit/s' }, found: String(needed) },
  ];
  const slowest = Math.max(...own.map(({ lagTargetSeconds }) => lagTargetSeconds));
  const problems: Text[] = [
    ...(offered < needed ? [{ vi: `đường truyền ${has.vi} Mbit/s, cần ${wants.vi} Mbit/s`, en: `its links carry ${has.en} Mbit/s, ${wants.en} Mbit/s are needed` }] : []),
    ...(slowest > realTimeSeconds ? [{ vi: `độ trễ mục tiêu ${slowest} giây, quá ${realTimeSeconds} giây`, en: `its lag target is ${slowest} seconds, more than ${realTimeSeconds}` }] : []),
    ...databases.filter(({ ingest }) => ingest !== undefined && slowest > ingest.lag).map(({ id, ingest }): Text => ({ vi: `độ trễ mục tiêu ${slowest} giây, cơ sở dữ liệu ${id} hứa ${ingest?.lag ?? 0} giây`, en: `its lag target is ${slowest} seconds, the database ${id} promises ${ingest?.lag ?? 0}` })),
  ];
  if (problems.length > 0) return { subject, status: 'fail', evidence, finding: { vi: `${where.vi}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${where.en}: ${problems.map(({ en }) => en).join('; ')}.` } };
  if (databases.length === 0)
    return { subject, status: 'unknown', evidence, finding: { vi: `${where.vi}: phiếu đăng ký không nêu cơ sở dữ liệu nào đồng bộ về, nên chưa biết đường truyền có đủ không.`, en: `${where.en}: the request names no database that synchronises, so it cannot be known whether the link is large enough.` } };
  return { subject, status: 'pass', evidence, finding: { vi: `${where.vi}: ${has.vi} Mbit/s trên ${wants.vi} Mbit/s cần, độ trễ mục tiêu ${slowest} giây.`, en: `${where.en}: ${has.en} Mbit/s of ${wants.en} needed, lag target ${slowest} seconds.` } };
}

/** Owners a system synchronises from: those its databases name, and its own organisation where the system stays there. */
function ownersOf(estate: Estate, organisation: string, system: System, asOf: Day): readonly string[] {
  const named = (system.databases ?? []).flatMap(({ ingest }) => ingest?.from ?? []);
  return [...new Set([...named, ...(named.length === 0 && stays(estate, organisation, system, asOf) ? [organisation] : [])])];
}

export const net003: Rule = {
  id: 'NET-003',
  version: 1,
  title: { vi: 'Cơ quan ở lại cơ sở của mình kết nối bằng đường đồng bộ, đủ cho thời gian thực', en: 'Bodies in their own facility connect by ingest links, sized for real time' },
  explanation: {
    vi: 'Chủ quản cơ sở dữ liệu ở lại cơ sở đạt hạng III (C III.3.b), hoặc thuê đến hết hợp đồng (C III.3.c), và mọi cơ sở dữ liệu đồng bộ về, phải có đường đồng bộ khai báo trong catalogue/ingest.yaml. Đường truyền phải tải được mười lần mức thay đổi trung bình trong ngày, và độ trễ mục tiêu không quá 5 phút hay mức đã hứa cho cơ sở dữ liệu: "thường xuyên, liên tục theo thời gian thực" không phải là chép hằng đêm.',
    en: 'Database owners that stay in a tier III facility (C III.3.b), or a leased one until the contract ends (C III.3.c), and every database that synchronises, have an ingest link in catalogue/ingest.yaml. It carries ten times the mean change of a day, and its lag target is at most five minutes and what the database promises: continuous and in real time is no nightly copy.',
  },
  severity: 'error',
  pack: 'design',
  legal: [
    { document: 'c', clause: 'V.2.c' },
    { document: 'n', clause: 'III.2.b' },
  ],
  engineering: { statement: { vi: 'Văn bản không nêu tốc độ và độ trễ; hai ngưỡng là lựa chọn kỹ thuật.', en: 'No document gives a rate or a lag; both bounds are engineering.' } },
  assumptions: [
    { vi: `Lúc cao điểm gấp ${peakOverMean} lần trung bình ngày; thời gian thực là không quá ${realTimeSeconds} giây.`, en: `Peaks are ${peakOverMean} times the mean of a day; real time is at most ${realTimeSeconds} seconds.` },
    { vi: 'Mức thay đổi của cơ sở dữ liệu là dữ liệu quy hoạch.', en: 'Change rates of databases are planning inputs.' },
  ],
  effectiveFrom: day('2025-07-23'),
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-field', 'change-figure'],
  check: ({ estate, asOf }) => {
    const links = new Map<string, DeepReadonly<IngestLink>[]>();
    for (const link of Object.values(estate.ingest)) links.set(link.system, [...(links.get(link.system) ?? []), link]);
    return Object.entries(estate.requests).flatMap(([organisation, { systems }]) => systems.flatMap((system) => ownersOf(estate, organisation, system, asOf).map((owner) => judge(organisation, system, owner, links.get(system.id) ?? []))));
  },
  remedy: { vi: 'Khai báo hoặc nâng cấp đường đồng bộ trong catalogue/ingest.yaml; nêu các cơ sở dữ liệu và mức thay đổi trong phiếu đăng ký.', en: 'Declare the ingest link in catalogue/ingest.yaml or raise its rate; name databases and their change rates in the request.' },
};
