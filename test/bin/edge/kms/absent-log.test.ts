import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TokenQueue } from '../../../../bin/edge/hsm/token-queue.js';
import { TokenError } from '../../../../bin/edge/hsm/token-protocol.js';
import { absentLog } from '../../../../bin/edge/kms/absent-log.js';
import { conformance } from '../../../../bin/edge/kms/conformance.js';
import { KmsPeer } from '../../../../bin/edge/kms/peer.js';
import { serveKms } from '../../../../bin/edge/kms/server.js';
import { KmsService } from '../../../../bin/edge/kms/service.js';
import { shippedEstate } from '../../../sites/data/shipped.js';

const keyId = 'k:00ff';

/** A token that holds one key, and gives back what it was given. */
const queue = {
  run: (request: { readonly op: string; readonly keyId?: string; readonly plaintext?: Uint8Array; readonly ciphertext?: Uint8Array; readonly aad: Uint8Array }) => {
    if (request.op === 'encrypt') return Promise.resolve(Buffer.concat([Buffer.alloc(16), Buffer.from(request.plaintext ?? []).map((byte) => byte ^ 0xff)]));
    if (request.keyId !== keyId) return Promise.reject(new TokenError({ is: 'no-key', key: request.keyId ?? '', keys: [] }));
    return Promise.resolve(Buffer.from(request.ciphertext ?? []).subarray(16).map((byte) => byte ^ 0xff));
  },
} as unknown as TokenQueue;

describe('the log of a plugin', () => {
  it('says once, and calmly, that our own test asks for keys that do not exist', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kms-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const lines: string[] = [];
    const service = new KmsService(queue, { label: 'k', objectId: '00ff', keyId }, 't', absentLog(shippedEstate(), 'en', (line) => lines.push(line)));
    const server = await serveKms(join(folder, 'k.sock'), { status: () => service.status(), encrypt: (request) => service.encrypt(request), decrypt: (request) => service.decrypt(request) });
    const peer = new KmsPeer(server.path, 20_000);
    const { checks } = await conformance(peer, { rounds: 2, encryptWithin: 60_000, decryptWithin: 60_000, onProgress: () => undefined });
    expect(checks.find(({ id }) => id === 'wrong-key-id')?.status).toBe('pass');
    expect(lines).toEqual([expect.stringContaining('ndc hsm kms-test is holding this plugin to its contract')]);
    // Whoever else asks for the same is told of, once for each key.
    const asked = await peer.call('Encrypt', { plaintext: Buffer.alloc(32), uid: 'a' });
    if (!('answer' in asked)) throw new Error('no answer');
    for (let round = 0; round < 2; round += 1) await peer.call('Decrypt', { ...asked.answer, keyId: 'ndc-01-api-2026b:0a', uid: '1c2d' });
    peer.close();
    await server.stop();
    expect(lines.slice(1)).toEqual([expect.stringMatching(/^The token does not hold the key ndc-01-api-2026b:0a\. It is a former version in the inventory of ndc-01/)]);
  });

  it('in Vietnamese has days as they are read there', () => {
    const lines: string[] = [];
    const told = absentLog(shippedEstate(), 'vi', (line) => lines.push(line))('ndc-01-api-2026b:0a', '1c2d');
    expect(lines).toEqual([expect.stringContaining('dùng từ 06/07/2026 đến 01/10/2026')]);
    // Over the socket it is English, like all of gRPC.
    expect(told).toContain('in use from 2026-07-06 until 2026-10-01');
  });
});
