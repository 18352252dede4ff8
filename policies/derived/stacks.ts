import type { Estate } from '../../sites/model/estate.js';
import { releasedOn } from '../../sites/model/offboarding.js';
import { operatingSites } from '../../sites/model/scenario.js';
import type { StackKind } from '../planset/format.js';
import { handOversOf } from './hand-overs.js';
import { environmentsOf, promisedAt } from './placement.js';

/** A stack that must exist, by the names every plan set uses: `<site>-platform`, `<site>-tenant-<organisation>`, `<site>-protection`. */
export interface DerivedStack {
  readonly name: string;
  readonly kind: StackKind;
  readonly site: string;
  readonly organisation?: string;
}

/** Every stack of the sites that operate, derived from the requests; with those that let go of what an open transition gives away, or up. */
export function expectedStacksOf(estate: Estate): readonly DerivedStack[] {
  const environments = environmentsOf(estate);
  const handOvers = handOversOf(estate, estate.scenario.asOf);
  const released = releasedOn(estate, estate.scenario.asOf);
  return operatingSites(estate).flatMap(({ id: site }): DerivedStack[] => {
    const here = environments.filter((environment) => promisedAt(environment, site) !== undefined);
    const givers = handOvers.filter(({ namespace, to }) => here.some((environment) => environment.namespace === namespace && environment.organisation === to)).map(({ from }) => from);
    const organisations = [...new Set([...here.map(({ organisation }) => organisation), ...givers, ...released.filter((one) => one.site === site).map(({ organisation }) => organisation)])].sort();
    return [
      { name: `${site}-platform`, kind: 'platform', site },
      ...organisations.map((organisation): DerivedStack => ({ name: `${site}-tenant-${organisation}`, kind: 'tenant', site, organisation })),
      { name: `${site}-protection`, kind: 'protection', site },
    ];
  });
}
