import type { Estate } from '../../sites/model/estate.js';
import { junit as junitOf } from '../../policies/reports/junit.js';
import { oscal as oscalOf } from '../../policies/reports/oscal.js';
import { sarif as sarifOf } from '../../policies/reports/sarif.js';
import { shown } from '../../policies/reports/shown.js';
import { subjectKinds } from '../../policies/reports/subject-kinds.js';
import type { AuditData } from '../commands/audit.js';
import { needlessOf, waiversOf } from '../waiver-notes.js';
import { asCalled } from './as-called.js';
import { debtsText } from './audit/debts.js';
import { decidableText } from './audit/decidable.js';
import { driftedText } from './audit/drifted.js';
import { evidenceText } from './audit/evidence.js';
import { findingsText, recordedText } from './audit/findings.js';
import { readText } from './audit/read.js';
import { readCounts } from './audit/read-counts.js';
import { standingText } from './audit/standing.js';
import { statementText } from './audit/statement.js';
import { releasedLines } from './released.js';
import { date, figure, painter, safe, say, wrap, type View } from './view.js';
import { countsText, failureText, waiversText } from './waivers.js';

export const sarif = (data: AuditData, view: View): string => sarifOf(data, view.lang);
export const junit = (data: AuditData, view: View): string => junitOf(data, view.lang);
export const oscal = (data: AuditData, view: View): string => oscalOf(data, view.lang);
export const html = async (data: AuditData, view: View): Promise<string> => (await import('./audit/html.js')).html(data, view);

/**
 * Headline and how it was judged; what was changed behind the engine; what can be decided from this input and what to ask for; both columns and findings,
 * worst first; what was read and what it rests on; whether the set may be applied; the statement to sign.
 */
export function text(given: AuditData, view: View): string {
  // The result is safe to show; what the command added to it is not yet.
  const { verdicts, ...rest } = given;
  const data = { ...shown(rest), verdicts };
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { counts, recorded, redundancy } = data.summary;
  const blocking = blockingOf(data);
  const why = failureText(blocking, view);
  const standing = standingText(data);
  const findings = findingsText(data, view);
  const lines = [
    wrap(`${paint.bold(nameText(data, view))}: ${standing === undefined ? '' : `${paint.red(say(view, standing))}; `}${say(view, redundancy)}`, view.columns, '  '),
    wrap(`  ${data.connection === undefined ? '' : `${vi ? 'kết nối' : 'connection'} ${safe(data.connection)}, `}${vi ? 'dữ liệu' : 'estate'} ${safe(data.estate.id)}, ${scenarioText(data.estate.scenario, view)}`, view.columns, '    '),
    wrap(`  ${say(view, readCounts(data))}`, view.columns, '    '),
    wrap(`  ${say(view, data.assurance.text)}`, view.columns, '    '),
    ...mayText(data, view),
    ...driftedText(data, view),
    ...decidableText(data, view),
    paint.bold(vi ? 'Kết luận' : 'Findings'),
    `  ${vi ? 'sau khi áp dụng' : 'after apply '}: ${countsText({ ...counts, notApplicable: counts['not-applicable'] }, view)}`,
    `  ${vi ? 'hiện trạng' : 'recorded now'}: ${countsText({ ...recorded, notApplicable: recorded['not-applicable'] }, view)}`,
    ...(data.planset?.accepted ?? []).map(({ site, by }) => (vi ? `  trung tâm ${site} không trả lời, được chấp nhận bởi ${safe(by)}` : `  site ${site} does not answer, accepted by ${safe(by)}`)),
    ...releasedLines(data.planset?.released, view),
    ...kindsText(data, view),
    ...findings,
    ...recordedText(data, view),
    ...debtsText(data, view),
    ...[waiversText(waiversOf(data), view)].filter((part) => part !== ''),
    ...(why === undefined ? [] : [paint.red(wrap(`${vi ? 'Kiểm tra không đạt' : 'The audit fails'}: ${why}.${restText(data.summary, blocking, view)}`, view.columns, '  '))]),
    ...readText(data, view),
    wrap(restsText(data, view), view.columns, '    '),
    ...notReadText(data, view),
    endText(data, view),
    ...evidenceText(data, view),
    ...statementText(data, view),
  ];
  return `${lines.join('\n')}\n`;
}

function blockingOf(data: AuditData): Parameters<typeof failureText>[0] {
  const { summary, verdicts, waivers } = data;
  const prints = new Set(summary.blocking);
  const blocking = verdicts.filter(({ blocks, fingerprint }) => blocks && prints.has(fingerprint));
  const of = (status: string): number => blocking.filter((verdict) => verdict.status === status).length;
  return { fail: of('fail'), unknown: of('unknown'), refusedWaivers: waivers.refused.length, unusedWaivers: needlessOf(data).length };
}

