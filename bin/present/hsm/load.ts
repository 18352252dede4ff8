import type { LaterStart, LoadMoment, LoadMomentName, LoadPartName, LoadVerdict, SiteLoad } from '../../../sites/keys/load.js';
import type { Text } from '../../../sites/model/text.js';
import type { HsmLoadData } from '../../hsm-load-data.js';
import { headline } from '../headline.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';

const momentNames: Readonly<Record<LoadMomentName, Text>> = {
  backups: { vi: 'đêm sao lưu', en: 'a night of backups' },
  start: { vi: 'khởi động lại cả trung tâm', en: 'the site starts cold' },
  failover: { vi: 'nhận việc của trung tâm mất', en: 'it takes over a lost site' },
};

const partNames: Readonly<Record<LoadPartName, Text>> = {
  'api-servers': { vi: 'máy chủ API', en: 'API servers' },
  disks: { vi: 'ổ đĩa (OSD)', en: 'disks (OSD)' },
  volumes: { vi: 'volume', en: 'volumes' },
  unseals: { vi: 'mở niêm kho bí mật', en: 'unsealing secret stores' },
  backups: { vi: 'sao lưu', en: 'backups' },
};

const verdictNames: Readonly<Record<LoadVerdict, Text>> = {
  enough: { vi: 'đủ', en: 'enough' },
  short: { vi: 'THIẾU', en: 'SHORT' },
  unknown: { vi: 'chưa đủ căn cứ', en: 'not known' },
};

/** `12,345` of thousandths, in the language's own way. */
const rate = (view: View, milli: number): string => (milli / 1000).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: 3 });

const toldOf = ({ moment, lost }: LoadMoment, view: View): string => `${say(view, momentNames[moment])}${lost === undefined ? '' : ` (${lost})`}`;

export function text(data: HsmLoadData, view: View): string {
  const vi = view.lang === 'vi';
  const title = headline(data, view, { vi: 'tải của HSM tính đến', en: 'load of HSMs as of' });
  const assumptions = data.inputs.reduce((sum, input) => sum + input.assumptions, 0);
  const notes = [
    vi ? 'Ghi Secret không hỏi HSM (KMS v2): mỗi máy chủ API bọc một hạt giống khi khởi động và mở những hạt giống còn dùng. Mỗi OSD hỏi khóa một lần khi khởi động, nếu danh mục có khóa OSD mà trung tâm dùng (disks.class, kmip); không thì Ceph tự giữ khóa và không hỏi HSM.' : 'Writes of Secrets ask the HSM for nothing (KMS v2): each API server wraps one seed as it starts and unwraps those in use. Each OSD asks for its key once as it starts where the inventory has a key of disks that the site uses (disks.class, kmip); else Ceph keeps the keys itself and asks for nothing.',
    vi ? `Dựa trên ${figure(view, data.inputs.length)} đầu vào, chứa ${figure(view, assumptions)} giá trị chưa ai xác nhận; danh sách với tệp và dòng: ndc hsm load --json` : `Rests on ${figure(view, data.inputs.length)} inputs, which hold ${figure(view, assumptions)} values that nobody has confirmed; the list with files and lines: ndc hsm load --json`,
  ];
  return `${[title, ...data.sites.map((site) => siteText(site, data, view)), ...notes.map((note) => wrap(note, view.columns, ''))].join('\n\n')}\n`;
}

