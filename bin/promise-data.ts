import type { Chain } from '../sites/capacity/chain.js';
import type { LinkHeadroom } from '../sites/capacity/links/worst-loss.js';
import type { PromiseLevel } from '../sites/capacity/promises-kept.js';
import type { Quarter } from '../sites/model/calendar.js';
import type { Phase } from '../sites/model/kinds/site.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { Origin } from '../sites/model/provenance.js';
import type { ResourceLeft } from './headroom-data.js';
import type { Text } from '../sites/model/text.js';

/** A value behind an answer, and where it is written. */
export interface InputPlace {
  readonly pointer: string;
  readonly value: string;
  readonly source: Origin['source'];
  readonly file: string;
  readonly line: number;
  readonly note?: Text;
}

/** `ndc/promise.v1`: why a promise holds or breaks, down to lines of files. */
export interface PromiseData {
  readonly promise: string;
  readonly site: string;
  readonly level: PromiseLevel;
  readonly tier: Protection;
  readonly asOf: string;
  readonly whatIf: readonly string[];
  /** The first in which it is broken, else the tightest, or the one asked for. */
  readonly quarter: Quarter;
  readonly holds: boolean;
  readonly holdsFrom?: Quarter;
  readonly domains: readonly string[];
  /** The scarcest resource; absent where no site is left to serve. */
  readonly answer?: ResourceLeft;
  /** Of a lost link, path or conduit: the promise on lost data that decides. */
  readonly network?: LinkHeadroom;
  readonly homeless: readonly { readonly namespace: string; readonly tier: Protection; readonly because: string; readonly standby?: string; readonly place?: InputPlace }[];
  readonly waitsFor: readonly { readonly site: string; readonly phase: Phase; readonly due: Quarter; readonly inputs: readonly InputPlace[] }[];
  readonly supply: readonly (Omit<Chain['supply'][number], 'inputs'> & { readonly inputs: readonly InputPlace[] })[];
  readonly demand: readonly (Omit<Chain['demand'][number], 'inputs'> & { readonly inputs: readonly InputPlace[] })[];
  /** The answer with each assumption behind it a fifth lower and higher, largest swing first. */
  readonly sensitivity: readonly { readonly input: InputPlace; readonly lowPercent: number; readonly highPercent: number; readonly low?: bigint; readonly high?: bigint; readonly swing: bigint }[];
}
