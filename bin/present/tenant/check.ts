import type { Text } from '../../../sites/model/text.js';
import { refuses } from '../../../sites/tenancy/fit.js';
import type { CheckedFit, CheckedRequest, CheckVerdict, JointFit, TenantCheckData } from '../../tenant-check-data.js';
import { remedyFor } from './mended-where.js';
import { nextStep } from './next-step.js';
import { asCalled } from '../as-called.js';
import { findingText } from '../findings.js';
import { amountText, compartmentText, lacking, names, shortResource } from '../capacity/words.js';
import { budgetTable, priceLines } from './price.js';
import { concealedText, secretFileText, smallerCopyText, stopText, verdictWords } from './review-words.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';

/** What a clerk reads: accepted or not, what is wrong and how to mend it, what was derived and why, whether it fits. */
export function text(data: TenantCheckData, view: View): string {
  const vi = view.lang === 'vi';
  // What is refused together heads the page, whatever each is by itself.
  const apart = data.joint !== undefined && refuses(data.joint.fit);
  const joint = data.joint === undefined ? [] : [jointText(data.joint, data.requests, view)];
  const blocks = [
    ...(data.requests.length < 2 ? [] : [headText(data, view)]),
    ...(apart ? joint : []),
    ...data.requests.map((request) => requestText(request, apart, data.comparedWith, view)),
    ...(apart ? [] : joint),
    ...(data.requests.length < 2 ? [] : [[painter(view).bold(vi ? 'Dự toán mười hai tháng theo cơ quan, VND (ước tính, mọi phiếu nêu trên)' : 'Twelve months by organisation, VND (an estimate, every request above)'), budgetTable(data.requests, view)].join('\n')]),
    liveUseText(data.liveUse, view),
    nextStep(data, view),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Which quotas were held against what is in use; what was not is said, whatever the reason. */
function liveUseText({ state, connection = '', notCompared, unread }: TenantCheckData['liveUse'], view: View): string {
  const vi = view.lang === 'vi';
  const shrinks = names(notCompared, view);
  const said = {
    'not-checked': vi ? 'Chưa kiểm tra: mức dùng thật trên cụm. Hạn mức giảm xuống dưới mức đang dùng sẽ bị từ chối khi có kết nối (--connection).' : 'Not checked: live use on the clusters. A quota that shrinks below what is in use is refused where there is a connection (--connection).',
    partly: vi ? `Mức dùng thật chỉ kiểm tra được một phần (kết nối ${safe(connection)}).` : `Live use was checked in part only (connection ${safe(connection)}).`,
    checked: vi ? `Mức dùng thật: đã đối chiếu với cụm (kết nối ${safe(connection)}).` : `Live use: compared with the clusters (connection ${safe(connection)}).`,
  }[state];
  return [
    wrap(said, view.columns, '  '),
    ...(notCompared.length === 0 ? [] : [wrap(painter(view).yellow(vi ? `  Giảm mà chưa đối chiếu: ${shrinks}` : `  Shrinks without being compared: ${shrinks}`), view.columns, '      ')]),
    ...unread.map(({ reason }) => wrap(painter(view).red(`  ${vi ? 'không đọc được' : 'not read'}: ${safe(say(view, reason))}`), view.columns, '      ')),
  ].join('\n');
}

const verdictText = (verdict: CheckVerdict, view: View): string => say(view, verdictWords[verdict]);

function painted(verdict: CheckVerdict, view: View): string {
  const paint = painter(view);
  return { refused: paint.red, unclear: paint.yellow, approval: paint.yellow, accepted: paint.green }[verdict](verdictText(verdict, view));
}

const notCheckedLines = (notChecked: readonly Text[], view: View): string[] => notChecked.map((one) => wrap(painter(view).yellow(`  ${view.lang === 'vi' ? 'chưa kiểm tra' : 'not checked'}: ${safe(say(view, one))}`), view.columns, '      '));

/** The verdict on all of them, every body by name. */
function headText({ requests, verdict, reasons, notChecked }: TenantCheckData, view: View): string {
  const bodies = requests.map(({ name, organisation }) => `${safe(say(view, name))} (${safe(organisation)})`).join(', ');
  return [
    wrap(`${painter(view).bold(bodies)}: ${painted(verdict, view)}`, view.columns, '  '),
    ...reasons.map((reason) => wrap(painter(view).red(`  ${safe(say(view, reason))}`), view.columns, '      ')),
    ...notCheckedLines(notChecked, view),
  ].join('\n');
}

/** What a request was compared with: the files of a commit, or of the directory where no git knows what is in force. */
function comparedText(against: CheckedRequest['against'], commit: string | undefined): Text {
  const at = commit === undefined ? { vi: 'tệp trong thư mục dữ liệu (không có git để biết phiếu nào đang có hiệu lực)', en: 'the file of the data directory (no git tells what is in force)' } : { vi: `phiếu đang có hiệu lực (commit ${commit.slice(0, 10)})`, en: `the request in force (commit ${commit.slice(0, 10)})` };
  return { first: { vi: 'phiếu đầu tiên của cơ quan', en: 'the first request of this organisation' }, recorded: { vi: `so với ${at.vi}`, en: `against ${at.en}` }, unchanged: { vi: `đúng như ${at.vi}`, en: `exactly ${at.en}` } }[against];
}

function requestText(request: CheckedRequest, apart: boolean, comparedWith: string | undefined, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { organisation, name, file, role, accepted, findings, policies, against } = request;
  // By itself it may be taken; what is said together stands above, and nothing green beside it.
  const verdict = !apart ? painted(request.verdict, view) : accepted ? paint.yellow(vi ? `xét riêng thì ${verdictText(request.verdict, view)}` : `by itself ${verdictText(request.verdict, view)}`) : painted('refused', view);
  const compared = say(view, comparedText(against, comparedWith));
  return [
    wrap(`${paint.bold(`${safe(say(view, name))} (${safe(organisation)})`)}: ${verdict}`, view.columns, '  '),
    wrap(`  ${safe(file)}: ${compared}${role === 'with' ? (vi ? '; xét cùng, theo --with' : '; judged along, by --with') : ''}`, view.columns, '    '),
    ...notCheckedLines(request.notChecked, view),
    environmentTable(request, view),
    ...(request.concealed === 0 ? [] : [wrap(vi ? `  và ${figure(view, request.concealed)} môi trường thuộc bí mật nhà nước: đã xét, không nêu tên và quy mô` : `  and ${figure(view, request.concealed)} environment${request.concealed === 1 ? '' : 's'} of state secrets: judged, neither named nor sized here`, view.columns, '    '), wrap(painter(view).red(`  ${say(view, secretFileText)}`), view.columns, '    ')]),
    ...section(vi ? 'Cần sửa' : 'To be mended', findings.filter(({ weight }) => weight === 'refuse').map((finding) => oneFinding(finding, view)), view),
    ...section(vi ? 'Nên biết' : 'To be known', findings.filter(({ weight }) => weight === 'notice').map((finding) => oneFinding(finding, view)), view),
    ...section(vi ? 'Quy tắc' : 'Rules', [`  ${vi ? `${figure(view, policies.passed)} kết luận đạt${policies.findings.length === 0 ? ', không có gì khác' : ''}` : `${figure(view, policies.passed)} findings passed${policies.findings.length === 0 ? ', nothing else' : ''}`}`, ...policies.findings.map((finding) => findingText(finding, view, remedyFor(finding.policy)))], view),
    ...section(vi ? 'Năng lực' : 'Capacity', fitLines(request.fit, view), view),
    ...section(vi ? 'Giá ước tính theo bảng giá của hệ thống, VND (không phải báo giá; không gồm bí mật nhà nước)' : 'Price by the estate’s own book, VND (an estimate, no offer; state secrets left out)', priceLines(request.price, view), view),
    ...section(vi ? 'Cần phê duyệt, và vì sao' : 'Approvals it takes, and why', approvalLines(request, view), view),
    ...section(vi ? 'Tự suy ra, không cần ghi' : 'Derived; nothing to write', derivedLines(request, view), view),
  ].join('\n');
}

/** Who has to approve, with every reason; the other rules are counted, and the comment of the pull request says why not. */
function approvalLines({ approvals }: CheckedRequest, view: View): string[] {
  const vi = view.lang === 'vi';
  if (approvals.length === 0) return [];
  const required = approvals.filter((one) => one.required);
  const roles = [...new Set(required.map(({ role }) => role))];
  const others = approvals.length - required.length;
  const rest = vi ? `${figure(view, others)} quy tắc phê duyệt khác không đòi gì` : `${figure(view, others)} other approval rules ask for nothing`;
  return [
    ...roles.flatMap((role) => {
      const own = required.filter((one) => one.role === role);
      return [
        wrap(`  ${painter(view).bold(safe(say(view, own[0]?.name ?? { vi: role, en: role })))}`, view.columns, '    '),
        ...own.map(({ because, grounds }) => wrap(`    ${safe(say(view, because))}${grounds.length === 0 ? '' : ` (${names(grounds, view)})`}`, view.columns, '      ')),
      ];
    }),
    wrap(`  ${required.length === 0 ? (vi ? `Không cần ai; ${rest}.` : `Nobody's; ${rest}.`) : `${rest[0]?.toLocaleUpperCase(view.lang) ?? ''}${rest.slice(1)}.`}`, view.columns, '    '),
  ];
}

/** What was derived alike for the same reason is said once, with all it is said of. */
function derivedLines({ derived, environments }: CheckedRequest, view: View): string[] {
  const groups = new Map<string, { readonly said: string; readonly because: string; readonly subjects: string[] }>();
  for (const { subject, what, value, because } of derived) {
    const said = `${say(view, what)}: ${safe(say(view, value))}`;
    const key = JSON.stringify([said, because.en]);
    const group = groups.get(key) ?? { said, because: safe(say(view, because)), subjects: [] };
    groups.set(key, group);
    group.subjects.push(subject);
  }
  const all = (subjects: readonly string[]): boolean => environments.length > 1 && environments.every(({ namespace }) => subjects.includes(namespace));
  return [...groups.values()].map(({ said, because, subjects }) => {
    const of = all(subjects) ? (view.lang === 'vi' ? 'mọi môi trường' : 'every environment') : names(subjects, view, 3);
    return wrap(`  ${said} · ${of} (${because})`, view.columns, '      ');
  });
}

const section = (title: string, lines: readonly string[], view: View): string[] => (lines.length === 0 ? [] : ['', wrap(painter(view).bold(title), view.columns, '  '), ...lines]);

function environmentTable({ environments }: CheckedRequest, view: View): string {
  const vi = view.lang === 'vi';
  return table(
    view,
    [{ title: vi ? 'môi trường' : 'environment' }, { title: vi ? 'bảo vệ' : 'tier' }, { title: vi ? 'chính' : 'primary' }, { title: vi ? 'dự phòng' : 'standby' }, { title: 'CPU', align: 'right' }, { title: vi ? 'bộ nhớ' : 'memory', align: 'right' }, { title: vi ? 'lưu trữ' : 'storage', align: 'right' }, { title: 'pod', align: 'right' }],
    environments.map(({ namespace, tier, primary, standby, cpu, memory, storage, pods }) => [
      safe(namespace),
      say(view, tier),
      safe(primary),
      standby === undefined ? '–' : safe(standby),
      amountText('cpu', cpu, view),
      amountText('memory', memory, view),
      amountText('storage/any', storage, view),
      figure(view, pods),
    ]),
  );
}

function oneFinding({ code, place, message, paste }: CheckedRequest['findings'][number], view: View): string {
  const at = place === undefined ? '' : `${safe(place.file)}:${place.line}:${place.column} `;
  const lines = paste === undefined ? [] : [view.lang === 'vi' ? '      Chép vào phiếu:' : '      To paste:', ...paste.split('\n').map((line) => `        ${safe(line)}`)];
  return [wrap(`  ${at}${painter(view).bold(code)} ${asCalled(view, safe(say(view, message)))}`, view.columns, '      '), ...lines].join('\n');
}

function fitLines(fit: CheckedFit, view: View): string[] {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const said = {
    fits: fit.stops.length > 0 ? paint.yellow(vi ? 'Đủ chỗ trong mọi quý, nhưng có môi trường ngừng khi mất trung tâm của nó:' : 'Fits in every quarter, and environments stop when their site is lost:') : paint.green(vi ? 'Đủ chỗ trong mọi quý, kể cả khi mất một trung tâm bất kỳ.' : 'Fits in every quarter, with any one site lost.'),
    'fits-until-loss': paint.red(vi ? 'Chỉ đủ chỗ cho đến khi mất một trung tâm.' : 'Fits only until a site is lost.'),
    'does-not-fit': paint.red(vi ? 'Không đủ chỗ, kể cả khi không mất gì.' : 'Does not fit, even with nothing lost.'),
    'not-yet': vi ? 'Chưa chạy ở đâu trước kỳ kế hoạch: trung tâm chính chưa hoạt động.' : 'Runs nowhere before the horizon: its primary does not operate.',
  }[fit.verdict];
  // The scarcest first; a clerk needs the few that matter.
  const rows = [...fit.rows].sort((a, b) => compare(a.left * (b.allocatable || 1n), b.left * (a.allocatable || 1n))).slice(0, 6);
  return [
    wrap(`  ${said}`, view.columns, '    '),
    ...(rows.length === 0
      ? []
      : [
          table(
            view,
            [{ title: vi ? 'quý căng nhất' : 'tightest in' }, { title: vi ? 'nơi' : 'where' }, { title: vi ? 'loại' : 'resource' }, { title: vi ? 'có' : 'there', align: 'right' }, { title: vi ? 'đã hứa' : 'committed', align: 'right' }, { title: vi ? 'dự phòng' : 'reserve', align: 'right' }, { title: vi ? 'phiếu này' : 'request', align: 'right' }, { title: vi ? 'còn' : 'left', align: 'right' }],
            rows.map(({ site, quarter, compartment, resource, allocatable, committed, reserve, request, left }) => [
              quarter,
              `${safe(site)}${compartment === 'open' ? '' : ` (${compartmentText(compartment, view)})`}`,
              shortResource(resource, view),
              ...[allocatable, committed, reserve, request].map((amount) => amountText(resource, amount, view)),
              left < 0n ? paint.red(amountText(resource, left, view)) : amountText(resource, left, view),
            ]),
          ),
        ]),
    ...(fit.concealed === 'nothing' ? [] : [wrap(`  ${say(view, concealedText[fit.concealed])}`, view.columns, '    ')]),
    ...fit.smallerCopies.map((copy) => wrap(`  ${say(view, smallerCopyText(copy, safe))}`, view.columns, '      ')),
    ...fit.lost.flatMap((one) => lostText(one, view)),
    ...fit.stops.map((stop) => wrap(`  ${say(view, stopText(stop, safe))}`, view.columns, '      ')),
    ...fit.unprotected.filter(({ namespace }) => !fit.stops.some((stop) => stop.namespace === namespace)).map(({ namespace, standby, until }) => wrap(vi ? `  ${safe(namespace)}: chưa có dự phòng cho đến khi ${safe(standby)} hoạt động (${until})` : `  ${safe(namespace)}: no standby until ${safe(standby)} operates (${until})`, view.columns, '      ')),
    ...(fit.waiting.length === 0 ? [] : [wrap(vi ? `  Chờ trung tâm chính hoạt động: ${names(fit.waiting, view)}` : `  Wait for their primary to operate: ${names(fit.waiting, view)}`, view.columns, '      ')]),
    ...(fit.exhausted === undefined ? [] : [`  ${vi ? 'Hết chỗ theo dự báo' : 'Exhausted, as forecast'}: ${fit.exhausted}`]),
  ];
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function lostText({ site, quarter, homeless, crowdedOut, overfull }: CheckedFit['lost'][number], view: View): string[] {
  const vi = view.lang === 'vi';
  const parts = [
    ...(crowdedOut.length === 0 ? [] : [vi ? `không còn chỗ: ${names(crowdedOut.map(({ namespace, site: at }) => `${namespace} (${at})`), view)}` : `no room for ${names(crowdedOut.map(({ namespace, site: at }) => `${namespace} (${at})`), view)}`]),
    ...(homeless.length === 0 ? [] : [vi ? `không có nơi chạy: ${names(homeless.map(({ namespace }) => namespace), view)}` : `nowhere to run: ${names(homeless.map(({ namespace }) => namespace), view)}`]),
    ...overfull.map(({ site: at, resource, short }) => (vi ? `${safe(at)} thiếu ${lacking(resource, short, view)}` : `${safe(at)} lacks ${lacking(resource, short, view)}`)),
  ];
  return [wrap(`  ${vi ? `Nếu mất ${safe(site)} (từ ${quarter})` : `If ${safe(site)} is lost (from ${quarter})`}: ${parts.length === 0 ? (vi ? 'thiếu tài nguyên không nêu ở đây' : 'a resource that is not told here runs short') : parts.join('; ')}`, view.columns, '      ')];
}

function jointText({ fit, onlyApart, shares }: JointFit, requests: readonly CheckedRequest[], view: View): string {
  const vi = view.lang === 'vi';
  const open = requests.filter(({ against }) => against !== 'unchanged');
  const title = vi ? `Xét chung ${figure(view, open.length)} phiếu: ${names(open.map(({ organisation }) => organisation), view, 8)}` : `${figure(view, open.length)} requests together: ${names(open.map(({ organisation }) => organisation), view, 8)}`;
  return [
    wrap(painter(view).bold(title), view.columns, '  '),
    ...(onlyApart ? [wrap(painter(view).red(vi ? '  Từng phiếu thì đủ chỗ, nhận tất cả thì không: theo thứ tự nào thì phiếu cuối cũng không còn chỗ.' : '  Each fits alone and all together do not: whatever the order, the last one finds no room.'), view.columns, '    ')] : []),
    ...fitLines(fit, view),
    ...shares.map(({ site, quarter, resource, short, of }) =>
      wrap(
        `  ${safe(site)}, ${quarter}: ${vi ? 'thiếu' : 'short of'} ${lacking(resource, short, view)}; ${of.map(({ organisation, request }) => `${safe(organisation)} ${vi ? 'lấy' : 'takes'} ${amountText(resource, request, view)}`).join(', ')}`,
        view.columns,
        '      ',
      ),
    ),
  ].join('\n');
}
