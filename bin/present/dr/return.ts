import type { ReturnStep } from '../../../sites/model/kinds/disaster.js';
import type { Text } from '../../../sites/model/text.js';
import type { DrReturnData } from '../../dr-return-data.js';
import { figure, instant, painter, safe, say, wrap, type View } from '../view.js';

const stepNames: Readonly<Record<ReturnStep, Text>> = {
  fence: { vi: 'cách ly trung tâm', en: 'the site is fenced' },
  reclone: { vi: 'dựng lại bản sao', en: 'its copies are made anew' },
  verify: { vi: 'so mã băm', en: 'hashes are compared' },
  demote: { vi: 'nơi đang chạy ngừng ghi', en: 'the survivor stops writing' },
  token: { vi: 'lấy mã thăng cấp', en: 'its tokens are fetched' },
  promote: { vi: 'trung tâm ghi trở lại', en: 'the site writes again' },
};

/** Where the way back stands: steps with their instants, who signed, what stays behind, what comes next. */
export function text({ site, declaration, transition, file, written, taken, steps, closed, given, refused, needed, stale, returning, byBackup, next }: DrReturnData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const line = (words: string): string => wrap(`  ${words}`, view.columns, '      ');
  return `${[
    paint.bold(vi ? `Đưa ${site} trở lại (${safe(transition)}, tuyên bố ${safe(declaration)})` : `Return of ${site} (${safe(transition)}, declaration ${safe(declaration)})`),
    ...steps.map(({ step, at, said }) => line(`${at === undefined ? '·' : paint.green('✓')} ${at === undefined ? '' : `${instant(view, at)}  `}${step}: ${say(view, stepNames[step])}${said === undefined ? '' : `; ${safe(say(view, said))}`}`)),
    ...(given.length === 0 && refused.length === 0 ? [] : [line(vi ? `Chữ ký hợp lệ: ${given.length}/${needed} người (${given.map(({ by }) => safe(by)).join(', ')})` : `Valid signatures: ${given.length} of ${needed} people (${given.map(({ by }) => safe(by)).join(', ')})`)]),
    ...refused.map(({ by, because }) => line(paint.red(vi ? `chữ ký của ${safe(by)} không được tính: ${safe(because.vi)}` : `the signature of ${safe(by)} does not count: ${safe(because.en)}`))),
    line(vi ? `${figure(view, returning.length)} môi trường sẽ chạy lại ở đây` : `${figure(view, returning.length)} environments will run here again`),
    ...(byBackup.length === 0 ? [] : [line(vi ? `${figure(view, byBackup.length)} trong số đó trở về bằng bản sao lưu: ${byBackup.slice(0, 8).map(({ namespace, from }) => `${safe(namespace)} (ở ${from})`).join(', ')}${byBackup.length > 8 ? ' …' : ''}` : `${figure(view, byBackup.length)} of them come back by backup: ${byBackup.slice(0, 8).map(({ namespace, from }) => `${safe(namespace)} (at ${from})`).join(', ')}${byBackup.length > 8 ? ' …' : ''}`)]),
    ...(stale.length === 0 ? [] : [line(paint.red(vi ? `Bản sao đã cũ, không được thăng cấp: ${stale.map(({ namespace, newestAt }) => `${safe(namespace)} (mới nhất ở ${newestAt})`).join(', ')}` : `Stale copies, not to be promoted: ${stale.map(({ namespace, newestAt }) => `${safe(namespace)} (newest at ${newestAt})`).join(', ')}`))]),
    ...(taken === undefined ? [] : [line(`${written ? (vi ? 'Đã ghi' : 'Written') : vi ? 'Sẽ ghi' : 'Would be written'}: ${safe(file)}${written ? '' : vi ? '. Chạy lại với --write để ghi.' : '. Run it again with --write to write it.'}`)]),
    line(closed || taken === undefined || written ? say(view, next) : ''),
  ].join('\n').trimEnd()}\n`;
}
