import { quoted } from '../../../sites/recovery/runbook/step.js';
import type { TenantReviewData } from '../../tenant-review-data.js';
import { date, say, type View } from '../view.js';
import { comment, type CommentOptions, type Weighted } from './comment.js';
import { sentence, span } from './markdown-text.js';
import { approvalSection, changeSection, derivedSection, findingSection, policySection, problemSection } from './review-sections.js';
import { newSystemSection } from './review-new-systems.js';
import { capacitySection, exhaustionLine, jointSection, lossSection, quarterSection } from './review-capacity.js';
import { priceItemSection, priceSection } from './review-price.js';
import { secretFileText, verdictTitle, verdictReason } from './review-words.js';

/** How a bot finds its own comment again. */
export const marker = '<!-- ndc-tenant-review';

/**
 * A review as one Markdown comment. Nothing of a request can leave the code spans and fences it stands in; the same data
 * gives the same bytes.
 */
export function markdown(data: TenantReviewData, view: View, options: CommentOptions = {}): string {
  // In reading order; what a reader can do without goes first when room runs out.
  const sections: readonly Weighted[] = [
    { section: problemSection(data, view), importance: 0 },
    { section: newSystemSection(data, view), importance: 2 },
    { section: changeSection(data, view), importance: 2 },
    { section: findingSection(data, view), importance: 1 },
    { section: derivedSection(data, view), importance: 8 },
    { section: capacitySection(data, view), importance: 4 },
    { section: jointSection(data, view), importance: 3 },
    { section: lossSection(data, view), importance: 4 },
    { section: priceSection(data, view), importance: 6 },
    { section: priceItemSection(data, view), importance: 8 },
    { section: policySection(data, view), importance: 5 },
    { section: approvalSection(data, view), importance: 3 },
    { section: quarterSection(data, view), importance: 9 },
  ];
  return comment(headOf(data, view), sections, ['', nextStep(data, view), ''], view, options);
}

function headOf(data: TenantReviewData, view: View): string[] {
  const { judged, estate, asOf, verdict, reasons, notChecked, foreign, requests, uncommitted } = data;
  const vi = view.lang === 'vi';
  const few = (all: readonly string[]): string[] => (all.length <= 12 ? [...all] : [...all.slice(0, 12), `- … +${all.length - 12}`]);
  return [
    `${marker} base=${judged.base} head=${judged.head} joint=${judged.joint} estate=${estate.digest} -->`,
    ...(foreign.count === 0
      ? []
      : [
          `## ${vi ? 'Không phải một phiếu đăng ký' : 'Not a tenant request'}`,
          '',
          vi ? `Nhánh này đổi ${foreign.count} đường dẫn ngoài các phiếu đăng ký; phải do nhóm nền tảng xét riêng:` : `This branch changes ${foreign.count} path${foreign.count === 1 ? '' : 's'} that no request may touch; the platform team has to judge them:`,
          '',
          ...foreign.paths.map(({ path, because }) => `- ${span(path, 120)}: ${say(view, foreignBecause[because])}`),
          ...(foreign.count > foreign.paths.length ? [`- … +${foreign.count - foreign.paths.length}`] : []),
          '',
        ]),
    `## ${say(view, verdictTitle(verdict))}`,
    '',
    // A line and no list: two lists with nothing between them are one to Markdown.
    ...(requests.length === 0 ? [] : [`${vi ? 'Cơ quan' : 'Organisation'}: ${requests.slice(0, 12).map(({ organisation, name }) => `${sentence(say(view, name), 120)} (${span(organisation)})`).join(', ')}${requests.length > 12 ? ` +${requests.length - 12}` : ''}`, '']),
    say(view, verdictReason[verdict]),
    ...(requests.some(({ changes }) => changes.some(({ concealed }) => concealed)) ? ['', `**${say(view, secretFileText)}**`] : []),
    ...(reasons.length === 0 ? [] : ['', ...few(reasons.map((reason) => `- ${sentence(say(view, reason))}`))]),
    ...(notChecked.length === 0 ? [] : ['', vi ? '**Chưa kiểm tra:**' : '**Not checked:**', '', ...few(notChecked.map((reason) => `- ${sentence(say(view, reason))}`))]),
    ...exhaustionLine(data, view),
    ...(uncommitted.length === 0 ? [] : ['', vi ? '**Đã sửa mà chưa commit, nên chưa được xét:**' : '**Written and not committed, so not judged:**', '', ...few(uncommitted.map((path) => `- ${span(path, 120)}`))]),
    '',
    vi ? `So với cấu hình gốc, không phải với cụm đang chạy; tính đến ngày ${date(view, asOf)}.` : `Against the base configuration, not the running clusters; as of ${asOf}.`,
  ];
}

