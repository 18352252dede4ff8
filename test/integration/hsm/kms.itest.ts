/* eslint-disable no-console -- figures of a run are told, not judged: the machine may be busy */
import { execFile } from 'node:child_process';
import { chmod, lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { KmsTestData } from '../../../bin/kms-test-data.js';
import { encryptionConfiguration, type EncryptionStage } from '../../../sites/keys/encryption-configuration.js';
import { ApiServer, until } from './api-server.js';
import { ndc, Plugin, printed } from './plugin.js';
import { secretOf } from '../canary.js';
import { secret, secretsPath as namespace, valueOf } from './secrets.js';
import { ensureDriver, softHsm, type SoftHsm } from './softhsm.js';

const run = promisify(execFile);
const pin = secretOf('pin');
const canary = secretOf('value');
const clear = 'written-before-encryption';
const [first, second] = ['ndc-01-api-2026b', 'ndc-01-api-2026c'];

let folder = '';
let hsm: SoftHsm;
let api: ApiServer;
let plugin: Plugin | undefined;
/** A value as an etcd snapshot from before the rotation holds it. */
let underFirst: Buffer = Buffer.alloc(0);

const socket = (): string => join(folder, 'kms.sock');
const encryptionFile = (): string => join(folder, 'encryption.yaml');
const setStage = (stage: EncryptionStage): Promise<void> => writeFile(encryptionFile(), stringify(encryptionConfiguration('ndc-01', stage, socket())));
const read = async (name: string): Promise<string> => {
  const { status, text } = await api.request('GET', `${namespace}/${name}`);
  expect(status, text).toBe(200);
  return valueOf(text);
};
const stored = async (name: string): Promise<Buffer> => (await api.stored(`/registry/secrets/default/${name}`))[0] ?? Buffer.alloc(0);
const restart = async (): Promise<void> => {
  await api.stop();
  api.start(encryptionFile());
  await api.ready();
};

/** Writes every secret again as it is, as `kubectl replace` does. */
async function rewriteAll(): Promise<void> {
  const { items } = JSON.parse((await api.request('GET', '/api/v1/secrets')).text) as { items: { metadata: { name: string; namespace: string } }[] };
  await inParallel(items, async (item) => {
    const answer = await api.request('PUT', `/api/v1/namespaces/${item.metadata.namespace}/secrets/${item.metadata.name}`, { apiVersion: 'v1', kind: 'Secret', ...item });
    expect(answer.status, answer.text).toBe(200);
  });
}

async function inParallel<T>(items: readonly T[], act: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = items.map((item, index) => ({ item, index }));
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await act(next.item, next.index);
    }),
  );
}

const p99 = (milliseconds: readonly number[]): string => ([...milliseconds].sort((a, b) => a - b)[Math.ceil(milliseconds.length * 0.99) - 1] ?? 0).toFixed(1);

beforeAll(async () => {
  await ensureDriver();
  folder = await mkdtemp(join(tmpdir(), 'ndc-kms-'));
  await chmod(folder, 0o700);
  hsm = await softHsm(join(folder, 'hsm'), pin);
  await hsm.initialise('ndc-01-kms');
  await hsm.create('ndc-01-kms', { label: first });
  api = await ApiServer.prepare(join(folder, 'api'));
});

afterAll(async () => {
  await plugin?.stop();
  await api.end();
  await rm(folder, { recursive: true, force: true });
});

