import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Construct } from 'constructs';
import type { DeepReadonly } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { resource } from './resource.js';

export interface SiteFactsProps {
  readonly namespace: Namespace;
  readonly estate: string;
  readonly site: Pick<DeepReadonly<Site>, 'id' | 'number' | 'name' | 'region' | 'cluster'>;
}

/** Which site this cluster is, for software on it. */
export class SiteFacts extends Construct {
  constructor(scope: Construct, id: string, props: SiteFactsProps) {
    super(scope, id);
    setLabels(this, { component: 'site-facts' });
    const { site } = props;
    resource(ConfigMapV1, this, 'Facts', {
      metadata: { name: 'ndc-site', namespace: props.namespace.name },
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
