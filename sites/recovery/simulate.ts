import type { Interval } from '../capacity/interval.js';
import type { Estate } from '../model/estate.js';
import type { HazardScenario } from '../model/kinds/site.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import type { Pointer } from '../model/pointer.js';
import type { Intent } from '../intent/environment.js';
import type { ProtectionIntent } from '../intent/protection.js';
import type { CannotRun } from './cell.js';
import { struckBy, type Hit } from './cause.js';
import { recoveryOf, type Recovery } from './context.js';
import { lossOfData, type DataLoss } from './data-loss.js';
import { distributionOf, within, type Distribution } from './distribution.js';
import { recover, type Fate, type Recovered } from './event.js';
import { promisesOf } from './matrix.js';
import { platformLosses } from './platform-loss.js';
import { catchUpOf, type LinkCatchUp } from './simulate-links.js';
import { drawnLoss, drawsOf, mostOf } from './simulate-loss.js';
import { survivorsOf, type SurvivorRoom } from './simulate-room.js';
import { standing, type DataKind } from './situation.js';
import { samplesOf } from './times.js';
import { alreadyLost } from './where.js';

/** What one kind of an environment's data loses, over all runs. */
export interface SimulatedLoss {
  readonly loss: DataLoss;
  readonly ms: Distribution;
  /** Changed bytes that are lost; absent where nobody says how much changes. */
  readonly bytes?: Distribution;
}

/** One environment that ran at the lost site. */
export interface SimulatedEnvironment {
  readonly namespace: string;
  readonly organisation: string;
  readonly system: string;
  readonly tier: Protection;
  readonly runs: { readonly how: 'promoted' | 'restored'; readonly site: string } | { readonly how: 'nowhere'; readonly reasons: readonly CannotRun[] };
  readonly losses: readonly SimulatedLoss[];
  readonly gone: readonly DataKind[];
  /** Of all kinds the most, run by run. Absent where it runs nowhere. */
  readonly rpo?: Distribution;
  readonly rto?: Distribution & { readonly typicalMs: bigint };
  /** Runs, of all, in which the tier's promise holds. */
  readonly withinRpo: number;
  readonly withinRto: number;
  readonly inputs: readonly Pointer[];
}

/** A tier: when its first and its last environment are back, and the most that any of it loses. */
export interface SimulatedTier {
  readonly tier: Protection;
  readonly environments: number;
  readonly nowhere: number;
  readonly first?: Distribution;
  readonly last?: Distribution;
  readonly rpo?: Distribution;
  /** Runs in which every environment keeps its promise; 0 where one runs nowhere. */
  readonly withinRpo: number;
  readonly withinRto: number;
}

export interface Simulation {
  readonly recovery: Recovery;
  readonly recovered: Recovered;
  readonly hit: Hit;
  readonly environments: readonly SimulatedEnvironment[];
  readonly tiers: readonly SimulatedTier[];
  readonly links: readonly LinkCatchUp[];
  readonly survivors: readonly SurvivorRoom[];
}

export interface Simulated {
  readonly struck: string;
  readonly cause: HazardScenario;
  readonly runs: number;
  readonly seed: number;
}

/**
 * The loss of a site, event by event and over many seeded runs: the schedule is the matrix's own, drawn as often as asked; on
 * top of it comes the moment of the loss. The same seed gives the same figures, and seed 0 the matrix's own luck.
 *
 * @param derive who runs where, and how it is protected; asked once, of the estate as the cause leaves it.
 * @param told is told how many runs are done, every so often.
 */
export function simulateLoss(estate: Estate, derive: (estate: Estate) => { readonly intent: Intent; readonly protection: ProtectionIntent }, { struck, cause, runs, seed }: Simulated, told?: (done: number) => void): Simulation {
  const { estate: left, hit } = struckBy(estate, struck, cause);
  const { intent, protection } = derive(left);
  const recovery = recoveryOf(left, intent, protection);
  const { sites } = alreadyLost(recovery);
  const recovered = recover(recovery, struck, sites, 'dead');
  const back = samplesOf(recovered.steps, runs, seed, told);
  const draws = drawsOf(runs, seed);
  const lost = new Map<string, Float64Array>();
  const environments = [...recovered.fates].map(([namespace, fate]): SimulatedEnvironment => {
    const drawn = lossesOf(recovery, fate, struck, sites).map(({ loss, copy }) => drawnLoss(loss, copy, namespace, draws));
    // An image that is not there takes no data with it: the release before it runs.
    const rpo = 'to' in fate ? mostOf(drawn.filter(({ loss }) => loss.data !== 'images').map(({ ms }) => ms), runs) : undefined;
    if (rpo !== undefined) lost.set(namespace, rpo);
    return environmentOf(recovery, recovered, fate, drawn.map(({ loss, ms, bytes }) => ({ loss, ms: distributionOf(ms), ...(bytes === undefined ? {} : { bytes: distributionOf(bytes) }) })), rpo, back.get(namespace));
  });
  return {
    recovery,
    recovered,
    hit,
    environments,
    tiers: protections.flatMap((tier) => tierOf(recovery, tier, environments.filter((one) => one.tier === tier), lost, back, runs)),
    links: catchUpOf(recovery, recovered),
    survivors: survivorsOf(recovery, recovered),
  };
}