describe('an API server whose key lies in a token', () => {
  it('has a secret in clear before anything is encrypted', async () => {
    api.start();
    await api.ready();
    expect((await api.request('POST', namespace, secret('before', clear))).status).toBe(201);
    expect((await stored('before')).includes(clear)).toBe(true);
  });

  it('reads clear text and writes encrypted while it migrates', async () => {
    plugin = await Plugin.start(hsm, socket(), first);
    expect((await lstat(socket())).mode & 0o777).toBe(0o600);
    await setStage('migrating');
    await restart();
    expect(await read('before')).toBe(clear);
    expect((await api.request('POST', namespace, secret('canary', canary))).status).toBe(201);
    const bytes = await stored('canary');
    expect(bytes.subarray(0, 'k8s:enc:kms:v2:ndc-01:'.length).toString()).toBe('k8s:enc:kms:v2:ndc-01:');
    expect(bytes.includes(canary)).toBe(false);
    expect(bytes.includes(`${first}:`)).toBe(true);
    expect(await read('canary')).toBe(canary);
  });

  it('has nothing left in clear after the rewrite, and then does without identity', async () => {
    await rewriteAll();
    expect((await api.stored('/registry/secrets/')).every((value) => value.subarray(0, 15).toString() === 'k8s:enc:kms:v2:')).toBe(true);
    await setStage('encrypted');
    await restart();
    expect([await read('before'), await read('canary')]).toEqual([clear, canary]);
  });

  it('writes and reads 1,000 secrets over a few calls of the plugin', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `load-${index}`);
    const times = { write: [] as number[], read: [] as number[] };
    const timed = async (into: number[], act: () => Promise<void>): Promise<void> => {
      const began = performance.now();
      await act();
      into.push(performance.now() - began);
    };
    await inParallel(names, (name) => timed(times.write, async () => expect((await api.request('POST', namespace, secret(name, `${canary}-${name}`))).status).toBe(201)));
    await inParallel(names, (name) => timed(times.read, async () => expect(await read(name)).toBe(`${canary}-${name}`)));
    const metrics = await (await fetch(plugin?.metrics ?? '')).text();
    const encrypted = Number(/ndc_kms_requests_total\{operation="encrypt",code="OK"\} (\d+)/.exec(metrics)?.[1]);
    expect(encrypted).toBeGreaterThan(0);
    expect(encrypted).toBeLessThan(100);
    expect(metrics).toContain('ndc_kms_token_up 1');
    console.log(`  1,000 secrets: p99 write ${p99(times.write)} ms, read ${p99(times.read)} ms; ${encrypted} calls of Encrypt`);
  });
});

