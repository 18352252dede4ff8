import type { ClassLoss } from '../../../sites/capacity/storage/loss.js';
import type { ClassLossRow, ClassRow, StorageData } from '../../storage-data.js';
import { lostHere } from '../declared.js';
import { headline } from '../headline.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { backupsText, stretchText } from './storage-backups.js';
import { storageCharts } from './storage-chart.js';
import { fillText, healingNames, limitNames, lossLevelNames, tebi, tebiRange } from './storage-words.js';
import { percentLeft, tierNames } from './words.js';

export async function text(data: StorageData, view: View): Promise<string> {
  const title = headline(data, view);
  const parts = [
    title,
    wrap(legend(data, view), view.columns, ''),
    ...data.sites.map((site) => siteText(site, data, view)),
    ...(data.plot ? await chartsText(data, view) : []),
    backupsText(data, view),
    stretchText(data, view),
    restsOn(data, view),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function legend({ limits, tier }: StorageData, view: View): string {
  const { nearfull, uneven } = limits;
  const tiers = tierNames[tier][view.lang];
  return view.lang === 'vi'
    ? `TiB dữ liệu đã trừ phần dự phòng. Cấp được: sau khi tự phục hồi từ một máy chủ hoặc một tủ bị mất, đĩa đầy nhất${uneven === 0 ? '' : ` (cao hơn trung bình ${uneven} %)`} vẫn dưới ${nearfull} %. ${tier === 'bronze' ? 'Mọi mức bảo vệ.' : `Mức ${tiers} và các mức cao hơn.`} Khoảng trong ngoặc: theo tỷ lệ nén và thay đổi chưa đo.`
    : `TiB of data, redundancy taken off. Usable: after healing from a lost host or rack the fullest disk${uneven === 0 ? '' : ` (${uneven} % above the mean)`} is still below ${nearfull} %. ${tier === 'bronze' ? 'All tiers.' : `${tiers} and all protected better.`} Ranges in brackets: compression and change rates nobody has measured.`;
}

function siteText({ site, name, commissioning, rows }: StorageData['sites'][number], data: StorageData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const heading = `${paint.bold(paint.cyan(site))}  ${safe(say(view, name))}`;
  const gone = lostHere(site, data.declared, view);
  if (gone !== undefined) return `${heading}\n${paint.red(wrap(`  ${gone}`, view.columns, '  '))}`;
  const [first] = rows;
  if (first === undefined) return `${heading}\n  ${vi ? `chưa hoạt động trong các quý này; dự kiến ${commissioning}` : `does not operate in these quarters; due ${commissioning}`}`;
  const now = rows.filter(({ quarter }) => quarter === first.quarter);
  const right = 'right' as const;
  const classes = table(
    view,
    [
      { title: first.quarter },
      { title: vi ? 'dự phòng' : 'redundancy' },
      { title: vi ? 'thô' : 'raw', align: right },
      { title: vi ? 'cấp được' : 'usable', align: right },
      { title: vi ? 'chính' : 'primary', align: right },
      { title: vi ? 'chờ, dời tới' : 'waits, moved', align: right },
      { title: vi ? 'bản sao' : 'replicas', align: right },
      { title: vi ? 'sao lưu' : 'backups', align: right },
      { title: vi ? 'còn' : 'left', align: right },
      { title: '%', align: right },
    ],
    now.map((row) => classCells(row, view)),
  );
  const parts = [heading, classes, ...remarks(now, view), timeline(rows, view), lossTable(data.losses.filter((row) => row.site === site), view), togetherText(site, data, view)];
  return parts.filter((part) => part !== '').join('\n');
}

function classCells({ class: name, there, usable, promised, backups, replicas, left }: ClassRow, view: View): string[] {
  const paint = painter(view);
  const share = percentLeft(left.mid, usable);
  const rest = tebi(view, left.mid, 'down');
  return [
    safe(name),
    there === undefined ? '–' : `${there.coded ? `${there.data}+${there.size - there.data}` : `${there.size}×`} ${view.lang === 'vi' ? (there.failureDomain === 'rack' ? 'theo tủ' : 'theo máy') : `over ${there.failureDomain}s`}`,
    there === undefined ? '–' : tebi(view, there.raw, 'down'),
    tebi(view, usable, 'down'),
    tebi(view, promised.primary, 'up'),
    tebi(view, promised.standby + promised.moved, 'up'),
    replicas === 0n ? '–' : tebi(view, replicas, 'up'),
    backups.high === 0n ? '–' : tebi(view, backups.mid, 'up'),
    left.mid < 0n ? paint.red(rest) : rest,
    left.mid < 0n ? paint.red(share) : share,
  ];
}

/** What the table has no column for: ranges, disks that are missing, too few domains, unknown hosts. */
function remarks(rows: readonly ClassRow[], view: View): string[] {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const line = (words: string): string => wrap(`  ${words}`, view.columns, '    ');
  return rows.flatMap(({ class: name, there, backups, left }) => {
    const of = safe(name);
    return [
      ...(backups.low === backups.high ? [] : [line(vi ? `${of}: sao lưu ${tebiRange(view, backups, 'up')} TiB, còn ${tebiRange(view, left, 'down')} TiB` : `${of}: backups ${tebiRange(view, backups, 'up')} TiB, left ${tebiRange(view, left, 'down')} TiB`)]),
      ...(there === undefined ? [paint.red(line(vi ? `${of}: trung tâm không có lớp lưu trữ này` : `${of}: the site has no such class`))] : []),
      ...(there !== undefined && there.missing > 0n ? [paint.red(line(vi ? `${of}: thiếu đĩa cho ${tebi(view, there.missing, 'up')} TiB thô đã khai báo` : `${of}: no disks for ${tebi(view, there.missing, 'up')} TiB of the raw bytes declared`))] : []),
      ...(there?.tooFewDomains === true ? [paint.red(line(vi ? `${of}: ít ${there.failureDomain === 'rack' ? 'tủ' : 'máy'} hơn số phần của một nhóm dữ liệu` : `${of}: fewer ${there.failureDomain}s than parts of a placement group`))] : []),
      ...(there !== undefined && there.hosts === undefined ? [line(vi ? `${of}: chưa khai báo máy lưu trữ, không xét được sự cố bên trong trung tâm` : `${of}: no storage nodes are described; losses inside the site cannot be judged`)] : []),
    ];
  });
}

/** What is left of each class by quarter, in TiB and percent. Quarters that read alike are one row. */
function timeline(rows: readonly ClassRow[], view: View): string {
  const quarters = [...new Set(rows.map(({ quarter }) => quarter))];
  if (quarters.length < 2) return '';
  const paint = painter(view);
  const classes = [...new Set(rows.map((row) => row.class))];
  const cells = quarters.map((quarter) =>
    classes.map((name) => {
      const row = rows.find((one) => one.quarter === quarter && one.class === name);
      if (row === undefined) return '–';
      const shown = `${tebi(view, row.left.mid, 'down')}  ${percentLeft(row.left.mid, row.usable)}`;
      return row.left.mid < 0n ? paint.red(shown) : shown;
    }),
  );
  const lines = quarters.reduce<{ from: string; to: string; cells: string[] }[]>((all, quarter, index) => {
    const own = cells[index] ?? [];
    const before = all.at(-1);
    if (before !== undefined && before.cells.join('|') === own.join('|')) before.to = quarter;
    else all.push({ from: quarter, to: quarter, cells: own });
    return all;
  }, []);
  return table(
    view,
    [{ title: view.lang === 'vi' ? 'còn, TiB' : 'left, TiB' }, ...classes.map((name) => ({ title: safe(name), align: 'right' as const }))],
    lines.map(({ from, to, cells: own }) => [from === to ? from : `${from}–${to}`, ...own]),
  );
}

/** One row for each class and what its losses leave; levels that leave the same are one. */
export function lossTable(rows: readonly ClassLossRow[], view: View): string {
  if (rows.length === 0) return '';
  const vi = view.lang === 'vi';
  const lines = rows.reduce<{ class: string; levels: string[]; cells: string[] }[]>((all, row) => {
    const cells = lossCells(row.loss, view);
    const before = all.at(-1);
    const level = lossLevelNames[row.level][view.lang];
    if (before !== undefined && before.class === row.class && before.cells.join('|') === cells.join('|')) before.levels.push(level);
    else all.push({ class: row.class, levels: [level], cells });
    return all;
  }, []);
  const body = lines.map(({ class: name, levels, cells }, index) => [lines[index - 1]?.class === name ? '' : safe(name), levels.join(', '), ...cells]);
  const waits = rows.some(({ loss }) => loss.limits.includes('subtree-limit') && loss.heals === 'by-hand')
    ? wrap(vi ? '  cần người ra lệnh: Ceph không tự chép lại khi cả một tủ ngừng, dù tủ chỉ có một máy (mon_osd_down_out_subtree_limit)' : '  by hand: Ceph copies nothing again by itself while a whole rack is down, be it a rack of one host (mon_osd_down_out_subtree_limit)', view.columns, '    ')
    : '';
  return [table(view, [{ title: vi ? 'nếu mất' : 'if lost' }, { title: '' }, ...lossColumns(view)], body), waits].filter((part) => part !== '').join('\n');
}

const lossColumns = (view: View) =>
  (view.lang === 'vi' ? ['phục vụ', 'còn dự phòng', 'phục hồi', 'đầy'] : ['serves', 'spare parts', 'heals', 'fill']).map((title, index) => ({ title, ...(index === 1 || index === 3 ? { align: 'right' as const } : {}) }));

function lossCells({ reads, writes, redundancyLeft, heals, limits, fillBefore, fillAfter, hostsLost }: ClassLoss, view: View): string[] {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  const serves = writes ? (vi ? 'đọc, ghi' : 'reads, writes') : reads ? paint.red(vi ? 'chỉ đọc' : 'reads only') : paint.red(vi ? 'ngừng' : 'nothing');
  const left = figure(view, redundancyLeft);
  const why = limits.filter((limit) => limit !== 'subtree-limit').map((limit) => limitNames[limit][view.lang]);
  const healing = hostsLost === 0 ? '–' : `${healingNames[heals][view.lang]}${heals !== 'no' || why.length === 0 ? '' : `: ${why.join(', ')}`}`;
  const [before, after] = [fillText(fillBefore), fillAfter === undefined ? undefined : fillText(fillAfter)];
  return [serves, redundancyLeft < 0 ? paint.red(left) : left, healing, after === undefined || after === before ? before : `${before} → ${after}`];
}

/** What `--lose` takes of a site that goes on. */
function togetherText(site: string, { together }: StorageData, view: View): string {
  const rows = together.filter((row) => row.site === site);
  const [first] = rows;
  if (first === undefined) return '';
  const vi = view.lang === 'vi';
  const heading = wrap(`  ${vi ? 'Mất cùng lúc' : 'Lost together'}: ${first.domains.map(safe).join(', ')}`, view.columns, '    ');
  return `${heading}\n${table(view, [{ title: '' }, { title: vi ? 'máy mất' : 'hosts lost' }, ...lossColumns(view)], rows.map(({ class: name, loss }) => (loss === undefined ? [safe(name), '?'] : [safe(name), `${figure(view, loss.hostsLost)}/${figure(view, loss.hosts)}`, ...lossCells(loss, view)])))}`;
}

function restsOn({ assumptions, inputs }: StorageData, view: View): string {
  return wrap(
    view.lang === 'vi'
      ? `Dựa trên ${figure(view, inputs.length)} đầu vào, chứa ${figure(view, assumptions)} giá trị chưa ai xác nhận; danh sách với tệp và dòng: ndc capacity storage --json`
      : `Rests on ${figure(view, inputs.length)} inputs, which hold ${figure(view, assumptions)} values that nobody has confirmed; the list with files and lines: ndc capacity storage --json`,
    view.columns,
    '  ',
  );
}

/** A chart for each site that serves; the plotting library is loaded only here. */
async function chartsText(data: StorageData, view: View): Promise<string[]> {
  const { terminalChart } = await import('../plot/terminal.js');
  return storageCharts(data, view).map((chart) => terminalChart(chart, view).trimEnd());
}

export async function svg(data: StorageData, view: View): Promise<string> {
  const { svgPage } = await import('../plot/svg-page.js');
  return svgPage(storageCharts(data, view), view);
}

/** One row for each site, class and quarter. Bytes. */
export function csv({ sites, tier }: StorageData): readonly (readonly string[])[] {
  const head = ['site', 'class', 'quarter', 'tier', 'raw', 'missing', 'logical', 'to_nearfull', 'usable', 'primary', 'standby', 'moved', 'replicas', 'backups_low', 'backups_mid', 'backups_high', 'left_low', 'left_mid', 'left_high'];
  const rows = sites.flatMap(({ site, rows: own }) =>
    own.map(({ class: name, quarter, there, usable, promised, backups, replicas, left }) => [
      site,
      name,
      quarter,
      tier,
      ...[there?.raw ?? 0n, there?.missing ?? 0n, there?.logical ?? 0n, there?.toNearfull ?? 0n, usable, promised.primary, promised.standby, promised.moved, replicas, backups.low, backups.mid, backups.high, left.low, left.mid, left.high].map(String),
    ]),
  );
  return [head, ...rows];
}
