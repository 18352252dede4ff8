import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, type PublicParts } from '../../../../bin/edge/hsm/public-key.js';

const none: PublicParts = { modulus: undefined, exponent: undefined, parameters: undefined, point: undefined };
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const curves = [['P-256', '06082a8648ce3d030107', 32], ['P-384', '06052b81040022', 48], ['P-521', '06052b81040023', 66]] as const;

describe('the fingerprint of a public key', () => {
  it.each(curves)('on %s is that of its SubjectPublicKeyInfo, the point in DER or bare', (namedCurve, parameters, size) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve });
    const info = spki(publicKey);
    const bare = info.subarray(-(2 * size + 1));
    const length = bare.length < 0x80 ? [bare.length] : [0x81, bare.length];
    const point = Buffer.concat([Buffer.from([0x04, ...length]), bare]);
    const given = { ...none, parameters: Buffer.from(parameters, 'hex') };
    expect(fingerprintOf({ ...given, point })).toBe(sha256(info));
    expect(fingerprintOf({ ...given, point: bare })).toBe(sha256(info));
  });

  it.each([2048, 3072])('of RSA-%i is that of its SubjectPublicKeyInfo', (modulusLength) => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength });
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    expect(fingerprintOf({ ...none, modulus: Buffer.from(n, 'base64url'), exponent: Buffer.from(e, 'base64url') })).toBe(sha256(spki(publicKey)));
  });

  it('of a key of another kind, or of parts of one, is not made up', () => {
    expect(fingerprintOf(none)).toBeUndefined();
    expect(fingerprintOf({ ...none, modulus: Buffer.from([1]) })).toBeUndefined();
    expect(fingerprintOf({ ...none, parameters: Buffer.alloc(0), point: Buffer.from([4, 1, 1]) })).toBeUndefined();
  });
});
