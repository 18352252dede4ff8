import { protections } from '../../../sites/model/kinds/protection.js';
import { dataKinds } from '../../../sites/recovery/situation.js';
import type { Likely } from '../../../sites/recovery/ways.js';
import type { CellRow, DrMatrixData, Runs } from '../../dr-matrix-data.js';
import { duration } from '../capacity/links-words.js';
import { lossTable } from '../capacity/storage.js';
import { clipped, tierNames } from '../capacity/words.js';
import { headline } from '../headline.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { brokenNames, dataList, dataNames, meansNames, noteText, reasonText, situationAbout, situationNames } from './words.js';

/** Environments named before the rest is only counted. */
const named = 12;

export function text(data: DrMatrixData, view: View): string {
  const title = headline(data, view);
  const parts = [title, answer(data, view), worseText(data, view), wrap(legend(data, view), view.columns, ''), ...data.situations.map((situation) => situationText(situation, data, view)), cellsText(data, view), notesText(data, view), platformText(data, view), storageText(data, view), restsOn(data, view)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** What a declared loss has stopped is in no row: it runs nowhere already. */
function answer(data: DrMatrixData, view: View): string {
  const { stopped = 0 } = data;
  const rest = data.environments === 0 && stopped > 0 ? '' : kept(data, view);
  const said = view.lang === 'vi' ? `${figure(view, stopped)} môi trường không chạy ở đâu kể từ tuyên bố mất; xem ndc dr declare, ndc dr runbook.` : `${figure(view, stopped)} environment${stopped === 1 ? ' has' : 's have'} run nowhere since a declared loss; see ndc dr declare, ndc dr runbook.`;
  return [...(stopped === 0 ? [] : [wrap(painter(view).red(said), view.columns, '  ')]), ...(rest === '' ? [] : [rest])].join('\n');
}

function kept({ worse, environments, situations }: DrMatrixData, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  if (environments === 0) return vi ? 'Không có môi trường nào được chọn.' : 'No environment was selected.';
  const judged = situations.some((situation) => situation === 'site-dead' || situation === 'link-cut');
  if (!judged) return vi ? 'Các tình huống này không mức bảo vệ nào cam kết gì.' : 'No tier promises anything for these situations.';
  return worse === 0
    ? paint.green(environments === 1 ? (vi ? 'Môi trường duy nhất được xét đạt mức bảo vệ đã cam kết.' : 'The one environment keeps what its tier promises.') : vi ? `Cả ${figure(view, environments)} môi trường đạt mức bảo vệ đã cam kết.` : `All ${figure(view, environments)} environments keep what their tier promises.`)
    : paint.red(vi ? `${figure(view, worse)} trên ${figure(view, environments)} môi trường không đạt mức bảo vệ đã cam kết.` : `${figure(view, worse)} of ${figure(view, environments)} ${worse === 1 ? 'environments is worse than its tier promises' : 'environments are worse than their tier promises'}.`);
}

/** What breaks, the same thing once with all whom it befalls. */
function worseText({ cells, promises }: DrMatrixData, view: View): string {
  const vi = view.lang === 'vi';
  const worse = cells.filter(({ verdict }) => verdict === 'worse');
  if (worse.length === 0) return '';
  const groups = new Map<string, CellRow[]>();
  for (const cell of worse) {
    const key = `${situationNames[cell.situation][view.lang]}${cell.lost.length === 0 ? '' : ` (${cell.lost.map(safe).join(', ')})`}: ${whyText(cell, view)}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const lines = [...groups].map(([why, rows]) => {
    const who = protections.flatMap((tier) => {
      const own = rows.filter((cell) => cell.tier === tier);
      return own.length === 0 ? [] : [`${tierNames[tier][view.lang]} (${figure(view, own.length)}): ${own.slice(0, named).map((cell) => `${safe(cell.namespace)}${exceeded(cell, promises, view)}`).join(', ')}${own.length > named ? (vi ? ` và ${figure(view, own.length - named)} môi trường khác` : ` and ${figure(view, own.length - named)} more`) : ''}`];
    });
    return [wrap(`  ${painter(view).red(why)}`, view.columns, '    '), ...goneText(rows, view), ...who.map((line) => wrap(`    ${line}`, view.columns, '      '))].join('\n');
  });
  return [painter(view).bold(vi ? 'Không đạt mức bảo vệ' : 'Worse than their tier'), ...lines].join('\n');
}

function whyText({ broken, runs, gone }: CellRow, view: View): string {
  const vi = view.lang === 'vi';
  // Of those that run nowhere, what is gone is said once for all of them.
  if (runs.how === 'nowhere') return runs.reasons.filter(({ because }) => because !== 'no-copy' || gone.length === 0).map((reason) => reasonText(reason, view)).join('; ');
  const lost = gone.length === 0 ? [] : [vi ? `mất hẳn ${dataList(gone, view)}` : `gone for good: ${dataList(gone, view)}`];
  return [...lost, ...broken.filter((one) => one !== 'gone' && one !== 'runs').map((one) => brokenNames[one][view.lang])].join('; ');
}

/** Data that lie nowhere any more, of those that run nowhere: of how many, kind by kind. */
function goneText(rows: readonly CellRow[], view: View): string[] {
  const counts = dataKinds.flatMap((kind) => {
    const count = rows.filter(({ runs, gone }) => runs.how === 'nowhere' && gone.includes(kind)).length;
    return count === 0 ? [] : [`${dataNames[kind][view.lang]} (${figure(view, count)})`];
  });
  if (counts.length === 0) return [];
  return [wrap(`    ${painter(view).red(view.lang === 'vi' ? `mất hẳn, không còn bản sao ở đâu: ${counts.join(', ')}` : `gone for good, no copy anywhere: ${counts.join(', ')}`)}`, view.columns, '      ')];
}

/** The figures that are beyond their promise, each with what is promised. */
function exceeded({ broken, rpo, release, rto, backupRpo, tier }: CellRow, promises: DrMatrixData['promises'], view: View): string {
  const promised = promises[tier];
  const of = (found: bigint | undefined, most: bigint): string => {
    const [is, may] = [found === undefined ? '∞' : duration(view, found), duration(view, most)];
    // Rounded alike they would say nothing.
    return found !== undefined && is === may ? `${figure(view, (found + 59_999n) / 60_000n)} > ${figure(view, most / 60_000n)} ${view.lang === 'vi' ? 'phút' : 'min'}` : `${is} > ${may}`;
  };
  const parts = broken.flatMap((one) => (one === 'rpo' ? [of(rpo?.p95, promised.rpoMs)] : one === 'release' ? [of(release?.p95, promised.rpoMs)] : one === 'rto' && rto !== undefined ? [of(rto.p95Ms, promised.rtoMs)] : one === 'backup-rpo' ? [of(backupRpo?.p95, promised.backupRpoMs)] : []));
  return parts.length === 0 ? '' : ` ${parts.join('; ')}`;
}

const legend = ({ runs }: DrMatrixData, view: View): string =>
  view.lang === 'vi'
    ? `RPO: mức mất dữ liệu = chu kỳ + thời gian tạo + thời gian chuyển trên đường truyền. RTO: từ lúc mất đến lúc phục vụ lại, tính theo lịch phục hồi có giới hạn người, lượt áp dụng, băng thông, HSM. P50: một nửa số lần; P95: mười chín trên hai mươi lần (${figure(view, runs)} lượt mô phỏng có hạt giống cố định; RPO: ngày cao điểm, lượng lớn nhất). Đạt hay không xét theo P95.`
    : `RPO: data lost = interval + duration + transfer on the link. RTO: from the loss until service is back, by a schedule limited by people, apply slots, bandwidth and HSM. P50: half of all times; P95: nineteen of twenty (${figure(view, runs)} seeded runs; RPO: a peak day with the most bytes there may be). Judged at P95.`;

const bound = (figures: Partial<Likely> | undefined, level: keyof Likely, view: View): string => (figures === undefined ? '–' : figures[level] === undefined ? '∞' : duration(view, figures[level]));

/** Why whoever runs nowhere does so, where no tier promises anything: what breaks a promise is told at the top. */
function nowhereText(situation: DrMatrixData['situations'][number], cells: readonly CellRow[], view: View): string {
  const counted = new Map<string, number>();
  for (const { situation: of, verdict, runs, leaves } of cells) {
    const place = leaves ?? runs;
    if (of !== situation || verdict === 'worse' || place.how !== 'nowhere') continue;
    const why = place.reasons.map((reason) => reasonText(reason, view)).join('; ');
    if (why !== '') counted.set(why, (counted.get(why) ?? 0) + 1);
  }
  return [...counted].map(([why, count]) => `\n${wrap(`  ${view.lang === 'vi' ? 'không chạy' : 'nowhere'} (${figure(view, count)}): ${why}`, view.columns, '    ')}`).join('');
}

function situationText(situation: DrMatrixData['situations'][number], { tiers, promises, cells }: DrMatrixData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const rows = tiers.filter((row) => row.situation === situation);
  if (rows.length === 0) return '';
  const right = 'right' as const;
  const moves = situation !== 'link-cut';
  // Without room for a column of names, they stand below.
  const beside = view.columns >= 120;
  const last = rows.flatMap((row) => (row.last === undefined ? [] : [`${tierNames[row.tier][view.lang]} ${safe(row.last.namespace)}`]));
  const below = !moves || beside || last.length === 0 ? '' : `\n${wrap(`  ${vi ? 'về sau cùng' : 'last back'}: ${last.join(', ')}`, view.columns, '    ')}`;
  return `${wrap(`${paint.bold(say(view, situationNames[situation]))}. ${situationAbout[situation][view.lang]}`, view.columns, '')}\n${table(
    view,
    [
      { title: vi ? 'mức' : 'tier' },
      { title: vi ? 'số' : 'env.', align: right },
      { title: vi ? 'không chạy' : 'nowhere', align: right },
      { title: vi ? 'kém' : 'worse', align: right },
      { title: 'RPO P95', align: right },
      { title: vi ? 'cho phép' : 'allowed', align: right },
      ...(moves ? [{ title: 'RTO P50', align: right }, { title: 'P95', align: right }, { title: vi ? 'cho phép' : 'allowed', align: right }, ...(beside ? [{ title: vi ? 'về sau cùng' : 'last back' }] : [])] : []),
    ],
    rows.map(({ tier, environments, worse, nowhere, rpo, last: slowest }) => [
      tierNames[tier][view.lang],
      figure(view, environments),
      nowhere === 0 ? '–' : paint.red(figure(view, nowhere)),
      worse === 0 ? '–' : paint.red(figure(view, worse)),
      bound(rpo, 'p95', view),
      duration(view, promises[tier].rpoMs),
      ...(moves ? [slowest === undefined ? '–' : duration(view, slowest.rto.p50Ms), slowest === undefined ? '–' : duration(view, slowest.rto.p95Ms), duration(view, promises[tier].rtoMs), ...(beside ? [slowest === undefined ? '–' : clipped(safe(slowest.namespace), Math.max(12, view.columns - 88))] : [])] : []),
    ]),
  )}${nowhereText(situation, cells, view)}${below}`;
}

const placeText = (runs: Runs, view: View): string => (runs.how === 'nowhere' ? painter(view).red(runs.until ?? (view.lang === 'vi' ? 'không' : 'nowhere')) : runs.site);

/** Each environment under the first situation asked for; on a wide terminal under all of them. */
function cellsText({ cells, situations }: DrMatrixData, view: View): string {
  const vi = view.lang === 'vi';
  const [first, ...rest] = situations;
  if (first === undefined || cells.length === 0) return '';
  const wide = rest.length > 0 && view.columns >= 50 + situations.length * 20;
  const right = 'right' as const;
  const at = new Map(cells.map((cell) => [`${cell.namespace} ${cell.situation}`, cell]));
  const subjects = protections.flatMap((tier) => [...new Set(cells.flatMap((cell) => (cell.tier === tier ? [cell.namespace] : [])))].map((namespace) => ({ tier, namespace })));
  const name = Math.max(16, view.columns - (wide ? 14 + situations.length * 24 : 60));
  const rows = subjects.map(({ tier, namespace }) => {
    const own = (wide ? situations : [first]).flatMap((situation) => {
      const cell = at.get(`${namespace} ${situation}`);
      return wide ? [cell === undefined ? '' : briefCell(cell, view)] : cell === undefined ? ['', '', '', '', ''] : fullCell(cell, view);
    });
    return [clipped(safe(namespace), name), tierNames[tier][view.lang], ...own];
  });
  const columns = wide
    ? situations.map((situation) => ({ title: say(view, situationNames[situation]) }))
    : [{ title: first === 'brownout' ? (vi ? 'chuyển tới' : 'moves to') : vi ? 'chạy ở' : 'runs at' }, { title: 'RPO P95', align: right }, { title: 'RTO P50', align: right }, { title: 'P95', align: right }, { title: vi ? 'sao lưu' : 'backup', align: right }];
  const which = wide ? (vi ? 'chạy ở, RPO / RTO, P95' : 'runs at, RPO / RTO, P95') : say(view, situationNames[first]);
  const heading = painter(view).bold(vi ? `Từng môi trường: ${which}` : `Each environment: ${which}`);
  const others = wide || rest.length === 0 ? '' : `\n${wrap(vi ? `  Tình huống khác: --situation ${rest.join(' | ')}, màn hình rộng hơn, hoặc --format csv` : `  Other situations: --situation ${rest.join(' | ')}, a wider terminal, or --format csv`, view.columns, '    ')}`;
  return `${heading}\n${table(view, [{ title: vi ? 'môi trường' : 'environment' }, { title: vi ? 'mức' : 'tier' }, ...columns], rows)}${others}`;
}

const fullCell = ({ runs, leaves, rpo, rto, backupRpo }: CellRow, view: View): string[] => [placeText(leaves ?? runs, view), bound(rpo, 'p95', view), rto === undefined ? '–' : duration(view, rto.p50Ms), rto === undefined ? '–' : duration(view, rto.p95Ms), bound(backupRpo, 'p95', view)];

function briefCell({ runs, leaves, rpo, rto, verdict }: CellRow, view: View): string {
  const place = leaves ?? runs;
  const figures = place.how === 'nowhere' ? '' : ` ${bound(rpo, 'p95', view)} / ${rto === undefined ? '–' : duration(view, rto.p95Ms)}`;
  return `${placeText(place, view)}${verdict === 'worse' ? painter(view).red(figures) : figures}`;
}

/** Notes, each once with how many environments it concerns; and the worst single path lost on top. */
function notesText({ cells }: DrMatrixData, view: View): string {
  const vi = view.lang === 'vi';
  const counted = new Map<string, Set<string>>();
  for (const { notes, namespace, situation } of cells) for (const note of notes) {
    const line = `${situationNames[situation][view.lang]}: ${noteText(note, view)}`;
    counted.set(line, new Set([...(counted.get(line) ?? []), namespace]));
  }
  const slow = cells.reduce<CellRow | undefined>((worst, cell) => (cell.worstPath === undefined ? worst : worst?.worstPath === undefined || (worst.worstPath.lagMs !== undefined && (cell.worstPath.lagMs === undefined || cell.worstPath.lagMs > worst.worstPath.lagMs)) ? cell : worst), undefined);
  const path = slow?.worstPath === undefined ? [] : [vi ? `mất thêm tuyến nặng nhất, ${safe(slow.worstPath.domain)}: độ trễ bản sao ${slow.worstPath.lagMs === undefined ? '∞' : duration(view, slow.worstPath.lagMs)}` : `with the worst single path lost on top, ${safe(slow.worstPath.domain)}: copies lag ${slow.worstPath.lagMs === undefined ? '∞' : duration(view, slow.worstPath.lagMs)}`];
  const lines = [...[...counted].map(([line, who]) => (vi ? `${line} (${figure(view, who.size)} môi trường)` : `${line} (${figure(view, who.size)} environment${who.size === 1 ? '' : 's'})`)), ...path];
  return lines.length === 0 ? '' : [painter(view).bold(vi ? 'Lưu ý' : 'Notes'), ...lines.map((line) => wrap(`  ${line}`, view.columns, '    '))].join('\n');
}

/** What every system needs of the platform at its standby, and how old the newest of it is at the worst moment. */
function platformText({ cells, operating }: DrMatrixData, view: View): string {
  if (operating.length < 2) return '';
  const vi = view.lang === 'vi';
  const dead = cells.filter(({ situation, release }) => situation === 'site-dead' && release !== undefined);
  const oldest = (figures: readonly Partial<Likely>[]): string => bound(figures.reduce<Partial<Likely>>((most, one) => (most.p95 === undefined || (one.p95 !== undefined && one.p95 <= most.p95) ? most : one), { p50: 0n, p95: 0n }), 'p95', view);
  if (dead.length === 0) return '';
  const images = oldest(dead.flatMap(({ release }) => release ?? []));
  const keys = oldest(dead.flatMap(({ losses }) => losses.flatMap(({ data, awaitedMs, totalMs }) => (data === 'keys' ? [awaitedMs ?? totalMs] : []))));
  return wrap(
    vi
      ? `Ảnh phần mềm đưa lên trong ${images} trước sự cố chưa có ở nơi dự phòng, bản phát hành trước đó chạy: không mất dữ liệu, nhưng cũng xét theo RPO. Khóa tạo trong ${keys} trước sự cố chưa có trong ảnh chụp kho bí mật, dữ liệu ghi bằng khóa đó mất theo: tính vào RPO, trừ mức bảo vệ quy định chờ (newKeys: after-snapshot).`
      : `Images pushed within ${images} of the loss are not at the standby, where the release before runs: no data are lost, and the RPO bounds it all the same. Keys made within ${keys} are in no snapshot of the secret store, and what was written under them goes with them: part of the RPO, save for tiers whose new keys wait (newKeys: after-snapshot).`,
    view.columns,
    '',
  );
}

function storageText({ storage }: DrMatrixData, view: View): string {
  if (storage.length === 0) return '';
  const vi = view.lang === 'vi';
  const sites = [...new Set(storage.map(({ site }) => site))];
  const heading = painter(view).bold(vi ? 'Lưu trữ khi mất một phần trung tâm' : 'Storage when a part of a site is lost');
  return [heading, ...sites.map((site) => `${safe(site)}\n${lossTable(storage.filter((row) => row.site === site), view)}`)].join('\n');
}

function restsOn({ assumptions, inputs, durations }: DrMatrixData, view: View): string {
  const vi = view.lang === 'vi';
  const measured = durations.filter((one) => one.measured > 0);
  const times = measured.length === 0
    ? vi ? `Chưa diễn tập lần nào: cả ${figure(view, durations.length)} thời gian của các bước là giả định.` : `Nothing has been drilled: all ${figure(view, durations.length)} durations of steps are assumptions.`
    : vi ? `${figure(view, measured.length)} trên ${figure(view, durations.length)} thời gian được đo khi diễn tập (${measured.map(({ action, measured: count }) => `${action}: ${count} lần`).join(', ')}); còn lại là giả định.` : `${figure(view, measured.length)} of ${figure(view, durations.length)} durations were measured in drills (${measured.map(({ action, measured: count }) => `${action}: ${count}`).join(', ')}); the rest are assumptions.`;
  const rest = vi
    ? `Dựa trên ${figure(view, inputs.length)} đầu vào, chứa ${figure(view, assumptions)} giá trị chưa ai xác nhận; danh sách với tệp và dòng: ndc dr matrix --json. Một ô: ndc explain dr/<môi trường>/<tình huống>.`
    : `Rests on ${figure(view, inputs.length)} inputs, which hold ${figure(view, assumptions)} values that nobody has confirmed; the list with files and lines: ndc dr matrix --json. One cell: ndc explain dr/<environment>/<situation>.`;
  return wrap(`${times} ${rest}`, view.columns, '  ');
}

const ms = (figures: Partial<Likely> | undefined, level: keyof Likely): string => (figures === undefined ? '' : figures[level] === undefined ? 'unbounded' : String(figures[level]));

/** One row for each environment and situation; milliseconds. */
export function csv({ cells, promises }: DrMatrixData, view: View): readonly (readonly string[])[] {
  const head = ['situation', 'tier', 'namespace', 'organisation', 'primary', 'lost', 'verdict', 'broken', 'how', 'runs_at', 'until', 'reasons', 'gone', 'rpo_ms_p50', 'rpo_ms_p95', 'rpo_ms_promised', 'release_ms_p95', 'backup_rpo_ms_p95', 'backup_rpo_ms_promised', 'rto_ms_typical', 'rto_ms_p50', 'rto_ms_p95', 'rto_ms_promised', 'data', 'notes'];
  return [
    head,
    ...cells.map((cell) => {
      const place = cell.leaves ?? cell.runs;
      return [
        cell.situation,
        cell.tier,
        cell.namespace,
        cell.organisation,
        cell.primary,
        cell.lost.join(' '),
        cell.verdict,
        cell.broken.join(' '),
        place.how,
        place.how === 'nowhere' ? '' : place.site,
        place.how === 'nowhere' ? (place.until ?? '') : '',
        place.how === 'nowhere' ? place.reasons.map((reason) => reasonText(reason, view)).join('; ') : '',
        cell.gone.join(' '),
        ms(cell.rpo, 'p50'),
        ms(cell.rpo, 'p95'),
        String(promises[cell.tier].rpoMs),
        ms(cell.release, 'p95'),
        ms(cell.backupRpo, 'p95'),
        String(promises[cell.tier].backupRpoMs),
        ...(cell.rto === undefined ? ['', '', ''] : [cell.rto.typicalMs, cell.rto.p50Ms, cell.rto.p95Ms].map(String)),
        String(promises[cell.tier].rtoMs),
        cell.losses.map(({ data, means, from, at }) => `${dataNames[data][view.lang]}: ${meansNames[means][view.lang]} ${from} → ${at}`).join('; '),
        cell.notes.map((note) => noteText(note, view)).join('; '),
      ];
    }),
  ];
}
