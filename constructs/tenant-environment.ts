import { Construct } from 'constructs';
import type { EnvironmentIntent, Quota } from '../sites/intent/environment.js';
import type { DeepReadonly } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';
import type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
import { DefaultServiceAccount } from './default-service-account.js';
import { setLabels } from './estate-labels.js';
import { ContainerLimits, largestContainer } from './limit-range.js';
import type { Namespace } from './namespace.js';
import { NetworkIsolation } from './network-isolation.js';
import { PriorityQuota } from './priority-quota.js';
import { EnvironmentQuota } from './resource-quota.js';
import { TenantNamespace } from './tenant-namespace.js';
import { TenantRole } from './tenant-role.js';
import type { TenantRoleName } from './tenant-role-rules.js';

export interface TenantEnvironmentProps {
  readonly environment: EnvironmentIntent;
  readonly site: DeepReadonly<Site>;
  /** What this site is to the environment; a standby holds its standby quota until a failover, the site of the backups a replica of its databases. */
  readonly role: 'primary' | 'standby' | 'backup';
  readonly quota: Quota;
  readonly request: Pick<DeepReadonly<TenancyRequest>, 'owners' | 'groups'>;
  readonly ingressNamespace: string;
  /** Namespaces at this site that declared this one as a caller. */
  readonly callees: readonly string[];
  /** Nodes that its pods run on, where they are kept for it. @default - those of everybody */
  readonly nodes?: string;
  /** Classes of pairs of sites there are at this site: what was not granted of them is none. @default - none */
  readonly pairClasses?: readonly string[];
}

/** Everything one environment gets at one site from Kubernetes' own API. */
export class TenantEnvironment extends Construct {
  readonly namespace: Namespace;

  constructor(scope: Construct, id: string, props: TenantEnvironmentProps) {
    super(scope, id);
    const { environment, site, role, quota, request } = props;
    const { system } = environment;
    const quiet = environment.quiet?.includes(site.id) === true;
    setLabels(this, { organisation: environment.organisation, system: system.id, environment: environment.environment.name, role });
    const namespace = new TenantNamespace(this, 'Environment', { environment, ...(props.nodes === undefined ? {} : { nodes: props.nodes }), mailbox: request.owners.mailbox, kubernetesVersion: site.cluster.kubernetesVersion });
    this.namespace = namespace;
    new EnvironmentQuota(this, 'quota', {
      namespace,
      quota,
      storageClasses: [...site.storage.map((storage) => storage.class), ...(site.disks === undefined ? [] : [site.disks.class]), ...(props.pairClasses ?? [])],
      mayStore: !readsOtherSectors(system),
    });
    new PriorityQuota(this, 'priority', { namespace, tier: environment.tier });
    new ContainerLimits(this, 'limits', { namespace, largest: largestContainer(quota, nodesFor(site, environment)) });
    new NetworkIsolation(this, 'network', {
      namespace,
      // A site on its way back serves nobody: no door is open but to its own pods.
      ...(quiet ? {} : { ingressNamespace: props.ingressNamespace }),
      callers: quiet ? [] : (environment.environment.network?.allowFrom ?? []),
      callees: props.callees,
    });
    for (const name of ['operate', 'view'] as const satisfies readonly TenantRoleName[]) {
      const groups = (request.groups ?? []).filter((group) => group.role === name).map((group) => group.name);
      new TenantRole(this, name, { namespace, role: name, groups });
    }
    new DefaultServiceAccount(this, 'service-account', { namespace });
  }
}

/** Whether a system reads fields of other sectors: those are used within the session only (C V.3). */
export const readsOtherSectors = (system: Pick<EnvironmentIntent['system'], 'flows'>): boolean => (system.flows ?? []).some(({ fields }) => fields === 'other-sector');

/** What a node of each pool that is open to the environment can carry. */
function nodesFor(site: DeepReadonly<Site>, { organisation, system }: EnvironmentIntent) {
  return site.nodePools
    .filter(({ purpose, dedicatedTo }) => purpose !== 'storage' && (dedicatedTo === undefined || dedicatedTo === organisation || dedicatedTo === system.id))
    .map(({ shape, allocatableReserve }) => ({
      cpu: (shape.cpu - allocatableReserve.cpu) as typeof shape.cpu,
      memory: (shape.memory - allocatableReserve.memory) as typeof shape.memory,
    }));
}
