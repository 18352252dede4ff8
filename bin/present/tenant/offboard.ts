import { stepNames } from '../../../sites/tenancy/offboard.js';
import type { OffboardData } from '../../offboard/data.js';
import { date, painter, safe, say, table, wrap, type View } from '../view.js';

/** Where an offboarding stands: its steps with their days, what is cordoned where, which files change, what comes next. */
export function text({ subject, transition, written, taken, steps, limits, files, next }: OffboardData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', paint.bold(title), ...lines]);
  const changes = { new: vi ? 'mới' : 'new', changed: vi ? 'sửa' : 'changed', removed: vi ? 'bỏ' : 'removed' } as const;
  return `${[
    paint.bold(vi ? `Ngừng sử dụng ${safe(subject)} (${safe(transition)})` : `Offboarding of ${safe(subject)} (${safe(transition)})`),
    ...steps.map(({ step, on, said }) => {
      const mark = on === undefined ? '·' : paint.green('✓');
      const about = `${step}: ${say(view, stepNames[step])}${said === undefined ? '' : `; ${safe(say(view, said))}`}`;
      return wrap(`  ${mark} ${on === undefined ? '' : `${date(view, on)}  `}${about}`, view.columns, '      ');
    }),
    ...section(vi ? 'Môi trường, trung tâm, mức được giữ' : 'Environments, sites, what they may still use', limits.length === 0 ? [] : [table(view, [{ title: 'namespace' }, { title: vi ? 'trung tâm' : 'site' }, { title: vi ? 'mức' : 'use' }], limits.map(({ namespace, site, use = '–' }) => [safe(namespace), safe(site), safe(use)]))]),
    ...section(vi ? (written ? 'Đã ghi' : 'Sẽ ghi') : written ? 'Written' : 'Would be written', files.map(({ file, change }) => `  ${changes[change]}  ${safe(file)}`)),
    '',
    ...(taken === undefined || written ? [] : [wrap(vi ? '  Chưa ghi gì. Chạy lại với --write để ghi bước này.' : '  Nothing was written. Run it again with --write to take the step.', view.columns, '  ')]),
    wrap(`  ${safe(say(view, next))}`, view.columns, '  '),
  ].join('\n')}\n`;
}
