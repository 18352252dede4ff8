import type { Text } from '../../../sites/model/text.js';
import type { AuditData } from '../../commands/audit.js';
import { figure, instant, painter, safe, say, wrap, type View } from '../view.js';

/** Documents named before the rest is only counted; every other report names all. */
const documentsShown = 20;

const kinds = {
  plan: { vi: 'kế hoạch', en: 'plan' },
  configuration: { vi: 'cấu hình', en: 'configuration' },
  absent: { vi: 'không đọc', en: 'not read' },
} as const satisfies Record<AuditData['read'][number]['from'], Text>;

/** What was read, each with its digest, and the versions that are known. */
export function readText({ read, planset, estate, tool, statement }: AuditData, view: View): string[] {
  const vi = view.lang === 'vi';
  const documents = read.flatMap(({ stack, document, digest, plan, from }) => (document === undefined ? [] : [`${stack === document ? '' : `${stack}: `}${safe(document)} (${say(view, kinds[from])}${plan?.engine === undefined ? '' : `, ${safe(plan.engine)}`}) ${digest ?? (vi ? 'không có mã' : 'no digest')}`]));
  const absent = read.filter(({ from }) => from === 'absent');
  const hidden = documents.length - documentsShown;
  const versions = [
    ...(tool === undefined ? [] : [`${tool.name} ${tool.version}`]),
    ...(planset === undefined ? [] : [`${planset.engine.kind} ${safe(planset.engine.version)}`, ...planset.providers.map(({ source, version }) => `${safe(source)} ${safe(version)}`)]),
  ];
  return [
    painter(view).bold(vi ? 'Đã đọc' : 'What was read'),
    `  ${vi ? 'dữ liệu' : 'estate'} ${safe(estate.id)} ${estate.digest}`,
    ...(planset === undefined ? [] : [`  planset.json ${safe(planset.id)}, ${safe(instant(view, planset.created))}${planset.digest === undefined ? '' : `, ${planset.digest}`}`]),
    ...documents.slice(0, documentsShown).map((document) => `  ${document}`),
    ...(hidden <= 0 ? [] : [vi ? `  … và ${figure(view, hidden)} tài liệu khác (--format html)` : `  … and ${figure(view, hidden)} more (--format html)`]),
    ...(absent.length === 0 ? [] : [wrap(`  ${vi ? `${figure(view, absent.length)} phần không được đọc` : `${figure(view, absent.length)} stacks were not read`}: ${absent.slice(0, 6).map(({ stack }) => safe(stack)).join(', ')}${absent.length > 6 ? ' …' : ''}`, view.columns, '    ')]),
    ...(versions.length === 0 ? [] : [wrap(`  ${vi ? 'phiên bản' : 'versions'}: ${versions.join(', ')}`, view.columns, '    ')]),
    `  ${vi ? 'mã kết quả' : 'result'} ${statement.digest}`,
  ];
}
