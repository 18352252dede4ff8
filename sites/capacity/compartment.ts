import type { DeepReadonly } from '../model/estate.js';
import type { NodePool, Site } from '../model/kinds/site.js';
import type { Promised } from './promised.js';

/** Nodes that share load: `open`, `secret` (state secrets, Q III.5), or `dedicated/<organisation or system>`. */
export type Compartment = string;

/** Undefined for storage nodes: they run no tenants. */
export function compartmentOfPool({ purpose, dedicatedTo }: Pick<DeepReadonly<NodePool>, 'purpose' | 'dedicatedTo'>): Compartment | undefined {
  if (purpose === 'storage') return undefined;
  return dedicatedTo !== undefined ? `dedicated/${dedicatedTo}` : purpose === 'secret' ? 'secret' : 'open';
}

/** Where an environment runs at a site: on nodes dedicated to its system, else to its organisation, else by its secrecy. */
export function compartmentOf(site: Pick<DeepReadonly<Site>, 'nodePools'>, { system, organisation, secret }: Pick<Promised, 'system' | 'organisation' | 'secret'>): Compartment {
  const own = [system, organisation].find((id) => site.nodePools.some((pool) => pool.dedicatedTo === id && pool.purpose !== 'storage'));
  return own !== undefined ? `dedicated/${own}` : secret ? 'secret' : 'open';
}
