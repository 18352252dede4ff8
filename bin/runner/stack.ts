import type { StackKind } from '../../policies/planset/format.js';

/** A synthesised stack, as the runner needs to know it. */
export interface RunnerStack {
  /** `<site>-platform`, `<site>-protection`, `<site>-tenant-<organisation>`. */
  readonly name: string;
  readonly kind: StackKind;
  readonly site: string;
  readonly organisation?: string;
  /** Terraform JSON. */
  readonly json: string;
  /** `sha256:…` of `json`. */
  readonly digest: string;
  /** Kinds that must be served before it can be planned. */
  readonly needs: readonly { readonly apiVersion: string; readonly kind: string }[];
  /** Stacks it follows. */
  readonly after: readonly string[];
}

/** Groups one after another; the stacks of a group side by side. */
export type RollingOrder = <S extends RunnerStack>(stacks: readonly S[]) => readonly (readonly S[])[];
