import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SiteConnection, StateEncryption } from '../../../../bin/edge/connection.js';
import { encryptionFor } from '../../../../bin/edge/state-encryption/encryption-for.js';
import { eachInAFolder } from '../folder.js';

const folder = eachInAFolder();
const around = { env: {}, root: process.cwd(), lang: 'en' } as const;
const site = (id: string, stateEncryption?: StateEncryption): SiteConnection => ({ id, kubeconfig: '/k', context: id, backend: { type: 'local', config: {}, encrypted: false }, ...(stateEncryption === undefined ? {} : { stateEncryption }) });
const of = (...sites: readonly SiteConnection[]) => ({ file: 'c.yaml', sites: Object.fromEntries(sites.map((one) => [one.id, one])) });
const passphrase = (passphraseFile: string): StateEncryption => ({ key: { is: 'pbkdf2', passphraseFile }, migrating: false });
const file = async (text: string, mode = 0o600): Promise<string> => {
  const path = join(folder.path, 'secret');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
};

describe('state encryption', () => {
  it('is off unless the connection asks, and a site may be the only one', async () => {
    expect((await encryptionFor(of(site('a')), 'terraform', around)).bySite.size).toBe(0);
    const { bySite } = await encryptionFor(of(site('a', passphrase(await file('sixteen characters'))), site('b')), 'tofu', around);
    expect([...bySite.keys()]).toEqual(['a']);
  });

  it('takes the passphrase from a file, as text and not as a template', async () => {
    const { bySite } = await encryptionFor(of(site('a', passphrase(await file('sixteen ${characters}\n')))), 'tofu', around);
    expect(JSON.parse(bySite.get('a') ?? '')).toMatchObject({ key_provider: { pbkdf2: { ndc: { passphrase: 'sixteen $${characters}' } } }, state: { enforced: true }, plan: { enforced: true } });
  });

  it('hands an OpenBao’s token over in the environment alone, from a file nobody else may read', async () => {
    const openbao = async (mode: number): Promise<StateEncryption> => ({ key: { is: 'openbao', address: 'https://bao.example:8200', mount: 'ndc/transit', key: 'state', tokenFile: await file('s.canary\n', mode) }, migrating: false });
    const { bySite } = await encryptionFor(of(site('a', await openbao(0o600))), 'tofu', around);
    expect(JSON.parse(bySite.get('a') ?? '')).toMatchObject({ key_provider: { openbao: { ndc: { address: 'https://bao.example:8200', transit_engine_path: '/ndc/transit', key_name: 'state', token: 's.canary' } } } });
    await expect(encryptionFor(of(site('a', await openbao(0o644))), 'tofu', around)).rejects.toMatchObject({ code: 'NDC-X061', text: { en: expect.stringContaining('others may read this token file (mode 644)') as string } });
  });

  it('gives an HSM’s key by a program of its own, which has no PIN among its arguments', async () => {
    const hsm: StateEncryption = { key: { is: 'hsm', library: '/nowhere/lib.so', token: 'ndc-01-state', pinFile: '/nowhere/pin', key: 'k' }, migrating: false };
    const { bySite, close } = await encryptionFor(of(site('a', hsm), site('b', hsm)), 'tofu', around);
    try {
      const { key_provider: provider } = JSON.parse(bySite.get('a') ?? '') as { key_provider: { external: { ndc: { command: string[] } } } };
      expect(provider.external.ndc.command.at(-1)).toMatch(/key\.sock$/);
      expect(bySite.get('a')).not.toContain('pin');
      expect(bySite.get('b')).toBe(bySite.get('a'));
    } finally {
      await close();
    }
  });

  it.each<[string, StateEncryption, 'terraform' | 'tofu', number]>([
    ['Terraform cannot', passphrase('p'), 'terraform', 2],
    ['no file', passphrase('/nowhere/p'), 'tofu', 2],
    ['nothing in the environment', 'from-environment', 'tofu', 3],
  ])('%s: refused', async (_, wanted, engine, exit) => {
    await expect(encryptionFor(of(site('a', wanted)), engine, around)).rejects.toMatchObject({ exit });
  });

  it('calls encrypted what is enforced, not what migrates or what the environment leaves open', async () => {
    const path = await file('sixteen characters');
    const of1 = async (encryption: StateEncryption, value?: string) => [...(await encryptionFor(of(site('a', encryption)), 'tofu', { ...around, env: value === undefined ? {} : { TF_ENCRYPTION: value } })).enforced];
    expect(await of1(passphrase(path))).toEqual(['a']);
    expect(await of1({ key: { is: 'pbkdf2', passphraseFile: path }, migrating: true })).toEqual([]);
    expect(await of1('from-environment', '{}')).toEqual([]);
    const part = { method: 'method.aes_gcm.x', enforced: true };
    expect(await of1('from-environment', JSON.stringify({ state: part, plan: part }))).toEqual(['a']);
    // A plan alone, a word in a comment, a method that does not encrypt: none of them keeps a state from lying in clear.
    for (const value of [{ plan: part }, { state: part }, { state: { ...part, method: 'method.unencrypted.x' }, plan: part }, { state: { ...part, enforced: false }, plan: part }]) expect(await of1('from-environment', JSON.stringify(value))).toEqual([]);
    expect(await of1('from-environment', 'state { enforced = true }')).toEqual([]);
    expect(await of1('from-environment', '# enforced = true')).toEqual([]);
  });

  it('refuses a passphrase that others may read', async () => {
    const path = await file('sixteen characters', 0o640);
    await expect(encryptionFor(of(site('a', passphrase(path))), 'tofu', around)).rejects.toMatchObject({ code: 'NDC-X061', text: { en: expect.stringContaining('mode 640') as string } });
  });

  it.each([
    [15, true],
    [16, false],
  ])('a passphrase of %d characters is refused: %s', async (length, refused) => {
    const made = encryptionFor(of(site('a', passphrase(await file('x'.repeat(length))))), 'tofu', around);
    if (refused) await expect(made).rejects.toMatchObject({ exit: 2, text: { en: expect.stringContaining('15 characters') as string } });
    else expect((await made).bySite.get('a')).toContain('aes_gcm');
  });
});