describe('the plugin', () => {
  it('passes its own conformance test, with the token pulled and put back', async () => {
    const { exit, out, err } = await ndc(['hsm', 'kms-test', '--socket', socket(), '--rounds', '200', '--encrypt-ms', '60000', '--decrypt-ms', '60000', '--away', `mv ${hsm.tokens} ${hsm.tokens}.out`, '--back', `mv ${hsm.tokens}.out ${hsm.tokens}`, '--json']);
    const data = JSON.parse(out) as KmsTestData;
    expect(data.checks.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(exit, err).toBe(0);
    console.log(`  kms-test: Encrypt p99 ${data.latency.encrypt?.p99} ms, Decrypt p99 ${data.latency.decrypt?.p99} ms`);
    expect(plugin?.text).toMatch(/Partition ndc-01-kms is away: [\s\S]*Partition ndc-01-kms is back\./);
  });

  it('lets the API server read and write on while the token is away, with what it holds already', async () => {
    await hsm.pull();
    try {
      expect(await read('load-1')).toBe(`${canary}-load-1`);
      expect((await api.request('POST', namespace, secret('while-away', canary))).status).toBe(201);
    } finally {
      await hsm.putBack();
    }
    expect(await read('while-away')).toBe(canary);
  });

  it('refuses a socket in use, a path of 108 bytes, and whoever else asks', async () => {
    const start = (path: string) => ndc(['hsm', 'kms-plugin', '--site', 'ndc-01', '--socket', path, '--library', hsm.library, '--token', 'ndc-01-kms', '--pin-file', hsm.pinFile, '--key', first], hsm.env);
    expect(await start(socket())).toMatchObject({ exit: 2, err: expect.stringContaining('the socket is in use by another process') as string });
    expect(await start(`/tmp/${'s'.repeat(103)}`)).toMatchObject({ exit: 2, err: expect.stringContaining('has 108 bytes; the system takes at most 107') as string });
    await writeFile(join(folder, 'file.sock'), 'precious');
    expect(await start(join(folder, 'file.sock'))).toMatchObject({ exit: 2, err: expect.stringContaining('something that is no socket stands here') as string });
    expect(await readFile(join(folder, 'file.sock'), 'utf8')).toBe('precious');
  });

  it('keeps its PIN out of arguments and environment', async () => {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args=']);
    const own = stdout.split('\n').filter((line) => line.includes('token-process'));
    expect(own.length).toBeGreaterThan(0);
    for (const line of own) {
      const [pid = ''] = line.trim().split(/\s+/);
      for (const file of ['cmdline', 'environ']) expect((await readFile(`/proc/${pid}/${file}`)).includes(pin)).toBe(false);
    }
    for (const file of ['cmdline', 'environ']) expect((await readFile(`/proc/${plugin?.pid}/${file}`)).includes(pin)).toBe(false);
  });
});

describe('when the plugin dies', () => {
  it('reads and writes go on at once, and a new one takes over the socket left behind', async () => {
    await plugin?.stop('SIGKILL');
    expect(await read('load-2')).toBe(`${canary}-load-2`);
    expect((await api.request('POST', namespace, secret('while-dead', canary))).status).toBe(201);
    expect((await lstat(socket())).isSocket()).toBe(true);
  });

  it('an API server started without it is not ready and reads no secret, until it is back', async () => {
    await api.stop();
    api.start(encryptionFile());
    await until('the API server listens', async () => (await api.status('/livez/ping')).status !== 0, 60);
    const [ready, secretRead] = [await api.status('/readyz'), await api.status(`${namespace}/load-3`)];
    console.log(`  plugin dead, API server restarted: /readyz ${ready.status}, Secret read ${secretRead.status}`);
    expect(ready.status).not.toBe(200);
    expect(secretRead.status).not.toBe(200);
    plugin = await Plugin.start(hsm, socket(), first);
    await api.ready(120);
    expect(await read('load-3')).toBe(`${canary}-load-3`);
  });
});

describe('a rotation', () => {
  it('writes with the second key, rewrites everything, and no longer needs the first', async () => {
    await hsm.create('ndc-01-kms', { label: second });
    expect(await plugin?.stop()).toBe(0);
    plugin = await Plugin.start(hsm, socket(), second);
    // The API server asks for the status once a minute, every ten seconds where something was wrong.
    await until('the API server writes with the new key', async () => {
      await api.request('DELETE', `${namespace}/probe`);
      await api.request('POST', namespace, secret('probe', 'x'));
      return (await stored('probe')).includes(`${second}:`);
    }, 150);
    underFirst = await stored('load-9');
    expect(underFirst.includes(`${first}:`)).toBe(true);
    expect(await read('load-9')).toBe(`${canary}-load-9`);
    await rewriteAll();
    const all = await api.stored('/registry/secrets/');
    expect(all.length).toBeGreaterThan(1000);
    expect(all.filter((value) => value.includes(`${first}:`))).toEqual([]);
    await hsm.destroy('ndc-01-kms', first);
    await plugin.stop();
    plugin = await Plugin.start(hsm, socket(), second);
    await restart();
    await inParallel(Array.from({ length: 1000 }, (_, index) => `load-${index}`), async (name) => expect(await read(name)).toBe(`${canary}-${name}`));
  });

  it('tells clearly what an old snapshot holds under the destroyed key, also where its label is used again', async () => {
    await api.put('/registry/secrets/default/from-snapshot', underFirst);
    const lost = await api.status(`${namespace}/from-snapshot`);
    expect(lost.status).toBe(500);
    await hsm.create('ndc-01-kms', { label: first });
    const again = await api.status(`${namespace}/from-snapshot`);
    expect(again.status).toBe(500);
    console.log(`  destroyed key: ${again.text.replaceAll(/\s+/g, ' ').slice(0, 300)}`);
    expect(again.text).toContain(`holds no AES key \\"${first}:`);
  });
});

it('nothing the toolkit wrote or printed holds the PIN or a secret', async () => {
  await plugin?.stop();
  plugin = undefined;
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const searched = files.filter((file) => file !== hsm.pinFile);
  expect(searched.length).toBeGreaterThan(10);
  for (const file of searched) {
    const bytes = await readFile(file);
    expect(bytes.includes(pin), file).toBe(false);
    expect(bytes.includes(canary), file).toBe(false);
    expect(bytes.includes(Buffer.from(canary).toString('base64')), file).toBe(false);
  }
  expect(printed.length).toBeGreaterThan(5);
  expect(printed.filter((text) => text.includes(pin) || text.includes(canary))).toEqual([]);
});
