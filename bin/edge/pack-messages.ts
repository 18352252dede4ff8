import type { Instance } from '../../sites/packing/instance.js';
import type { Packing } from '../../sites/packing/pack.js';
import type { Effort } from '../../sites/packing/solve.js';

/** What the worker is asked. */
export interface PackRequest {
  readonly instance: Instance;
  readonly effort: Effort;
  readonly seed: number;
  /** Time for everything, its own start included. */
  readonly milliseconds: number;
}

/** What it says: better answers on the way, then the last one, or what broke. */
export type PackMessage = { readonly found: Packing } | { readonly done: Packing } | { readonly broke: string };
