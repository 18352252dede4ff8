import { asDeadline, asStart, day, quarter, readDay } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import { waveNames } from '../../../sites/model/wave-names.js';
import { facilityOf, namedWaves, systemsOf, waveOf, type NamedWave, type PlacedSystem } from '../../derived/migration.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** C's annex A.2 puts database owners into the row that starts here; C III.3 says the fourth quarter. */
const annexStart = quarter('2025-Q2');
/** C III.3.a: owners below tier III move in this quarter. */
const ownersMove = quarter('2025-Q4');

interface Found {
  readonly problems: readonly Text[];
  readonly unknown: readonly Text[];
}

/** Dates and facility case of a database owner: C III.3.a moves, b stays until its equipment is written off, c moves when its contract ends. */
function ownersCase(estate: Estate, placed: PlacedSystem): Found {
  const { start, depreciationEnds, contractEnds } = placed.system.migration ?? {};
  const ask = (vi: string, en: string): Found => ({ problems: [], unknown: [{ vi, en }] });
  const wrong = (vi: string, en: string): Found => ({ problems: [{ vi, en }], unknown: [] });
  const fine: Found = { problems: [], unknown: [] };
  switch (facilityOf(estate, placed)) {
    case undefined:
      return ask('chưa rõ cơ sở của cơ quan thuộc trường hợp a, b hay c; cần `facility`', 'which case of C III.3 its facility is cannot be known; `facility` is to be given');
    case 'below-tier-iii':
      return start !== undefined && asStart(start) > asDeadline(ownersMove) ? wrong(`bắt đầu ${start}, muộn hơn ${ownersMove} (C III.3.a)`, `it starts ${start}, later than ${ownersMove} (C III.3.a)`) : fine;
    case 'tier-iii':
      return depreciationEnds === undefined ? ask('chưa rõ ngày thiết bị hết khấu hao (C III.3.b); cần `depreciationEnds`', 'when its equipment is written off is not known (C III.3.b); `depreciationEnds` is to be given') : fine;
    case 'leased':
      if (contractEnds === undefined) return ask('chưa rõ ngày hết hợp đồng thuê (C III.3.c); cần `contractEnds`', 'when its lease ends is not known (C III.3.c); `contractEnds` is to be given');
      return start !== undefined && asStart(start) > contractEnds ? wrong(`bắt đầu ${readDay(start)}, sau ngày hết hợp đồng ${readDay(contractEnds)} (C III.3.c)`, `it starts ${start}, after its lease ends on ${contractEnds} (C III.3.c)`) : fine;
    default:
      return fine;
  }
}

/** A start before the list's own; for database owners the document contradicts itself, and the earlier date holds as well. */
function startProblems(list: NamedWave, placed: PlacedSystem): readonly Text[] {
  const start = placed.system.migration?.start;
  if (start === undefined) return [];
  const earliest = list.wave === 'database-owner' && asStart(annexStart) < asStart(list.start) ? annexStart : list.start;
  return asStart(start) < asStart(earliest) ? [{ vi: `bắt đầu ${start}, sớm hơn ${earliest} của đợt`, en: `it starts ${start}, before its wave does (${earliest})` }] : [];
}

