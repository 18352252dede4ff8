import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto';

/** What PKCS#11 gives of a public key: of an RSA key two numbers, of one on a curve its parameters and a point, both in DER. */
export interface PublicParts {
  readonly modulus: Buffer | undefined;
  readonly exponent: Buffer | undefined;
  readonly parameters: Buffer | undefined;
  readonly point: Buffer | undefined;
}

/** id-ecPublicKey, 1.2.840.10045.2.1 */
const onCurve = Buffer.from('06072a8648ce3d0201', 'hex');

/** SHA-256 of a public key's SubjectPublicKeyInfo, as certificates and `openssl pkey -pubin -outform DER | openssl dgst -sha256` have it; absent for a key of any other kind. */
export function fingerprintOf({ modulus, exponent, parameters, point }: PublicParts): string | undefined {
  const info = there(modulus) && there(exponent) ? rsaInfo(modulus, exponent) : there(parameters) && there(point) ? curveInfo(parameters, point) : undefined;
  return info === undefined ? undefined : createHash('sha256').update(info).digest('hex');
}

const there = (bytes: Buffer | undefined): bytes is Buffer => bytes !== undefined && bytes.length > 0;

function rsaInfo(modulus: Buffer, exponent: Buffer): Buffer {
  const key: JsonWebKey = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
  return createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'der' });
}

function curveInfo(parameters: Buffer, point: Buffer): Buffer {
  // The point is an OCTET STRING by the standard; some tokens give it bare.
  const bare = contentOf(0x04, point) ?? point;
  return der(0x30, Buffer.concat([der(0x30, Buffer.concat([onCurve, parameters])), der(0x03, Buffer.concat([Buffer.from([0]), bare]))]));
}

/** What a DER value of a tag holds, where it is one and nothing follows. */
function contentOf(tag: number, value: Buffer): Buffer | undefined {
  const [first, length = 0] = value;
  if (first !== tag) return undefined;
  const more = length < 0x80 ? 0 : length & 0x7f;
  if (more > 2 || value.length < 2 + more) return undefined;
  const content = value.subarray(2 + more);
  return content.length === (more === 0 ? length : value.readUIntBE(2, more)) ? content : undefined;
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
