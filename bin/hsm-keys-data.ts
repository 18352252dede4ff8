import type { KeyGraph } from '../sites/keys/graph.js';
import type { KeyRow } from '../sites/keys/inventory.js';
import type { Text } from '../sites/model/text.js';
import type { EstateHead } from './estate-head.js';

interface OfEstate {
  readonly estate: EstateHead;
  readonly asOf: string;
  readonly sites: readonly string[];
}

export interface HsmKeysData extends OfEstate {
  readonly keys: readonly KeyRow[];
  /** Entries of catalogue/standards.yaml that keys name. */
  readonly standards: readonly { readonly id: string; readonly number: string; readonly name: Text; readonly source: 'seed' | 'public' | 'assumption' | 'declared' }[];
  /** Values of these keys that nobody has confirmed. */
  readonly assumptions: number;
}

export interface HsmGraphData extends OfEstate {
  readonly graph: KeyGraph;
}
