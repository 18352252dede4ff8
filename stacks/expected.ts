import type { Intent } from '../sites/intent/environment.js';
import { movesOf, type Move } from '../sites/intent/moves.js';
import type { Estate } from '../sites/model/estate.js';
import { releasedOn } from '../sites/model/offboarding.js';
import { operatingSites } from '../sites/model/scenario.js';
import { Placement } from './placement.js';

export type StackKind = 'platform' | 'tenant' | 'protection';

/** A stack an estate expects, by what it is. */
export interface ExpectedStack {
  readonly name: string;
  readonly kind: StackKind;
  readonly site: string;
  /** Of tenants' stacks. */
  readonly organisation?: string;
  /** Stacks of the same site that are applied before it; one that takes environments over comes after the one that lets them go. */
  readonly after: readonly string[];
}

/** Names of stacks: they are Terraform states, folders and plan files. */
export const stackName = {
  platform: (site: string): string => `${site}-platform`,
  tenant: (site: string, organisation: string): string => `${site}-tenant-${organisation}`,
  protection: (site: string): string => `${site}-protection`,
};

/** Environments of a site that change hands now: from whom, to whom. */
export const movesAt = (moves: readonly Move[], placement: Placement, site: string): readonly Move[] =>
  moves.filter(({ to, system }) => placement.environmentsAt(site, to).some(({ environment }) => environment.system.id === system));

/**
 * Every stack of the sites that operate: by site number, platform, tenants by id, protection. While a transition is
 * open, whoever gave something away is expected too: the old state lets go of it; and whoever gave something up, until
 * it is gone.
 */
export function expectedStacks(estate: Estate, intent: Intent, placement = new Placement(intent)): readonly ExpectedStack[] {
  const moves = movesOf(estate);
  const released = releasedOn(estate, estate.scenario.asOf);
  return operatingSites(estate).flatMap(({ id: site }): ExpectedStack[] => {
    const here = movesAt(moves, placement, site);
    const platform: ExpectedStack = { name: stackName.platform(site), kind: 'platform', site, after: [] };
    const givers = (organisation: string): readonly string[] => [...new Set(here.filter(({ to }) => to === organisation).map(({ from }) => stackName.tenant(site, from)))].sort();
    const tenants = [...new Set([...placement.organisationsAt(site), ...here.map(({ from }) => from), ...released.filter((one) => one.site === site).map(({ organisation }) => organisation)])]
      .sort()
      .map((organisation): ExpectedStack => ({ name: stackName.tenant(site, organisation), kind: 'tenant', site, organisation, after: [platform.name, ...givers(organisation)] }));
    return [platform, ...tenants, { name: stackName.protection(site), kind: 'protection', site, after: [platform, ...tenants].map(({ name }) => name) }];
  });
}
