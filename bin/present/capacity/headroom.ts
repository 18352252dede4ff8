import { levels, type Level } from '../../../sites/capacity/headroom.js';
import { promiseLevels, type PromiseLevel } from '../../../sites/capacity/promises-kept.js';
import { hazardScenarios } from '../../../sites/model/kinds/site.js';
import { protections, type Protection } from '../../../sites/model/kinds/protection.js';
import type { HeadroomData, HeadroomRow, LevelHeadroom, LossRow, NotAchievableRow, PromiseRow, SiteHeadroom } from '../../headroom-data.js';
import { asCalled } from '../as-called.js';
import { headline } from '../headline.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { lostHere } from '../declared.js';
import { networkText } from './links-words.js';
import { columnNames, lacking, levelNames, names, percentLeft, ratioText, shortResource, tierNames } from './words.js';

/** Levels with a column of their own; hazards that take what a site's loss takes are said in a line. */
const columns = ['nothing', 'node', 'rack', 'feed', 'hall', 'site', 'site-and-node'] as const satisfies readonly Level[];

export async function text(data: HeadroomData, view: View): Promise<string> {
  const vi = view.lang === 'vi';
  const title = headline(data, view);
  const tier = `${tierNames[data.tier][view.lang]}`;
  const legend = wrap(
    vi
      ? `Năng lực còn lại của mức ${tier}${data.tier === 'platinum' ? '' : ' và các mức cao hơn'}: tài nguyên khan hiếm nhất, phần trăm so với khi không mất gì, với sự cố đơn lẻ nặng nhất ở mỗi cấp. "N ✗": N môi trường được bảo vệ không còn nơi chạy.`
      : `Headroom of ${tier}${data.tier === 'platinum' ? '' : ' and all protected better'}: the scarcest resource, as a share of what is there with nothing lost, under the worst single loss of each level. "N ✗": N protected environments have nowhere to run.`,
    view.columns,
    '',
  );
  const parts = [title, legend, ...data.sites.map((site) => siteText(site, data.losses.some(({ domains }) => data.whatIf.some((option) => option.startsWith('--lose')) && domains.includes(`site/${site.site}`)), data.declared, view)), promisesText(data, view), ...data.notAchievable.map((row) => notAchievableText(row, view)), lossesText(data.losses, view), restsOn(data, view)];
  if (data.plot) parts.splice(2, 0, (await import('./headroom-chart.js')).plot(data, view));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function siteText({ site, name, rows, phase, commissioning }: SiteHeadroom, lost: boolean, declared: HeadroomData['declared'], view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  const heading = `${paint.bold(paint.cyan(site))}  ${safe(say(view, name))}`;
  const gone = lostHere(site, declared, view);
  if (gone !== undefined) return `${heading}\n${painter(view).red(wrap(`  ${gone}`, view.columns, '  '))}`;
  if (lost) return `${heading}\n  ${vi ? 'coi như đã mất; ai chuyển đi, ai không có nơi chạy: xem cuối trang' : 'taken as lost; who moves and who has nowhere to run: at the end of the page'}`;
  if (rows.length === 0 && phase === 'retired') return `${heading}\n  ${vi ? 'đã ngừng hoạt động' : 'retired'}`;
  if (rows.length === 0) return `${heading}\n  ${vi ? `chưa hoạt động trong các quý này; dự kiến ${commissioning}` : `does not operate in these quarters; due ${commissioning}`}`;
  // Before a site operates there is no whole to take a share of. With `--as-of` in the past that is so of a site that operates today.
  const serving = rows.filter(({ quarter, resources }) => quarter >= commissioning && resources.some(({ whole }) => whole > 0n));
  const empty = rows.filter((row) => !serving.includes(row)).map(({ quarter }) => quarter);
  const notYet = empty.length === 0 ? [] : [`  ${empty.length === 1 ? (empty[0] ?? '') : `${empty[0] ?? ''}–${empty.at(-1) ?? ''}`}: ${vi ? 'chưa đi vào hoạt động' : 'not yet in operation'}`];
  if (serving.length === 0) return [heading, ...unplacedLines(rows, view), ...notYet].join('\n');
  const body = table(
    view,
    [{ title: vi ? 'quý' : 'quarter' }, { title: vi ? 'hiếm nhất' : 'scarcest' }, { title: vi ? 'cam kết/có' : 'promised/there', align: 'right' }, ...columns.map((level) => ({ title: columnNames[level][view.lang], align: 'right' as const })), { title: vi ? 'mạng' : 'link', align: 'right' }],
    serving.map((row) => rowCells(row, view)),
    ' ',
  );
  return [heading, body, hazards(serving, view), ...unplacedLines(rows, view), ...notYet].filter((part) => part !== '').join('\n');
}

/** Nodes that find no rack, by pool: they are in service and count for nothing. */
function unplacedLines(rows: readonly HeadroomRow[], view: View): string[] {
  const vi = view.lang === 'vi';
  return [...new Set(rows.flatMap(({ unplaced }) => unplaced.map(({ pool }) => pool)))].map((pool) => {
    const without = rows.flatMap(({ quarter, unplaced }) => unplaced.filter((one) => one.pool === pool).map(({ nodes }) => ({ quarter, nodes })));
    const [first, last] = [without[0]?.quarter ?? '', without.at(-1)?.quarter ?? ''];
    const span = first === last ? first : `${first}–${last}`;
    const most = figure(view, Math.max(...without.map(({ nodes }) => nodes)));
    return painter(view).yellow(wrap(vi ? `  ${most} máy chủ của nhóm ${safe(pool)} không có tủ (${span}): không được tính vào năng lực` : `  ${most} nodes of pool ${safe(pool)} find no rack (${span}): they count for nothing`, view.columns, '    '));
  });
}

/** A column is narrow. */
const tight = (share: string): string => share.replace(' %', '%');

function rowCells({ quarter, levels: of, link }: HeadroomRow, view: View): string[] {
  const worst = of.nothing.scarcest;
  const ratio = worst === undefined ? '–' : ratioText(worst.resource, worst.promised, worst.there, view);
  return [quarter, worst === undefined ? '–' : shortResource(worst.resource, view), ratio, ...columns.map((level) => cell(of[level], worst?.resource, view)), linkCell(link, view)];
}

/** What is left of what replication may take, with the worst link, path or conduit lost; `RPO ✗` where a promise on lost data breaks. */
function linkCell(link: HeadroomRow['link'], view: View): string {
  if (link === undefined) return '–';
  return link.holds === 'no' ? painter(view).red('RPO ✗') : tight(percentLeft(link.share - link.peak, link.share));
}

/** `18 %`, with the resource where it is another than the row's; the count of those with nowhere to run comes first. */
function cell({ scarcest, homeless }: LevelHeadroom, resource: string | undefined, view: View): string {
  const paint = painter(view);
  if (homeless > 0) return paint.red(`${figure(view, homeless)} ✗`);
  if (scarcest === undefined) return '–';
  const share = `${scarcest.resource === resource ? '' : `${shortResource(scarcest.resource, view)} `}${tight(percentLeft(scarcest.left, scarcest.whole))}`;
  return scarcest.left < 0n ? paint.red(share) : share;
}

/** Hazards that take more than the site itself. */
function hazards(rows: readonly HeadroomRow[], view: View): string {
  const more = hazardScenarios.flatMap((scenario) => {
    const row = rows.find(({ levels: of }) => of[scenario].domains.length > 1);
    return row === undefined ? [] : [`${levelNames[scenario][view.lang]}: ${row.levels[scenario].domains.join(', ')}, ${cell(row.levels[scenario], undefined, view)} (${row.quarter})`];
  });
  const same = view.lang === 'vi' ? '  thiên tai, thảm họa, chiến tranh: mỗi vùng chỉ chạm tới trung tâm này, như cột trung tâm' : '  natural hazard, disaster, war: each zone takes this site alone, as the column of the site says';
  return (more.length === 0 ? [same] : more.map((line) => `  ${line}`)).map((line) => wrap(line, view.columns, '    ')).join('\n');
}

/** One line for each site and level, one column for each tier: where it holds, or when it breaks. */
function promisesText({ promises, tier }: HeadroomData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const tiers = protections.filter((each) => protections.indexOf(each) <= protections.indexOf(tier));
  const of = (site: string, level: PromiseLevel, each: Protection): PromiseRow | undefined => promises.find((row) => row.site === site && row.level === level && row.tier === each);
  const said = (row: PromiseRow | undefined): string => {
    if (row === undefined) return '–';
    if (row.broken === undefined) return paint.green(vi ? 'giữ được' : 'holds');
    const { quarter, until } = row.broken;
    return paint.red(row.holdsFrom === undefined ? (vi ? `từ ${quarter}` : `from ${quarter}`) : quarter === until ? quarter : `${quarter}–${until}`);
  };
  const sites = [...new Set(promises.map(({ site }) => site))].sort();
  const rows = sites.flatMap((site) =>
    promiseLevels
      .filter((level) => promises.some((row) => row.site === site && row.level === level))
      .map((level) => [site, levelNames[level][view.lang].replace(/^\+ /, vi ? 'trung tâm + ' : ''), ...tiers.map((each) => said(of(site, level, each)))])
      // Levels that read alike are one line.
      .reduce<string[][]>((lines, line) => {
        const last = lines.at(-1);
        if (last !== undefined && last.slice(2).join('|') === line.slice(2).join('|') && `${last[1] ?? ''}, ${line[1] ?? ''}`.length <= 28) last[1] = `${last[1] ?? ''}, ${line[1] ?? ''}`;
        else lines.push(line);
        return lines;
      }, [])
      .map((line, index) => (index === 0 ? line : ['', ...line.slice(1)])),
  );
  const heading = vi ? 'Cam kết: các quý không giữ được, khi mất …' : 'Promises: the quarters in which each is broken, with this lost …';
  return [wrap(heading, view.columns, '  '), table(view, [{ title: vi ? 'trung tâm' : 'site' }, { title: vi ? 'khi mất' : 'lost' }, ...tiers.map((each) => ({ title: tierNames[each][view.lang] }))], rows), ...brokenLines(promises, view)].join('\n');
}

/** The first break of each site and level that is short of something, with resource and domain. */
function brokenLines(promises: readonly PromiseRow[], view: View): string[] {
  const vi = view.lang === 'vi';
  const seen = new Set<string>();
  return promises.flatMap(({ promise, site, level, broken }) => {
    if (broken?.network !== undefined && !seen.has(`${site} ${level}`)) {
      seen.add(`${site} ${level}`);
      return [wrap(`  ${promise}: ${broken.quarter}, ${networkText(broken.network, view)}`, view.columns, '    ')];
    }
    const short = broken?.scarcest;
    if (broken === undefined || short === undefined || short.left >= 0n || seen.has(`${site} ${level}`)) return [];
    seen.add(`${site} ${level}`);
    const lost = broken.domains.length === 0 ? '' : vi ? ` khi mất ${broken.domains.join(', ')}` : ` with ${broken.domains.join(', ')} lost`;
    const lack = lacking(short.resource, -short.left, view);
    return [
      wrap(
        vi ? `  ${promise}: ${broken.quarter}, ${short.site} thiếu ${lack}${lost}` : `  ${promise}: ${broken.quarter}, ${short.site} is ${lack} short${lost}`,
        view.columns,
        '    ',
      ),
    ];
  });
}

function notAchievableText({ promise, site, homeless, waitsFor, from, slips }: NotAchievableRow, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const sites = waitsFor.map(({ site: id, due }) => `${id} (${due})`).join(vi ? ' và ' : ' and ');
  const head = vi
    ? `Dự phòng khi mất ${site}: chưa thể đạt cho đến khi ${sites} hoạt động${from === undefined ? ', và cả sau đó' : `, tức từ ${from}`}. ${figure(view, homeless.length)} môi trường được bảo vệ chưa có nơi chạy: ${names(homeless, view)}.`
    : `Redundancy with ${site} lost: not achievable until ${sites} ${waitsFor.length === 1 ? 'is' : 'are'} in operation${from === undefined ? ', nor then' : `, from ${from}`}. ${figure(view, homeless.length)} protected environments have nowhere to run: ${names(homeless, view)}.`;
  const later = slips.map(({ site: id, quarters, from: then }) =>
    vi ? `${id} chậm ${quarters} quý: ${then === undefined ? 'không đạt trong mười năm sau kỳ quy hoạch' : `đạt từ ${then}`}` : `${id} slips by ${quarters} quarters: ${then === undefined ? 'not within ten years of the plan’s end' : `from ${then}`}`,
  );
  return [paint.yellow(wrap(head, view.columns, '  ')), ...later.map((line) => `  ${line}`), asCalled(view, `  ${vi ? 'vì sao' : 'why'}: ndc explain ${promise}`)].join('\n');
}

function lossesText(losses: readonly LossRow[], view: View): string {
  if (losses.length === 0) return '';
  const vi = view.lang === 'vi';
  const [first] = losses;
  const heading = vi ? `Ai chuyển đi, ai dừng, nếu mất vào ${first?.quarter ?? ''}:` : `Who moves and who stops, if lost in ${first?.quarter ?? ''}:`;
  return [heading, ...losses.flatMap((loss) => lossLines(loss, view))].join('\n');
}

function lossLines({ domains, moved, homeless, shed, overfull }: LossRow, view: View): string[] {
  const vi = view.lang === 'vi';
  const hang = '      ';
  const lines = [`  ${domains.join(', ')}`];
  const say2 = (words: string): number => lines.push(wrap(`    ${words}`, view.columns, hang));
  if (moved.length > 0)
    for (const to of [...new Set(moved.map((one) => one.to))].sort())
      say2(`${vi ? 'chuyển tới' : 'move to'} ${to}: ${figure(view, moved.filter((one) => one.to === to).length)} (${names(moved.filter((one) => one.to === to).map(({ namespace }) => namespace), view)})`);
  if (homeless.length > 0) say2(`${vi ? 'không có nơi chạy' : 'nowhere to run'}: ${figure(view, homeless.length)} (${names(homeless.map(({ namespace }) => namespace), view)})`);
  for (const tier of [...protections].reverse()) {
    const some = shed.filter((one) => one.tier === tier);
    if (some.length > 0) say2(`${vi ? 'dừng' : 'shed'}, ${tierNames[tier][view.lang]}: ${figure(view, some.length)} (${names(some.map(({ namespace }) => namespace), view, 12)})`);
  }
  for (const { site, resource, short } of overfull) say2(vi ? `${site}: thiếu ${lacking(resource, short, view)}; dữ liệu không thể dừng` : `${site}: ${lacking(resource, short, view)} short; data cannot be shed`);
  if (lines.length === 1) say2(vi ? 'mọi cam kết được giữ; không ai dừng' : 'every promise is kept; nobody stops');
  return lines;
}

function restsOn({ assumptions, promises }: HeadroomData, view: View): string {
  const first = promises.find(({ broken }) => broken !== undefined) ?? promises[0];
  const ask = first === undefined ? '' : ` ${asCalled(view, `ndc explain ${first.promise}`)}`;
  return wrap(
    view.lang === 'vi' ? `Dữ liệu có ${figure(view, assumptions)} giả định chưa ai xác nhận; những giả định đứng sau một câu trả lời:${ask}` : `The data hold ${figure(view, assumptions)} assumptions nobody has confirmed; those behind one answer:${ask}`,
    view.columns,
    '  ',
  );
}

/** One row for each site, quarter, level: the scarcest resource. Amounts in milliCPU, bytes and counts; of links bits a second. */
export function csv({ sites, tier }: HeadroomData): readonly (readonly string[])[] {
  const head = ['site', 'quarter', 'tier', 'lost_level', 'lost_domains', 'scarcest_at', 'resource', 'compartment', 'promised', 'there', 'whole', 'left', 'nowhere_to_run'];
  const rows = sites.flatMap(({ site, rows: quarters }) =>
    quarters.flatMap(({ quarter, levels: of, link }) => [
      ...levels.map((level) => {
        const { domains, scarcest, homeless } = of[level];
        const amounts = scarcest === undefined ? ['', '', '', '', '', '', ''] : [scarcest.site, scarcest.resource, scarcest.compartment, String(scarcest.promised), String(scarcest.there), String(scarcest.whole), String(scarcest.left)];
        return [site, quarter, tier, level, domains.join(' '), ...amounts, String(homeless)];
      }),
      ...(link === undefined ? [] : [[site, quarter, tier, 'link', link.domain, site, `link/${link.link ?? ''}`, `${link.from} → ${link.to}`, ...[link.peak, link.share, link.whole, link.share - link.peak].map(String), '']]),
    ]),
  );
  return [head, ...rows];
}

export async function svg(data: HeadroomData, view: View): Promise<string> {
  return (await import('./headroom-chart.js')).svg(data, view);
}
