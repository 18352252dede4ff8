import type { ReviewedChange, ReviewedRequest, TenantReviewData } from '../../tenant-review-data.js';
import { date, figure, say, type View } from '../view.js';
import { fenced, row, sentence, span, tableHead } from './markdown-text.js';
import { changeNames, thingNames } from './review-words.js';

/** One part of the comment. Rows are left out from the end when room runs out; head and foot stand or fall with the section. */
export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  /** Written only when there is room: a request may have tens of thousands. */
  readonly rows: readonly Row[];
  readonly foot?: readonly string[];
  /** Folded away until a reader opens it. */
  readonly folded?: boolean;
}

export type Row = () => string;

/** One row per entry, written when it is asked for. */
export const rowsOf = <T>(entries: readonly T[], write: (entry: T) => string): readonly Row[] => entries.map((entry) => () => write(entry));

/** Several organisations in one comment: each row says whose it is. */
const whose = ({ requests }: TenantReviewData, organisation: string): string[] => (requests.length > 1 ? [span(organisation, 40)] : []);
const whoseTitle = ({ requests }: TenantReviewData, view: View): string[] => (requests.length > 1 ? [view.lang === 'vi' ? 'Cơ quan' : 'Organisation'] : []);

export function problemSection({ diagnostics }: TenantReviewData, view: View): Section {
  return {
    title: view.lang === 'vi' ? 'Lỗi của tệp' : 'Problems of the files',
    head: [],
    rows: rowsOf(diagnostics, ({ code, file, line, column, message, suggestion }) => [`- ${span(`${file}:${line}:${column}`, 120)} **${code}** ${sentence(say(view, message))}`, ...(suggestion === undefined ? [] : ['', fenced(suggestion, 'suggestion'), ''])].join('\n')),
  };
}

export function findingSection(data: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  const rank = { refuse: 0, notice: 1 } as const;
  const findings = data.requests.flatMap((request) => request.findings.map((finding) => ({ ...finding, organisation: request.organisation }))).sort((a, b) => rank[a.weight] - rank[b.weight]);
  return {
    title: vi ? 'Điểm cần sửa và nên biết' : 'To be mended, and to be known',
    head: [],
    rows: rowsOf(findings, ({ code, weight, place, message, paste, suggestion, organisation }) => {
      const what = weight === 'refuse' ? (vi ? 'cần sửa' : 'to be mended') : vi ? 'nên biết' : 'to be known';
      const at = place === undefined ? span(organisation, 40) : span(`${place.file}:${place.line}:${place.column}`, 120);
      return [`- ${at} **${code}** (${what}) ${sentence(say(view, message))}`, ...(suggestion !== undefined ? ['', fenced(suggestion, 'suggestion'), ''] : paste === undefined ? [] : ['', fenced(paste, 'yaml'), ''])].join('\n');
    }),
  };
}

export function changeSection(data: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  const rows = data.requests.flatMap((request) => request.changes.map((change) => ({ change, organisation: request.organisation })));
  // Of several organisations, too, what cannot be undone comes first.
  const ordered = [...rows.filter(({ change }) => change.destroys), ...rows.filter(({ change }) => !change.destroys)];
  return {
    title: vi ? 'Thay đổi so với cấu hình gốc' : 'Changes against the base configuration',
    head: tableHead([...whoseTitle(data, view), ...(vi ? ['', 'Đối tượng', 'Mục', 'Trước', 'Sau', '%'] : ['', 'Subject', 'Field', 'Before', 'After', '%'])], whoseTitle(data, view).length + 3),
    rows: rowsOf(ordered, ({ change, organisation }) => row([...whose(data, organisation), kindText(change, view), `${say(view, thingNames[change.of])} ${span(change.subject)}`, change.field === '' ? '' : span(change.field), ...valuesOf(change, view)])),
  };
}

function kindText({ kind, destroys, holdsData }: ReviewedChange, view: View): string {
  const word = say(view, changeNames[kind]);
  if (!destroys) return word;
  return view.lang === 'vi' ? `**HỦY** ${word}${holdsData ? ', có dữ liệu' : ''}` : `**DESTROYS** ${word}${holdsData ? ', holds data' : ''}`;
}

function valuesOf({ before, after, permille, field, concealed }: ReviewedChange, view: View): string[] {
  if (field === '') return ['', '', ''];
  if (concealed) return Array.from({ length: 3 }, () => (view.lang === 'vi' ? '_không nêu_' : '_not told_'));
  return [before === undefined ? '–' : span(before), after === undefined ? '–' : span(after), permille === undefined ? '' : percent(permille, view)];
}

