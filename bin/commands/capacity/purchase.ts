import { plannedQuarters } from '../../../sites/capacity/operation.js';
import { isQuarter, plusQuarters, quarterOf } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { parseVnd } from '../../../sites/model/units.js';
import { visible } from '../../../sites/model/visible.js';
import { isBroken } from '../../../sites/purchase/committed.js';
import type { PurchaseResult, Told } from '../../../sites/purchase/purchase.js';
import type { Planning } from '../../../sites/purchase/things.js';
import type { Command, Context, Values } from '../../command.js';
import { readDataDirectory } from '../../edge/data-directory.js';
import { purchaseInThread } from '../../edge/purchase-thread.js';
import { EnvironmentFailure, InputFailure } from '../../failure.js';
import { numberOption } from '../../number-option.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { Pace, span } from '../../pace.js';
import { purchaseData, type PurchaseData } from '../../purchase-data.js';
import type { PurchaseCheckData } from '../../purchase/check-data.js';
import { checkPlan, requireAlone } from '../../purchase/check-plan.js';
import { requireRecorded, writePlan } from '../../purchase/write-plan.js';
import { whatIfOf } from './selection.js';

/** What is planned with where nothing else is asked: stopped within this of its lower bound, or after these seconds. */
export const usualPlan = { gapPercent: 0.1, seconds: 120 } as const;

export const command: Command = {
  options: [
    { flags: '--budget <year=vnd>', about: { vi: 'trần đặt hàng của một năm, đồng, ví dụ 2029=150000000000; có thể lặp lại', en: 'most VND to order for in a year, such as 2029=150000000000; may be repeated' }, repeatable: true },
    { flags: '--horizon <quarter>', about: { vi: 'quý cuối của kế hoạch (mặc định theo catalogue/estate.yaml)', en: 'last quarter of the plan (default: that of catalogue/estate.yaml)' } },
    { flags: '--scenarios <count>', about: { vi: 'rút ngẫu nhiên từng này kịch bản về mức tăng, ngày mở và giá: kế hoạch P50, P90 và mức tiếc nuối', en: 'draw so many scenarios of growth, dates and prices: P50 and P90 plans, and their regret' } },
    { flags: '--seed <number>', about: { vi: 'số bắt đầu của các kịch bản (mặc định 1): cùng số, cùng kết quả', en: 'what the scenarios begin with (default 1): the same number, the same answer' } },
    { flags: '--gap <percent>', about: { vi: 'dừng khi chi phí cách cận dưới không quá tỷ lệ này (mặc định 0.1)', en: 'stop where the cost is within this of its lower bound (default 0.1)' } },
    { flags: '--time-limit <seconds>', about: { vi: 'dừng sau số giây này (mặc định 120; với kịch bản 1800)', en: 'stop after these seconds (default 120; with scenarios 1800)' } },
    { flags: '--write', about: { vi: 'ghi kế hoạch thành nhóm máy trong tệp của các trung tâm, và vào purchase-plan.yaml', en: 'write the plan as node pools into the sites’ files, and into purchase-plan.yaml' } },
    { flags: '--check [file]', about: { vi: 'không lập kế hoạch: so dữ liệu với kế hoạch đã duyệt (mặc định purchase-plan.yaml)', en: 'plan nothing: hold the data against the plan that was accepted (default: purchase-plan.yaml)' } },
  ],
  formats: ['csv', 'svg'],
  examples: ['ndc capacity purchase', 'ndc capacity purchase --lang vi', 'ndc capacity purchase --budget 2029=150000000000 --budget 2028=0', 'ndc capacity purchase --delay ndc-02=4q', 'ndc capacity purchase --scenarios 20 --seed 1', 'ndc capacity purchase --write', 'ndc capacity purchase --check', 'ndc capacity purchase --format svg', 'ndc capacity purchase --format csv'],
  run: async (context, _args, options): Promise<Outcome<'ndc/capacity-purchase.v1', PurchaseData> | Outcome<'ndc/capacity-purchase-check.v1', PurchaseCheckData>> => {
    const against = options['check'] as string | true | undefined;
    const read = async (): Promise<Estate> => underScenario(await openEstate(context), context);
    if (against !== undefined) {
      requireAlone(options);
      return checkPlan(context, await read(), against);
    }
    if (options['write'] !== true) {
      const { data } = await purchaseOf(read, context, options);
      return { kind: 'ndc/capacity-purchase.v1', exit: data.plan === undefined || data.budgets.some(isBroken) ? 1 : 0, data };
    }
    // What is written over is what the plan was made from: read once, before it.
    const files = await readDataDirectory(context.sites);
    const { estate, answer, data, again } = await purchaseOf(
      async () => {
        const recorded = await read();
        requireRecorded(context, options, recorded, recorded.settings.horizon);
        return recorded;
      },
      context,
      options,
    );
    // What counts on orders that no cap covers is not accepted.
    if (answer.status !== 'plan' || data.budgets.some(isBroken)) return { kind: 'ndc/capacity-purchase.v1', exit: 1, data };
    return { kind: 'ndc/capacity-purchase.v1', exit: 0, data: { ...data, written: await writePlan({ context, files, estate, plan: answer, again }) } };
  },
};