function siteText({ site, operating, devices, supply, quarter: counted, moments, rate: verdict, later, partitions }: SiteLoad, { busyPercent }: HsmLoadData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const shown = (of: LoadVerdict): string => (of === 'enough' ? paint.green(say(view, verdictNames[of])) : of === 'short' ? paint.red(say(view, verdictNames[of])) : paint.yellow(say(view, verdictNames[of])));
  const head = `${paint.bold(safe(site))}${operating ? '' : vi ? ` (dự kiến, tính khi mở, ${safe(counted)})` : ` (planned, as it opens, ${safe(counted)})`}`;
  const there =
    devices === undefined || supply === undefined
      ? wrap(vi ? '  Chưa khai báo hsm.devices (số thiết bị, phép tính mỗi giây, số phân vùng).' : '  hsm.devices (devices, operations a second, partitions) is not declared.', view.columns, '    ')
      : wrap(
          vi
            ? `  ${devices.count} thiết bị × ${figure(view, devices.operationsPerSecond)} phép/giây, dùng đến ${busyPercent}%: ${rate(view, supply.all)} phép/giây, mất một thiết bị còn ${rate(view, supply.oneLost)}: ${shown(verdict)}`
            : `  ${devices.count} ${devices.count === 1 ? 'device' : 'devices'} of ${figure(view, devices.operationsPerSecond)} operations/s, used to ${busyPercent}%: ${rate(view, supply.all)}/s, ${rate(view, supply.oneLost)}/s with one lost: ${shown(verdict)}`,
          view.columns,
          '    ',
        );
  const rows = moments.map((one) => [toldOf(one, view), figure(view, Math.round(one.seconds / 60)), figure(view, one.parts.reduce((sum, part) => sum + part.operations, 0)), rate(view, one.milliPerSecond)]);
  const columns = [{ title: vi ? 'lúc' : 'when' }, { title: vi ? 'phút' : 'minutes', align: 'right' }, { title: vi ? 'phép tính' : 'operations', align: 'right' }, { title: vi ? 'phép/giây' : 'a second', align: 'right' }] as const;
  const parts = moments.map((one) => wrap(`  ${toldOf(one, view)}: ${one.parts.map(({ what, operations }) => `${say(view, partNames[what])} ${figure(view, operations)}`).join('; ')}`, view.columns, '    '));
  const to = ({ from, disks, operations, milliPerSecond, rate: of }: LaterStart): string =>
    wrap(
      vi
        ? `  Từ ${safe(from)} có ${figure(view, disks)} ổ đĩa: khởi động lại cả trung tâm hỏi ${figure(view, operations)} phép tính, ${rate(view, milliPerSecond)} phép/giây: ${shown(of)}`
        : `  From ${safe(from)} on there are ${figure(view, disks)} disks: the site that starts cold asks for ${figure(view, operations)} operations, ${rate(view, milliPerSecond)}/s: ${shown(of)}`,
      view.columns,
      '    ',
    );
  const { declared, named, permitted } = partitions;
  const room = wrap(
    vi
      ? `  Phân vùng: khai báo ${declared}, danh mục khóa dùng ${named}${permitted === undefined ? '' : `, thiết bị cho phép ${permitted}`}: ${shown(partitions.verdict)}`
      : `  Partitions: ${declared} declared, ${named} named by keys${permitted === undefined ? '' : `, ${permitted} permitted`}: ${shown(partitions.verdict)}`,
    view.columns,
    '    ',
  );
  return [head, there, table(view, columns, rows), ...parts, ...later.map(to), room].join('\n');
}

export function csv({ sites }: HsmLoadData, view: View): string[][] {
  const header = view.lang === 'vi' ? ['trung tâm', 'lúc', 'mất', 'giây', 'phép tính', 'phép mỗi giây', 'có khi mất một thiết bị', 'kết luận'] : ['site', 'when', 'lost', 'seconds', 'operations', 'a second', 'there with one device lost', 'verdict'];
  return [
    header,
    ...sites.flatMap(({ site, moments, supply, rate: verdict, later }) => [
      ...moments.map(({ moment, lost, seconds, parts, milliPerSecond }) => [site, say(view, momentNames[moment]), lost ?? '', String(seconds), String(parts.reduce((sum, part) => sum + part.operations, 0)), String(milliPerSecond / 1000), supply === undefined ? '' : String(supply.oneLost / 1000), say(view, verdictNames[supply !== undefined && milliPerSecond > supply.oneLost ? 'short' : verdict === 'unknown' ? 'unknown' : 'enough'])]),
      ...later.map(({ from, operations, milliPerSecond, rate: of }) => [site, `${say(view, momentNames.start)}, ${view.lang === 'vi' ? 'từ' : 'from'} ${from}`, '', String(moments.find(({ moment }) => moment === 'start')?.seconds ?? ''), String(operations), String(milliPerSecond / 1000), supply === undefined ? '' : String(supply.oneLost / 1000), say(view, verdictNames[of])]),
    ]),
  ];
}
