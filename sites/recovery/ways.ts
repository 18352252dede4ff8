import { flowsIn, type Flow } from '../capacity/links/flows.js';
import type { LinkLoad } from '../capacity/links/link-load.js';
import { networkOf, type Network } from '../capacity/links/network.js';
import { capacityOf, conduitsOf } from '../capacity/links/capacity.js';
import { outageOutcome } from '../capacity/links/days.js';
import { shareOf } from '../capacity/links/rates.js';
import { routeOf, type Hop } from '../capacity/links/routes.js';
import { pointer, type Pointer } from '../model/pointer.js';
import { servingWithout, type Recovery } from './context.js';

/** A figure as half of all times have it at most, and as nineteen of twenty have it. */
export interface Likely<T = bigint> {
  readonly p50: T;
  readonly p95: T;
}

/**
 * What bytes meet on their way from one site to another. P50 is a typical day with likely amounts, P95 a peak day with the
 * most there may be.
 */
export interface Way {
  readonly from: string;
  readonly to: string;
  /** Third site it leads over. */
  readonly over?: string;
  readonly hops: readonly Hop[];
  /** Age of the oldest byte not yet shipped, one round trip included, milliseconds; absent where more arrives in a day than is shipped. */
  readonly lagMs: Readonly<Partial<Likely>>;
  /** Bits a second that replication leaves of the share of the narrowest link; not above 0 where it takes everything. */
  readonly free: Likely;
  readonly inputs: readonly Pointer[];
}

/** The network once sites and parts of it are lost, by what is lost: everybody asks for the same few. */
const networks = new WeakMap<Recovery, Map<string, { readonly flows: readonly Flow[]; readonly network: Network }>>();

