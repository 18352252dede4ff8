import type { CitedClause } from '../policies/reports/cited.js';
import type { KeyGraph } from '../sites/keys/graph.js';
import type { Day, Quarter } from '../sites/model/calendar.js';
import type { Phase } from '../sites/model/kinds/site.js';
import type { Text } from '../sites/model/text.js';
import type { Severity } from '../sites/model/verdict.js';
import type { StackKind } from '../stacks/expected.js';
import type { CheckData } from './check-data.js';
import type { DrMatrixData } from './dr-matrix-data.js';
import type { EstateHead } from './estate-head.js';
import type { HeadroomData, ResourceLeft } from './headroom-data.js';
import type { InputPlace } from './promise-data.js';
import type { PurchaseData } from './purchase-data.js';

/** A site on the schematic and on the time axis. */
export interface ReportSite {
  readonly id: string;
  readonly name: Text;
  readonly phase: Phase;
  /** Begin of construction, where one is recorded. */
  readonly construction?: Day;
  /** First quarter of operation, as recorded. */
  readonly commissioning: Quarter;
  /** What the date rests on. */
  readonly basis: CitedClause;
  readonly halls: readonly { readonly id: string; readonly available?: Quarter }[];
}

export interface ReportLink {
  readonly a: string;
  readonly b: string;
  readonly capacityGbps: number;
  readonly rttMs: number;
  readonly paths: number;
  readonly encrypted: boolean;
}

/** Stacks of one kind at one site, as the target has them. */
export interface ReportStacks {
  readonly site: string;
  readonly kind: StackKind;
  readonly stacks: number;
  readonly resources: number;
}

export interface RuleCounts {
  readonly pass: number;
  readonly fail: number;
  readonly waived: number;
  readonly unknown: number;
  readonly notApplicable: number;
}

/** A rule with the law it rests on, and what it found. */
export interface ReportRule {
  readonly id: string;
  readonly title: Text;
  readonly severity: Severity;
  readonly legal: readonly CitedClause[];
  readonly engineering?: Text;
  readonly today: RuleCounts;
  readonly target: RuleCounts;
}

/** An assumption moved by a fifth, and by how much an answer moves. */
export interface MovedAssumption {
  readonly input: InputPlace;
  readonly lowPercent: number;
  readonly highPercent: number;
  readonly low?: bigint;
  readonly high?: bigint;
  readonly swing: bigint;
}

/** What is left at a site at the end of the plan with the worst loss, and which assumptions move it. */
export interface MovedAnswer {
  /** `<site>/<level>/<tier>`: what `ndc explain` takes. */
  readonly promise: string;
  readonly quarter: Quarter;
  readonly domains: readonly string[];
  readonly answer: ResourceLeft;
  /** Largest swing first; those that move nothing are left out. */
  readonly moved: readonly MovedAssumption[];
}

/** `ndc/report.v1`: the estate on one page. Each part is what the command of its name answers. */
export interface ReportData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  readonly whatIf: readonly string[];
  readonly quarters: readonly Quarter[];
  readonly sites: readonly ReportSite[];
  readonly links: readonly ReportLink[];
  /** Organisations that asked for something, by their names. */
  readonly organisations: readonly { readonly id: string; readonly name: Text }[];
  readonly stacks: readonly ReportStacks[];
  /** `ndc check`; of its assumptions only how many each file holds. */
  readonly check: Omit<CheckData, 'assumptions'>;
  readonly rules: readonly ReportRule[];
  /** `ndc capacity headroom` */
  readonly headroom: HeadroomData;
  /** `ndc dr matrix`, as recorded and with all sites operating. */
  readonly recovery: { readonly today: DrMatrixData; readonly target: DrMatrixData };
  /** `ndc capacity purchase`; absent where there is no answer, which is then said. */
  readonly purchase?: PurchaseData;
  readonly noPurchase?: Text;
  /** `ndc hsm graph`, site by site. */
  readonly keys: readonly { readonly site: string; readonly graph: KeyGraph }[];
  readonly assumptions: {
    readonly values: number;
    readonly files: readonly { readonly file: string; readonly values: number }[];
    /** Assumptions moved for one answer at most, those behind the largest amounts. */
    readonly most: number;
    readonly answers: readonly MovedAnswer[];
  };
  /** File that was written; absent where none was. */
  readonly page?: { readonly path: string; readonly bytes: number };
}
