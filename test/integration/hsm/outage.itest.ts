/* eslint-disable no-console -- times of a run are told, not judged: the machine may be busy */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { encryptionConfiguration } from '../../../sites/keys/encryption-configuration.js';
import { secretOf } from '../canary.js';
import { ApiServer, until, type Answer } from './api-server.js';
import { ndc, Plugin } from './plugin.js';
import { secret, secretsPath, valueOf } from './secrets.js';
import { ensureDriver, softHsm, type SoftHsm } from './softhsm.js';

const pin = secretOf('pin');
const canary = secretOf('value');
const partition = 'ndc-01-kms';
const key = 'ndc-01-api-2026c';

let folder = '';
let hsm: SoftHsm;
let api: ApiServer;
let plugin: Plugin | undefined;

const socket = (): string => join(folder, 'kms.sock');
const encryption = (): string => join(folder, 'encryption.yaml');
const write = (name: string): Promise<Answer> => api.request('POST', secretsPath, secret(name, canary));
const pluginOptions = (): readonly string[] => ['--site', 'ndc-01', '--socket', socket(), '--library', hsm.library, '--token', partition, '--pin-file', hsm.pinFile, '--key', key];

beforeAll(async () => {
  await ensureDriver();
  folder = await mkdtemp(join(tmpdir(), 'ndc-outage-'));
  await chmod(folder, 0o700);
  hsm = await softHsm(join(folder, 'hsm'), pin);
  await hsm.initialise(partition);
  await hsm.create(partition, { label: key });
  await writeFile(encryption(), stringify(encryptionConfiguration('ndc-01', 'encrypted', socket())));
  api = await ApiServer.prepare(join(folder, 'api'));
});
afterAll(async () => {
  await plugin?.stop();
  await api.end();
  await rm(folder, { recursive: true, force: true });
});

describe('from cold', () => {
  it('the plugin says that the token is not there, and the API server waits; with the HSM both follow', async () => {
    await hsm.pull();
    api.start(encryption());
    const refused = await ndc(['hsm', 'kms-plugin', ...pluginOptions()], hsm.env);
    expect(refused).toMatchObject({ exit: 3, err: expect.stringContaining('Check the library’s configuration and the connection to the HSM.') as string });
    await until('the API server listens', async () => (await api.status('/livez/ping')).status !== 0, 90);
    expect((await api.status('/readyz')).status).not.toBe(200);
    await hsm.putBack();
    const began = performance.now();
    plugin = await Plugin.start(hsm, socket(), key);
    const served = performance.now();
    await api.ready(180);
    console.log(`  cold start: HSM there, plugin serves after ${((served - began) / 1000).toFixed(1)} s, API server ready after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    expect((await write('canary')).status).toBe(201);
  });
});

describe('a plugin that stays dead', () => {
  it('stops writes after about three minutes, clearly; what was read once stays readable; a new one ends it', async () => {
    expect((await api.status(`${secretsPath}/canary`)).status).toBe(200);
    await plugin?.stop('SIGKILL');
    plugin = undefined;
    const began = performance.now();
    expect((await write('at-once')).status).toBe(201);
    let written = 0;
    let refused: Answer | undefined;
    await until('writes are refused', async () => {
      const answer = await write(`while-dead-${written}`);
      if (answer.status === 201) written += 1;
      else refused = answer;
      await new Promise((done) => setTimeout(done, 2_000));
      return refused !== undefined;
    }, 420);
    const seconds = (performance.now() - began) / 1000;
    console.log(`  plugin dead: ${written + 1} writes went on, the first was refused after ${seconds.toFixed(0)} s: ${(JSON.parse(refused?.text ?? '{}') as { message?: string }).message ?? ''}`);
    expect(written).toBeGreaterThan(3);
    expect(refused?.status).toBe(500);
    // The API server's own words: it has had no status of the plugin for three minutes.
    expect(refused?.text).toMatch(/encryptedDEKSource with keyID hash .* expired at/);
    const read = await api.status(`${secretsPath}/canary`);
    expect(read.status, read.text).toBe(200);
    expect(valueOf(read.text)).toBe(canary);
    plugin = await Plugin.start(hsm, socket(), key);
    await until('writes are taken again', async () => (await write('afterwards')).status === 201, 180);
  });
});
