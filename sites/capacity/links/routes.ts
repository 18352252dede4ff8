import type { Estate } from '../../model/estate.js';
import { linkId } from '../../model/kinds/links.js';
import { capacityOf, type LostParts } from './capacity.js';

/** One link, one way. */
export interface Hop {
  readonly link: string;
  readonly from: string;
  readonly to: string;
}

/** The way from site to site: the direct link, or two links over a third site, which is named. */
export interface Route {
  readonly hops: readonly Hop[];
  readonly over?: string;
}

/**
 * The way between two sites with parts of the network lost: the direct link while any path of it is left, else, where
 * catalogue/planning.yaml allows it, over the third site with the shortest round trip. Undefined where there is none.
 */
export function routeOf({ links, sites, planning }: Pick<Estate, 'links' | 'sites' | 'planning'>, from: string, to: string, lost: LostParts): Route | undefined {
  const alive = (a: string, b: string): string | undefined => {
    const id = linkId({ a, b });
    const link = Object.hasOwn(links, id) ? links[id] : undefined;
    return link === undefined || capacityOf(id, link, lost) === 0n ? undefined : id;
  };
  const direct = alive(from, to);
  if (direct !== undefined) return { hops: [{ link: direct, from, to }] };
  if (!planning.links.rerouteOverThirdSite) return undefined;
  const ways = Object.keys(sites).flatMap((over) => {
    if (over === from || over === to) return [];
    const [first, second] = [alive(from, over), alive(over, to)];
    if (first === undefined || second === undefined) return [];
    return [{ over, hops: [{ link: first, from, to: over }, { link: second, from: over, to }], rtt: (links[first]?.rttMs ?? 0) + (links[second]?.rttMs ?? 0) }];
  });
  const [best] = ways.sort((a, b) => a.rtt - b.rtt || (a.over < b.over ? -1 : 1));
  return best === undefined ? undefined : { hops: best.hops, over: best.over };
}

/** Finds the way between any two sites, each pair's once: flows by the thousand take the few ways there are. */
export function waysIn(estate: Pick<Estate, 'links' | 'sites' | 'planning'>, lost: LostParts): (from: string, to: string) => Route | undefined {
  const known = new Map<string, Route | undefined>();
  return (from, to) => {
    const pair = `${from} ${to}`;
    if (!known.has(pair)) known.set(pair, routeOf(estate, from, to, lost));
    return known.get(pair);
  };
}
