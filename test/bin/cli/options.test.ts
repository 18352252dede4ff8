import { describe, expect, it } from 'vitest';
import { estate, filesOf, folder } from './estates.js';
import { asOf, expectNoTrace, ndc, said, small, type Ran } from './ndc.js';

const given = ['--sites', small, ...asOf] as const;

async function refused(argv: readonly string[], ...says: readonly string[]): Promise<Ran> {
  return refusedIn({}, argv, ...says);
}

async function refusedIn(env: Readonly<Record<string, string>>, argv: readonly string[], ...says: readonly string[]): Promise<Ran> {
  const work = folder();
  const ran = await ndc(argv, { cwd: work, env });
  expect(said(ran)).not.toBe('');
  for (const part of says) expect(ran.err).toContain(part);
  expect(ran.exit).toBe(2);
  expect(ran.out).toBe('');
  expect(ran.reached).toEqual([]);
  expectNoTrace(ran);
  expect(filesOf(work)).toEqual({});
  return ran;
}

describe('a mistyped word of the command line: what was found, what was expected, the nearest, exit 2', () => {
  it.each<{ argv: readonly string[]; says: readonly string[] }>([
    { argv: ['chek'], says: ['NDC-X001', '"chek"', 'ndc check?', 'ndc --help'] },
    { argv: ['site', 'shwo'], says: ['NDC-X001', '"site shwo"', 'ndc site show?'] },
    { argv: ['sandbox', 'upp', '--name', 'x'], says: ['NDC-X001', '"sandbox upp"', 'ndc sandbox up?'] },
    { argv: ['tenat', 'chekc'], says: ['NDC-X001', '"tenat"', 'Did you mean ndc tenant check?'] },
    { argv: ['sandbx'], says: ['NDC-X001', 'Did you mean ndc sandbox?'] },
    { argv: ['--versoin'], says: ['NDC-X001', '"--versoin" is no command. Did you mean --version?'] },
    { argv: ['check', '--versoin'], says: ['NDC-X010', 'Did you mean ndc --version?'] },
    { argv: ['completion', 'fsh'], says: ['NDC-X011', 'Did you mean fish?'] },
    { argv: ['check', '--jsno'], says: ['NDC-X010', '"--jsno"', 'Did you mean --json?', 'ndc check --help'] },
    { argv: ['check', 'now'], says: ['NDC-X010', '0 arguments', 'ndc check --help'] },
    { argv: ['check', '--as-of'], says: ['NDC-X010', '--as-of <date>', 'ndc check --help'] },
    { argv: ['explain'], says: ['NDC-X010', '<id>', 'ndc explain --help'] },
    { argv: ['explain', 'RED-01'], says: ['NDC-X004', '"RED-01"', 'Did you mean RED-001?', 'RED-012', 'ndc policy list'] },
    { argv: ['explain', 'NDC-E8', ...given], says: ['NDC-X004', '"NDC-E8"', 'Did you mean NDC-E0'] },
    { argv: ['site', 'show', 'ndc-1', ...given], says: ['NDC-X005', '"ndc-1"', 'there are: ndc-01, ndc-02, ndc-03', 'Did you mean ndc-01?'] },
    { argv: ['site', 'show', 'constructor', ...given], says: ['NDC-X005', '"constructor"'] },
    { argv: ['synth', ...given, '--site', 'ndc-1'], says: ['NDC-X007', '--site is "ndc-1"', 'expected one of: ndc-01', 'Did you mean ndc-01?'] },
    { argv: ['synth', ...given, '--organisation', 'bo-aa'], says: ['NDC-X007', '--organisation is "bo-aa"', 'expected one of: bo-a, so-b', 'Did you mean bo-a?'] },
    { argv: ['synth', ...given, '--stack', 'ndc-01-platfrom'], says: ['NDC-X007', '--stack is "ndc-01-platfrom"', 'expected one of: ', 'Did you mean ndc-01-platform?'] },
    { argv: ['check', ...given, '--scenario', 'all-operatin'], says: ['NDC-X002', '--scenario is "all-operatin"', 'as-recorded or all-operating', 'Did you mean all-operating?'] },
    { argv: ['check', ...given, '--lose', 'site/ndc-1'], says: ['NDC-X002', '--lose is "site/ndc-1"', 'ndc-01, ndc-02, ndc-03', 'Did you mean ndc-01?'] },
    { argv: ['check', ...given, '--lose', 'hall/ndc-01/a'], says: ['NDC-X009', '"hall/ndc-01/a"', 'site/ndc-01'] },
    { argv: ['check', ...given, '--delay', 'ndc-2=4q'], says: ['NDC-X002', '--delay is "ndc-2=4q"', 'Did you mean ndc-02?'] },
    { argv: ['check', ...given, '--delay', 'ndc-02=4x'], says: ['NDC-X002', '"ndc-02=4x"', 'ndc-02=4q'] },
    { argv: ['check', ...given, '--delay', 'ndc-02=4q', '--delay', 'ndc-02=8q'], says: ['NDC-X002', 'one delay for ndc-02'] },
    { argv: ['check', '--sites', small, '--as-of', '2027-13'], says: ['NDC-X003', '--as-of is "2027-13"', '2027-06-30', '2027-Q2'] },
    { argv: ['check', '--sites', small, '--as-of', '2027-02-30'], says: ['NDC-X003', '--as-of is "2027-02-30"'] },
    { argv: ['check', ...given, '--format', 'jsn'], says: ['NDC-X011', '--format is "jsn"', 'text or json', 'Did you mean json?'] },
    { argv: ['check', ...given, '--lang', 'vn'], says: ['NDC-X011', '--lang is "vn"', 'vi or en', 'Did you mean vi?'] },
    { argv: ['audit'], says: ['NDC-X150', 'there is no plan set.', 'ndc plan'] },
    { argv: ['apply', '20261122T101500Z-3fa9c1'], says: ['NDC-X150', '20261122T101500Z-3fa9c1'] },
  ])('ndc $argv', async ({ argv, says }) => {
    await refused(argv, ...says);
  });

  it('suggests nothing where nothing is like it', async () => {
    expect((await refused(['tenant', 'xyzxyz'], 'NDC-X001')).err).not.toContain('Did you mean');
  });

  it.each([
    ['en', 'Usage: ndc tenant <command> [options]', 'More: ndc tenant <command> --help.'],
    ['vi', 'Cách dùng: ndc tenant <lệnh> [tùy chọn]', 'Chi tiết: ndc tenant <lệnh> --help.'],
  ])('the help of a group names the group (%s)', async (lang, usage, more) => {
    const { exit, out } = await ndc(['tenant', '--help'], { env: { LANG: lang === 'vi' ? 'vi_VN.UTF-8' : 'C' } });
    expect(exit).toBe(0);
    expect(out).toContain(usage);
    expect(out).toContain(more);
  });

  it.each([
    { argv: ['check', '--jsno'] },
    { argv: ['check', 'now'] },
    { argv: ['check', '--as-of'] },
    { argv: ['explain'] },
    { argv: ['chek'] },
    { argv: ['--jsno'] },
    { argv: ['check', '--format', 'jsn'] },
    { argv: ['check', '--lang', 'vn'] },
  ])('ndc $argv is answered in Vietnamese where the locale is Vietnamese', async ({ argv }) => {
    const ran = await refusedIn({ LANG: 'vi_VN.UTF-8' }, argv);
    expect(ran.err).toMatch(/[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/);
    expect(ran.err).not.toMatch(/\b(error|unknown|missing|expected|too many|Did you mean)\b/i);
  });

  it.each([
    ['--lose', 'site/ndc-1', 'cần một trung tâm: ndc-01'],
    ['--delay', 'ndc-02=4x', 'cần TRUNG_TÂM=SỐ_QUÝ, ví dụ ndc-02=4q'],
    ['--scenario', 'all', 'cần as-recorded hoặc all-operating'],
  ])('%s %s is answered in Vietnamese', async (option, found, expected) => {
    const { err } = await refused(['site', 'list', ...given, option, found, '--lang', 'vi'], 'NDC-X002', `${option} là "${found}"; ${expected}`);
    expect(err).not.toMatch(/\b(expected|such as|a site|Did you mean)\b/);
  });

  it('options before the command are told from no command at all', async () => {
    await refused(['--lang', 'en', 'check', ...given], 'ndc check', 'after');
  });

  it('an unknown stack is not taken for sites that do not operate, and these are told from it', async () => {
    const ran = await refused(['synth', ...given, '--site', 'ndc-02'], 'NDC-X006', '--scenario all-operating');
    expect(ran.err).not.toContain('expected one of');
  });

  it('the name of something every object has is no site', async () => {
    await refused(['check', ...given, '--delay', 'constructor=4q'], 'NDC-X002');
  });
});

describe('which language', () => {
  it.each([
    { env: { LANG: 'vi_VN.UTF-8' }, argv: [], expected: 'thư mục dữ liệu' },
    { env: { LANG: 'C' }, argv: [], expected: 'the data directory' },
    { env: { LANG: 'vi_VN.UTF-8', LC_ALL: 'en_US.UTF-8' }, argv: [], expected: 'the data directory' },
    { env: { LANG: 'vi_VN.UTF-8' }, argv: ['--lang', 'en'], expected: 'the data directory' },
    { env: { LANG: 'en_US.UTF-8' }, argv: ['--lang=vi'], expected: 'thư mục dữ liệu' },
  ])('$env $argv', async ({ env, argv, expected }) => {
    expect((await ndc(['site', 'list', '--sites', '/nonexistent', ...argv], { env })).err).toContain(expected);
  });
});

describe('what-if options reach the result', () => {
  const phases = async (...more: readonly string[]): Promise<readonly (readonly [string, string, string])[]> => {
    const ran = await ndc(['site', 'list', '--json', ...given, ...more]);
    expect(ran.exit).toBe(0);
    return (JSON.parse(ran.out) as { sites: { id: string; phase: string; commissioning: string }[] }).sites.map(({ id, phase, commissioning }) => [id, phase, commissioning]);
  };

  it('--scenario, --delay and a repeated --delay', async () => {
    expect(await phases()).toEqual([
      ['ndc-01', 'operating', '2030-Q4'],
      ['ndc-02', 'planned', '2030-Q4'],
      ['ndc-03', 'planned', '2030-Q4'],
    ]);
    expect((await phases('--scenario', 'all-operating')).map(([, phase]) => phase)).toEqual(['operating', 'operating', 'operating']);
    expect((await phases('--delay', 'ndc-02=4q', '--delay', 'ndc-03=1q')).map(([, , due]) => due)).toEqual(['2030-Q4', '2031-Q4', '2031-Q1']);
  });

  it('--with puts a request beside those of the directory, or in the place of its own', async () => {
    const other = estate({ 'tenants/so-b.yaml': (text) => text.replace('name: Cổng tin', 'name: Cổng khác') });
    const holds = async (...more: readonly string[]): Promise<string> => (await ndc(['synth', ...given, '--out', folder(), '--json', ...more])).out;
    expect(await holds()).toContain('ndc-01-tenant-so-b');
    const digest = (json: string): string | undefined => (JSON.parse(json) as { stacks: { name: string; digest: string }[] }).stacks.find(({ name }) => name === 'ndc-01-tenant-so-b')?.digest;
    expect(digest(await holds('--with', `${other}/tenants/so-b.yaml`))).not.toBe(digest(await holds()));
  });
});
