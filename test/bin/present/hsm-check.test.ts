import { describe, expect, it } from 'vitest';
import type { HsmCheckData } from '../../../bin/hsm-check-data.js';
import type { HsmGenerateData } from '../../../bin/hsm-generate-data.js';
import { text } from '../../../bin/present/hsm/check.js';
import type { KmsTestData } from '../../../bin/kms-test-data.js';
import { text as kmsTest } from '../../../bin/present/hsm/kms-test.js';
import { text as generated } from '../../../bin/present/hsm/generate.js';
import type { TokenFinding } from '../../../sites/keys/token-findings.js';

const view = (lang: 'vi' | 'en') => ({ lang, columns: 100, colour: false }) as const;
const token = { manufacturer: 'm', model: 'm', serial: 's', firmware: '1.0' };
const missing: TokenFinding = { code: 'key-missing', severity: 'error', key: 'k', found: { vi: 'không có', en: 'is not there' }, remedy: { vi: 'Hãy xem.', en: 'Look.' } };
const data = (more: Partial<HsmCheckData> = {}, ...findings: readonly TokenFinding[]): HsmCheckData => ({
  site: 'ndc-01',
  asOf: '2026-11-20',
  library: '/l.so',
  partitions: [{ partition: 'p', token, keys: 1, marks: [{ label: 'k', class: 'secret', objectId: '00ff', checkValue: '0a0b0c' }], findings, measured: [] }],
  notChecked: [],
  notAskedFor: [],
  ...more,
});

describe('ndc hsm check', () => {
  it('tells partitions nobody asked for from those it had no PIN of', () => {
    expect(text(data({ notAskedFor: ['q', 'r'] }), view('en'))).toContain('Not asked for this time: q, r');
    expect(text(data({ notAskedFor: ['q'] }), view('vi'))).toContain('Lần này không hỏi tới: q');
    const without = text(data({ notChecked: ['q'] }), view('en'));
    expect(without).toContain('Not checked (the connection has no PIN file): q');
    expect(without).not.toContain('Not asked');
  });

  it('counts one problem as one', () => {
    expect(text(data({}, missing), view('en'))).toMatch(/\n1 problem to mend\.\n$/);
    expect(text(data({}, missing, missing), view('en'))).toMatch(/\n2 problems to mend\.\n$/);
    expect(text(data(), view('en'))).toMatch(/\nPassed\.\n$/);
  });

  it('writes milliseconds as each language does: a point is no thousand', () => {
    const measured = [{ key: 'k', encrypt: { rounds: 2, p50: 1.499, p99: 5.515 }, decrypt: { rounds: 2, p50: 1, p99: 3.15 } }];
    const told = (lang: 'vi' | 'en') => text({ ...data(), partitions: data().partitions.map((partition) => ({ ...partition, measured })) }, view(lang));
    expect(told('vi')).toContain('k: mã hóa p50 1,499 ms, p99 5,515 ms; giải mã p50 1 ms, p99 3,15 ms');
    expect(told('en')).toContain('k: encrypt p50 1.499 ms, p99 5.515 ms; decrypt p50 1 ms, p99 3.15 ms');
  });

  it('passes nothing where marks alone were read', () => {
    const told = text(data({ marksOnly: true }), view('en'));
    expect(told).toContain('k: CKA_ID 00ff, KCV 0a0b0c');
    expect(told).toContain('nothing was held against the inventory');
    expect(told).not.toMatch(/Passed|as of/);
    expect(text(data({ marksOnly: true }), view('vi'))).not.toContain('Đạt');
  });
});

describe('ndc hsm kms-test', () => {
  const of = (...statuses: readonly ('pass' | 'fail')[]): KmsTestData => ({ socket: '/k', keyId: 'k:00', checks: statuses.map((status) => ({ id: 'x', title: { vi: 'a', en: 'b' }, status, found: { vi: 'c', en: 'd' } })), latency: { encrypt: { rounds: 1000, p50: 1.064, p99: 2.751 } } });

  it('counts one failure as one, and writes figures as each language does', () => {
    expect(kmsTest(of('fail', 'pass'), view('en'))).toMatch(/\nEncrypt p50 1\.064 ms, p99 2\.751 ms \(1,000\)\n1 check failed\.\n$/);
    expect(kmsTest(of('fail', 'fail'), view('en'))).toMatch(/2 checks failed\.\n$/);
    expect(kmsTest(of('pass'), view('vi'))).toContain('Mã hóa p50 1,064 ms, p99 2,751 ms (1.000)');
  });
});

describe('ndc hsm generate', () => {
  const made: HsmGenerateData = { site: 'ndc-01', partition: 'ndc-01-ca', key: 'ndc-01-ca', label: 'ndc-01-ca-2027', objectId: '00ff', bits: 384, use: 'sign', token, marks: [{ label: 'ndc-01-ca-2027', class: 'private', objectId: '00ff' }, { label: 'ndc-01-ca-2027', class: 'public', objectId: '00ff', fingerprint: 'abcd' }] };

  it('says what was made, its mark once, and what is left to do', () => {
    const told = generated(made, view('en'));
    expect(told).toContain('Made ndc-01-ca-2027 in partition ndc-01-ca (ndc-01): 384 bits, to sign and nothing else.');
    expect(told.match(/CKA_ID 00ff, SHA-256 abcd/g)).toHaveLength(1);
    expect(told.replace(/\s+/g, ' ')).toContain('write the CKA_ID as objectId of ndc-01-ca into the inventory');
    expect(generated({ ...made, use: 'wrap' }, view('vi'))).toContain('384 bit, chỉ để bọc và mở bọc khóa khác.');
  });
});
