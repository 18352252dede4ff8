import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { Column, Lookup } from '../planset/lookup.js';
import { plainText } from '../planset/known.js';
import { isUnknown } from '../planset/read-model.js';
import { overlap, rangeOf } from './network.js';
import { deepField } from './values.js';

/** Where a host lies: at a site, within the clusters, nowhere in the estate, or why that cannot be told. */
export type HostPlace = { readonly site: string } | { readonly is: 'cluster' | 'foreign' } | { readonly because: string };

/** From where a host is looked up: services are told by the namespace they stand in. */
export interface LookedUpFrom {
  readonly estate: Pick<Estate, 'sites'>;
  readonly lookup: Lookup;
  readonly site: string;
  readonly column: Column;
  readonly namespace: string;
}

const foreign: HostPlace = { is: 'foreign' };

/**
 * Where a server lies by its host: an address in a site's ranges, a name in the domain of a site's own services, or a Service
 * of the clusters, which a mesh shares between sites, unless it stands for a name outside.
 */
export function hostPlace(from: LookedUpFrom, host: string): HostPlace {
  const { estate, lookup, site, column } = from;
  const name = host.trim().toLowerCase().replace(/\.$/, '');
  const sites = Object.values(estate.sites);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    const found = sites.find(({ cluster: { podCidr, serviceCidr, nodeCidr } }) => [podCidr, serviceCidr, nodeCidr].some((range) => overlap(rangeOf(range), rangeOf(`${name}/32`))));
    return found === undefined ? foreign : { site: found.id };
  }
  const own = sites.find((one) => domainsOf(one).some((domain) => name.endsWith(`.${domain}`)));
  if (own !== undefined) return { site: own.id };
  const [service = '', namespace = from.namespace, ...rest] = name.split('.');
  // `a.b` is a Service of another namespace or a name of two labels outside: only the namespace at hand, and `.svc`, tell.
  const inside = rest.length === 0 ? namespace === from.namespace : ['svc', 'svc.cluster.local'].includes(rest.join('.'));
  if (!inside || !/^[a-z0-9-]+$/.test(service)) return foreign;
  const standing = lookup.inNamespace(site, column, 'Service', namespace).find(({ object }) => object.name === service);
  const outside = deepField(standing?.object.body['spec'], 'externalName');
  if (isUnknown(outside)) return outside.because === 'not configured' ? { is: 'cluster' } : { because: `Service ${service} externalName: ${outside.because}` };
  const target = outside === undefined ? '' : plainText(outside);
  // A name that stands for a name that stands for another is followed once: DNS would, and nothing here needs it.
  if (target !== '') return placeOutside(from, target);
  const meant = sites.find(({ id }) => service.endsWith(`-${id}`));
  return meant === undefined ? { is: 'cluster' } : { site: meant.id };
}

/** A name that a Service stands for: only a name in a site's domain is the estate's. */
function placeOutside({ estate }: LookedUpFrom, name: string): HostPlace {
  const found = Object.values(estate.sites).find((one) => domainsOf(one).some((domain) => name.toLowerCase().replace(/\.$/, '').endsWith(`.${domain}`)));
  return found === undefined ? foreign : { site: found.id };
}

/** Domains of the services a site runs itself: `ndc-01.internal` of `s3.ndc-01.internal`. A top-level domain is nobody's. */
function domainsOf({ id, objectStore, services }: DeepReadonly<Site>): readonly string[] {
  const endpoints = [objectStore, services.registry, services.dns, services.identity, services.state].filter(({ site }) => site === id);
  return endpoints.map(({ endpoint }) => endpoint.toLowerCase().split('.').slice(1)).filter((labels) => labels.length > 1 && labels.includes(id)).map((labels) => labels.join('.'));
}
