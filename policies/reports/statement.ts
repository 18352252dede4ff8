import { createHash } from 'node:crypto';
import { readDay } from '../../sites/model/calendar.js';
import { canonical } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import { some } from './assurance.js';
import { driftedOf } from './drifted.js';
import type { AuditResult } from './json.js';
import { instantText } from './quote.js';

/** What an auditor signs. */
export interface Statement {
  /** SHA-256 over everything the result rests on and says: digests of what was read, the estate's, rules with versions, each verdict with its waiver. */
  readonly digest: string;
  readonly text: Text;
  /** Lines to fill in by hand. */
  readonly fields: readonly Text[];
  /** What this does not prove. */
  readonly limits: readonly Text[];
}

type Judged = Omit<AuditResult, 'kind' | 'statement'>;

/** The statement that closes a report, in both languages. */
export function statementOf(result: Judged): Statement {
  const digest = digestOfResult(result);
  return { digest, text: textOf(result, digest), fields, limits: limitsOf(result) };
}

/** Binds a signature to what was judged, whatever format the report has. The time of the audit is left out: judged again, the same is the same. */
export function digestOfResult({ asOf, view, estate, planset, assurance, read, rules, verdicts, waivers }: Judged): string {
  const bound = {
    asOf,
    view,
    estate: estate.digest,
    scenario: estate.scenario,
    planset: planset?.digest ?? planset?.id,
    assurance: assurance.level,
    read: read.map(({ stack, from, document, digest, binary, configuration }) => ({ stack, from, document, digest, binary, configuration })),
    rules: rules.map(({ id, version }) => ({ id, version })),
    verdicts: verdicts.map(({ policy, fingerprint, status, recorded, blocks, waived }) => ({ policy, fingerprint, status, recorded, blocks, waiver: waived?.waiver })),
    waivers: [...waivers.refused, ...waivers.unused].map(({ waiver, policy }) => ({ waiver, policy })),
  };
  return `sha256:${createHash('sha256').update(canonical(bound)).digest('hex')}`;
}

const fields: readonly Text[] = [
  { vi: 'Họ và tên', en: 'Name' },
  { vi: 'Cơ quan, chức vụ', en: 'Organisation and office' },
  { vi: 'Ngày', en: 'Date' },
  { vi: 'Chữ ký', en: 'Signature' },
];

function textOf({ tool, at, asOf, estate, assurance, read, rules, summary, decidable }: Judged, digest: string): Text {
  const { counts, recorded, redundancy } = summary;
  const judged = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const documents = read.filter(({ from }) => from !== 'absent').length;
  const absent = read.length - documents;
  const version = tool === undefined ? 'ndc' : `ndc ${tool.version}`;
  const open = decidable.partly.length + decidable.undecided.length;
  return {
    vi: [
      `Tôi đã dùng ${version}${at === undefined ? '' : ` lúc ${instantText(at).vi},`} để xét dữ liệu "${estate.id}" (${estate.digest}) tính đến ${readDay(asOf)}, với ${figure('vi', documents)} tài liệu đã đọc${absent === 0 ? '' : ` và ${figure('vi', absent)} phần không đọc được`}, theo ${figure('vi', rules.length)} quy tắc.`,
      assurance.text.vi,
      `Sau khi áp dụng, trong ${figure('vi', judged)} kết luận: ${counted('vi', { ...counts })}.`,
      `Hiện trạng: ${counted('vi', { ...recorded })}.`,
      `Về dự phòng: ${redundancy.vi}.`,
      ...(open === 0 ? [] : [`${figure('vi', open)} quy tắc chưa trả lời được đầy đủ từ những gì đã đọc.`]),
      `Tôi đã đọc các kết luận, các điều miễn và phần "Điều báo cáo này không chứng minh".`,
      `Mã kết quả: ${digest}.`,
    ].join(' '),
    en: [
      `I had ${version} judge${at === undefined ? '' : `, at ${instantText(at).en},`} the estate "${estate.id}" (${estate.digest}) as of ${asOf} from ${figure('en', documents)} documents${absent === 0 ? '' : `, ${figure('en', absent)} stacks not having been read`}, by ${figure('en', rules.length)} rules.`,
      assurance.text.en,
      `After apply, of ${figure('en', judged)} verdicts: ${counted('en', { ...counts })}.`,
      `Recorded now: ${counted('en', { ...recorded })}.`,
      `On redundancy: ${redundancy.en}.`,
      ...(open === 0 ? [] : [`${figure('en', open)} rules could not be answered in full from what was read.`]),
      'I have read the findings, the waivers and "What this does not prove".',
      `Result: ${digest}.`,
    ].join(' '),
  };
}

