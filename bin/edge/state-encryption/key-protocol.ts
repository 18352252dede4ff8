import { z } from 'zod';

/**
 * OpenTofu's protocol for programs that give keys: a header, then null or what was kept beside the encrypted state on
 * stdin, and keys with what is to be kept on stdout (https://opentofu.org/docs/language/state/encryption/, "External").
 */
export const header = JSON.stringify({ magic: 'OpenTofu-External-Key-Provider', version: 1 });

/** How a sealed key is laid out; another layout is another number, and both are read. */
export const layout = 1;

/** What stands beside an encrypted state: the key it was encrypted with, sealed in the HSM. */
const kept = z.object({
  external_data: z.object({
    layout: z.literal(layout),
    /** `<CKA_LABEL>:<CKA_ID>` of the key in the HSM. */
    key_id: z.string().min(1).max(400),
    /** Nonce, sealed key and tag, base64. */
    sealed: z.string().regex(/^[A-Za-z0-9+/]{40,200}={0,2}$/),
  }),
});
export type Kept = z.output<typeof kept>['external_data'];

/** @throws Error where it is not what this program wrote */
export function readKept(text: string): Kept | undefined {
  const asked: unknown = JSON.parse(text);
  if (asked === null) return undefined;
  const read = kept.safeParse(asked);
  if (!read.success) throw new Error('what is kept beside the state is not of this program');
  return read.data.external_data;
}

/** What the relay sends and is answered over the socket. */
export type RelayAnswer = { readonly output: string } | { readonly refused: string };
