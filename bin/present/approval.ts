import type { ApprovalData } from '../approval-data.js';
import { date, painter, safe, say, wrap, type View } from './view.js';

/** What is approved, in words; who has approved it; whose signature does not count. */
export function text({ transition, digest, on, permits, signed, given, refused, needed }: ApprovalData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const left = Math.max(0, needed - given.length);
  const line = (words: string): string => wrap(words, view.columns, '    ');
  return `${[
    paint.bold(vi ? `Phê duyệt ${safe(transition)}` : `Approval of ${safe(transition)}`),
    ...permits.map((sentence) => line(`  ${safe(say(view, sentence))}`)),
    line(`  ${vi ? `Nội dung được ký: ${digest}, ngày ${date(view, on)}` : `What is signed: ${digest}, on ${on}`}`),
    '',
    ...given.map(({ by, on: day, key }) => line(`  ${paint.green('✓')} ${safe(by)}, ${date(view, day)}, ${safe(key)}`)),
    ...refused.map(({ by, because }) => line(`  ${paint.red('✗')} ${vi ? `chữ ký của ${safe(by)} không được tính: ${safe(because.vi)}` : `the signature of ${safe(by)} does not count: ${safe(because.en)}`}`)),
    line(
      `  ${
        left === 0
          ? vi
            ? `Đủ ${needed} người phê duyệt.`
            : `Approved by ${needed} people.`
          : vi
            ? `Còn thiếu ${left} trong ${needed} người, mỗi người một khóa.`
            : `${left} of ${needed} people still missing, each with a key of their own.`
      }`,
    ),
    ...(signed === undefined ? [line(vi ? '  Chưa ký gì. Để ký: thêm --key <tệp> --write.' : '  Nothing was signed. To sign: add --key <file> --write.')] : [line(vi ? `  Đã ghi chữ ký của ${safe(signed)}.` : `  Wrote the signature of ${safe(signed)}.`)]),
  ].join('\n')}\n`;
}
