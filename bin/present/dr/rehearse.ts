import type { DrRehearseData, RehearsedObject, RehearsedSite } from '../../dr-rehearse-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

const changes: Readonly<Record<RehearsedObject['change'], { readonly vi: string; readonly en: string }>> = {
  create: { vi: 'tạo', en: 'create' },
  update: { vi: 'sửa', en: 'change' },
  start: { vi: 'chạy', en: 'start' },
};

/** Objects of one reason together: a policy that refuses one environment refuses them all. */
const shownPerReason = 5;

/** Per loss and survivor, what would be refused first. */
export function text({ losses, connection }: DrRehearseData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const site = ({ site: id, status, reason, asked, accepted, refused, untried }: RehearsedSite): string[] => {
    if (status === 'unread') return [wrap(`  ${paint.bold(id)}  ${paint.red(vi ? 'không hỏi được' : 'cannot be asked')}: ${reason === undefined ? '' : say(view, reason)}`, view.columns, '      ')];
    const head = vi
      ? `  ${paint.bold(id)}  ${figure(view, accepted)}/${figure(view, asked)} đối tượng được nhận, ${refused.length === 0 ? paint.green('không gì bị từ chối') : paint.red(`${figure(view, refused.length)} bị từ chối`)}, ${figure(view, untried.length)} chưa thử được`
      : `  ${paint.bold(id)}  ${figure(view, accepted)} of ${figure(view, asked)} objects taken, ${refused.length === 0 ? paint.green('nothing refused') : paint.red(`${figure(view, refused.length)} refused`)}, ${figure(view, untried.length)} not tried`;
    return [head, ...grouped(refused, vi ? 'từ chối' : 'refused'), ...grouped(untried, vi ? 'chưa thử' : 'not tried')];
  };
  const grouped = (objects: readonly RehearsedObject[], word: string): string[] => {
    const reasons = new Map<string, RehearsedObject[]>();
    for (const one of objects) reasons.set(say(view, one.reason), [...(reasons.get(say(view, one.reason)) ?? []), one]);
    return [...reasons].map(([reason, of]) => {
      const named = of.slice(0, shownPerReason).map(({ object, change }) => `${changes[change][view.lang]} ${safe(object)}`);
      const more = of.length - named.length;
      return wrap(`    ${word}: ${named.join(', ')}${more > 0 ? (vi ? ` và ${figure(view, more)} đối tượng nữa` : ` and ${figure(view, more)} more`) : ''}: ${safe(reason)}`, view.columns, '      ');
    });
  };
  const blocks = losses.map(({ lost, survivors, stopped }) => {
    const none = survivors.length === 0 ? [vi ? '  không còn trung tâm nào hoạt động: không có nơi nào để hỏi' : '  no other site operates: there is nobody to ask'] : [];
    const reasons = new Map<string, string[]>();
    for (const { namespace, because } of stopped) reasons.set(say(view, because), [...(reasons.get(say(view, because)) ?? []), namespace]);
    const homeless = [...reasons].map(([because, names]) => wrap(`  ${paint.red(vi ? `${figure(view, names.length)} môi trường dừng hẳn` : `${figure(view, names.length)} environments stop`)} (${because}): ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`, view.columns, '      '));
    return [vi ? `Nếu mất ${lost}:` : `With ${lost} lost:`, ...none, ...survivors.flatMap(site), ...homeless].join('\n');
  });
  const end = vi
    ? `Đã hỏi qua kết nối ${connection}; không đối tượng nào được tạo hay sửa.`
    : `Asked through the connection ${connection}; nothing was created or changed.`;
  return `${[...blocks, end].join('\n\n')}\n`;
}