function networkWith(recovery: Recovery, sites: ReadonlySet<string>, parts: ReadonlySet<string>): { readonly flows: readonly Flow[]; readonly network: Network } {
  const known = networks.get(recovery) ?? new Map<string, { readonly flows: readonly Flow[]; readonly network: Network }>();
  networks.set(recovery, known);
  const bySites = [...sites].sort().join(' ');
  const key = `${bySites}/${[...parts].sort().join(' ')}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const { plan, quarter } = recovery;
  // What flows depends on the sites alone; which way it takes, on the parts too.
  const flows = known.get(`${bySites}/`)?.flows ?? flowsIn(plan, plan.backups ?? [], quarter, servingWithout(recovery, sites));
  const found = { flows, network: networkOf(plan, quarter, flows, new Set([...parts, ...[...sites].map((id) => `site/${id}`)])) };
  known.set(key, found);
  return found;
}

/** Every link each way that carries copies once sites and parts of the network are lost. */
export const loadsWith = (recovery: Recovery, sites: ReadonlySet<string>, parts: ReadonlySet<string>): readonly LinkLoad[] => networkWith(recovery, sites, parts).network.loads;

/** The way from site to site; undefined where none is left. `sites` and `parts` are lost. */
export function wayFrom(recovery: Recovery, from: string, to: string, sites: ReadonlySet<string>, parts: ReadonlySet<string>): Way | undefined {
  const { estate } = recovery;
  if (from === to) return { from, to, hops: [], lagMs: { p50: 0n, p95: 0n }, free: { p50: unlimited, p95: unlimited }, inputs: [] };
  const lost = new Set([...parts, ...[...sites].map((id) => `site/${id}`)]);
  const route = routeOf(estate, from, to, lost);
  if (route === undefined) return undefined;
  const { network } = networkWith(recovery, sites, parts);
  const loads = route.hops.map((hop) => ({ hop, load: network.loads.find((load) => load.link === hop.link && load.from === hop.from) }));
  const rtt = BigInt(Math.ceil(route.hops.reduce((sum, { link }) => sum + (estate.links[link]?.rttMs ?? 0), 0)));
  const lag = (day: (load: LinkLoad) => LinkLoad['peakDay']['mid']): bigint | undefined =>
    loads.reduce<bigint | undefined>((sum, { load }) => (sum === undefined || (load !== undefined && !day(load).keepsUp) ? undefined : sum + (load === undefined ? 0n : day(load).lagMs)), rtt);
  const [p50, p95] = [lag((load) => load.typicalDay.mid), lag((load) => load.peakDay.high)];
  const free = (taken: (load: LinkLoad) => bigint): bigint =>
    loads.reduce((least, { hop, load }) => {
      const link = estate.links[hop.link];
      const left = load === undefined ? (link === undefined ? 0n : shareOf(capacityOf(hop.link, link, lost), estate.planning.links)) : load.share - taken(load);
      return left < least ? left : least;
    }, unlimited);
  return {
    from,
    to,
    ...(route.over === undefined ? {} : { over: route.over }),
    hops: route.hops,
    lagMs: { ...(p50 === undefined ? {} : { p50 }), ...(p95 === undefined ? {} : { p95 }) },
    free: { p50: free((load) => load.mean.mid), p95: free((load) => load.peak.high) },
    inputs: [...route.hops.flatMap(({ link }) => [pointer('links', link, 'capacityGbps'), pointer('links', link, 'rttMs')]), pointer('planning', 'links', 'sharePercent'), pointer('planning', 'links', 'payloadPercent')],
  };
}

/** More than any link has: within one site bytes cross none. */
const unlimited = 1_000_000_000_000_000n;

/** The single loss of a link, path or conduit that makes a way slowest, with the lag it then has; no lag where no way is left, or it never catches up. */
export interface WorstPath {
  readonly domain: string;
  readonly lagMs?: bigint;
}

const worstPaths = new WeakMap<Recovery, Map<string, WorstPath | undefined>>();

/** The worst path or conduit lost on top; undefined where none touches the way. Judged on a peak day with the most bytes there may be. */
export function worstPathOf(recovery: Recovery, way: Way, sites: ReadonlySet<string>, parts: ReadonlySet<string>): WorstPath | undefined {
  const known = worstPaths.get(recovery) ?? new Map<string, WorstPath | undefined>();
  worstPaths.set(recovery, known);
  const key = `${way.from} ${way.to} ${[...sites].sort().join(' ')}/${[...parts].sort().join(' ')}`;
  if (known.has(key)) return known.get(key);
  const { links } = recovery.estate;
  const used = way.hops.flatMap(({ link }) => (links[link]?.paths ?? []).map((path) => ({ link, path })));
  const conduits = new Set(used.flatMap(({ path }) => path.conduits));
  const domains = [...used.map(({ link, path }) => `path/${link}/${path.id}`), ...conduitsOf(recovery.estate).filter((id) => conduits.has(id)).map((id) => `conduit/${id}`)].filter((domain) => !parts.has(domain));
  const judged = domains.map((domain): WorstPath => {
    const left = wayFrom(recovery, way.from, way.to, sites, new Set([...parts, domain]));
    return { domain, ...(left?.lagMs.p95 === undefined ? {} : { lagMs: left.lagMs.p95 }) };
  });
  const worst = judged.reduce<WorstPath | undefined>((most, one) => (most === undefined || (most.lagMs !== undefined && (one.lagMs === undefined || one.lagMs > most.lagMs)) ? one : most), undefined);
  known.set(key, worst);
  return worst;
}

/** Age of the oldest byte when nothing crosses for as long as catalogue/planning.yaml plans an outage: all that crosses now waits. */
export function outageLag(recovery: Recovery, way: Way, sites: ReadonlySet<string>, parts: ReadonlySet<string>): Likely {
  const { network } = networkWith(recovery, sites, parts);
  const { planning } = recovery.estate;
  const minutes = BigInt(planning.links.outageMinutes) * 60_000n;
  return way.hops.reduce<Likely>(
    (most, { link, from }) => {
      const load = network.loads.find((one) => one.link === link && one.from === from);
      if (load === undefined) return most;
      const of = (bound: 'mid' | 'high'): bigint => outageOutcome({ replication: load.perDay.standby[bound] + load.perDay['log-copy'][bound], copies: 0n }, load.share, planning.links).lagMs;
      const [p50, p95] = [of('mid'), of('high')];
      return { p50: p50 > most.p50 ? p50 : most.p50, p95: p95 > most.p95 ? p95 : most.p95 };
    },
    { p50: minutes, p95: minutes },
  );
}
