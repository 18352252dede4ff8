import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDrift } from '../../../bin/runner/drift.js';
import type { PlanResult } from '../../../bin/runner/plan.js';
import { rekeyStates, type RekeyResult } from '../../../bin/runner/rekey.js';
import { wholeScope } from '../../../bin/runner/scope.js';
import { issue, newAuthority } from '../../../bin/edge/sandbox/certificates.js';
import { mayHold, secretOf } from '../canary.js';
import { engines, sites, stack, Workbench } from '../runner/workbench.js';
import { ensureDriver, softHsm, type SoftHsm } from './softhsm.js';

const pin = secretOf('pin');
const canary = 'canary-value-91ab';
const partition = 'ndc-01-state';
const tofu = (await engines()).find(({ kind }) => kind === 'tofu');

it('has a tofu: no other engine encrypts states', () => {
  expect(tofu, 'set NDC_TOFU').toBeDefined();
});

describe.runIf(tofu !== undefined)('states and plans under a key of an HSM', () => {
  let bench: Workbench;
  let hsm: SoftHsm;
  // Each stack's state is asked for by several programs of the engine: one is enough but where tries are counted.
  let of: readonly string[] = [];
  const estate = (value = canary) => of.map((site) => stack(`${site}-platform`, 'platform', site, { a: { input: value } }));
  const key = (label: string, more: object = {}): object => ({ stateEncryption: { hsm: { library: hsm.library, token: partition, pinFile: hsm.pinFile, key: label }, ...more } });
  const connect = (more: object) => bench.connect(Object.fromEntries(sites.map((site) => [site, site])), more);
  const applied = async (value?: string): Promise<PlanResult> => {
    const plan = await bench.audited(estate(value));
    expect(reasons(plan)).toEqual(of.map(() => 'planned'));
    expect(await bench.apply(estate(value), plan.id)).toMatchObject({ exit: 0, complete: true });
    return plan;
  };
  const unchanged = async (value?: string): Promise<boolean> => (await bench.plan(estate(value))).rows.every(({ noOp }) => noOp);
  /** Key id that a state names for its key. */
  const keyOfState = async (): Promise<string> => {
    const { meta } = JSON.parse(await readFile(join(bench.home, 'state', 'test', 'ndc-01-platform.tfstate'), 'utf8')) as { meta: Record<string, string> };
    return (JSON.parse(Buffer.from(meta['key_provider.external.ndc'] ?? '', 'base64').toString()) as { external_data: { key_id: string } }).external_data.key_id;
  };
  const reasons = (plan: PlanResult): readonly string[] => plan.rows.map(({ status }) => ('reason' in status ? status.reason : status.is));

  beforeEach(async () => {
    await ensureDriver();
    bench = await Workbench.open(tofu ?? { kind: 'tofu', path: '' });
    hsm = await softHsm(join(bench.home, '..', 'hsm'), pin);
    // The engine's children find the token by it.
    process.env['SOFTHSM2_CONF'] = hsm.env['SOFTHSM2_CONF'];
    await hsm.initialise(partition);
    await hsm.create(partition, { label: 'state-a' });
    of = ['ndc-01'];
  });
  afterEach(async () => {
    delete process.env['SOFTHSM2_CONF'];
    await bench.close();
  });

  it('hold no clear value, plan and apply as ever, and find nothing to do afterwards', async () => {
    await connect(key('state-a'));
    const plan = await applied();
    expect(plan.file.backend).toEqual({ type: 'local', stateEncrypted: true, planEncrypted: true });
    expect(await unchanged()).toBe(true);
    expect(await keyOfState()).toMatch(/^state-a:[0-9a-f]{16}$/);
    expect(await bench.run(estate(), (runner) => findDrift(runner, { scope: wholeScope, unmanaged: false }))).toMatchObject({ exit: 0, rows: [{ name: 'ndc-01-platform' }] });
    const files = (await readdir(join(bench.home, '..'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    // Configuration and the redacted plan that auditors read hold what is not secret; states, saved plans and logs hold nothing.
    const searched = files.filter((file) => file !== hsm.pinFile && !/\.(tf|plan)\.json$/.test(file));
    for (const end of ['.tfstate', '.tfplan', '.log']) expect(searched.some((file) => file.endsWith(end)), end).toBe(true);
    for (const file of searched) {
      const bytes = await readFile(file);
      expect(bytes.includes(canary), file).toBe(false);
      expect(bytes.includes(pin), file).toBe(false);
    }
  });

  it('go over to a new key with the next change, after which the former one may go', async () => {
    await connect(key('state-a'));
    await applied();
    await hsm.create(partition, { label: 'state-b' });
    await connect(key('state-b'));
    const named = (): readonly string[] => bench.events.flatMap((event) => (event.is === 'former-keys' ? event.keys : []));
    expect(await unchanged()).toBe(true);
    expect(named()).toEqual([expect.stringMatching(/^state-a:/) as string]);
    await applied('changed');
    expect(await keyOfState()).toMatch(/^state-b:/);
    bench.events.length = 0;
    expect(await unchanged('changed')).toBe(true);
    expect(named()).toEqual([]);
    await hsm.destroy(partition, 'state-a');
    expect(await unchanged('changed')).toBe(true);
  });

  it('are encrypted anew without a change, read by the new key alone, and need the former one no more', async () => {
    of = ['ndc-01', 'ndc-02'];
    await connect(key('state-a'));
    await applied();
    await hsm.create(partition, { label: 'state-b' });
    await connect(key('state-b'));
    const statuses = ({ rows }: RekeyResult): readonly string[] => rows.map(({ name, status, orphan, reason }) => `${name} ${status}${orphan ? ' orphan' : ''}${reason?.en ?? ''}`);
    // ndc-02's stack is no longer synthesised; ndc-03's was never applied.
    const rekey = (all = false): Promise<RekeyResult> => bench.run([...estate().slice(0, 1), stack('ndc-03-platform', 'platform', 'ndc-03', { a: { input: 'never applied' } })], (runner) => rekeyStates(runner, { scope: wholeScope, all }));
    const serial = async (): Promise<unknown> => (JSON.parse(await bench.run(estate(), async (runner) => runner.engine.pullState(await runner.engine.prepare(estate()[0] ?? stack('', 'platform', '', {}))))) as { serial: unknown }).serial;
    const before = Number(await serial());
    const first = await rekey();
    expect([first.exit, statuses(first)]).toEqual([0, ['ndc-01-platform rewritten', 'ndc-03-platform empty', 'ndc-02-platform rewritten orphan']]);
    expect([await keyOfState(), await serial()]).toEqual([expect.stringMatching(/^state-b:/), before + 1]);
    expect(statuses(await rekey())).toEqual(['ndc-01-platform present', 'ndc-03-platform empty', 'ndc-02-platform present orphan']);
    expect(statuses(await rekey(true))).toEqual(['ndc-01-platform rewritten', 'ndc-03-platform empty', 'ndc-02-platform rewritten orphan']);
    await hsm.destroy(partition, 'state-a');
    expect(await unchanged()).toBe(true);
  });

  it('come from clear or a passphrase to the HSM at once; what no key is known for is told, not passed over', async () => {
    await writeFile(mayHold(join(bench.home, 'passphrase')), secretOf('passphrase'), { mode: 0o600 });
    await connect({});
    await applied();
    const rekey = (): Promise<RekeyResult> => bench.run(estate(), (runner) => rekeyStates(runner, { scope: wholeScope }));
    expect(await rekey()).toMatchObject({ exit: 1, rows: [{ status: 'clear' }] });
    const laboratory = { pbkdf2: { passphraseFile: '../passphrase' } };
    await connect({ stateEncryption: laboratory });
    expect(await rekey()).toMatchObject({ exit: 3, rows: [{ status: 'failed', reason: { en: expect.stringContaining('migrating: true') as string, vi: expect.stringContaining('chưa mã hóa') as string } }] });
    await connect({ stateEncryption: { ...laboratory, migrating: true } });
    expect(await rekey()).toMatchObject({ exit: 0, rows: [{ status: 'rewritten' }] });
    expect(await readFile(join(bench.home, 'state', 'test', 'ndc-01-platform.tfstate'), 'utf8')).not.toContain(canary);
    await connect(key('state-a'));
    expect(await rekey()).toMatchObject({ exit: 3, rows: [{ status: 'failed', reason: { en: expect.stringContaining('stateEncryption.former') as string } }] });
    await connect(key('state-a', { former: laboratory }));
    expect(await rekey()).toMatchObject({ exit: 0, rows: [{ status: 'rewritten' }] });
    await connect(key('state-a'));
    expect(await unchanged()).toBe(true);
    await connect({ stateEncryption: { fromEnvironment: true } });
    process.env['TF_ENCRYPTION'] = '{}';
    try {
      expect(await rekey()).toMatchObject({ exit: 1, rows: [{ status: 'foreign' }] });
    } finally {
      delete process.env['TF_ENCRYPTION'];
    }
  });

  it('come from a passphrase, or from clear, while the connection says so', async () => {
    await writeFile(mayHold(join(bench.home, 'passphrase')), secretOf('passphrase'), { mode: 0o600 });
    await connect({});
    await applied();
    const laboratory = { pbkdf2: { passphraseFile: '../passphrase' } };
    await connect({ stateEncryption: { ...laboratory, migrating: true } });
    await applied('second');
    await connect(key('state-a'));
    expect((await bench.plan(estate('second'))).rows.map(({ status }) => status.is)).toEqual(['failed']);
    await connect(key('state-a', { former: laboratory }));
    expect(await unchanged('second')).toBe(true);
    await applied('third');
    await connect(key('state-a'));
    expect(await unchanged('third')).toBe(true);
  });

  it('are refused clearly without their key, with a wrong PIN tried once, and while the token is away', async () => {
    await connect(key('state-a'));
    await applied();
    await hsm.create(partition, { label: 'state-b' });
    await hsm.destroy(partition, 'state-a');
    await connect(key('state-b'));
    const rekeyed = async (): Promise<readonly (string | undefined)[]> => (await bench.run(estate(), (runner) => rekeyStates(runner, { scope: wholeScope }))).rows.map(({ reason }) => reason?.en);
    expect(await rekeyed()).toEqual(of.map(() => expect.stringMatching(/^NDC-X063 partition "ndc-01-state" holds no AES key "state-a:[0-9a-f]{16}"\.$/) as string));
    expect(reasons(await bench.plan(estate()))).toEqual(of.map(() => expect.stringMatching(/^NDC-X063 partition "ndc-01-state" holds no AES key "state-a:[0-9a-f]{16}"\.$/) as string));
    await hsm.pull();
    expect(reasons(await bench.plan(estate()))).toEqual(of.map(() => expect.stringContaining('the connection to the HSM') as string));
    await hsm.putBack();
    of = sites;
    await writeFile(hsm.pinFile, 'another-pin\n');
    expect(await rekeyed()).toEqual(of.map(() => expect.stringContaining('It was tried once and is not tried again') as string));
    expect(reasons(await bench.plan(estate()))).toEqual(of.map(() => expect.stringContaining('It was tried once and is not tried again') as string));
    await chmod(hsm.pinFile, 0o644);
    expect(reasons(await bench.plan(estate()))).toEqual(of.map(() => expect.stringContaining('others may read this PIN file') as string));
  });
});

describe.runIf(tofu !== undefined)('states and plans under a key of an OpenBao', () => {
  let bench: Workbench;
  let server: Server;
  const asked: string[] = [];

  /** The two answers of a transit engine that OpenTofu asks for; no OpenBao is built here. Its data keys are sealed by reversing them. */
  beforeEach(async () => {
    bench = await Workbench.open(tofu ?? { kind: 'tofu', path: '' });
    const authority = await newAuthority('laboratory', new Date());
    const pair = await issue(authority, { commonName: 'localhost', addresses: ['127.0.0.1'], usage: 'server' }, new Date());
    server = createServer({ cert: pair.certificate, key: pair.key }, (request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        asked.push(`${request.url ?? ''} ${String(request.headers['x-vault-token'])}`);
        const reply = (plaintext: string): object => ({ data: { plaintext, ciphertext: `vault:v1:${[...plaintext].reverse().join('')}` } });
        const given = JSON.parse(text === '' ? '{}' : text) as { ciphertext?: string };
        const answer = request.url?.includes('/decrypt/') === true ? reply([...(given.ciphertext ?? '').slice('vault:v1:'.length)].reverse().join('')) : reply(Buffer.alloc(32, 7).toString('base64'));
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    await writeFile(join(bench.home, 'ca.pem'), authority.certificate);
    process.env['BAO_CACERT'] = join(bench.home, 'ca.pem');
  });
  afterEach(async () => {
    delete process.env['BAO_CACERT'];
    server.close();
    await bench.close();
  });

  it('plan, apply and find nothing to do, with the token in no file', async () => {
    await writeFile(mayHold(join(bench.home, 'token')), `${secretOf('token')}\n`, { mode: 0o600 });
    await bench.connect(Object.fromEntries(sites.map((site) => [site, site])), { stateEncryption: { openbao: { address: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, mount: 'ndc/transit', key: 'state', tokenFile: '../token' } } });
    const estate = [stack('ndc-01-platform', 'platform', 'ndc-01', { a: { input: canary } })];
    const plan = await bench.audited(estate);
    expect(await bench.apply(estate, plan.id)).toMatchObject({ exit: 0, complete: true });
    expect((await bench.plan(estate)).rows.every(({ noOp }) => noOp)).toBe(true);
    expect(await readFile(join(bench.home, 'state', 'test', 'ndc-01-platform.tfstate'), 'utf8')).not.toContain(canary);
    expect(new Set(asked.map((line) => line.split(' ')[1]))).toEqual(new Set([secretOf('token')]));
    expect(asked.some((line) => line.startsWith('/v1/ndc/transit/decrypt/state'))).toBe(true);
    for (const entry of await readdir(bench.home, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && entry.name !== 'token') expect((await readFile(join(entry.parentPath, entry.name))).includes(secretOf('token')), entry.name).toBe(false);
    await rm(join(bench.home, 'token'));
  });
});
