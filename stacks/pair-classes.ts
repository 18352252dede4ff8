import type { SitePair } from '../sites/intent/protection.js';
import type { DeepReadonly } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';

/** Storage classes of pairs of sites that stand at a site, in order. */
export const pairClassesAt = (site: Pick<DeepReadonly<Site>, 'id'>, pairs: readonly SitePair[]): readonly string[] => pairs.filter(({ a, b }) => a === site.id || b === site.id).flatMap(({ pools }) => pools.map(({ pool }) => pool));
