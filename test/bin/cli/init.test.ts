import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CheckData } from '../../../bin/check-data.js';
import type { InitData } from '../../../bin/init/data.js';
import { kindsOfFile, type KindName } from '../../../sites/model/schema-kinds.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { folder } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, shipped } from './ndc.js';

const filesIn = (directory: string): string[] => readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml')).sort();

/** Every count of a check of both views. */
const counts = async (sites: string): Promise<unknown> => {
  const ran = await ndc(['check', '--sites', sites, ...asOf, '--json']);
  const { views } = jsonOf<CheckData>(ran);
  return { exit: ran.exit, views: views.map(({ view, passed, rules }) => ({ view, passed, failed: rules.fail, unknown: rules.unknown, waived: rules.waived, some: rules.pass > 150 })) };
};

const fine = (view: CheckData['views'][number]['view']): unknown => ({ view, passed: true, failed: 0, unknown: 0, waived: 0, some: true });
const sound = { exit: 0, views: [fine('today'), fine('target')] };

describe('the estate that ndc init writes', () => {
  let work = '';
  let sites = '';
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'ndc-init-'));
    sites = join(work, 'mine');
    const ran = await ndc(['init', sites, ...asOf], { cwd: work });
    expect(ran.err).toBe('');
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('ndc check --sites');
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('passes every check, as it stands and as it is meant to stand, and waives nothing', async () => {
    expect(await counts(sites)).toEqual(sound);
    expect(existsSync(join(sites, 'waivers.yaml'))).toBe(false);
  });

  it('names in every file a schema that is there, of the file’s kind', () => {
    const names = filesIn(sites);
    expect(names.length).toBeGreaterThan(18);
    for (const name of names) {
      const text = readFileSync(join(sites, name), 'utf8');
      const schema = /^# yaml-language-server: \$schema=(\S+)\n# \S/.exec(text)?.[1];
      if (schema === undefined) throw new Error(`${name} does not begin with a schema and what it is for`);
      const { kind } = parse(text) as { kind: KindName };
      const at = resolve(dirname(join(sites, name)), schema);
      expect(at.endsWith(`/${kindsOfFile[kind].schemaName}.schema.json`)).toBe(true);
      expect(JSON.parse(readFileSync(at, 'utf8'))).toMatchObject({ properties: { kind: { const: kind } } });
    }
  });

  it('speaks of no body, place or system of the shipped estate', () => {
    const ids = [...filesIn(shipped).filter((name) => name.startsWith('tenants/')).map((name) => name.slice('tenants/'.length, -'.yaml'.length)), 'ndc-01', 'ndc-02', 'vn-ndc'];
    // Reference catalogues keep the comments they came with.
    const own = filesIn(sites).filter((name) => !/^catalogue\/(?!estate|organisations)/.test(name));
    expect(own.length).toBeGreaterThan(8);
    for (const name of own) expect(ids.filter((id) => readFileSync(join(sites, name), 'utf8').includes(id))).toEqual([]);
  });

  it.each([
    [['capacity', 'headroom']],
    [['capacity', 'forecast']],
    [['capacity', 'storage']],
    [['capacity', 'links']],
    [['capacity', 'power']],
    [['dr', 'matrix']],
    [['dr', 'runbook', '--lose', 'dc-01']],
    [['hsm', 'keys']],
    [['hsm', 'graph']],
    [['hsm', 'load']],
    [['hsm', 'break-glass']],
    [['hsm', 'store', '--site', 'dc-02']],
    [['site', 'list']],
    [['tenant', 'progress']],
    [['explain', 'dc-01/site/silver']],
  ])('answers %j', async (line) => {
    const ran = await ndc([...line, '--sites', sites, ...asOf, '--json'], { cwd: work });
    expect({ exit: ran.exit, err: ran.err }).toEqual({ exit: 0, err: '' });
  });

  it('keeps what every tier promises, and needs no purchase', async () => {
    const matrix = await ndc(['dr', 'matrix', '--sites', sites, ...asOf], { cwd: work });
    expect({ exit: matrix.exit, all: matrix.out.includes('The one environment keeps what its tier promises.') }).toEqual({ exit: 0, all: true });
    const bought = await ndc(['capacity', 'purchase', '--sites', sites, ...asOf], { cwd: work });
    expect({ exit: bought.exit, none: bought.out.includes('Nothing has to be bought') }).toEqual({ exit: 0, none: true });
  });

  it('is judged and synthesised like the shipped one', async () => {
    const judged = await ndc(['tenant', 'check', join(sites, 'tenants/first-ministry.yaml'), '--sites', sites, ...asOf, '--lang', 'vi'], { cwd: work });
    expect({ exit: judged.exit, err: judged.err }).toEqual({ exit: 0, err: '' });
    // Nothing of it is left open, and nothing is asked of a body of the shipped estate.
    expect(judged.out.split('\n')[0]).toBe('Cơ quan sử dụng đầu tiên (first-ministry): CHẤP NHẬN ĐƯỢC');
    expect(judged.out).not.toMatch(/Bộ Công an|chưa kiểm tra:/);
    expect((await ndc(['synth', '--sites', sites, ...asOf, '--out', join(work, 'out')], { cwd: work })).exit).toBe(0);
    expect(readdirSync(join(work, 'out')).sort()).toEqual(['dc-01-platform', 'dc-01-protection', 'dc-01-tenant-first-ministry', 'dc-02-platform', 'dc-02-protection', 'dc-03-platform', 'dc-03-protection', 'dc-03-tenant-first-ministry']);
  });

  it('takes further requests, whose schema is found inside the directory', async () => {
    const copy = join(work, 'more');
    await ndc(['init', copy, ...asOf], { cwd: work });
    const list = join(copy, 'catalogue/organisations.yaml');
    writeFileSync(list, `${readFileSync(list, 'utf8')}  - {id: second-ministry, name: {vi: Bộ Hai, en: Second Ministry}, level: central, kind: ministry}\n`);
    const flags = ['--name', 'Archive', '--system', 'archive', '--security-level', '2', '--sharing', 'open', '--importance', 'ordinary', '--secrecy', 'none', '--personal-data', 'none', '--size', 's', '--accountable', 'A', '--technical', 'B', '--mailbox', 'platform@second.example'];
    const made = await ndc(['tenant', 'new', 'second-ministry', ...flags, '--sites', copy, ...asOf], { cwd: work });
    expect({ exit: made.exit, err: made.err }).toEqual({ exit: 0, err: '' });
    expect(made.out).toContain(`\n  ndc tenant check ${join(copy, 'tenants/second-ministry.yaml')} --sites ${copy}\n`);
    const text = readFileSync(join(copy, 'tenants/second-ministry.yaml'), 'utf8');
    const open = await ndc(['tenant', 'check', join(copy, 'tenants/second-ministry.yaml'), '--sites', copy, ...asOf], { cwd: work });
    expect(open.out.replaceAll(/\s+/g, ' ')).toContain('no agreement on route and dates with Operator of the platform is on record');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schema/tenant.schema.json');
    // An editor that edits several files at once goes through the other writer.
    const moved = await ndc(['tenant', 'merge', 'first-ministry', 'second-ministry', '--write', '--sites', copy, ...asOf], { cwd: work });
    expect(moved.err).toBe('');
    const [transition = ''] = readdirSync(join(copy, 'transitions'));
    expect(readFileSync(join(copy, 'transitions', transition), 'utf8').split('\n')[0]).toBe('# yaml-language-server: $schema=../schema/transition.schema.json');
  });
});

