import type { Quarter } from '../../model/calendar.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Site } from '../../model/kinds/site.js';
import type { FacilityInputs } from '../facility-inputs.js';
import { hundredths } from '../interval.js';
import { nodeSpansLost } from '../node-loss.js';
import { rawBytes } from './scheme.js';
import { bins, spreadable } from './spread.js';
import type { StorageHost, Topology } from './topology.js';
import { healsFromOf, type StorageLimits, type UsableClass } from './usable.js';

/**
 * Whether a class heals from a loss: `by-itself`; `by-hand`, once a person marks the lost hosts out; `no`; `nothing-lost`.
 */
export type Healing = 'by-itself' | 'by-hand' | 'no' | 'nothing-lost';

/**
 * Why a class does not heal by itself: a rack or more is down as a whole (mon_osd_down_out_subtree_limit), fewer failure
 * domains survive than a group has parts, or a surviving disk would pass backfillfull.
 */
export type HealingLimit = 'subtree-limit' | 'too-few-domains' | 'backfillfull';

/** What becomes of a class when hosts are lost together. Parts are replicas or chunks; the worst group is judged. */
export interface ClassLoss {
  readonly hostsLost: number;
  readonly hosts: number;
  /** Most parts of one group on the lost hosts. */
  readonly partsLost: number;
  /** Reads go on: every group has at least min_size parts. */
  readonly reads: boolean;
  /** Writes go on: reads do, and no disk is full. */
  readonly writes: boolean;
  /** Parts that may still be lost before data are; negative: data are gone until the lost hosts return. */
  readonly redundancyLeft: number;
  readonly heals: Healing;
  readonly limits: readonly HealingLimit[];
  /** Fill of the fullest disk before and after healing, hundredths of a percent, rounded up; `after` equals `before` where nothing heals. Absent where no host is left. */
  readonly fillBefore: bigint;
  readonly fillAfter?: bigint;
}

/** Hosts of a class that are lost with failure domains of the site. */
export function hostsLost(site: DeepReadonly<Site>, hosts: readonly StorageHost[], quarter: Quarter, domains: readonly string[], facility?: FacilityInputs): ReadonlySet<StorageHost> {
  const own = domains.filter((domain) => domain.split('/')[1] === site.id);
  if (own.length === 0) return new Set();
  const spans = nodeSpansLost(site, quarter, own, facility);
  return new Set(hosts.filter(({ pool, node }) => spans.get(pool)?.some(([first, last]) => first <= node && node <= last)));
}

/**
 * What a class can still do when some of its hosts are lost together while it holds `bytes` of data.
 * @returns undefined where the site describes no storage nodes: nothing can be said then.
 */
export function classLoss({ planning }: Pick<Estate, 'planning'>, usable: UsableClass, lost: ReadonlySet<StorageHost>, bytes: bigint): ClassLoss | undefined {
  const { storage, topology, scheme } = usable;
  if (topology === undefined) return undefined;
  const limits = planning.storage;
  const { failureDomain } = storage;
  const { hosts } = topology;
  const left = hosts.filter((host) => !lost.has(host));
  const surviving = bins(left, failureDomain);
  const whole = Math.min(scheme.size, bins(hosts, failureDomain).length);
  const partsLost = Math.min(whole, bins([...lost], failureDomain).length);
  const parts = whole - partsLost;
  const reads = parts >= scheme.minSize;

  const fillBefore = fillOf(usable, topology, hosts, bytes, limits) ?? 0n;
  const healed = surviving.length >= scheme.size ? fillOf(usable, topology, left, bytes, limits) : undefined;
  const reasons: readonly (readonly [HealingLimit, boolean])[] = [
    ['subtree-limit', beyondLimit(hosts, lost, healsFromOf(storage, limits))],
    ['too-few-domains', surviving.length < scheme.size],
    ['backfillfull', healed !== undefined && healed >= BigInt(limits.backfillfullPercent) * 100n],
  ];
  const found = lost.size === 0 ? [] : reasons.flatMap(([limit, holds]) => (holds ? [limit] : []));
  return {
    hostsLost: lost.size,
    hosts: hosts.length,
    partsLost,
    reads,
    writes: reads && fillBefore < BigInt(limits.fullPercent) * 100n,
    redundancyLeft: parts - scheme.data,
    heals: lost.size === 0 ? 'nothing-lost' : found.length === 0 ? 'by-itself' : found.every((limit) => limit === 'subtree-limit') ? 'by-hand' : 'no',
    limits: found,
    fillBefore,
    ...(left.length === 0 ? {} : { fillAfter: healed ?? fillBefore }),
  };
}

/** Fill of the fullest disk, hundredths of a percent, rounded up, when the data lie on these hosts of the class. Nothing where they cannot hold it at all. */
function fillOf({ storage, scheme, disks }: UsableClass, topology: Topology, among: readonly StorageHost[], data: bigint, { unevenPercent }: StorageLimits): bigint | undefined {
  // Of the hosts' bytes, `disks` are the class's: room = spreadable x disks / hosts' bytes.
  const room = spreadable(bins(among, storage.failureDomain), scheme.size) * disks;
  if (room === 0n) return undefined;
  const needed = rawBytes(scheme, data) * topology.bytes * (10_000n + hundredths(unevenPercent));
  return (needed + room - 1n) / room;
}

/** Whether a domain is down as a whole that Ceph leaves in place: a rack, or where it heals from racks, a hall of several racks. */
function beyondLimit(hosts: readonly StorageHost[], lost: ReadonlySet<StorageHost>, healsFrom: 'host' | 'rack'): boolean {
  const down = (domain: 'rack' | 'hall'): ReadonlySet<string> => {
    const up = new Set(hosts.filter((host) => !lost.has(host)).map((host) => host[domain]));
    return new Set([...lost].map((host) => host[domain]).filter((id) => !up.has(id)));
  };
  if (healsFrom === 'host') return down('rack').size > 0;
  const halls = down('hall');
  return [...halls].some((hall) => new Set(hosts.filter((host) => host.hall === hall).map(({ rack }) => rack)).size > 1);
}
