import { visible } from '../../sites/model/visible.js';
import type { OldCluster } from '../disaster/old-clusters.js';
import { figure, instant, painter, safe, wrap, type View } from './view.js';

/** Databases that are told one by one. */
const most = 40;

/** Characters of a line that is typed. */
const longest = 2_000;

/** Lines of all, each said once: what a site's lines call is defined before them. */
const typed = (told: readonly OldCluster[]): readonly string[] => [...new Set(told.flatMap(({ lines }) => lines))];

/** Databases that stay asleep because what stands at the survivor is old: which, of when, and what to type. */
export function asleepLines(asleep: readonly OldCluster[] | undefined, view: View): string[] {
  if (asleep === undefined || asleep.length === 0) return [];
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const told = asleep.slice(0, most);
  return [
    wrap(
      paint.red(
        vi
          ? `NDC-X376: ${figure(view, asleep.length)} cơ sở dữ liệu được giữ ngủ, CHƯA trở lại: Cluster đang có được dựng từ trước lời tuyên bố nên mang đĩa và dữ liệu cũ. Mọi thứ khác không phải chờ.`
          : `NDC-X376: ${figure(view, asleep.length)} database${asleep.length === 1 ? ' stays' : 's stay'} asleep and ${asleep.length === 1 ? 'is' : 'are'} NOT back: the Cluster that stands was made before the loss was declared, and has the disks and data of then. Nothing else waits for it.`,
      ),
      view.columns,
      '  ',
    ),
    ...told.map(({ site, namespace, cluster, made, since, declaration }) =>
      wrap(
        vi
          ? `  ${site}: ${safe(namespace)}/${safe(cluster)}, dựng ${instant(view, made)}; mất được tuyên bố ${instant(view, since)} (${safe(declaration)})`
          : `  ${site}: ${safe(namespace)}/${safe(cluster)}, made ${instant(view, made)}; the loss was declared ${instant(view, since)} (${safe(declaration)})`,
        view.columns,
        '    ',
      ),
    ),
    ...(asleep.length > most ? [`  … (${figure(view, asleep.length)})`] : []),
    vi ? '  Giữ đĩa thành ảnh chụp rồi xóa từng cụm, sau đó chạy lại ndc up: cụm được dựng mới từ kho nhật ký của nơi đã mất.' : '  Keep the disks as snapshots and delete each, then run ndc up again: it is made anew from the archive of the lost site.',
    // Never wrapped: they are typed.
    ...typed(told).map((line) => `  ${visible(line, longest)}`),
  ];
}
