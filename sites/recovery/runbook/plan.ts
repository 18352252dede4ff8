import type { DatabaseProtection } from '../../intent/protection.js';
import { zonedClass } from '../../model/object-zone.js';
import type { Protection } from '../../model/kinds/protection.js';
import { protections } from '../../model/kinds/protection.js';
import { isReliedOn } from '../../model/losses.js';
import type { RecoveryAction } from '../../model/kinds/recovery-inputs.js';
import type { Recovery } from '../context.js';
import type { Fate, Recovered } from '../event.js';
import { lossOfData, mostLost } from '../data-loss.js';
import { platformLosses } from '../platform-loss.js';
import { standing } from '../situation.js';
import type { RunbookOptions, TimeBudget } from './step.js';

/** Names of the objects that commands speak of: they belong to the constructs that make them. */
export interface RunbookNames {
  /** Namespaces of components. */
  readonly ceph: string;
  readonly velero: string;
  readonly secretStore: string;
  /** Standby of a site's secret store elsewhere. */
  readonly secretStoreOf: (site: string) => string;
  readonly volumesBucket: string;
  readonly databasesBucket: string;
  /** Namespace of what the platform says of itself, the procedures of restoring among it. */
  readonly systemNamespace: string;
  readonly procedure: (namespace: string) => string;
  readonly volumesGroup: string;
  readonly backupSchedule: (of: { readonly organisation: string; readonly tier: Protection; readonly target: string }) => string;
  readonly foreignLocation: (target: string, source: string) => string;
  /** Location in a site's store to which every other site writes. */
  readonly location: (target: string) => string;
  readonly databaseName: (cluster: string) => string;
  /** Label that every object of a stack bears, and no other. */
  readonly ownLabel: string;
}

/** An environment in the order in which it is brought back. */
export interface Placed {
  readonly fate: Fate;
  readonly namespace: string;
  readonly name: string;
  readonly organisation: string;
  readonly tier: Protection;
  readonly to?: string;
  readonly promoted: boolean;
  /** Its databases; of a system that holds state secrets none is told. */
  readonly databases: readonly DatabaseProtection[];
  /** Most that is lost of any of its data, in nineteen losses of twenty; absent where there is no bound. */
  readonly rpoP95Ms?: bigint;
  readonly typicalMs?: bigint;
  readonly p95Ms?: bigint;
}

/** What a runbook of a lost site is made of: the plan that the simulation runs. */
export interface RunbookPlan {
  readonly recovery: Recovery;
  readonly recovered: Recovered;
  readonly lost: string;
  readonly survivors: readonly string[];
  /** In the order in which they are brought back; those that cannot run last. */
  readonly order: readonly Placed[];
  readonly stopped: readonly Placed[];
  readonly tiers: readonly { readonly tier: Protection; readonly environments: number; readonly budget: TimeBudget }[];
  /** Survivor that becomes master of the object zones, where the lost site was. */
  readonly newMaster?: string;
  readonly names: RunbookNames;
  readonly options: RunbookOptions;
}

