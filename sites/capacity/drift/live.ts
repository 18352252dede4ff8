import type { Quantities } from '../quantities.js';

/** A node as its cluster reports it. */
export interface LiveNode {
  readonly name: string;
  /** Label `ndc.gov.vn/pool`, where it carries one. */
  readonly pool?: string;
  readonly controlPlane: boolean;
  /** Ready and not cordoned: what it offers can be used now. */
  readonly usable: boolean;
  /** Bears the taint that keeps pods without GPUs off as long as there is room elsewhere. */
  readonly spared: boolean;
  /** `cpu` (milliCPU), `memory` (bytes), `gpu`, `pods`. */
  readonly allocatable: Quantities;
}

/** A namespace's quotas taken together: of several the tightest holds. Keys as everywhere, `storage/<class>` among them. */
export interface LiveQuota {
  readonly namespace: string;
  readonly hard: Quantities;
  readonly used: Quantities;
}

/** What one live cluster says of its capacity. */
export interface LiveSite {
  readonly nodes: readonly LiveNode[];
  readonly quotas: readonly LiveQuota[];
  /** Bytes of bound and pending claims by `storage/<class>`. */
  readonly claimed: Quantities;
  /** Raw bytes of its Ceph clusters; absent where none reports any. */
  readonly ceph?: { readonly total: bigint; readonly used: bigint };
  /** Quantities nobody could read, as `<object>: <key> <text>`: they count as nothing. */
  readonly unread: readonly string[];
}
