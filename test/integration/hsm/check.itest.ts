import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayHold, secretOf } from '../canary.js';
import type { HsmCheckData } from '../../../bin/hsm-check-data.js';
import { ndc, printed, type Ran } from './plugin.js';
import { ensureDriver, softHsm, type SoftHsm, type TestKey } from './softhsm.js';

const run = promisify(execFile);
const pin = secretOf('pin');
const [current, former] = ['ndc-01-api-2026c', 'ndc-01-api-2026b'];
const asOf = ['--as-of', '2026-11-20'];

let folder = '';
let count = 0;

beforeAll(async () => {
  await ensureDriver();
  folder = await mkdtemp(join(tmpdir(), 'ndc-hsm-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A token of its own for each case. */
async function token(...keys: readonly TestKey[]): Promise<SoftHsm> {
  const hsm = await softHsm(join(folder, `hsm-${(count += 1)}`), pin);
  await hsm.initialise('ndc-01-kms');
  if (keys.length > 0) await hsm.create('ndc-01-kms', ...keys);
  return hsm;
}

const check = (hsm: SoftHsm, more: readonly string[] = [], stdio: readonly number[] = []): Promise<Ran> =>
  ndc(['hsm', 'check', '--site', 'ndc-01', '--library', hsm.library, '--token', 'ndc-01-kms', ...asOf, ...(more.includes('--pin-file') || more.includes('--pin-fd') ? [] : ['--pin-file', hsm.pinFile]), ...more], hsm.env, stdio);

const found = ({ out }: Ran): string[] => (JSON.parse(out) as HsmCheckData).partitions.flatMap(({ findings }) => findings.map(({ code, key }) => `${key ?? '-'} ${code}`)).filter((each) => !each.endsWith(' slow')).sort();

describe('a token held against the inventory', () => {
  it('passes with the keys it should hold, and is measured', async () => {
    const hsm = await token({ label: current }, { label: former });
    const ran = await check(hsm, ['--rounds', '100', '--json']);
    const { partitions, notChecked, notAskedFor } = JSON.parse(ran.out) as HsmCheckData;
    expect(found(ran)).toEqual([]);
    expect(partitions[0]).toMatchObject({ partition: 'ndc-01-kms', keys: 2, token: { manufacturer: 'SoftHSM project' }, measured: [{ key: current, encrypt: { rounds: 100 }, decrypt: { rounds: 100 } }] });
    expect(partitions[0]?.measured[0]?.encrypt.p50).toBeGreaterThan(0);
    // What a record of a ceremony holds of each key: its id, and three bytes that tell it from others.
    expect(partitions[0]?.marks.map(({ label }) => label).sort()).toEqual([former, current].sort());
    for (const { objectId, checkValue } of partitions[0]?.marks ?? []) expect([objectId, checkValue]).toEqual([expect.stringMatching(/^([0-9a-f]{2})+$/), expect.stringMatching(/^[0-9a-f]{6}$/)]);
    expect([notChecked, notAskedFor]).toEqual([[], expect.arrayContaining(['ndc-01-seal'])]);
  });

  it.each<[string, readonly TestKey[], readonly string[]]>([
    ['nothing in it', [], [`${former} former-key-missing`, `${current} key-missing`]],
    ['an extractable key', [{ label: current, extractable: true }, { label: former }], [`${current} extractable`]],
    ['a key that can be read', [{ label: current, sensitive: false }, { label: former }], [`${current} not-sensitive`]],
    ['a key that wraps others', [{ label: current, wrap: true }, { label: former }], [`${current} may-wrap`]],
    ['a key of 128 bits', [{ label: current, bits: 128 }, { label: former }], [`${current} bits`]],
    ['a key that is seen without a PIN', [{ label: current, visible: true }, { label: former }], [`${current} not-private`]],
    ['a key that unwraps and signs as well', [{ label: current, unwrap: true, sign: true }, { label: former }], [`${current} other-use`]],
    ['two keys of one CKA_ID', [{ label: current, id: 'aa55' }, { label: former, id: 'aa55' }], [`${former} id-twice`]],
    ['two keys of one label', [{ label: current }, { label: current }, { label: former }], [`${current} label-twice`]],
    ['a key nobody declared', [{ label: current }, { label: former }, { label: 'leftover' }], ['leftover key-undeclared']],
    ['one of these that can be taken out', [{ label: current }, { label: former }, { label: 'leftover', extractable: true }], ['leftover key-undeclared', 'leftover extractable-undeclared']],
  ])('with %s fails and says so', async (_, keys, expected) => {
    const ran = await check(await token(...keys), ['--rounds', '0', '--json']);
    expect(found(ran)).toEqual([...expected].sort());
    expect(ran.exit).toBe(1);
  });

  it('that cannot give an end date it holds says that this was not checked', async () => {
    const ran = await check(await token({ label: current, endDate: '20261119' }, { label: former }), ['--rounds', '0', '--json']);
    expect([found(ran), ran.exit]).toEqual([[`${current} date-unreadable`], 0]);
  });

  it('past its rotation, or with a former version kept too long, is told by the day', async () => {
    const hsm = await token({ label: current }, { label: former });
    expect(found(await check(hsm, ['--rounds', '0', '--json', '--as-of', '2026-12-30']))).toEqual([]);
    expect(found(await check(hsm, ['--rounds', '0', '--json', '--as-of', '2026-12-31']))).toEqual([`${current} overdue`]);
    expect(found(await check(hsm, ['--rounds', '0', '--json', '--as-of', '2027-10-08']))).toEqual([`${current} overdue`]);
    expect(found(await check(hsm, ['--rounds', '0', '--json', '--as-of', '2027-10-09']))).toEqual([`${former} key-kept`, `${current} overdue`].sort());
  });

  it('of several partitions takes libraries and PIN files from the connection', async () => {
    const hsm = await token({ label: current }, { label: former });
    const home = join(folder, 'project');
    await cp(join(import.meta.dirname, '../../../sites/data'), join(home, 'sites/data'), { recursive: true });
    await run('mkdir', ['-p', join(home, '.ndc/connections')]);
    await writeFile(join(home, '.ndc/connections/lab.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: lab\nsites:\n  ndc-01: {kubeconfig: k, context: c, hsm: {library: ${hsm.library}, pinFiles: {ndc-01-kms: ${hsm.pinFile}}}}\n`);
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, '../../../bin/ndc'), 'hsm', 'check', '--site', 'ndc-01', '--connection', 'lab', '--rounds', '0', '--json', ...asOf], { cwd: home, env: { ...process.env, ...hsm.env } });
    const { partitions, notChecked, notAskedFor } = JSON.parse(stdout) as HsmCheckData;
    expect(partitions.map(({ partition }) => partition)).toEqual(['ndc-01-kms']);
    expect([notChecked, notAskedFor]).toEqual([expect.arrayContaining(['ndc-01-seal']), []]);
  });
});

describe('bad input', () => {
  const refused = (ran: Ran, exit: number, words: string): void => {
    expect(ran.err).toContain(words);
    expect(ran.exit).toBe(exit);
    expect(ran.out + ran.err).not.toMatch(/NDC-X999|^\s+at .+:\d+/m);
  };

  it('a wrong PIN is tried once', async () => {
    const hsm = await token({ label: current });
    const wrong = join(hsm.folder, 'wrong');
    await writeFile(wrong, 'not-the-pin', { mode: 0o600 });
    refused(await check(hsm, ['--pin-file', wrong]), 2, 'the PIN of partition "ndc-01-kms" is wrong. It was tried once and is not tried again');
  });

  it('the plugin ends after one wrong PIN', async () => {
    const hsm = await token({ label: current });
    const wrong = join(hsm.folder, 'wrong');
    await writeFile(wrong, 'not-the-pin', { mode: 0o600 });
    const ran = await ndc(['hsm', 'kms-plugin', '--site', 'ndc-01', '--socket', join(hsm.folder, 'k.sock'), '--library', hsm.library, '--token', 'ndc-01-kms', '--pin-file', wrong, '--key', current], hsm.env);
    refused(ran, 2, 'is wrong. It was tried once');
  });

  it.each<[string, readonly TestKey[], string]>([
    ['an extractable key', [{ label: current, extractable: true }], `key "${current}" in partition "ndc-01-kms" is not fit: it may be extracted (CKA_EXTRACTABLE)`],
    ['a key of 128 bits', [{ label: current, bits: 128 }], 'is not of 256 bits'],
    ['a key that is seen without a PIN', [{ label: current, visible: true }], 'can be seen and used before the PIN is given (CKA_PRIVATE is false)'],
    ['no such key', [{ label: former }], `holds no AES key "${current}"; there are: ${former}`],
    ['two of one label', [{ label: current }, { label: current }], `holds 2 keys of the label "${current}"`],
  ])('the plugin refuses to serve with %s', async (_, keys, words) => {
    const hsm = await token(...keys);
    refused(await ndc(['hsm', 'kms-plugin', '--site', 'ndc-01', '--socket', join(hsm.folder, 'k.sock'), '--library', hsm.library, '--token', 'ndc-01-kms', '--pin-file', hsm.pinFile, '--key', current], hsm.env), 2, words);
  });

  it('two tokens of one label are not chosen from', async () => {
    const hsm = await token();
    await hsm.initialise('ndc-01-kms');
    refused(await check(hsm), 2, '2 partitions (tokens) bear the label "ndc-01-kms"');
  });

  it('no token at all is told', async () => {
    const hsm = await softHsm(join(folder, 'empty'), pin);
    refused(await check(hsm), 3, 'no partition (token) is there; expected "ndc-01-kms"');
  });

  it('a library of another architecture, and a file that is none', async () => {
    const hsm = await token({ label: current });
    const bytes = await readFile(hsm.library);
    bytes.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);
    const other = join(hsm.folder, 'other.so');
    await writeFile(other, bytes);
    refused(await check(hsm, ['--library', other]), 2, `the library is for ${process.arch === 'arm64' ? 'x64' : 'arm64'}, and this is ${process.arch}`);
    refused(await check(hsm, ['--library', hsm.pinFile]), 2, 'is no shared library (ELF)');
    refused(await check(hsm, ['--library', join(folder, 'absent.so')]), 2, 'the PKCS#11 library cannot be read');
    refused(await check(hsm, ['--library', process.execPath]), 2, 'the PKCS#11 library cannot be loaded');
  });

  it('a library that is cut short, and one that ends the process that loads it: each by its name', async () => {
    const hsm = await token({ label: current });
    const bytes = await readFile(hsm.library);
    const cut = join(hsm.folder, 'cut.so');
    await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const ran = await check(hsm, ['--library', cut]);
    refused(ran, 2, `the library is cut short: the file has ${Math.floor(bytes.length / 2)} bytes, and by its own header at least`);
    expect(ran.err).toContain('cut.so');
    const source = join(hsm.folder, 'crash.c');
    const crash = join(hsm.folder, 'crash.so');
    await writeFile(source, '#include <signal.h>\n__attribute__((constructor)) static void load(void) { raise(SIGBUS); }\n');
    await run('cc', ['-shared', '-fPIC', '-o', crash, source]);
    refused(await check(hsm, ['--library', crash]), 3, `the PKCS#11 library ${crash} ended the process that loaded it (SIGBUS)`);
  });

  it('a PIN file that others may read, a link, an empty one, and none where nobody can be asked', async () => {
    const hsm = await token({ label: current });
    const file = join(hsm.folder, 'open');
    await writeFile(mayHold(file), pin);
    for (const mode of [0o644, 0o640, 0o604]) {
      await chmod(file, mode);
      refused(await check(hsm, ['--pin-file', file]), 2, `others may read this PIN file (mode ${mode.toString(8)}); refused`);
    }
    await symlink(hsm.pinFile, join(hsm.folder, 'link'));
    refused(await check(hsm, ['--pin-file', join(hsm.folder, 'link')]), 2, 'Expected a plain file of mode 0600, no link');
    const empty = join(hsm.folder, 'empty');
    await writeFile(empty, '\n', { mode: 0o600 });
    refused(await check(hsm, ['--pin-file', empty]), 2, 'the PIN is empty');
    refused(await ndc(['hsm', 'check', '--site', 'ndc-01', '--library', hsm.library, '--token', 'ndc-01-kms'], hsm.env), 2, 'A PIN is never an argument');
  });

  it('a descriptor hands the PIN over', async () => {
    const hsm = await token({ label: current }, { label: former });
    const handle = await open(hsm.pinFile, 'r');
    try {
      expect(found(await check(hsm, ['--pin-fd', '3', '--rounds', '0', '--json'], [handle.fd]))).toEqual([]);
    } finally {
      await handle.close();
    }
    refused(await check(hsm, ['--pin-fd', '9']), 2, '--pin-fd 9: cannot be read');
  });

  it.each([
    ['ndc-01-kms;pin-value=1', 'semicolons and spaces break a PKCS#11 URI'],
    ['ndc 01', 'semicolons and spaces break a PKCS#11 URI'],
    ['k'.repeat(33), 'at most 32 bytes'],
    ['ndc-01-other', 'ndc-01 declares no partition "ndc-01-other"; there are: ndc-01-kms'],
  ])('the token label %s', async (label, words) => {
    const hsm = await token();
    refused(await ndc(['hsm', 'check', '--site', 'ndc-01', '--library', hsm.library, '--token', label, '--pin-file', hsm.pinFile], hsm.env), 2, words);
  });

  it('never shows the PIN', () => {
    expect(printed.length).toBeGreaterThan(20);
    expect(printed.filter((text) => text.includes(pin) || text.includes('not-the-pin'))).toEqual([]);
  });
});
