import { randomBytes } from 'node:crypto';
import type { TokenQueue } from './token-queue.js';

/** Bytes in front: the nonce, 96 random bits (NIST SP 800-38D, 8.2.2); behind: the tag. */
const nonce = 12;
const tag = 16;
/** Bytes that sealing adds. */
export const sealedOverhead = nonce + tag;

/** AES-GCM by the key that a token was opened for: nonce, ciphertext and tag in one. @throws TokenError, QueueRefusal */
export async function seal(queue: TokenQueue, plaintext: Uint8Array, aad: Uint8Array): Promise<Buffer> {
  const iv = randomBytes(nonce);
  return Buffer.concat([iv, await queue.run({ op: 'encrypt', plaintext, iv, aad })]);
}

/** What `seal` made, by the key it names. @throws TokenError, QueueRefusal */
export const unseal = (queue: TokenQueue, keyId: string, sealed: Uint8Array, aad: Uint8Array): Promise<Uint8Array> => queue.run({ op: 'decrypt', keyId, iv: sealed.subarray(0, nonce), ciphertext: sealed.subarray(nonce), aad });
