import { describe, expect, it } from 'vitest';
import { requestFindings } from '../../../sites/tenancy/request-findings.js';
import type { Changes } from '../model/estate-files.js';
import { estateOf, put } from '../model/estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';

const found = (change: Changes[string]) => {
  const estate = estateOf({ [tenant]: change });
  const request = estate.requests['bo-y-te'];
  if (request === undefined) throw new Error('the request is gone');
  return requestFindings({ estate, request }).map(({ code, weight, message, place }) => ({ code, weight, line: place?.line, message: message.en }));
};
/** An edit must change something. */
const plainText = (text: string) => `${text}# hết\n`;
const windows = (text: string) => text.replaceAll('\n', '\r\n');
const marked = (text: string) => `\ufeff${text}`;

describe('NDC-T015: bytes that no reader sees', () => {
  it('are no finding in a plain file', () => {
    expect(found(plainText).map(({ code }) => code)).not.toContain('NDC-T015');
  });

  it('are told with how to save the file, and change nothing of what it says', () => {
    const plain = found(plainText);
    expect(found(windows)).toEqual([{ code: 'NDC-T015', weight: 'notice', line: 3, message: expect.stringMatching(/^line 1 ends with CR LF.*LF/) as string }, ...plain].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)));
    expect(found(marked).map(({ code, weight, message }) => [code, weight, /byte-order mark/.test(message)])).toContainEqual(['NDC-T015', 'notice', true]);
    expect(found((text) => marked(windows(text))).filter(({ code }) => code === 'NDC-T015')).toHaveLength(2);
  });
});

describe('NDC-T006: without a declared pod', () => {
  it.each([
    [1, true],
    [2, false],
  ])('a quota of %i pod(s) is told that an update needs a second one: %s', (pods, told) => {
    const text = found(put('pods: 100', `pods: ${pods}`)).filter(({ code }) => code === 'NDC-T006');
    expect(text.map(({ weight }) => weight)).toEqual(told ? ['notice'] : []);
    if (told) expect(text[0]?.message).toContain('pods 2 > 1');
  });
});
