import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionAnswer } from '../../../bin/completion/answer.js';
import { candidates, type Names } from '../../../bin/completion/candidates.js';
import { namesIn } from '../../../bin/edge/completion-names.js';
import { registry } from '../../../bin/registry.js';

const fixed = (...values: readonly string[]) => (): Promise<readonly string[]> => Promise.resolve(values);
const names: Names = { sites: fixed('ndc-01', 'ndc-02'), organisations: fixed('bo-y-te', 'bo-noi-vu'), connections: fixed('sandbox'), keys: fixed('ndc-01-ca'), rules: fixed('RED-001', 'ENC-001'), stacks: fixed('ndc-01-platform', 'ndc-01-tenant-bo-y-te'), planSets: fixed('20261122T101500Z-3fa9c1') };
const offered = async (...words: readonly string[]): Promise<readonly string[]> => (await candidates(words, 'en', names)).values.map(({ value }) => value);

describe('the Tab key', () => {
  it('offers commands, then the words of a group', async () => {
    expect(await offered('')).toEqual(expect.arrayContaining(['check', 'tenant', 'hsm']));
    expect(await offered('ten')).toEqual(['tenant']);
    expect(await offered('site', '')).toEqual(['list', 'show', 'release']);
    expect(await offered('site', 'show', '')).toEqual(['ndc-01', 'ndc-02']);
    expect(await offered('audit', '')).toContain('verify');
    expect(await offered('no', 'such', '')).toEqual([]);
    expect(await offered('-')).toEqual(['--help', '--version']);
  });

  it.each(registry.map(({ name }) => name))('comes to ndc %s word by word, and offers its options', async (name) => {
    const words = name.split(' ');
    for (const [at, word] of words.entries()) expect(await offered(...words.slice(0, at), word.slice(0, 2))).toContain(word);
    expect(await offered(...words, '--')).toEqual(expect.arrayContaining(['--lang', '--json', '--quiet', '--help']));
  });

  it('offers values where an option takes one, both ways of writing it', async () => {
    expect(await offered('plan', '--site', '')).toEqual(['ndc-01', 'ndc-02']);
    expect(await offered('plan', '--organisation', 'bo-n')).toEqual(['bo-noi-vu']);
    expect(await offered('plan', '--lose=')).toEqual(['--lose=site/ndc-01', '--lose=site/ndc-02']);
    expect(await offered('check', '--connection', '')).toEqual(['sandbox']);
    expect(await offered('capacity', 'headroom', '--format', '')).toEqual(['text', 'json', 'csv', 'svg']);
    expect(await offered('check', '--lang', '')).toEqual(['vi', 'en']);
    expect(await offered('check', '--as-of', '')).toEqual([]);
    expect(await offered('explain', 'RED')).toEqual(['RED-001']);
    expect(await offered('hsm', 'ceremony', '--do', 'rotate', '')).toEqual(['ndc-01-ca']);
  });

  it('offers further values of an option that takes several, and none twice', async () => {
    expect(await offered('plan', '--site', 'ndc-01', '')).toEqual(['ndc-02']);
    expect(await offered('plan', '--site', 'ndc-01', '--organisation', 'bo-y-te', 'bo')).toEqual(['bo-noi-vu']);
    expect(await offered('drift', '--stack', 'ndc-01-p')).toEqual(['ndc-01-platform']);
    expect(await offered('apply', '--site', 'ndc-01', '--')).toContain('--accept-unreachable');
  });

  it('offers plan sets where one may be named, and files too where those may', async () => {
    expect(await candidates(['apply', ''], 'en', names)).toEqual({ values: [{ value: '20261122T101500Z-3fa9c1' }] });
    expect(await candidates(['audit', '2026'], 'en', names)).toEqual({ values: [{ value: '20261122T101500Z-3fa9c1' }], paths: 'files' });
  });

  it('offers an option once, but for those that may be repeated', async () => {
    const again = await offered('plan', '--site', 'ndc-01', '--jobs', '2', '--lose', 'site/ndc-01', '--');
    expect(again).toEqual(expect.arrayContaining(['--lose']));
    expect(again).not.toContain('--jobs');
  });

  it('leaves files and folders to the shell', async () => {
    expect(await candidates(['tenant', 'check', ''], 'en', names)).toEqual({ values: [], paths: 'files' });
    expect(await candidates(['tenant', 'check', 'a.yaml', ''], 'en', names)).toEqual({ values: [], paths: 'files' });
    expect(await candidates(['check', '--sites', ''], 'en', names)).toEqual({ values: [], paths: 'folders' });
  });

  it('speaks the language that is asked for', async () => {
    expect((await candidates(['che'], 'vi', names)).values).toEqual([{ value: 'check', about: expect.stringContaining('kiểm tra') as string }]);
  });

  it('offers only what begins with what was typed, whatever that is', async () => {
    const word = fc.oneof(fc.constantFrom('plan', 'hsm', 'keys', '--site', '--lang', '--lang=', 'ndc-01', ''), fc.string({ maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (words) => {
        for (const value of await offered(...words)) expect(value.startsWith(words.at(-1) ?? '')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('names for it', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ndc-tab-'));
    for (const each of ['data/tenants', 'data/keys', '.ndc/connections', '.ndc/plans/20261122T101500Z-3fa9c1', '.ndc/plans/20261123T101500Z-00a9c1', '.ndc/plans/.20261124T101500Z-00a9c1.0a.partial']) await mkdir(join(folder, each), { recursive: true });
    await writeFile(join(folder, 'data/a.yaml'), 'kind: Site\nid: noi-a\n');
    await writeFile(join(folder, 'data/links.yaml'), 'kind: Links\n');
    await writeFile(join(folder, 'data/broken.yaml'), ': [');
    await writeFile(join(folder, 'data/hostile.yaml'), 'kind: Site\nid: "x$(reboot)\\u001b[2J"\n');
    await writeFile(join(folder, 'data/tenants/bo-a.yaml'), '');
    await writeFile(join(folder, 'data/tenants/a b;c.yaml'), '');
    await writeFile(join(folder, 'data/keys/a.yaml'), 'keys:\n  - {id: k, previous: [{id: k-2025}]}\n  - 7\n');
    await writeFile(join(folder, '.ndc/connections/thu.yaml'), '');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const found = (): Names => namesIn({ sites: join(folder, 'data'), home: join(folder, '.ndc') });

  it('come from the data directory and the connections', async () => {
    expect(await found().keys()).toEqual(['k', 'k-2025']);
    expect(await found().connections()).toEqual(['thu']);
    expect(await found().planSets()).toEqual(['20261123T101500Z-00a9c1', '20261122T101500Z-3fa9c1']);
    expect(await found().stacks()).toEqual(expect.arrayContaining(['noi-a-platform', 'noi-a-protection', 'noi-a-tenant-bo-a']));
    expect(await found().rules()).toContain('RED-001');
  });

  it('hand nothing to a shell that it would act upon', async () => {
    expect(await completionAnswer(['plan', '--site', ''], 'en', found())).toBe('noi-a\n');
    expect(await completionAnswer(['plan', '--organisation', ''], 'en', found())).toBe('bo-a\n');
  });

  it('are none where there is no such directory', async () => {
    const none = namesIn({ sites: join(folder, 'none'), home: join(folder, 'none') });
    expect([await none.sites(), await none.organisations(), await none.keys(), await none.connections()]).toEqual([[], [], [], []]);
  });
});
