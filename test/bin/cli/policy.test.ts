import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../policies/engine/catalogue.js';
import type { PoliciesData } from '../../../bin/commands/policy/list.js';
import type { PolicyTestData } from '../../../bin/commands/policy/test.js';
import { filesOf, folder } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, said, shipped, small } from './ndc.js';

const given = ['--sites', small, ...asOf] as const;

/** A folder with files, by name. */
function holding(files: Readonly<Record<string, string>>): string {
  const path = folder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const module = (body = '[{ subject: { object: "x" }, status: "pass", finding: text, evidence: [] }]', more = ''): string =>
  `const text = { vi: 'Một câu.', en: 'A sentence.' };\nexport default { id: 'ORG-007', version: 1, title: text, explanation: text, severity: 'error', pack: 'operations', legal: [], engineering: { statement: text }, reads: ['planset'], unknownBlocks: true, emptyPopulation: 'fail', check: () => ${body}, remedy: text${more} };\n`;

describe('ndc policy list', () => {
  it('has every rule of the catalogue, with its basis by the documents’ labels and what it needs', async () => {
    const { rules: listed, needs } = jsonOf<PoliciesData>(await ndc(['policy', 'list', '--json', '--sites', shipped, ...asOf]));
    expect(listed.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(needs).toBe(false);
    for (const { id, reads, legal, engineering, inForce, from } of listed) {
      const rule = rules.find((candidate) => candidate.id === id);
      expect(reads).toEqual(rule?.reads);
      expect(legal.map(({ clause }) => clause)).toEqual(rule?.legal.map(({ clause }) => clause));
      expect([engineering, inForce, from]).toEqual([rule?.engineering !== undefined, true, 'toolkit']);
      expect(legal.every(({ title, document }) => title.vi !== document)).toBe(true);
    }
  });

  it.each(['vi', 'en'])('prints rule × input with --needs in %s', async (lang) => {
    const { exit, out } = await ndc(['policy', 'list', '--needs', '--lang', lang, ...given]);
    expect(exit).toBe(0);
    expect(out).toMatch(/TEN-001\s+●\s+●/);
    expect(out).toMatch(/RED-002\s+●\s+·/);
    // An unknown is no failed verdict, whatever it does to the audit; on what a rule rests stands beside it.
    expect(out).toMatch(lang === 'vi' ? /ACC-001\s+●\s+●\s+chặn\s+\S+ V\.1\.đ, kỹ thuật/ : /ACC-001\s+●\s+●\s+blocks\s+\S+ V\.1\.đ, engineering/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(lang === 'vi' ? 'chưa đủ căn cứ, không bao giờ là đạt; ở quy tắc ghi "chặn" nó còn làm cả cuộc kiểm tra không đạt' : 'unknown, never a pass; of a rule that "blocks" it also fails the whole audit');
    const alone = rules.filter(({ reads }) => !reads.includes('planset')).length;
    expect(out).toContain(lang === 'vi' ? `${alone} quy tắc kết luận được chỉ từ dữ liệu` : `${alone} can be answered from the estate alone`);
  });

  it('takes families, in any case, and names the nearest to a wrong one', async () => {
    const { rules: listed } = jsonOf<PoliciesData>(await ndc(['policy', 'list', '--family', 'red', 'CAP', '--json', ...given]));
    expect([...new Set(listed.map(({ family }) => family))]).toEqual(['CAP', 'RED']);
    const wrong = await ndc(['policy', 'list', '--family', 'RDE', ...given]);
    expect(wrong.exit).toBe(2);
    expect(wrong.err).toContain('--family is "RDE"; expected one of: ACC, BAK, CAP,');
  });

  it('marks rules of somebody’s own, and whether one is in force on the day', async () => {
    const path = holding({ 'a.mjs': module(undefined, ", effectiveFrom: '2030-01-01'") });
    const { rules: listed } = jsonOf<PoliciesData>(await ndc(['policy', 'list', '--rules', path, '--json', ...given]));
    expect(listed.filter(({ from }) => from === 'own')).toMatchObject([{ id: 'ORG-007', inForce: false, effectiveFrom: '2030-01-01' }]);
    const { out } = await ndc(['policy', 'list', '--rules', path, ...given]);
    expect(out).toMatch(/ORG-007\* .*no \(2030-01-01–\)/);
  });
});

describe('ndc policy new', () => {
  it('writes a rule and its tests, which pass as they stand and hold each of the four verdicts', async () => {
    const path = join(folder(), 'rules');
    const made = await ndc(['policy', 'new', 'org-001', path, ...given]);
    expect([made.exit, made.err]).toEqual([0, '']);
    expect(Object.keys(filesOf(path))).toEqual(['ORG-001.test.yaml', 'ORG-001.yaml']);
    const ran = await ndc(['policy', 'test', path, '--json', ...given]);
    const data = jsonOf<PolicyTestData>(ran);
    expect([ran.exit, data.passed, data.failed]).toEqual([0, 4, 0]);
    expect(data.rules).toMatchObject([{ id: 'ORG-001', unexpected: [] }]);
  });

  it.each(['ORG-001.yaml', 'ORG-001.test.yaml'])('overwrites nothing: %s is there already, and then neither is written', async (name) => {
    const path = holding({ [name]: 'mine' });
    const ran = await ndc(['policy', 'new', 'ORG-001', path, ...given]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain('already exists and is not overwritten');
    expect(filesOf(path)).toEqual({ [name]: 'mine' });
  });

  it.each([
    ['ORG1', '"ORG1" is no rule id; expected three letters, a dash and three digits, such as ORG-001.'],
    ['TEN-050', '"TEN-050" belongs to the toolkit\'s own catalogue (ACC, BAK,'],
    ['../../x', '"../../x" is no rule id'],
  ])('%s is refused', async (id, message) => {
    const path = folder();
    const ran = await ndc(['policy', 'new', id, path, ...given]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(message);
    expect(filesOf(path)).toEqual({});
  });
});

describe('ndc policy test', () => {
  async function made(edit: (text: string) => string, of = 'ORG-001.test.yaml'): Promise<string> {
    const path = join(folder(), 'rules');
    await ndc(['policy', 'new', 'ORG-001', path]);
    const before = filesOf(path)[of] ?? '';
    const after = edit(before);
    if (after === before) throw new Error('the edit changes nothing');
    writeFileSync(join(path, of), after);
    return path;
  }

  it('exits 1 where one differs, and says what was expected, what came and why', async () => {
    const path = await made((text) => text.replace('expect: pass', 'expect: fail'));
    const ran = await ndc(['policy', 'test', path, ...given]);
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('✗ có giới hạn / with a limit');
    expect(ran.out).toContain('expected fail, found pass');
    expect(ran.out).toContain('✓ không có gì chạy pod');
    expect(ran.out).toContain('3 as expected, 1 not');
  });

  it('a rule that is changed is noticed by its tests', async () => {
    const path = await made((text) => text.replace('$containers[*].resources', 'spec.template.spec.containers[*].resources'), 'ORG-001.yaml');
    expect((await ndc(['policy', 'test', path, ...given])).exit).toBe(1);
  });

  it('names verdicts nothing tests, and rules without tests', async () => {
    const path = await made((text) => text.slice(0, text.indexOf('  - name: chỉ biết')));
    const ran = await ndc(['policy', 'test', path, ...given]);
    expect([ran.exit, ran.out]).toEqual([0, expect.stringContaining('no test expects: unknown, not-applicable') as unknown]);
    const none = await ndc(['policy', 'test', holding({ 'a.mjs': module() }), ...given]);
    expect([none.exit, none.out]).toEqual([0, expect.stringContaining('no test at all; write ORG-007.test.yaml') as unknown]);
  });

  it('runs modules too, and a module that throws fails its tests', async () => {
    const test = (expected: string): string => `apiVersion: ndc.gov.vn/v1\nkind: RuleTest\nrule: ORG-007\ncases:\n  - {name: x, expect: ${expected}, objects: []}\n`;
    expect((await ndc(['policy', 'test', holding({ 'a.mjs': module(), 'a.test.yaml': test('pass') }), ...given])).exit).toBe(0);
    const thrown = await ndc(['policy', 'test', holding({ 'a.mjs': module("(() => { throw new Error('hỏng'); })()"), 'a.test.yaml': test('pass') }), ...given]);
    expect(thrown.exit).toBe(1);
    expect(thrown.out).toContain('expected pass, found unknown');
    expect(thrown.out).toContain('threw while it judged (hỏng)');
  });

  it('places every problem of every file', async () => {
    const path = await made((text) => text.replace('rule: ORG-001', 'rule: ORG-002').replace('expect: pass', 'expect: passed'));
    const ran = await ndc(['policy', 'test', path, ...given]);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toMatch(/ORG-001\.test\.yaml:\d+:\d+ NDC-E008 cases\.0\.expect is "passed"/);
  });
});

describe('ndc explain with rules of somebody’s own', () => {
  it('explains one, and only where its folder is named', async () => {
    const path = join(folder(), 'rules');
    await ndc(['policy', 'new', 'ORG-001', path]);
    const { exit, out } = await ndc(['explain', 'ORG-001', '--rules', path, ...given]);
    expect([exit, out.startsWith('ORG-001')]).toEqual([0, true]);
    expect(out).toContain('Set resources.limits.memory on the container.');
    expect((await ndc(['explain', 'ORG-001', ...given])).exit).toBe(2);
  });
});

describe('a folder of rules', () => {
  it.each<[string, (path: string) => void, string]>([
    ['that is not there', () => undefined, 'does not exist'],
    ['that is a file', (path) => writeFileSync(path, ''), 'is no folder'],
    ['that is a link', (path) => symlinkSync(folder(), path), 'is no folder (links are not followed)'],
    ['without rules', (path) => mkdirSync(path), 'holds no rule (*.yaml, *.mjs)'],
    ['with a link', (path) => { mkdirSync(path); symlinkSync('/etc/passwd', join(path, 'a.yaml')); }, 'a.yaml is a link or no regular file'],
    ['with TypeScript', (path) => { mkdirSync(path); writeFileSync(join(path, 'a.ts'), ''); }, 'a.ts is no rule file; rules are *.yaml or *.mjs'],
    ['with Rego', (path) => { mkdirSync(path); writeFileSync(join(path, 'a.rego'), ''); }, 'a.rego is no rule file'],
  ])('%s is refused', async (_what, make, message) => {
    const path = join(folder(), 'rules');
    make(path);
    const ran = await ndc(['policy', 'test', path, ...given]);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toContain(message);
    expectNoTrace(ran);
  });

  it.each([
    ['does not parse', 'export default {', /a\.mjs:1:1 NDC-E034 the rule module cannot be loaded: SyntaxError/],
    ['throws when it is loaded', 'throw new Error("hỏng")', /NDC-E034 .*Error: hỏng/],
    ['imports its neighbour', 'import "./b.mjs"; export default {}', /NDC-E034 .*a rule module imports no other file/],
    ['exports nothing', 'export const rule = {}', /NDC-E034 .*the file has no default export/],
    ['exports the wrong shape', 'export default { id: "ORG-001" }', /NDC-E007 the key "version" is missing/],
    ['takes an id of the catalogue', module().replace('ORG-007', 'RED-001'), /NDC-E032 the id "RED-001" belongs to the toolkit/],
  ])('a module that %s is refused with the reason', async (_what, text, message) => {
    const ran = await ndc(['policy', 'list', '--rules', holding({ 'a.mjs': text }), ...given]);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toMatch(message);
    expect(said(ran)).not.toContain('base64');
    expectNoTrace(ran);
  });

  it('leaves what is no rule alone', async () => {
    const path = holding({ 'a.mjs': module(), 'README.md': '#', '.hidden.yaml': 'x: [', 'sub/b.yaml': 'x: [' });
    expect((await ndc(['policy', 'list', '--rules', path, ...given])).exit).toBe(0);
  });
});