function percent(permille: bigint, view: View): string {
  const sign = permille < 0n ? '−' : '+';
  const size = permille < 0n ? -permille : permille;
  return `${sign}${figure(view, size / 10n)}${size % 10n === 0n ? '' : `${view.lang === 'vi' ? ',' : '.'}${size % 10n}`} %`;
}

export function derivedSection(data: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  return {
    title: vi ? 'Tự suy ra, và vì sao' : 'Derived, and why',
    folded: true,
    head: tableHead(vi ? ['Đối tượng', 'Mục', 'Giá trị', 'Vì sao'] : ['Subject', 'What', 'Value', 'Why']),
    rows: rowsOf(data.requests.flatMap(({ derived }) => derived), ({ subject, what, value, because }) => row([span(subject), sentence(say(view, what)), sentence(say(view, value)), sentence(say(view, because))])),
  };
}

export function policySection(data: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  const status = { fail: vi ? 'không đạt' : 'fail', unknown: vi ? 'chưa đủ căn cứ' : 'unknown', waived: vi ? 'được miễn' : 'waived', pass: vi ? 'đạt' : 'pass', 'not-applicable': vi ? 'không áp dụng' : 'not applicable' };
  const findings = data.requests.flatMap((request) => request.policies.findings.map((finding) => ({ finding, isNew: request.policies.newly.includes(finding.policy), organisation: request.organisation })));
  const passed = data.requests.reduce((sum, { policies }) => sum + policies.passed, 0);
  const rows = rowsOf(findings, ({ finding, isNew, organisation }) => {
    const said = finding.found.slice(0, 3).map(({ finding: text, subjects }) => `${span(subjects.slice(0, 3).join(', ') + (subjects.length > 3 ? ` +${subjects.length - 3}` : ''), 120)} ${sentence(say(view, text), 300)}`);
    const until = finding.waivedUntil === undefined ? '' : ` ${vi ? 'đến' : 'until'} ${date(view, finding.waivedUntil)}`;
    return `- **${finding.policy}** ${sentence(say(view, finding.title))}: ${status[finding.status]}${finding.severity === 'warning' && finding.status === 'fail' ? (vi ? ' (cảnh báo, không chặn)' : ' (a warning, blocks nothing)') : ''}${until}${isNew && finding.status === 'fail' ? (vi ? ', **mới**' : ', **new**') : ''}${data.requests.length > 1 ? ` (${span(organisation, 40)})` : ''}. ${said.join('; ')}${finding.found.length > 3 ? ` … +${finding.found.length - 3}` : ''} ${vi ? 'Cách sửa' : 'Remedy'}: ${sentence(say(view, finding.remedy), 300)}`;
  });
  const summary = vi ? `- ${figure(view, passed)} kết luận đạt.` : `- ${figure(view, passed)} findings passed.`;
  return { title: vi ? 'Quy tắc' : 'Rules', head: [], rows: data.requests.length === 0 ? [] : [() => summary, ...rows] };
}

export function approvalSection(data: TenantReviewData, view: View): Section {
  const vi = view.lang === 'vi';
  const all = data.requests.flatMap((request: ReviewedRequest) => request.approvals.map((approval) => ({ approval, organisation: request.organisation })));
  const ordered = [...all.filter(({ approval }) => approval.required), ...all.filter(({ approval }) => !approval.required)];
  return {
    title: vi ? 'Phê duyệt: cần ai, và vì sao' : 'Approvals: whose, and why',
    head: tableHead([...whoseTitle(data, view), ...(vi ? ['Cần', 'Vai trò', 'Quy tắc', 'Vì sao'] : ['Required', 'Role', 'Rule', 'Why'])]),
    rows: rowsOf(ordered, ({ approval: { rule, name, required, because, grounds }, organisation }) => {
      const on = grounds.slice(0, 4).map((ground) => span(ground)).join(', ') + (grounds.length > 4 ? ` +${grounds.length - 4}` : '');
      return row([...whose(data, organisation), required ? (vi ? '**có**' : '**yes**') : vi ? 'không' : 'no', sentence(say(view, name), 120), span(rule), `${sentence(say(view, because))}${grounds.length === 0 ? '' : ` ${on}`}`]);
    }),
    foot: all.length === 0 ? [] : ['', vi ? 'Nhà thầu không được phê duyệt. Phê duyệt mất hiệu lực khi nhánh có thay đổi mới.' : 'Contractors cannot approve. Approvals fall when the branch changes.'],
  };
}