const words: Readonly<Record<string, Text>> = {
  pass: { vi: 'đạt', en: 'passed' },
  fail: { vi: 'không đạt', en: 'failed' },
  waived: { vi: 'được miễn', en: 'waived' },
  unknown: { vi: 'chưa đủ căn cứ', en: 'unknown' },
  'not-applicable': { vi: 'không áp dụng', en: 'not applicable' },
};

const counted = (lang: 'vi' | 'en', counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([key, count]) => `${figure(lang, count)} ${words[key]?.[lang] ?? key}`)
    .join(', ');

const figure = (lang: 'vi' | 'en', value: number): string => value.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-US');

/** What the verdicts do not say, as far as this input leaves it open. */
function limitsOf({ assurance, read, assumptions, estate, rules }: Judged): Text[] {
  const { level } = assurance;
  const names = (of: typeof read): string => some(of.map(({ stack }) => stack));
  const absent = read.filter(({ from }) => from === 'absent');
  const partial = read.filter(({ incomplete }) => incomplete.length > 0);
  const drifted = driftedOf(read);
  const nameless = read.filter(({ from, cluster }) => from === 'plan' && cluster === undefined);
  return [
    { vi: 'Mã SHA-256 cho biết đã đọc đúng những byte nào, không cho biết chúng từ đâu đến.', en: 'Digests prove which bytes were read, not where they came from.' },
    level === null
      ? { vi: 'Không có kế hoạch nào: báo cáo nói về cấu hình, không nói gì về những gì đang chạy.', en: 'There was no plan: this speaks of configuration and says nothing of what runs.' }
      : { vi: 'Kế hoạch là ý định: "sau khi áp dụng" chưa phải là điều đã xảy ra.', en: 'A plan is an intention: "after apply" has not happened.' },
    ...(level === null || level === 'D'
      ? []
      : [{ vi: '"Hiện trạng" là theo trạng thái do engine ghi lại, không phải số đo trực tiếp.', en: '"Recorded now" is what the engine\'s state says, not a live reading.' }]),
    { vi: 'Chỉ xét các đối tượng do công cụ quản lý; đối tượng tạo ngoài công cụ không thấy được (xem ndc drift --unmanaged).', en: 'Only managed objects were judged; whatever was made by other means is not seen (see ndc drift --unmanaged).' },
    ...(level === null ? [] : [{ vi: 'JSON của kế hoạch không để lại dấu vết của ignore_changes hay -refresh=false; chỉ thấy hệ quả, nếu có.', en: 'Plan JSON holds no trace of ignore_changes or -refresh=false; only their effect is seen, where there is one.' }]),
    { vi: `Dữ liệu "${estate.id}" và các điều miễn được tin như đã ghi; ${assumptions.length} cách hiểu hoặc giá trị trong đó chưa ai xác nhận.`, en: `The data of "${estate.id}" and its waivers are taken as written; ${assumptions.length} readings or values they rest on are confirmed by nobody.` },
    { vi: 'Nhãn và khai báo không phải bằng chứng rằng bản sao đang được đồng bộ hay bản sao lưu phục hồi được.', en: 'Labels and declarations are no evidence that data replicates or that a backup can be restored.' },
    { vi: '"Chưa đủ căn cứ" không phải là đạt.', en: '"Unknown" is not a pass.' },
    ...(absent.length === 0 ? [] : [{ vi: `Không đọc được: ${names(absent)}.`, en: `Not read: ${names(absent)}.` }]),
    ...(partial.length === 0 ? [] : [{ vi: `Kế hoạch không đầy đủ: ${names(partial)}.`, en: `Plans that are not whole: ${names(partial)}.` }]),
    ...(drifted.length === 0
      ? []
      : [{
          vi: `${figure('vi', drifted.length)} đối tượng đã bị thay đổi bên ngoài Terraform/OpenTofu (${some([...new Set(drifted.map(({ stack }) => stack))])}): báo cáo liệt kê chúng, không xét ai đã làm và vì sao.`,
          en: `${figure('en', drifted.length)} object${drifted.length === 1 ? ' was' : 's were'} changed behind Terraform or OpenTofu (${some([...new Set(drifted.map(({ stack }) => stack))])}): this lists them and judges neither who did it nor why.`,
        }]),
    ...(nameless.length === 0 ? [] : [{ vi: `Không rõ lập cho cụm nào: ${names(nameless)}.`, en: `It is not known which cluster these were planned against: ${names(nameless)}.` }]),
    { vi: `Chỉ ${rules.length} quy tắc nêu trong báo cáo đã được xét; căn cứ kỹ thuật là đánh giá của chúng tôi, không phải pháp luật.`, en: `Only the ${rules.length} rules listed here were applied; an engineering basis is our judgement, not law.` },
  ];
}
