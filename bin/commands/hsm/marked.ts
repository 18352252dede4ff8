import type { TokenObject } from '../../edge/hsm/token-protocol.js';
import type { KeyMark } from '../../hsm-check-data.js';

/** What tells a key object from others, and nothing else of it. */
export const marked = ({ label, class: of, objectId, checkValue, fingerprint }: TokenObject): KeyMark => ({ label, class: of, objectId, ...(checkValue === undefined ? {} : { checkValue }), ...(fingerprint === undefined ? {} : { fingerprint }) });
