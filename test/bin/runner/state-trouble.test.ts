import { describe, expect, it } from 'vitest';
import { summaryOfText } from '../../../bin/edge/engine-lines.js';
import { asSpoken } from '../../../bin/runner/apply-stack.js';
import { stateTrouble } from '../../../bin/runner/state-trouble.js';

/** As OpenTofu 1.12 writes it without colours. */
const locked = 'Error: Error acquiring the state lock\n\nError message: failed to write backup file: decryption failed for all\nprovided methods\nattempted decryption failed for state: decryption failed: cipher: message\nauthentication failed\n\nOpenTofu acquires a state lock to protect the state from being written\nby multiple users at the same time.\n';
const refused = (words: string): string => `Error: Unable to fetch encryption key data\n\nkey_provider.external.ndc failed with error: the external command exited with\na non-zero exit code (exit status 1)\n\nStderr:\n-------\n${words}\n\n\n`;

describe('a state that its encryption keeps shut', () => {
  it.each<[string, string, RegExp, RegExp]>([
    ['under another passphrase', 'Error: Failed to refresh state: decryption failed for all provided methods\nattempted decryption failed for state: decryption failed: cipher: message authentication failed\n', /stateEncryption\.former/, /stateEncryption\.former .* ndc rekey/],
    ['under another passphrase, met as it is written', locked, /stateEncryption\.former/, /cụm mật khẩu/],
    ['in clear', 'Error: Failed to refresh state: encountered unencrypted payload without unencrypted method configured\n', /migrating: true/, /migrating: true/],
  ])('%s is told in both languages with what to do', (_, text, en, vi) => {
    const told = asSpoken(summaryOfText(text) ?? '');
    expect(told.en).toMatch(en);
    expect(told.vi).toMatch(vi);
    expect(told.vi).not.toBe(told.en);
  });

  it('because of the HSM is told in the words of the program that asked it, once', () => {
    const words = 'NDC-X063 PIN của phân vùng "p" sai. Chỉ thử một lần và không thử lại:\nthử nhiều lần sẽ khóa phân vùng.';
    expect(summaryOfText(refused(words).repeat(2))).toBe(words.replace('\n', ' '));
  });

  it('for any other reason keeps the engine’s words', () => {
    expect(stateTrouble('Failed to refresh state: no route to host')).toBeUndefined();
    expect(asSpoken('no route to host')).toEqual({ vi: 'no route to host', en: 'no route to host' });
    expect(summaryOfText('all is well')).toBeUndefined();
  });
});
