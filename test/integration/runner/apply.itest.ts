import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAuditRecord } from '../../../bin/runner/audit-record.js';
import { makePlanSet } from '../../../bin/runner/plan.js';
import { nothingHeld } from '../../../bin/runner/quarantine.js';
import { wholeScope } from '../../../bin/runner/scope.js';
import { up } from '../../../bin/runner/up.js';
import { rollingOrder } from '../../../stacks/rolling.js';
import { mayHold, secretOf } from '../canary.js';
import { engines, sites, stack, Workbench } from './workbench.js';

const found = await engines();

/** Resource that takes its time; `gate` is a file it waits for, so that no clock decides. */
const slow = (started: string, gate: string): unknown => ({
  input: 'slow',
  provisioner: [{ 'local-exec': { command: `touch '${started}'; while [ ! -e '${gate}' ]; do sleep 0.05; done` } }],
});

async function appears(path: string): Promise<void> {
  for (;;) {
    if (await readFile(path).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const statusOf = (rows: readonly { name: string; status: string }[]): Record<string, string> => Object.fromEntries(rows.map(({ name, status }) => [name, status]));

it('has an engine to test with', () => {
  expect(found.length, 'install terraform or tofu, or set NDC_TOFU').toBeGreaterThan(0);
});

describe.each(found)('plan and apply with $kind', (engine) => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open(engine);
  });
  afterEach(async () => {
    await bench.close();
  });

  const estate = () => [
    stack('ndc-01-platform', 'platform', 'ndc-01', { a: { input: '1' } }),
    stack('ndc-02-platform', 'platform', 'ndc-02', { a: { input: '1' } }),
    stack('ndc-01-tenant-bo-y-te', 'tenant', 'ndc-01', { a: { input: '1' }, b: { input: '2', depends_on: ['terraform_data.a'] } }, { organisation: 'bo-y-te', after: ['ndc-01-platform'] }),
  ];

  it('plans, applies, and finds nothing to do the second time', async () => {
    const plan = await bench.audited(estate());
    expect(plan.exit).toBe(0);
    expect(plan.rows.map(({ name, status, changes }) => [name, status.is, changes?.create])).toEqual([
      ['ndc-01-platform', 'planned', 1],
      ['ndc-02-platform', 'planned', 1],
      ['ndc-01-tenant-bo-y-te', 'planned', 2],
    ]);
    const applied = await bench.apply(estate(), plan.id);
    expect(applied).toMatchObject({ exit: 0, complete: true, interrupted: false });
    expect(applied.rows.map(({ status, changed }) => [status, changed])).toEqual([['applied', 1], ['applied', 1], ['applied', 2]]);

    const again = await bench.apply(estate(), plan.id);
    expect(again).toMatchObject({ exit: 0, complete: true });
    expect(new Set(again.rows.map(({ status }) => status))).toEqual(new Set(['already-applied']));

    const second = await bench.audited(estate());
    expect(second.rows.every(({ noOp }) => noOp)).toBe(true);
    const skipped = await bench.apply(estate(), second.id);
    expect(new Set(skipped.rows.map(({ status }) => status))).toEqual(new Set(['no-op']));
  });

  it('refuses a set with one byte changed, and starts nothing', async () => {
    const plan = await bench.audited(estate());
    for (const file of ['ndc-01-platform.tfplan', 'ndc-01-platform.plan.json', 'ndc-02-platform.tf.json']) {
      const path = join(plan.directory, file);
      const whole = await readFile(path);
      const changed = Buffer.from(whole);
      const at = Math.floor(changed.length / 2);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path, changed);
      await expect(bench.apply(estate(), plan.id)).rejects.toMatchObject({ code: 'NDC-X152', exit: 1, text: { en: expect.stringContaining(file) as string } });
      await writeFile(path, whole);
    }
    expect(await readdir(join(bench.home, 'state', 'test'))).toEqual([]);
  });

  it('refuses a planset.json changed after its audit', async () => {
    const plan = await bench.audited(estate());
    const path = join(plan.directory, 'planset.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"ndc-01": "00000001', '"ndc-01": "10000001'));
    await expect(bench.apply(estate(), plan.id)).rejects.toMatchObject({ code: 'NDC-X153' });
  });

  it('refuses without an audit, and after a failed one', async () => {
    const plan = await bench.plan(estate());
    await expect(bench.apply(estate(), plan.id)).rejects.toMatchObject({ code: 'NDC-X153' });
    await writeAuditRecord(plan.directory, { planset: plan.digest, at: plan.file.created, passed: false, blocking: ['RED-001'] });
    await expect(bench.apply(estate(), plan.id)).rejects.toMatchObject({ code: 'NDC-X154', text: { en: expect.stringContaining('RED-001') as string } });
  });

  it('refuses a stale configuration, naming the stack', async () => {
    const plan = await bench.audited(estate());
    const [first, ...rest] = estate();
    expect(first).toBeDefined();
    const changed = [stack('ndc-01-platform', 'platform', 'ndc-01', { a: { input: 'other' } }), ...rest];
    await expect(bench.apply(changed, plan.id)).rejects.toMatchObject({ code: 'NDC-X156', text: { en: expect.stringContaining('ndc-01-platform') as string } });
    await expect(bench.apply([...estate(), stack('ndc-02-tenant-x', 'tenant', 'ndc-02', { a: {} })], plan.id)).rejects.toMatchObject({ code: 'NDC-X156' });
  });

  it('refuses when a context points at another cluster, and two sites that are one', async () => {
    const plan = await bench.audited(estate());
    const api = bench.apis['ndc-02'];
    if (api === undefined) throw new Error('no API');
    api.uid = '99999999-0000-4000-8000-000000000000';
    await expect(bench.apply(estate(), plan.id)).rejects.toMatchObject({ code: 'NDC-X122', exit: 3 });
    await bench.connect({ 'ndc-01': 'ndc-01', 'ndc-02': 'ndc-01', 'ndc-03': 'ndc-03' });
    await expect(bench.plan(estate())).rejects.toMatchObject({ exit: 3, text: { en: expect.stringContaining('are one cluster') as string } });
    expect(await readdir(join(bench.home, 'state', 'test'))).toEqual([]);
  });

  it('plans and applies the other sites while one is silent', async () => {
    await bench.apis['ndc-02']?.close();
    const plan = await bench.audited(estate());
    expect(plan).toMatchObject({ exit: 3, unaccepted: ['ndc-02'] });
    expect(plan.rows.map(({ status }) => status.is)).toEqual(['planned', 'unreachable', 'planned']);
    expect(plan.file.clusters['ndc-02']).toBeNull();

    const accepted = await bench.audited(estate(), ['ndc-02']);
    expect(accepted).toMatchObject({ exit: 0, unaccepted: ['ndc-02'].filter(() => false) });
    const applied = await bench.apply(estate(), accepted.id);
    expect(applied.exit).toBe(0);
    expect(statusOf(applied.rows)).toEqual({ 'ndc-01-platform': 'applied', 'ndc-02-platform': 'unreachable', 'ndc-01-tenant-bo-y-te': 'applied' });
  });

  it('plans and applies nothing at a site once every other one it knows is silent, unless two people released it', async () => {
    // GIVEN a set made while both answered
    const plan = await bench.audited(estate());
    await bench.apis['ndc-02']?.close();
    // WHEN the other one falls silent, accepted or not
    const text = { en: expect.stringMatching(/ndc-01 is held in quarantine[\s\S]*ndc-02: /) as string };
    await expect(bench.apply(estate(), plan.id)).rejects.toMatchObject({ code: 'NDC-X350', exit: 1, text });
    await expect(bench.plan(estate(), ['ndc-02'])).rejects.toMatchObject({ code: 'NDC-X350', exit: 1 });
    expect(await readdir(join(bench.home, 'state', 'test'))).toEqual([]);
    // THEN only a release lets it go on, which accepts the silence and is told in plan, record and result
    bench.quarantine = { ...nothingHeld, releases: [{ site: 'ndc-01', transition: 'cho-phep', until: '2026-12-02' }] };
    const released = await bench.audited(estate());
    expect(released).toMatchObject({ exit: 0, unaccepted: [], file: { accepted: [{ site: 'ndc-02', by: 'cho-phep' }], released: [{ site: 'ndc-01', by: 'cho-phep', until: '2026-12-02' }] } });
    expect(await bench.apply(estate(), released.id)).toMatchObject({ exit: 0, accepted: [], released: [{ site: 'ndc-01', by: 'cho-phep' }] });
    bench.quarantine = nothingHeld;
    await expect(bench.plan(estate())).rejects.toMatchObject({ code: 'NDC-X350' });
  });

  it('stops everything at the first failure of a platform; leaves only what follows a failed tenant', async () => {
    const bad = { input: '1', provisioner: [{ 'local-exec': { command: 'exit 7' } }] };
    const stacks = [stack('ndc-01-platform', 'platform', 'ndc-01', { a: bad }), ...estate().slice(1)];
    const plan = await bench.audited(stacks);
    const applied = await bench.apply(stacks, plan.id);
    expect(applied.exit).toBe(3);
    expect(statusOf(applied.rows)).toEqual({ 'ndc-01-platform': 'failed', 'ndc-02-platform': 'not-started', 'ndc-01-tenant-bo-y-te': 'not-started' });
    expect(applied.rows[0]?.reason?.en).toContain('local-exec');
  });

  it('stops once on Ctrl-C, keeps the state whole and unlocked, and goes on with the rest', async () => {
    // GIVEN a stack whose second of three resources waits, and a platform that comes after it
    const started = join(bench.home, 'started');
    const gate = join(bench.home, 'gate');
    const stacks = [
      stack('ndc-01-platform', 'platform', 'ndc-01', { a: { input: '1' }, b: { ...(slow(started, gate) as object), depends_on: ['terraform_data.a'] }, c: { input: '3', depends_on: ['terraform_data.b'] } }),
      stack('ndc-02-platform', 'platform', 'ndc-02', { a: { input: '1' } }),
    ];
    const plan = await bench.audited(stacks);
    // WHEN it is interrupted in the middle
    const interrupt = new AbortController();
    const running = bench.apply(stacks, plan.id, interrupt.signal);
    await appears(started);
    interrupt.abort();
    const stopped = await running;
    // THEN the table tells, the state holds what was made, and no lock is left
    expect(stopped).toMatchObject({ exit: 3, interrupted: true, complete: false });
    expect(statusOf(stopped.rows)).toEqual({ 'ndc-01-platform': 'partly', 'ndc-02-platform': 'not-started' });
    expect(bench.events).toContainEqual({ is: 'stopping', running: ['ndc-01-platform'] });
    const states = join(bench.home, 'state', 'test');
    expect((await readdir(states)).filter((name) => name.endsWith('.lock.info'))).toEqual([]);
    const state = JSON.parse(await readFile(join(states, 'ndc-01-platform.tfstate'), 'utf8')) as { resources: { name: string }[] };
    expect(state.resources.map(({ name }) => name).sort()).toEqual(['a', 'b']);
    // AND a second apply of the same set finishes it
    await writeFile(gate, '');
    const resumed = await bench.apply(stacks, plan.id);
    expect(resumed).toMatchObject({ exit: 0, complete: true, interrupted: false });
    expect(statusOf(resumed.rows)).toEqual({ 'ndc-01-platform': 'applied', 'ndc-02-platform': 'applied' });
    // a stood; b, broken off, is made again, and c after it.
    expect(resumed.rows.map(({ changed, found, planned }) => [changed, found, planned])).toEqual([[2, 1, 3], [1, 0, 1]]);
    const after = await bench.plan(stacks);
    expect(after.rows.every(({ noOp }) => noOp)).toBe(true);
  });

  it('resumes after being killed before its journal was written', async () => {
    const plan = await bench.audited(estate());
    await bench.apply(estate(), plan.id);
    await writeFile(join(plan.directory, 'applied.json'), JSON.stringify({ kind: 'ndc/applied.v1', planset: plan.digest, accepted: [], stacks: {} }));
    const again = await bench.apply(estate(), plan.id);
    expect(again).toMatchObject({ exit: 0, complete: true });
    // The engine had done it all: nothing changes now, and what stands there is counted.
    expect(again.rows.map(({ status, changed, found, planned }) => [status, changed, found, planned])).toEqual([['already-applied', 0, 1, 1], ['already-applied', 0, 1, 1], ['already-applied', 0, 2, 2]]);
  });

  it('reports a stack that holds something and is no longer synthesised', async () => {
    const plan = await bench.audited(estate());
    await bench.apply(estate(), plan.id);
    const without = await bench.plan(estate().slice(0, 2));
    expect(without.orphans).toEqual(['ndc-01-tenant-bo-y-te']);
    expect(without.file.orphans).toEqual(['ndc-01-tenant-bo-y-te']);
  });

  it('refuses a set whose context was moved together with what was last seen', async () => {
    const plan = await bench.audited(estate());
    const api = bench.apis['ndc-02'];
    if (api === undefined) throw new Error('no API');
    api.uid = '99999999-0000-4000-8000-000000000000';
    await rm(join(bench.home, 'seen'), { recursive: true });
    await expect(bench.apply(estate(), plan.id)).rejects.toMatchObject({ code: 'NDC-X124', exit: 3, text: { en: expect.stringMatching(/ndc-02: planned on cluster 00000002.*points at 99999999/) as string } });
  });

  it('leaves no plan set behind when planning is interrupted', async () => {
    const interrupt = new AbortController();
    interrupt.abort();
    const planning = bench.run(estate(), (runner) => makePlanSet(runner, { scope: wholeScope, estate: { id: 'e', digest: '' }, scenario: { phase: '', lose: [], delay: {} }, accept: [] }), interrupt.signal);
    await expect(planning).rejects.toMatchObject({ code: 'NDC-X141', exit: 3 });
    expect(await readdir(join(bench.home, 'plans'))).toEqual([]);
  });

  it('lets one command at a time use a connection', async () => {
    await bench.run(estate(), async () => {
      await expect(bench.plan(estate())).rejects.toMatchObject({ code: 'NDC-X138', exit: 3 });
    });
    expect((await bench.plan(estate())).exit).toBe(0);
  });

  it('says when a wave brings nothing new', async () => {
    const stacks = [...estate(), stack('ndc-01-protection', 'protection', 'ndc-01', { a: { input: '1' } }, { needs: [{ apiVersion: 'ceph.rook.io/v1', kind: 'CephCluster' }], after: ['ndc-01-platform'] })];
    const result = await bench.run(stacks, (runner) =>
      up(runner, {
        plan: { scope: wholeScope, estate: { id: 'e', digest: '' }, scenario: { phase: '', lose: [], delay: {} }, accept: [] },
        order: rollingOrder,
        patience: 0,
        audit: async (set) => {
          await writeAuditRecord(set.directory, { planset: set.digest, at: set.file.created, passed: true, blocking: [] });
          return { passed: true };
        },
      }),
    );
    expect(result).toMatchObject({ ended: 'no-progress', exit: 3 });
    expect(result.message.en).toContain('ndc-01-protection (ceph.rook.io/v1 CephCluster)');
    expect(result.waves[0]?.apply?.rows.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied', 'deferred']);
  });

  it('refuses to leave an applied stack’s state behind at another backend', async () => {
    const plan = await bench.audited(estate());
    await bench.apply(estate(), plan.id);
    await bench.connect(Object.fromEntries(sites.map((site) => [site, site])), { backend: { type: 'local', config: { path: '../elsewhere-{stack}.tfstate' } } });
    await expect(bench.plan(estate())).rejects.toMatchObject({ code: 'NDC-X137', exit: 3 });
  });

  // Terraform has no encryption of its own; the connection refuses it there (unit-tested).
  if (engine.kind === 'tofu') it('encrypts states and plans, and takes an unencrypted state over while migrating', async () => {
    const encrypting = (more: object) => bench.connect(Object.fromEntries(sites.map((site) => [site, site])), { stateEncryption: { pbkdf2: { passphraseFile: '../passphrase' }, ...more } });
    await writeFile(mayHold(join(bench.home, 'passphrase')), secretOf('not ${a} real passphrase'), { mode: 0o600 });
    const clear = await bench.audited(estate());
    await bench.apply(estate(), clear.id);
    await encrypting({});
    expect((await bench.plan(estate())).rows.map(({ status }) => status.is)).toEqual(['failed', 'failed', 'failed']);
    await encrypting({ migrating: true });
    expect((await bench.plan(estate())).rows.every(({ noOp }) => noOp)).toBe(true);
    await rm(join(bench.home, 'state'), { recursive: true });
    await encrypting({});
    const plan = await bench.audited(estate());
    expect(plan.file.backend).toEqual({ type: 'local', stateEncrypted: true, planEncrypted: true });
    expect(await bench.apply(estate(), plan.id)).toMatchObject({ exit: 0, complete: true });
    expect(await readFile(join(bench.home, 'state', 'test', 'ndc-01-platform.tfstate'), 'utf8')).toMatch(/"encrypted_data"/);
    expect((await bench.plan(estate())).rows.every(({ noOp }) => noOp)).toBe(true);
  });
});
