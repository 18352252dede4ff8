import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import type { DecryptRequest, EncryptRequest } from '../../../../bin/edge/kms/definition.js';
import type { KmsHandlers } from '../../../../bin/edge/kms/server.js';
import { KmsRefusal } from '../../../../bin/edge/kms/service.js';

/** A plugin that keeps the contract with a key in memory: what the broken ones differ from. */
export function softwarePlugin(): { -readonly [K in keyof KmsHandlers]: KmsHandlers[K] } {
  const key = randomBytes(32);
  const keyId = 'software-1';
  const refuse = (why: string): never => {
    throw new KmsRefusal(status.INVALID_ARGUMENT, why);
  };
  return {
    status: () => ({ version: 'v2', healthz: 'ok', keyId }),
    encrypt: ({ plaintext }: EncryptRequest) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      return { ciphertext: Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]), keyId, annotations: { 'v.software.test': Buffer.from('1') } };
    },
    decrypt: ({ ciphertext, keyId: given }: DecryptRequest) => {
      if (given !== keyId || ciphertext.length < 28) return refuse('another key');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(0, 12)).setAuthTag(ciphertext.subarray(-16));
        return { plaintext: Buffer.concat([decipher.update(ciphertext.subarray(12, -16)), decipher.final()]) };
      } catch {
        return refuse('false tag');
      }
    },
  };
}
