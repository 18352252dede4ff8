import type { Level } from '../sites/capacity/headroom.js';
import type { LinkHeadroom } from '../sites/capacity/links/worst-loss.js';
import type { PromiseLevel } from '../sites/capacity/promises-kept.js';
import type { Quarter } from '../sites/model/calendar.js';
import type { Phase } from '../sites/model/kinds/site.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { Text } from '../sites/model/text.js';
import type { DeclaredSite } from './declared-sites.js';
import type { EstateHead } from './estate-head.js';

/** Amount of one resource: milliCPU, bytes, or a count. */
export interface ResourceLeft {
  readonly site: string;
  readonly compartment: string;
  /** `cpu`, `memory`, `gpu`, `pods`, `storage/<class>`. */
  readonly resource: string;
  readonly promised: bigint;
  readonly there: bigint;
  /** With nothing lost. */
  readonly whole: bigint;
  readonly left: bigint;
}

/** The worst single loss of a level. */
export interface LevelHeadroom {
  readonly domains: readonly string[];
  /** The scarcest resource; absent where no site is left. */
  readonly scarcest?: ResourceLeft;
  /** Environments of the judged tiers with nowhere to run. */
  readonly homeless: number;
}

export interface HeadroomRow {
  readonly quarter: Quarter;
  readonly resources: readonly ResourceLeft[];
  /** Nodes in service that find no rack: they count for nothing. */
  readonly unplaced: readonly { readonly pool: string; readonly nodes: number }[];
  readonly levels: Readonly<Record<Level, LevelHeadroom>>;
  /** With the worst link, path or conduit lost; absent while nothing is replicated to or from the site. */
  readonly link?: LinkHeadroom;
}

export interface SiteHeadroom {
  readonly site: string;
  readonly name: Text;
  readonly phase: Phase;
  readonly commissioning: Quarter;
  /** Quarters in which the site serves. */
  readonly rows: readonly HeadroomRow[];
}

export interface PromiseRow {
  /** `<site>/<level>/<tier>`: what `ndc explain` takes. */
  readonly promise: string;
  readonly site: string;
  readonly level: PromiseLevel;
  readonly tier: Protection;
  readonly from: Quarter;
  readonly broken?: { readonly quarter: Quarter; readonly until: Quarter; readonly domains: readonly string[]; readonly scarcest?: ResourceLeft; readonly homeless: readonly string[]; readonly network?: LinkHeadroom };
  readonly holdsFrom?: Quarter;
}

export interface NotAchievableRow {
  readonly promise: string;
  readonly site: string;
  readonly level: PromiseLevel;
  readonly tier: Protection;
  readonly homeless: readonly string[];
  readonly waitsFor: readonly { readonly site: string; readonly due: Quarter }[];
  readonly from?: Quarter;
  readonly slips: readonly { readonly site: string; readonly quarters: number; readonly from?: Quarter }[];
}

export interface LossRow {
  readonly quarter: Quarter;
  readonly domains: readonly string[];
  /** Run at their standby. */
  readonly moved: readonly { readonly namespace: string; readonly tier: Protection; readonly to: string }[];
  readonly homeless: readonly { readonly namespace: string; readonly tier: Protection; readonly because: string }[];
  /** Best effort that goes down with its site, and whoever yields nodes to better protected ones: least protected first. */
  readonly shed: readonly { readonly namespace: string; readonly tier: Protection; readonly site: string; readonly resource?: string }[];
  readonly overfull: readonly { readonly site: string; readonly resource: string; readonly short: bigint }[];
}

/** `ndc/capacity-headroom.v1` */
export interface HeadroomData {
  readonly estate: EstateHead;
  readonly asOf: string;
  readonly whatIf: readonly string[];
  /** Losses that two people declared, and how far each way back is; absent where none is in force. */
  readonly declared?: readonly DeclaredSite[];
  readonly tier: Protection;
  readonly quarters: readonly Quarter[];
  readonly sites: readonly SiteHeadroom[];
  readonly promises: readonly PromiseRow[];
  readonly notAchievable: readonly NotAchievableRow[];
  readonly losses: readonly LossRow[];
  /** How many values of the data are assumptions; `ndc explain` names those behind one answer. */
  readonly assumptions: number;
  readonly plot: boolean;
}
