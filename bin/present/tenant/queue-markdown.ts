import type { QueueEntry, TenantQueueData } from '../../tenant-queue-data.js';
import { amountText, shortResource } from '../capacity/words.js';
import { date, figure, say, type View } from '../view.js';
import { comment, type CommentOptions } from './comment.js';
import { fenced, row, sentence, span, tableHead } from './markdown-text.js';
import { admissionLine, alternativesText, changesText, fitReason, fitWord, inLineOrder, monthText, nextStepOf, nextStepText, riskNames, unmatchedText } from './queue-words.js';
import { rowsOf, type Section } from './review-sections.js';
import { verdictWords } from './review-words.js';

/** How a bot finds its own page of the queue again. */
export const queueMarker = '<!-- ndc-tenant-queue';

/** The queue as one Markdown page, cut to what a host takes. Nothing of a request leaves the code spans it stands in. */
export function markdown(data: TenantQueueData, view: View, options: CommentOptions = {}): string {
  return comment(
    headOf(data, view),
    [
      { section: riskSection(data, view), importance: 0 },
      { section: lineSection(data, view), importance: 1 },
      { section: effectSection(data, view), importance: 1 },
      { section: togetherSection(data, view), importance: 2 },
      { section: reasonSection(data, view), importance: 3 },
      { section: admissionSection(data, view), importance: 4 },
    ],
    ['', `**${view.lang === 'vi' ? 'Việc tiếp theo' : 'Next step'}:** ${say(view, nextStepText[nextStepOf(data.open)])}.`, ''],
    view,
    options,
  );
}

function headOf({ base, estate, open, line, asOf, notChecked, unmatched }: TenantQueueData, view: View): string[] {
  const vi = view.lang === 'vi';
  return [
    `${queueMarker} base=${base ?? 'directory'} estate=${estate.digest} -->`,
    `## ${vi ? `${figure(view, open.length)} đề nghị đang mở` : `${figure(view, open.length)} open proposal${open.length === 1 ? '' : 's'}`}`,
    '',
    ...(unmatched === undefined ? [] : [say(view, unmatchedText(unmatched, (name) => span(name, 80))), '']),
    line.length === 0
      ? vi ? 'Chưa đề nghị nào được tiếp nhận và đủ chỗ.' : 'None that was admitted fits.'
      : `${vi ? 'Đã tiếp nhận và đủ chỗ, theo thứ tự' : 'Admitted and fitting, in order'}: ${few(line).join(', ')}.`,
    '',
    `${vi ? 'Chưa kiểm tra' : 'Not checked'}: ${notChecked.map((text) => sentence(say(view, text))).join('; ')}.`,
    '',
    vi ? `So với cấu hình gốc, không phải với cụm đang chạy; tính đến ngày ${date(view, asOf)}.` : `Against the base configuration, not the running clusters; as of ${asOf}.`,
  ];
}

const few = (all: readonly string[], most = 12): string[] => [...all.slice(0, most).map((one) => span(one, 60)), ...(all.length > most ? [`+${all.length - most}`] : [])];

const whose = ({ organisations }: QueueEntry, view: View): string => organisations.slice(0, 3).map(({ name }) => sentence(say(view, name), 120)).join(', ') + (organisations.length > 3 ? ` +${organisations.length - 3}` : '');

function riskSection({ open }: TenantQueueData, view: View): Section {
  const vi = view.lang === 'vi';
  return {
    title: vi ? 'Rủi ro cao nhất trước' : 'The riskiest first',
    head: tableHead(vi ? ['Rủi ro', 'Đề nghị', 'Cơ quan', 'Kết luận', 'Thay đổi', 'Cần phê duyệt', 'VND mỗi tháng'] : ['Risk', 'Proposal', 'Organisation', 'Verdict', 'Changes', 'Approvals', 'VND a month'], 6),
    rows: rowsOf(open, (entry) => {
      const { id, risk, verdict, approvals } = entry;
      const words = say(view, verdictWords[verdict]).toLocaleLowerCase(view.lang);
      return row([say(view, riskNames[risk]), span(id, 60), whose(entry, view) || '–', words, changesText(entry, view), approvals.map(({ name }) => sentence(say(view, name), 120)).join('; ') || '–', monthText(entry, view)]);
    }),
  };
}

