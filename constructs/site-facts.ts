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
  /** Declarations that are over: the lost site is back. */
  readonly over: readonly { readonly site: string; readonly declaration: string }[];
}

/** Keys of the marker's annotations that say which sites are declared lost: `declared.ndc.gov.vn/<site>: <transition>`. */
export const declaredAnnotation = 'declared.ndc.gov.vn/';

/** How far the way back of a declaration is: `returning.ndc.gov.vn/<declaration>: <transition>.<step>`. */
export const returningAnnotation = 'returning.ndc.gov.vn/';

/** Declarations that are over: `closed.ndc.gov.vn/<declaration>: <site>`. They stay for good: an id is never used again. */
export const closedAnnotation = 'closed.ndc.gov.vn/';

function annotationsOf({ losses, over }: Pick<SiteFactsProps, 'losses' | 'over'>): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...losses.map(({ site, declaration }) => [`${declaredAnnotation}${site}`, declaration] as const),
    ...losses.flatMap(({ declaration, back }) => (back?.step === undefined ? [] : [[`${returningAnnotation}${declaration}`, `${back.transition}.${back.step}`] as const])),
    ...over.map(({ site, declaration }) => [`${closedAnnotation}${declaration}`, site] as const),
  ]);
}

/**
 * Which site this cluster is, for software on it; and which sites it knows to be declared lost. A site that comes back reads
 * that here, from another site, before anything of it is changed. What is over, and how far a way back is, stand here for
 * whoever comes with older data: they would have the site lost once more, beside what it writes by now.
 */
export class SiteFacts extends Construct {
  constructor(scope: Construct, id: string, props: SiteFactsProps) {
    super(scope, id);
    setLabels(this, { component: 'site-facts' });
    const { site } = props;
    const annotations = annotationsOf(props);
    resource(ConfigMapV1, this, 'Facts', {
      metadata: {
        name: 'ndc-site',
        namespace: props.namespace.name,
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
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
