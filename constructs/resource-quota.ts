import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1/index.js';
import { Construct } from 'constructs';
import type { Quota } from '../sites/intent/environment.js';
import type { Bytes } from '../sites/model/units.js';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { bytesQuantity, countQuantity, cpuQuantity } from './quantities.js';
import { resource } from './resource.js';

export interface EnvironmentQuotaProps {
  readonly namespace: Namespace;
  readonly quota: Quota;
  /** Every storage class of the site: those that were not granted get none. */
  readonly storageClasses: readonly string[];
  /** False where the environment reads other sectors' fields: those are used in the session, never stored (C V.3). */
  readonly mayStore: boolean;
}

/** What an environment may use at a site: compute, storage per class, GPUs, and counts of objects. */
export class EnvironmentQuota extends Construct {
  constructor(scope: Construct, id: string, props: EnvironmentQuotaProps) {
    super(scope, id);
    setLabels(this, { component: 'quota' });
    resource(ResourceQuotaV1, this, 'Quota', {
      metadata: { name: 'ndc-quota', namespace: props.namespace.name },
      spec: { hard: { ...compute(props.quota), ...storage(props), ...objectCounts(props.quota, props.mayStore) } },
      dependsOn: [props.namespace.object],
    });
  }
}

/** Requests and limits are capped alike: what was granted is both what is guaranteed and what can be used. */
function compute({ cpu, memory, gpu }: Quota): Record<string, string> {
  return {
    'requests.cpu': cpuQuantity(cpu),
    'limits.cpu': cpuQuantity(cpu),
    'requests.memory': bytesQuantity(memory),
    'limits.memory': bytesQuantity(memory),
    'requests.nvidia.com/gpu': countQuantity(gpu),
  };
}

/** Source of the keys: https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-for-storage */
function storage({ quota, storageClasses, mayStore }: EnvironmentQuotaProps): Record<string, string> {
  const granted = (size: Bytes | undefined): Bytes => (mayStore ? (size ?? (0n as Bytes)) : (0n as Bytes));
  const classes = [...new Set([...storageClasses, ...Object.keys(quota.storage)])].sort();
  const total = Object.values(quota.storage).reduce((sum, size) => sum + size, 0n) as Bytes;
  return {
    'requests.storage': bytesQuantity(granted(total)),
    ...Object.fromEntries(classes.map((name) => [`${name}.storageclass.storage.k8s.io/requests.storage`, bytesQuantity(granted(quota.storage[name]))])),
  };
}

/**
 * Objects cost the API server what pods cost the nodes: their number follows the granted pods. The least a namespace
 * can work with stays open in an empty standby, so that its objects are there before the failover.
 */
function objectCounts({ pods, loadBalancers }: Quota, mayStore: boolean): Record<string, string> {
  const counts: Record<string, number> = {
    pods,
    services: Math.max(20, pods),
    'services.loadbalancers': loadBalancers,
    'services.nodeports': 0,
    persistentvolumeclaims: mayStore ? Math.max(20, pods) : 0,
    configmaps: Math.max(100, 2 * pods),
    secrets: Math.max(100, 2 * pods),
    'count/deployments.apps': Math.max(20, pods),
    'count/statefulsets.apps': Math.max(20, pods),
    // A Deployment keeps ten old ReplicaSets.
    'count/replicasets.apps': Math.max(220, 11 * pods),
    'count/jobs.batch': Math.max(100, 2 * pods),
    'count/cronjobs.batch': Math.max(50, pods),
    'count/ingresses.networking.k8s.io': Math.max(20, pods),
  };
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, countQuantity(count)]));
}
