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
    expect(found(windows)).toEqual([{ code: 'NDC-T015', weight: 'notice', line: 1, message: expect.stringMatching(/^line 1 ends with CR LF.*LF/) as string }, ...plain].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)));
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

describe('NDC-T010: without a start', () => {
  it.each([
    ['ndc-01', []],
    ['ndc-02', ['migration: {mode: new, start: 2027-Q4}']],
  ])('a primary at %s is told when it opens: %j', (site, pastes) => {
    const estate = estateOf({ [tenant]: put('placement: {primary: ndc-01, standby: ndc-02}', `placement: {primary: ${site}, standby: ${site === 'ndc-01' ? 'ndc-02' : 'ndc-01'}}`.replace('{primary: ndc-01', '{ primary: ndc-01')) });
    const request = estate.requests['bo-y-te'];
    if (request === undefined) throw new Error('the request is gone');
    expect(requestFindings({ estate, request }).filter(({ code }) => code === 'NDC-T010').map(({ paste }) => paste)).toEqual(pastes);
  });
});

describe('NDC-T002: names of a body that is carried on', () => {
  const organisations = 'catalogue/organisations.yaml';
  const granted = (succeeds: string) => (text: string) => text.replace('groups: ["bo-y-te:platform"]', `groups: ["bo-y-te:platform"]${succeeds}`).replace('level: central, kind: ministry}', 'level: central, kind: ministry, hostSuffixes: [bo-cong-an.example]}');
  it.each([
    ['', ['NDC-T002']],
    [', succeeds: [{id: bo-cong-an, on: 2025-03-01}]', []],
    [', succeeds: [{id: bo-cong-an, on: 2030-03-01}]', ['NDC-T002']],
  ])('%j: %j', (succeeds, codes) => {
    const estate = estateOf({ [organisations]: granted(succeeds), [tenant]: put('        placement:', '        network: {ingressHosts: [cu.bo-cong-an.example]}\n        placement:') });
    const request = estate.requests['bo-y-te'];
    if (request === undefined) throw new Error('the request is gone');
    expect(requestFindings({ estate, request }).map(({ code }) => code).filter((code) => code === 'NDC-T002')).toEqual(codes);
  });
});
