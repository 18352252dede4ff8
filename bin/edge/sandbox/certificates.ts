// tsyringe, which @peculiar/x509 is built on, refuses to load without this polyfill.
import 'reflect-metadata';
import { generateKeyPairSync, createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const DAY = 86_400_000;
/** Sandboxes are thrown away long before; nothing renews these certificates. */
const LIFETIME_DAYS = 365;
/** Clocks of containers and hosts may differ by minutes. */
const BACKDATE = 3_600_000;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

x509.cryptoProvider.set(webcrypto);

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is for. */
export interface Subject {
  readonly commonName: string;
  /** Kubernetes reads them as groups. @default - no group */
  readonly organizations?: readonly string[];
  readonly usage: 'client' | 'server' | 'both';
  /** IP addresses and DNS names a server answers under. @default - none */
  readonly addresses?: readonly string[];
}

/** A new private key on P-256, PEM in PKCS #8. */
export function newKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
}

/** A new self-signed authority, valid for a year from `now`. */
export async function newAuthority(commonName: string, now: Date): Promise<KeyPair> {
  const key = newKey();
  const keys = await cryptoKeys(key);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: new x509.Name([{ CN: [literal(commonName)] }]),
    notBefore: new Date(now.getTime() - BACKDATE),
    notAfter: new Date(now.getTime() + LIFETIME_DAYS * DAY),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n`, key };
}

/** A certificate for `subject`, signed by `authority`, valid for a year from `now`. */
export async function issue(authority: KeyPair, subject: Subject, now: Date): Promise<KeyPair> {
  const key = newKey();
  const keys = await cryptoKeys(key);
  const issuer = new x509.X509Certificate(authority.certificate);
  const usages = {
    client: [x509.ExtendedKeyUsage.clientAuth],
    server: [x509.ExtendedKeyUsage.serverAuth],
    both: [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth],
  }[subject.usage];
  const addresses = subject.addresses ?? [];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: new x509.Name([
      ...(subject.organizations ?? []).map((group) => ({ O: [literal(group)] })),
      { CN: [literal(subject.commonName)] },
    ]),
    issuer: issuer.subjectName,
    notBefore: new Date(now.getTime() - BACKDATE),
    notAfter: new Date(now.getTime() + LIFETIME_DAYS * DAY),
    publicKey: keys.publicKey,
    signingKey: (await cryptoKeys(authority.key)).privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      ...(addresses.length === 0
        ? []
        : [
            new x509.SubjectAlternativeNameExtension(
              addresses.map((value) => ({ type: /^[\d.]+$|:/.test(value) ? 'ip' : 'dns', value })),
            ),
          ]),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n`, key };
}

/** The text as it is: in a plain string, quotes and a leading `#` would have a meaning. */
function literal(text: string): x509.JsonAttributeObject {
  return { utf8String: text };
}

/** Sixteen random bytes, the first one small: a serial number is a positive integer. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString('hex');
}

async function cryptoKeys(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const secretJwk = createPrivateKey(pem).export({ format: 'jwk' });
  const { d: _secret, ...publicJwk } = secretJwk;
  const [secret, open] = await Promise.all([
    webcrypto.subtle.importKey('jwk', secretJwk, ALGORITHM, true, ['sign']),
    webcrypto.subtle.importKey('jwk', publicJwk, ALGORITHM, true, ['verify']),
  ]);
  return { privateKey: secret, publicKey: open };
}
