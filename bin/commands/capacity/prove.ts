import { operatesIn, plannedQuarters } from '../../../sites/capacity/operation.js';
import type { Quarter } from '../../../sites/model/calendar.js';
import { inReadingOrder } from '../../../sites/model/diagnostic.js';
import { canonical, digestOf, type Estate } from '../../../sites/model/estate.js';
import { didYouMean, nearest } from '../../../sites/model/nearest.js';
import { visible } from '../../../sites/model/visible.js';
import type { Instance } from '../../../sites/packing/instance.js';
import { randomOf } from '../../../sites/packing/random.js';
import { largestInput, readInstance } from '../../../sites/packing/read.js';
import { validate } from '../../../sites/packing/validate.js';
import type { Scene, Scenes } from '../../../sites/purchase/scenes.js';
import type { Command, Context, Values } from '../../command.js';
import { readInputFile } from '../../edge/input-file.js';
import { packInThread } from '../../edge/pack-thread.js';
import { scenesInThread } from '../../edge/scenes-thread.js';
import { shownPath } from '../../edge/shown-path.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { EnvironmentFailure, InputFailure } from '../../failure.js';
import { numberOption } from '../../number-option.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { inputStage } from '../../proof/from-input.js';
import { stageOf } from '../../proof/from-plan.js';
import { readAssignment, type GivenAssignment } from '../../proof/read-assignment.js';
import { prove } from '../../proof/session.js';
import { proveData, type ProofProblem, type ProveAbout, type ProveData } from '../../prove-data.js';
import { known } from '../../selection.js';
import { budgetsOf, capsOf, usualPlan } from './purchase.js';
import { whatIfOf } from './selection.js';

/** Milliseconds for packing a file. */
const packMilliseconds = 60_000;

/** Options that say something of a plan, and nothing of a file. */
const planOptions = ['quarter', 'lost', 'sample', 'budget'] as const;

