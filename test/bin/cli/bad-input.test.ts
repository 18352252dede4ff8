import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { estate, filesOf, folder, swap, type Edits } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, said, small } from './ndc.js';

interface Bad {
  readonly what: string;
  readonly edits: Edits;
  readonly file: string;
  /** What the place points at: a text that stands once in the edited file, or `the end`. */
  readonly points: string;
  readonly code: string;
  /** Found, expected, nearest: each stands in the message of both languages, or in the one named. */
  readonly says: readonly string[];
  readonly vi: readonly string[];
}

const general = 'shape: {cpu: 64, memory: 512Gi}, count: 20';
const memory = (written: string): Edits => ({ 'ndc-01.yaml': swap(general, `shape: {cpu: 64, memory: ${written}}, count: 20`) });
const cpu = (written: string): Edits => ({ 'ndc-01.yaml': swap(general, `shape: {cpu: ${written}, memory: 512Gi}, count: 20`) });

const table: readonly Bad[] = [
  {
    what: 'a tab-indented file',
    edits: { 'links.yaml': (text) => text.replace('\n  - {a: ndc-01, b: ndc-02', '\n\t- {a: ndc-01, b: ndc-02') },
    file: 'links.yaml', points: '\t- {a: ndc-01, b: ndc-02', code: 'NDC-E003',
    says: ['not valid YAML', 'tab', 'spaces', '\n\n1 problem;'],
    vi: ['sai cú pháp YAML', 'Tab', 'dấu cách', '\n\n1 lỗi;'],
  },
  {
    what: 'a truncated file',
    edits: { 'links.yaml': (text) => text.slice(0, text.indexOf('paths: [{id: p1') + 12) },
    file: 'links.yaml', points: 'the end', code: 'NDC-E003',
    says: ['not valid YAML'],
    vi: ['sai cú pháp YAML'],
  },
  {
    what: 'an unknown key',
    edits: { 'ndc-01.yaml': swap('\nnodePools:', '\nnodePool:') },
    file: 'ndc-01.yaml', points: 'nodePool:', code: 'NDC-E006',
    says: ['unknown key "nodePool"', 'expected one of:', 'Did you mean nodePools?'],
    vi: ['không có khóa "nodePool"', 'các khóa hợp lệ:', 'Có phải ý bạn là nodePools?'],
  },
  { what: 'bytes in 64GB', edits: memory('64GB'), file: 'ndc-01.yaml', points: '64GB}, count', code: 'NDC-E008', says: ['nodePools.0.shape.memory is "64GB"', 'expected', 'Did you mean 64G?'], vi: ['là "64GB"; cần', 'Có phải ý bạn là 64G?'] },
  { what: 'a negative quantity', edits: memory('-1'), file: 'ndc-01.yaml', points: '-1}, count', code: 'NDC-E008', says: ['is "-1"', 'expected'], vi: ['là "-1"; cần'] },
  { what: 'a quantity beyond all machines', edits: memory('1e999'), file: 'ndc-01.yaml', points: '1e999}, count', code: 'NDC-E008', says: ['is "1e999"', 'expected'], vi: ['là "1e999"; cần'] },
  { what: 'an endless quantity', edits: memory('Infinity'), file: 'ndc-01.yaml', points: 'Infinity}, count', code: 'NDC-E008', says: ['is "Infinity"', 'expected'], vi: ['là "Infinity"; cần'] },
  { what: 'YAML’s own infinity', edits: memory('.inf'), file: 'ndc-01.yaml', points: '.inf}, count', code: 'NDC-E008', says: ['expected'], vi: ['cần'] },
  { what: 'cores with a thousands dot', edits: cpu('1.000'), file: 'ndc-01.yaml', points: '1.000, memory', code: 'NDC-E009', says: ['is "1.000"', 'write 1000', 'write 1\.'], vi: ['là "1.000"', 'hãy viết 1000'] },
  {
    what: 'a duplicate key',
    edits: { 'ndc-01.yaml': (text) => `${text}phase: planned\n` },
    file: 'ndc-01.yaml', points: 'phase: planned', code: 'NDC-E005',
    says: ['"phase" stands here twice'],
    vi: ['"phase" xuất hiện hai lần'],
  },
  {
    what: 'two sites with one id',
    edits: { 'ndc-02.yaml': swap('\nid: ndc-02', '\nid: ndc-01') },
    file: 'ndc-02.yaml',
    points: 'ndc-01\nnumber',
    code: 'NDC-E020',
    says: ['the site "ndc-01" already stands at ndc-01.yaml:3', '\n\n1 problem;'],
    vi: ['"ndc-01" đã có tại ndc-01.yaml:3', '\n\n1 lỗi;'],
  },
  {
    what: 'two systems with one id',
    edits: { 'tenants/so-b.yaml': swap('- id: cong-tin', '- id: ho-so') },
    file: 'tenants/so-b.yaml', points: 'ho-so\n    name', code: 'NDC-E020',
    says: ['"ho-so" already stands at tenants/bo-a.yaml:9'],
    vi: ['"ho-so" đã có tại tenants/bo-a.yaml:9'],
  },
  {
    what: 'a placement on a site that does not exist',
    edits: { 'tenants/so-b.yaml': swap('primary: ndc-01', 'primary: ndc-04') },
    file: 'tenants/so-b.yaml', points: 'ndc-04', code: 'NDC-E021',
    says: ['"ndc-04", which does not exist', 'there are: ndc-01, ndc-02, ndc-03', 'Did you mean ndc-0'],
    vi: ['"ndc-04" không tồn tại', 'hiện có: ndc-01, ndc-02, ndc-03'],
  },
  { what: 'an alias', edits: { 'links.yaml': (text) => `${text}more: *x\n` }, file: 'links.yaml', points: '*x', code: 'NDC-E004', says: ['alias', 'is not accepted'], vi: ['không chấp nhận'] },
];