describe('ndc init', () => {
  it('names everything as asked, up to the longest ids and the strangest name, and passes', async () => {
    const work = folder();
    const sites = join(work, 'deep/er/mine');
    const name = 'Cảng "dữ liệu" ${path.module} %{ if true } #{x} : - [a]\t`id` <b>';
    const longest = (letter: string, length: number): string => `${letter}${'-0'.repeat(20)}`.slice(0, length - 1).replace(/-$/, '0') + 'z';
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => longest(letter, 32));
    const ran = await ndc(['init', sites, '--name', name, '--id', 'harbour', '--operator', longest('o', 30), '--organisation', longest('m', 30), '--site', a ?? '', '--site', b ?? '', '--site', c ?? '', '--site', d ?? '', ...asOf, '--json'], { cwd: work });
    const printed = jsonOf<InitData>(ran);
    expect(outcomeSchemaOf('ndc/init.v1')?.parse(printed)).toEqual(printed);
    expect(printed).toMatchObject({ name, id: 'harbour', sites: [a, b, c, d] });
    expect(printed.written).toEqual(filesIn(sites));
    expect(parse(readFileSync(join(sites, 'catalogue/estate.yaml'), 'utf8'))).toMatchObject({ id: 'harbour', name: { vi: name, en: name } });
    expect(await counts(sites)).toEqual(sound);
  });

  it('writes the same files twice', async () => {
    const work = folder();
    for (const name of ['one', 'two']) await ndc(['init', join(work, name), ...asOf], { cwd: work });
    expect(filesIn(join(work, 'one'))).toEqual(filesIn(join(work, 'two')));
    for (const name of filesIn(join(work, 'one'))) expect(readFileSync(join(work, 'one', name), 'utf8')).toBe(readFileSync(join(work, 'two', name), 'utf8'));
  });

  it('takes an empty folder, and no other', async () => {
    const work = folder();
    mkdirSync(join(work, 'empty'));
    expect((await ndc(['init', join(work, 'empty'), ...asOf], { cwd: work })).exit).toBe(0);
    mkdirSync(join(work, 'full'));
    writeFileSync(join(work, 'full/notes.txt'), 'mine');
    writeFileSync(join(work, 'file'), 'mine');
    for (const [place, why] of [['full', 'is not empty'], ['file', 'is no directory'], ['.', 'is not empty'], ['file/below', 'is no directory']] as const) {
      const ran = await ndc(['init', join(work, place), ...asOf], { cwd: work });
      expect([place, ran.exit, ran.out]).toEqual([place, 2, '']);
      expect(ran.err).toContain('NDC-X463');
      expect(ran.err).toContain(why);
      expectNoTrace(ran);
    }
    expect(readdirSync(work).sort()).toEqual(['empty', 'file', 'full']);
    expect(readdirSync(join(work, 'full'))).toEqual(['notes.txt']);
    const inside = join(work, 'inside');
    mkdirSync(inside);
    expect((await ndc(['init', inside, ...asOf], { cwd: inside })).err).toContain('is the working directory');
    expect(readdirSync(inside)).toEqual([]);
  });

  it.each([
    ['an id with a template', ['--id', '${path.module}'], 'NDC-X460'],
    ['an id that climbs', ['--site', '../x', '--site', 'b', '--site', 'c'], 'NDC-X460'],
    ['an id that is an object’s own', ['--organisation', 'constructor'], 'NDC-X460'],
    ['an empty id', ['--operator', ''], 'NDC-X460'],
    ['a site id that is too long', ['--site', 'a'.repeat(33), '--site', 'b', '--site', 'c'], 'NDC-X460'],
    ['two sites', ['--site', 'a', '--site', 'b'], 'NDC-X461'],
    ['six sites', ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((id) => ['--site', id]), 'NDC-X461'],
    ['a site twice', ['--site', 'a', '--site', 'b', '--site', 'a'], 'NDC-X461'],
    ['a site with another file’s name', ['--site', 'links', '--site', 'b', '--site', 'c'], 'NDC-X461'],
    ['a site with the name of a file below keys/', ['--site', 'break-glass', '--site', 'b', '--site', 'c'], 'NDC-X461'],
    ['an operator that is its own tenant', ['--operator', 'x', '--organisation', 'x'], 'NDC-X461'],
    ['a name that is too long', ['--name', 'x'.repeat(401)], 'NDC-X462'],
    ['a name with an escape sequence', ['--name', 'x\u001b[31m'], 'NDC-X462'],
    ['an empty name', ['--name', ''], 'NDC-X462'],
    ['an organisation that doubles a key', ['--organisation', 'api'], 'NDC-X462'],
  ])('refuses %s and writes nothing', async (_what, flags, code) => {
    const work = folder();
    for (const lang of ['vi', 'en']) {
      const ran = await ndc(['init', join(work, 'mine'), ...flags, ...asOf, '--lang', lang], { cwd: work });
      expect([ran.exit, ran.out]).toEqual([2, '']);
      expect(ran.err).toContain(code);
      expect(ran.err).not.toContain('\u001b');
      expectNoTrace(ran);
    }
    expect(readdirSync(work)).toEqual([]);
  });
});
