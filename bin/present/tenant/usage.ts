import { enoughDays, enoughReadings, highOver, lowBelow } from '../../../sites/tenancy/use-levels.js';
import type { ConcealedUsage, EnvironmentUsage, ResourceUse, TenantUsageData, UsageSite } from '../../tenant-usage-data.js';
import { amountText, longResource, names, shortResource } from '../capacity/words.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';

/** Site by site: environments beyond or far below their quotas first, what should be given back, and whatever could not be read. */
export function text(data: TenantUsageData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = `${paint.bold(safe(say(view, data.estate.name)))}, ${vi ? `mức dùng thật, kết nối ${safe(data.connection)}` : `live use, connection ${safe(data.connection)}`}`;
  const legend = wrap(
    vi
      ? `▲ trên ${highOver} % hạn mức; ▲▲ vượt hạn mức; ▼ dưới ${lowBelow} %. Chỉ đề nghị thu hồi khi mọi lần đo đều dưới ${lowBelow} %, ít nhất ${enoughReadings} ngày đo khác nhau, cách nhau từ ${enoughDays} ngày (các ngưỡng này là giả định).`
      : `▲ over ${highOver} % of a quota; ▲▲ beyond it; ▼ under ${lowBelow} %. Giving back is proposed only where every reading is under ${lowBelow} %, on at least ${enoughReadings} different days, over ${enoughDays} days or more (these limits are assumptions).`,
    view.columns,
    '',
  );
  const blocks = [title, ...data.sites.map((site) => siteText(site, view)), legend, ...footer(data, view)];
  return `${blocks.join('\n\n')}\n`;
}

function siteText(site: TenantUsageData['sites'][number], view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const head = `${paint.bold(safe(site.site))} ${safe(say(view, site.name))}`;
  if (site.status === 'unread') return [head, wrap(paint.red(`  ${vi ? 'không đọc được' : 'not read'}: ${safe(say(view, site.reason))}`), view.columns, '    ')].join('\n');
  const rows = site.environments.flatMap((environment) => (environment.concealed ? concealedRows(environment, view) : openRows(environment, view)));
  return [
    head,
    ...(rows.length === 0
      ? [`  ${vi ? 'không môi trường nào có hạn mức tại đây' : 'no environment has a quota here'}`]
      : [table(view, [{ title: vi ? 'môi trường' : 'environment' }, { title: vi ? 'loại' : 'resource' }, { title: vi ? 'đang dùng' : 'in use', align: 'right' }, { title: vi ? 'hạn mức' : 'quota', align: 'right' }, { title: '%', align: 'right' }, { title: '' }], rows)]),
    ...clawBacks(site, view),
    ...notes(site, view),
  ].join('\n');
}

const marks = { over: '▲▲', high: '▲', fair: '', low: '▼' } as const;

function marked(level: ResourceUse['level'], view: View): string {
  const paint = painter(view);
  return level === 'over' || level === 'high' ? paint.red(marks[level]) : level === 'low' ? paint.yellow(marks[level]) : '';
}

const isStandby = ({ role }: EnvironmentUsage | ConcealedUsage, view: View): string => (role === 'standby' ? (view.lang === 'vi' ? ' (dự phòng)' : ' (standby)') : '');

const openRows = (environment: EnvironmentUsage, view: View): string[][] =>
  environment.uses.map(({ resource, used, hard, permille, level, clawBack }, index) => [
    index === 0 ? `${safe(environment.namespace)}${isStandby(environment, view)}` : '',
    resourceText(resource, view),
    amountText(resource, used, view),
    amountText(resource, hard, view),
    permille === undefined ? '–' : percentText(permille, view),
    // Low where nothing could be given back anyway is no news: a standby, a count of pods.
    level === 'low' && clawBack === undefined ? '' : marked(level, view),
  ]);

/** `62`, `80.1`: a tenth only where it tells on which side of a limit it is. */
function percentText(permille: bigint, view: View): string {
  const tenths = permille % 10n;
  return tenths === 0n ? figure(view, permille / 10n) : `${figure(view, permille / 10n)}${view.lang === 'vi' ? ',' : '.'}${tenths}`;
}

const concealedRows = (environment: ConcealedUsage, view: View): string[][] => {
  const secret = view.lang === 'vi' ? 'mật' : 'secret';
  return environment.levels.map(({ resource, level }, index) => [index === 0 ? `${safe(environment.namespace)}${isStandby(environment, view)}` : '', resourceText(resource, view), secret, secret, '', marked(level, view)]);
};

const resourceText = (resource: string, view: View): string => (resource === 'loadBalancers' ? (view.lang === 'vi' ? 'cân bằng tải' : 'load balancers') : shortResource(resource, view));

