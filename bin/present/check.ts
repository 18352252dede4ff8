import stringWidth from 'string-width';
import type { Text } from '../../sites/model/text.js';
import type { AssumptionGroup, CheckData, CheckedLoss, CheckedSite, CheckView, Headroom } from '../check-data.js';
import { asCalled } from './as-called.js';
import { declaredWords, stageWords } from './declared.js';
import { findingText } from './findings.js';
import { releasedLines } from './released.js';
import { countsText, failureText, waiversText } from './waivers.js';
import { date, figure, painter, safe, say, table, wrap, type View } from './view.js';
import { phaseNames } from './words.js';

const words = {
  asOf: { vi: 'tính đến', en: 'as of' },
  today: { vi: 'HÔM NAY', en: 'TODAY' },
  target: { vi: 'MỤC TIÊU', en: 'TARGET' },
  allOperate: { vi: 'mọi trung tâm đều hoạt động', en: 'all sites operate' },
  operates: { vi: 'đang hoạt động', en: 'operates' },
  operate: { vi: 'đang hoạt động', en: 'operate' },
  none: { vi: 'không trung tâm nào', en: 'no site' },
  passed: { vi: 'đạt', en: 'passed' },
  failed: { vi: 'KHÔNG ĐẠT', en: 'FAILED' },
  passedWaived: { vi: 'đạt, có mục được miễn đến ngày', en: 'passed, with findings waived until' },
  notRedundant: { vi: 'chưa có dự phòng hôm nay; được miễn đến ngày', en: 'not redundant today; waived until' },
  site: { vi: 'trung tâm', en: 'site' },
  phase: { vi: 'giai đoạn', en: 'phase' },
  from: { vi: 'từ', en: 'from' },
  stacks: { vi: 'stack', en: 'stacks' },
  resources: { vi: 'tài nguyên', en: 'resources' },
  cpu: { vi: 'lõi còn', en: 'cores left' },
  memory: { vi: 'RAM còn, TiB', en: 'memory left, TiB' },
  storage: { vi: 'lưu trữ còn, TiB', en: 'storage left, TiB' },
  rules: { vi: 'quy tắc', en: 'rules' },
  packs: { vi: 'chưa xét ở đây: bộ quy tắc vận hành (operations), tức hồ sơ, thay đổi, số đọc thực tế; xem ndc policy list, ndc audit', en: 'not judged here: the pack operations (papers, changes, live readings); see ndc policy list, ndc audit' },
  lost: { vi: 'nếu mất', en: 'lost site' },
  survivor: { vi: 'còn lại', en: 'survivor' },
  assumptions: { vi: 'Kết quả dựa trên các số liệu và phân loại chưa ai xác nhận (nhãn assumption):', en: 'The result rests on values of the data that nobody has confirmed (labelled assumption):' },
} as const satisfies Record<string, Text>;

/** Rounded down, below zero too: headroom is never overstated, and the smallest deficit is not shown as none. */
const floor = (value: bigint, by: bigint): bigint => (value >= 0n ? value / by : -((-value + by - 1n) / by));

const percent = (left: bigint, of: bigint): string => (of === 0n ? '–' : `${floor(left * 100n, of)} %`);

/** How much a cell says: what there is in all is left out where the page is too narrow for it. */
type Detail = 'left-of-all' | 'left';

/** `2,784/8,680 32 %`, or `2,784 32 %`; red where more is promised than there is. */
function left(view: View, detail: Detail, { left: rest, of }: { readonly left: bigint; readonly of: bigint }, print: (value: bigint) => string): string {
  const paint = painter(view);
  const text = `${print(rest)}${detail === 'left' ? '' : `/${print(of)}`} ${percent(rest, of)}`;
  return rest < 0n ? paint.red(text) : text;
}

const cores = (view: View) => (milli: bigint): string => figure(view, floor(milli, 1000n));

const tebibytes = (view: View) => (bytes: bigint): string => {
  const tenths = floor(bytes * 10n, 1n << 40n);
  if (tenths >= 1000n || tenths <= -1000n) return figure(view, floor(tenths, 10n));
  return (Number(tenths) / 10).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: 1 });
};

const headroomCells = (view: View, detail: Detail, headroom: Headroom | undefined): string[] =>
  headroom === undefined
    ? ['–', '–', '–']
    : [
        left(view, detail, headroom.cpu, cores(view)),
        left(view, detail, headroom.memory, tebibytes(view)),
        headroom.storage === undefined ? '–' : `${headroom.storage.class} ${left(view, detail, headroom.storage, tebibytes(view))}`,
      ];

