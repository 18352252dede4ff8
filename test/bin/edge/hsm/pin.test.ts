import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { requireLibrary } from '../../../../bin/edge/hsm/library.js';
import { pinFromDescriptor, pinFromFile } from '../../../../bin/edge/hsm/pin.js';
import { troubleText, unfitText } from '../../../../bin/edge/hsm/token-failure.js';
import { keyIdOf, partsOfKeyId, type TokenTrouble } from '../../../../bin/edge/hsm/token-protocol.js';

const folder = mkdtempSync(join(tmpdir(), 'pin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Uint8Array, mode = 0o600): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};

describe('a PIN file', () => {
  it.each([
    ['plain', '1234', '1234'],
    ['a closing line', 'a b;c\n', 'a b;c'],
    ['of Windows', '1234\r\n', '1234'],
    ['with blanks that are part of it', ' 12 ', ' 12 '],
  ])('%s is read', async (name, content, pin) => {
    expect(await pinFromFile(file(name, content))).toBe(pin);
  });

  it.each<[string, string, number, string]>([
    ['readable by the group', 'secret-4711', 0o640, 'others may read this PIN file (mode 640); refused'],
    ['readable by all', 'secret-4711', 0o604, 'others may read this PIN file (mode 604); refused'],
    ['writable by all', 'secret-4711', 0o602, 'others may read this PIN file (mode 602); refused'],
    ['empty', '', 0o600, 'the PIN is empty'],
    ['of two lines', 'secret-4711\nmore', 0o600, 'a PIN is one line'],
    ['too long', 'secret-4711'.repeat(40), 0o600, 'a PIN has at most 256'],
  ])('%s is refused without a word of it', async (name, content, mode, words) => {
    const error: unknown = await pinFromFile(file(name, content, mode)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exit: 2, code: 'NDC-X061' });
    const { text } = error as { text: { vi: string; en: string } };
    expect(text.en).toContain(words);
    expect(text.vi + text.en).not.toContain('secret-4711');
  });

  it('that is a link, a folder or nothing is refused', async () => {
    symlinkSync(file('target', '1234'), join(folder, 'link'));
    mkdirSync(join(folder, 'folder'), { mode: 0o700 });
    for (const name of ['link', 'folder', 'absent']) await expect(pinFromFile(join(folder, name))).rejects.toMatchObject({ code: 'NDC-X061' });
  });

  it.each(['1', '2', 'x', '-1', '99999', '977'])('descriptor %s is refused', (written) => {
    expect(() => pinFromDescriptor(written)).toThrow(expect.objectContaining({ code: 'NDC-X061' }) as Error);
  });
});

describe('a library', () => {
  const elf = (machine: number): Buffer => {
    const bytes = Buffer.alloc(64);
    bytes.writeUInt32BE(0x7f454c46, 0);
    bytes[4] = 2;
    bytes[5] = 1;
    bytes.writeUInt16LE(machine, 18);
    return bytes;
  };

  it.runIf(process.platform === 'linux').each([
    [183, 'x64', 'the library is for arm64, and this is x64'],
    [62, 'arm64', 'the library is for x64, and this is arm64'],
    [8, 'x64', 'the library is for e_machine 8, and this is x64'],
  ])('of machine %i on %s is refused', async (machine, architecture, words) => {
    await expect(requireLibrary(file(`lib-${machine}`, elf(machine)), architecture)).rejects.toThrow(words);
  });

  it('of this machine is taken', async () => {
    const path = file('lib-own', elf(62));
    await expect(requireLibrary(path, 'x64')).resolves.toBe(path);
  });

  it.runIf(process.platform === 'linux')('that is cut short is refused by its name, however much is missing', async () => {
    // This very program, and parts of it.
    const whole = Buffer.alloc(1_000_000);
    const program = openSync(process.execPath, 'r');
    readSync(program, whole, 0, whole.length, 0);
    closeSync(program);
    for (const kept of [30, 64, 300, whole.length]) await expect(requireLibrary(file(`cut-${kept}`, whole.subarray(0, kept)), process.arch)).rejects.toThrow(new RegExp(`cut-${kept}: the library is cut short: the file has ${kept} bytes, and by its own header at least \\d+\\. `));
    await expect(requireLibrary(process.execPath)).resolves.toBe(realpathSync(process.execPath));
  });

  it('that is a text or a folder is refused', async () => {
    await expect(requireLibrary(file('text', 'hello, this is no library at all'))).rejects.toThrow('is no shared library (ELF)');
    await expect(requireLibrary(file('other', 'hello, this is no library at all'), 'x64', 'stateEncryption.hsm.library')).rejects.toThrow('Point stateEncryption.hsm.library at');
    await expect(requireLibrary('/nowhere/lib.so', 'x64', 'stateEncryption.hsm.library')).rejects.toThrow('Check stateEncryption.hsm.library.');
    await expect(requireLibrary(folder)).rejects.toThrow('is no plain file');
  });
});

describe('a key id', () => {
  it('is label and CKA_ID, told apart at the last colon', () => {
    expect(partsOfKeyId(keyIdOf('a:b', '00ff'))).toEqual({ label: 'a:b', objectId: '00ff' });
    for (const none of ['', 'label', 'label:', ':00', 'label:0', 'label:zz']) expect(partsOfKeyId(none)).toBeUndefined();
  });
});

describe('a token’s trouble', () => {
  const all: readonly TokenTrouble[] = [
    { is: 'driver', state: 'absent', detail: 'd' },
    { is: 'driver', state: 'not-built', detail: 'd' },
    { is: 'library', detail: 'd' },
    { is: 'no-token', tokens: [] },
    { is: 'no-token', tokens: ['a\u001b[2J'] },
    { is: 'two-tokens', count: 2 },
    { is: 'no-user-pin' },
    { is: 'pin-wrong' },
    { is: 'pin-locked' },
    { is: 'pin-last-try' },
    { is: 'no-mechanism', mechanism: 'CKM_AES_GCM' },
    { is: 'no-key', key: 'k', keys: [] },
    { is: 'no-key', key: 'k', keys: ['a'] },
    { is: 'two-keys', key: 'k', count: 2 },
    { is: 'unfit-key', key: 'k', why: ['extractable', 'no-id'] },
    { is: 'bad-ciphertext' },
    { is: 'ckr', name: 'CKR_DEVICE_ERROR', method: 'C_Encrypt' },
    { is: 'taken', what: 'label', value: 'k' },
    { is: 'taken', what: 'id', value: '00ff' },
    { is: 'made-unfit', key: 'k', why: ['may-wrap'] },
    { is: 'made-left', key: 'k', objectId: '00ff' },
    { is: 'crashed', library: '/l.so', signal: 'SIGBUS' },
    { is: 'gone', detail: 'SIGSEGV' },
    { is: 'slow', milliseconds: 3000 },
  ];

  it('has a sentence of its own in both languages, safe for a terminal', () => {
    const texts = all.map((trouble) => troubleText(trouble, 'ndc-01-kms'));
    expect(new Set(texts.map(({ en }) => en)).size).toBe(all.length);
    expect(new Set(texts.map(({ vi }) => vi)).size).toBe(all.length);
    for (const { vi, en } of texts) expect(vi + en).not.toMatch(/undefined|\[object|\p{Cc}/u);
    expect(unfitText('may-wrap').en).toContain('CKA_WRAP');
  });
});