function clawBacks({ environments }: UsageSite, view: View): string[] {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  return environments.flatMap((environment) =>
    environment.concealed
      ? []
      : environment.uses.flatMap(({ resource, clawBack }) => {
          if (clawBack === undefined) return [];
          const { kind, readings, days, highest, enough = 0n } = clawBack;
          const what = `${safe(environment.namespace)}, ${longResource(resource, view)}`;
          const over = vi ? `${figure(view, readings)} ngày đo trong ${figure(view, days)} ngày` : `readings on ${figure(view, readings)} day${readings === 1 ? '' : 's'} over ${figure(view, days)}`;
          const most = amountText(resource, highest, view);
          const said = {
            'give-back': paint.yellow(
              vi
                ? `đề nghị thu hồi phần trên ${amountText(resource, enough, view)}: dùng nhiều nhất ${most} (${over})`
                : `should give back what is above ${amountText(resource, enough, view)}: at most ${most} was used (${over})`,
            ),
            'too-few': vi ? `chưa đủ lần đo để đề nghị thu hồi (${over})` : `too few readings to propose giving back (${over})`,
            'was-used': vi ? `không thu hồi: đã dùng tới ${most} (${over})` : `nothing to give back: up to ${most} was used (${over})`,
          }[kind];
          return [wrap(`  ${what}: ${said}`, view.columns, '      ')];
        }),
  );
}

function notes({ environments, without, foreign, unread, earlierCluster }: UsageSite, view: View): string[] {
  const vi = view.lang === 'vi';
  const untold = environments.flatMap((one) => (one.concealed || one.untold.length === 0 ? [] : [one.namespace]));
  const note = (vietnamese: string, english: string): string => wrap(`  ${vi ? vietnamese : english}`, view.columns, '    ');
  return [
    ...(untold.length === 0 ? [] : [note(`cụm chưa báo hết mức dùng: ${names(untold, view)}`, `the cluster does not tell all use yet: ${names(untold, view)}`)]),
    ...(without.length === 0 ? [] : [note(`môi trường chưa có hạn mức tại đây: ${names(without, view)}`, `environments without a quota here: ${names(without, view)}`)]),
    ...(foreign.length === 0 ? [] : [note(`namespace có hạn mức mà mô hình không biết: ${names(foreign, view)}`, `namespaces with a quota that the model does not know: ${names(foreign, view)}`)]),
    ...(unread.length === 0 ? [] : [note(`không đọc được, coi như không có: ${names(unread, view)}`, `unreadable, counted as nothing: ${names(unread, view)}`)]),
    ...(earlierCluster === 0 ? [] : [note(`${figure(view, earlierCluster)} lần đo của cụm trước đây không được tính`, `${figure(view, earlierCluster)} readings of an earlier cluster are left out of account`)]),
  ];
}

function footer({ history, record }: TenantUsageData, view: View): string[] {
  const vi = view.lang === 'vi';
  const lines = [
    `${vi ? 'Lịch sử lần đo' : 'History of readings'}: ${safe(history.file)}`,
    ...(history.unreadable.length === 0 ? [] : [painter(view).yellow(vi ? `dòng không đọc được, giữ nguyên: ${names(history.unreadable, view)}` : `lines that are no reading, left as they are: ${names(history.unreadable, view)}`)]),
    ...(record === undefined
      ? []
      : record.file === undefined
        ? [painter(view).yellow(vi ? 'Không ghi bằng chứng: chưa có lần đo nào trong 90 ngày.' : 'No record was written: there is no reading of the last 90 days.')]
        : [vi ? `Bằng chứng mức dùng của ${figure(view, record.environments)} môi trường: ${safe(record.file)}. Hãy đưa vào nhánh đã duyệt qua yêu cầu gộp.` : `Record of use, ${figure(view, record.environments)} environment${record.environments === 1 ? '' : 's'}: ${safe(record.file)}. Bring it to the approved branch by a pull request.`]),
  ];
  return [lines.map((line) => wrap(line, view.columns, '  ')).join('\n')];
}

/** One row for each environment and resource. Amounts in milliCPU, bytes and counts; a site that was not read has one row. */
export function csv({ sites }: TenantUsageData): readonly (readonly string[])[] {
  const head = ['site', 'status', 'namespace', 'organisation', 'role', 'resource', 'used', 'hard', 'permille', 'level', 'clawback', 'readings', 'days', 'highest', 'enough'];
  return [
    head,
    ...sites.flatMap((site) =>
      site.status === 'unread'
        ? [[site.site, site.status, ...head.slice(2).map(() => '')]]
        : site.environments.flatMap((environment) =>
            environment.concealed
              ? environment.levels.map(({ resource, level }) => [site.site, site.status, environment.namespace, '', environment.role, resource, '', '', '', level, '', '', '', '', ''])
              : environment.uses.map(({ resource, used, hard, permille, level, clawBack }) => [
                  site.site,
                  site.status,
                  environment.namespace,
                  environment.organisation,
                  environment.role,
                  resource,
                  String(used),
                  String(hard),
                  permille === undefined ? '' : String(permille),
                  level,
                  clawBack?.kind ?? '',
                  clawBack === undefined ? '' : String(clawBack.readings),
                  clawBack === undefined ? '' : String(clawBack.days),
                  clawBack === undefined ? '' : String(clawBack.highest),
                  clawBack?.enough === undefined ? '' : String(clawBack.enough),
                ]),
          ),
    ),
  ];
}
