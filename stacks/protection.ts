import { Construct } from 'constructs';
import { EgressToHosts } from '../constructs/egress-to-hosts.js';
import { setLabels } from '../constructs/estate-labels.js';
import { EnvironmentVolumes } from '../constructs/protection/environment-volumes.js';
import { IngestStream } from '../constructs/protection/ingest-stream.js';
import { RestoreProcedure } from '../constructs/protection/restore-procedure.js';
import { bytesQuantity, cpuQuantity } from '../constructs/quantities.js';
import { TenantEnvironment } from '../constructs/tenant-environment.js';
import type { EnvironmentIntent, Quota } from '../sites/intent/environment.js';
import type { ProtectionIntent } from '../sites/intent/protection.js';
import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';
import type { Bytes, MilliCpu } from '../sites/model/units.js';
import { BaseStack, type BaseStackProps } from './base-stack.js';
import { pairClassesAt } from './pair-classes.js';
import { ingressNamespace, systemNamespace } from './platform.js';
import { backupsOf } from './protection/backups.js';
import { databasesOf, type ClusterAt } from './protection/databases.js';
import { procedureOf } from './protection/procedures.js';
import { protectedAt, type ProtectedAt } from './protection/protected-at.js';
import { storageBetweenSites } from './protection/storage.js';

export interface ProtectionStackProps extends Pick<BaseStackProps, 'destroyable'> {
  readonly estate: Estate;
  readonly site: DeepReadonly<Site>;
  readonly protection: ProtectionIntent;
  /** Database clusters that are not woken. @default - none */
  readonly asleep?: readonly ClusterAt[];
}

/**
 * `<site>-protection`: the site's custom resources. They cannot be planned before the platform has brought their
 * definitions, nor applied before the tenants' namespaces stand. What needs another site appears when that site operates.
 */
export class ProtectionStack extends BaseStack {
  constructor(scope: Construct, id: string, props: ProtectionStackProps) {
    const { estate, site, protection } = props;
    super(scope, id, { ...props, site: site.id, estate: estate.settings.id, organisation: estate.settings.operator });
    const here = protectedAt(estate, protection.environments, site.id);
    storageBetweenSites(this, estate, site, protection);
    backupsOf(this, estate, site.id, here);
    for (const held of here) this.protect(held, props);
  }

  private protect(held: ProtectedAt, { estate, site, protection: { pairs }, asleep = [] }: ProtectionStackProps): void {
    const { protection, role, thirdQuota } = held;
    const { namespace, organisation, system, environment } = protection.environment;
    const scope = new Construct(this, namespace);
    // What the site is by the request, while something is lost and ever after: the provider fails on a manifest of which only
    // labels change (2.38.0, "inconsistent result"), and archives change in nothing else. A copy that a restore left behind
    // is no standby, not even once its declaration is over and nothing is recorded of it any more.
    setLabels(scope, { organisation, system: system.id, environment: environment.name, role: requestedRole(protection.environment, site.id) });
    new RestoreProcedure(scope, 'restore', { namespace: systemNamespace, ...procedureOf(estate, protection) });
    if (role === 'backup') {
      if (thirdQuota !== undefined) this.thirdCopy(scope, held, thirdQuota, { estate, site, pairClasses: pairClassesAt(site, pairs) });
      return;
    }
    const hosts = environment.network?.egress ?? [];
    if (hosts.length > 0) new EgressToHosts(scope, 'egress', { namespace, hosts });
    const { pair, environment: { quiet = [], handsOverTo } } = protection;
    const paired = pair?.sites.every((one) => estate.sites[one]?.phase === 'operating') === true;
    if (paired) new EnvironmentVolumes(scope, 'volumes', { namespace, tier: protection.tier, written: role === 'primary' && !quiet.includes(site.id) && handsOverTo === undefined });
    databasesOf(scope, estate, site, held, { asleep });
    this.ingest(scope, estate, site.id, held);
  }

  /** The replicas at the site of the backups live in a namespace of their own, since no tenant's stack makes one there. */
  private thirdCopy(scope: Construct, held: ProtectedAt, quota: Quota, { estate, site, pairClasses }: { estate: Estate; site: DeepReadonly<Site>; pairClasses: readonly string[] }): void {
    const { environment } = held.protection;
    const request = estate.requests[environment.organisation];
    if (request === undefined) throw new Error(`${environment.namespace} has no request`);
    const { namespace } = new TenantEnvironment(scope, 'third-copy', { environment, site, role: 'backup', quota, request: { owners: request.owners, groups: [] }, ingressNamespace, callees: [], pairClasses });
    databasesOf(scope, estate, site, held, { after: [namespace.object] });
  }

  /** Ingest ends where its link says, else where the system runs, in the environment that holds the databases. */
  private ingest(scope: Construct, estate: Estate, site: string, { protection, role }: ProtectedAt): void {
    if (protection.databases.length === 0 || protection.environment.quiet?.includes(site) === true) return;
    const { namespace, system } = protection.environment;
    const { mbpsPerCore, memoryMiBPerStream } = estate.recovery.ingest;
    for (const link of Object.values(estate.ingest)) {
      if (link.system !== system.id || (link.to === undefined ? role !== 'primary' : link.to !== site)) continue;
      const cpu = BigInt(Math.max(100, Math.ceil((link.mbps * 1000) / mbpsPerCore))) as MilliCpu;
      new IngestStream(scope, `ingest-${link.id}`, {
        namespace,
        id: link.id,
        owner: link.organisation,
        network: link.network,
        mbps: link.mbps,
        lagTargetSeconds: link.lagTargetSeconds,
        databases: protection.databases.filter(({ database }) => database.ingest !== undefined).map(({ database }) => database.id),
        resources: { cpu: cpuQuantity(cpu), memory: bytesQuantity((BigInt(memoryMiBPerStream) << 20n) as Bytes) },
      });
    }
  }
}

/** What a site is to an environment by its request, whatever was or is lost. */
function requestedRole({ recorded, primary, standby }: EnvironmentIntent, site: string): ProtectedAt['role'] {
  const places = recorded ?? { primary, ...(standby === undefined ? {} : { standby }) };
  return places.primary.site === site ? 'primary' : places.standby?.site === site ? 'standby' : 'backup';
}
