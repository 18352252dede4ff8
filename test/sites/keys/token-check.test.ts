import { describe, expect, it } from 'vitest';
import { latencyFindings, tokenFindings, type FoundKey, type FoundToken } from '../../../sites/keys/token-check.js';
import { day } from '../../../sites/model/calendar.js';
import { withValue, type Estate } from '../../../sites/model/estate.js';
import { applyScenario, parseScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';

const estate = applyScenario(shippedEstate(), parseScenario(shippedEstate(), { asOf: day('2026-11-20'), lose: [], delay: [] }));
const good = (label: string, more: Partial<FoundKey> = {}): FoundKey => ({ label, objectId: '00ff', class: 'secret', bits: 256, sensitive: true, alwaysSensitive: true, extractable: false, neverExtractable: true, wrap: false, ...more });
const mechanisms = ['CKM_AES_GCM', 'CKM_AES_KEY_GEN', 'CKM_AES_KEY_WRAP', 'CKM_ECDSA', 'CKM_EC_KEY_PAIR_GEN'];
const [current, former] = ['ndc-01-api-2026c', 'ndc-01-api-2026b'];
const codes = (token: Partial<FoundToken>, of: Estate = estate, partition = 'ndc-01-kms'): string[] => tokenFindings(of, 'ndc-01', partition, { mechanisms, objects: [good(current), good(former)], ...token }).map(({ code, severity }) => `${severity} ${code}`);
const with_ = (more: Partial<FoundKey>): string[] => codes({ objects: [good(current, more), good(former)] });

describe('a partition', () => {
  it('that holds what is declared has no findings', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ clockAhead: 60 })).toEqual([]);
  });

  it('that holds a destroyed key still, or a former version of it, is told; and it is no stranger', () => {
    const { 'ndc-01-api-2026c': gone, ...keys } = estate.keys;
    const after = { ...estate, keys, destroyedKeys: { 'ndc-01-api-2026c': { ...gone, destroyed: { on: '2026-11-19', record: 'BB-12' } } } } as unknown as Estate;
    expect(codes({}, after)).toEqual(['error key-kept', 'error key-kept']);
    expect(codes({ objects: [] }, after)).toEqual([]);
    // A copy in the HSM of another site of its domain, wherever in it.
    expect(tokenFindings(after, 'ndc-02', 'ndc-02-kms', { mechanisms, objects: [good(current)] }).map(({ code }) => code)).toEqual(['key-kept']);
  });

  it.each<[string, Partial<FoundKey>, readonly string[]]>([
    ['extractable', { extractable: true, neverExtractable: false }, ['error extractable']],
    ['once extractable', { neverExtractable: false }, ['error was-extractable']],
    ['readable', { sensitive: false, alwaysSensitive: false }, ['error not-sensitive']],
    ['once readable', { alwaysSensitive: false }, ['error was-not-sensitive']],
    ['wrapping', { wrap: true }, ['error may-wrap']],
    ['private', { class: 'private' }, ['error class']],
    ['short', { bits: 128 }, ['error bits']],
    ['without CKA_ID', { objectId: '' }, ['error no-object-id']],
    ['ended yesterday', { endDate: '20261119' }, ['error expired']],
    ['of unreadable end', { endDateUnreadable: true }, ['warning date-unreadable']],
  ])('with a key that is %s', (_, more, expected) => {
    expect(with_(more)).toEqual(expected);
  });

  it('with a key that ends today is fine', () => {
    expect(with_({ endDate: '20261120' })).toEqual([]);
  });

  it('with an attribute the token does not tell is not taken for good', () => {
    const { extractable: _extractable, sensitive: _sensitive, ...rest } = good(current);
    expect(codes({ objects: [rest, good(former)] })).toEqual(['error extractable', 'error not-sensitive']);
  });

  it('with a former version that may be taken out: it decrypts still', () => {
    expect(codes({ objects: [good(current), good(former, { extractable: true, sensitive: false, wrap: true })] })).toEqual(['error extractable', 'error not-sensitive', 'error may-wrap']);
  });

  it('whose key is another than the declared one', () => {
    const declared = withValue(estate, '/keys/ndc-01-api-2026c/home/hsm', { site: 'ndc-01', partition: 'ndc-01-kms', label: current, objectId: 'aa55' });
    expect(codes({}, declared)).toEqual(['error object-id']);
    expect(codes({ objects: [good(current, { objectId: 'aa55' }), good(former)] }, declared)).toEqual([]);
  });

  it('lacks, repeats or hides keys', () => {
    expect(codes({ objects: [] })).toEqual(['error key-missing', 'error former-key-missing']);
    expect(codes({ objects: [good(current), good(current), good(former)] })).toEqual(['error label-twice']);
    expect(codes({ objects: [good(current), good(former), good('x')] })).toEqual(['error key-undeclared']);
    expect(codes({ objects: [good(current), good(former), { ...good('pub'), class: 'public' }] })).toEqual([]);
  });

  it('holds what the inventory says is destroyed, or no longer does', () => {
    const [version] = estate.keys[current]?.previous ?? [];
    const destroyed = withValue(estate, `/keys/${current}/previous`, [{ ...version, destroyed: '2026-11-19' }]);
    expect(codes({ objects: [good(current)] }, destroyed)).toEqual([]);
    expect(codes({ objects: [good(current), good(former)] }, destroyed)).toEqual(['error key-kept']);
  });

  it('holds keys of other sites that its domain shares, and strangers all the same', () => {
    const codesAt = (...labels: readonly string[]) => tokenFindings(estate, 'ndc-02', 'ndc-02-kms', { mechanisms: ['CKM_AES_GCM', 'CKM_AES_KEY_GEN'], objects: labels.map((label) => good(label)) }).map(({ code, key }) => `${code} ${key ?? ''}`);
    expect(codesAt(current, former)).toEqual([]);
    // The disks' key of ndc-01 is shared with nobody.
    expect(codesAt('ndc-01-osd')).toEqual(['key-undeclared ndc-01-osd']);
  });

  it('holds a key nobody declared that can be taken out: a problem of its own', () => {
    const with_ = (more: Partial<FoundKey>) => codes({ objects: [good(current), good(former), good('x', more)] });
    expect(with_({ extractable: true, neverExtractable: false })).toEqual(['error key-undeclared', 'error extractable-undeclared']);
    expect(with_({ sensitive: false })).toEqual(['error key-undeclared', 'error extractable-undeclared']);
    // What it is there for nobody knows: that it wraps says nothing yet.
    expect(with_({ wrap: true })).toEqual(['error key-undeclared']);
  });

  it('holds a copy of another site’s key that can be taken out', () => {
    const at = (more: Partial<FoundKey>) => tokenFindings(estate, 'ndc-02', 'ndc-02-kms', { mechanisms, objects: [good(former, more)] }).map(({ code }) => code);
    expect(at({ extractable: true })).toEqual(['extractable']);
    expect(at({})).toEqual([]);
  });

  it('is told of with days as each language has them', () => {
    const late = { ...estate, scenario: { ...estate.scenario, asOf: day('2027-11-01') } };
    const told = tokenFindings(late, 'ndc-01', 'ndc-01-kms', { mechanisms, objects: [good(former, { endDate: '20270101' })] }).map(({ found }) => found);
    expect(told.map(({ vi }) => vi)).toEqual(['khóa ndc-01-api-2026c được khai báo từ 01/10/2026 nhưng không có', 'phiên bản cũ ndc-01-api-2026b hết cần từ 01/10/2027']);
    for (const { vi, en } of told) expect([/\d{4}-\d\d-\d\d/.test(vi), /\d{4}-\d\d-\d\d/.test(en)]).toEqual([false, true]);
  });

  it('lets a wrapping key wrap', () => {
    expect(codes({ objects: [good('ndc-01-backup', { wrap: true })] }, estate, 'ndc-01-backup')).toEqual([]);
  });

  it('of a site that is only planned lacks nothing yet', () => {
    expect(tokenFindings(estate, 'ndc-02', 'ndc-02-kms', { mechanisms, objects: [] })).toEqual([]);
    expect(tokenFindings(estate, 'ndc-02', 'ndc-02-kms', { mechanisms, objects: [good('ndc-02-api')] }).map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning key-early']);
  });

  it('lacks a mechanism, or has a clock of its own', () => {
    expect(codes({ mechanisms: ['CKM_AES_GCM'] })).toEqual(['error mechanism']);
    expect(codes({ clockAhead: 61 })).toEqual(['error clock']);
    expect(codes({ clockAhead: -61 })).toEqual(['error clock']);
  });
});

describe('the latency of a token', () => {
  it('is held to what Kubernetes asks for', () => {
    expect(latencyFindings('k', { encrypt: 99.9, decrypt: 9.9 })).toEqual([]);
    expect(latencyFindings('k', { encrypt: 100, decrypt: 9 })[0]?.found.en).toBe('p99 is slower than Kubernetes asks for: Encrypt 100 ms (< 100)');
    expect(latencyFindings('k', { encrypt: 1, decrypt: 10 })[0]?.found.en).toBe('p99 is slower than Kubernetes asks for: Decrypt 10 ms (< 10)');
  });
});