/** Of its data, and of the keys and images it needs beside them. */
function lossesOf(recovery: Recovery, fate: Fate, struck: string, before: ReadonlySet<string>) {
  const { parts } = alreadyLost(recovery);
  const own = fate.copies.there.flatMap((copy) => {
    const loss = lossOfData(recovery, copy, before, parts);
    return loss === undefined ? [] : [{ loss, copy }];
  });
  const beside = 'to' in fate ? platformLosses(recovery, fate.subject, struck, fate.to, before, parts) : [];
  return [...own, ...beside.map((loss) => ({ loss, copy: { changes: nothing, intervalMinutes: Number(loss.intervalMs) / 60_000 } }))];
}

const nothing: Interval = { low: 0n as Interval['low'], mid: 0n as Interval['mid'], high: 0n as Interval['high'] };

function environmentOf(recovery: Recovery, { times }: Recovered, fate: Fate, losses: readonly SimulatedLoss[], rpo: Float64Array | undefined, back: Float64Array | undefined): SimulatedEnvironment {
  const { subject, copies } = fate;
  const { protection, namespace } = subject;
  const { organisation, system } = protection.environment;
  const { rpoMs, rtoMs } = promisesOf(recovery, protection.tier);
  const typicalMs = times.byNamespace.get(namespace)?.typicalMs;
  return {
    namespace,
    organisation,
    system: system.id,
    tier: protection.tier,
    runs: 'to' in fate ? { how: copies.there.every(({ means }) => standing.includes(means)) ? 'promoted' : 'restored', site: fate.to } : { how: 'nowhere', reasons: fate.reasons },
    losses: 'to' in fate ? losses : [],
    gone: copies.gone.map(({ data }) => data),
    ...(rpo === undefined ? {} : { rpo: distributionOf(rpo) }),
    ...(back === undefined || typicalMs === undefined ? {} : { rto: { ...distributionOf(back), typicalMs } }),
    withinRpo: rpo === undefined || copies.gone.length > 0 ? 0 : within(rpo, rpoMs),
    withinRto: back === undefined ? 0 : within(back, rtoMs),
    inputs: losses.flatMap(({ loss }) => loss.inputs),
  };
}

function tierOf(recovery: Recovery, tier: Protection, environments: readonly SimulatedEnvironment[], lost: ReadonlyMap<string, Float64Array>, back: ReadonlyMap<string, Float64Array>, runs: number): SimulatedTier[] {
  if (environments.length === 0) return [];
  const moved = environments.filter(({ runs: at }) => at.how !== 'nowhere');
  const of = (by: ReadonlyMap<string, Float64Array>): Float64Array[] => moved.flatMap(({ namespace }) => by.get(namespace) ?? []);
  const last = mostOf(of(back), runs);
  const most = mostOf(of(lost), runs);
  const first = new Float64Array(runs).fill(Infinity);
  for (const one of of(back)) for (let run = 0; run < runs; run += 1) first[run] = Math.min(first[run] ?? Infinity, one[run] ?? Infinity);
  const { rpoMs, rtoMs } = promisesOf(recovery, tier);
  const all = moved.length === environments.length;
  return [
    {
      tier,
      environments: environments.length,
      nowhere: environments.length - moved.length,
      ...(moved.length === 0 ? {} : { first: distributionOf(first), last: distributionOf(last), rpo: distributionOf(most) }),
      withinRpo: all && environments.every(({ gone }) => gone.length === 0) ? within(most, rpoMs) : 0,
      withinRto: all ? within(last, rtoMs) : 0,
    },
  ];
}
