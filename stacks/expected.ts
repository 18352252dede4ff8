import type { Intent } from '../sites/intent/environment.js';
import type { Estate } from '../sites/model/estate.js';
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
  /** Stacks of the same site that are applied before it. */
  readonly after: readonly string[];
}

/** Names of stacks: they are Terraform states, folders and plan files. */
export const stackName = {
  platform: (site: string): string => `${site}-platform`,
  tenant: (site: string, organisation: string): string => `${site}-tenant-${organisation}`,
  protection: (site: string): string => `${site}-protection`,
};

/** Every stack of the sites that operate: by site number, platform, tenants by id, protection. */
export function expectedStacks(estate: Estate, intent: Intent, placement = new Placement(intent)): readonly ExpectedStack[] {
  return operatingSites(estate).flatMap(({ id: site }): ExpectedStack[] => {
    const platform: ExpectedStack = { name: stackName.platform(site), kind: 'platform', site, after: [] };
    const tenants = placement
      .organisationsAt(site)
      .map((organisation): ExpectedStack => ({ name: stackName.tenant(site, organisation), kind: 'tenant', site, organisation, after: [platform.name] }));
    return [platform, ...tenants, { name: stackName.protection(site), kind: 'protection', site, after: [platform, ...tenants].map(({ name }) => name) }];
  });
}
