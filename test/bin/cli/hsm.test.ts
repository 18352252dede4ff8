import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { HsmGraphData, HsmKeysData } from '../../../bin/hsm-keys-data.js';
import { serveKms } from '../../../bin/edge/kms/server.js';
import { softwarePlugin } from '../edge/kms/software-plugin.js';
import { folder } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, remembered, said, shipped } from './ndc.js';
import { workplace } from './workplace.js';

const hsm = remembered((...argv: readonly string[]) => ndc(['hsm', ...argv, '--sites', shipped, ...(argv.includes('--as-of') ? [] : asOf)]));
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

describe('ndc hsm keys', () => {
  it.each(['vi', 'en'])('lists every site’s keys in %s within 100 columns', async (lang) => {
    const { exit, out, err, reached } = await hsm('keys', '--lang', lang);
    expect([exit, err, reached]).toEqual([0, '', []]);
    expect(widest(out)).toBeLessThanOrEqual(100);
    expect(out).not.toMatch(/undefined|NaN|\[object/);
    for (const key of ['ndc-01-api-2026c', 'ndc-02-seal', 'ndc-03-ca']) expect(out).toContain(key);
  });

  it('says what is due, and which values nobody has confirmed', async () => {
    expect((await hsm('keys', '--as-of', '2027-01-02', '--lang', 'en', '--site', 'ndc-01')).out).toMatch(/ndc-01-api-2026c .* 2026-12-30 +overdue/);
    const { out } = await hsm('keys', '--lang', 'vi', '--site', 'ndc-01');
    expect(out).toContain('TCVN 11295:2016: Yêu cầu an toàn cho mô-đun mật mã (giả định)');
    expect(out).toMatch(/\d+ giá trị ở đây là giả định, chờ cán bộ cơ yếu xác nhận\./);
    expect(out).not.toContain('ndc-02');
  });

  it('as csv has one row for each key', async () => {
    const { keys } = jsonOf<HsmKeysData>(await hsm('keys', '--json'));
    const { out } = await hsm('keys', '--format', 'csv', '--lang', 'en');
    const rows = out.trimEnd().split('\r\n');
    expect(rows[0]).toMatch(/^\ufeffkey,site,purpose,home,label,/);
    expect(rows).toHaveLength(keys.length + 1);
  });

  it('knows its sites', async () => {
    const ran = await hsm('keys', '--site', 'ndc-9', '--lang', 'en');
    expect(ran.exit).toBe(2);
    expect(said(ran)).toContain('ndc-9');
    expectNoTrace(ran);
  });
});

describe('ndc hsm check with a connection named', () => {
  const own = (library: string): string => `  ndc-01: {kubeconfig: kubeconfig, context: admin@ndc-01, hsm: {library: ${library}, pinFiles: {ndc-01-seal: seal.pin}}}\n`;
  const asked = async (given: string | undefined, ...more: readonly string[]): Promise<string> => {
    const { work } = workplace();
    if (given !== undefined) writeFileSync(join(work, '.ndc/connections/real.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: real\nsites:\n${given}`);
    const ran = await ndc(['hsm', 'check', '--site', 'ndc-01', '--connection', 'real', '--rounds', '0', '--sites', shipped, '--lang', 'en', ...asOf, ...more], { cwd: work });
    expect([ran.exit, ran.reached]).toEqual([2, []]);
    return said(ran).replace(/\s+/g, ' ');
  };
  // A program of this machine’s kind: what is looked at before a PIN is asked for.
  const program = process.execPath;

  it.each<[string, string | undefined, readonly string[], RegExp]>([
    ['takes the partition and library that are named, where the connection has none', undefined, ['--token', 'ndc-01-kms', '--library', '/nowhere/p11.so'], /NDC-X062 \/nowhere\/p11\.so/],
    ['takes the library that is named, and not the connection’s', own('/connected/p11.so'), ['--token', 'ndc-01-kms', '--library', '/nowhere/p11.so'], /NDC-X062 \/nowhere\/p11\.so/],
    ['asks for the PIN of a partition it has no file of', own('/connected/p11.so'), ['--token', 'ndc-01-kms', '--library', program], /NDC-X061 PIN: neither --pin-file nor --pin-fd is given, and there is no terminal/],
    ['reads the PIN of one it has a file of', own(program), ['--token', 'ndc-01-seal'], /NDC-X061 .*seal\.pin/],
    ['takes the connection’s library where none is named', own('/connected/p11.so'), ['--token', 'ndc-01-kms'], /NDC-X062 \/connected\/p11\.so/],
    ['says what is missing of a partition that is named', undefined, ['--token', 'ndc-01-kms'], /NDC-X060 --library of the partition "ndc-01-kms" is missing \(the connection "real" has no sites\.ndc-01\.hsm\)/],
    ['says what is missing where nothing is named', undefined, [], /NDC-X060 --token and --library are missing, or a --connection that has sites\.ndc-01\.hsm .*the connection "real" has no sites\.ndc-01\.hsm/],
    ['refuses a partition that the site does not declare', undefined, ['--token', 'ndc-02-kms', '--library', program], /NDC-X067 ndc-01 declares no partition "ndc-02-kms"/],
  ])('%s', async (_name, given, line, expected) => {
    expect(await asked(given, ...line)).toMatch(expected);
  });
});

describe('ndc hsm graph', () => {
  it('says in which order things can be opened', async () => {
    const { out } = await hsm('graph', '--site', 'ndc-01', '--lang', 'en');
    expect(out).toMatch(/store\/ndc-01 ← [^\n]*key\/ndc-01-seal/);
    expect(out.indexOf('key/ndc-01-database')).toBeGreaterThan(out.indexOf('store/ndc-01 ←'));
    expect(widest(out)).toBeLessThanOrEqual(100);
    const { out: vi } = await hsm('graph', '--site', 'ndc-01', '--lang', 'vi');
    expect(vi).toContain('Bước 1');
    // Ids are English words.
    expect(vi.replace(/\s+/g, ' ')).toContain('osd/ là ổ đĩa');
    expect(widest(vi)).toBeLessThanOrEqual(100);
  });

  it.each(['vi', 'en'])('as SVG in %s is well-formed, refers to nothing outside, and overlaps nowhere', async (lang) => {
    const { graph } = jsonOf<HsmGraphData>(await hsm('graph', '--json'));
    const { out } = await hsm('graph', '--format', 'svg', '--lang', lang);
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(out).close();
    expect(out.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|<script|<image|undefined|NaN/);
    const boxes = [...out.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="[\d.]+" rx="4"/g)].map((match) => match.slice(1).map(Number));
    expect(boxes).toHaveLength(graph.nodes.length);
    for (const [index, [x = 0, y = 0, width = 0]] of boxes.entries()) for (const [otherX = 0, otherY = 0] of boxes.slice(index + 1)) expect(y !== otherY || Math.abs(x - otherX) >= width).toBe(true);
    expect(out.match(/<path [^>]*marker-end=/g)).toHaveLength(graph.edges.length);
  });
});

describe('ndc hsm rotate', () => {
  it('prints the five stages in both languages', async () => {
    for (const [lang, words] of [['vi', 'Tạo khóa mới'], ['en', 'Create the new key']] as const) {
      const { exit, out } = await hsm('rotate', '--plan', 'ndc-01/ndc-01-api-2026c', '--lang', lang);
      expect(exit).toBe(0);
      expect(out.match(/^\d\. /gm)).toHaveLength(5);
      expect(out).toContain(words);
    }
  });

  it.each([
    [['--plan', 'ndc-01/ndc-01-api-2026d'], 'Did you mean'],
    [['--plan', 'ndc-01/ndc-01-seal'], 'is for seal; steps are known only for API-server keys'],
    [['--plan', 'ndc-02/ndc-02-api'], 'is planned and was never made: there is nothing to rotate. Make it first by ceremony: ndc hsm ceremony ndc-02-api --do create'],
    [[], '--plan SITE/KEY is missing'],
    [['--plan', 'ndc-01/ndc-01-api-2026c', '--new', 'a b'], 'semicolons and spaces'],
    [['--plan', 'ndc-01/ndc-01-api-2026c', '--new', 'ndc-01-api-2026b'], 'which was used before; a key id is never used again'],
  ])('refuses %j', async (argv, words) => {
    const ran = await hsm('rotate', ...argv, '--lang', 'en');
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err.replace(/\s+/g, ' ')).toContain(words);
    expectNoTrace(ran);
  });
});

describe('ndc hsm rotate of a key for another purpose', () => {
  it('names the purpose in the reader’s language and suggests no other key', async () => {
    const { err } = await hsm('rotate', '--plan', 'ndc-01/ndc-01-seal', '--lang', 'vi');
    expect(err).toContain('dùng cho niêm phong kho bí mật');
    expect(err).not.toMatch(/dùng cho seal|Ý là/);
    expect((await hsm('rotate', '--plan', 'ndc-01/ndc-01-seal', '--lang', 'en')).err).not.toContain('Did you mean');
  });
});

describe('ndc hsm host-files', () => {
  it('writes what a control-plane host needs, for root alone', async () => {
    const work = folder();
    const given = ['hsm', 'host-files', '--sites', shipped, ...asOf, '--site', 'ndc-01', '--library', '/usr/lib/hsm.so', '--out', `${work}/hosts`, '--lang', 'en'] as const;
    expect((await ndc(given)).exit).toBe(0);
    const configuration = join(work, 'hosts/etc/kubernetes/encryption.yaml');
    expect(parse(readFileSync(configuration, 'utf8'))).toMatchObject({ kind: 'EncryptionConfiguration', resources: [{ providers: [{ kms: { apiVersion: 'v2', endpoint: 'unix:///run/ndc-kms/kms.sock' } }] }] });
    expect(statSync(configuration).mode & 0o777).toBe(0o600);
    expect(existsSync(join(work, 'hosts/etc/systemd/system/ndc-kms.service'))).toBe(true);
    const again = await ndc(given);
    expect(again).toMatchObject({ exit: 2, err: expect.stringContaining('already exists and is not overwritten') as string });
  });

  it.each([
    [['--site', 'ndc-01'], '--library is missing'],
    [['--library', '/l.so'], '--site is missing; expected one of: ndc-01, ndc-02, ndc-03'],
    [['--site', 'ndc-01', '--library', '/l;rm.so'], 'absolute path of letters, digits'],
    [['--site', 'ndc-01', '--library', '/l.so', '--stage', 'done'], 'expected migrating or encrypted'],
  ])('refuses %j', async (argv, words) => {
    const ran = await hsm('host-files', ...argv, '--lang', 'en');
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(words);
    expectNoTrace(ran);
  });
});

describe('ndc hsm kms-test', () => {
  const lenient = ['--rounds', '2', '--encrypt-ms', '60000', '--decrypt-ms', '60000', '--lang', 'en'] as const;

  it('exits 0 for a plugin that keeps the contract, 1 for one that does not', async () => {
    const plugin = softwarePlugin();
    const server = await serveKms(`${folder()}/k.sock`, plugin);
    expect(await ndc(['hsm', 'kms-test', '--socket', server.path, ...lenient])).toMatchObject({ exit: 0, out: expect.stringContaining('The plugin keeps the contract of KMS v2.') as string });
    plugin.status = () => ({ version: 'v2beta1', healthz: 'ok', keyId: 'software-1' });
    await server.stop();
    const broken = await serveKms(`${folder()}/k.sock`, plugin);
    const ran = await ndc(['hsm', 'kms-test', '--socket', broken.path, ...lenient]);
    await broken.stop();
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(/FAIL {2}the version is v2: "v2beta1"/);
  });

  it.each([
    [['--socket', '/nonexistent/k.sock'], 2, 'there is no socket'],
    [[], 2, '--socket is missing'],
    [['--socket', `/${'s'.repeat(107)}`], 2, 'is longer than 107 bytes'],
  ])('refuses %j', async (argv, exit, words) => {
    const ran = await ndc(['hsm', 'kms-test', ...argv, '--lang', 'en']);
    expect(ran.exit).toBe(exit);
    expect(ran.err).toContain(words);
    expectNoTrace(ran);
  });
});

describe('ndc hsm kms-plugin', () => {
  const start = (...argv: readonly string[]) => ndc(['hsm', 'kms-plugin', '--sites', shipped, ...asOf, '--lang', 'en', ...argv]);

  it.each([
    [['--site', 'ndc-01', '--token', 'ndc-01-kms', '--key', 'not-declared'], `is not in ndc-01's inventory for the API server; there are: --token ndc-01-kms --key ndc-01-api-2026c`],
    [['--site', 'ndc-01', '--token', 'ndc-01-kms', '--key', 'a;b'], '--key is "a;b"; expected letters'],
    [['--site', 'ndc-01', '--token', 'ndc-01-kms'], '--key is missing'],
    [['--site', 'ndc-01', '--token', 'ndc-01-kms', '--key', 'ndc-01-api-2026c', '--socket', `/tmp/${'x'.repeat(103)}`], 'has 108 bytes; the system takes at most 107'],
  ])('refuses %j before any PIN is read', async (argv, words) => {
    const ran = await start(...argv);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(words);
    expectNoTrace(ran);
  });
});
