import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';

type Sites = Pick<Estate, 'sites'>;

/** Host of the object storage a site's buckets lie in; another site's, where it says so. */
export const objectStoreHost = ({ sites }: Sites, site: Pick<DeepReadonly<Site>, 'objectStore'>): string => (sites[site.objectStore.site] ?? site).objectStore.endpoint;

/** Buckets by what lies in them. */
export const buckets = { volumes: 'velero-backup', databases: 'database-archive', platform: 'platform-backup' } as const;
