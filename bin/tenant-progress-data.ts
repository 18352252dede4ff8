import type { ProgressStep, StepState } from '../sites/tenancy/progress.js';
import type { Text } from '../sites/model/text.js';

/** `ndc/tenant-progress.v1`: who registered, agreed, may connect, moves and synchronises, against the days of the documents. */
export interface TenantProgressData {
  readonly estate: { readonly id: string; readonly digest: string };
  readonly asOf: string;
  /** The body that was asked for, where it is dissolved: what follows is of those who carry its systems on. */
  readonly dissolved?: { readonly organisation: string; readonly name: Text; readonly on: string; readonly successors: readonly string[] };
  readonly organisations: readonly {
    readonly organisation: string;
    readonly name: Text;
    readonly registered: boolean;
    readonly systems: number;
    /** Systems of state secrets: counted, and not told one by one. */
    readonly concealed: number;
  }[];
  readonly steps: readonly {
    readonly organisation: string;
    readonly system?: string;
    readonly step: ProgressStep;
    readonly state: StepState;
    readonly due?: string;
    readonly basis: string;
    readonly record?: { readonly document: string; readonly on: string };
  }[];
}