export const command: Command = {
  options: [
    { flags: '--quarter <quarter>', about: { vi: 'quý cần chứng minh (mặc định quý cuối của kế hoạch)', en: 'quarter to prove (default: the plan’s last)' } },
    { flags: '--lost <site>', about: { vi: 'chỉ trường hợp mất trung tâm này, ví dụ site/ndc-01; có thể lặp lại (mặc định mọi trường hợp mà kế hoạch chịu được)', en: 'only this site’s loss, such as site/ndc-01; may be repeated (default: every loss that the plan survives)' }, repeatable: true },
    { flags: '--orders <count>', about: { vi: 'số thứ tự thêm pod được thử, lấy thứ tự xấu nhất (mặc định 20; với --sample 3; với --input 1)', en: 'orders in which pods are added, the worst counts (default 20; with --sample 3; with --input 1)' } },
    { flags: '--seed <number>', about: { vi: 'số bắt đầu của các thứ tự (mặc định 1)', en: 'what the orders begin with (default 1)' } },
    { flags: '--sample', about: { vi: 'chỉ một trung tâm còn lại, rút ngẫu nhiên theo --seed: đủ nhanh cho CI', en: 'one surviving site alone, drawn by --seed: quick enough for CI' } },
    { flags: '--budget <year=vnd>', about: { vi: 'trần đặt hàng của một năm, như ở ndc capacity purchase; có thể lặp lại', en: 'most VND to order for in a year, as for ndc capacity purchase; may be repeated' }, repeatable: true },
    { flags: '--input <file>', about: { vi: 'thay cho kế hoạch: một tệp của ndc capacity pack, được xếp rồi đưa cho kube-scheduler', en: 'instead of the plan: a file of ndc capacity pack, packed and given to kube-scheduler' } },
    { flags: '--assignment <file>', about: { vi: 'kiểm lại cách xếp này của --input (như ndc capacity pack --json in ra): mỗi pod đúng một máy', en: 'judge this assignment of --input (as ndc capacity pack --json prints it): each pod on its node' } },
    { flags: '--time-limit <seconds>', about: { vi: 'dừng sau số giây này (mặc định 1800)', en: 'stop after these seconds (default 1800)' } },
  ],
  examples: ['ndc capacity prove', 'ndc capacity prove --quarter 2030-Q4 --lost site/ndc-01', 'ndc capacity prove --sample --seed 7', 'ndc capacity prove --input pods.json', 'ndc capacity prove --input pods.json --assignment packed.json', 'ndc capacity prove --lang vi --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/capacity-prove.v1', ProveData>> => {
    const { input, assignment } = options as { readonly input?: string; readonly assignment?: string };
    const sample = options['sample'] === true;
    const asked: Asked = {
      seed: numberOption(options, 'seed', '--seed', 0, 999_999_999, 1),
      orders: numberOption(options, 'orders', '--orders', 1, 500, input !== undefined ? 1 : sample ? 3 : 20),
      milliseconds: numberOption(options, 'timeLimit', '--time-limit', 1, 86_400, 1800) * 1000,
      sample,
    };
    const wrong = input === undefined ? (assignment === undefined ? undefined : 'assignment') : planOptions.find((name) => options[name] !== undefined);
    if (wrong !== undefined)
      throw new InputFailure('NDC-X396', {
        vi: input === undefined ? '--assignment cần --input: tệp nêu các máy và pod của cách xếp đó.' : `--${wrong} nói về kế hoạch, còn --input nêu một tệp. Hãy bỏ một trong hai.`,
        en: input === undefined ? '--assignment needs --input: the file that names the nodes and pods of that assignment.' : `--${wrong} is about the plan, and --input names a file. Leave out one of them.`,
      });
    const data = input === undefined ? await ofPlan(context, options, asked) : await ofFile(context, input, assignment, asked);
    return { kind: 'ndc/capacity-prove.v1', exit: data.problems.length === 0 ? 0 : 1, data };
  },
};

interface Asked {
  readonly seed: number;
  readonly orders: number;
  readonly milliseconds: number;
  readonly sample: boolean;
}

const now = (): number => performance.now();

async function ofPlan(context: Context, options: Values, asked: Asked): Promise<ProveData> {
  const estate = underScenario(await openEstate(context), context);
  const quarters = plannedQuarters(estate);
  const [quarter = quarters.at(-1)] = (known('--quarter', options['quarter'] === undefined ? undefined : [options['quarter'] as string], quarters) ?? []) as readonly Quarter[];
  if (quarter === undefined) throw new RangeError('a plan has a quarter');
  const lost = (options['lost'] as readonly string[] | undefined) ?? [];
  // Planning takes a minute: a name that is no site's is refused first.
  const serving = Object.values(estate.sites).flatMap((site) => (operatesIn(site, quarter) ? [site.id] : []));
  lostSites(quarter, serving.length > 1 ? serving : [], lost);
  const scenes = await planned(context, estate, quarter, budgetsOf((options['budget'] as readonly string[] | undefined) ?? []));
  const narrowed = sampled(lostAlone(scenes, lost), asked);
  const began = now();
  const { scheduler, results } = await prove(context, narrowed.map((scene) => stageOf(scene, estate)), { ...asked, now });
  return proveData(results, { ...about(asked), of: 'plan', estate, whatIf: whatIfOf(context), quarter, plan: scenes.plan, scheduler, seconds: (now() - began) / 1000, unplaced: 0, found: [] });
}

const about = ({ seed, orders, sample }: Asked): Pick<ProveAbout, 'seed' | 'orders' | 'sample'> => ({ seed, orders, sample });

/** @throws InputFailure NDC-E060; NDC-X395 where there is no plan to prove */
async function planned(context: Context, estate: Estate, quarter: Quarter, asked: ReadonlyMap<number, bigint>): Promise<Scenes> {
  const planning = estate.planning.purchase;
  if (planning === undefined)
    throw new InputFailure('NDC-E060', {
      vi: 'catalogue/planning.yaml không có phần purchase, nên không có kế hoạch nào để chứng minh. Hãy thêm phần đó, hoặc chứng minh một tệp bằng --input.',
      en: 'catalogue/planning.yaml has no section purchase, so there is no plan to prove. Add it, or prove a file with --input.',
    });
  // A proof is of the plan that `capacity purchase` makes where nothing else is asked of it.
  const result = await scenesInThread(
    { estate, gap: usualPlan.gapPercent / 100, caps: capsOf(planning, asked), quarter, milliseconds: usualPlan.seconds * 1000 },
    { root: context.root, signal: context.signal, told: (told) => ('round' in told && told.what === 'solving' ? context.progress(context.lang === 'vi' ? `Lập kế hoạch mua sắm, vòng ${told.round} …` : `Planning purchases, round ${told.round} …`) : undefined) },
  );
  if (result.status === 'scenes') return result;
  const why = { infeasible: { vi: 'không có kế hoạch nào', en: 'no plan exists' }, 'time-over': { vi: 'hết thời gian trước khi có kế hoạch', en: 'time was over before there was one' }, unsettled: { vi: 'kế hoạch chưa đạt khi kiểm lại', en: 'the plan did not hold when it was judged again' } }[result.status];
  throw new (result.status === 'infeasible' ? InputFailure : EnvironmentFailure)('NDC-X395', { vi: `không có gì để chứng minh: ${why.vi}. Hãy chạy ndc capacity purchase với cùng tùy chọn để biết vì sao.`, en: `there is nothing to prove: ${why.en}. Run ndc capacity purchase with the same options to see why.` });
}

/** The losses that were asked for; all without any. */
function lostAlone({ scenes, quarter }: Scenes, lost: readonly string[]): readonly Scene[] {
  if (lost.length === 0) return scenes;
  const losses = [...new Set(scenes.flatMap(({ events }) => events.flatMap((event) => (event.lost.length === 1 ? event.lost : []))))].sort();
  const sites = lostSites(quarter, losses, lost);
  return scenes.map((scene) => ({ ...scene, events: scene.events.filter((event) => event.lost.length === 1 && sites.includes(event.lost[0] ?? '')) }));
}

/** Sites as `--lost` names them. @throws InputFailure NDC-X398 for one that is none of those whose loss can be survived then */
function lostSites(quarter: Quarter, losses: readonly string[], lost: readonly string[]): readonly string[] {
  return lost.map((written) => {
    const site = written.replace(/^site\//, '');
    if (losses.includes(site)) return site;
    const [found, list] = [visible(written, 80), losses.map((id) => `site/${id}`).join(', ')];
    const none = losses.length === 0;
    const hint = didYouMean(nearest(site, losses)?.replace(/^/, 'site/'));
    throw new InputFailure('NDC-X398', {
      vi: `--lost là "${found}"; ${none ? `vào ${quarter} không có trung tâm nào mà khi mất vẫn còn nơi khác phục vụ` : `cần một trung tâm hoạt động vào ${quarter} mà kế hoạch chịu được việc mất: ${list}`}. Hãy chọn lại, hoặc chọn --quarter khác.${hint.vi}`,
      en: `--lost is "${found}"; ${none ? `in ${quarter} no site can be lost while another serves` : `expected a site that operates in ${quarter} and whose loss the plan survives: ${list}`}. Choose another, or another --quarter.${hint.en}`,
    });
  });
}

/** One site where something has to be added after a loss, drawn by the seed; with it the loss that adds most. */
function sampled(scenes: readonly Scene[], { sample, seed }: Asked): readonly Scene[] {
  if (!sample) return scenes;
  const all = scenes.filter(({ events }) => events.length > 0);
  const scene = all[randomOf(seed).below(Math.max(1, all.length))] ?? scenes[0];
  if (scene === undefined) return [];
  const size = ({ groups }: Scene['events'][number]): number => groups.reduce((sum, { count }) => sum + count, 0);
  const [largest] = [...scene.events].sort((a, b) => size(b) - size(a));
  return [{ ...scene, events: largest === undefined ? [] : [largest] }];
}

async function ofFile(context: Context, input: string, given: string | undefined, asked: Asked): Promise<ProveData> {
  const file = shownPath(input);
  const read = readInstance(file, await readInputFile(input, largestInput));
  if ('diagnostics' in read) throw new InvalidEstate('.', inReadingOrder(read.diagnostics));
  const { instance } = read;
  const { assignment, unplaced } = given === undefined ? await packed(context, instance, asked) : readAssignment(shownPath(given), await readInputFile(given, largestInput));
  const found = given === undefined ? [] : judged(instance, { assignment, unplaced }, file);
  requireBounded(instance, assignment);
  const { stage, places } = inputStage(instance, assignment, file);
  const began = now();
  const { scheduler, results } = await prove(context, [stage], { ...asked, now, ...(given === undefined ? {} : { held: places }) });
  return proveData(results, {
    ...about(asked),
    of: given === undefined ? 'input' : 'assignment',
    whatIf: [],
    file,
    plan: digestOf(canonical({ instance: plain(instance), assignment })),
    scheduler,
    seconds: (now() - began) / 1000,
    unplaced: [...unplaced.values()].reduce((sum, one) => sum + one, 0),
    found,
  });
}

async function packed(context: Context, instance: Instance, { seed }: Asked): Promise<GivenAssignment> {
  const { packing, interrupted } = await packInThread({ instance, effort: 'normal', seed, milliseconds: packMilliseconds }, { root: context.root, signal: context.signal, found: () => undefined });
  if (interrupted) throw new EnvironmentFailure('NDC-X251', { vi: 'bị dừng trước khi xếp xong. Hãy chạy lại.', en: 'it was stopped before everything was packed. Run it again.' });
  const unplaced = new Map<string, number>();
  for (const { pod, count } of packing.unplaced) unplaced.set(pod, (unplaced.get(pod) ?? 0) + count);
  return { assignment: packing.assignment, unplaced };
}

/** What the validator finds in an assignment that somebody gave: whole, before any scheduler sees it. What it does not know, the scheduler is left to say. */
const judged = (instance: Instance, { assignment, unplaced }: GivenAssignment, file: string): ProofProblem[] =>
  validate(instance, assignment, unplaced).flatMap(({ what, node, pod, detail, sure }) => (sure === false ? [] : [{ stage: file, lost: [], order: 0, what, ...(pod === undefined ? {} : { of: pod }), ...(node === undefined ? {} : { node }), detail }]));

/** Objects that a control plane on one machine holds: more would take hours. */
const mostPods = 100_000;
const mostNodes = 10_000;

/** @throws InputFailure NDC-X399 */
function requireBounded(instance: Instance, assignment: GivenAssignment['assignment']): void {
  const pods = assignment.reduce((sum, node) => sum + node.pods.reduce((of, { count }) => of + count, 0), 0);
  const nodes = instance.nodes.reduce((sum, { count = 0 }) => sum + count, assignment.length);
  if (pods <= mostPods && nodes <= mostNodes * 2) return;
  throw new InputFailure('NDC-X399', {
    vi: `tệp nêu ${pods} pod, và tới ${nodes} máy; cụm điều khiển để chứng minh nhận nhiều nhất ${mostPods} pod và ${mostNodes} máy. Hãy chứng minh một phần.`,
    en: `the file has ${pods} pods, and up to ${nodes} nodes; the control plane of a proof takes at most ${mostPods} pods and ${mostNodes} nodes. Prove a part of it.`,
  });
}

/** Maps as lists, for a digest. */
const plain = (value: unknown): unknown => (value instanceof Map ? [...(value as Map<unknown, unknown>)].map(plain) : Array.isArray(value) ? value.map(plain) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) : value);
