import { describe, expect, it } from 'vitest';
import { latencyFindings, tokenFindings } from '../../../sites/keys/token-check.js';
import type { FoundKey, FoundToken } from '../../../sites/keys/token-findings.js';
import { neededFormer } from '../../../sites/keys/ceremony/needs.js';
import { day } from '../../../sites/model/calendar.js';
import { withValue, type Estate } from '../../../sites/model/estate.js';
import { applyScenario, parseScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';

const estate = applyScenario(shippedEstate(), parseScenario(shippedEstate(), { asOf: day('2026-11-20'), lose: [], delay: [] }));
const good = (label: string, more: Partial<FoundKey> = {}): FoundKey => ({ label, objectId: Buffer.from(label).toString('hex'), class: 'secret', private: true, bits: 256, sensitive: true, alwaysSensitive: true, extractable: false, neverExtractable: true, wrap: false, ...more });
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
    ['usable without a PIN', { private: false }, ['error not-private']],
    ['for more than to encrypt', { encrypt: true, decrypt: true, unwrap: true }, ['error other-use']],
    ['there to sign too', { sign: true }, ['error other-use']],
    ['there to derive others', { derive: true }, ['error other-use']],
    ['for its one use', { encrypt: true, decrypt: true, unwrap: false, sign: false, derive: false }, []],
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
    const { private: _private, ...seen } = good(current);
    expect(codes({ objects: [seen, good(former)] })).toEqual(['error not-private']);
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

  it('keeps a former version as long as its ceremony does: by retention after its last use too, where that is later', () => {
    const on = (asOf: string): Estate => ({ ...estate, scenario: { ...estate.scenario, asOf: day(asOf) } });
    const at = (asOf: string, ...objects: readonly FoundKey[]) => tokenFindings(on(asOf), 'ndc-01', 'ndc-01-kms', { mechanisms, objects: [good(current), ...objects] }).filter(({ code }) => code !== 'overdue').map(({ code, severity }) => `${severity} ${code}`);
    // The inventory says 2027-10-01; last used on 2026-10-01 and 372 days is 2027-10-08.
    const [version] = estate.keys[current]?.previous ?? [];
    for (const asOf of ['2027-10-01', '2027-10-02', '2027-10-08', '2027-10-09'])
      expect(at(asOf, good(former)).length === 0, asOf).toBe(neededFormer(on(asOf), estate.keys[current] as Estate['keys'][string], version as NonNullable<typeof version>).hindrances.length > 0);
    expect([at('2027-10-08', good(former)), at('2027-10-08')]).toEqual([[], ['error former-key-missing']]);
    expect([at('2027-10-09', good(former)), at('2027-10-09')]).toEqual([['warning key-kept'], []]);
  });

  it('holds keys of other sites that its domain shares, and strangers all the same', () => {
    const codesAt = (...labels: readonly string[]) => tokenFindings(estate, 'ndc-02', 'ndc-02-kms', { mechanisms: ['CKM_AES_GCM', 'CKM_AES_KEY_GEN'], objects: labels.map((label) => good(label)) }).map(({ code, key }) => `${code} ${key ?? ''}`);
    expect(codesAt(current, former)).toEqual([]);
    expect(codesAt(current)).toEqual([`copy-missing ${former}`]);
    // The disks' key of ndc-01 is shared with nobody.
    expect(codesAt(current, former, 'ndc-01-osd')).toEqual(['key-undeclared ndc-01-osd']);
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
    expect(at({ extractable: true })).toEqual(['copy-missing', 'extractable']);
    expect(at({})).toEqual(['copy-missing']);
  });

  it('holds a copy that is another key than at home', () => {
    const declared = withValue(estate, '/keys/ndc-01-api-2026c/home/hsm', { site: 'ndc-01', partition: 'ndc-01-kms', label: current, objectId: 'aa55' });
    const at = (...copies: readonly Partial<FoundKey>[]) => tokenFindings(declared, 'ndc-02', 'ndc-02-kms', { mechanisms, objects: [good(former), ...copies.map((more) => good(current, { objectId: 'aa55', ...more }))] }).map(({ code }) => code);
    expect(at({})).toEqual([]);
    expect(at({ objectId: 'dd00' })).toEqual(['object-id']);
    expect(at({ objectId: '' })).toEqual(['no-object-id']);
    expect(at({ bits: 128 })).toEqual(['bits']);
    expect(at({}, {})).toEqual(['label-twice']);
  });

  it('lacks the copy of a key whose domain is shared: a problem where the site operates, a reminder before', () => {
    const missing = (of: Estate, partition = 'ndc-02-kms') => tokenFindings(of, 'ndc-02', partition, { mechanisms, objects: [] }).filter(({ code }) => code === 'copy-missing').map(({ severity, key }) => `${severity} ${key ?? ''}`);
    expect(missing(estate)).toEqual([`warning ${current}`, `warning ${former}`]);
    const { 'ndc-02': second } = estate.sites;
    const open = { ...estate, sites: { ...estate.sites, 'ndc-02': { ...second, phase: 'operating' } } } as unknown as Estate;
    expect(missing(open)).toEqual([`error ${current}`, `error ${former}`]);
    // The copy of a key for another purpose belongs into another partition, and one that is shared with nobody into none.
    expect(missing(open, 'ndc-02-seal')).toEqual(['error ndc-01-seal']);
    expect(missing(withValue(open, `/keys/${current}/domain`, { name: 'ndc-khoa-du-lieu', sharedWith: ['ndc-03'] }))).toEqual([]);
  });

  it('is told of with days as each language has them', () => {
    const late = { ...estate, scenario: { ...estate.scenario, asOf: day('2027-11-01') } };
    const told = tokenFindings(late, 'ndc-01', 'ndc-01-kms', { mechanisms, objects: [good(former, { endDate: '20270101' })] }).map(({ found }) => found);
    expect(told.map(({ vi }) => vi)).toEqual(['khóa ndc-01-api-2026c được khai báo từ 01/10/2026 nhưng không có', 'phiên bản cũ ndc-01-api-2026b chỉ cần đến hết 08/10/2027']);
    for (const { vi, en } of told) expect([/\d{4}-\d\d-\d\d/.test(vi), /\d{4}-\d\d-\d\d/.test(en)]).toEqual([false, true]);
  });

  it('lets a wrapping key wrap and unwrap, and do no more: what it wraps could be decrypted', () => {
    const backup = (more: Partial<FoundKey>) => tokenFindings(estate, 'ndc-01', 'ndc-01-backup', { mechanisms, objects: [good('ndc-01-backup', { wrap: true, unwrap: true, ...more })] });
    expect(backup({})).toEqual([]);
    expect(backup({ encrypt: true, decrypt: true }).map(({ code, found }) => [code, found.en])).toEqual([['other-use', 'may do more than CKM_AES_KEY_WRAP: CKA_ENCRYPT, CKA_DECRYPT']]);
  });

  it('holds two keys of one CKA_ID, whoever they are; the halves of a pair bear one rightly', () => {
    const one = { objectId: 'aa55' };
    expect(codes({ objects: [good(current, one), good(former, one)] })).toEqual(['error id-twice']);
    expect(codes({ objects: [good(current, one), good(former), { ...good('pub', one), class: 'public' }] })).toEqual([]);
    expect(codes({ objects: [good(current, { objectId: '' }), good(former, { objectId: '' })] })).toEqual(['error no-object-id', 'error no-object-id']);
  });

  it('holds another key than the former version that the inventory means', () => {
    const [version] = estate.keys[current]?.previous ?? [];
    const declared = withValue(estate, `/keys/${current}/previous`, [{ ...version, objectId: 'bb66' }]);
    expect(codes({}, declared)).toEqual(['error object-id']);
    expect(codes({ objects: [good(current), good(former, { objectId: 'bb66' })] }, declared)).toEqual([]);
    expect(codes({ objects: [good(current), good(former), good(former)] })).toEqual(['error label-twice']);
  });

  it('of a site that is only planned lacks nothing yet', () => {
    const copies = [good(current), good(former)];
    expect(tokenFindings(estate, 'ndc-02', 'ndc-02-kms', { mechanisms, objects: copies })).toEqual([]);
    expect(tokenFindings(estate, 'ndc-02', 'ndc-02-kms', { mechanisms, objects: [...copies, good('ndc-02-api')] }).map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning key-early']);
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