export function planOfRunbook(recovery: Recovery, recovered: Recovered, names: RunbookNames, options: RunbookOptions): RunbookPlan {
  const { estate } = recovery;
  const { event, fates, times } = recovered;
  const { struck } = event;
  const placed = [...fates].map(([namespace, fate]): Placed => {
    const { environment, tier, databases } = fate.subject.protection;
    const time = times.byNamespace.get(namespace);
    return {
      fate,
      namespace,
      // A secret system's name is not told; its id becomes a code where it is shown.
      name: isSecret(environment.system) ? environment.system.id : environment.system.name,
      organisation: environment.organisation,
      tier,
      ...('to' in fate ? { to: fate.to } : {}),
      promoted: fate.copies.there.every(({ means }) => standing.includes(means)),
      databases: isSecret(environment.system) ? [] : databases,
      ...('to' in fate ? lostBy(recovery, recovered, fate, fate.to) : {}),
      ...(time === undefined ? {} : { typicalMs: time.typicalMs, p95Ms: time.p95Ms }),
    };
  });
  const order = placed.filter(({ to }) => to !== undefined).sort((a, b) => protections.indexOf(a.tier) - protections.indexOf(b.tier) || Number((a.typicalMs ?? 0n) - (b.typicalMs ?? 0n)) || (a.namespace < b.namespace ? -1 : 1));
  const survivors = Object.values(estate.sites).filter(({ id }) => id !== struck && isReliedOn(estate, id) && !event.lost.has(id)).map(({ id }) => id);
  return {
    recovery,
    recovered,
    lost: struck,
    survivors,
    order,
    stopped: placed.filter(({ to }) => to === undefined),
    tiers: protections.flatMap((tier) => {
      const own = order.filter((one) => one.tier === tier);
      const budget = budgetOf(recovered, (step) => step.namespace !== undefined && own.some(({ namespace }) => namespace === step.namespace));
      if (own.length === 0 || budget === undefined) return [];
      return [{ tier, environments: own.length, budget: { ...budget, p95Ms: own.reduce((most, { p95Ms = 0n }) => (p95Ms > most ? p95Ms : most), 0n) } }];
    }),
    ...newMasterOf(recovery, struck, survivors),
    names,
    options,
  };
}

/** As the matrix counts it: of its data and of keys the most, images apart. */
function lostBy(recovery: Recovery, { event }: Recovered, { subject, copies }: Fate, to: string): Pick<Placed, 'rpoP95Ms'> {
  const before = new Set([...event.lost].filter((site) => site !== event.struck));
  const losses = [...copies.there.flatMap((copy) => lossOfData(recovery, copy, before, event.parts) ?? []), ...platformLosses(recovery, subject, event.struck, to, before, event.parts)];
  const { p95 } = mostLost(losses.filter(({ data }) => data !== 'images'));
  return p95 === undefined ? {} : { rpoP95Ms: p95 };
}

/** Of systems that hold state secrets nothing is told but that they are there: no name, no databases. */
export const isSecret = ({ secrecy }: { readonly secrecy: string }): boolean => secrecy !== 'none';

/** From the first of these steps that begins to the last that ends, every step at its median. */
export function budgetOf({ steps: { steps }, times: { typical } }: Recovered, of: (step: Recovered['steps']['steps'][number]) => boolean): TimeBudget | undefined {
  const found = steps.flatMap((step, index) => (of(step) ? (typical[index] ?? []) : []));
  if (found.length === 0) return undefined;
  return { fromMs: BigInt(Math.floor(Math.min(...found.map(({ start }) => start)))), untilMs: BigInt(Math.ceil(Math.max(...found.map(({ end }) => end)))) };
}

/** The same of one kind of action, with the longest it takes in nineteen of twenty. */
export function budgetFor({ recovered, recovery }: Pick<RunbookPlan, 'recovered' | 'recovery'>, kind: RecoveryAction, at?: string): { readonly budget?: TimeBudget } {
  const budget = budgetOf(recovered, (step) => step.kind === kind && (at === undefined || step.site === at));
  return budget === undefined ? {} : { budget: { ...budget, p95Ms: BigInt(Math.ceil(recovery.durations[kind].p95)) } };
}

/** The zones' realm is held by the first operating site, by number, that has one (stacks/protection/storage.ts): lost with it, the next takes it over. */
function newMasterOf({ estate }: Recovery, struck: string, survivors: readonly string[]): { readonly newMaster?: string } {
  const zoned = Object.values(estate.sites).filter((site) => (site.id === struck || survivors.includes(site.id)) && zonedClass(site) !== undefined).sort((a, b) => a.number - b.number);
  const [first, next] = zoned;
  return first?.id === struck && next !== undefined ? { newMaster: next.id } : {};
}
