import type { Text } from '../sites/model/text.js';
import type { EstateHead } from './estate-head.js';

/** One thing carried from a site to another, or why not. Never its content, nor a digest of it. */
export interface ExchangeRow {
  readonly what: 'mirror-peer' | 'realm-keys' | 'database-secrets';
  readonly from: string;
  readonly to: string;
  /** `namespace/name` of what is read. */
  readonly source: string;
  readonly target: string;
  /** `replaced`: something else stood there. `absent`, `differs`: found with --check, nothing written. `not-yet`: the source has not made it. */
  readonly status: 'written' | 'replaced' | 'equal' | 'absent' | 'differs' | 'not-yet' | 'refused' | 'unread';
  readonly reason?: Text;
}

/** Outcome `ndc/dr-exchange.v1`. */
export interface DrExchangeData {
  readonly estate: EstateHead;
  readonly connection: string;
  /** Whether anything was to be written. */
  readonly write: boolean;
  readonly rows: readonly ExchangeRow[];
}
