import type { DrDeclareData } from '../../dr-declare-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

/** Environments of one line: the rest are counted. */
const shownPerLine = 8;

/** What is declared, whether each fence holds, how long two places may write, who moves, who stops, what to do next. */
export function text({ site, name, transition, file, written, at, case: _case, caseSaid, reason, asked, fences, window, signable, moves, stopped, gone, next }: DrDeclareData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const line = (words: string): string => wrap(`  ${words}`, view.columns, '      ');
  const listed = (names: readonly string[]): string => `${names.slice(0, shownPerLine).map(safe).join(', ')}${names.length > shownPerLine ? ' …' : ''}`;
  const paintFence = { proven: paint.green, attested: paint.yellow, unproven: paint.red } as const;
  const paintWindow = { shut: paint.green, closing: paint.yellow, open: paint.red } as const;
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', paint.bold(title), ...lines]);
  return `${[
    paint.bold(vi ? `Tuyên bố mất ${site} (${say(view, name)}), ${at}` : `Declaration that ${site} (${say(view, name)}) is lost, ${at}`),
    line(`${say(view, caseSaid)}. ${vi ? 'Lý do' : 'Reason'}: ${safe(reason)}`),
    ...section(vi ? 'Ai trả lời' : 'Who answers', asked.map((one) => line(`${one.site}: ${one.answers ? (vi ? 'có trả lời' : 'answers') : vi ? 'không trả lời' : 'does not answer'}${one.reason === undefined ? '' : ` (${safe(say(view, one.reason))})`}`))),
    ...section(vi ? 'Cách ly' : 'Fences', fences.map(({ state, said }) => line(paintFence[state](safe(say(view, said)))))),
    line(paintWindow[window.is](say(view, window.said))),
    ...section(
      vi ? 'Chạy ở nơi khác từ chữ ký thứ hai, hạng cao trước' : 'Run elsewhere from the second signature on, highest tier first',
      moves.map(({ to, tier, namespaces }) => line(`${tier} → ${to}: ${figure(view, namespaces.length)} (${listed(namespaces)})`)),
    ),
    ...section(
      vi ? 'Dừng: không có dự phòng nào chạy được' : 'Stop: no standby can run them',
      stopped.map(({ namespace, tier, backupAt }) => line(`${safe(namespace)} (${tier}): ${backupAt === undefined ? paint.red(vi ? 'không còn bản sao nào' : 'no copy is left') : vi ? `bản sao lưu còn ở ${backupAt}` : `its backup is at ${backupAt}`}`)),
    ),
    ...section(vi ? 'Dữ liệu mất hẳn, đã chấp nhận' : 'Data gone for good, accepted', gone.map(({ namespace, data }) => line(paint.red(`${safe(namespace)}: ${safe(say(view, data))}`)))),
    '',
    line(`${written ? (vi ? 'Đã ghi' : 'Written') : vi ? 'Sẽ ghi' : 'Would be written'}: ${safe(file)} (${safe(transition)})${signable ? '' : paint.red(vi ? ', chưa ký được' : ', not signable yet')}`),
    ...next.map((one) => line(say(view, one))),
  ].join('\n')}\n`;
}
