import type { DeepReadonly } from './estate.js';
import type { TenantSystem } from './kinds/tenancy-request.js';

/** A request names databases per system; they lie in the environment `prod`, or in the first where there is none. */
export const holdsDatabases = ({ environments }: Pick<DeepReadonly<TenantSystem>, 'environments'>, name: string): boolean => (environments.find((one) => one.name === 'prod') ?? environments[0])?.name === name;
