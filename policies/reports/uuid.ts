import { createHash } from 'node:crypto';
import { canonical } from '../../sites/model/estate.js';

/** Namespace of this toolkit's names, drawn once at random (version 4). */
const namespace = '6f2c1a0e-3c55-4b0e-9d0b-1f7a52a6c8d4';

/** UUID of version 5 (RFC 9562, 5.5): the same parts give the same id, always and everywhere. */
export function uuidOf(...parts: readonly unknown[]): string {
  const hash = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(canonical(parts)).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
