import { readFile } from 'node:fs/promises';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import type { Connection } from './connection.js';
import type { EngineKind } from './engine-locate.js';
import { errorText } from './sandbox/errno.js';
import { shownPath } from './shown-path.js';
import { literal } from './template.js';

/** OpenTofu refuses shorter ones (https://opentofu.org/docs/language/state/encryption/#pbkdf2). */
const shortestPassphrase = 16;

/** `TF_ENCRYPTION` for state and plan, as JSON: OpenTofu reads both its languages there. */
export function encryptionDocument(passphrase: string, migrating: boolean): string {
  // In JSON a method is named by a bare reference; a template is refused there, and needed for the keys.
  const method = 'method.aes_gcm.ndc';
  return JSON.stringify({
    key_provider: { pbkdf2: { ndc: { passphrase: literal(passphrase) } } },
    method: { aes_gcm: { ndc: { keys: '${key_provider.pbkdf2.ndc}' } }, ...(migrating ? { unencrypted: { none: {} } } : {}) },
    // While migrating an unencrypted state may still be read; afterwards one is refused.
    state: migrating ? { method, fallback: { method: 'method.unencrypted.none' } } : { method, enforced: true },
    plan: { method, enforced: true },
  });
}

/**
 * The value of TF_ENCRYPTION for a connection; undefined where states are not encrypted by the engine.
 *
 * @throws InputFailure NDC-X114 with Terraform, or with a passphrase that is too short.
 * @throws EnvironmentFailure NDC-X115 when the passphrase cannot be had.
 */
export async function encryptionFor({ stateEncryption, file }: Connection, engine: EngineKind, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (stateEncryption === undefined) return undefined;
  if (engine !== 'tofu')
    throw new InputFailure('NDC-X114', {
      vi: `${file}: stateEncryption cần OpenTofu, nhưng công cụ tìm thấy là Terraform. Hãy ghi engine.kind: tofu.`,
      en: `${file}: stateEncryption needs OpenTofu, but the engine found is Terraform. Write engine.kind: tofu.`,
    });
  if (stateEncryption === 'from-environment') {
    const value = env['TF_ENCRYPTION'];
    if (value !== undefined && value !== '') return value;
    throw new EnvironmentFailure('NDC-X115', {
      vi: `${file}: stateEncryption.fromEnvironment, nhưng biến TF_ENCRYPTION trống.`,
      en: `${file}: stateEncryption.fromEnvironment, but TF_ENCRYPTION is not set.`,
    });
  }
  let passphrase: string;
  try {
    passphrase = (await readFile(stateEncryption.passphraseFile, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    throw new EnvironmentFailure('NDC-X115', {
      vi: `không đọc được tệp mật khẩu ${shownPath(stateEncryption.passphraseFile)} (${errorText(error)}).`,
      en: `the passphrase file ${shownPath(stateEncryption.passphraseFile)} cannot be read (${errorText(error)}).`,
    });
  }
  if (passphrase.length < shortestPassphrase)
    throw new InputFailure('NDC-X114', {
      vi: `mật khẩu trong ${shownPath(stateEncryption.passphraseFile)} có ${passphrase.length} ký tự; cần ít nhất ${shortestPassphrase}.`,
      en: `the passphrase in ${shownPath(stateEncryption.passphraseFile)} has ${passphrase.length} characters; at least ${shortestPassphrase} are needed.`,
    });
  return encryptionDocument(passphrase, stateEncryption.migrating);
}
