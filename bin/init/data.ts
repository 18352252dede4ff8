/** `ndc/init.v1`: a new estate as it was written. */
export interface InitData {
  /** Directory, as it was given. */
  readonly directory: string;
  readonly id: string;
  readonly name: string;
  readonly sites: readonly string[];
  readonly operator: string;
  readonly organisation: string;
  /** Data files below it, in reading order; the schemas lie in `schema/`. */
  readonly written: readonly string[];
}
