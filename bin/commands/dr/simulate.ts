import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import type { Estate } from '../../../sites/model/estate.js';
import { hazardScenarios, type HazardScenario } from '../../../sites/model/kinds/site.js';
import { protections } from '../../../sites/model/kinds/protection.js';
import { recoveryActions } from '../../../sites/model/kinds/recovery-inputs.js';
import { pointer, valueAt } from '../../../sites/model/pointer.js';
import { promisesOf } from '../../../sites/recovery/matrix.js';
import { simulateLoss, type SimulatedEnvironment, type Simulation } from '../../../sites/recovery/simulate.js';
import { codesOf, conceal } from '../../../sites/tenancy/conceal.js';
import { inputsOf } from '../../capacity-inputs.js';
import { choice } from '../../command-line.js';
import type { Command, Context } from '../../command.js';
import type { DrSimulateData, SimulatedRow, SimulatedStep } from '../../dr-simulate-data.js';
import { estateHead } from '../../estate-head.js';
import { Pace } from '../../pace.js';
import { lostSite } from '../../lost-site.js';
import { numberOption } from '../../number-option.js';
import type { Outcome } from '../../outcome.js';
import { whatIfOf } from '../capacity/selection.js';

export const command: Command = {
  options: [
    { flags: '--cause <cause>', about: { vi: 'nguyên nhân: natural (thiên tai), disaster (thảm họa, mặc định), war (chiến tranh)', en: 'why it is lost: natural, disaster (default), war' } },
    { flags: '--runs <n>', about: { vi: 'số lượt mô phỏng (mặc định 10000)', en: 'runs of the simulation (default 10000)' } },
    { flags: '--seed <n>', about: { vi: 'hạt giống: cùng hạt giống thì cùng kết quả (mặc định 0)', en: 'the same seed gives the same figures (default 0)' } },
  ],
  formats: ['csv', 'svg'],
  examples: [
    'ndc dr simulate --lose ndc-01 --scenario all-operating',
    'ndc dr simulate --lose ndc-01 --as-of 2031-Q1 --cause natural --lang vi',
    'ndc dr simulate --lose ndc-02 --scenario all-operating --cause war --runs 2000 --seed 7',
    'ndc dr simulate --lose ndc-01 --scenario all-operating --format svg',
    'ndc dr simulate --lose ndc-01 --lose path/ndc-02--ndc-03/duyen-hai --scenario all-operating --format csv',
  ],
  run: async (context, _args, options): Promise<Outcome<'ndc/dr-simulate.v1', DrSimulateData>> => {
    choice('--cause', options['cause'], hazardScenarios);
    const cause = (options['cause'] ?? 'disaster') as HazardScenario;
    const runs = numberOption(options, 'runs', '--runs', 1, 100_000, 10_000);
    const seed = numberOption(options, 'seed', '--seed', 0, 999_999_999, 0);
    const { estate, lost } = await lostSite(context);
    const simulation = simulateLoss(estate, derive, { struck: lost, cause, runs, seed }, toldOf(context, runs));
    const data = dataOf(estate, simulation, { lost, cause, runs, seed, whatIf: whatIfOf(context, estate.scenario.phase).filter((option) => option !== `--lose ${lost}` && option !== `--lose site/${lost}`) });
    // The same gate as the matrix: whoever would be back later, or lose more, than its tier promises at nineteen of twenty.
    return { kind: 'ndc/dr-simulate.v1', exit: data.worse > 0 ? 1 : 0, data: conceal(data, codesOf(estate)) };
  },
};

/** One line a second, once it has lasted one. */
function toldOf({ lang, now, progress }: Context, runs: number): (done: number) => void {
  const pace = new Pace(now);
  pace.after(0, runs);
  let last = '';
  return (done) => {
    const { [lang]: told } = pace.after(done, runs);
    // What it says changes with the second.
    const second = /^ · .*? (?:of about|trên khoảng)/.exec(told)?.[0] ?? last;
    if (second === last) return;
    last = second;
    progress(`[${done}/${runs}] ${lang === 'vi' ? 'đang mô phỏng' : 'simulating'}${told}`);
  };
}

