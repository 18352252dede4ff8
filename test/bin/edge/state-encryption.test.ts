import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../bin/edge/connection.js';
import { encryptionDocument, encryptionFor } from '../../../bin/edge/state-encryption.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const connection = (stateEncryption?: Connection['stateEncryption']): Connection => ({
  name: 'c',
  file: 'c.yaml',
  sandbox: false,
  engine: {},
  backend: { type: 'local', config: {}, encrypted: false },
  sites: {},
  ...(stateEncryption === undefined ? {} : { stateEncryption }),
});

describe('state encryption', () => {
  it('is off unless the connection asks', async () => {
    expect(await encryptionFor(connection(), 'terraform', {})).toBeUndefined();
  });

  it('takes the passphrase from a file, as text and not as a template', async () => {
    const passphraseFile = join(folder.path, 'p');
    await writeFile(passphraseFile, 'sixteen ${characters}\n');
    const document = await encryptionFor(connection({ passphraseFile, migrating: false }), 'tofu', {});
    expect(JSON.parse(document ?? '')).toMatchObject({ key_provider: { pbkdf2: { ndc: { passphrase: 'sixteen $${characters}' } } }, state: { enforced: true }, plan: { enforced: true } });
  });

  it('reads an unencrypted state only while migrating', () => {
    expect(encryptionDocument('x'.repeat(16), true)).toContain('unencrypted');
    expect(encryptionDocument('x'.repeat(16), false)).not.toContain('unencrypted');
  });

  it.each<[string, Connection['stateEncryption'], 'terraform' | 'tofu', number]>([
    ['Terraform cannot', { passphraseFile: 'p', migrating: false }, 'terraform', 2],
    ['no file', { passphraseFile: '/nowhere/p', migrating: false }, 'tofu', 3],
    ['nothing in the environment', 'from-environment', 'tofu', 3],
  ])('%s: refused', async (_, wanted, engine, exit) => {
    await expect(encryptionFor(connection(wanted), engine, {})).rejects.toMatchObject({ exit });
  });

  it.each([
    [15, true],
    [16, false],
  ])('a passphrase of %d characters is refused: %s', async (length, refused) => {
    const passphraseFile = join(folder.path, 'p');
    await writeFile(passphraseFile, 'x'.repeat(length));
    const made = encryptionFor(connection({ passphraseFile, migrating: false }), 'tofu', {});
    if (refused) await expect(made).rejects.toMatchObject({ exit: 2, text: { en: expect.stringContaining('15 characters') as string } });
    else expect(await made).toContain('aes_gcm');
  });
});
