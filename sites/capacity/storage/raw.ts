import type { Quarter } from '../../model/calendar.js';
import type { DeepReadonly } from '../../model/estate.js';
import type { NodePool, Site, StorageClass } from '../../model/kinds/site.js';
import type { Bytes } from '../../model/units.js';
import type { FacilityInputs } from '../facility-inputs.js';
import { poolsOf, topologyOf, type Topology } from './topology.js';

/** A class in a quarter, and what of its raw bytes stands on disks. */
export interface ServingClass {
  readonly storage: DeepReadonly<StorageClass>;
  /** Its place in the site's list. */
  readonly index: number;
  /** Absent where the site describes no storage nodes: then the declared bytes are taken as they are. */
  readonly topology?: Topology;
  /** Its share of the disks, in proportion to what the classes on them declare, rounded up: disks that no class declares are there to heal onto. */
  readonly disks: Bytes;
  /** Raw bytes in service: those declared, as far as its share of the disks goes. */
  readonly raw: Bytes;
  /** Raw bytes declared for which there is no disk. */
  readonly missing: Bytes;
}

/** Raw bytes that a class declares in a quarter. */
export const rawIn = ({ raw, rawFrom }: Pick<DeepReadonly<StorageClass>, 'raw' | 'rawFrom'>, quarter: Quarter): Bytes => rawFrom?.findLast(({ from }) => from <= quarter)?.raw ?? raw;

const inQuarter = ({ available }: Pick<DeepReadonly<StorageClass>, 'available'>, quarter: Quarter): boolean => available === undefined || available <= quarter;

/** Declared bytes for each byte of disk, as a fraction. */
type Density = readonly [declared: bigint, disk: bigint];

/**
 * Classes of a site in service in a quarter. A class lies on the disks of all its hosts in proportion to their bytes.
 * Where the classes on a host declare more than its disks hold, each of them gets its share and the rest is missing.
 */
export function servingClasses(site: DeepReadonly<Site>, quarter: Quarter, facility?: FacilityInputs): readonly ServingClass[] {
  const classes = site.storage.flatMap((storage, index) => (inQuarter(storage, quarter) ? [{ storage, index, asked: rawIn(storage, quarter), topology: topologyOf(site, storage, quarter, facility) }] : []));
  const densityOf = (pool: DeepReadonly<NodePool>): Density =>
    classes.reduce<Density>(
      ([declared, disk], { storage, asked, topology }) =>
        topology === undefined || topology.bytes === 0n || !poolsOf(site, storage).includes(pool) ? [declared, disk] : [declared * topology.bytes + asked * disk, disk * topology.bytes],
      [0n, 1n],
    );
  return classes.map(({ storage, index, asked, topology }): ServingClass => {
    if (topology === undefined) return { storage, index, disks: asked, raw: asked, missing: 0n as Bytes };
    // The pool that is asked for most decides: a class is spread over all its pools alike.
    const [declared, disk] = poolsOf(site, storage).map(densityOf).reduce((most, one) => (one[0] * most[1] > most[0] * one[1] ? one : most), [0n, 1n]);
    const share = topology.bytes === 0n || declared === 0n ? 0n : asked * disk;
    const [disks, whole] = share === 0n ? [0n, 0n] : [(share + declared - 1n) / declared, share / declared];
    const raw = (asked < whole ? asked : whole) as Bytes;
    return { storage, index, topology, disks: disks as Bytes, raw, missing: (asked - raw) as Bytes };
  });
}
