import type { Text } from '../model/text.js';

/** As much of a key object as an inventory can be held against; never a value. */
export interface FoundKey {
  readonly label: string;
  /** CKA_ID, hexadecimal; empty where there is none. */
  readonly objectId: string;
  readonly class: 'secret' | 'private' | 'public';
  readonly bits?: number;
  readonly sensitive?: boolean;
  readonly alwaysSensitive?: boolean;
  readonly extractable?: boolean;
  readonly neverExtractable?: boolean;
  readonly wrap?: boolean;
  readonly unwrap?: boolean;
  readonly encrypt?: boolean;
  readonly decrypt?: boolean;
  readonly sign?: boolean;
  readonly derive?: boolean;
  /** CKA_PRIVATE: whether it can be seen and used only after the PIN was given. */
  readonly private?: boolean;
  /** YYYYMMDD */
  readonly endDate?: string;
  /** A date is set and the token cannot give it. */
  readonly endDateUnreadable?: true;
}

export interface FoundToken {
  readonly mechanisms: readonly string[];
  readonly objects: readonly FoundKey[];
  /** Seconds by which the token's clock is ahead; absent for a token without one. */
  readonly clockAhead?: number;
}

export const tokenFindingCodes = [
  'key-missing', 'former-key-missing', 'copy-missing', 'key-early', 'key-undeclared', 'extractable-undeclared', 'key-kept', 'label-twice', 'id-twice', 'class', 'bits', 'mechanism', 'extractable', 'was-extractable', 'not-sensitive', 'was-not-sensitive', 'not-private', 'may-wrap', 'other-use', 'no-object-id', 'object-id', 'expired', 'date-unreadable', 'overdue', 'clock', 'slow',
] as const;
export type TokenFindingCode = (typeof tokenFindingCodes)[number];

export interface TokenFinding {
  readonly code: TokenFindingCode;
  /** A warning is listed and does not fail the check. */
  readonly severity: 'error' | 'warning';
  /** Label of the key it is about. */
  readonly key?: string;
  readonly found: Text;
  readonly remedy: Text;
}

export const finding = (code: TokenFindingCode, key: string | undefined, found: Text, remedy: Text, severity: TokenFinding['severity'] = 'error'): TokenFinding => ({ code, severity, ...(key === undefined ? {} : { key }), found, remedy });
