import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Link } from '../../model/kinds/links.js';
import type { BitsPerSecond } from '../../model/units.js';
import { gbps } from './rates.js';

/** What is lost of the network. `conduit/<id>` is no failure domain of the command line: cables of several links share one. */
export type LostParts = ReadonlySet<string>;

/** Paths of a link that are still there. */
export const pathsLeft = (id: string, { a, b, paths }: DeepReadonly<Link>, lost: LostParts): DeepReadonly<Link>['paths'] =>
  [`link/${id}`, `site/${a}`, `site/${b}`].some((domain) => lost.has(domain)) ? [] : paths.filter((path) => !lost.has(`path/${id}/${path.id}`) && !path.conduits.some((conduit) => lost.has(`conduit/${conduit}`)));

/** Bits a second each way: the paths' together, at most the link's; a path that names no capacity carries the whole. */
export function capacityOf(id: string, link: DeepReadonly<Link>, lost: LostParts): BitsPerSecond {
  const whole = gbps(link.capacityGbps);
  const left = pathsLeft(id, link, lost).reduce((sum, path) => sum + (path.gbps === undefined ? whole : gbps(path.gbps)), 0n);
  return (left < whole ? left : whole) as BitsPerSecond;
}

/** Conduits that any path runs through, in order. */
export const conduitsOf = ({ links }: Pick<Estate, 'links'>): readonly string[] => [...new Set(Object.values(links).flatMap(({ paths }) => paths.flatMap(({ conduits }) => conduits)))].sort();
