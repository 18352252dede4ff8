import type { DeepReadonly } from '../model/estate.js';
import type { Protection } from '../model/kinds/protection.js';
import type { TenantEnvironment, TenantSystem } from '../model/kinds/tenancy-request.js';
import type { Pointer } from '../model/pointer.js';
import type { Bytes, MilliCpu } from '../model/units.js';
import type { Hold } from './hold.js';

/** What an environment may use at one site. Storage per class, bytes. */
export interface Quota {
  readonly cpu: MilliCpu;
  readonly memory: Bytes;
  readonly gpu: number;
  readonly storage: Readonly<Record<string, Bytes>>;
  readonly pods: number;
  readonly loadBalancers: number;
  readonly backup: Bytes;
}

export type Role = 'primary' | 'standby' | 'backup';

/** Where one role of an environment lies, and why. */
export interface RoleIntent {
  readonly site: string;
  /** Whether the site operates: a planned one holds nothing yet. */
  readonly operating: boolean;
  readonly reason: 'requested' | 'derived';
}

/** A restore from backups at another site, as a declaration says it. */
export interface Restored {
  /** Site that ran it before, and was lost. */
  readonly from: string;
  readonly to: string;
  /** Site that takes its backups, and the log of its databases, from then on; absent where no other survivor was left. */
  readonly backup?: string;
}

/** One environment of one system: who runs it, where, how large, how protected. */
export interface EnvironmentIntent {
  /** `<system>-<environment>`, unique across the estate. */
  readonly namespace: string;
  readonly organisation: string;
  readonly system: DeepReadonly<TenantSystem>;
  readonly environment: DeepReadonly<TenantEnvironment>;
  /** Pointer of the environment in the Estate. */
  readonly pointer: Pointer;
  readonly tier: Protection;
  /** Whether the request named the tier, or the floor set it. */
  readonly tierReason: 'requested' | 'floor';
  readonly primary: RoleIntent;
  /** Absent for tiers without a standby. */
  readonly standby?: RoleIntent;
  readonly backup?: RoleIntent;
  /** Full size: what the primary gets, and a standby after a failover. */
  readonly quota: Quota;
  /** What the standby holds before a failover. */
  readonly standbyQuota?: Quota;
  /** Where declarations had it restored from backups, the earliest first. */
  readonly restored?: readonly Restored[];
  /**
   * Sites where a copy stands that nobody runs, and that is no standby: left behind by whoever was given its place, or on
   * its way back. It holds data, so it stays; it starts nothing, and serves nobody.
   */
  readonly left?: readonly string[];
  /** Where it runs, waits and is backed up when no declaration is in force; set while one changes that. */
  readonly recorded?: Pick<EnvironmentIntent, 'primary' | 'standby' | 'backup'>;
  /** Sites on their way back: it stands there and serves nobody, writes no log to an archive and takes no traffic. */
  readonly quiet?: readonly string[];
  /** Site that is about to write instead of the primary, which has stopped: nobody writes in between. */
  readonly handsOverTo?: string;
  /** Set where the quotas are not the request's: cordoned, or past its last day. */
  readonly hold?: Hold;
}

/** Systems of one site replicated to another. */
export interface PairIntent {
  readonly primary: string;
  readonly standby: string;
  readonly namespaces: readonly string[];
}

/** Everything derived once from placement and tier, used by stacks, capacity and recovery. */
export interface Intent {
  /** By namespace, in order of organisation, system, environment. */
  readonly environments: readonly EnvironmentIntent[];
  readonly pairs: readonly PairIntent[];
}
