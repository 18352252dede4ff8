import type { DeepReadonly } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { Allowance } from './allowance.js';
import { nano } from './quantity.js';

/** What a quota's `hard` must say: exact values in nano units, keys that may be there, and counts of which one spelling must be. */
export interface ExpectedHard {
  readonly exact: ReadonlyMap<string, bigint>;
  /** Keys that are allowed to be zero and may be left out. */
  readonly optionalZero: ReadonlySet<string>;
  /** Object counts whose size is the platform's choice: each must be there in one of its spellings. */
  readonly counted: readonly (readonly string[])[];
}

const perClass = (name: string): string => `${name}.storageclass.storage.k8s.io/requests.storage`;

/**
 * Keys of `spec.hard` and their values for what an environment is promised at a site.
 * Requests and limits are one figure: what was granted is both guaranteed and the most that can be used.
 * Source of the keys: https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function expectedHard(site: Pick<DeepReadonly<Site>, 'storage'>, { cpu, memory, gpu, pods, loadBalancers, storage }: Allowance, { sessionOnly }: { readonly sessionOnly: boolean }): ExpectedHard {
  const milli = nano / 1000n;
  const granted = new Map(Object.entries(storage).map(([name, bytes]) => [name, sessionOnly ? 0n : bytes]));
  const total = [...granted.values()].reduce((sum, bytes) => sum + bytes, 0n);
  // Object storage is bought in buckets, not in volumes: a zero for its class is welcome and changes nothing.
  const [volumes, buckets] = [site.storage.filter(({ backend }) => backend !== 'rgw'), site.storage.filter(({ backend }) => backend === 'rgw')];
  return {
    exact: new Map([
      ['requests.cpu', cpu * milli],
      ['limits.cpu', cpu * milli],
      ['requests.memory', memory * nano],
      ['limits.memory', memory * nano],
      ['requests.nvidia.com/gpu', gpu * nano],
      ['requests.storage', total * nano],
      ...volumes.filter((entry) => !granted.has(entry.class)).map((entry): [string, bigint] => [perClass(entry.class), 0n]),
      ...[...granted].map(([name, bytes]): [string, bigint] => [perClass(name), bytes * nano]),
      ['pods', pods * nano],
      ['services.nodeports', 0n],
      ['services.loadbalancers', loadBalancers * nano],
    ]),
    optionalZero: new Set(buckets.filter((entry) => !granted.has(entry.class)).map((entry) => perClass(entry.class))),
    counted: ['persistentvolumeclaims', 'secrets', 'configmaps', 'services'].map((name) => [name, `count/${name}`]),
  };
}
