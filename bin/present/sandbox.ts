import type { SandboxData } from '../commands/sandbox/up.js';
import { asCalled } from './as-called.js';
import { painter, table, type View } from './view.js';

const conditions = {
  absent: { vi: 'không có', en: 'not there' },
  incomplete: { vi: 'dở dang: hãy chạy ndc sandbox down', en: 'incomplete: run ndc sandbox down' },
  healthy: { vi: 'đang chạy tốt', en: 'healthy' },
  degraded: { vi: 'chạy không đủ', en: 'degraded' },
  unhealthy: { vi: 'không tốt', en: 'unhealthy' },
  stopped: { vi: 'đã tắt', en: 'stopped' },
} as const;

export function text({ did, status }: SandboxData, view: View): string {
  const vi = view.lang === 'vi';
  const head = `${painter(view).bold(vi ? `cụm thử nghiệm ${status.name}` : `sandbox ${status.name}`)}: ${conditions[status.condition][view.lang]}`;
  if (!('sites' in status)) return `${head}\n`;
  const rows = status.sites.map(({ id, server, condition, reason }) => [id, server, conditions[condition][view.lang], reason ?? '']);
  const titles = vi ? ['trung tâm', 'API', 'tình trạng', ''] : ['site', 'API', 'condition', ''];
  const next = did === 'up' ? `${asCalled(view, `${vi ? 'Tiếp theo' : 'Next'}: ndc up --connection ${status.name}`)}\n` : '';
  return `${head}\n${table(view, titles.map((title) => ({ title })), rows)}\n  ${vi ? 'kho chart' : 'charts'}  ${status.charts.url}  ${conditions[status.charts.healthy ? 'healthy' : 'unhealthy'][view.lang]}\n${next}`;
}