/** The table with all its detail, or with less where it would be wider than the page. */
function fitting(view: View, build: (detail: Detail, view: View) => string): string {
  // Folded, everything fits.
  const full = build('left-of-all', { ...view, folds: false });
  return full.split('\n').every((line) => stringWidth(line) <= view.columns) ? full : build('left', view);
}

/** One page: both views, then what they rest on. */
export function text(data: CheckData, view: View): string {
  const paint = painter(view);
  const title = `${paint.bold(safe(say(view, data.estate.name)))} (${data.estate.id}), ${say(view, words.asOf)} ${date(view, data.asOf)}${data.whatIf.length === 0 ? '' : `, ${view.lang === 'vi' ? 'giả sử' : 'what if'} ${data.whatIf.map(safe).join(' ')}`}`;
  return `${[wrap(title, view.columns, '  '), ...declaredLines(data, view), ...releasedLines(data.released, view), ...data.views.map((one) => viewOf(one, data.declared ?? [], view)), waiversText(data.waivers, view), assumptionsOf(data.assumptions, view)].filter((part) => part !== '').join('\n\n')}\n`;
}

type Declared = NonNullable<CheckData['declared']>;

/** What two people declared comes first: everything below is computed from it. */
function declaredLines({ declared = [], views }: CheckData, view: View): string[] {
  const owed = Math.max(0, ...views.map(({ rules }) => rules.fail));
  return declared.map(({ site, declaration, at, stage }) => {
    const how = say(view, stageWords[stage]);
    return wrap(painter(view).red(view.lang === 'vi' ? `${site} ${how}: tuyên bố ${declaration}, ${at}. Mọi thứ dưới đây tính theo tuyên bố; ${figure(view, owed)} quy tắc không đạt được ghi nợ đến khi trung tâm trở lại.` : `${site} ${how}: declaration ${declaration}, ${at}. Everything below follows it; ${figure(view, owed)} failed findings are owed until the site is back.`), view.columns, '  ');
  });
}

function viewOf(one: CheckView, declared: Declared, view: View): string {
  const paint = painter(view);
  const operating = one.sites.filter(({ headroom }) => headroom !== undefined);
  const lost = declared.filter(({ stage }) => stage === 'lost');
  const but = lost.length === 0 ? '' : `${view.lang === 'vi' ? ', trừ' : ' but'} ${lost.map((each) => `${each.site} ${declaredWords(each, view)}`).join(', ')}`;
  const scope = one.view === 'target' ? `${say(view, words.allOperate)}${but}` : `${operating.length === 0 ? say(view, words.none) : operating.map(({ id }) => id.toUpperCase().replace('-', ' ')).join(', ')} ${say(view, operating.length > 1 ? words.operate : words.operates)}`;
  const heading = wrap(`${paint.bold(paint.cyan(say(view, words[one.view])))}  ${scope}: ${headlineOf(one, declared, view)}`, view.columns, '  ');
  return [heading, fitting(view, (detail, of) => sitesTable(one.sites, declared, of, detail)), wrap(`  ${say(view, words.rules)}: ${countsText(one.rules, view)}`, view.columns, '    '), wrap(`  ${say(view, words.packs)}`, view.columns, '    '), ...one.findings.map((finding) => findingText(finding, view)), lossTable(one.losses, declared, view)]
    .filter((part) => part !== '')
    .join('\n');
}

function headlineOf(one: CheckView, declared: Declared, view: View): string {
  const paint = painter(view);
  if (!one.passed) {
    const why = failureText(one.blocking, view);
    return paint.red(`${say(view, words.failed)}${why === undefined ? '' : `: ${why}`}`);
  }
  // While a loss is declared most failures stop nothing; that nothing stops is no pass.
  if (one.rules.fail > 0 && declared.length > 0) {
    const by = declared.map(({ declaration }) => declaration).join(', ');
    return paint.yellow(view.lang === 'vi' ? `không gì chặn; ${figure(view, one.rules.fail)} kết luận không đạt còn nợ theo ${by}` : `nothing blocks; ${figure(view, one.rules.fail)} failed finding${one.rules.fail === 1 ? ' is' : 's are'} owed under ${by}`);
  }
  if (one.notRedundantUntil !== undefined) return paint.yellow(`${say(view, words.notRedundant)} ${date(view, one.notRedundantUntil)}`);
  const soonest = one.findings.flatMap(({ waivedUntil }) => waivedUntil ?? []).sort()[0];
  return soonest === undefined ? paint.green(say(view, words.passed)) : paint.yellow(`${say(view, words.passedWaived)} ${date(view, soonest)}`);
}