type Answer = Extract<PurchaseResult, { readonly status: 'plan' | 'infeasible' }>;

/** A plan, or why there is none. */
export interface Purchase {
  /** Up to the quarter asked for. */
  readonly estate: Estate;
  readonly answer: Answer;
  readonly data: PurchaseData;
  /** Plans once more, of another estate under the same options, without scenarios. */
  readonly again: (estate: Estate) => Promise<PurchaseResult>;
}

/**
 * What to order by when, of an estate that is read once the options are known to be sound.
 *
 * @throws InputFailure NDC-E060 and others where the data or the options do not permit a plan.
 * @throws EnvironmentFailure NDC-X347 where time ran out first.
 */
export async function purchaseOf(read: () => Promise<Estate>, context: Context, options: Values): Promise<Purchase> {
  const percent = decimal(options, 'gap', '--gap', usualPlan.gapPercent, 0, 100);
  const drawn = options['scenarios'] !== undefined || options['seed'] !== undefined;
  // Three programs a scenario: a limit that comes first would change the answer with the machine.
  const timeLimitSeconds = decimal(options, 'timeLimit', '--time-limit', drawn ? 1800 : usualPlan.seconds, 1, 86_400);
  const asked = budgetsOf((options['budget'] as readonly string[] | undefined) ?? []);
  const estate = toHorizon(await read(), options);
  requireWithin(asked, estate);
  const planning = estate.planning.purchase;
  if (planning === undefined)
    throw new InputFailure('NDC-E060', {
      vi: 'catalogue/planning.yaml không có phần purchase: không biết thời gian đấu thầu, giao hàng, đưa vào vận hành, tuổi thọ và giá. Hãy thêm phần đó; ndc schema cho biết các trường.',
      en: 'catalogue/planning.yaml has no section purchase: nothing is known of tender, delivery and commissioning times, lives and prices. Add it; ndc schema tells its fields.',
    });
  const count = !drawn ? 0 : numberOption(options, 'scenarios', '--scenarios', 1, 500, 20);
  const seed = numberOption(options, 'seed', '--seed', 0, 999_999_999, 1);
  if (count > 0 && planning.uncertainty === undefined)
    throw new InputFailure('NDC-E064', {
      vi: 'catalogue/planning.yaml không có purchase.uncertainty: không biết mức tăng, ngày mở và giá có thể khác đi bao nhiêu. Hãy thêm phần đó, hoặc bỏ --scenarios và --seed.',
      en: 'catalogue/planning.yaml has no purchase.uncertainty: nothing is known of how far growth, dates and prices may turn out otherwise. Add it, or leave out --scenarios and --seed.',
    });
  const caps = capsOf(planning, asked);
  const gap = percent / 100;
  const pace = new Pace(context.now);
  const begun = context.now().getTime();
  // How many rounds it takes nobody knows; how long at most is given.
  const soFar = (): string => {
    const spent = context.now().getTime() - begun;
    if (spent < 1000) return '';
    return context.lang === 'vi' ? ` · ${span(spent)}, nhiều nhất ${span(timeLimitSeconds * 1000)}` : ` · ${span(spent)} of ${span(timeLimitSeconds * 1000)} at most`;
  };
  const inThread = (of: Estate, scenarios: { readonly scenarios?: { readonly seed: number; readonly count: number } }): Promise<PurchaseResult> =>
    purchaseInThread({ estate: of, gap, caps, ...scenarios, milliseconds: timeLimitSeconds * 1000 }, { root: context.root, signal: context.signal, told: (told) => (worthTelling(told) ? context.progress(`${progressText(told, context.lang)}${'scenario' in told ? pace.after(told.scenario - 1, count)[context.lang] : soFar()}`) : undefined) });
  const answer = answered(await inThread(estate, count > 0 ? { scenarios: { seed, count } } : {}), timeLimitSeconds);
  return { estate, answer, data: purchaseData(estate, answer, { whatIf: whatIf(context, options), gap, timeLimitSeconds, caps }), again: (after) => inThread(toHorizon(after, options), {}) };
}

