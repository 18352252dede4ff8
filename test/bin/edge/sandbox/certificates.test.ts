import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issue, newAuthority } from '../../../../bin/edge/sandbox/certificates.js';

const NOW = new Date('2026-11-22T00:00:00Z');

describe('certificates', () => {
  it('are signed by their authority, with groups, addresses and a matching key', async () => {
    const authority = await newAuthority('ndc-01 sandbox cluster', NOW);
    const pair = await issue(
      authority,
      {
        commonName: 'ndc-platform',
        organizations: ['system:masters', 'ndc:platform-engineers'],
        usage: 'both',
        addresses: ['127.0.0.1', 'localhost'],
      },
      NOW,
    );
    const ca = new X509Certificate(authority.certificate);
    const certificate = new X509Certificate(pair.certificate);
    expect(ca.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect(certificate.checkIssued(ca)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
    expect(certificate.subject.split('\n')).toEqual([
      'O=system:masters',
      'O=ndc:platform-engineers',
      'CN=ndc-platform',
    ]);
    expect(certificate.subjectAltName).toBe('IP Address:127.0.0.1, DNS:localhost');
    expect(new Date(certificate.validTo).getTime()).toBe(NOW.getTime() + 365 * 86_400_000);
  });

  it('carry names literally, whatever is in them', async () => {
    const authority = await newAuthority('x', NOW);
    const name = 'Bộ "Công an", O=system:masters + CN=root';
    const pair = await issue(authority, { commonName: name, usage: 'client' }, NOW);
    const legacy = new X509Certificate(pair.certificate).toLegacyObject();
    expect(legacy.subject).toEqual(expect.objectContaining({ CN: name }));
    expect(legacy.subject).not.toHaveProperty('O');
  });
});