function lineSection({ open }: TenantQueueData, view: View): Section {
  const vi = view.lang === 'vi';
  return {
    title: vi ? 'Theo thứ tự tiếp nhận: ai còn chỗ' : 'In the order of admission: who finds room',
    head: tableHead(vi ? ['Thứ tự', 'Tiếp nhận', 'Đề nghị', 'Một mình', 'Sau các đề nghị đứng trước', 'Vì sao'] : ['Place', 'Admitted', 'Proposal', 'Alone', 'After those before it', 'Why']),
    rows: rowsOf(inLineOrder(open), ({ id, fit }) => {
      if (fit === undefined) return '';
      const { admitted, alone, inLine } = fit;
      return row([admitted === undefined ? '–' : figure(view, admitted.place), admitted === undefined ? (vi ? '_chưa; nếu cũng được nhận_' : '_not yet; if also accepted_') : date(view, admitted.on), span(id, 60), fitWord(alone, view), fitWord(inLine, view), fitReason(inLine, view, span) || '–']);
    }),
  };
}

function effectSection({ open }: TenantQueueData, view: View): Section {
  const vi = view.lang === 'vi';
  const judged = open.filter(({ fit }) => fit !== undefined);
  const harmless = judged.filter(({ fit }) => fit?.putsOut.length === 0 && fit.instead.length === 0).map(({ id }) => id);
  const rows = judged.flatMap(({ id, fit }) => [
    ...(fit?.putsOut ?? []).map((out) => () => `- ${vi ? 'Duyệt' : 'Approving'} ${span(id, 60)}: ${span(out.id, 60)} ${vi ? 'hết chỗ' : 'no longer fits'}, ${fitReason(out.fit, view, span)}`),
    ...(fit === undefined || fit.instead.length === 0 ? [] : [() => `- ${span(id, 60)}: ${vi ? 'cùng cơ quan với' : 'of the same organisation as'} ${few(fit.instead).join(', ')}; ${vi ? 'chỉ duyệt được một như hiện nay' : 'only one of them can be approved as it is'}`]),
  ]);
  return {
    title: vi ? 'Duyệt đề nghị này thì đề nghị nào hết chỗ' : 'What approving each does to the others',
    head: [],
    rows: [...rows, ...(harmless.length === 0 ? [] : [() => `- ${vi ? 'Không làm ai hết chỗ' : 'These put nobody out'}: ${few(harmless, 40).join(', ')}`])],
  };
}

function togetherSection({ together, shares, open }: TenantQueueData, view: View): Section {
  const vi = view.lang === 'vi';
  const { because } = together;
  const why = fitReason(together, view, span);
  const said = `${vi ? 'Nhận tất cả' : 'All taken'}: **${fitWord(together, view)}**${why === '' ? '' : `, ${why}`}.${open.some(({ fit }) => (fit?.instead.length ?? 0) > 0) ? ` ${say(view, alternativesText)}` : ''}`;
  const rows = because === undefined ? [] : rowsOf(shares, ({ id, amount }) => row([span(id, 60), sentence(shortResource(because.resource, view)), sentence(amountText(because.resource, amount, view))]));
  return open.length < 2
    ? { title: '', head: [], rows: [] }
    : { title: vi ? 'Nếu nhận tất cả' : 'If all are taken', head: [said, '', ...(rows.length === 0 ? [] : tableHead(vi ? ['Đề nghị', 'Tài nguyên', 'Phần lấy'] : ['Proposal', 'Resource', 'Takes'], 2))], rows: rows.length === 0 ? together.concealed === true ? [() => ''] : [() => (vi ? 'Không tài nguyên nào thiếu.' : 'Nothing runs short.')] : rows };
}

function reasonSection({ open }: TenantQueueData, view: View): Section {
  const vi = view.lang === 'vi';
  return {
    title: vi ? 'Vì sao' : 'Why',
    head: [],
    rows: rowsOf(open.filter(({ reasons, approvals }) => reasons.length + approvals.length > 0), ({ id, reasons, approvals }) => {
      const rules = approvals.flatMap((approval) => approval.rules);
      return `- ${span(id, 60)}: ${[...reasons.slice(0, 6).map((reason) => sentence(say(view, reason))), ...(rules.length === 0 ? [] : [`${vi ? 'quy tắc phê duyệt' : 'approval rules'} ${rules.slice(0, 8).map((rule) => span(rule)).join(', ')}${rules.length > 8 ? ` +${rules.length - 8}` : ''}`])].join('; ')}`;
    }),
  };
}

/** What the platform team writes to admit those that are not: only the digest makes it this one and no other. */
function admissionSection({ open, asOf }: TenantQueueData, view: View): Section {
  const waiting = open.filter(({ fit, verdict }) => fit !== undefined && fit.admitted === undefined && verdict !== 'not-a-request' && verdict !== 'refused');
  return {
    title: view.lang === 'vi' ? 'Để tiếp nhận: chép vào catalogue/admissions.yaml' : 'To admit: paste into catalogue/admissions.yaml',
    folded: true,
    head: [],
    rows: waiting.length === 0 ? [] : [() => fenced(waiting.map((entry) => admissionLine(entry, asOf)).join('\n'), 'yaml', 20_000)],
  };
}
