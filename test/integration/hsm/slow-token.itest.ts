import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KmsPeer } from '../../../bin/edge/kms/peer.js';
import type { HsmCheckData } from '../../../bin/hsm-check-data.js';
import type { KmsTestData } from '../../../bin/kms-test-data.js';
import { secretOf } from '../canary.js';
import { until } from './api-server.js';
import { ndc, Plugin } from './plugin.js';
import { ensureDriver, softHsm, type SoftHsm } from './softhsm.js';

const key = 'ndc-01-api-2026c';
const seed = { plaintext: Buffer.alloc(32, 1), uid: 'test' };

let folder = '';
let slow: SoftHsm;
let plugin: Plugin;
let peer: KmsPeer;

/** What the token does from the next call on: `plain`, `delay <ms>`, `device-error`, `no-sessions`, `hang`. */
const token = (does: string): Promise<void> => writeFile(join(folder, 'control'), `${does}\n`);
const answers = async (): Promise<boolean> => 'answer' in (await peer.call('Encrypt', seed));

beforeAll(async () => {
  await ensureDriver();
  folder = await mkdtemp(join(tmpdir(), 'ndc-slow-'));
  await chmod(folder, 0o700);
  const library = join(folder, 'slow-token.so');
  await promisify(execFile)('cc', ['-O1', '-shared', '-fPIC', '-o', library, join(import.meta.dirname, 'slow-token.c'), '-ldl']);
  const hsm = await softHsm(join(folder, 'hsm'), secretOf('pin'));
  await hsm.initialise('ndc-01-kms');
  await hsm.create('ndc-01-kms', { label: key }, { label: 'ndc-01-api-2026b' });
  slow = { ...hsm, library, env: { ...hsm.env, NDC_TEST_PKCS11_LIBRARY: hsm.library, NDC_TEST_PKCS11_CONTROL: join(folder, 'control') } };
  await token('plain');
  plugin = await Plugin.start(slow, join(folder, 'kms.sock'), key, ['--timeout-ms', '1500']);
  peer = new KmsPeer(join(folder, 'kms.sock'), 20_000);
});
beforeEach(async () => {
  await token('plain');
  await until('the plugin answers', answers, 60);
});
afterAll(async () => {
  peer.close();
  await plugin.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a token that takes', () => {
  it.each([0, 2, 8])('%i ms: keeps the contract but for the time, and the time is told', async (delay) => {
    await token(`delay ${delay}`);
    const { out } = await ndc(['hsm', 'kms-test', '--socket', join(folder, 'kms.sock'), '--rounds', '100', '--json']);
    const { checks, latency } = JSON.parse(out) as KmsTestData;
    expect(checks.filter(({ id, status }) => status === 'fail' && id !== 'latency')).toEqual([]);
    expect(latency.encrypt?.p50).toBeGreaterThanOrEqual(delay);
    expect(latency.decrypt?.p50).toBeGreaterThanOrEqual(delay);
    process.stdout.write(`a token of ${delay} ms: Encrypt p50 ${latency.encrypt?.p50} p99 ${latency.encrypt?.p99} ms, Decrypt p50 ${latency.decrypt?.p50} p99 ${latency.decrypt?.p99} ms\n`);
  });

  it('12 ms: is too slow for an API server, as the conformance test and the check of the token both say', async () => {
    await token('delay 12');
    const tested = await ndc(['hsm', 'kms-test', '--socket', join(folder, 'kms.sock'), '--rounds', '50', '--json']);
    expect([tested.exit, (JSON.parse(tested.out) as KmsTestData).checks.filter(({ status }) => status === 'fail').map(({ id }) => id)]).toEqual([1, ['latency']]);
    const checked = await ndc(['hsm', 'check', '--site', 'ndc-01', '--library', slow.library, '--token', 'ndc-01-kms', '--pin-file', slow.pinFile, '--as-of', '2026-11-20', '--rounds', '20', '--json'], slow.env);
    const [partition] = (JSON.parse(checked.out) as HsmCheckData).partitions;
    expect(partition?.findings.map(({ code }) => code)).toEqual(['slow']);
    expect(partition?.measured[0]?.decrypt.p50).toBeGreaterThanOrEqual(12);
  });
});

describe('a token that', () => {
  it('answers CKR_DEVICE_ERROR: callers hear it at once and by name, health says so, and it comes back with the same key', async () => {
    const before = await peer.call('Status', {});
    await token('device-error');
    const refused = await peer.call('Encrypt', seed);
    expect(refused).toMatchObject({ refused: { code: 'UNAVAILABLE', details: expect.stringContaining('CKR_DEVICE_ERROR') as string } });
    await until('health says so', async () => {
      const status = await peer.call('Status', {});
      return 'answer' in status && status.answer.healthz.includes('CKR_DEVICE_ERROR');
    }, 20);
    await token('plain');
    await until('the plugin answers again', answers, 60);
    expect(await peer.call('Status', {})).toMatchObject({ answer: { keyId: 'answer' in before ? before.answer.keyId : '' } });
  });

  it('has no session left: refused by name, until there is one again', async () => {
    await token('device-error');
    await peer.call('Encrypt', seed);
    await token('no-sessions');
    await until('it is told by name', async () => {
      const tried = await peer.call('Encrypt', seed);
      return 'refused' in tried && tried.refused.code === 'UNAVAILABLE' && tried.refused.details.includes('CKR_SESSION_COUNT');
    }, 60);
    await token('plain');
    await until('the plugin answers again', answers, 60);
  });

  it('has none when the plugin starts: it says so and ends', async () => {
    await token('no-sessions');
    const ran = await ndc(['hsm', 'kms-plugin', '--site', 'ndc-01', '--socket', join(folder, 'other.sock'), '--library', slow.library, '--token', 'ndc-01-kms', '--pin-file', slow.pinFile, '--key', key], slow.env);
    expect([ran.exit, ran.err]).toEqual([3, expect.stringContaining('CKR_SESSION_COUNT')]);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  it('never returns: callers are refused in time, its process is ended, and the next ones are answered', async () => {
    await token('hang');
    const tried = await Promise.all([peer.call('Encrypt', seed), peer.call('Encrypt', seed), peer.call('Encrypt', seed)]);
    for (const one of tried) expect(one).toMatchObject({ refused: { code: 'DEADLINE_EXCEEDED' } });
    await token('plain');
    await until('the plugin answers again', answers, 60);
  });
});
