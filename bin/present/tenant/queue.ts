import type { QueueEntry, TenantQueueData } from '../../tenant-queue-data.js';
import { amountText, clipped, names } from '../capacity/words.js';
import { date, figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { markdown as page } from './queue-markdown.js';
import { admissionLine, alternativesText, changesText, fitReason, fitWord, inLineOrder, monthText, nextStepOf, nextStepText, riskNames, unmatchedText } from './queue-words.js';

export const markdown = (data: TenantQueueData, view: View): string => page(data, view, data.artefact === undefined ? {} : { artefact: data.artefact });

/** Longest name of a branch or file shown in a table. */
const idWidth = 30;

/** All open proposals for those who approve: the riskiest first, the line, and whom approving each puts out. */
export function text(data: TenantQueueData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { open, asOf, together, shares, notChecked, unmatched } = data;
  const alternatives = open.some(({ fit }) => (fit?.instead.length ?? 0) > 0) ? [wrap(`  ${say(view, alternativesText)}`, view.columns, '    ')] : [];
  const block = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [[paint.bold(title), ...lines].join('\n')]);
  return `${[
    wrap(paint.bold(vi ? `${figure(view, open.length)} đề nghị đang mở, tính đến ngày ${date(view, asOf)}` : `${figure(view, open.length)} open proposal${open.length === 1 ? '' : 's'} as of ${asOf}`), view.columns, '  '),
    ...(unmatched === undefined ? [] : [wrap(paint.yellow(say(view, unmatchedText(unmatched, safe))), view.columns, '  ')]),
    ...block(vi ? 'Rủi ro cao nhất trước' : 'The riskiest first', open.flatMap((entry) => entryLines(entry, view))),
    ...block(vi ? 'Theo thứ tự tiếp nhận: ai còn chỗ' : 'In the order of admission: who finds room', inLineOrder(open).length === 0 ? [] : [lineTable(open, view), ...whyLines(open, view), ...alternatives]),
    ...block(vi ? 'Duyệt đề nghị này thì đề nghị nào hết chỗ' : 'What approving each does to the others', effectLines(open, view)),
    ...(open.length < 2
      ? []
      : block(vi ? 'Nếu nhận tất cả' : 'If all are taken', [
          wrap(`  ${fitWord(together, view)}${fitReason(together, view, safe) === '' ? '' : `: ${fitReason(together, view, safe)}`}`, view.columns, '    '),
          ...(together.because === undefined ? [] : shares.map(({ id, amount }) => wrap(`  ${safe(id)} ${vi ? 'lấy' : 'takes'} ${amountText(together.because?.resource ?? '', amount, view)}`, view.columns, '    '))),
          ...alternatives,
        ])),
    ...block(vi ? 'Để tiếp nhận: chép vào catalogue/admissions.yaml' : 'To admit: paste into catalogue/admissions.yaml', open.filter(({ fit, verdict }) => fit !== undefined && fit.admitted === undefined && verdict !== 'not-a-request' && verdict !== 'refused').map((entry) => safe(admissionLine(entry, asOf)))),
    wrap(`${vi ? 'Chưa kiểm tra' : 'Not checked'}: ${notChecked.map((one) => say(view, one)).join('; ')}.`, view.columns, '  '),
    wrap(`${paint.bold(vi ? 'Việc tiếp theo' : 'Next step')}: ${say(view, nextStepText[nextStepOf(open)])}.`, view.columns, '  '),
  ].join('\n\n')}\n`;
}

function entryLines(entry: QueueEntry, view: View): string[] {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { id, risk, organisations, reasons, approvals } = entry;
  const level = say(view, riskNames[risk]).toLocaleUpperCase(view.lang);
  return [
    wrap(`  ${risk === 'routine' ? paint.green(level) : risk === 'approval' || risk === 'unclear' ? paint.yellow(level) : paint.red(level)} ${paint.bold(safe(id))}${organisations.length === 0 ? '' : ` · ${names(organisations.map(({ name }) => say(view, name)), view)}`}`, view.columns, '    '),
    wrap(`    ${changesText(entry, view)} · ${vi ? 'VND mỗi tháng' : 'VND a month'}: ${monthText(entry, view)}`, view.columns, '      '),
    ...reasons.map((reason) => wrap(`    ${safe(say(view, reason))}`, view.columns, '      ')),
    ...(approvals.length === 0 ? [] : [wrap(`    ${vi ? 'Cần phê duyệt' : 'To be approved by'}: ${approvals.map(({ name, rules }) => `${safe(say(view, name))} (${rules.map(safe).join(', ')})`).join('; ')}`, view.columns, '      ')]),
  ];
}

function lineTable(open: readonly QueueEntry[], view: View): string {
  const vi = view.lang === 'vi';
  return table(
    view,
    [{ title: '', align: 'right' }, { title: vi ? 'tiếp nhận' : 'admitted' }, { title: vi ? 'đề nghị' : 'proposal' }, { title: vi ? 'một mình' : 'alone' }, { title: vi ? 'sau các đề nghị trước' : 'after those before' }],
    inLineOrder(open).flatMap(({ id, fit }) => (fit === undefined ? [] : [[fit.admitted === undefined ? '–' : figure(view, fit.admitted.place), fit.admitted === undefined ? (vi ? 'nếu cũng nhận' : 'if also taken') : date(view, fit.admitted.on), clipped(safe(id), idWidth), clipped(fitWord(fit.alone, view), 18), clipped(fitWord(fit.inLine, view), 34)]])),
  );
}

const whyLines = (open: readonly QueueEntry[], view: View): string[] =>
  inLineOrder(open).flatMap(({ id, fit }) => {
    const why = fit === undefined ? '' : fitReason(fit.inLine, view, safe);
    return why === '' ? [] : [wrap(`  ${safe(id)}: ${why}`, view.columns, '    ')];
  });

function effectLines(open: readonly QueueEntry[], view: View): string[] {
  const vi = view.lang === 'vi';
  const judged = open.filter(({ fit }) => fit !== undefined);
  const harmless = judged.filter(({ fit }) => fit?.putsOut.length === 0 && fit.instead.length === 0).map(({ id }) => id);
  return [
    ...judged.flatMap(({ id, fit }) => [
      ...(fit?.putsOut ?? []).map((out) => wrap(`  ${vi ? 'Duyệt' : 'Approving'} ${safe(id)}: ${safe(out.id)} ${vi ? 'hết chỗ' : 'no longer fits'}, ${fitReason(out.fit, view, safe)}`, view.columns, '    ')),
      ...(fit === undefined || fit.instead.length === 0 ? [] : [wrap(`  ${safe(id)}: ${vi ? 'cùng cơ quan với' : 'of the same organisation as'} ${names(fit.instead, view)}; ${vi ? 'chỉ duyệt được một như hiện nay' : 'only one of them can be approved as it is'}`, view.columns, '    ')]),
    ]),
    ...(harmless.length === 0 ? [] : [wrap(`  ${vi ? 'Không làm ai hết chỗ' : 'These put nobody out'}: ${names(harmless, view, 12)}`, view.columns, '    ')]),
  ];
}
