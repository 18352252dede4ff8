import { sumOf } from '../../../sites/capacity/interval.js';
import type { BackupRow, StorageData } from '../../storage-data.js';
import { figure, painter, say, table, wrap, type View } from '../view.js';
import { noCopyNames, tebi, tebiRange } from './storage-words.js';
import { names } from './words.js';

/** Backups by site: what they hold, what the lock adds, whether what was asked for suffices. Then those that lie nowhere. */
export function backupsText({ backups }: StorageData, view: View): string {
  const { quarter, rows } = backups;
  if (rows.length === 0) return '';
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const sites = [...new Set(rows.flatMap(({ site }) => (site === undefined ? [] : [site])))].sort();
  const lines = sites.map((site) => siteLine(site, rows.filter((row) => row.site === site), view));
  const right = 'right' as const;
  const body =
    lines.length === 0
      ? ''
      : table(
          view,
          [
            { title: vi ? 'nơi giữ' : 'kept at' },
            { title: vi ? 'môi trường' : 'environments', align: right },
            { title: vi ? 'đang giữ' : 'retained', align: right },
            { title: vi ? 'do khóa' : 'by the lock', align: right },
            { title: vi ? 'về lâu dài' : 'in the long run', align: right },
            { title: vi ? 'đã đăng ký' : 'asked for', align: right },
          ],
          lines,
        );
  const heading = paint.bold(vi ? `Sao lưu, cuối ${quarter}, TiB` : `Backups at the end of ${quarter}, TiB`);
  return [heading, body, ...missingLines(rows, view), ...tooSmall(rows, view), ...notThird(rows, view)].filter((part) => part !== '').join('\n');
}

function siteLine(site: string, rows: readonly BackupRow[], view: View): string[] {
  const retained = sumOf(rows.map((row) => row.retained));
  const withoutLock = sumOf(rows.map((row) => row.withoutLock));
  return [
    site,
    figure(view, rows.length),
    tebiRange(view, retained, 'up'),
    tebi(view, retained.mid - withoutLock.mid, 'up'),
    tebiRange(view, sumOf(rows.map(({ steady }) => steady)), 'up'),
    tebi(view, rows.reduce((sum, { quota }) => sum + quota, 0n), 'down'),
  ];
}

function missingLines(rows: readonly BackupRow[], view: View): string[] {
  const reasons = [...new Set(rows.flatMap(({ missing }) => (missing === undefined ? [] : [missing])))];
  return reasons.map((reason) => {
    const some = rows.filter(({ missing }) => missing === reason);
    const list = names(some.map(({ namespace }) => namespace), view);
    return painter(view).red(
      wrap(
        view.lang === 'vi'
          ? `  ${figure(view, some.length)} môi trường chưa có bản sao lưu ở nơi khác (${noCopyNames[reason].vi}): ${list}`
          : `  ${figure(view, some.length)} environments have no copy elsewhere (${noCopyNames[reason].en}): ${list}`,
        view.columns,
        '    ',
      ),
    );
  });
}

/** Environments that asked for less backup than they will need, largest shortfall first. */
function tooSmall(rows: readonly BackupRow[], view: View): string[] {
  const short = rows.filter(({ steady, quota }) => steady.mid > quota).sort((a, b) => (b.steady.mid - b.quota > a.steady.mid - a.quota ? 1 : -1));
  if (short.length === 0) return [];
  const list = names(short.map(({ namespace, steady, quota }) => `${namespace} ${tebi(view, steady.mid, 'up')}/${tebi(view, quota, 'down')}`), view);
  return [
    wrap(
      view.lang === 'vi'
        ? `  ${figure(view, short.length)} môi trường sẽ cần nhiều hơn mức đã đăng ký (cần/đăng ký): ${list}`
        : `  ${figure(view, short.length)} environments will need more than they asked for (needed/asked): ${list}`,
      view.columns,
      '    ',
    ),
  ];
}

function notThird(rows: readonly BackupRow[], view: View): string[] {
  const some = rows.filter((row) => row.notThird);
  if (some.length === 0) return [];
  const list = names(some.map(({ namespace }) => namespace), view);
  return [wrap(view.lang === 'vi' ? `  Bản sao không nằm ở trung tâm thứ ba như mức bảo vệ yêu cầu: ${list}` : `  The copy does not lie in a third site as the tier demands: ${list}`, view.columns, '    ')];
}

/** The verdict on an erasure code over all sites. */
export function stretchText({ stretch }: StorageData, view: View): string {
  if (stretch === undefined) return '';
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { data, coding, sites, minSize, refused, reasons } = stretch;
  const verdict = refused ? paint.red(vi ? 'TỪ CHỐI' : 'REFUSED') : paint.green(vi ? 'chấp nhận được' : 'acceptable');
  const head = vi ? `Mã xóa ${data}+${coding} trải trên ${figure(view, sites)} trung tâm, min_size ${minSize}: ${verdict}` : `Erasure code ${data}+${coding} over ${figure(view, sites)} sites, min_size ${minSize}: ${verdict}`;
  return [head, ...reasons.map(({ text }) => wrap(`  ${say(view, text)}`, view.columns, '    '))].join('\n');
}
