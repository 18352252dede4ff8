import { describe, expect, it } from 'vitest';
import { makingOf, pairOf } from '../../../sites/keys/making.js';

describe('how a key is made', () => {
  it.each([
    ['CKM_AES_GCM', 256, { kind: 'aes', bits: 256, use: 'encrypt' }],
    ['CKM_AES_KEY_WRAP', 192, { kind: 'aes', bits: 192, use: 'wrap' }],
    ['CKM_AES_KEY_WRAP_PAD', 256, { kind: 'aes', bits: 256, use: 'wrap' }],
    ['CKM_ECDSA', 384, { kind: 'ec', bits: 384, use: 'sign' }],
    ['CKM_ECDSA_SHA256', 256, { kind: 'ec', bits: 256, use: 'sign' }],
    ['CKM_RSA_PKCS_PSS', 3072, { kind: 'rsa', bits: 3072, use: 'sign' }],
    ['CKM_RSA_PKCS_OAEP', 4096, { kind: 'rsa', bits: 4096, use: 'decrypt' }],
  ])('of %s and %i bits is told by its mechanism, and for one use', (mechanism, bits, expected) => {
    expect(makingOf({ mechanism, bits })).toEqual(expected);
  });

  it.each([
    ['CKM_AES_GCM', 100],
    ['CKM_AES_CMAC', 256],
    ['CKM_AES_XTS', 256],
    ['CKM_ECDSA', 400],
    ['CKM_EC_EDWARDS_KEY_PAIR_GEN', 256],
    ['CKM_ECDH1_DERIVE', 256],
    ['CKM_RSA_AES_KEY_WRAP', 4096],
    ['CKM_VENDOR_GOST', 256],
  ])('of %s and %i bits is not guessed', (mechanism, bits) => {
    expect(makingOf({ mechanism, bits })).toBeUndefined();
  });

  it('is a pair also where it is made with the maker’s own tool: both halves are destroyed', () => {
    expect(['CKM_RSA_AES_KEY_WRAP', 'CKM_EDDSA', 'CKM_ECDSA', 'CKM_AES_GCM', 'CKM_VENDOR_GOST'].map((mechanism) => pairOf({ mechanism }))).toEqual([true, true, true, false, false]);
  });
});
