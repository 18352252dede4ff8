import { compartmentOf, type Compartment } from '../sites/capacity/compartment.js';
import type { EnvironmentIntent } from '../sites/intent/environment.js';
import type { DeepReadonly } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';

/** Nodes of a compartment, as a label names them; none where everybody runs. A label's value holds no slash. */
export const nodesLabel = (compartment: Compartment): string | undefined => (compartment === 'open' ? undefined : compartment.replace('/', '.'));

/** Nodes of a site that are kept for an environment, as a label names them; none where it runs on everybody's. */
export function nodesOf(site: DeepReadonly<Site>, { organisation, system }: Pick<EnvironmentIntent, 'organisation' | 'system'>): { readonly nodes?: string } {
  const nodes = nodesLabel(compartmentOf(site, { system: system.id, organisation, secret: system.secrecy !== 'none' }));
  return nodes === undefined ? {} : { nodes };
}
