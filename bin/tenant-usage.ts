import type { LiveQuota } from '../sites/capacity/drift/live.js';
import type { EnvironmentIntent } from '../sites/intent/environment.js';
import { dayInVietNam } from '../sites/model/calendar.js';
import { clawBackOf, isRecent, levelOf, type UseLevel } from '../sites/tenancy/use-levels.js';
import type { TenantUseReading } from './edge/tenant-use-history.js';
import type { SiteUse } from './live-use.js';
import type { ConcealedUsage, EnvironmentUsage, ResourceUse, UsageSite } from './tenant-usage-data.js';

type ReadSite = Extract<SiteUse, { readonly status: 'read' }>;

/** What belongs at a site, by namespace. */
const expectedAt = (environments: readonly EnvironmentIntent[], site: string): ReadonlyMap<string, EnvironmentIntent> =>
  new Map(environments.filter(({ primary, standby }) => primary.site === site || standby?.site === site).map((environment) => [environment.namespace, environment]));

const isSecret = ({ system }: EnvironmentIntent): boolean => system.secrecy !== 'none';

/** What this look adds to the history: the model's environments, without those of state secrets. */
export function readingsOf(at: string, { site, uid, quotas }: ReadSite, environments: readonly EnvironmentIntent[]): readonly TenantUseReading[] {
  const expected = expectedAt(environments, site);
  return quotas.flatMap(({ namespace, used, hard }) => {
    const environment = expected.get(namespace);
    return environment === undefined || isSecret(environment) || used.size === 0 ? [] : [{ at, site, uid, namespace, used, hard }];
  });
}

/** Readings by what they are of, each instant once: the same line may stand in two files. */
export class Readings {
  readonly #by = new Map<string, Map<string, TenantUseReading>>();
  readonly #uids = new Map<string, Set<string>>();

  constructor(readings: readonly TenantUseReading[]) {
    for (const reading of readings) {
      const key = keyOf(reading);
      const known = this.#by.get(key) ?? new Map<string, TenantUseReading>();
      known.set(reading.at, reading);
      this.#by.set(key, known);
      this.#uids.set(reading.site, (this.#uids.get(reading.site) ?? new Set()).add(reading.uid));
    }
  }

