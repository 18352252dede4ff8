import type { Key } from '../model/kinds/keys.js';

/** What a key is for, as PKCS#11 permits it: all else is forbidden to it. */
export const keyUses = ['encrypt', 'wrap', 'sign', 'decrypt'] as const;
export type KeyUse = (typeof keyUses)[number];

/** What a token is asked to make: an AES key, or a pair on a curve or of RSA. */
export type KeyMaking =
  | { readonly kind: 'aes'; readonly bits: number; readonly use: 'encrypt' | 'wrap' }
  | { readonly kind: 'ec'; readonly bits: number; readonly use: 'sign' }
  | { readonly kind: 'rsa'; readonly bits: number; readonly use: 'sign' | 'decrypt' };

export const isPair = ({ kind }: KeyMaking): boolean => kind !== 'aes';

/** Whether a key of the inventory is half of a pair. */
export const pairOf = ({ mechanism }: Pick<Key, 'mechanism'>): boolean => /^CKM_(RSA|EC|ECDSA|EDDSA|DSA)/.test(mechanism);

/** Mechanisms of AES that encrypt. XTS has a kind of key of its own, and codes (CMAC) sign: neither is made here. */
const encrypting = /^CKM_AES_(GCM|CCM|CBC|CBC_PAD|CTR|ECB)$/;
const wrapping = /^CKM_AES_KEY_WRAP(_|$)/;

/** Whether a key of the inventory is there to wrap others. */
export const wraps = ({ mechanism }: Pick<Key, 'mechanism'>): boolean => wrapping.test(mechanism);

/** How the key of a mechanism is made; nothing where its uses cannot be told from it. */
export function makingOf({ mechanism, bits }: Pick<Key, 'mechanism' | 'bits'>): KeyMaking | undefined {
  if ([128, 192, 256].includes(bits)) {
    if (encrypting.test(mechanism)) return { kind: 'aes', bits, use: 'encrypt' };
    if (wraps({ mechanism })) return { kind: 'aes', bits, use: 'wrap' };
  }
  if (/^CKM_(EC_KEY_PAIR_GEN$|ECDSA(_|$))/.test(mechanism) && [256, 384, 521].includes(bits)) return { kind: 'ec', bits, use: 'sign' };
  if (/^CKM_RSA_/.test(mechanism) && !/KEY_WRAP/.test(mechanism)) return { kind: 'rsa', bits, use: /OAEP/.test(mechanism) ? 'decrypt' : 'sign' };
  return undefined;
}

/** What PKCS#11 may permit a secret or a private key to do; of a public half nothing is asked. */
export const keyOperations = ['encrypt', 'decrypt', 'wrap', 'unwrap', 'sign', 'derive'] as const;
export type KeyOperation = (typeof keyOperations)[number];

const permitted: Readonly<Record<KeyUse, readonly KeyOperation[]>> = { encrypt: ['encrypt', 'decrypt'], wrap: ['wrap', 'unwrap'], sign: ['sign'], decrypt: ['decrypt'] };

/** What a key may do beyond its one use. What the token does not tell is not counted: some classes have no such attribute. */
export const usesBeyond = (use: KeyUse, found: { readonly [operation in KeyOperation]?: boolean }): readonly KeyOperation[] => keyOperations.filter((operation) => found[operation] === true && !permitted[use].includes(operation));
