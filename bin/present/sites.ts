import type { SitesData } from '../commands/site/list.js';
import { safe, say, table, type View } from './view.js';
import { phaseNames } from './words.js';

export function text({ sites }: SitesData, view: View): string {
  const titles = view.lang === 'vi' ? ['trung tâm', 'tên', 'vùng', 'giai đoạn', 'hoạt động từ', 'cụm'] : ['site', 'name', 'region', 'phase', 'in operation', 'cluster'];
  return `${table(
    view,
    titles.map((title) => ({ title })),
    sites.map((site) => [site.id, safe(say(view, site.name)), safe(say(view, site.region)), say(view, phaseNames[site.phase]), site.commissioning, `${site.cluster} (${site.clusterId})`]),
    '',
  )}\n`;
}