/** The sentence on why an audit fails counts what blocks; where more failed or is unknown, it says what became of the rest. */
function restText({ counts }: AuditData['summary'], { fail, unknown }: ReturnType<typeof blockingOf>, view: View): string {
  const vi = view.lang === 'vi';
  const rest = [
    ...(counts.fail > fail ? [vi ? `${figure(view, counts.fail - fail)} không đạt` : `${figure(view, counts.fail - fail)} failed`] : []),
    ...(counts.unknown > unknown ? [vi ? `${figure(view, counts.unknown - unknown)} chưa đủ căn cứ` : `${figure(view, counts.unknown - unknown)} unknown`] : []),
  ];
  if (rest.length === 0) return '';
  return vi ? ` Đây chỉ là những kết luận chặn; ${rest.join(', ')} còn lại trong tổng số ở trên không chặn.` : ` These are only what blocks; the other ${rest.join(', ')} of the totals above block${counts.fail - fail + counts.unknown - unknown === 1 ? 's' : ''} nothing.`;
}

/** Whether the set may be applied, for whoever reads no further; why not, and what comes next, stands at the end. */
function mayText({ planset, passed, stopped }: AuditData, view: View): string[] {
  if (planset === undefined) return [];
  const vi = view.lang === 'vi';
  return [passed && stopped === undefined ? painter(view).green(vi ? '  được phép áp dụng' : '  may be applied') : painter(view).red(vi ? '  không được áp dụng; vì sao: ở cuối' : '  may not be applied; why: at the end')];
}

/** Whether the set may be applied. */
function endText({ planset, passed, stopped }: AuditData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  if (planset === undefined) return vi ? 'Các kế hoạch này không nằm trong bộ kế hoạch nào; ndc apply không nhận.' : 'These plans lie in no plan set; ndc apply takes none of them.';
  if (stopped !== undefined) return paint.red(wrap(`${stopped.code}: ${say(view, stopped.message)}`, view.columns, '  '));
  if (passed) return paint.green(asCalled(view, vi ? `Được phép áp dụng. Tiếp theo: ndc apply ${planset.id}` : `It may be applied. Next: ndc apply ${planset.id}`));
  return paint.red(vi ? 'Không được áp dụng.' : 'It may not be applied.');
}

/** The set's name, or how many plans were handed in without one. */
function nameText({ planset, read }: AuditData, view: View): string {
  if (planset !== undefined) return view.lang === 'vi' ? `bộ kế hoạch ${planset.id}` : `plan set ${planset.id}`;
  const plans = read.filter(({ from }) => from === 'plan').length;
  return view.lang === 'vi' ? `${figure(view, plans)} kế hoạch` : `${figure(view, plans)} plan${plans === 1 ? '' : 's'}`;
}

/** English names of the data explain themselves to who reads English. */
function kindsText({ verdicts }: AuditData, view: View): string[] {
  if (view.lang !== 'vi' || verdicts.length === 0) return [];
  return [wrap(`  tên đối tượng: ${subjectKinds(verdicts).map(([kind, { vi }]) => `${kind}/ ${vi}`).join('; ')}`, view.columns, '    ')];
}

function notReadText({ notRead = [] }: AuditData, view: View): string[] {
  if (notRead.length === 0) return [];
  return [wrap(`  ${view.lang === 'vi' ? 'không đọc, vì không phải JSON của kế hoạch' : 'not read, being no plan JSON'}: ${notRead.map(safe).join(', ')}`, view.columns, '    ')];
}

/** Under which scenario the set was judged: its phase, its day, and what is taken as lost, late or added. */
export function scenarioText({ asOf, phase, lose, delay, add }: Estate['scenario'], view: View): string {
  const vi = view.lang === 'vi';
  const late = Object.entries(delay).map(([site, quarters]) => (vi ? `${site} lùi ${quarters} quý` : `${site} ${quarters} quarter${Math.abs(quarters) === 1 ? '' : 's'} late`));
  const parts = [
    phase === 'all-operating' ? (vi ? 'kịch bản mọi trung tâm đều hoạt động' : 'scenario all-operating') : vi ? 'kịch bản theo dữ liệu đã ghi' : 'scenario as-recorded',
    `${vi ? 'tính đến' : 'as of'} ${date(view, asOf)}`,
    ...(lose.length === 0 ? [] : [`${vi ? 'giả sử mất' : 'taken as lost:'} ${lose.join(', ')}`]),
    ...late,
    ...(add.length === 0 ? [] : [`${vi ? 'thêm' : 'with'} ${add.map(({ name }) => safe(name)).join(', ')}`]),
  ];
  return parts.join(', ');
}

/** Three figures that are not the same: readings the rules make, values that verdicts cite, and all that the data hold. */
function restsText({ assumptions, assumedValues }: AuditData, view: View): string {
  const cited = assumptions.filter(({ pointer }) => pointer !== undefined).length;
  const readings = assumptions.length - cited;
  return view.lang === 'vi'
    ? `  dựa trên ${figure(view, readings)} cách hiểu của các quy tắc và ${figure(view, cited)} giá trị được viện dẫn mà chưa ai xác nhận, trong số ${figure(view, assumedValues)} giá trị như vậy của dữ liệu (--json)`
    : `  rests on ${figure(view, readings)} readings that rules make and on ${figure(view, cited)} cited values that nobody has confirmed, of ${figure(view, assumedValues)} such values in the data (--json)`;
}
