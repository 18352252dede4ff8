import type { DeepReadonly } from './estate.js';
import type { Site, StorageClass } from './kinds/site.js';

/** Class of object storage whose buckets replicate between sites: the one the site's backups name, else its first; none where other sites cannot reach it. */
export function zonedClass({ interSite, objectStore, storage }: Pick<DeepReadonly<Site>, 'interSite' | 'objectStore' | 'storage'>): DeepReadonly<StorageClass> | undefined {
  return interSite === undefined ? undefined : storage.find((entry) => entry.backend === 'rgw' && (objectStore.class === undefined || entry.class === objectStore.class));
}
