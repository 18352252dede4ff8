import type { SiteDrift, Use } from '../sites/capacity/drift/compare.js';
import type { Trend } from '../sites/capacity/drift/trend.js';
import type { Day, Quarter } from '../sites/model/calendar.js';
import type { Text } from '../sites/model/text.js';
import type { EstateHead } from './estate-head.js';
import type { UnreadSite } from './reach-sites.js';

/** Outcome `ndc/capacity-drift.v1`: live clusters against the model. milliCPU, bytes and counts. */
export interface CapacityDriftData {
  readonly estate: EstateHead;
  readonly connection: string;
  readonly asOf: Day;
  readonly quarter: Quarter;
  readonly sites: readonly CapacityDriftSite[];
  readonly history: {
    /** Where this run's readings were added. */
    readonly file: string;
    /** Lines that are no reading, as `<file>:<line>`. */
    readonly unreadable: readonly string[];
  };
}

export type CapacityDriftSite = UnreadSite | ReadSite;

export interface ReadSite extends Omit<SiteDrift, 'uses'> {
  readonly site: string;
  readonly name: Text;
  readonly status: 'read';
  /** uid of kube-system. */
  readonly uid: string;
  readonly uses: readonly UseTrend[];
  /** Quantities nobody could read: they count as nothing. */
  readonly unread: readonly string[];
  /** Readings of an earlier cluster in this place, left out of the trends. */
  readonly earlierCluster: number;
}

export type UseTrend = Use & { readonly trend: UseForecast };

/** A trend with its days as dates. */
export interface UseForecast {
  readonly kind: Trend['kind'];
  readonly readings: number;
  /** From the first reading to the last. */
  readonly days?: number;
  readonly perDay?: number;
  readonly exhausted?: Day;
  /** 95 % confidence of the slope; without `latest` the use may as well not grow. */
  readonly between?: { readonly earliest: Day; readonly latest?: Day };
}
