import type { Estate } from '../../model/estate.js';
import type { Protection } from '../../model/kinds/protection.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { BitsPerSecond, Bytes } from '../../model/units.js';
import { bounds, interval, sumOf, type Bound, type Interval } from '../interval.js';
import { capacityOf, type LostParts } from './capacity.js';
import { copiesKept, dayOutcome, outageOutcome, replicationKept, type DayOutcome, type OutageOutcome } from './days.js';
import type { Flow, FlowKind } from './flows.js';
import { bytesInFlight, meanRate, peakRate, shareOf, timeToShip } from './rates.js';
import type { Hop } from './routes.js';

type ByBound<T> = Readonly<Record<Bound, T>>;
const byBound = <T>(figure: (bound: Bound) => T): ByBound<T> => ({ low: figure('low'), mid: figure('mid'), high: figure('high') });

const reseedTimes = (time: (bound: Bound) => bigint | undefined): LinkLoad['reseed']['ms'] =>
  Object.fromEntries(
    bounds.flatMap((bound): [Bound, bigint][] => {
      const ms = time(bound);
      return ms === undefined ? [] : [[bound, ms]];
    }),
  );

/** A promise that rests on a link: the tightest of one tier and kind. */
export interface LinkPromise {
  readonly tier: Protection;
  readonly kind: FlowKind;
  readonly budgetMs: bigint;
  /** Of as many environments. */
  readonly environments: number;
  /** Whether the lag of a peak day stays within the budget: certainly, likely (not at the high bound), or not. */
  readonly holds: 'yes' | 'likely' | 'no';
}

/** One link, one way, in a quarter, with parts of the network lost. */
export interface LinkLoad extends Hop {
  readonly rttMs: number;
  /** Of the paths that are left. */
  readonly capacity: BitsPerSecond;
  /** What of it replication and copies may take. */
  readonly share: BitsPerSecond;
  readonly perDay: Readonly<Record<FlowKind, Interval>>;
  /** Environments whose flows take the way over this link because their own is lost. */
  readonly rerouted: number;
  /** Replication on the wire: over a typical day, and in its busiest minutes. */
  readonly mean: Interval<BitsPerSecond>;
  readonly peak: Interval<BitsPerSecond>;
  /** Share of the replicated log that rests on measured rates, hundredths of a percent of the bytes. */
  readonly measuredShare: bigint;
  readonly typicalDay: ByBound<DayOutcome>;
  readonly peakDay: ByBound<DayOutcome>;
  readonly outage: ByBound<OutageOutcome>;
  readonly promises: readonly LinkPromise[];
  /** To copy everything that standbys over this link hold, beside the steady load; a time that is absent never ends. */
  readonly reseed: { readonly bytes: Interval; readonly ms: Readonly<Partial<Record<Bound, bigint>>> };
  /** Bytes in flight on the full link, and how many TCP streams of the planned window keep it full. */
  readonly window: { readonly bytes: Bytes; readonly streams: number };
  readonly inputs: readonly Pointer[];
}

/** A flow on one hop of its way. */
export interface RoutedFlow {
  readonly flow: Flow;
  readonly rerouted: boolean;
}

const zero: Interval = { low: 0n as Bytes, mid: 0n as Bytes, high: 0n as Bytes };
const of = (flows: readonly RoutedFlow[], kind: FlowKind): Interval => sumOf(flows.flatMap(({ flow }) => (flow.kind === kind ? [flow.perDay] : [])));

/** Judges one link one way under the flows that are led over it. */
export function linkLoad({ links, planning }: Pick<Estate, 'links' | 'planning'>, hop: Hop, flows: readonly RoutedFlow[], lost: LostParts): LinkLoad | undefined {
  const link = links[hop.link];
  if (link === undefined) return undefined;
  const inputs = planning.links;
  const capacity = capacityOf(hop.link, link, lost);
  const share = shareOf(capacity, inputs);
  const perDay = { standby: of(flows, 'standby'), 'log-copy': of(flows, 'log-copy'), 'backup-copy': of(flows, 'backup-copy') };
  const replication = sumOf([perDay.standby, perDay['log-copy']]);
  const daily = (bound: Bound) => ({ replication: replication[bound], copies: perDay['backup-copy'][bound] });
  const typicalDay = byBound((bound) => dayOutcome(daily(bound), share, inputs, 'typical'));
  const peakDay = byBound((bound) => dayOutcome(daily(bound), share, inputs, 'peak'));
  const seed = sumOf([zero, ...flows.map(({ flow }) => flow.seed)]);
  const mean = interval((bound) => meanRate(replication[bound], inputs));
  const measured = sumOf(flows.flatMap(({ flow }) => (flow.measured && flow.kind !== 'backup-copy' ? [flow.perDay] : []))).mid;
  const window = bytesInFlight(capacity, link.rttMs);
  return {
    ...hop,
    rttMs: link.rttMs,
    capacity,
    share,
    perDay,
    rerouted: new Set(flows.flatMap(({ flow, rerouted }) => (rerouted ? [flow.namespace] : []))).size,
    mean,
    peak: interval((bound) => peakRate(replication[bound], inputs)),
    measuredShare: replication.mid === 0n ? 0n : (measured * 10_000n) / replication.mid,
    typicalDay,
    peakDay,
    outage: byBound((bound) => outageOutcome(daily(bound), share, inputs)),
    promises: promisesOf(flows, peakDay),
    reseed: { bytes: seed, ms: reseedTimes((bound) => timeToShip(seed[bound], share - meanRate(replication[bound] + perDay['backup-copy'][bound], inputs), inputs)) },
    window: { bytes: window, streams: Math.ceil(Number(window) / (inputs.tcpWindowMiB * 1_048_576)) },
    inputs: [pointer('links', hop.link), pointer('planning', 'links'), ...new Set(flows.flatMap(({ flow }) => flow.inputs))],
  };
}

function promisesOf(flows: readonly RoutedFlow[], peakDay: ByBound<DayOutcome>): LinkPromise[] {
  const promises = new Map<string, { tier: Protection; kind: FlowKind; budgetMs: bigint; namespaces: Set<string> }>();
  for (const { flow } of flows) {
    const key = `${flow.tier} ${flow.kind}`;
    const known = promises.get(key) ?? { tier: flow.tier, kind: flow.kind, budgetMs: flow.budgetMs, namespaces: new Set<string>() };
    promises.set(key, { ...known, budgetMs: flow.budgetMs < known.budgetMs ? flow.budgetMs : known.budgetMs });
    known.namespaces.add(flow.namespace);
  }
  return [...promises.values()].map(({ tier, kind, budgetMs, namespaces }): LinkPromise => {
    const kept = (bound: Bound): boolean => (kind === 'backup-copy' ? copiesKept(peakDay[bound], budgetMs) : replicationKept(peakDay[bound], budgetMs));
    return { tier, kind, budgetMs, environments: namespaces.size, holds: kept('high') ? 'yes' : kept('mid') ? 'likely' : 'no' };
  });
}

/** The worst of a link's promises: all hold, some hold only likely, or one is broken. */
export const linkHolds = ({ promises }: Pick<LinkLoad, 'promises'>): LinkPromise['holds'] => (promises.some(({ holds }) => holds === 'no') ? 'no' : promises.some(({ holds }) => holds === 'likely') ? 'likely' : 'yes');
