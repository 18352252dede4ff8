import type { Quarter } from '../../model/calendar.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Site, StorageClass } from '../../model/kinds/site.js';
import type { Bytes } from '../../model/units.js';
import type { FacilityInputs } from '../facility-inputs.js';
import { hundredths } from '../interval.js';
import { servingClasses, type ServingClass } from './raw.js';
import { logicalBytes, schemeOf, type Scheme } from './scheme.js';
import { bins, healable, healableFromRacks, spreadable } from './spread.js';
import type { Topology } from './topology.js';

export type StorageLimits = Pick<Estate, 'planning'>['planning']['storage'];

/** What a class holds, in logical bytes but for `raw` and `missing`. */
export interface UsableClass extends ServingClass {
  readonly scheme: Scheme;
  /** Raw bytes after redundancy, filled to the brim. */
  readonly logical: Bytes;
  /** Fills every disk to nearfull, with nothing kept free for healing. */
  readonly toNearfull: Bytes;
  /** What may be promised: after healing from a lost host or a lost rack the fullest disk is still below nearfull. */
  readonly usable: Bytes;
  /** Fewer failure domains than parts: no group is ever complete, and nothing may be promised. */
  readonly tooFewDomains: boolean;
}

/** The mean fill at which the fullest disk reaches `percent`, as a fraction. Hundredths of a percent of unevenness count. */
export const meanFill = (percent: number, { unevenPercent }: Pick<StorageLimits, 'unevenPercent'>): readonly [numerator: bigint, denominator: bigint] => [BigInt(percent) * 100n, 10_000n + hundredths(unevenPercent)];

/** The largest domain whose loss the class heals by itself: its own, else the one of catalogue/planning.yaml. */
export const healsFromOf = ({ healsFrom }: Pick<DeepReadonly<StorageClass>, 'healsFrom'>, limits: Pick<StorageLimits, 'healsFrom'>): 'host' | 'rack' => healsFrom ?? limits.healsFrom;

const known = new WeakMap<Topology, Map<string, { readonly whole: bigint; readonly healable: bigint }>>();

/** Bytes of disk that a class with this scheme fills when nothing, and when one loss must be healed. Computed once for each topology. */
function onDisks(topology: Topology, { size }: Scheme, { failureDomain }: Pick<DeepReadonly<StorageClass>, 'failureDomain'>, healsFrom: 'host' | 'rack'): { readonly whole: bigint; readonly healable: bigint } {
  const ofTopology = known.get(topology) ?? new Map<string, { readonly whole: bigint; readonly healable: bigint }>();
  known.set(topology, ofTopology);
  const key = `${size} ${failureDomain} ${healsFrom}`;
  const { hosts } = topology;
  const found = ofTopology.get(key) ?? {
    whole: spreadable(bins(hosts, failureDomain), size),
    healable: failureDomain === 'host' && healsFrom === 'rack' ? healableFromRacks(hosts, size) : healable(hosts, failureDomain, size),
  };
  ofTopology.set(key, found);
  return found;
}

/**
 * What each class of a site in service in a quarter holds. No more than its declared bytes filled to nearfull, and no
 * more than what its share of the disks holds once a loss is healed.
 *
 * The space to heal from a lost rack is kept free where the class spreads over racks, and where Ceph would heal from it
 * by itself.
 */
export function usableClasses({ planning }: Pick<Estate, 'planning'>, site: DeepReadonly<Site>, quarter: Quarter, facility?: FacilityInputs): readonly UsableClass[] {
  const limits = planning.storage;
  return servingClasses(site, quarter, facility).map((serving): UsableClass => {
    const { storage, topology, disks, raw } = serving;
    const scheme = schemeOf(storage);
    const [numerator, denominator] = meanFill(limits.nearfullPercent, limits);
    /** Data on so many of the hosts' bytes, of the class's own share of them, within its declared bytes. */
    const filled = (part: bigint, whole: bigint): Bytes => {
      const onDisks = whole === 0n ? 0n : (disks * part) / whole;
      return logicalBytes(scheme, ((onDisks < raw ? onDisks : raw) * numerator) / denominator);
    };
    const logical = logicalBytes(scheme, raw);
    if (topology === undefined) return { ...serving, scheme, logical, toNearfull: filled(1n, 1n), usable: filled(1n, 1n), tooFewDomains: false };
    const room = onDisks(topology, scheme, storage, healsFromOf(storage, limits));
    return { ...serving, scheme, logical, toNearfull: filled(room.whole, topology.bytes), usable: filled(room.healable, topology.bytes), tooFewDomains: topology.bytes > 0n && room.whole === 0n };
  });
}