const foreignBecause = {
  outside: { vi: 'ngoài thư mục phiếu', en: 'outside the requests' },
  'not-a-request': { vi: 'không phải tệp phiếu của một cơ quan', en: 'no request of an organisation' },
  link: { vi: 'là liên kết', en: 'a symbolic link' },
  submodule: { vi: 'là kho con', en: 'a submodule' },
  executable: { vi: 'là tệp chạy được', en: 'an executable file' },
} as const;

/** To be typed as it stands. */
const commitCommand = (paths: readonly string[]): string => `git add ${paths.slice(0, 4).map(quoted).join(' ')} && git commit -m ${quoted('Phiếu đăng ký')}`;

function nextStep({ verdict, requests, diagnostics, uncommitted }: TenantReviewData, view: View): string {
  const vi = view.lang === 'vi';
  const roles = [...new Set(requests.flatMap(({ approvals }) => approvals.filter(({ required }) => required).map(({ name }) => say(view, name))))].slice(0, 10).map((name) => sentence(name, 120)).join('; ');
  const [first] = diagnostics;
  const steps: Readonly<Record<TenantReviewData['verdict'], string>> = {
    'not-a-request': vi ? 'bỏ các đường dẫn nêu trên khỏi nhánh này; nếu cần đổi chúng, hãy mở một đề nghị khác.' : 'take the paths above out of this branch; open another pull request for them if they are needed.',
    'no-change': uncommitted.length === 0 ? (vi ? 'sửa tệp phiếu trên một nhánh riêng, commit, rồi chạy lại; muốn xét tệp chưa commit: `ndc tenant check`.' : 'edit a request on a branch of its own, commit it, then run this again; for a file that is not committed: `ndc tenant check`.') : vi ? `commit rồi chạy lại (tệp có hệ thống thuộc bí mật nhà nước thì không đưa lên kho mã chung: hỏi nhóm nền tảng trước): ${span(commitCommand(uncommitted), 300)}` : `commit, then run this again (a file with a system of state secrets does not go into a shared repository: ask the platform team first): ${span(commitCommand(uncommitted), 300)}`,
    refused: first === undefined ? (vi ? 'sửa các điểm nêu ở trên rồi đẩy lại; trang này sẽ tự cập nhật.' : 'mend the points above and push again; this page updates itself.') : vi ? `sửa ${span(`${first.file}:${first.line}`)} và các lỗi khác nêu ở trên rồi đẩy lại.` : `mend ${span(`${first.file}:${first.line}`)} and the other problems above, then push again.`,
    unclear: vi ? `bổ sung điều chưa kiểm tra nêu ở trên${roles === '' ? '' : `, rồi mời phê duyệt: ${roles}`}.` : `clear up what was not checked${roles === '' ? '' : `, then ask for approval: ${roles}`}.`,
    approval: vi ? `mời phê duyệt: ${roles}.` : `ask for approval: ${roles}.`,
    accepted: vi ? 'không phải làm gì thêm; phiếu có thể được ghép vào.' : 'nothing; the request can be merged.',
  };
  return `**${vi ? 'Việc tiếp theo của bạn' : 'Your next step'}:** ${steps[verdict]}`;
}
