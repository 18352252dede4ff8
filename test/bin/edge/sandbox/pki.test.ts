import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { siteLayoutOf } from '../../../../bin/edge/sandbox/layout.js';
import { readIdentity, writePki } from '../../../../bin/edge/sandbox/pki.js';

it.each(['platform:engineers', 'ndc:platform "engineers" \\ ${path.cwd}'])('the platform’s identity is in the group that the estate declares: %s', async (platformGroup) => {
  const folder = await mkdtemp(join(tmpdir(), 'pki-'));
  try {
    const layout = siteLayoutOf(folder, 'east');
    await writePki(layout, { id: 'east', serviceCidr: '172.17.0.0/16', platformGroup }, new Date());
    const { certificate } = await readIdentity(layout, 'platform');
    expect(new X509Certificate(certificate).toLegacyObject().subject).toMatchObject({ O: ['system:masters', platformGroup] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
