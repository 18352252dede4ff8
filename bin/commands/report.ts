import { resolve } from 'node:path';
import type { Estate } from '../../sites/model/estate.js';
import { keyGraph } from '../../sites/keys/graph.js';
import type { Text } from '../../sites/model/text.js';
import { situations } from '../../sites/recovery/situation.js';
import { codesOf, conceal } from '../../sites/tenancy/conceal.js';
import type { Command, Context, Values } from '../command.js';
import { requireAbsent, writeWhole } from '../edge/files.js';
import { shownPath } from '../edge/shown-path.js';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import { numberOption } from '../number-option.js';
import { openEstate, underScenario } from '../open-estate.js';
import type { Outcome } from '../outcome.js';
import { html } from '../present/report/html.js';
import type { ReportData } from '../report-data.js';
import { movedAnswers, reportLinks, reportRules, reportSites, reportStacks } from '../report/parts.js';
import { headroomOf } from './capacity/headroom.js';
import { purchaseOf } from './capacity/purchase.js';
import { whatIfOf } from './capacity/selection.js';
import { checkedEstate } from './check.js';
import { matrixData } from './dr/matrix.js';

/** Where the page goes when nothing is said. */
const usual = 'ndc-report.html';

/** Why no single scenario is asked for. */
const bothShown: Text = { vi: 'trang cho thấy cả hôm nay lẫn mục tiêu, và việc mất từng trung tâm', en: 'the page shows both today and the target, and the loss of each site in turn' };

export const command: Command = {
  options: [
    { flags: '--out <file>', about: { vi: `ghi trang vào tệp này, - là ra màn hình (mặc định ${usual}); không ghi đè`, en: `write the page to this file, - for standard output (default ${usual}); nothing is overwritten` } },
    { flags: '--moved <count>', about: { vi: 'số giả định được thử đổi cho mỗi trung tâm (mặc định 12)', en: 'assumptions moved for each site (default 12)' } },
    { flags: '--time-limit <seconds>', about: { vi: 'dừng tính kế hoạch mua sắm sau số giây này (mặc định 120)', en: 'stop looking for a purchase plan after these seconds (default 120)' } },
  ],
  formats: ['html'],
  without: { lose: bothShown, scenario: bothShown },
  examples: ['ndc report', 'ndc report --out estate.html --lang vi', 'ndc report --sites DIR --as-of 2027-06-30 --out estate.html', 'ndc report --delay ndc-02=4q --out late.html', 'ndc report --out - --lang vi', 'ndc report --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/report.v1', ReportData>> => {
    const most = numberOption(options, 'moved', '--moved', 0, 200, 12);
    const out = outOf(options);
    if (out !== undefined && out !== '-') await requireAbsent(resolve(out));
    const data = await reportOf(await openEstate(context), context, options, most);
    if (out === undefined || out === '-') return { kind: 'ndc/report.v1', exit: 0, data };
    const page = html(data, { lang: context.lang });
    await writeWhole(resolve(out), page);
    return { kind: 'ndc/report.v1', exit: 0, data: { ...data, page: { path: shownPath(out), bytes: Buffer.byteLength(page) } } };
  },
};

/** A program that asked for the data, or for the page itself, gets no file it did not name. */
function outOf(options: Values): string | undefined {
  const given = options['out'] as string | undefined;
  if (given === '')
    throw new InputFailure('NDC-X401', { vi: `--out để trống; cần tên tệp, ví dụ ${usual}, hoặc - để ghi ra màn hình.`, en: `--out is empty; expected a file, such as ${usual}, or - for standard output.` });
  return given ?? (options['json'] === true || options['format'] === 'json' || options['format'] === 'html' ? undefined : usual);
}

/** All parts, each as its own command computes it, without the names of systems that hold state secrets. */
async function reportOf(estate: Estate, context: Context, options: Values, most: number): Promise<ReportData> {
  const told = (vi: string, en: string): void => context.progress(context.lang === 'vi' ? `${vi} …` : `${en} …`);
  const recorded = underScenario(estate, context, 'as-recorded');
  const whatIf = whatIfOf(context);
  told('Đang kiểm tra dữ liệu và quy tắc (1/5)', 'Judging data and rules (1 of 5)');
  const { data: check, today, target } = checkedEstate(estate, context);
  told('Đang tính năng lực còn lại (2/5)', 'Computing headroom (2 of 5)');
  const headroom = headroomOf(recorded, context);
  told('Đang tính mức mất dữ liệu và thời gian phục hồi (3/5)', 'Computing data lost and recovery times (3 of 5)');
  const matrices = { today: matrixData(recorded, { situations }, whatIf), target: matrixData(underScenario(estate, context, 'all-operating'), { situations }, whatIf) };
  told('Đang lập kế hoạch mua sắm (4/5)', 'Planning purchases (4 of 5)');
  const purchase = await purchases(recorded, context, options);
  const answers = movedAnswers(recorded, whatIf, most, (site) => told(`Đang thử đổi các giả định của ${site} (5/5)`, `Moving the assumptions behind ${site} (5 of 5)`));
  const { assumptions, ...judged } = check;
  const sites = reportSites(recorded);
  const data: ReportData = {
    estate: check.estate,
    asOf: recorded.scenario.asOf,
    whatIf,
    quarters: headroom.quarters,
    sites,
    links: reportLinks(recorded),
    organisations: Object.keys(recorded.requests).map((id) => ({ id, name: recorded.organisations[id]?.name ?? { vi: id, en: id } })),
    stacks: reportStacks(target.stacks),
    check: judged,
    rules: reportRules(recorded, today.judged.verdicts, target.judged.verdicts),
    headroom,
    recovery: matrices,
    ...purchase,
    keys: sites.map(({ id }) => ({ site: id, graph: keyGraph(recorded, [id]) })),
    assumptions: { values: assumptions.reduce((sum, { values }) => sum + values.length, 0), files: assumptions.map(({ file, values }) => ({ file, values: values.length })), most, answers },
  };
  return conceal(data, codesOf(estate));
}

/** Without a plan the page says why there is none: the other parts are worth reading all the same. */
async function purchases(estate: Estate, context: Context, options: Values): Promise<Pick<ReportData, 'purchase' | 'noPurchase'>> {
  const { timeLimit } = options;
  try {
    const { data } = await purchaseOf(() => Promise.resolve(estate), context, timeLimit === undefined ? {} : { timeLimit });
    return { purchase: data };
  } catch (error) {
    // What is said of a plan alone would name options that this command has not.
    if (error instanceof EnvironmentFailure && error.code === 'NDC-X345') throw new EnvironmentFailure('NDC-X345', { vi: 'bị dừng trước khi trang hoàn chỉnh; chưa ghi gì. Hãy chạy lại.', en: 'it was stopped before the page was whole; nothing was written. Run it again.' });
    const why = tellable(error);
    if (why === undefined) throw error;
    return { noPurchase: why };
  }
}

/** The data name no purchase figures, or time ran out. */
const tellable = (error: unknown): Text | undefined => ((error instanceof InputFailure && error.code === 'NDC-E060') || (error instanceof EnvironmentFailure && error.code === 'NDC-X347') ? error.text : undefined);