function judge(estate: Estate, placed: PlacedSystem): Judgement {
  const { system, organisation, at } = placed;
  const subject = { object: `system/${system.id}`, organisation };
  const lists = namedWaves(estate, placed);
  const evidence: Evidence[] = [
    ...(system.migration === undefined ? [] : [{ what: { vi: 'Đợt ghi trong phiếu đăng ký', en: 'Wave in the request' }, found: system.migration.wave ?? '–', pointer: `${at}/migration`, document: 'estate' }]),
    ...lists.map(({ wave, start, body, at: where }): Evidence => ({ what: { vi: `Đợt của ${body} trong văn bản`, en: `Wave of ${body} in the document` }, found: `${wave}, ${start}`, pointer: where, document: 'estate' })),
  ];
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject, status, evidence, finding: { vi: `${system.id}: ${vi}.`, en: `${system.id}: ${en}.` } });
  if (system.migration === undefined || system.migration.wave === 'none')
    return row('not-applicable', 'phiếu đăng ký không khai việc di chuyển; C III nêu tên cơ quan, không nêu tên hệ thống', 'the request speaks of no migration; C III names bodies, not systems');
  const wave = waveOf(estate, placed);
  if (wave === undefined && lists.length === 0) return row('not-applicable', 'cơ quan không có trong danh sách nào của C III', 'its organisation is on no list of C III');
  if (wave === undefined) {
    const waves = [...new Set(lists.map((one) => one.wave))];
    const named = (lang: keyof Text): string => waves.map((one) => `${one} = ${waveNames[one][lang]}`).join('; ');
    return row('unknown', `cơ quan có trong nhiều đợt mà phiếu không nêu đợt của hệ thống; ghi \`migration.wave\` là một trong: ${named('vi')}; none = hệ thống mới, không di chuyển`, `its organisation is in several waves and the request does not say which is the system's; \`migration.wave\` is to be one of ${named('en')}; none = a new system, which does not move`);
  }
  const list = lists.find((candidate) => candidate.wave === wave);
  const name = waveNames[wave];
  if (list === undefined) return row('fail', `thuộc đợt ${name.vi} mà văn bản không nêu cơ quan nào của hệ thống trong đợt đó`, `it is in the wave ${name.en}, in which the document names none of its bodies`);
  const own: Found = wave === 'database-owner' ? ownersCase(estate, placed) : { problems: [], unknown: [] };
  const problems = [...startProblems(list, placed), ...own.problems];
  if (problems.length > 0) return row('fail', problems.map(({ vi }) => vi).join('; '), problems.map(({ en }) => en).join('; '));
  if (own.unknown.length > 0) return row('unknown', own.unknown.map(({ vi }) => vi).join('; '), own.unknown.map(({ en }) => en).join('; '));
  return row('pass', `đợt ${name.vi}, theo danh sách nêu ${list.body}`, `wave ${name.en}, by the list that names ${list.body}`);
}

export const mig001: Rule = {
  id: 'MIG-001',
  version: 1,
  title: { vi: 'Đợt, trường hợp cơ sở và thời gian theo Chỉ thị 32 mục III', en: 'Wave, facility case and dates follow C III' },
  explanation: {
    vi: 'Chỉ thị nêu các cơ quan di chuyển từ quý II/2025, các cơ quan lên điện toán đám mây từ quý III/2025, và chủ quản cơ sở dữ liệu quốc gia theo ba trường hợp cơ sở: dưới hạng III chuyển trong quý IV/2025, đạt hạng III ở lại đến khi hết khấu hao, thuê thì chuyển khi hết hợp đồng. Cơ quan đã giải thể được tính theo cơ quan kế thừa qua `origin`. Ba cơ quan có trong hai đợt, nên đợt thuộc về từng hệ thống. Mâu thuẫn giữa nội dung (quý IV) và phụ lục A.2 (quý II) được giữ nguyên: chủ quản bắt đầu từ quý II/2025 vẫn đạt.',
    en: 'The directive names bodies that relocate from 2025-Q2, bodies that move to the cloud from 2025-Q3, and owners of national databases by the state of their facility: below tier III they move in 2025-Q4, at tier III they stay until written off, leased ones move when the contract ends. Dissolved bodies count through `origin`. Three bodies are in two waves, so the wave belongs to the system. The conflict between body (Q4) and annex A.2 (Q2) stays visible: an owner that starts in 2025-Q2 passes.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'c', clause: 'III' }],
  assumptions: [{ vi: 'Cơ quan nào là chủ quản cơ sở dữ liệu quốc gia được suy ra từ các cơ sở dữ liệu đã nêu tên.', en: 'Who owns national databases is concluded from the databases that are named.' }],
  effectiveFrom: day('2024-09-04'),
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'not-applicable',
  mutants: ['shift-date', 'contradict', 'drop-field'],
  check: ({ estate }) => systemsOf(estate).map((placed) => judge(estate, placed)),
  remedy: { vi: 'Sửa mục `migration` của hệ thống (wave, facility, start, contractEnds, depreciationEnds) theo thực tế đã thống nhất.', en: 'Correct the system\'s `migration` (wave, facility, start, contractEnds, depreciationEnds) as agreed.' },
};
