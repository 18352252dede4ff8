import type { TokenObject, Unkept } from './token-protocol.js';

/**
 * What a key object lacks of a key that stays on its token.
 *
 * @param wraps whether it is there to wrap other keys
 */
export const unfitOf = (found: TokenObject, wraps: boolean): readonly Unkept[] => [
  ...(found.extractable === false ? [] : (['extractable'] as const)),
  ...(found.extractable === false && found.neverExtractable !== true ? (['was-extractable'] as const) : []),
  ...(found.sensitive === true ? [] : (['not-sensitive'] as const)),
  ...(found.sensitive === true && found.alwaysSensitive !== true ? (['was-not-sensitive'] as const) : []),
  ...(found.private === true ? [] : (['not-private'] as const)),
  ...(!wraps && found.wrap === true ? (['may-wrap'] as const) : []),
];
