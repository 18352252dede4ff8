import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Text } from '../../sites/model/text.js';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import { hasErrorCode } from './sandbox/errno.js';
import { whyNobody, whyNotHolding } from './signature-fault.js';
import { visible } from './visible.js';

/** What signatures of this toolkit are for: one made for another purpose is none of ours. */
const namespace = 'ndc';

/** Longest signature read, bytes; one by the largest key in use has about two thousand. */
const longestSignature = 64 * 1024;

/** A list of allowed signers: a file somebody names, or its text (`man ssh-keygen`, ALLOWED SIGNERS). */
export type AllowedSigners = string | { readonly text: string };

/** `key` is the fingerprint of the key that signed, `SHA256:…`: one key has one, however it was written down. */
export type SignatureCheck = { readonly good: true; readonly signer: string; readonly key: string } | { readonly good: false; readonly because: Text };

/** @throws EnvironmentFailure NDC-X042 where ssh-keygen cannot be run. Asked before work that a missing program would waste. */
export async function requireSshKeygen(): Promise<void> {
  // It knows no --version; whatever it answers, it is there.
  await keygen(['-Y'], new Uint8Array());
}

/**
 * Signs bytes with a person's SSH key. The key stays where it is: ssh-keygen reads it, or asks the agent that holds it.
 * Nothing is asked on a terminal: a key with a passphrase has to be in the agent.
 *
 * @param key file of the private key, or of a public key whose private half is in the agent.
 * @returns the armored signature.
 * @throws InputFailure NDC-X041 where the key cannot be used, EnvironmentFailure NDC-X042 without ssh-keygen.
 */
export async function signBytes(bytes: Uint8Array, key: string): Promise<string> {
  if (!(await isFile(key))) throw unusable(key, { vi: 'không có tệp khóa này', en: 'there is no such key file' });
  const { exitCode, stdout, stderr } = await keygen(['-Y', 'sign', '-f', key, '-n', namespace], bytes);
  if (exitCode !== 0 || !stdout.includes('BEGIN SSH SIGNATURE')) throw unusable(key, said(stderr));
  return stdout.endsWith('\n') ? stdout : `${stdout}\n`;
}

/**
 * Checks a signature over bytes against a list of allowed signers. Days of validity in it are judged by the clock.
 *
 * @throws InputFailure NDC-X041 where the list cannot be read, EnvironmentFailure NDC-X042 without ssh-keygen.
 */
export async function verifySignature(bytes: Uint8Array, signature: Uint8Array, signers: AllowedSigners): Promise<SignatureCheck> {
  if (typeof signers === 'string' && !(await isFile(signers)))
    throw new InputFailure('NDC-X041', { vi: `không đọc được danh sách người ký ${visible(signers, 200)}. Hãy nêu tệp allowed_signers của kiểm toán viên.`, en: `the list of signers ${visible(signers, 200)} cannot be read. Name the auditor's own allowed_signers file.` });
  if (signature.byteLength > longestSignature) return { good: false, because: { vi: 'tệp chữ ký quá lớn', en: 'the signature file is too large' } };
  // A file of our own: the one in the folder could be another by the time it is read again.
  const folder = await mkdtemp(join(tmpdir(), 'ndc-signature-'));
  try {
    const file = join(folder, 'signature');
    await writeFile(file, signature, { mode: 0o600 });
    const list = typeof signers === 'string' ? signers : join(folder, 'allowed_signers');
    if (typeof signers !== 'string') await writeFile(list, signers.text, { mode: 0o600 });
    const found = await keygen(['-Y', 'find-principals', '-s', file, '-f', list], new Uint8Array());
    const principals = found.stdout.split('\n').map((line) => line.trim()).filter((line) => line !== '');
    if (found.exitCode !== 0 || principals.length === 0) return { good: false, because: whyNobody(found.stderr, typeof signers === 'string' ? await readFile(list, 'utf8').catch(() => undefined) : signers.text) };
    let because = whyNotHolding('');
    for (const principal of principals.slice(0, 20)) {
      const { exitCode, stderr, stdout } = await keygen(['-Y', 'verify', '-f', list, '-I', principal, '-n', namespace, '-s', file], bytes);
      const key = /\bkey (SHA256:[A-Za-z0-9+/]{43})\s*$/.exec(stdout)?.[1];
      if (exitCode === 0 && key !== undefined) return { good: true, signer: visible(principal, 200), key };
      because = whyNotHolding(`${stderr}\n${stdout}`);
    }
    return { good: false, because };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Looked at, never opened: a private key's bytes do not enter this process. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function keygen(args: readonly string[], input: Uint8Array): Promise<{ readonly exitCode: number | undefined; readonly stdout: string; readonly stderr: string }> {
  // No terminal and no askpass program: a command that waits for a passphrase nobody is asked for would never end.
  const result = await execa('ssh-keygen', args, { input, reject: false, detached: true, stripFinalNewline: false, env: { SSH_ASKPASS_REQUIRE: 'never', LC_ALL: 'C' }, timeout: 60_000, maxBuffer: 1 << 20 });
  if (hasErrorCode(result.cause, 'ENOENT', 'EACCES') || hasErrorCode(result, 'ENOENT', 'EACCES')) throw missing({ vi: 'không có trên PATH', en: 'is not on PATH' });
  if (/(unknown|illegal|invalid) option -- Y|Unsupported operation for -Y/i.test(result.stderr)) throw missing({ vi: 'quá cũ, chưa biết ký (-Y)', en: 'is too old to sign (-Y)' });
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}

const missing = (found: Text): EnvironmentFailure =>
  new EnvironmentFailure('NDC-X042', {
    vi: `ssh-keygen ${found.vi}. Hãy cài OpenSSH từ 8.3 (Debian, Ubuntu: apt install openssh-client) rồi chạy lại.`,
    en: `ssh-keygen ${found.en}. Install OpenSSH 8.3 or later (Debian, Ubuntu: apt install openssh-client) and run again.`,
  });

const unusable = (key: string, because: Text): InputFailure =>
  new InputFailure('NDC-X041', {
    vi: `không ký được bằng khóa ${visible(key, 200)}: ${because.vi}. Khóa có mật khẩu thì hãy nạp vào ssh-agent (ssh-add) và nêu tệp khóa công khai.`,
    en: `the key ${visible(key, 200)} cannot sign: ${because.en}. A key with a passphrase goes into ssh-agent first (ssh-add); then name its public file.`,
  });

/** The program's last words. */
function said(stderr: string): Text {
  const line = stderr.split('\n').map((each) => each.replace(/^Enter passphrase[^:]*:/, '').trim()).filter((each) => each !== '').slice(-2).join('; ');
  const text = visible(line === '' ? 'ssh-keygen gave no reason' : line, 300);
  return { vi: text, en: text };
}