/** `line:column` of a text that stands once in a file, counted without the product's help. */
function placeOf(text: string, points: string): string {
  if (points !== 'the end' && text.split(points).length !== 2) throw new Error(`"${points}" does not stand there once`);
  const before = points === 'the end' ? text : text.slice(0, text.indexOf(points));
  const lines = before.split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

describe('what a file holds', () => {
  it.each(table)('$what: $code at its place in $file, exit 2, nothing written', async ({ edits, file, points, code, says, vi }) => {
    const sites = estate(edits);
    const work = folder();
    const before = filesOf(sites);
    const at = `${sites}/${file}:${placeOf(before[file] ?? '', points)} ${code} `;

    const english = await ndc(['synth', '--scenario', 'all-operating', '--sites', sites, '--out', join(work, 'out'), ...asOf], { cwd: work });
    const vietnamese = await ndc(['check', '--sites', sites, '--lang', 'vi', ...asOf], { cwd: work });

    for (const ran of [english, vietnamese]) {
      expect(ran.exit).toBe(2);
      expect(ran.out).toBe('');
      expect(ran.reached).toEqual([]);
      expectNoTrace(ran);
    }
    expect(`\n${english.err}`).toContain(`\n${at}`);
    expect(`\n${vietnamese.err}`).toContain(`\n${at}`);
    for (const part of says) expect(english.err).toContain(part);
    for (const part of vi) expect(vietnamese.err).toContain(part);
    expect(english.err).toMatch(/nothing was written\. What a code means: ndc explain NDC-E\d{3}\n$/);
    expect(filesOf(work)).toEqual({});
    expect(filesOf(sites)).toEqual(before);
  });

  it('tells every problem at once, in reading order, and as JSON with place and both languages', async () => {
    const sites = estate({ ...memory('64GB'), 'links.yaml': swap('rttMs: 12', 'rttMs: twelve'), 'tenants/so-b.yaml': swap('sharing: open', 'sharing: opne') });
    const ran = await ndc(['check', '--json', '--sites', sites, ...asOf]);
    expect(ran.exit).toBe(2);
    const { kind, exit, diagnostics } = jsonOf<{ kind: string; exit: number; diagnostics: { code: string; place: object; message: { vi: string; en: string } }[] }>(ran);
    expect({ kind, exit }).toEqual({ kind: 'ndc/diagnostics.v1', exit: 2 });
    expect(diagnostics.map(({ place }) => place)).toEqual([
      { file: 'links.yaml', line: 4, column: 54 },
      { file: 'ndc-01.yaml', line: 31, column: 62 },
      { file: 'tenants/so-b.yaml', line: 9, column: 14 },
    ]);
    expect(diagnostics[2]?.message.en).toContain('Did you mean open?');
    for (const { message } of diagnostics) expect(message.vi).not.toBe(message.en);
  });

  it('shows what a hostile file wrote as text, never as terminal control', async () => {
    const sites = estate({ 'tenants/so-b.yaml': swap('sharing: open', 'sharing: "\\e[2Jx\\u202Eopen"') });
    const ran = await ndc(['check', '--sites', sites, ...asOf]);
    expect(ran.exit).toBe(2);
    // eslint-disable-next-line no-control-regex -- it must not be there
    expect(ran.err).not.toMatch(/[\u001b\u202e]/);
    expect(ran.err).toContain('tenants/so-b.yaml:9:14 NDC-E008');
  });
});

describe('the data directory', () => {
  const refused = async (sites: string, ...says: readonly string[]): Promise<void> => {
    const work = folder();
    const ran = await ndc(['synth', '--sites', sites, '--out', join(work, 'out'), ...asOf], { cwd: work });
    expect(ran.exit).toBe(2);
    expect(ran.out).toBe('');
    for (const part of says) expect(ran.err).toContain(part);
    expectNoTrace(ran);
    expect(filesOf(work)).toEqual({});
  };

  it('a file of 50 MB is not read', async () => {
    const sites = estate();
    writeFileSync(join(sites, 'tenants', 'big.yaml'), Buffer.alloc(50 * 1024 * 1024, 'a: b\n'));
    await refused(sites, `${sites}/tenants/big.yaml:1:1 NDC-E002`, 'has 52428800 bytes', 'Split it');
  });

  it('one without sites', async () => {
    const sites = folder();
    await refused(sites, `${sites} NDC-E022`, 'holds no file of kind Site', 'expected at least one <site>.yaml', 'Check --sites');
  });

  it('one whose sites are gone: said once, not once for each reference to one', async () => {
    const sites = estate();
    for (const name of ['ndc-01.yaml', 'ndc-02.yaml', 'ndc-03.yaml']) rmSync(join(sites, name));
    await refused(sites, 'NDC-E022', '\n\n1 problem;');
  });

  it('one that does not exist', () => refused('/nonexistent/sites', 'NDC-X103', '/nonexistent/sites does not exist', '--sites'));

  it('one that is a file', async () => {
    const path = join(folder(), 'sites');
    writeFileSync(path, '');
    await refused(path, 'NDC-X103', 'is not a directory');
  });

  it('a dead symlink', async () => {
    const sites = estate();
    symlinkSync('gone.yaml', join(sites, 'tenants', 'late.yaml'));
    await refused(sites, `${sites}/tenants/late.yaml:1:1 NDC-E001`, 'points at nothing');
  });

  it('a link out of the directory', async () => {
    const sites = estate();
    const outside = folder();
    mkdirSync(join(outside, 'x'));
    writeFileSync(join(outside, 'x', 'y.yaml'), 'a: 1\n');
    symlinkSync(join(outside, 'x', 'y.yaml'), join(sites, 'tenants', 'y.yaml'));
    await refused(sites, `${sites}/tenants/y.yaml:1:1 NDC-E001`, 'leaves the data directory');
  });

  it.each([
    { given: 'request.yaml', shown: 'request.yaml' },
    { given: './request.yaml', shown: 'request.yaml' },
    { given: 'tenants/so-b.yaml', shown: 'tenants/so-b.yaml' },
  ])('what is wrong in $given, given by --with, is told at $shown', async ({ given, shown }) => {
    const work = folder();
    mkdirSync(join(work, 'tenants'));
    writeFileSync(join(work, given), readFileSync(join(small, 'tenants', 'so-b.yaml'), 'utf8').replace('sharing: open', 'sharing: opne'));
    const ran = await ndc(['check', '--sites', small, '--with', given, ...asOf], { cwd: work });
    expect(ran.exit).toBe(2);
    expect(ran.err).toMatch(new RegExp(`^${shown}:9:14 NDC-E008 `));
    expect(ran.err).toContain('\n\n1 problem;');
    const { diagnostics } = jsonOf<{ diagnostics: { place: { file: string } }[] }>(await ndc(['check', '--json', '--sites', small, '--with', given, ...asOf], { cwd: work }));
    expect(diagnostics.map(({ place }) => place.file)).toEqual([given.startsWith('.') ? given : `./${given}`]);
  });

  it('a file named by --with that is not there is named as it was given', async () => {
    const ran = await ndc(['check', '--sites', estate(), '--with', '/nonexistent/request.yaml', ...asOf]);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toMatch(/^\/nonexistent\/request\.yaml:1:1 NDC-E001 /);
  });
});