  of(where: Pick<TenantUseReading, 'site' | 'uid' | 'namespace'>): readonly TenantUseReading[] {
    return [...(this.#by.get(keyOf(where))?.values() ?? [])];
  }

  /** Clusters that ever stood in a site's place. */
  uids(site: string): readonly string[] {
    return [...(this.#uids.get(site) ?? [])];
  }

  notOf(site: string, uid: string): number {
    return [...this.#by.values()].flatMap((known) => [...known.values()]).filter((reading) => reading.site === site && reading.uid !== uid).length;
  }
}

const keyOf = ({ site, uid, namespace }: Pick<TenantUseReading, 'site' | 'uid' | 'namespace'>): string => JSON.stringify([site, uid, namespace]);

/** A site's environments with what they use; `shown` are those asked for. */
export function usageAt(site: ReadSite, { environments, shown, readings, now }: { readonly environments: readonly EnvironmentIntent[]; readonly shown: ReadonlySet<string>; readonly readings: Readings; readonly now: Date }): UsageSite {
  const expected = expectedAt(environments, site.site);
  const there = new Map(site.quotas.map((quota) => [quota.namespace, quota]));
  const told = [...expected.values()].filter(({ organisation }) => shown.has(organisation)).sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
  return {
    site: site.site,
    name: site.name,
    status: 'read',
    uid: site.uid,
    environments: told.flatMap((environment) => {
      const quota = there.get(environment.namespace);
      return quota === undefined ? [] : [environmentUse(environment, quota, site, readings, now)];
    }),
    without: told.flatMap(({ namespace }) => (there.has(namespace) ? [] : [namespace])),
    foreign: [...there.keys()].filter((namespace) => !expected.has(namespace)).sort(),
    unread: site.unread.map((what) => withoutSecrets(what, expected)),
    earlierCluster: readings.notOf(site.site, site.uid),
  };
}

/** What could not be read of a state secret is told without what stood there. */
function withoutSecrets(what: string, expected: ReadonlyMap<string, EnvironmentIntent>): string {
  const secret = [...expected.values()].find((environment) => isSecret(environment) && what.startsWith(`resourcequota ${environment.namespace}/`));
  return secret === undefined ? what : `resourcequota ${secret.namespace}`;
}

function environmentUse(environment: EnvironmentIntent, { used, hard }: LiveQuota, { site, uid }: ReadSite, readings: Readings, now: Date): EnvironmentUsage | ConcealedUsage {
  const { namespace, organisation, primary } = environment;
  const role = primary.site === site ? 'primary' : 'standby';
  const resources = [...new Set([...hard.keys(), ...used.keys()])].sort(byResource);
  const levels = resources.flatMap((resource) => {
    const [is, most] = [used.get(resource), hard.get(resource) ?? 0n];
    const level = is === undefined ? undefined : levelOf(is, most);
    return is === undefined || level === undefined ? [] : [{ resource, used: is, hard: most, level }];
  });
  if (isSecret(environment)) return { namespace, role, concealed: true, levels: levels.map(({ resource, level }) => ({ resource, level })) };
  const earlier = readings.of({ site, uid, namespace });
  return {
    namespace,
    organisation,
    role,
    concealed: false,
    uses: levels.map((use) => withClawBack(use, role, earlier, now)),
    untold: resources.filter((resource) => !used.has(resource)),
  };
}

/** Compute in its usual order, then classes by name, then counts. */
const order = ['cpu', 'memory', 'gpu', 'storage/', 'pods', 'loadBalancers'];
const rank = (resource: string): number => order.findIndex((known) => resource === known || (known === 'storage/' && resource.startsWith(known)));
const byResource = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);

function withClawBack(use: { readonly resource: string; readonly used: bigint; readonly hard: bigint; readonly level: UseLevel }, role: 'primary' | 'standby', earlier: readonly TenantUseReading[], now: Date): ResourceUse {
  const { resource, used, hard, level } = use;
  const told = hard === 0n ? use : { ...use, permille: level === 'over' || level === 'high' ? (used * 1000n + hard - 1n) / hard : (used * 1000n) / hard };
  // Counts of objects cost next to nothing: there is nothing to give back.
  if (level !== 'low' || role === 'standby' || resource === 'pods' || resource === 'loadBalancers') return told;
  const readings = earlier.flatMap((reading) => {
    const [was, limit] = [reading.used.get(resource), reading.hard.get(resource)];
    return was === undefined || limit === undefined ? [] : [{ at: new Date(reading.at), used: was, hard: limit }];
  });
  return { ...told, clawBack: clawBackOf(readings, now) };
}

/** The most an environment used at a site within the time that is looked back on. */
export interface RecordedUse {
  readonly namespace: string;
  readonly site: string;
  /** Different days with a reading. */
  readonly readings: number;
  readonly from: string;
  readonly to: string;
  readonly highest: ReadonlyMap<string, bigint>;
}

/** What a record of usage says, by site and namespace: the model's environments, without those of state secrets, of the cluster that was read last. */
export function recordedUse(readings: Readings, environments: readonly EnvironmentIntent[], sites: readonly string[], now: Date): readonly RecordedUse[] {
  return [...sites].sort().flatMap((site) => {
    const open = [...expectedAt(environments, site).values()].filter((environment) => !isSecret(environment)).map(({ namespace }) => namespace).sort();
    const newest = open.flatMap((namespace) => readings.uids(site).flatMap((uid) => readings.of({ site, uid, namespace }))).reduce<TenantUseReading | undefined>((last, one) => (last === undefined || Date.parse(one.at) > Date.parse(last.at) ? one : last), undefined);
    return newest === undefined ? [] : open.flatMap((namespace) => recorded(readings.of({ site, uid: newest.uid, namespace }), now));
  });
}

function recorded(all: readonly TenantUseReading[], now: Date): RecordedUse[] {
  const recent = all.filter(({ at }) => isRecent(new Date(at), now)).map((reading) => ({ reading, on: dayInVietNam(new Date(reading.at)) }));
  const days = [...new Set(recent.map(({ on }) => on))].sort();
  const [first] = recent;
  const [from, to] = [days[0], days.at(-1)];
  if (first === undefined || from === undefined || to === undefined) return [];
  const highest = new Map<string, bigint>();
  for (const { reading } of recent) for (const [resource, amount] of reading.used) if (amount >= (highest.get(resource) ?? 0n)) highest.set(resource, amount);
  return [{ namespace: first.reading.namespace, site: first.reading.site, readings: days.length, from, to, highest }];
}
