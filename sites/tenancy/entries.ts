import type { DeepReadonly } from '../model/estate.js';
import type { TenancyRequest, TenantEnvironment, TenantSystem } from '../model/kinds/tenancy-request.js';
import type { PathSegment, Pointer } from '../model/pointer.js';
import { inRequest } from './own-pointer.js';

/** A system of a request, with the pointer of anything in it. */
export interface SystemEntry {
  readonly system: DeepReadonly<TenantSystem>;
  readonly at: (...path: readonly PathSegment[]) => Pointer;
}

/** An environment of a request, with the pointer of anything in it. */
export interface EnvironmentEntry {
  readonly system: DeepReadonly<TenantSystem>;
  readonly environment: DeepReadonly<TenantEnvironment>;
  /** `<system>-<environment>`. */
  readonly namespace: string;
  readonly at: (...path: readonly PathSegment[]) => Pointer;
}

/** Systems of a request, in the order of the file. */
export const systemsIn = ({ organisation, systems }: DeepReadonly<TenancyRequest>): readonly SystemEntry[] =>
  systems.map((system, index) => ({ system, at: (...path) => inRequest(organisation, 'systems', index, ...path) }));

/** Environments of a request, in the order of the file. */
export const environmentsIn = (request: DeepReadonly<TenancyRequest>): readonly EnvironmentEntry[] =>
  systemsIn(request).flatMap(({ system, at }) =>
    system.environments.map((environment, index): EnvironmentEntry => ({ system, environment, namespace: `${system.id}-${environment.name}`, at: (...path) => at('environments', index, ...path) })),
  );
