import type { FoundKey } from './token-findings.js';

/** Why a key is none that stays on its token: what whoever holds the PIN could take of it. */
export type Unkept = 'extractable' | 'was-extractable' | 'not-sensitive' | 'was-not-sensitive' | 'not-private' | 'may-wrap';

type Told = Pick<FoundKey, 'extractable' | 'neverExtractable' | 'sensitive' | 'alwaysSensitive' | 'private' | 'wrap'>;

/**
 * What a key object lacks of a key that stays on its token. What is refused before it is made or used, and what a check of the
 * token finds, is decided here.
 *
 * @param wraps whether it is there to wrap other keys
 */
export const unkeptOf = (found: Told, wraps: boolean): readonly Unkept[] => [
  ...(found.extractable === false ? [] : (['extractable'] as const)),
  ...(found.extractable === false && found.neverExtractable !== true ? (['was-extractable'] as const) : []),
  ...(found.sensitive === true ? [] : (['not-sensitive'] as const)),
  ...(found.sensitive === true && found.alwaysSensitive !== true ? (['was-not-sensitive'] as const) : []),
  ...(found.private === true ? [] : (['not-private'] as const)),
  ...(!wraps && found.wrap === true ? (['may-wrap'] as const) : []),
];
