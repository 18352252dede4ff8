import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Site } from '../../model/kinds/site.js';
import type { FacilityInputs } from '../facility-inputs.js';
import type { LossLevel } from '../node-loss.js';
import { classLoss, hostsLost, type ClassLoss, type Healing } from './loss.js';
import { heldBytes, type StorageRow } from './rows.js';
import type { StorageHost } from './topology.js';

/** Levels a class is judged at, the smallest first. */
export const storageLevels = ['node', 'rack', 'feed', 'hall', 'site'] as const satisfies readonly LossLevel[];

/** The worst of the domains of one level, on top of what is lost already. */
export interface WorstLoss {
  readonly level: LossLevel;
  /** Of several that leave the same, the first. */
  readonly domain: string;
  /** Domains of the level that hold a part of the class. */
  readonly of: number;
  readonly loss: ClassLoss;
}

const healings: readonly Healing[] = ['no', 'by-hand', 'by-itself', 'nothing-lost'];

/** Whether `a` is worse than `b`: it serves less, then has less redundancy, then heals less, then is fuller. */
function worse(a: ClassLoss, b: ClassLoss): boolean {
  const order = [Number(a.reads) - Number(b.reads), Number(a.writes) - Number(b.writes), a.redundancyLeft - b.redundancyLeft, healings.indexOf(a.heals) - healings.indexOf(b.heals)].find((difference) => difference !== 0);
  return order === undefined ? (a.fillAfter ?? 0n) > (b.fillAfter ?? 0n) : order < 0;
}

/** Domains of a level with a host of the class. Hosts and racks that look alike are named by one of them. */
function domainsOf(site: DeepReadonly<Site>, hosts: readonly StorageHost[], level: LossLevel): { readonly domains: readonly string[]; readonly of: number } {
  const racks = new Map<string, StorageHost[]>();
  for (const host of hosts) {
    const rack = racks.get(host.rack);
    if (rack === undefined) racks.set(host.rack, [host]);
    else rack.push(host);
  }
  const halls = site.facility.halls.filter(({ id }) => hosts.some(({ hall }) => hall === id));
  switch (level) {
    case 'site':
      return { domains: [`site/${site.id}`], of: 1 };
    case 'hall':
      return { domains: halls.map(({ id }) => `hall/${site.id}/${id}`), of: halls.length };
    case 'feed': {
      const domains = halls.flatMap(({ id, feeds }) => feeds.map((feed) => `feed/${site.id}/${id}/${feed.id}`));
      return { domains, of: domains.length };
    }
    case 'rack': {
      const alike = new Map<string, string>();
      for (const [rack, inside] of racks) {
        const key = `${inside[0]?.hall} ${inside.map(({ bytes }) => bytes).join(' ')}`;
        if (!alike.has(key)) alike.set(key, `rack/${site.id}/${rack}`);
      }
      return { domains: [...alike.values()], of: racks.size };
    }
    case 'node': {
      const alike = new Map<string, string>();
      for (const { pool, node, rack, bytes } of hosts) {
        const key = `${bytes} ${(racks.get(rack) ?? []).map((other) => other.bytes).join(' ')}`;
        if (!alike.has(key)) alike.set(key, `node/${site.id}/${pool}/${node}`);
      }
      return { domains: [...alike.values()], of: hosts.length };
    }
  }
}

/**
 * The worst single loss of every level for the class of a row that holds all it owes, on top of the domains `already`
 * lost. Empty where nothing is known of its hosts.
 */
export function worstLosses(estate: Pick<Estate, 'planning' | 'sites'>, row: StorageRow, already: readonly string[], facility?: FacilityInputs): readonly WorstLoss[] {
  const site = estate.sites[row.site];
  const usable = row.there;
  const hosts = usable?.topology?.hosts ?? [];
  if (site === undefined || usable === undefined || hosts.length === 0) return [];
  const gone = hostsLost(site, hosts, row.quarter, already, facility);
  const left = hosts.filter((host) => !gone.has(host));
  return storageLevels.flatMap((level): WorstLoss[] => {
    // What looks alike is told apart once something is lost: then every domain is judged.
    const { domains, of } = gone.size === 0 ? domainsOf(site, hosts, level) : everyDomain(site, left, level);
    const judged = domains.flatMap((domain) => {
      const loss = classLoss(estate, usable, new Set([...gone, ...hostsLost(site, hosts, row.quarter, [...already, domain], facility)]), heldBytes(row));
      return loss === undefined ? [] : [{ level, domain, of, loss }];
    });
    const [first, ...others] = judged;
    return first === undefined ? [] : [others.reduce((worst, one) => (worse(one.loss, worst.loss) ? one : worst), first)];
  });
}

function everyDomain(site: DeepReadonly<Site>, hosts: readonly StorageHost[], level: LossLevel): ReturnType<typeof domainsOf> {
  const all =
    level === 'node'
      ? hosts.map(({ pool, node }) => `node/${site.id}/${pool}/${node}`)
      : level === 'rack'
        ? [...new Set(hosts.map(({ rack }) => `rack/${site.id}/${rack}`))]
        : domainsOf(site, hosts, level).domains;
  return { domains: all, of: all.length };
}

/** What the domains take from the class of a row together. Undefined where nothing is known of its hosts. */
export function lossOfRow(estate: Pick<Estate, 'planning' | 'sites'>, row: StorageRow, domains: readonly string[], facility?: FacilityInputs): ClassLoss | undefined {
  const site = estate.sites[row.site];
  const hosts = row.there?.topology?.hosts;
  if (site === undefined || row.there === undefined || hosts === undefined) return undefined;
  return classLoss(estate, row.there, hostsLost(site, hosts, row.quarter, domains, facility), heldBytes(row));
}
