import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import { operates } from '../../sites/model/losses.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { Json } from '../literals.js';
import type { PodSecurity } from '../pod-security.js';

/** What a component's values are computed from. */
export interface ComponentInput {
  readonly estate: Pick<Estate, 'protection' | 'recovery' | 'sites' | 'losses' | 'keys' | 'scenario'>;
  readonly site: DeepReadonly<Site>;
  /** The estate's labels, for charts that put common labels on their objects. */
  readonly labels: Readonly<Record<string, string>>;
}

/** How one component of the platform is installed. */
export interface PlatformComponent {
  readonly podSecurity: PodSecurity;
  /** Whether uninstalling it takes data along: custom resources that hold data, or their definitions. */
  readonly holdsData: boolean;
  /** Disruption budgets its chart does not bring, by name: the labels of the pods they keep. */
  readonly budgets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly values: (input: ComponentInput) => Readonly<Record<string, Json>>;
}

type Peer = DeepReadonly<Site> & { readonly interSite: NonNullable<DeepReadonly<Site>['interSite']> };

/** The other sites that operate and can be reached, by number: whom this one works together with. A lost site is forgotten. */
export const peersOf = ({ estate, site }: Pick<ComponentInput, 'estate' | 'site'>): readonly Peer[] => allPeersOf({ estate, site }).filter(({ id }) => operates(estate, id));

/** The same with those that are declared lost: what was kept of theirs is kept. */
export const allPeersOf = ({ estate, site }: Pick<ComponentInput, 'estate' | 'site'>): readonly Peer[] =>
  site.interSite === undefined
    ? []
    : Object.values(estate.sites)
        .filter(({ id, phase }) => id !== site.id && phase === 'operating')
        .flatMap((peer) => (peer.interSite === undefined ? [] : [{ ...peer, interSite: peer.interSite }]))
        .sort((a, b) => a.number - b.number);

/** An image's place in the site's registry: where its project publishes it, below the registry's host. */
export const mirrored = (site: DeepReadonly<Site>, upstream: string): string => `${site.services.registry.endpoint}/${upstream}`;
