import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AuditData } from '../../../bin/commands/audit.js';
import type { EvidenceData } from '../../../bin/commands/audit-verify.js';
import { digestOf } from '../../../sites/model/estate.js';
import { estate, filesOf, folder, swap } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, root, said, small } from './ndc.js';
import { workplace } from './workplace.js';

const plan = `${root}/test/fixtures/plans/terraform-1.11.4/create.json`;
const given = ['--sites', small, ...asOf] as const;

/** Evidence of an audit of one plan, by the rules of a folder where one is named. */
async function evidence(...more: string[]): Promise<string> {
  const path = join(folder(), 'evidence');
  if (more.length === 0) {
    cpSync(await whole(), path, { recursive: true });
    return path;
  }
  const ran = await ndc(['audit', plan, ...given, '--evidence', path, ...more]);
  expect([ran.exit, ran.err]).toEqual([1, '']);
  return path;
}

/** The same evidence for every test that changes its own copy. */
let first: Promise<string> | undefined;
const whole = (): Promise<string> => (first ??= make());
async function make(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'ndc-evidence-')), 'evidence');
  const ran = await ndc(['audit', plan, ...given, '--evidence', path]);
  expect([ran.exit, ran.err]).toEqual([1, '']);
  return path;
}
afterAll(async () => {
  if (first !== undefined) rmSync(dirname(await first), { recursive: true });
});

async function ownRules(): Promise<string> {
  const path = join(folder(), 'rules');
  await ndc(['policy', 'new', 'ORG-001', path]);
  return path;
}

const verify = async (path: string, ...more: string[]): Promise<EvidenceData & { exit: number }> => jsonOf(await ndc(['audit', 'verify', path, '--json', ...more]));

