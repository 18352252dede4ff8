import type { DeepReadonly } from '../model/estate.js';
import type { TenantSystem } from '../model/kinds/tenancy-request.js';

/** Whether a system reads fields of other sectors: those are used within the session and never stored (C V.3), so it is granted neither storage nor backups. */
export const sessionOnly = ({ flows = [] }: DeepReadonly<Pick<TenantSystem, 'flows'>>): boolean => flows.some(({ fields }) => fields === 'other-sector');
