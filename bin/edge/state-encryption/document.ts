import { literal } from '../template.js';

/** Where OpenTofu has a key from, with what is secret in it already read. */
export type KeySource =
  | { readonly is: 'pbkdf2'; readonly passphrase: string }
  /** A program that OpenTofu starts and speaks its protocol with. */
  | { readonly is: 'external'; readonly command: readonly string[] }
  | { readonly is: 'openbao'; readonly address: string; readonly mount: string; readonly key: string; readonly token: string };

/**
 * `TF_ENCRYPTION` for state and plan, as JSON: OpenTofu reads both its languages there. States under the former key are
 * read and written again under the present one; plans, which live for hours, know the present one alone.
 *
 * @param migrating a state in clear may still be read; otherwise one is refused
 */
export function encryptionDocument(key: KeySource, { former, migrating = false }: { readonly former?: KeySource; readonly migrating?: boolean } = {}): string {
  // In JSON a method is named by a bare reference; a template is refused there, and needed for the keys.
  const method = 'method.aes_gcm.ndc';
  const fallbacks = [...(former === undefined ? [] : ['method.aes_gcm.former']), ...(migrating ? ['method.unencrypted.none'] : [])];
  const providers: Record<string, Record<string, object>> = { [key.is]: { ndc: argumentsOf(key) } };
  // What a state keeps for its key stands under the name that the provider had when it was written.
  if (former !== undefined) providers[former.is] = { ...providers[former.is], former: { ...argumentsOf(former), encrypted_metadata_alias: `key_provider.${former.is}.ndc` } };
  return JSON.stringify({
    key_provider: providers,
    method: {
      aes_gcm: { ndc: { keys: `\${key_provider.${key.is}.ndc}` }, ...(former === undefined ? {} : { former: { keys: `\${key_provider.${former.is}.former}` } }) },
      ...(migrating ? { unencrypted: { none: {} } } : {}),
    },
    state: { method, ...(migrating ? {} : { enforced: true }), ...nested(fallbacks) },
    plan: { method, enforced: true },
  });
}

/** A fallback has a fallback of its own. */
function nested([method, ...rest]: readonly string[]): object {
  return method === undefined ? {} : { fallback: { method, ...nested(rest) } };
}

function argumentsOf(key: KeySource): object {
  switch (key.is) {
    case 'pbkdf2':
      return { passphrase: literal(key.passphrase) };
    case 'external':
      return { command: key.command.map(literal) };
    case 'openbao':
      return { address: literal(key.address), transit_engine_path: literal(`/${key.mount}`), key_name: literal(key.key), token: literal(key.token) };
  }
}
