import type { Origin } from '../../../sites/model/provenance.js';
import type { Estate } from '../../../sites/model/estate.js';
import { segments, valueAt, type Pointer } from '../../../sites/model/pointer.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { listed } from '../../derived/figures.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Scalars of one file of the estate, with where each comes from. */
interface Values {
  readonly file: string;
  readonly scalars: readonly (readonly [Pointer, Origin])[];
}

function filesOf({ origins }: Estate): readonly Values[] {
  const files = new Map<string, (readonly [Pointer, Origin])[]>();
  for (const entry of origins) {
    const list = files.get(entry[1].file);
    if (list === undefined) files.set(entry[1].file, [entry]);
    else list.push(entry);
  }
  return [...files].map(([file, scalars]) => ({ file, scalars })).sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** A site nobody has built yet: a bare figure of it cannot be what somebody measured there. */
function ofPlannedSite(estate: Estate, at: Pointer): boolean {
  const [collection, id = ''] = segments(at);
  const phase = collection === 'sites' ? estate.sites[id]?.phase : undefined;
  return phase === 'planned' || phase === 'building';
}

const isFigure = (estate: Estate, at: Pointer): boolean => ['number', 'bigint'].includes(typeof valueAt(estate, at));

/** Numbers that name a site rather than describe it. */
const identities = ['/number', '/cluster/id'];

function judge(estate: Estate, { file, scalars }: Values): Judgement {
  const assumed = scalars.filter(([, { source }]) => source === 'assumption');
  const silent = assumed.filter(([, { note }]) => note === undefined);
  const bare = scalars.filter(([at, { source }]) => source === 'declared' && ofPlannedSite(estate, at) && !identities.some((identity) => at.endsWith(identity)) && isFigure(estate, at));
  const evidence: Evidence[] = [
    { what: { vi: 'Số giả định trong tệp', en: 'Assumptions in the file' }, found: String(assumed.length), document: file },
    ...[...bare, ...silent].slice(0, 5).map(([at, { source }]): Evidence => ({ what: { vi: 'Nguồn của giá trị', en: 'Origin of the value' }, found: source, pointer: at, document: 'estate' })),
  ];
  const subject = { object: `file/${file}` };
  const names = (entries: typeof scalars): { readonly vi: string; readonly en: string } => listed(entries.map(([at]) => at), 3);
  if (bare.length > 0)
    return { subject, status: 'fail', evidence, finding: { vi: `${file}: ${bare.length} con số của trung tâm chưa xây mà không ghi nguồn: ${names(bare).vi}.`, en: `${file}: ${bare.length} figures of a site nobody has built say nothing of their source: ${names(bare).en}.` } };
  if (silent.length > 0)
    return { subject, status: 'fail', evidence, finding: { vi: `${file}: ${silent.length} giả định không nói vì sao: ${names(silent).vi}.`, en: `${file}: ${silent.length} assumptions do not say why: ${names(silent).en}.` } };
  return assumed.length === 0
    ? { subject, status: 'pass', evidence, finding: { vi: `${file}: không có giả định nào.`, en: `${file}: it holds no assumptions.` } }
    : { subject, status: 'pass', evidence, finding: { vi: `${file}: ${assumed.length} giả định, mỗi giả định đều nói rõ.`, en: `${file}: ${assumed.length} assumptions, each of which says so.` } };
}

export const evi001: Rule = {
  id: 'EVI-001',
  version: 1,
  title: { vi: 'Kết quả dựa trên giả định thì nói rõ', en: 'Results that rest on assumptions say so' },
  explanation: {
    vi: 'Văn bản không nêu số tủ, dung lượng, công suất hay khoảng cách; gần như mọi con số quy hoạch là giả định. Mỗi giả định trong dữ liệu phải ghi là giả định và nói vì sao; con số của một trung tâm chưa xây mà không ghi nguồn thì không đạt, vì không ai có thể đã đo được. Con số của trung tâm đang hoạt động không ghi nguồn là khai báo của người vận hành. Số lượng giả định của từng tệp nằm trong kết luận; danh sách đầy đủ do `ndc check --json` in ra.',
    en: 'The documents name no racks, terabytes, power or distances: nearly every planning figure is an assumption. Each assumption in the data is labelled as one and says why; a figure of a site nobody has built that says nothing of its source fails, since nobody can have measured it. A bare figure of an operating site is its operator\'s declaration. How many assumptions a file holds stands in the finding; `ndc check --json` prints the whole list.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Trung thực: người đọc phải biết kết quả dựa vào đâu.', en: 'Honesty: a reader must know what a result rests on.' } },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['drop-field'],
  check: ({ estate }) => filesOf(estate).map((values) => judge(estate, values)),
  remedy: { vi: 'Ghi `{value: …, source: assumption, note: "…"}` hoặc mục `provenance` ở đầu tệp.', en: 'Write `{value: …, source: assumption, note: "…"}`, or a `provenance` at the head of the file.' },
};
