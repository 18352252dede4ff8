import { Construct } from 'constructs';
import { EgressToHosts } from '../constructs/egress-to-hosts.js';
import { setLabels } from '../constructs/estate-labels.js';
import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';
import { BaseStack, type BaseStackProps } from './base-stack.js';
import type { Placement, PlacedEnvironment } from './placement.js';

export interface ProtectionStackProps extends Pick<BaseStackProps, 'destroyable'> {
  readonly estate: Estate;
  readonly site: DeepReadonly<Site>;
  readonly placement: Placement;
}

/**
 * `<site>-protection`: the site's custom resources. They cannot be planned before the platform has brought their
 * definitions, nor applied before the tenants' namespaces stand.
 */
export class ProtectionStack extends BaseStack {
  constructor(scope: Construct, id: string, props: ProtectionStackProps) {
    const { estate, site, placement } = props;
    super(scope, id, { ...props, site: site.id, estate: estate.settings.id, organisation: estate.settings.operator });
    for (const organisation of placement.organisationsAt(site.id))
      for (const placed of placement.environmentsAt(site.id, organisation)) this.openHosts(placed);
  }

  private openHosts({ environment: { namespace, organisation, system, environment }, role }: PlacedEnvironment): void {
    const hosts = environment.network?.egress ?? [];
    if (hosts.length === 0) return;
    const scope = new Construct(this, namespace);
    setLabels(scope, { organisation, system: system.id, environment: environment.name, role });
    new EgressToHosts(scope, 'egress', { namespace, hosts });
  }
}
