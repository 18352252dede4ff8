import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Site } from '../model/kinds/site.js';
import type { FacilityInputs } from './facility-inputs.js';
import { layoutOf } from './layout.js';
import { inService } from '../model/pools-in-service.js';
import { domainsOf, type LossLevel } from './node-loss.js';

/** Of many alike, as many are tried: one may share a rack with what is lost already, so that the next one hurts more. */
const tried = 3;

/**
 * Domains of a level that may yet be lost, on top of those that are. With nothing lost, one of each kind stands for its
 * like; after a loss the like are no longer alike, so of every pool, run of racks and hall several are tried.
 */
export function remainingDomains(site: DeepReadonly<Site>, quarter: Quarter, level: LossLevel, lost: readonly string[], facility?: FacilityInputs): readonly string[] {
  const own = new Set(lost.filter((domain) => domain.split('/')[1] === site.id));
  if (own.size === 0) return domainsOf(site, quarter, level, facility).map(({ domain }) => domain);
  const open = (all: readonly string[]): string[] => all.filter((domain) => !own.has(domain));
  const some = (all: readonly string[]): string[] => {
    const left = open(all);
    return [...new Set([...left.slice(0, tried), ...left.slice(-1)])];
  };
  const { halls, runs } = layoutOf(site, quarter, facility);
  switch (level) {
    case 'site':
      return open([`site/${site.id}`]);
    case 'hall':
      return open(halls.map(({ id }) => `hall/${site.id}/${id}`));
    case 'feed':
      return open(halls.flatMap((hall) => hall.feeds.map(({ id }) => `feed/${site.id}/${hall.id}/${id}`)));
    case 'rack':
      return runs.flatMap((run) => some(numbered(run.racks, (index) => `rack/${site.id}/${run.hall}/${run.firstRack + index}`)));
    case 'node':
      return site.nodePools.filter((pool) => inService(pool, quarter)).flatMap((pool) => some(numbered(pool.count, (index) => `node/${site.id}/${pool.id}/${index + 1}`)));
  }
}

const numbered = (count: number, name: (index: number) => string): string[] => Array.from({ length: count }, (_, index) => name(index));
