import type { StorageHost } from './topology.js';

/** The domain a class spreads the parts of a placement group over: no two of them lie in one. */
export type FailureDomain = 'host' | 'rack';

/** Hosts by their failure domain. */
function domainsOf(hosts: readonly StorageHost[], failureDomain: FailureDomain): readonly (readonly StorageHost[])[] {
  if (failureDomain === 'host') return hosts.map((host) => [host]);
  const racks = new Map<string, StorageHost[]>();
  for (const host of hosts) {
    const rack = racks.get(host.rack);
    if (rack === undefined) racks.set(host.rack, [host]);
    else rack.push(host);
  }
  return [...racks.values()];
}

const sum = (hosts: readonly StorageHost[]): bigint => hosts.reduce((total, { bytes }) => total + bytes, 0n);

/** Bytes of each failure domain that holds any host. */
export const bins = (hosts: readonly StorageHost[], failureDomain: FailureDomain): bigint[] => domainsOf(hosts, failureDomain).map(sum);

/**
 * Raw bytes that can be written before the fullest failure domain is full, rounded down, when every group puts `size`
 * parts into as many different domains.
 *
 * A domain takes at most one part of each group, so at most 1/size of all bytes T. The j largest domains reach that
 * limit, the others fill evenly: T = j·T/size + Σ others, hence T = min over j < size of size/(size − j) · Σ others.
 * Nothing can be written where there are fewer domains than parts. Fill is proportional: T bytes fill to T / spreadable.
 */
export function spreadable(weights: readonly bigint[], size: number): bigint {
  if (weights.length < size) return 0n;
  const rising = [...weights].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  let others = rising.reduce((sum, weight) => sum + weight, 0n);
  let least = others;
  for (let j = 1; j < size; j += 1) {
    others -= rising[rising.length - j] ?? 0n;
    const bound = (BigInt(size) * others) / BigInt(size - j);
    if (bound < least) least = bound;
  }
  return least;
}

const falling = (a: bigint, b: bigint): number => (a < b ? 1 : a > b ? -1 : 0);

/**
 * Raw bytes that may be written so that after healing from any lost host or failure domain nothing is more than full.
 *
 * - With more domains than parts a lost domain heals into the others; a lost host then does too. So every domain is
 *   lost in turn, and the least that the others hold counts.
 * - With just as many, a lost domain heals nowhere, and nothing is kept free for it. A lost host heals inside its domain,
 *   where its data must fit beside the others': such a domain holds all its hosts but the largest, or, left as it is
 *   with a single host that counts, that one.
 *
 * One small domain more would let a class heal by cramming everything into it; keeping space free for that would make the
 * class smaller than without it. So the best is taken over ignoring domains below any size. A host more, wherever it
 * stands, never leaves less.
 */
export function healable(hosts: readonly StorageHost[], failureDomain: FailureDomain, size: number): bigint {
  const domains = domainsOf(hosts, failureDomain);
  const alone = domains.map((domain) => {
    const largest = domain.reduce((most, { bytes }) => (bytes > most ? bytes : most), 0n);
    const others = sum(domain) - largest;
    return others > largest ? others : largest;
  });
  let best = BigInt(size) * (alone.sort(falling)[size - 1] ?? 0n);
  const weights = domains.map(sum).sort(falling);
  // Domains from the largest down: each cut between two sizes ignores what is smaller.
  weights.forEach((weight, index) => {
    if (weight === weights[index + 1] || index < size) return;
    const used = weights.slice(0, index + 1);
    // Of the domains lost in turn, the largest leaves least.
    const healed = spreadable(used.slice(1), size);
    if (healed > best) best = healed;
  });
  return best;
}

/** The same for a class over hosts that heals by itself from a lost rack: what the hosts of every other rack hold, where they are enough. */
export function healableFromRacks(hosts: readonly StorageHost[], size: number): bigint {
  return domainsOf(hosts, 'rack').reduce((least, rack) => {
    const others = hosts.filter((host) => host.rack !== rack[0]?.rack);
    const healed = others.length < size ? least : spreadable(bins(others, 'host'), size);
    return healed < least ? healed : least;
  }, healable(hosts, 'host', size));
}
