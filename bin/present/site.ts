import { printBytes, printCpu } from '../../sites/model/units.js';
import type { SiteData } from '../commands/site/show.js';
import { asCalled } from './as-called.js';
import { figure, painter, safe, say, table, wrap, type View } from './view.js';
import { phaseNames, purposeNames } from './words.js';

export function text({ site, holds, links, assumptions }: SiteData, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  const racks = site.facility.halls.reduce((sum, hall) => sum + hall.racks, 0);
  const pairs: readonly (readonly [string, string])[] = [
    [vi ? 'giai đoạn' : 'phase', `${say(view, phaseNames[site.phase])}, ${vi ? 'hoạt động từ' : 'in operation'} ${site.milestones.commissioning} (${site.milestones.basis.document.toUpperCase()} ${site.milestones.basis.clause})`],
    [vi ? 'địa điểm' : 'place', `${site.location.place} (${site.location.lat}, ${site.location.lon})`],
    [vi ? 'nhà trạm' : 'facility', `${site.facility.standard} ${site.facility.rating}, ${figure(view, racks)} ${vi ? 'tủ' : 'racks'}`],
    [vi ? 'cụm' : 'cluster', `${site.cluster.name} (id ${site.cluster.id}), Kubernetes ${site.cluster.kubernetesVersion}`],
    ['uid', site.cluster.uid ?? (vi ? 'chưa ghim' : 'not pinned yet')],
    [vi ? 'mạng' : 'networks', `pod ${site.cluster.podCidr}, service ${site.cluster.serviceCidr}, node ${site.cluster.nodeCidr}`],
    [vi ? 'môi trường' : 'environments', `${holds.primary} ${vi ? 'chạy chính' : 'primary'}, ${holds.standby} ${vi ? 'dự phòng' : 'standby'}, ${holds.backup} ${vi ? 'sao lưu' : 'backup'}`],
    [vi ? 'đường truyền' : 'links', links.map(({ to, capacityGbps, rttMs, paths }) => `${to}: ${capacityGbps} Gbit/s, ${rttMs} ms, ${paths} ${vi ? 'tuyến' : 'paths'}`).join('; ') || '–'],
  ];
  const pools = table(
    view,
    (vi ? ['nhóm máy', 'mục đích', 'số máy', 'CPU', 'bộ nhớ', 'từ'] : ['node pool', 'purpose', 'nodes', 'CPU', 'memory', 'from']).map((title) => ({ title })),
    site.nodePools.map((pool) => [pool.id, say(view, purposeNames[pool.purpose]), figure(view, pool.count), printCpu(pool.shape.cpu), printBytes(pool.shape.memory), pool.available]),
  );
  const width = Math.max(...pairs.map(([name]) => name.length)) + 2;
  const rests = vi ? `${figure(view, assumptions.length)} giá trị của trung tâm này chưa ai xác nhận (nhãn assumption). Danh sách:` : `${figure(view, assumptions.length)} values of this site that nobody has confirmed (labelled assumption). The list:`;
  return `${paint.bold(site.id)}  ${safe(say(view, site.name))}\n${pairs.map(([name, value]) => wrap(`  ${name.padEnd(width)}${value}`, view.columns, ' '.repeat(width + 2))).join('\n')}\n${pools}\n${wrap(rests, view.columns, '  ')}\n${asCalled(view, `  ndc site show ${site.id} --json`)}\n`;
}
