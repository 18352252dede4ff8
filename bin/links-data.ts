import type { Interval } from '../sites/capacity/interval.js';
import type { IngestLoad } from '../sites/capacity/links/ingest.js';
import type { LinkLoad, LinkPromise } from '../sites/capacity/links/link-load.js';
import type { Detour } from '../sites/capacity/links/network.js';
import type { Day, Quarter } from '../sites/model/calendar.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { CapacityInput } from './capacity-inputs.js';
import type { EstateHead } from './estate-head.js';

/** Outcome `ndc/capacity-links.v1`: what replication, log and backup copies ask of the links. Bits a second, bytes, milliseconds. */
export interface LinksData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  /** Options that make the answer a what-if; empty for the estate as it is. */
  readonly whatIf: readonly string[];
  /** Flows of this tier and those protected better. */
  readonly tier: Protection;
  readonly quarters: readonly Quarter[];
  /** Quarter that `loads`, `losses` and `ingest` are of: the first of the quarters in which anything crosses a link, else the first. */
  readonly quarter: Quarter;
  readonly assumed: { readonly sharePercent: number; readonly payloadPercent: number; readonly outageMinutes: number; readonly tcpWindowMiB: number };
  readonly loads: readonly LinkRow[];
  readonly detours: readonly Detour[];
  /** Each link, path and conduit lost in turn, on top of what is lost. */
  readonly losses: readonly LinkLossRow[];
  readonly ingest: readonly IngestRow[];
  /** Every link each way, in every quarter in which anything crosses it. */
  readonly timeline: readonly LinkPoint[];
  readonly inputs: readonly CapacityInput[];
  /** Values of `inputs` that nobody has confirmed. */
  readonly assumptions: number;
  readonly plot: boolean;
}

export type LinkRow = Omit<LinkLoad, 'inputs'> & { readonly holds: LinkPromise['holds'] };
export type IngestRow = Omit<IngestLoad, 'inputs'>;

export interface LinkPoint extends Pick<LinkLoad, 'link' | 'from' | 'to' | 'capacity' | 'share' | 'mean' | 'peak'> {
  readonly quarter: Quarter;
  /** Of replication on a peak day, milliseconds. */
  readonly lagMs: Interval<bigint>;
  readonly holds: LinkPromise['holds'];
}

export interface LinkLossRow {
  /** `link/A--B`, `path/A--B/P` or `conduit/C`. */
  readonly domain: string;
  /** Links that lose a path, or all of them, by it. */
  readonly struck: readonly string[];
  readonly detours: readonly Detour[];
  readonly holds: LinkPromise['holds'];
  /** Of the links that still carry something: the one that lags most on a peak day, with its lag. */
  readonly slowest?: { readonly link: string; readonly from: string; readonly to: string; readonly lagMs: bigint };
}
