import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceData } from '../../../bin/commands/audit-verify.js';
import { repository } from '../journey/repository.js';

const run = promisify(execFile);
const keygen = await run('ssh-keygen', ['-Y']).catch((error: { code?: unknown }) => error);
const missing = 'code' in keygen && keygen.code === 'ENOENT';

/** The real command, the real ssh-keygen, keys made for the occasion. */
const work = mkdtempSync(join(tmpdir(), 'ndc-evidence-'));
const at = (name: string): string => join(work, name);
const plan = join(repository, 'test/fixtures/plans/terraform-1.11.4/create.json');
const sites = ['--sites', join(repository, 'test/fixtures/estate-small')];
const given = [...sites, '--as-of', '2026-11-01'];

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Without blocking: the runner has to hear from its tests while they wait. */
async function ndc(...argv: readonly string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(repository, 'bin/ndc'), ...argv], { cwd: work, maxBuffer: 1 << 26 });
    return { exit: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exit: code, out: stdout, err: stderr };
  }
}

const verify = async (folder: string, ...more: readonly string[]): Promise<EvidenceData & { exit: number }> => JSON.parse((await ndc('audit', 'verify', folder, '--json', ...more)).out) as EvidenceData & { exit: number };
const key = async (name: string, passphrase = ''): Promise<string> => {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', at(name)]);
  return at(name);
};
const allowed = (file: string, lines: readonly string[]): string => {
  writeFileSync(at(file), `${lines.join('\n')}\n`);
  return at(file);
};
const publicOf = (name: string): string => readFileSync(at(`${name}.pub`), 'utf8').trim();

const audit = (folder: string, ...more: readonly string[]): Promise<Ran> => ndc('audit', plan, ...given, '--evidence', folder, ...more);

beforeAll(async () => {
  if (missing) return;
  await key('auditor');
  await key('stranger');
  allowed('signers', [`kiem-toan@example.vn ${publicOf('auditor')}`]);
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

// Told, never passed over in silence.
if (missing) it('signatures: nothing was tried, for ssh-keygen is not on PATH', (context) => context.skip('install openssh-client'));

describe.skipIf(missing)('evidence signed by a real key', () => {
  it('is verified by its signer alone, with the same verdicts from the same plan', async () => {
    expect((await audit(at('signed'), '--sign', at('auditor'))).exit).toBe(1);
    expect(await verify(at('signed'), '--signers', at('signers'))).toMatchObject({ exit: 0, verification: 'signed', signature: { is: 'good', signer: 'kiem-toan@example.vn' } });
    expect(await verify(at('signed'), '--signers', at('signers'), '--inputs', plan, ...sites)).toMatchObject({ exit: 0, verification: 'verified', audit: { passed: false }, judged: { differences: [] } });
    expect(await verify(at('signed'))).toMatchObject({ exit: 0, verification: 'intact', signature: { is: 'unchecked' } });
  });

  it('holds nothing of the key', () => {
    const secret = readFileSync(at('auditor'), 'utf8').split('\n').slice(1, -2);
    for (const name of ['manifest.json', 'manifest.json.sig', 'report.json']) for (const line of secret) expect(readFileSync(join(at('signed'), name), 'utf8')).not.toContain(line);
  });

  it.each<[string, () => string, RegExp]>([
    ['whose key is not in the list', () => allowed('others', [`kiem-toan@example.vn ${publicOf('stranger')}`]), /is not in the list/],
    ['for another purpose', () => allowed('elsewhere', [`kiem-toan@example.vn namespaces="git" ${publicOf('auditor')}`]), /does not let this key sign for "ndc"/],
    ['whose time is over', () => allowed('expired', [`kiem-toan@example.vn valid-before="20200101" ${publicOf('auditor')}`]), /has expired \(valid-before 2020-01-01\)/],
    ['of an empty list', () => allowed('empty', []), /is not in the list/],
    ['of a list that cannot be read', () => allowed('broken', ['no key']), /cannot be read \(line 1\)/],
  ])('is refused to a signer %s, with the reason', async (_what, list, reason) => {
    expect(await verify(at('signed'), '--signers', list())).toMatchObject({ exit: 1, verification: 'refused', signature: { is: 'bad', because: { en: expect.stringMatching(reason) as string } } });
  });

  it('is refused with one byte of any file changed, and the file is named', async () => {
    for (const name of ['estate.json', 'inputs.json', 'manifest.json', 'manifest.json.sig', 'report.json', 'rules.json', 'waivers.json']) {
      const file = join(at('signed'), name);
      const right = readFileSync(file);
      const changed = Buffer.from(right);
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      writeFileSync(file, changed);
      const ran = await ndc('audit', 'verify', at('signed'), '--signers', at('signers'));
      writeFileSync(file, right);
      expect([name, ran.exit, ran.out.includes(`✗ ${name}`)]).toEqual([name, 1, true]);
    }
    expect((await verify(at('signed'), '--signers', at('signers'))).exit).toBe(0);
  });

  it('that somebody else wrote anew and signed is refused', async () => {
    expect((await audit(at('forged'), '--sign', at('stranger'))).exit).toBe(1);
    expect(await verify(at('forged'), '--signers', at('signers'))).toMatchObject({ exit: 1, verification: 'refused', signature: { is: 'bad' } });
  });

  it('that is not signed is refused to whoever asks for signers', async () => {
    expect((await audit(at('unsigned'))).exit).toBe(1);
    expect(await verify(at('unsigned'), '--signers', at('signers'))).toMatchObject({ exit: 1, verification: 'refused', signature: { is: 'unsigned', wanted: true } });
  });
});

describe.skipIf(missing)('a key that cannot sign', () => {
  it.each<[string, () => string | Promise<string>]>([
    ['is not there', () => at('nobody')],
    ['has a passphrase nobody can be asked for', () => key('locked', 'mat-khau')],
    ['is no key', () => allowed('text', ['no key'])],
  ])('%s: exit 2, in time, and no folder is left', async (_what, of) => {
    const ran = await audit(at('none'), '--sign', await of());
    expect([ran.exit, existsSync(at('none'))]).toEqual([2, false]);
    expect(ran.err).toContain('cannot sign');
  });
});
