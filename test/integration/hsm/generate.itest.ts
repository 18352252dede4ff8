import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HsmCheckData } from '../../../bin/hsm-check-data.js';
import type { HsmGenerateData } from '../../../bin/hsm-generate-data.js';
import { secretOf } from '../canary.js';
import { repository } from '../journey/repository.js';
import { ndc, printed, type Ran } from './plugin.js';
import { ensureDriver, softHsm, type SoftHsm } from './softhsm.js';

const pin = secretOf('pin');
const asOf = ['--as-of', '2026-11-20'];
let folder = '';
let hsm: SoftHsm;

beforeAll(async () => {
  await ensureDriver();
  folder = await mkdtemp(join(tmpdir(), 'ndc-generate-'));
  hsm = await softHsm(join(folder, 'hsm'), pin);
  for (const token of ['ndc-02-seal', 'ndc-02-ca', 'ndc-02-backup', 'ndc-02-state']) await hsm.initialise(token);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const generate = (key: string, more: readonly string[] = []): Promise<Ran> => ndc(['hsm', 'generate', key, '--library', hsm.library, ...(more.includes('--pin-file') ? [] : ['--pin-file', hsm.pinFile]), ...more], hsm.env);
const look = async (token: string, more: readonly string[] = []): Promise<HsmCheckData['partitions'][number]> => {
  const { out } = await ndc(['hsm', 'check', '--site', 'ndc-02', '--library', hsm.library, '--token', token, '--pin-file', hsm.pinFile, '--rounds', '0', '--json', ...asOf, ...more], hsm.env);
  const [partition] = (JSON.parse(out) as HsmCheckData).partitions;
  if (partition === undefined) throw new Error(`no partition ${token}`);
  return partition;
};

describe('a key made on a real token', () => {
  it.each([
    ['ndc-02-seal', 'encrypt', 1],
    ['ndc-02-backup', 'wrap', 1],
    ['ndc-02-ca', 'sign', 2],
  ])('%s is what the inventory declares, and no finding says otherwise', async (key, use, objects) => {
    const ran = await generate(key, ['--json']);
    expect([ran.err, ran.exit]).toEqual(['', 0]);
    const made = JSON.parse(ran.out) as HsmGenerateData;
    expect(made).toMatchObject({ site: 'ndc-02', partition: key, key, label: key, use });
    expect(made.objectId).toMatch(/^[0-9a-f]{16}$/);
    expect(made.marks).toHaveLength(objects);
    const found = await look(key);
    expect(found.marks.map(({ objectId }) => objectId)).toEqual(Array.from({ length: objects }, () => made.objectId));
    // The inventory has it as planned until the ceremony ends.
    expect(found.findings.filter((one) => one.key === key).map(({ code }) => code)).toEqual(['key-early']);
    // Copies of ndc-01's keys are yet to come.
    expect(found.findings.filter((one) => one.key !== key).map(({ code, severity }) => `${severity} ${code}`).every((one) => one === 'warning copy-missing')).toBe(true);
  });

  it('is not made a second time, under its label or its CKA_ID', async () => {
    const [before] = (await look('ndc-02-seal')).marks;
    const again = await generate('ndc-02-seal');
    expect([again.exit, again.out]).toEqual([2, '']);
    expect(again.err).toContain('holds something of the label "ndc-02-seal" already');
    expect(again.err).toContain('No key was made.');
    // The inventory, by now, has it; a rotation that draws the same CKA_ID.
    const data = join(folder, 'data');
    await cp(join(repository, 'sites/data'), data, { recursive: true });
    const file = join(data, 'keys/ndc-02.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('  - id: ndc-02-seal\n', '  - id: ndc-02-seal\n    created: 2026-11-19\n'));
    const twice = await generate('ndc-02-seal', ['--label', 'ndc-02-seal-2026a', '--id', before?.objectId ?? '', '--sites', data]);
    expect([twice.exit, twice.out]).toEqual([2, '']);
    expect(twice.err).toContain(`holds something of the CKA_ID ${before?.objectId ?? ''} already`);
    expect((await look('ndc-02-seal')).marks).toEqual([before]);
  });

  it('of RSA too, where the inventory asks for one', async () => {
    const data = join(folder, 'rsa');
    await cp(join(repository, 'sites/data'), data, { recursive: true });
    const file = join(data, 'keys/ndc-02.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/(- id: ndc-02-state\n[^]*?)mechanism: \S+\n {4}bits: \d+/, '$1mechanism: CKM_RSA_PKCS_PSS\n    bits: 2048'));
    const ran = await generate('ndc-02-state', ['--sites', data, '--json']);
    expect([ran.err, ran.exit]).toEqual(['', 0]);
    expect((JSON.parse(ran.out) as HsmGenerateData).bits).toBe(2048);
    expect((await look('ndc-02-state', ['--marks'])).marks.map(({ class: of, fingerprint }) => [of, fingerprint?.length])).toEqual([['private', undefined], ['public', 64]]);
  });
});

describe('bad input', () => {
  it('a wrong PIN is tried once, and nothing is made', async () => {
    const wrong = join(folder, 'wrong');
    await writeFile(wrong, 'not-the-pin', { mode: 0o600 });
    await hsm.initialise('ndc-02-kms');
    const ran = await generate('ndc-02-api', ['--pin-file', wrong]);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain('the PIN of partition "ndc-02-kms" is wrong. It was tried once and is not tried again');
    expect((await look('ndc-02-kms')).marks).toEqual([]);
  });

  it('a partition that is not there', async () => {
    const ran = await generate('ndc-03-seal');
    expect(ran.exit).toBe(3);
    expect(ran.err).toContain('there is no partition (token) "ndc-03-seal"; there are: ');
  });

  it('never shows the PIN', () => {
    expect(printed.length).toBeGreaterThan(10);
    expect(printed.filter((text) => text.includes(pin) || text.includes('not-the-pin'))).toEqual([]);
  });
});