function sitesTable(sites: readonly CheckedSite[], declared: Declared, view: View, detail: Detail): string {
  const phaseText = ({ id, phase }: CheckedSite): string => {
    const stage = declared.find(({ site }) => site === id)?.stage;
    return say(view, stage === undefined ? phaseNames[phase] : stageWords[stage]);
  };
  return table(
    view,
    [
      { title: say(view, words.site) },
      { title: say(view, words.phase) },
      { title: say(view, words.from) },
      { title: say(view, words.stacks), align: 'right' },
      { title: say(view, words.resources), align: 'right' },
      { title: say(view, words.cpu), align: 'right' },
      { title: say(view, words.memory), align: 'right' },
      { title: say(view, words.storage), align: 'right' },
    ],
    sites.map((site) => [
      site.id,
      phaseText(site),
      site.commissioning,
      site.headroom === undefined ? '–' : figure(view, site.stacks),
      site.headroom === undefined ? '–' : figure(view, site.resources),
      ...headroomCells(view, detail, site.headroom),
    ]),
  );
}

function lossTable(losses: readonly CheckedLoss[], declared: Declared, view: View): string {
  if (losses.length === 0) return '';
  const rows = (detail: Detail): string[][] =>
    losses.flatMap(({ lost, survivors }) => survivors.map(({ site, headroom }, index) => [index === 0 ? lost : '', site, ...headroomCells(view, detail, headroom)]));
  const columns = [
    { title: say(view, words.lost) },
    { title: say(view, words.survivor) },
    { title: say(view, words.cpu), align: 'right' as const },
    { title: say(view, words.memory), align: 'right' as const },
    { title: say(view, words.storage), align: 'right' as const },
  ];
  // While a site is declared lost nobody gets a new standby: whoever moved, or waited there, has none by the declaration.
  const gone = declared.filter(({ stage }) => stage === 'lost').map((each) => `${each.site} ${declaredWords(each, view)}`);
  const why = (because: CheckedLoss['homeless'][number]['because']): string => {
    if (because === 'standby-not-operating') return view.lang === 'vi' ? 'nơi dự phòng chưa hoạt động' : 'their standby sites do not operate yet';
    if (gone.length > 0) return view.lang === 'vi' ? `không có nơi dự phòng khi ${gone.join(', ')}` : `they have no standby while ${gone.join(', ')}`;
    return view.lang === 'vi' ? 'không có nơi dự phòng' : 'they have no standby';
  };
  const notes = losses.flatMap(({ lost, homeless, shed }) => [
    ...homeless.map(({ count, because, examples }) =>
      wrap(
        view.lang === 'vi'
          ? `  mất ${lost}: ${figure(view, count)} môi trường được bảo vệ không có nơi chạy (${why(because)}): ${examples.join(', ')}${count > examples.length ? ' …' : ''}`
          : `  ${lost} lost: ${figure(view, count)} protected environments have nowhere to run (${why(because)}): ${examples.join(', ')}${count > examples.length ? ' …' : ''}`,
        view.columns,
        '    ',
      ),
    ),
    ...(shed === 0
      ? []
      : [view.lang === 'vi' ? `  mất ${lost}: ${figure(view, shed)} môi trường không được bảo vệ tạm ngừng` : `  ${lost} lost: ${figure(view, shed)} best-effort environment${shed === 1 ? ' stops' : 's stop'}`]),
  ]);
  return [...(rows('left').length === 0 ? [] : [fitting(view, (detail, of) => table(of, columns, rows(detail)))]), ...notes].join('\n');
}

/** Files shown before the rest is only counted. */
const filesShown = 6;

function assumptionsOf(groups: readonly AssumptionGroup[], view: View): string {
  if (groups.length === 0) return '';
  const vi = view.lang === 'vi';
  const count = (some: readonly AssumptionGroup[]): string => figure(view, some.reduce((sum, { values }) => sum + values.length, 0));
  const rest = groups.slice(filesShown);
  const lines = groups.slice(0, filesShown).map((group) => {
    // A value that says why it was assumed is the better example.
    const example = group.values.find(({ note }) => note !== undefined) ?? group.values[0];
    const why = example === undefined ? '' : `, ${vi ? 'ví dụ' : 'such as'} ${example.pointer.split('/').slice(3).join('/')}${example.note === undefined ? '' : `: ${safe(say(view, example.note))}`}`;
    return wrap(`  ${group.file} ${count([group])}${why}`, view.columns, '    ');
  });
  if (rest.length > 0) lines.push(vi ? `  ${figure(view, rest.length)} tệp khác: ${count(rest)}` : `  ${figure(view, rest.length)} more files: ${count(rest)}`);
  return `${wrap(`${say(view, words.assumptions)} ${count(groups)}`, view.columns, '  ')}\n${lines.join('\n')}\n  ${asCalled(view, vi ? 'Danh sách đầy đủ: ndc check --json' : 'The whole list: ndc check --json')}`;
}