/** Of a hundred small programs one in twenty-five is told. */
const worthTelling = (told: Told): boolean => ('conflict' in told ? told.conflict % 25 === 1 : !('scenario' in told) || told.scenario % 5 === 1);

const progressText = (told: Told, lang: Context['lang']): string => {
  if ('conflict' in told) return lang === 'vi' ? `Không có kế hoạch nào: đang tìm các điều mâu thuẫn, bài toán thứ ${told.conflict} …` : `No plan exists: looking for what contradicts what, program ${told.conflict} …`;
  if ('scenario' in told) return lang === 'vi' ? `Kịch bản ${told.scenario} …` : `Scenario ${told.scenario} …`;
  if (told.what === 'solving') return lang === 'vi' ? `Vòng ${told.round}: đang giải …` : `Round ${told.round}: solving …`;
  return lang === 'vi' ? `Vòng ${told.round}: đang kiểm lại từng quý và xếp thử …` : `Round ${told.round}: judging every quarter and packing for real …`;
};

/** @throws EnvironmentFailure NDC-X347 where time ran out first, NDC-X348 where the plan did not come to hold: a defect of ours. */
function answered(result: PurchaseResult, seconds: number): Answer {
  if (result.status === 'plan' || result.status === 'infeasible') return result;
  if (result.status === 'time-over')
    throw new EnvironmentFailure('NDC-X347', { vi: `hết ${seconds} giây mà chưa có kế hoạch nào. Hãy tăng --time-limit, hoặc cho phép sai lệch lớn hơn bằng --gap.`, en: `${seconds} second${seconds === 1 ? '' : 's'} passed without a plan. Raise --time-limit, or admit a larger --gap.` });
  const { rounds, shortages, misfits, rackless } = result;
  throw new EnvironmentFailure('NDC-X348', {
    vi: `lỗi của bộ công cụ: sau ${rounds.length} vòng, kế hoạch vẫn chưa đạt khi kiểm lại (${shortages} cam kết thiếu, ${misfits} lần xếp thử thiếu chỗ, ${rackless} lần thiếu tủ), nên không in ra. Hãy báo lỗi kèm dữ liệu này.`,
    en: `a failure of the toolkit: after ${rounds.length} rounds the plan still does not hold when it is judged again (${shortages} promises short, ${misfits} packings without room, ${rackless} without racks), so it is not printed. Report it with these data.`,
  });
}

/** Most VND to order for in a year: what is asked for goes before what the planning inputs say. */
export const capsOf = ({ budgets = [] }: Pick<Planning, 'budgets'>, asked: ReadonlyMap<number, bigint>): ReadonlyMap<number, bigint> => new Map([...budgets.map(({ year, vnd }): [number, bigint] => [year, vnd]), ...asked]);

