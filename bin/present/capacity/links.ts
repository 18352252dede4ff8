import { protections } from '../../../sites/model/kinds/protection.js';
import type { LinkLossRow, LinkRow, LinksData } from '../../links-data.js';
import { headline } from '../headline.js';
import { figure, painter, safe, table, wrap, type View } from '../view.js';
import { linksChart } from './links-chart.js';
import { decimalBytes, duration, gigabits, holdsText, kindNames, megabits } from './links-words.js';
import { names, percentLeft, tierNames } from './words.js';

export async function text(data: LinksData, view: View): Promise<string> {
  const title = headline(data, view);
  const parts = [title, wrap(legend(data, view), view.columns, ''), loadsText(data, view), promisesText(data, view), afterwardsText(data, view), lossesText(data, view), ...(data.plot ? [await chartText(data, view)] : []), ingestText(data, view), restsOn(data, view)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function legend({ assumed, tier }: LinksData, view: View): string {
  const tiers = tierNames[tier][view.lang];
  return view.lang === 'vi'
    ? `Mbit/s trên đường truyền: byte mỗi giây ÷ ${(assumed.payloadPercent / 100).toLocaleString('vi-VN')} × 8. Đồng bộ và sao lưu được dùng ${assumed.sharePercent} % đường truyền. Độ trễ RPO: tuổi của byte cũ nhất chưa chuyển, theo từng 15 phút của biểu đồ ngày; cao điểm là phút bận nhất, dài dưới 15 phút, nên chỉ dùng để tính băng thông. ${tier === 'bronze' ? 'Mọi mức bảo vệ.' : `Mức ${tiers} và các mức cao hơn.`}`
    : `Mbit/s on the wire: bytes a second ÷ ${assumed.payloadPercent / 100} × 8. Replication and backups may take ${assumed.sharePercent} % of a link. RPO lag: age of the oldest byte not yet shipped, by quarter hours of the day's profile; the peak is of the busiest minutes, shorter than those, and sizes the link alone. ${tier === 'bronze' ? 'All tiers.' : `${tiers} and all protected better.`}`;
}

const way = ({ from, to }: Pick<LinkRow, 'from' | 'to'>): string => `${from} → ${to}`;

function loadsText({ loads, detours, quarter, quarters }: LinksData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const lost = detours.map(({ from, to, over, namespaces }) =>
    wrap(
      over === undefined
        ? paint.red(vi ? `  ${from} → ${to}: không còn đường nào; ${figure(view, namespaces.length)} môi trường: ${names(namespaces, view)}` : `  ${from} → ${to}: no way is left; ${figure(view, namespaces.length)} environments: ${names(namespaces, view)}`)
        : vi
          ? `  ${from} → ${to}: đi vòng qua ${over}; ${figure(view, namespaces.length)} môi trường`
          : `  ${from} → ${to}: leads over ${over}; ${figure(view, namespaces.length)} environments`,
      view.columns,
      '    ',
    ),
  );
  if (loads.length === 0) {
    const span = quarters.length > 1 ? `${quarters[0] ?? ''}–${quarters.at(-1) ?? ''}` : quarter;
    return [...lost, ...(lost.length > 0 ? [] : [vi ? `Không có gì đi qua đường truyền trong ${span}: chưa có hai trung tâm cùng hoạt động.` : `Nothing crosses a link in ${span}: no two sites operate.`])].join('\n');
  }
  const right = 'right' as const;
  const body = table(
    view,
    [
      { title: quarter },
      { title: 'Gbit/s', align: right },
      { title: vi ? 'trung bình' : 'mean', align: right },
      { title: vi ? 'cao điểm, Mbit/s' : 'peak, Mbit/s', align: right },
      { title: vi ? 'còn' : 'left', align: right },
      { title: vi ? 'trễ thường' : 'lag, typical', align: right },
      { title: vi ? 'trễ cao điểm' : 'peak day', align: right },
      { title: '' },
    ],
    loads.map((load) => [
      way(load),
      gigabits(view, load.capacity),
      megabits(view, load.mean.mid),
      load.peak.low === load.peak.high ? megabits(view, load.peak.mid) : `${megabits(view, load.peak.mid)} (${megabits(view, load.peak.low)}…${megabits(view, load.peak.high)})`,
      load.share < load.peak.mid ? paint.red(percentLeft(load.share - load.peak.mid, load.share)) : percentLeft(load.share - load.peak.mid, load.share),
      load.typicalDay.mid.keepsUp ? duration(view, load.typicalDay.mid.lagMs) : paint.red(vi ? 'tăng mãi' : 'grows'),
      load.peakDay.mid.keepsUp ? duration(view, load.peakDay.mid.lagMs) : paint.red(vi ? 'tăng mãi' : 'grows'),
      holdsText(view, load.holds),
    ]),
  );
  const measured = loads.every(({ measuredShare }) => measuredShare === 0n)
    ? vi
      ? '  Chưa có nhật ký nào được đo: tải tính từ mức thay đổi đã khai báo nhân hệ số giả định.'
      : '  No log was measured: loads are declared changes times assumed factors.'
    : loads.map((load) => (vi ? `  ${way(load)}: ${figure(view, load.measuredShare / 100n)} % lượng byte dựa trên nhật ký đã đo` : `  ${way(load)}: ${figure(view, load.measuredShare / 100n)} % of the bytes rest on measured logs`)).join('\n');
  return [body, ...lost, ...measured.split('\n').map((line) => wrap(line, view.columns, '    '))].join('\n');
}

/** Promises by tier and kind: the lag each may have, on which link, and whether it holds on a peak day. */
function promisesText({ loads }: LinksData, view: View): string {
  const vi = view.lang === 'vi';
  const rows = loads
    .flatMap((load) => load.promises.map((promise) => ({ load, promise })))
    .sort((a, b) => protections.indexOf(a.promise.tier) - protections.indexOf(b.promise.tier))
    .map(({ load, promise }) => [tierNames[promise.tier][view.lang], kindNames[promise.kind][view.lang], way(load), figure(view, promise.environments), duration(view, promise.budgetMs), lagText(load, promise.kind, view), holdsText(view, promise.holds)]);
  if (rows.length === 0) return '';
  const right = 'right' as const;
  return table(view, [{ title: vi ? 'mức' : 'tier' }, { title: vi ? 'luồng' : 'flow' }, { title: vi ? 'hướng' : 'way' }, { title: vi ? 'môi trường' : 'environments', align: right }, { title: vi ? 'cho phép' : 'allowed', align: right }, { title: vi ? 'trễ' : 'lag', align: right }, { title: '' }], rows) + loads.flatMap((load) => load.promises.filter(({ holds }) => holds !== 'yes').map((promise) => `\n${wrap(`  ${tierNames[promise.tier][view.lang]}, ${kindNames[promise.kind][view.lang]}, ${way(load)}: ${whyNot(load, promise, view)}`, view.columns, '    ')}`)).join('');
}

/** Likely lag of a peak day; without end where a day's bytes do not fit into a day. */
function lagText({ peakDay: { mid } }: LinkRow, kind: LinkRow['promises'][number]['kind'], view: View): string {
  const keepsUp = kind === 'backup-copy' ? mid.copiesKeepUp : mid.keepsUp;
  return keepsUp ? duration(view, kind === 'backup-copy' ? mid.copyLagMs : mid.lagMs) : painter(view).red(view.lang === 'vi' ? 'tăng mãi' : 'grows');
}

/** Why a promise over a link is broken, or only likely kept: judged where it likely lies, else at the high bound. */
function whyNot({ peakDay, share }: LinkRow, { kind, holds, budgetMs }: LinkRow['promises'][number], view: View): string {
  const vi = view.lang === 'vi';
  const day = holds === 'no' ? peakDay.mid : peakDay.high;
  const copies = kind === 'backup-copy';
  const bound = holds === 'no' ? '' : vi ? 'ở cận cao: ' : 'at the high bound: ';
  if (copies ? !day.copiesKeepUp : !day.keepsUp)
    return `${bound}${vi ? `lượng byte một ngày cao điểm${copies ? ' cùng bản sao lưu' : ''} vượt quá phần được dùng trong một ngày (${gigabits(view, share)} Gbit/s)` : `the bytes of a peak day${copies ? ', backups among them,' : ''} are more than the share ships in a day (${gigabits(view, share)} Gbit/s)`}`;
  const lag = duration(view, copies ? day.copyLagMs : day.lagMs);
  return `${bound}${vi ? `trễ ${lag}, chỉ được phép ${duration(view, budgetMs)}` : `lags ${lag}, only ${duration(view, budgetMs)} allowed`}${copies ? (vi ? ': bản sao lưu chỉ dùng phần mà đồng bộ để lại' : ': backups take only what replication leaves') : ''}`;
}

/** What follows an outage, and what it takes to begin anew. */
function afterwardsText({ loads, assumed }: LinksData, view: View): string {
  if (loads.length === 0) return '';
  const vi = view.lang === 'vi';
  const never = painter(view).red(vi ? 'không bao giờ' : 'never');
  const right = 'right' as const;
  return table(
    view,
    [
      { title: vi ? `đứt ${assumed.outageMinutes} phút, ngày cao điểm` : `out for ${assumed.outageMinutes} min on a peak day` },
      { title: vi ? 'tồn đọng' : 'backlog', align: right },
      { title: vi ? 'hết sau' : 'drained in', align: right },
      { title: vi ? 'chép lại' : 'reseed', align: right },
      { title: vi ? 'mất' : 'takes', align: right },
      { title: vi ? 'đang bay' : 'in flight', align: right },
      { title: vi ? `luồng TCP ${assumed.tcpWindowMiB} MiB` : `streams of ${assumed.tcpWindowMiB} MiB`, align: right },
    ],
    loads.map((load) => [
      way(load),
      decimalBytes(view, load.outage.mid.backlog),
      load.outage.mid.drainMs === undefined ? never : duration(view, load.outage.mid.drainMs),
      decimalBytes(view, load.reseed.bytes.mid),
      load.reseed.bytes.mid === 0n ? '–' : load.reseed.ms.mid === undefined ? never : duration(view, load.reseed.ms.mid),
      decimalBytes(view, load.window.bytes),
      figure(view, load.window.streams),
    ]),
  );
}

/** Each link, path and conduit lost in turn. Those that leave everything as it is are counted in one line. */
function lossesText({ losses }: LinksData, view: View): string {
  if (losses.length === 0) return '';
  const vi = view.lang === 'vi';
  const heading = painter(view).bold(vi ? 'Mất từng đường, tuyến và ống cáp lần lượt' : 'Each link, path and conduit lost in turn');
  const calm = losses.filter(({ holds, detours }) => holds === 'yes' && detours.length === 0);
  const rest = losses.filter((row) => !calm.includes(row));
  const body = rest.length === 0 ? [] : [table(view, [{ title: vi ? 'mất' : 'lost' }, { title: vi ? 'đi vòng' : 'leads over' }, { title: vi ? 'trễ cao điểm' : 'lag, peak day', align: 'right' }, { title: '' }], rest.flatMap((row) => lossRows(row, view)))];
  const conduits = calm.filter(({ domain, struck }) => domain.startsWith('conduit/') && struck.length > 1);
  const lines = [
    ...(calm.length === 0 ? [] : [wrap(vi ? `  ${figure(view, calm.length)} trường hợp còn lại: không phải đi vòng, mọi cam kết giữ được` : `  ${figure(view, calm.length)} others: nothing goes round, every promise holds`, view.columns, '    ')]),
    ...(conduits.length === 0 ? [] : [wrap(vi ? `  trong đó ống cáp chung của nhiều đường: ${conduits.map(({ domain, struck }) => `${safe(domain.slice(8))} (${struck.join(', ')})`).join('; ')}` : `  among them conduits that several links share: ${conduits.map(({ domain, struck }) => `${safe(domain.slice(8))} (${struck.join(', ')})`).join('; ')}`, view.columns, '    ')]),
  ];
  return [heading, ...body, ...lines].join('\n');
}

/** One row for each flow that goes round, under the loss that makes it. */
function lossRows({ domain, detours, slowest, holds }: LinkLossRow, view: View): string[][] {
  const none = painter(view).red(view.lang === 'vi' ? 'không còn đường' : 'no way');
  const round = detours.map(({ from, to, over }) => `${from} → ${to}: ${over ?? none}`);
  return [[safe(domain), round[0] ?? '–', slowest === undefined ? '–' : duration(view, slowest.lagMs), holdsText(view, holds)], ...round.slice(1).map((more) => ['', more, '', ''])];
}

function ingestText({ ingest, quarter }: LinksData, view: View): string {
  if (ingest.length === 0) return '';
  const vi = view.lang === 'vi';
  const right = 'right' as const;
  return `${painter(view).bold(vi ? `Đồng bộ dữ liệu về từ cơ quan chủ quản, ${quarter}` : `Ingest from the owners, ${quarter}`)}\n${table(
    view,
    [{ title: vi ? 'đường' : 'link' }, { title: 'Mbit/s', align: right }, { title: vi ? 'cần, cao điểm' : 'needed at peak', align: right }, { title: vi ? 'trễ thường' : 'lag, typical', align: right }, { title: vi ? 'trễ cao điểm' : 'peak day', align: right }, { title: vi ? 'cho phép' : 'allowed', align: right }, { title: '' }],
    ingest.map(({ id, rate, peak, typicalLagMs, peakLagMs, targetMs, holds }) => [
      safe(id),
      megabits(view, rate),
      peak === undefined ? '?' : megabits(view, peak),
      typicalLagMs === undefined ? '?' : duration(view, typicalLagMs),
      peakLagMs === undefined ? '?' : duration(view, peakLagMs),
      duration(view, targetMs),
      holdsText(view, holds),
    ]),
  )}`;
}

function restsOn({ assumptions, inputs }: LinksData, view: View): string {
  return wrap(
    view.lang === 'vi'
      ? `Dựa trên ${figure(view, inputs.length)} đầu vào, chứa ${figure(view, assumptions)} giá trị chưa ai xác nhận; danh sách với tệp và dòng: ndc capacity links --json`
      : `Rests on ${figure(view, inputs.length)} inputs, which hold ${figure(view, assumptions)} values that nobody has confirmed; the list with files and lines: ndc capacity links --json`,
    view.columns,
    '  ',
  );
}

/** The plotting library is loaded only here. */
async function chartText(data: LinksData, view: View): Promise<string> {
  const { terminalChart } = await import('../plot/terminal.js');
  return terminalChart(linksChart(data, view), view).trimEnd();
}

export async function svg(data: LinksData, view: View): Promise<string> {
  const { svgPage } = await import('../plot/svg-page.js');
  return svgPage([linksChart(data, view)], view);
}

/**
 * One row for each link, way and quarter; then, for `quarter`, one for each link, path and conduit lost: of the link that
 * lags most. Bits a second, milliseconds on a peak day.
 */
export function csv({ timeline, losses, quarter: shown, tier }: LinksData): readonly (readonly string[])[] {
  const head = ['quarter', 'link', 'from', 'to', 'tier', 'capacity', 'share', 'mean_low', 'mean_mid', 'mean_high', 'peak_low', 'peak_mid', 'peak_high', 'lag_ms_low', 'lag_ms_mid', 'lag_ms_high', 'holds', 'lost'];
  return [
    head,
    ...timeline.map(({ quarter, link, from, to, capacity, share, mean, peak, lagMs, holds }) => [quarter, link, from, to, tier, ...[capacity, share, mean.low, mean.mid, mean.high, peak.low, peak.mid, peak.high, lagMs.low, lagMs.mid, lagMs.high].map(String), holds, '']),
    ...losses.map(({ domain, slowest, holds }) => [shown, slowest?.link ?? '', slowest?.from ?? '', slowest?.to ?? '', tier, '', '', '', '', '', '', '', '', '', slowest === undefined ? '' : String(slowest.lagMs), '', holds, domain]),
  ];
}
