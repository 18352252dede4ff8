import type { DeepReadonly, Estate } from './estate.js';
import type { Site } from './kinds/site.js';

/**
 * The class of block storage that a class of a pair of sites is cut from, `ndc-block` of `ndc-block-ndc-01-ndc-02`; any
 * other name stands for itself. Requests and capacity speak of the former, clusters of the latter.
 */
export function cutFrom({ sites }: Pick<Estate, 'sites'>, site: Pick<DeepReadonly<Site>, 'id' | 'storage'>, name: string): string {
  if (site.storage.some((storage) => storage.class === name)) return name;
  const pairs = Object.keys(sites).filter((id) => id !== site.id).map((id) => [site.id, id].sort().join('-'));
  return site.storage.find(({ backend, class: own }) => backend === 'ceph-rbd' && pairs.some((pair) => name === `${own}-${pair}`))?.class ?? name;
}
