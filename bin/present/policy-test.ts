import type { PolicyTestData } from '../commands/policy/test.js';
import type { TestOutcome } from '../../policies/own-rules/run-tests.js';
import { painter, safe, say, wrap, type View } from './view.js';

/** Each case with its outcome; of one that differs, what was expected, what came and why. Then what no case covers. */
export function text({ rules, passed, failed }: PolicyTestData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const lines = rules.flatMap(({ id, file, cases, unexpected }) => [
    paint.bold(`${id}  ${safe(file)}`),
    ...cases.flatMap((outcome) => caseText(outcome, view)),
    ...(cases.length === 0
      ? [paint.yellow(vi ? `  chưa có kiểm thử nào; hãy viết ${id}.test.yaml` : `  no test at all; write ${id}.test.yaml`)]
      : unexpected.length > 0
        ? [paint.yellow(vi ? `  chưa kiểm thử kết luận: ${unexpected.join(', ')}` : `  no test expects: ${unexpected.join(', ')}`)]
        : []),
  ]);
  const end = vi ? `${passed} đúng, ${failed} sai` : `${passed} as expected, ${failed} not`;
  return `${[...lines, failed > 0 ? paint.red(end) : paint.green(end)].join('\n')}\n`;
}

function caseText({ name, ok, expected, found, findings }: TestOutcome, view: View): string[] {
  const paint = painter(view);
  if (ok) return [`  ${paint.green('✓')} ${safe(name)}`];
  const vi = view.lang === 'vi';
  const objects = [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter((object) => expected[object] !== found[object]);
  return [
    `  ${paint.red('✗')} ${safe(name)}`,
    ...objects.map((object) => {
      const none = vi ? 'không có' : 'none';
      const [wanted, came] = [expected[object] ?? none, found[object] ?? none];
      const subject = object === 'worst' ? '' : `${safe(object)}: `;
      return `      ${subject}${vi ? `cần ${wanted}, nhận được ${came}` : `expected ${wanted}, found ${came}`}`;
    }),
    ...findings.map((finding) => wrap(`      ${safe(say(view, finding))}`, view.columns, '      ')),
  ];
}
