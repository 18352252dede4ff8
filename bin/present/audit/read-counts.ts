import type { Lang, Text } from '../../../sites/model/text.js';
import type { AuditData } from '../../commands/audit.js';

/** How much was read, for the first page: plans, what was judged from configuration, what was not read, and files that are no plan. */
export function readCounts({ read, notRead = [] }: Pick<AuditData, 'read' | 'notRead'>): Text {
  const of = (from: AuditData['read'][number]['from']): number => read.filter((each) => each.from === from).length;
  const said = (lang: Lang): string => {
    const told = (count: number, vi: string, one: string, many: string): string[] => (count === 0 ? [] : [`${count.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-US')} ${lang === 'vi' ? vi : count === 1 ? one : many}`]);
    const plans = told(of('plan'), 'kế hoạch', 'plan', 'plans');
    return [
      `${lang === 'vi' ? 'đã đọc' : 'read:'} ${plans[0] ?? (lang === 'vi' ? '0 kế hoạch' : '0 plans')}`,
      ...told(of('configuration'), 'phần chỉ xét theo cấu hình', 'stack judged from its configuration', 'stacks judged from their configuration'),
      ...told(of('absent'), 'phần không đọc được', 'stack was not read', 'stacks were not read'),
      ...told(notRead.length, 'tệp không đọc, vì không phải JSON của kế hoạch', 'file was not read, being no plan JSON', 'files were not read, being no plan JSON'),
    ].join(', ');
  };
  return { vi: said('vi'), en: said('en') };
}
