import type { Day } from '../sites/model/calendar.js';
import type { Text } from '../sites/model/text.js';
import type { ClawBack, UseLevel } from '../sites/tenancy/use-levels.js';
import type { EstateHead } from './estate-head.js';
import type { UnreadSite } from './reach-sites.js';

/** `ndc/tenant-usage.v1`: what each environment uses of its quotas. milliCPU, bytes and counts. */
export interface TenantUsageData {
  readonly estate: EstateHead;
  readonly connection: string;
  readonly asOf: Day;
  readonly sites: readonly (UnreadSite | UsageSite)[];
  readonly history: {
    /** Where this run's readings were added. */
    readonly file: string;
    /** Lines that are no reading, as `<file>:<line>`. */
    readonly unreadable: readonly string[];
  };
  /** Where one was asked for; without a file there was nothing to record. */
  readonly record?: { readonly file?: string; readonly environments: number };
}

export interface UsageSite {
  readonly site: string;
  readonly name: Text;
  readonly status: 'read';
  /** uid of kube-system. */
  readonly uid: string;
  readonly environments: readonly (EnvironmentUsage | ConcealedUsage)[];
  /** Namespaces of the model without a quota here. */
  readonly without: readonly string[];
  /** Namespaces with a quota that the model does not know. */
  readonly foreign: readonly string[];
  /** Quantities nobody could read: they count as nothing. */
  readonly unread: readonly string[];
  /** Readings of an earlier cluster in this place, left out of account. */
  readonly earlierCluster: number;
}

export interface EnvironmentUsage {
  readonly namespace: string;
  readonly organisation: string;
  readonly role: 'primary' | 'standby';
  readonly concealed: false;
  readonly uses: readonly ResourceUse[];
  /** Resources with a quota whose use the cluster does not tell yet. */
  readonly untold: readonly string[];
}

export interface ResourceUse {
  readonly resource: string;
  readonly used: bigint;
  readonly hard: bigint;
  /** Thousandths of the quota, away from what is fair; absent where there is no quota to have a share of. */
  readonly permille?: bigint;
  readonly level: UseLevel;
  /** Of what is low where the environment runs. A standby waits for a failover: that little of it is used is what it is for. */
  readonly clawBack?: ClawBack;
}

/** A state secret: by its code and without sizes. None of it is kept in the history. */
export interface ConcealedUsage {
  readonly namespace: string;
  readonly role: 'primary' | 'standby';
  readonly concealed: true;
  readonly levels: readonly { readonly resource: string; readonly level: UseLevel }[];
}
