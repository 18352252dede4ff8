import type { DrCellData, PathRow } from '../../dr-cell-data.js';
import type { InputPlace } from '../../promise-data.js';
import { duration, megabits } from '../capacity/links-words.js';
import { amountText, clipped, tierNames } from '../capacity/words.js';
import { declaredWords } from '../declared.js';
import { placeText, valueText } from '../promise.js';
import { date, figure, painter, safe, table, wrap, type View } from '../view.js';
import { brokenNames, dataList, dataNames, meansNames, noteText, reasonText, situationAbout, situationNames, stepNames } from './words.js';

export function text(data: DrCellData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { row, promises } = data;
  const parts = [
    wrap(`${paint.bold(safe(data.cell))}: ${situationNames[row.situation][view.lang]}${row.lost.length === 0 ? '' : ` (${row.lost.map(safe).join(', ')})`}, ${tierNames[row.tier][view.lang]}, ${vi ? 'chạy chính ở' : 'runs at'} ${row.primary}; ${date(view, data.asOf)}${data.whatIf.length === 0 ? '' : `, ${vi ? 'giả sử' : 'what if'} ${data.whatIf.map(safe).join(' ')}`}`, view.columns, '  '),
    ...nextLoss(data, view),
    wrap(situationAbout[row.situation][view.lang], view.columns, ''),
    verdictText(data, view),
    `${vi ? 'Đã cam kết' : 'Promised'}: RPO ${duration(view, promises.rpoMs)}, RTO ${duration(view, promises.rtoMs)}, ${vi ? 'sao lưu' : 'backup RPO'} ${duration(view, promises.backupRpoMs)}\n${places(data.promised, view)}`,
    lossesText(data, view),
    pathText(data, view),
    ...(data.request.length === 0 ? [] : [`${vi ? 'Số liệu của phiếu đăng ký' : 'Figures of the request'}\n${places(data.request, view)}`]),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** After a declaration the cell is of what would come next; whoever wants what this loss costs has to be told so. */
function nextLoss({ declared = [], row }: DrCellData, view: View): readonly string[] {
  const down = declared.filter(({ stage }) => stage !== 'restored');
  if (down.length === 0) return [];
  const already = down.map((one) => `${one.site} ${declaredWords(one, view)}`).join('; ');
  const lines =
    view.lang === 'vi'
      ? `Đây là lần mất TIẾP THEO, không phải lần đang xảy ra: ${already}. Ô này xét việc mất nơi chạy chính hiện nay, ${row.primary}. Con số của lần đang xảy ra nằm trong sổ tay và ma trận lập trước khi tuyên bố.`
      : `This is the NEXT loss, not the one at hand: ${already}. The cell is of the loss of the present primary, ${row.primary}. Figures of the loss at hand are in the runbook and the matrix made before it was declared.`;
  return [wrap(painter(view).yellow(lines), view.columns, '')];
}

function verdictText({ row }: DrCellData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { runs, leaves, verdict, broken, gone, notes } = row;
  const word = { kept: paint.green(vi ? 'đạt mức bảo vệ' : 'keeps its tier'), worse: paint.red(`${vi ? 'không đạt' : 'worse than its tier'}: ${broken.map((one) => brokenNames[one][view.lang]).join('; ')}`), told: vi ? 'không mức nào cam kết cho tình huống này' : 'no tier promises anything here', 'no-copies': vi ? 'không có bản sao nào đi qua đường truyền' : 'no copy crosses a link' }[verdict];
  const place = (where: typeof runs): string => (where.how === 'nowhere' ? `${vi ? 'không chạy ở đâu' : 'runs nowhere'}: ${where.reasons.map((reason) => reasonText(reason, view)).join('; ')}` : { 'serves-on': vi ? `vẫn chạy ở ${where.site}` : `serves on at ${where.site}`, promoted: vi ? `chạy ở ${where.site}, nâng bản sao lên` : `runs at ${where.site}, copies promoted`, restored: vi ? `chạy ở ${where.site}, phục hồi từ bản sao lưu` : `runs at ${where.site}, restored` }[where.how]);
  const lines = [word, place(runs), ...(leaves === undefined ? [] : [`${vi ? 'nếu quyết định rời đi' : 'if it is decided to leave'}: ${place(leaves)}`]), ...(gone.length === 0 ? [] : [paint.red(`${vi ? 'mất hẳn' : 'gone for good'}: ${dataList(gone, view)}`)]), ...notes.map((note) => noteText(note, view))];
  return lines.map((line) => wrap(line, view.columns, '  ')).join('\n');
}

const places = (inputs: readonly InputPlace[], view: View): string => inputs.map((input) => wrap(`    ${safe(input.pointer.slice(1))} = ${valueText(input, view)}  ${placeText(input, view)}`, view.columns, '      ')).join('\n');

const orEndless = (figureAt: bigint | undefined, view: View): string => (figureAt === undefined ? '∞' : duration(view, figureAt));

function lossesText({ losses, row }: DrCellData, view: View): string {
  const vi = view.lang === 'vi';
  if (losses.length === 0) return '';
  const heading = painter(view).bold(vi ? 'Mất dữ liệu = chu kỳ + thời gian tạo + thời gian chuyển (P50; P95)' : 'Data lost = interval + duration + transfer (P50; P95)');
  const each = losses.map((loss) => {
    const of = (level: 'p50' | 'p95'): string => `${duration(view, loss.intervalMs)} + ${duration(view, loss.durationMs[level])} + ${orEndless(loss.transferMs[level], view)} = ${orEndless(loss.totalMs[level], view)}`;
    const waits = loss.awaitedMs === undefined ? '' : vi ? `; khóa mới chờ ảnh chụp, nếu dùng ngay thì mất ${orEndless(loss.awaitedMs.p95, view)}` : `; new keys wait for the snapshot, used at once ${orEndless(loss.awaitedMs.p95, view)} would be lost`;
    const way = `${loss.from} → ${loss.at}${loss.over === undefined ? '' : vi ? ` qua ${loss.over}` : ` over ${loss.over}`}`;
    return [wrap(`  ${dataNames[loss.data][view.lang]}, ${meansNames[loss.means][view.lang]}, ${way}: ${loss.awaitedMs === undefined ? `${of('p50')}; ${of('p95')}` : duration(view, 0n)}${waits}${loss.data === 'images' ? (vi ? ' (tuổi bản phát hành, không phải dữ liệu mất)' : ' (age of the release, no data lost)') : ''}`, view.columns, '    '), places(loss.inputs, view)].filter((part) => part !== '').join('\n');
  });
  const worst = row.worstPath === undefined ? [] : [wrap(`  ${vi ? 'mất thêm tuyến nặng nhất' : 'with the worst path lost on top'}, ${safe(row.worstPath.domain)}: ${vi ? 'độ trễ' : 'copies lag'} ${orEndless(row.worstPath.lagMs, view)}`, view.columns, '    ')];
  const backup = row.backupRpo === undefined ? [] : [`  ${vi ? 'sao lưu sau đó' : 'backups from then on'}: ${orEndless(row.backupRpo.p50, view)}; ${orEndless(row.backupRpo.p95, view)}`];
  return [heading, ...each, ...worst, ...backup].join('\n');
}

function pathText({ path, row, limits }: DrCellData, view: View): string {
  const vi = view.lang === 'vi';
  if (path.length === 0 || row.rto === undefined) return '';
  const { typicalMs, p50Ms, p95Ms } = row.rto;
  const heading = wrap(
    `${painter(view).bold(vi ? 'Các bước quyết định' : 'The steps that decide')}, ${vi ? `mỗi bước ở trung vị: ${duration(view, typicalMs)}. Mô phỏng: P50 ${duration(view, p50Ms)}, P95 ${duration(view, p95Ms)}.` : `each at its median: ${duration(view, typicalMs)}. Simulated: P50 ${duration(view, p50Ms)}, P95 ${duration(view, p95Ms)}.`}`,
    view.columns,
    '',
  );
  const right = 'right' as const;
  const body = table(
    view,
    [{ title: vi ? 'bước' : 'step' }, { title: '' }, { title: vi ? 'bắt đầu' : 'begins', align: right }, { title: vi ? 'kết thúc' : 'ends', align: right }, { title: vi ? 'dựa trên' : 'rests on' }],
    path.flatMap((step) => [[stepNames[step.kind][view.lang], clipped(safe(step.name.slice(step.kind.length + 1)), Math.max(16, view.columns - 76)), duration(view, step.startMs), duration(view, step.endMs), restsOn(step, view)], ...amountRow(step, view)]),
  );
  return [heading, body, vi ? '  Giới hạn làm cùng lúc:' : '  What limits how much is done at once:', places(limits, view)].join('\n');
}

/** Bytes on their way, under the step that takes them. */
const amountRow = ({ bytes, rate }: PathRow, view: View): string[][] => (bytes === undefined || rate === undefined ? [] : [['', `${amountText('memory', bytes, view)} ÷ ${megabits(view, rate)} Mbit/s`, '', '', '']]);

function restsOn({ measured, inputs }: PathRow, view: View): string {
  const drilled = measured === undefined || measured === 0 ? '' : view.lang === 'vi' ? ` (đo ${figure(view, measured)} lần)` : ` (measured ${figure(view, measured)}×)`;
  const [first] = inputs;
  return `${first === undefined ? '' : `${first.file}:${first.line}`}${drilled}`;
}
