import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conformance } from '../../../../bin/edge/kms/conformance.js';
import type { EncryptRequest, EncryptResponse } from '../../../../bin/edge/kms/definition.js';
import { KmsPeer } from '../../../../bin/edge/kms/peer.js';
import { serveKms } from '../../../../bin/edge/kms/server.js';
import type { KmsCheck } from '../../../../bin/kms-test-data.js';
import { softwarePlugin } from './software-plugin.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kms-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Plugin = ReturnType<typeof softwarePlugin>;

interface Asked {
  readonly decryptWithin?: number;
  readonly hooks?: { readonly away: string; readonly back: string; readonly within: number };
}

/** Every check but those on time, which a busy machine would decide. */
async function tested(change: (plugin: Plugin) => void, { decryptWithin = 60_000, hooks }: Asked = {}): Promise<readonly KmsCheck[]> {
  const plugin = softwarePlugin();
  change(plugin);
  const server = await serveKms(join(folder, 'kms.sock'), plugin);
  const peer = new KmsPeer(server.path, 20_000);
  try {
    const { checks } = await conformance(peer, { rounds: 3, encryptWithin: 60_000, decryptWithin, ...(hooks === undefined ? {} : { hooks }), onProgress: () => undefined });
    return checks;
  } finally {
    peer.close();
    await server.stop();
  }
}

const failing = (checks: readonly KmsCheck[]): string[] => checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
const sealedBy = async (plugin: Plugin, request: EncryptRequest): Promise<EncryptResponse> => (await plugin.encrypt(request)) as EncryptResponse;

describe('the conformance test of KMS v2', () => {
  it('passes a plugin that keeps the contract, and says what it did not run', async () => {
    const checks = await tested(() => undefined);
    expect(failing(checks)).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual(['version', 'healthz', 'key-id', 'key-id-stable', 'ciphertext', 'annotations', 'round-trip', 'tampered', 'wrong-key-id', 'garbage', 'concurrency', 'latency', 'token-away']);
    expect(checks.at(-1)).toMatchObject({ status: 'not-run', found: { en: 'needs --away and --back' } });
  });

  it.each<[string, (plugin: Plugin) => void, readonly string[]]>([
    ['speaks v1', (plugin) => (plugin.status = () => ({ version: 'v1', healthz: 'ok', keyId: 'software-1' })), ['version']],
    ['is not healthy', (plugin) => (plugin.status = () => ({ version: 'v2', healthz: 'no session', keyId: 'software-1' })), ['healthz', 'garbage']],
    [
      'tells another key id each time',
      (plugin) => {
        let round = 0;
        plugin.status = () => ({ version: 'v2', healthz: 'ok', keyId: `software-${(round += 1)}` });
      },
      ['key-id-stable'],
    ],
    ['has a key id beyond 1 KiB', (plugin) => (plugin.status = () => ({ version: 'v2', healthz: 'ok', keyId: 'k'.repeat(1025) })), ['key-id', 'key-id-stable']],
    [
      'does not authenticate',
      (plugin) => {
        const mask = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
        plugin.encrypt = ({ plaintext }) => ({ ciphertext: mask(plaintext), keyId: 'software-1', annotations: {} });
        plugin.decrypt = ({ ciphertext }) => ({ plaintext: mask(ciphertext) });
      },
      ['tampered', 'wrong-key-id', 'garbage'],
    ],
    [
      'ignores the key id',
      (plugin) => {
        const { decrypt } = plugin;
        plugin.decrypt = (request) => decrypt({ ...request, keyId: 'software-1' });
      },
      ['wrong-key-id'],
    ],
    [
      'has an annotation that is no domain name',
      (plugin) => {
        const { encrypt } = plugin;
        plugin.encrypt = async (request) => ({ ...(await sealedBy({ ...plugin, encrypt }, request)), annotations: { iv: Buffer.from('1') } });
      },
      ['annotations'],
    ],
    [
      'has annotations of 32 KiB',
      (plugin) => {
        const { encrypt } = plugin;
        plugin.encrypt = async (request) => ({ ...(await sealedBy({ ...plugin, encrypt }, request)), annotations: { 'a.test': Buffer.alloc(32 * 1024 - 6) } });
        const { decrypt } = plugin;
        plugin.decrypt = (request) => decrypt({ ...request, annotations: {} });
      },
      ['annotations'],
    ],
    [
      'returns more than 1 KiB',
      (plugin) => {
        const { encrypt, decrypt } = plugin;
        plugin.encrypt = async (request) => {
          const sealed = await sealedBy({ ...plugin, encrypt }, request);
          return { ...sealed, ciphertext: Buffer.concat([Buffer.alloc(1024), sealed.ciphertext]) };
        };
        plugin.decrypt = (request) => {
          if (!Buffer.from(request.ciphertext.subarray(0, 1024)).equals(Buffer.alloc(1024))) throw new Error('prefix');
          return decrypt({ ...request, ciphertext: request.ciphertext.subarray(1024) });
        };
      },
      ['ciphertext'],
    ],
    [
      'stores the plaintext',
      (plugin) => {
        plugin.encrypt = ({ plaintext }) => ({ ciphertext: plaintext, keyId: 'software-1', annotations: {} });
        plugin.decrypt = ({ ciphertext }) => ({ plaintext: ciphertext });
      },
      ['ciphertext', 'tampered', 'wrong-key-id', 'garbage'],
    ],
    [
      'mixes up what runs side by side',
      (plugin) => {
        const { decrypt } = plugin;
        let running = 0;
        let last: unknown;
        plugin.decrypt = async (request) => {
          running += 1;
          const answer = await decrypt(request);
          await new Promise((done) => setTimeout(done, 20));
          const mixed = running > 1 && last !== undefined ? last : answer;
          last = answer;
          running -= 1;
          return mixed;
        };
      },
      ['concurrency'],
    ],
    [
      'fails on garbage and never again works',
      (plugin) => {
        const { decrypt, status } = plugin;
        let broken = false;
        plugin.decrypt = (request) => {
          if (request.ciphertext.length === 0) broken = true;
          return decrypt(request);
        };
        plugin.status = async () => ({ ...((await status()) as object), healthz: broken ? 'crashed' : 'ok' });
      },
      ['garbage'],
    ],
  ])('catches one that %s', async (_, change, expected) => {
    expect(failing(await tested(change))).toEqual(expected);
  });

  it('catches one that is slow', async () => {
    const slow = (plugin: Plugin): void => {
      const { decrypt } = plugin;
      plugin.decrypt = async (request) => {
        await new Promise((done) => setTimeout(done, 30));
        return decrypt(request);
      };
    };
    expect(failing(await tested(slow, { decryptWithin: 25 }))).toEqual(['latency']);
  });

  it('catches one that goes on answering while its token is away, and brings the token back', async () => {
    const checks = await tested(() => undefined, { hooks: { away: `touch ${folder}/away`, back: `rm ${folder}/away`, within: 500 } });
    expect(failing(checks)).toEqual(['token-away']);
    expect(checks.at(-1)?.found.en).toBe('healthz is still ok');
  });
});