describe('ndc audit --evidence', () => {
  it('writes report, inputs, rules, waivers and estate, bound by a manifest', async () => {
    const rules = await ownRules();
    const path = join(folder(), 'deep', 'evidence');
    const ran = await ndc(['audit', plan, ...given, '--rules', rules, '--evidence', path, '--json']);
    const { evidence: written, ...data } = jsonOf<AuditData & { kind: string; exit: number }>(ran);
    const files = filesOf(path);
    expect(Object.keys(files)).toEqual(['estate.json', 'inputs.json', 'manifest.json', 'report.json', 'rules.json', 'rules/ORG-001.yaml', 'waivers.json']);
    expect(written).toEqual({ directory: path, manifest: digestOf(files['manifest.json'] ?? ''), signed: false });
    expect(JSON.parse(files['report.json'] ?? '')).toEqual(data);
    const { documents } = JSON.parse(files['inputs.json'] ?? '') as { documents: { document?: string; digest?: string }[] };
    expect(documents.find(({ document }) => document === basename(plan))?.digest).toBe(digestOf(readFileSync(plan)));
    const { rules: named } = JSON.parse(files['rules.json'] ?? '') as { rules: { id: string; version: number; digest: string; from: string }[] };
    expect(named.map(({ id }) => id)).toEqual(data.rules.map(({ id }) => id));
    expect(named.find(({ id }) => id === 'ORG-001')).toEqual({ id: 'ORG-001', version: 1, digest: digestOf(readFileSync(join(rules, 'ORG-001.yaml'))), from: 'own', file: 'ORG-001.yaml' });
    expect(JSON.parse(files['estate.json'] ?? '')).toMatchObject({ id: data.estate.id, digest: data.estate.digest, asOf: '2026-11-01', scenario: data.estate.scenario });
    expect(files['rules/ORG-001.yaml']).toBe(readFileSync(join(rules, 'ORG-001.yaml'), 'utf8'));
  });

  it('says where it lies and that it is not signed', async () => {
    const path = join(folder(), 'evidence');
    const { out } = await ndc(['audit', plan, ...given, '--evidence', path]);
    expect(out).toMatch(/^Evidence: .*evidence \(sha256:[0-9a-f]{64}\), not signed\. To check it: ndc audit verify /m);
  });

  it('goes over nothing that is there, and says so before it judges', async () => {
    const path = folder();
    const ran = await ndc(['audit', '/nonexistent.json', ...given, '--evidence', path]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain('already exists and is not overwritten');
    expect(filesOf(path)).toEqual({});
  });

  it.each<[string, string[], number, string]>([
    ['--sign alone', ['--sign', 'key'], 2, '--sign goes with --evidence'],
    ['--sign without ssh-keygen', ['--evidence', 'E', '--sign', 'key'], 3, 'ssh-keygen is not on PATH. Install OpenSSH 8.3 or later'],
    ['a plan that is none', ['--evidence', 'E'], 2, 'there is no file, folder or plan set of that name'],
  ])('%s leaves nothing behind', async (_what, more, exit, message) => {
    const work = folder();
    const ran = await ndc(['audit', exit === 2 && more.length === 2 && more[0] === '--evidence' ? '/nonexistent.json' : plan, ...given, ...more.map((word) => (word === 'E' ? join(work, 'evidence') : word))], { cwd: work });
    expect(ran.exit).toBe(exit);
    expect(ran.err).toContain(message);
    expectNoTrace(ran);
    expect(filesOf(work)).toEqual({});
  });
});

describe('ndc audit --rules', () => {
  it('judges by them too: one container of three, in an init container, in a CronJob', async () => {
    const rules = await ownRules();
    const { verdicts } = jsonOf<AuditData>(await ndc(['audit', plan, ...given, '--rules', rules, '--json']));
    const own = verdicts.filter(({ policy }) => policy === 'ORG-001');
    expect(own.filter(({ status }) => status === 'fail').length).toBeGreaterThan(0);
    expect(own.filter(({ subject }) => subject.object.startsWith('stack/')).every(({ status }) => status === 'unknown')).toBe(true);
  });

  it('a module that throws fails the audit with the reason, and nothing else changes', async () => {
    const path = folder();
    const text = "const text = { vi: 'Một câu.', en: 'A sentence.' };\nexport default { id: 'ORG-007', version: 1, title: text, explanation: text, severity: 'warning', pack: 'operations', legal: [], engineering: { statement: text }, reads: ['planset'], unknownBlocks: false, emptyPopulation: 'fail', check: () => { throw new Error('hỏng'); }, remedy: text };\n";
    writeFileSync(join(path, 'a.mjs'), text);
    const [without, along] = [await ndc(['audit', plan, ...given, '--json']), await ndc(['audit', plan, ...given, '--json', '--rules', path])].map((ran) => jsonOf<AuditData>(ran));
    expect(along?.verdicts.filter(({ policy }) => policy !== 'ORG-007')).toEqual(without?.verdicts);
    expect(along?.verdicts.filter(({ policy }) => policy === 'ORG-007')).toMatchObject([{ status: 'unknown', blocks: true, finding: { en: 'Rule ORG-007 threw while it judged (hỏng). Nothing it would have found is used.' } }]);
  });
});

describe('ndc audit verify', () => {
  it('without signers holds the digests alone, and never says verified', async () => {
    const path = await evidence();
    expect(await verify(path)).toMatchObject({ exit: 0, verification: 'intact', signature: { is: 'unsigned', wanted: false }, files: { bound: 5, wrong: [] } });
    for (const lang of ['vi', 'en']) {
      const { out } = await ndc(['audit', 'verify', path, '--lang', lang]);
      expect(out).toContain(lang === 'vi' ? 'chữ ký: chưa ký' : 'signature: unsigned');
      expect(out).not.toMatch(/[Vv]erified|[Xx]ác minh/);
    }
  });

  it('judges again under the day and scenario of the evidence, wherever the plan lies now', async () => {
    const rules = await ownRules();
    const path = await evidence('--rules', rules, '--lose', 'site/ndc-02');
    const moved = join(folder(), 'elsewhere.json');
    cpSync(plan, moved);
    const again = await verify(path, '--inputs', moved, '--rules', rules, '--sites', small);
    expect(again).toMatchObject({ exit: 0, verification: 'reproduced', judged: { differences: [], renamed: [{ recorded: 'create.json', given: 'elsewhere.json' }] } });
    const { out } = await ndc(['audit', 'verify', path, '--inputs', moved, '--rules', rules, '--sites', small, '--lang', 'vi']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('lưu ý: elsewhere.json có đúng nội dung của create.json trong bằng chứng, nhưng mang tên khác');
  });

  it('remarks no name that is the same in another folder', async () => {
    const moved = join(folder(), basename(plan));
    cpSync(plan, moved);
    expect((await verify(await evidence(), '--inputs', moved, '--sites', small)).judged?.renamed).toEqual([]);
  });

  it('names the copy of a plan that is given twice', async () => {
    const path = await evidence();
    const plans = folder();
    // The copy is read first: the name in the evidence goes to the file that has it.
    for (const name of ['aa.json', basename(plan)]) cpSync(plan, join(plans, name));
    const ran = await ndc(['audit', 'verify', path, '--inputs', plans, '--sites', small]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toMatch(/aa\.json/);
    expect(ran.err).toMatch(/create\.json/);
  });

  it.each([
    ['--as-of', '2026-11-01'],
    ['--scenario', 'all-operating'],
    ['--lose', 'site/ndc-02'],
    ['--delay', 'ndc-02=4q'],
  ])('takes no %s: day and scenario are those of the evidence', async (option, value) => {
    const ran = await ndc(['audit', 'verify', await evidence(), option, value]);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(`leave ${option} out`);
  });

  it('says on its first line how the audit ended, which is not how the evidence stands', async () => {
    const path = await evidence();
    const { summary } = JSON.parse(readFileSync(join(path, 'report.json'), 'utf8')) as AuditData;
    expect((await verify(path)).audit).toEqual({ passed: false, fail: summary.counts.fail, unknown: summary.counts.unknown });
    const first = async (lang: string): Promise<string> => (await ndc(['audit', 'verify', path, '--lang', lang], { env: { COLUMNS: '400' } })).out.split('\n')[0] ?? '';
    expect(await first('vi')).toMatch(/: bằng chứng nguyên vẹn, chưa kiểm chữ ký; cuộc kiểm tra: KHÔNG ĐẠT \([\d.]+ không đạt, [\d.]+ chưa đủ căn cứ\)$/);
    expect(await first('en')).toMatch(/: evidence whole, signature not checked; the audit: FAILED \([\d,]+ failed, [\d,]+ unknown\)$/);
    rmSync(join(path, 'waivers.json'));
    expect(await first('en')).toMatch(/: evidence refused$/);
    expect(await verify(path)).not.toHaveProperty('audit');
  });

  it.each<[string, (path: string) => Promise<string[]> | string[], string]>([
    ['another plan', () => ['--inputs', plan.replace('create', 'update'), '--sites', small], 'input'],
    ['other data', () => ['--inputs', plan, '--sites', estate({ 'ndc-01.yaml': swap('controlPlaneNodes: 3', 'controlPlaneNodes: 5') })], 'estate'],
    ['a rule that is not there', () => ['--inputs', plan, '--sites', small], 'rule'],
  ])('says what differs where it is given %s', async (what, more, kind) => {
    const path = await evidence(...(what === 'a rule that is not there' ? ['--rules', await ownRules()] : []));
    const again = await verify(path, ...(await more(path)));
    expect([again.exit, again.verification]).toEqual([1, 'refused']);
    expect(again.judged?.differences.map((difference) => difference.in)).toContain(kind);
  });

  it('judges a plan set again without leaving a record that apply would take', async () => {
    const { work, env } = workplace();
    const at = { cwd: work, env } as const;
    const { id } = jsonOf<{ id: string }>({ ...(await ndc(['plan', ...given, '--json'], at)), err: '' });
    const path = join(work, 'evidence');
    await ndc(['audit', ...given, '--evidence', path], at);
    const record = join(work, '.ndc', 'plans', id, 'audit.json');
    expect(JSON.parse(readFileSync(join(path, 'inputs.json'), 'utf8'))).toMatchObject({ planset: { id, digest: digestOf(readFileSync(join(work, '.ndc', 'plans', id, 'planset.json'))) } });
    rmSync(record);
    const again = jsonOf<EvidenceData>(await ndc(['audit', 'verify', path, '--inputs', id, '--sites', small, '--json'], at));
    expect([again.verification, again.judged?.differences, existsSync(record)]).toEqual(['reproduced', [], false]);
  });

  it('names the one file of which one byte was changed', async () => {
    const path = await evidence('--rules', await ownRules());
    const names = Object.keys(filesOf(path));
    expect(names).toHaveLength(7);
    for (const name of names) {
      const file = join(path, name);
      const right = readFileSync(file);
      const changed = Buffer.from(right);
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect(await verify(path)).toMatchObject({ exit: 1, verification: 'refused', files: { wrong: [{ name, is: 'changed' }] } });
      writeFileSync(file, right);
    }
    expect((await verify(path)).exit).toBe(0);
  });

  it.each<[string, (path: string) => void, string, string]>([
    ['a file less', (path) => rmSync(join(path, 'waivers.json')), 'waivers.json', 'missing'],
    ['a file more', (path) => writeFileSync(join(path, 'more.json'), ''), 'more.json', 'unlisted'],
    ['a folder more', (path) => mkdirSync(join(path, 'more')), 'more/', 'unlisted'],
    ['a rule more', (path) => { mkdirSync(join(path, 'rules')); writeFileSync(join(path, 'rules', 'x.mjs'), ''); }, 'rules/x.mjs', 'unlisted'],
    ['a link in the place of a file', (path) => { renameSync(join(path, 'report.json'), `${path}.json`); symlinkSync(`${path}.json`, join(path, 'report.json')); }, 'report.json', 'missing'],
  ])('refuses %s', async (_what, change, name, is) => {
    const path = await evidence();
    change(path);
    expect(await verify(path)).toMatchObject({ exit: 1, verification: 'refused', files: { wrong: [{ name, is }] } });
  });

  it('runs no rule that lies in the evidence', async () => {
    const path = await evidence('--rules', await ownRules());
    const again = await verify(path, '--inputs', plan, '--sites', small);
    expect(again.judged?.differences.map(({ text }) => text.en)).toContain('the own rule ORG-001 (ORG-001.yaml) is not there; name its folder with --rules');
  });

  it('with signers and without ssh-keygen exits 3 and says what to install', async () => {
    const path = await evidence();
    const ran = await ndc(['audit', 'verify', path, '--signers', join(path, 'manifest.json')]);
    expect(ran.exit).toBe(3);
    expect(said(ran)).toContain('ssh-keygen is not on PATH. Install OpenSSH 8.3 or later (Debian, Ubuntu: apt install openssh-client) and run again.');
  });

  it.each<[string, (path: string) => void, string]>([
    ['is not there', () => undefined, 'does not exist'],
    ['is a file', (path) => writeFileSync(path, ''), 'is no folder'],
    ['holds no manifest', (path) => mkdirSync(path), 'holds no manifest.json: it is no evidence that "ndc audit --evidence" wrote'],
  ])('a folder that %s is the user’s mistake', async (_what, make, message) => {
    const path = join(folder(), 'evidence');
    make(path);
    const ran = await ndc(['audit', 'verify', path]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(message);
    expectNoTrace(ran);
  });

  it('stands beside "ndc audit", whose plan set of that name is named as a path', async () => {
    expect((await ndc(['audit', 'verify', '--help'])).out).toContain('ndc audit verify');
    expect((await ndc(['audit', '--help'])).out).toContain('Usage: ndc audit [options] [inputs...]');
    expect((await ndc(['audit', './verify', ...given], { cwd: folder() })).err).toContain('./verify: there is no file, folder or plan set of that name');
  });
});
