import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import type { EquipmentKind } from '../model/kinds/planning/purchase.js';

/**
 * A purchase problem, in plain figures: what can be bought, what has to be served, what limits it. Quarters are indices
 * into `quarters`. Amounts are in cores, GiB, pieces, pods and TiB of disk, as floating point: the answer is checked in
 * whole numbers afterwards.
 */
export interface Problem {
  readonly quarters: readonly Quarter[];
  readonly things: readonly Thing[];
  readonly groups: readonly Group[];
  readonly needs: readonly Need[];
  readonly limits: readonly Limit[];
  readonly budgets: readonly Budget[];
  /** Racks bought for halls that open later. */
  readonly fittings: readonly Fitting[];
  /** What replication and backups ask of links. No link can be bought. */
  readonly crossings: readonly Crossing[];
}

/** One kind of equipment at one place: bought in whole numbers. */
export interface Thing {
  /** `ndc-02/hall-1/general-1`. */
  readonly id: string;
  readonly site: string;
  readonly hall: string;
  readonly kind: EquipmentKind;
  /** First quarter in which the place takes it. */
  readonly opens: number;
  /** What it costs, by the quarter of its order. Billions of VND: today's value decides, `price` is paid. */
  readonly cost: readonly number[];
  readonly price: readonly bigint[];
  /** What running it costs until the last quarter or the end of its life, by the first quarter of service: billions at today's value, and VND. */
  readonly keep: readonly number[];
  readonly upkeep: readonly bigint[];
  /** Quarters from order to service; the first quarter in which anything ordered today can serve. */
  readonly lead: number;
  readonly earliest: number;
  /** Quarters that it may wait between delivery and service. */
  readonly store: number;
  /** Quarters of service. */
  readonly life: number;
  /** How many stand in one rack. */
  readonly perRack: number;
  /** kW each draws of its hall's feeds and cooling. */
  readonly kw: number;
}

/** Demand of one organisation that goes the same way whatever is lost. */
export interface Group {
  readonly id: string;
  readonly organisation: string;
  /** Whoever shares tier, home and standby: `gold/ndc-01/ndc-02`. */
  readonly kin: string;
}

/** What has to be served at one place, in one quarter, after one event: supply without the largest part that may be lost covers what is asked. */
export interface Need {
  /** `ndc-02/open/memory 2030-Q4 site/ndc-01`. */
  readonly id: string;
  readonly site: string;
  readonly compartment: string;
  /** `cpu`, `memory`, `gpu`, `pods`, `disks/<pools>`, `storage/<class>`. */
  readonly resource: string;
  readonly quarter: number;
  /** Sites lost; empty where nothing but a rack is. */
  readonly lost: readonly string[];
  /** Of nodes that stand there already. */
  readonly owned: number;
  /** Of the rack or node that may be lost besides. */
  readonly spare: number;
  readonly offers: readonly Offer[];
  /** Asked by each group, where it is served at full. */
  readonly asks: readonly Ask[];
  /** What packing or the check found to be missing besides. */
  readonly more: number;
}

export interface Offer {
  readonly thing: number;
  readonly amount: number;
}

export interface Ask {
  readonly group: number;
  readonly amount: number;
  /** Share of the group served in this event: 1, or 0 where it is shed by design. Chosen before the event, by placement. */
  readonly served: number;
}

/** What is sent over one link one way, in one quarter and event: it has to be shipped as fast as was promised. */
export interface Crossing {
  /** `link/ndc-01--ndc-02/ndc-01 replication 2030-Q4 path/ndc-01--ndc-02/coast`. */
  readonly id: string;
  readonly link: string;
  readonly from: string;
  readonly to: string;
  /** Changes and log, which are shipped first, or backups, which take what those leave. */
  readonly what: 'replication' | 'copies';
  readonly quarter: number;
  /** Sites lost: the event whose fractions count. */
  readonly sites: readonly string[];
  /** What is lost: those sites, or a part of the network, as `link/…`, `path/…`, `conduit/…`; empty where nothing is. */
  readonly lost: readonly string[];
  /** What of the link's rate it may take, bits a second. */
  readonly share: bigint;
  /** How days pass on a link. */
  readonly planning: Estate['planning']['links'];
  readonly flows: readonly Carried[];
}

/** Bytes of one group on a typical day. */
export interface Carried {
  readonly group: number;
  readonly replication: bigint;
  /** Nothing where replication is judged, which copies do not hold up. */
  readonly copies: bigint;
  /** Milliseconds that what is judged may wait; absent where it has only to be shipped within a day, or nothing of it is sent. */
  readonly budgetMs?: bigint;
}

export const limitKinds = ['racks', 'feed', 'cooling'] as const;
export type LimitKind = (typeof limitKinds)[number];

/** What a hall holds in a quarter beyond what stands there: racks, or kW. */
export interface Limit {
  /** `racks/ndc-02/hall-1`: the same in every quarter. */
  readonly name: string;
  readonly kind: LimitKind;
  readonly site: string;
  readonly hall: string;
  readonly quarter: number;
  readonly left: number;
}

export interface Budget {
  /** `budget/2029`. */
  readonly name: string;
  readonly year: number;
  /** Billions of VND. */
  readonly cap: number;
}

export interface Fitting {
  readonly site: string;
  readonly hall: string;
  readonly cost: readonly number[];
  readonly price: readonly bigint[];
  readonly lead: number;
  readonly earliest: number;
  readonly opens: number;
}

/** VND of one unit of the program. */
export const billion = 1_000_000_000;

/** Billions of VND. Floating point: the program's own unit. */
export const inBillions = (vnd: bigint): number => Number(vnd) / billion;

/** What an answer buys. */
export interface Purchases {
  /** By thing and quarter: ordered, and taken into service. */
  readonly ordered: readonly (readonly number[])[];
  readonly serving: readonly (readonly number[])[];
  /** Racks by fitting and quarter in which they serve. */
  readonly racks: readonly (readonly number[])[];
}

/** How many of a thing serve in a quarter: what came and is not yet over its life. */
export const inServiceAt = ({ life }: Pick<Thing, 'life'>, serving: readonly number[], quarter: number): number => {
  let sum = 0;
  for (let at = Math.max(0, quarter - life + 1); at <= quarter; at += 1) sum += serving[at] ?? 0;
  return sum;
};
