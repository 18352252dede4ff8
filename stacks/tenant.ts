import type { Construct } from 'constructs';
import { TenantEnvironment } from '../constructs/tenant-environment.js';
import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';
import { quotaOnPairs } from '../sites/intent/pair-quota.js';
import type { ProtectionIntent } from '../sites/intent/protection.js';
import { BaseStack, type BaseStackProps } from './base-stack.js';
import { pairClassesAt } from './pair-classes.js';
import type { Placement } from './placement.js';
import { ingressNamespace } from './platform.js';
import { nodesOf } from './nodes-of.js';

export interface TenantStackProps extends Pick<BaseStackProps, 'destroyable'> {
  readonly estate: Estate;
  readonly site: DeepReadonly<Site>;
  readonly organisation: string;
  readonly placement: Placement;
  readonly protection: ProtectionIntent;
}

/**
 * `<site>-tenant-<organisation>`: the environments an organisation runs or keeps ready at a site. Whoever has given its
 * last one away has an empty stack until the transition is done.
 */
export class TenantStack extends BaseStack {
  constructor(scope: Construct, id: string, props: TenantStackProps) {
    const { estate, site, organisation, placement, protection } = props;
    const pairClasses = pairClassesAt(site, protection.pairs);
    const byNamespace = new Map(protection.environments.map((one) => [one.environment.namespace, one]));
    super(scope, id, { ...props, site: site.id, estate: estate.settings.id });
    const request = estate.requests[organisation];
    for (const { environment, role, quota } of placement.environmentsAt(site.id, organisation)) {
      if (request === undefined) throw new Error(`${organisation} runs at ${site.id} without a request`);
      const { namespace } = environment;
      const own = byNamespace.get(namespace);
      const onPairs = own === undefined ? quota : quotaOnPairs(estate, own, site.id, quota);
      new TenantEnvironment(this, namespace, { environment, site, role, quota: onPairs, request, ingressNamespace, callees: placement.calleesAt(site.id, namespace), pairClasses, ...nodesOf(site, environment) });
    }
  }
}