function derive(estate: Estate) {
  const intent = deriveIntent(estate);
  return { intent, protection: deriveProtection(estate, intent) };
}

type Asked = Pick<DrSimulateData, 'lost' | 'cause' | 'runs' | 'seed' | 'whatIf'>;

function dataOf(estate: Estate, { recovery, recovered, hit, environments, tiers, links, survivors }: Simulation, asked: Asked): DrSimulateData {
  const { inputs: hitInputs, ...hits } = hit;
  const pointers = [...hitInputs, ...environments.flatMap(({ inputs }) => inputs), ...Object.values(recovery.durations).flatMap(({ inputs }) => inputs), pointer('recovery', 'limits'), pointer('recovery', 'dns', 'ttlSeconds'), pointer('recovery', 'imageMiBPerEnvironment'), pointer('recovery', 'hsmOperationsPerEnvironment')];
  // A default that stands in no file is no input.
  const inputs = inputsOf(estate, [...new Set(pointers)].filter((input) => valueAt(estate, input) !== undefined));
  const systems = environments.map((one) => rowOf(one, recovery.estate.protection.tiers[one.tier]));
  return {
    estate: estateHead(estate),
    asOf: estate.scenario.asOf,
    quarter: recovery.quarter,
    ...asked,
    hit: hits,
    promises: Object.fromEntries(protections.map((tier) => [tier, promisesOf(recovery, tier)])) as DrSimulateData['promises'],
    environments: systems.length,
    worse: systems.filter(({ worse }) => worse).length,
    events: eventsOf({ recovered, environments }),
    tiers,
    systems,
    links,
    survivors,
    durations: recoveryActions.map((action) => {
      const { p50, p95, measured } = recovery.durations[action];
      return { action, p50Ms: BigInt(p50), p95Ms: BigInt(p95), measured };
    }),
    inputs,
    assumptions: inputs.reduce((sum, { assumptions }) => sum + assumptions, 0),
  };
}

function rowOf({ inputs: _inputs, losses, ...one }: SimulatedEnvironment, { rpoMinutes, rtoMinutes }: { readonly rpoMinutes: number; readonly rtoMinutes: number }): SimulatedRow {
  const over = (p95: bigint | undefined, minutes: number): boolean => p95 === undefined || p95 > BigInt(minutes) * 60_000n;
  return {
    ...one,
    worse: one.runs.how === 'nowhere' || one.gone.length > 0 || over(one.rpo?.p95, rpoMinutes) || losses.some(({ loss: { data }, ms }) => data === 'images' && over(ms.p95, rpoMinutes)) || over(one.rto?.p95, rtoMinutes),
    losses: losses.map(({ loss: { data, means, from, at, intervalMs }, ms, bytes }) => ({ data, means, from, at, intervalMs, ms, ...(bytes === undefined ? {} : { bytes }) })),
  };
}

function eventsOf({ recovered: { steps: { steps }, times: { typical } }, environments }: Pick<Simulation, 'recovered' | 'environments'>): readonly SimulatedStep[] {
  const tiers = new Map(environments.map(({ namespace, tier }) => [namespace, tier]));
  return steps.flatMap(({ kind, name, site, namespace, bytes, rate }, index): SimulatedStep[] => {
    const timed = typical[index];
    const tier = namespace === undefined ? undefined : tiers.get(namespace);
    if (timed === undefined) return [];
    return [{ kind, name, startMs: BigInt(Math.ceil(timed.start)), endMs: BigInt(Math.ceil(timed.end)), ...(site === undefined ? {} : { site }), ...(namespace === undefined ? {} : { namespace }), ...(tier === undefined ? {} : { tier }), ...(bytes === undefined ? {} : { bytes: bytes.mid }), ...(rate === undefined ? {} : { rate }) }];
  });
}
