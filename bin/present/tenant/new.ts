import type { NewTenantData } from '../../tenant-new/data.js';
import { asCalled } from '../as-called.js';
import { painter, safe, say, wrap, type View } from '../view.js';
import { secretFileText } from './review-words.js';

/** What was written, what is derived where it says nothing, what to know of it, what comes next. */
export function text({ organisation, name, readFrom, file, secret, next, text: content, derived, notices }: NewTenantData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const read = readFrom === undefined ? '' : vi ? ` (hiểu "${safe(readFrom)}" là ${organisation})` : ` ("${safe(readFrom)}" was read as ${organisation})`;
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', paint.bold(title), ...lines]);
  return `${[
    wrap(vi ? `Đã ghi ${safe(file)}: phiếu đăng ký của ${safe(name.vi)}${read}.` : `Written: ${safe(file)}, the request of ${safe(name.en)}${read}.`, view.columns, '  '),
    '',
    ...content.trimEnd().split('\n').map((line) => `  ${safe(line)}`),
    ...section(
      vi ? 'Tự suy ra, không cần ghi' : 'Derived; nothing to write',
      derived.map(({ subject, what, value, because }) => wrap(`  ${safe(subject)}: ${say(view, what)}: ${safe(say(view, value))} (${safe(say(view, because))})`, view.columns, '      ')),
    ),
    ...section(
      vi ? 'Nên biết' : 'To be known',
      notices.flatMap(({ code, message, paste }) => [wrap(`  ${paint.yellow(code)} ${safe(say(view, message))}`, view.columns, '      '), ...(paste === undefined ? [] : paste.split('\n').map((line) => `      ${safe(line)}`))]),
    ),
    ...(secret ? ['', wrap(paint.red(say(view, secretFileText)), view.columns, '  ')] : []),
    '',
    vi ? 'Tiếp theo: xem lại tệp, rồi' : 'Next: look the file over, then',
    // To be copied: never broken.
    `  ${asCalled(view, safe(next))}`,
  ].join('\n')}\n`;
}
