import { describe, expect, it } from 'vitest';
import { encryptionDocument, type KeySource } from '../../../../bin/edge/state-encryption/document.js';

const [present, former]: readonly [KeySource, KeySource] = [{ is: 'external', command: ['/usr/bin/key', 'a ${b}'] }, { is: 'pbkdf2', passphrase: 'sixteen characters' }];
const document = (...given: Parameters<typeof encryptionDocument>): Record<string, unknown> => JSON.parse(encryptionDocument(...given)) as Record<string, unknown>;

describe('TF_ENCRYPTION', () => {
  it('enforces encryption of states and plans, and takes nothing as a template', () => {
    expect(document(present)).toEqual({
      key_provider: { external: { ndc: { command: ['/usr/bin/key', 'a $${b}'] } } },
      method: { aes_gcm: { ndc: { keys: '${key_provider.external.ndc}' } } },
      state: { method: 'method.aes_gcm.ndc', enforced: true },
      plan: { method: 'method.aes_gcm.ndc', enforced: true },
    });
  });

  it('reads states under a former key by what they keep for it under its name then', () => {
    const { key_provider: providers, state } = document(present, { former });
    expect(providers).toMatchObject({ pbkdf2: { former: { passphrase: 'sixteen characters', encrypted_metadata_alias: 'key_provider.pbkdf2.ndc' } } });
    expect(state).toEqual({ method: 'method.aes_gcm.ndc', enforced: true, fallback: { method: 'method.aes_gcm.former' } });
    expect(document(former, { former })).toMatchObject({ key_provider: { pbkdf2: { ndc: {}, former: {} } } });
  });

  it('reads a state in clear only while migrating', () => {
    expect(document(present, { migrating: true })).toMatchObject({ state: { fallback: { method: 'method.unencrypted.none' } }, plan: { enforced: true } });
    expect(document(present, { former, migrating: true })['state']).toEqual({ method: 'method.aes_gcm.ndc', fallback: { method: 'method.aes_gcm.former', fallback: { method: 'method.unencrypted.none' } } });
    expect(encryptionDocument(present, { former })).not.toContain('unencrypted');
  });
});
