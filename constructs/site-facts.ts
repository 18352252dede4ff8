import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Construct } from 'constructs';
import type { DeepReadonly } from '../sites/model/estate.js';
import type { Loss } from '../sites/model/losses.js';
import type { Site } from '../sites/model/kinds/site.js';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { resource } from './resource.js';

export interface SiteFactsProps {
  readonly namespace: Namespace;
  readonly estate: string;
  readonly site: Pick<DeepReadonly<Site>, 'id' | 'number' | 'name' | 'region' | 'cluster'>;
  /** Declarations in force, as this site knows them. */
  readonly losses: readonly Loss[];
}

/** Keys of the marker's annotations that say which sites are declared lost: `declared.ndc.gov.vn/<site>: <transition>`. */
export const declaredAnnotation = 'declared.ndc.gov.vn/';

/**
 * Which site this cluster is, for software on it; and which sites it knows to be declared lost. A site that comes back reads
 * that here, from another site, before anything of it is changed.
 */
export class SiteFacts extends Construct {
  constructor(scope: Construct, id: string, props: SiteFactsProps) {
    super(scope, id);
    setLabels(this, { component: 'site-facts' });
    const { site, losses } = props;
    resource(ConfigMapV1, this, 'Facts', {
      metadata: {
        name: 'ndc-site',
        namespace: props.namespace.name,
        ...(losses.length === 0 ? {} : { annotations: Object.fromEntries(losses.map((loss) => [`${declaredAnnotation}${loss.site}`, loss.declaration])) }),
      },
      data: {
        estate: props.estate,
        site: site.id,
        number: String(site.number),
        'name.vi': site.name.vi,
        'name.en': site.name.en,
        region: site.region,
        'cluster.name': site.cluster.name,
        'cluster.id': String(site.cluster.id),
      },
      dependsOn: [props.namespace.object],
    });
  }
}