/** `2029=150000000000`, each year once. @throws InputFailure NDC-E062 */
export function budgetsOf(given: readonly string[]): ReadonlyMap<number, bigint> {
  const caps = new Map<number, bigint>();
  for (const written of given) {
    const match = /^((?:19|20|21)\d{2})=(\d{1,18})$/.exec(written);
    const [year, vnd] = [Number(match?.[1]), match?.[2]];
    const found = visible(written, 80);
    if (vnd === undefined) throw new InputFailure('NDC-E062', { vi: `--budget là "${found}"; cần NĂM=SỐ_ĐỒNG viết liền, năm từ 1900 đến 2199, số đồng nhiều nhất 18 chữ số, ví dụ 2029=150000000000.`, en: `--budget is "${found}"; expected YEAR=VND without separators, a year from 1900 to 2199 and at most 18 digits of VND, such as 2029=150000000000.` });
    if (caps.has(year)) throw new InputFailure('NDC-E062', { vi: `--budget "${found}": năm ${year} đã có một trần. Hãy ghi mỗi năm một lần.`, en: `--budget "${found}": ${year} has a cap already. Name each year once.` });
    caps.set(year, parseVnd(vnd));
  }
  return caps;
}

/** A cap of a year in which nothing is planned would change nothing, and look as if it had. @throws InputFailure NDC-E062 */
function requireWithin(asked: ReadonlyMap<number, bigint>, estate: Estate): void {
  const [first, last] = [plannedQuarters(estate)[0], plannedQuarters(estate).at(-1)].map((at) => Number(at?.slice(0, 4)));
  const outside = [...asked.keys()].find((year) => year < (first ?? 0) || year > (last ?? 0));
  if (outside === undefined) return;
  throw new InputFailure('NDC-E062', {
    vi: `--budget đặt trần cho năm ${outside}, nhưng kế hoạch chỉ đặt hàng từ năm ${first} đến năm ${last}. Hãy sửa năm, hoặc kéo dài kế hoạch bằng --horizon.`,
    en: `--budget caps ${outside}, but the plan orders in ${first} to ${last} alone. Correct the year, or plan further with --horizon.`,
  });
}

/** The estate up to the quarter asked for. @throws InputFailure NDC-E063 */
function toHorizon(estate: Estate, options: Values): Estate {
  const given = options['horizon'] as string | undefined;
  if (given === undefined) return estate;
  const first = estate.scenario.asOf;
  const most = plusQuarters(estate.settings.horizon, 40);
  if (isQuarter(given) && given >= quarterOf(first) && given <= most) return { ...estate, settings: { ...estate.settings, horizon: given } };
  const found = visible(given, 80);
  throw new InputFailure('NDC-E063', { vi: `--horizon là "${found}"; cần một quý từ ${quarterOf(first)} đến ${most}, ví dụ 2030-Q4.`, en: `--horizon is "${found}"; expected a quarter from ${quarterOf(first)} to ${most}, such as 2030-Q4.` });
}


const whatIf = (context: Context, options: Values): string[] => [...whatIfOf(context), ...((options['budget'] as readonly string[] | undefined) ?? []).map((cap) => `--budget ${cap}`), ...(typeof options['horizon'] === 'string' ? [`--horizon ${options['horizon']}`] : [])];

/** @throws InputFailure NDC-X011 */
function decimal(options: Values, name: string, flag: string, preset: number, from: number, to: number): number {
  const given = options[name] as string | undefined;
  if (given === undefined) return preset;
  const value = /^\d{1,6}(\.\d{1,4})?$/.test(given) ? Number(given) : NaN;
  if (value >= from && value <= to) return value;
  const found = visible(given, 80);
  throw new InputFailure('NDC-X011', { vi: `${flag} là "${found}"; cần một số từ ${from} đến ${to}.`, en: `${flag} is "${found}"; expected a number from ${from} to ${to}.` });
}
