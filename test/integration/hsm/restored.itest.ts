import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { encryptionConfiguration } from '../../../sites/keys/encryption-configuration.js';
import { secretOf } from '../canary.js';
import { repository } from '../journey/repository.js';
import { ApiServer, until, type Answer } from './api-server.js';
import { Plugin } from './plugin.js';
import { secret, secretsPath, valueOf } from './secrets.js';
import { ensureDriver, softHsm, type SoftHsm } from './softhsm.js';

const pin = secretOf('pin');
const canary = secretOf('value');
const partition = 'ndc-01-kms';
const [first, second] = ['ndc-01-api-2026b', 'ndc-01-api-2026c'];

let folder = '';
let snapshot = '';
/** The HSM of the site that is lost, and one of its key domain: what vendors' cloning of a domain leaves in both. */
let lost: SoftHsm;
let idOfFirst = '';

/** An HSM at the restore site that holds what the lost site's does, but for some keys. */
async function another(name: string, ...without: readonly string[]): Promise<SoftHsm> {
  const hsm = await softHsm(join(folder, name), pin);
  await rm(hsm.tokens, { recursive: true });
  await cp(lost.tokens, hsm.tokens, { recursive: true });
  await hsm.destroy(partition, ...without);
  return hsm;
}

/** A fresh API server over the snapshot, with a plugin before an HSM; answers to a read of the secret once it listens. */
async function restored(name: string, hsm: SoftHsm, key: string, more: readonly string[] = []): Promise<{ readonly ready: Answer; readonly read: Answer }> {
  const home = join(folder, name);
  const api = await ApiServer.prepare(home, snapshot);
  const socket = join(folder, `${name}.sock`);
  const encryption = join(home, 'encryption.yaml');
  await writeFile(encryption, stringify(encryptionConfiguration('ndc-01', 'encrypted', socket)));
  const plugin = await Plugin.start(hsm, socket, key, more);
  try {
    api.start(encryption);
    // What cannot decrypt its secrets never becomes ready; it answers all the same.
    await until('the API server answers for secrets', async () => [200, 500].includes((await api.status(`${secretsPath}/canary`)).status), 120);
    const read = await api.status(`${secretsPath}/canary`);
    if (read.status === 200) await api.ready(120);
    return { read, ready: await api.status('/readyz') };
  } finally {
    await api.end();
    await plugin.stop();
  }
}

beforeAll(async () => {
  await ensureDriver();
  folder = await mkdtemp(join(tmpdir(), 'ndc-restored-'));
  await chmod(folder, 0o700);
  lost = await softHsm(join(folder, 'lost'), pin);
  await lost.initialise(partition);
  idOfFirst = (await lost.create(partition, { label: first }))[0]?.id ?? '';
  await lost.create(partition, { label: second });
  const api = await ApiServer.prepare(join(folder, 'ndc-01'));
  const socket = join(folder, 'ndc-01.sock');
  const plugin = await Plugin.start(lost, socket, first);
  try {
    const encryption = join(folder, 'encryption.yaml');
    await writeFile(encryption, stringify(encryptionConfiguration('ndc-01', 'encrypted', socket)));
    api.start(encryption);
    await api.ready();
    expect((await api.request('POST', secretsPath, secret('canary', canary))).status).toBe(201);
    snapshot = join(folder, 'snapshot.db');
    await api.snapshot(snapshot);
  } finally {
    await api.end();
    await plugin.stop();
  }
  const bytes = await readFile(snapshot);
  expect(bytes.includes(`${first}:${idOfFirst}`)).toBe(true);
  expect(bytes.includes(canary)).toBe(false);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a snapshot of NDC 01’s etcd, restored under a fresh API server elsewhere', () => {
  it('reads its secrets where the HSM is of the same key domain', async () => {
    const { ready, read } = await restored('shared', await another('shared-hsm'), second);
    expect(read.status, read.text).toBe(200);
    expect(valueOf(read.text)).toBe(canary);
    expect(ready.status).toBe(200);
  });

  it('refuses them where only the later version of the key is there, and says from where the former comes back', async () => {
    const { ready, read } = await restored('rotated', await another('rotated-hsm', first), second);
    expect(read.status).toBe(500);
    expect(read.text).toContain(`holds no AES key \\"${first}:${idOfFirst}\\"`);
    expect(read.text).toContain('It is a former version in the inventory of ndc-01 (ndc-01-api-2026b, in use from 2026-07-06 until 2026-10-01); bring it back by ceremony from: HSM ndc-01; HSM ndc-02; HSM ndc-03;');
    expect(ready.status).not.toBe(200);
  });

  it('says that they are lost where the inventory knows the key as destroyed', async () => {
    const sites = join(folder, 'sites');
    await cp(join(repository, 'sites/data'), sites, { recursive: true });
    const keys = join(sites, 'keys/ndc-01.yaml');
    const text = await readFile(keys, 'utf8');
    const changed = text.replace('until: 2026-10-01, neededUntil: 2027-10-01}', 'until: 2026-10-01, destroyed: 2026-11-20}');
    expect(changed).not.toBe(text);
    await writeFile(keys, changed);
    const { ready, read } = await restored('destroyed', await another('destroyed-hsm', first), second, ['--sites', sites]);
    expect(read.status).toBe(500);
    expect(read.text).toContain('says that it was destroyed on 2026-11-20: what it encrypted and nobody rewrote is lost');
    expect(ready.status).not.toBe(200);
  });

  it('refuses a file that is no snapshot, or was changed', async () => {
    const bytes = await readFile(snapshot);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    const broken = join(folder, 'broken.db');
    await writeFile(broken, bytes);
    await expect(ApiServer.prepare(join(folder, 'broken'), broken)).rejects.toThrow(/sha256|checksum|expected/i);
  });
});
