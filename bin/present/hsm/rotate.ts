import type { HsmRotateData } from '../../hsm-rotate-data.js';
import { date, painter, safe, say, wrap, type View } from '../view.js';

export function text({ plan }: HsmRotateData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = vi ? `Thay khóa ${plan.site}/${plan.key}: ${plan.from} → ${plan.to}, phân vùng ${plan.partition}` : `Rotation of ${plan.site}/${plan.key}: ${plan.from} → ${plan.to}, partition ${plan.partition}`;
  const steps = plan.steps.map(({ title: name, does, commands, until }, index) =>
    [
      paint.bold(`${index + 1}. ${say(view, name)}`),
      wrap(`   ${say(view, does)}`, view.columns, '   '),
      // A command is copied: it is never broken into lines.
      ...commands.map((command) => `     $ ${safe(command)}`),
      wrap(`   ${vi ? 'Xong khi' : 'Done when'}: ${say(view, until)}.`, view.columns, '   '),
    ].join('\n'),
  );
  const kept = vi ? `Khóa cũ ${plan.from} còn cần để giải mã đến hết ${date(view, plan.neededUntil)}.` : `The former key ${plan.from} is needed for decryption through ${date(view, plan.neededUntil)}.`;
  return `${[wrap(paint.bold(title), view.columns, '  '), ...steps, wrap(kept, view.columns, '')].join('\n\n')}\n`;
}
