import type { DeepReadonly } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { Allowance } from './allowance.js';
import { nano } from './quantity.js';

/** A bound on how many objects of a kind there may be. */
export interface CountBound {
  /** Spellings of its key; without one that must be there, it is judged only where it stands. */
  readonly names: readonly string[];
  readonly required: boolean;
  readonly least: bigint;
  readonly most: bigint;
}

/** What a quota's `hard` must say: exact values in nano units, keys that may be there, and counts of which one spelling must be. */
export interface ExpectedHard {
  readonly exact: ReadonlyMap<string, bigint>;
  /** Block storage that may lie in either of two classes: together they are exactly what was granted. */
  readonly split: readonly { readonly keys: readonly [string, string]; readonly sum: bigint }[];
  /** Keys that are allowed to be zero and may be left out. */
  readonly optionalZero: ReadonlySet<string>;
  /** Object counts, whose exact size is the platform's choice. */
  readonly counted: readonly CountBound[];
}

/**
 * The most objects of a kind that still bound anything: several times what the granted pods can need, and never under a
 * floor with which a small namespace works. Objects are kept in the API server's etcd, which all tenants share.
 * Source of the floors: ours, from a namespace of twenty pods whose Deployments keep ten old ReplicaSets each.
 */
const objectBounds: readonly { readonly name: string; readonly required?: boolean; readonly floor: bigint; readonly each: bigint }[] = [
  { name: 'persistentvolumeclaims', required: true, floor: 100n, each: 4n },
  { name: 'secrets', required: true, floor: 500n, each: 8n },
  { name: 'configmaps', required: true, floor: 500n, each: 8n },
  { name: 'services', required: true, floor: 100n, each: 4n },
  { name: 'deployments.apps', floor: 100n, each: 4n },
  { name: 'statefulsets.apps', floor: 100n, each: 4n },
  { name: 'replicasets.apps', floor: 1000n, each: 44n },
  { name: 'jobs.batch', floor: 500n, each: 8n },
  { name: 'cronjobs.batch', floor: 250n, each: 4n },
  { name: 'ingresses.networking.k8s.io', floor: 100n, each: 4n },
];

/** Classes of pairs of sites that stand at a site, and which of them an environment's volumes replicate in, by the class they are cut from. */
export interface SitePairs {
  readonly here: readonly string[];
  readonly own: ReadonlyMap<string, string>;
}

const perClass = (name: string): string => `${name}.storageclass.storage.k8s.io/requests.storage`;

/**
 * Keys of `spec.hard` and their values for what an environment is promised at a site.
 * Requests and limits are one figure: what was granted is both guaranteed and the most that can be used.
 * Source of the keys: https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function expectedHard(
  site: Pick<DeepReadonly<Site>, 'storage' | 'disks'>,
  { cpu, memory, gpu, pods, loadBalancers, storage }: Allowance,
  { sessionOnly, pairs = { here: [], own: new Map() } }: { readonly sessionOnly: boolean; readonly pairs?: SitePairs },
): ExpectedHard {
  const milli = nano / 1000n;
  const granted = new Map(Object.entries(storage).map(([name, bytes]) => [name, sessionOnly ? 0n : bytes]));
  const total = [...granted.values()].reduce((sum, bytes) => sum + bytes, 0n);
  // Object storage is bought in buckets, not in volumes: a zero for its class is welcome and changes nothing.
  const [volumes, buckets] = [site.storage.filter(({ backend }) => backend !== 'rgw'), site.storage.filter(({ backend }) => backend === 'rgw')];
  const split = [...granted].flatMap(([name, bytes]) => {
    const pair = pairs.own.get(name);
    return pair === undefined ? [] : [{ keys: [perClass(name), perClass(pair)] as const, sum: bytes * nano }];
  });
  const ownKeys = new Set(split.flatMap(({ keys }) => keys));
  return {
    split,
    exact: new Map([
      ['requests.cpu', cpu * milli],
      ['limits.cpu', cpu * milli],
      ['requests.memory', memory * nano],
      ['limits.memory', memory * nano],
      ['requests.nvidia.com/gpu', gpu * nano],
      ['requests.storage', total * nano],
      ...volumes.filter((entry) => !granted.has(entry.class)).map((entry): [string, bigint] => [perClass(entry.class), 0n]),
      ...[...granted].filter(([name]) => !pairs.own.has(name)).map(([name, bytes]): [string, bigint] => [perClass(name), bytes * nano]),
      // A disk that a tenant claims is one that Ceph lacks.
      ...(site.disks === undefined ? [] : [[perClass(site.disks.class), 0n] as [string, bigint]]),
      // A class of another pair is nobody's here: without a zero it would take what is counted nowhere.
      ...pairs.here.map(perClass).filter((key) => !ownKeys.has(key)).map((key): [string, bigint] => [key, 0n]),
      ['pods', pods * nano],
      ['services.nodeports', 0n],
      ['services.loadbalancers', loadBalancers * nano],
    ]),
    optionalZero: new Set(buckets.filter((entry) => !granted.has(entry.class)).map((entry) => perClass(entry.class))),
    counted: objectBounds.map(({ name, required = false, floor, each }) => ({
      names: name.includes('.') ? [`count/${name}`] : [name, `count/${name}`],
      required,
      // Where nothing may be stored, no claim need be possible.
      least: name === 'persistentvolumeclaims' && sessionOnly ? 0n : 1n,
      most: pods * each > floor ? pods * each : floor,
    })),
  };
}
