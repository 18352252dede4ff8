import type { DrDeclareData, RestoredGroup } from '../../dr-declare-data.js';
import { duration } from '../capacity/links-words.js';
import { tierNames } from '../capacity/words.js';
import { figure, instant, painter, safe, say, wrap, type View } from '../view.js';
import { reasonText } from './words.js';

/** Environments of one line: the rest are counted. */
const shownPerLine = 8;

/** What is declared, whether each fence holds, how long two places may write, who moves, who stops, what to do next. */
export function text({ site, name, transition, file, written, at, case: _case, caseSaid, reason, asked, fences, window, signable, moves, restored, hindered, stopped, gone, next }: DrDeclareData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const line = (words: string): string => wrap(`  ${words}`, view.columns, '      ');
  const listed = (names: readonly string[]): string => `${names.slice(0, shownPerLine).map(safe).join(', ')}${names.length > shownPerLine ? ' …' : ''}`;
  const paintFence = { proven: paint.green, attested: paint.yellow, unproven: paint.red } as const;
  const paintWindow = { shut: paint.green, closing: paint.yellow, open: paint.red } as const;
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', paint.bold(title), ...lines]);
  return `${[
    paint.bold(vi ? `Tuyên bố mất ${site} (${safe(say(view, name))}), ${instant(view, at)}` : `Declaration that ${site} (${safe(say(view, name))}) is lost, ${at}`),
    line(`${say(view, caseSaid)}. ${vi ? 'Lý do' : 'Reason'}: ${safe(reason)}`),
    ...section(vi ? 'Ai trả lời' : 'Who answers', asked.map((one) => line(`${one.site}: ${one.answers ? (vi ? 'có trả lời' : 'answers') : vi ? 'không trả lời' : 'does not answer'}${one.reason === undefined ? '' : ` (${safe(say(view, one.reason))})`}`))),
    ...section(vi ? 'Cách ly' : 'Fences', fences.map(({ state, said }) => line(paintFence[state](safe(say(view, said)))))),
    line(paintWindow[window.is](say(view, window.said))),
    ...section(
      vi ? 'Nâng bản sao tại chỗ, chạy từ chữ ký thứ hai, hạng cao trước' : 'Promoted where their copies lie, from the second signature on, highest tier first',
      moves.map(({ to, tier, namespaces }) => line(`${say(view, tierNames[tier])} → ${to}: ${figure(view, namespaces.length)} (${listed(namespaces)})`)),
    ),
    ...section(
      vi ? 'Phục hồi từ bản sao lưu, rồi mới chạy' : 'Restored from backups, and only then run',
      restored.flatMap((group) => [line(`${say(view, tierNames[group.tier])} → ${group.to}: ${figure(view, group.namespaces.length)} (${listed(group.namespaces)})`), `  ${line(restoredFrom(group, view))}`]),
    ),
    ...section(
      vi ? 'Có chỗ nhưng chưa chạy được ở đó' : 'Have their place, and cannot run there yet',
      hindered.map(({ namespace, tier, to, reasons }) => line(`${safe(namespace)} (${say(view, tierNames[tier])} → ${to}): ${reasons.map((reason) => reasonText(reason, view)).join('; ')}`)),
    ),
    ...section(
      vi ? 'Dừng: không nơi nào chạy được' : 'Stop: no site can run them',
      stopped.map(({ namespace, tier, backupAt, reasons }) => line(`${safe(namespace)} (${say(view, tierNames[tier])}): ${[...reasons.map((reason) => reasonText(reason, view)), backupAt === undefined ? paint.red(vi ? 'không còn bản sao nào' : 'no copy is left') : vi ? `bản sao lưu còn ở ${backupAt}` : `its backup is at ${backupAt}`].join('; ')}`)),
    ),
    ...section(vi ? 'Dữ liệu mất hẳn, đã chấp nhận' : 'Data gone for good, accepted', gone.map(({ namespace, data }) => line(paint.red(`${safe(namespace)}: ${safe(say(view, data))}`)))),
    '',
    line(`${written ? (vi ? 'Đã ghi' : 'Written') : vi ? 'Sẽ ghi' : 'Would be written'}: ${safe(file)} (${safe(transition)})${signable ? '' : paint.red(vi ? ', chưa ký được' : ', not signable yet')}`),
    ...next.map((one) => line(say(view, one))),
  ].join('\n')}\n`;
}

/** Which backup, how old its data may be beside what the tier promises, and whether a place was kept. */
function restoredFrom({ from, location, reserved, databases, age, promisedMs }: RestoredGroup, view: View): string {
  const vi = view.lang === 'vi';
  const most = age.p95 === undefined ? (vi ? 'không có giới hạn' : 'without bound') : duration(view, age.p95);
  return [
    vi ? `từ bản sao lưu ở ${from} (vị trí ${safe(location)})` : `from the backup at ${from} (location ${safe(location)})`,
    vi ? `dữ liệu cũ đến ${most}, mức hứa ${duration(view, promisedMs)}` : `data up to ${most} old, promised ${duration(view, promisedMs)}`,
    ...(databases === 0 ? [] : [vi ? `cơ sở dữ liệu dựng lại từ kho nhật ký: ${figure(view, databases)}` : `databases recovered from their archive: ${figure(view, databases)}`]),
    reserved ? (vi ? 'vào chỗ dự phòng đã dành sẵn' : 'into the place kept for them') : vi ? 'vào phần năng lực còn lại, không dành sẵn' : 'into what room is left, none was kept',
  ].join('; ');
}
