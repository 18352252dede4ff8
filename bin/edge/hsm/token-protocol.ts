import type { KeyMaking } from '../../../sites/keys/making.js';
import type { Unkept } from '../../../sites/keys/unkept.js';

/**
 * What the command and the process that holds a PKCS#11 session say to each other. A vendor's library runs in a process
 * of its own: a call that hangs blocks nobody else and can be ended, and a library that crashes takes no server with it.
 */

/** Which token, which PIN, which key. The PIN crosses a pipe between the two processes, never an argument or a variable. */
export interface OpenRequest {
  readonly op: 'open';
  readonly library: string;
  readonly token: string;
  readonly pin: string;
  /** Label of the key that encrypts; without one nothing is looked for. */
  readonly key?: string;
  /** Whether anything will be made on the token. */
  readonly writes?: true;
}

/** One key, or one pair. */
export interface GenerateRequest {
  readonly op: 'generate';
  readonly label: string;
  /** CKA_ID, hexadecimal. */
  readonly objectId: string;
  readonly making: KeyMaking;
}

export type TokenRequest =
  | OpenRequest
  | { readonly op: 'encrypt'; readonly plaintext: Uint8Array; readonly iv: Uint8Array; readonly aad: Uint8Array }
  | { readonly op: 'decrypt'; readonly keyId: string; readonly ciphertext: Uint8Array; readonly iv: Uint8Array; readonly aad: Uint8Array }
  | GenerateRequest
  | { readonly op: 'inspect' }
  | { readonly op: 'measure'; readonly key: string; readonly rounds: number };

export interface TokenFacts {
  readonly label: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly firmware: string;
  /** YYYYMMDDhhmmss00 of a token that has a clock. */
  readonly utcTime?: string;
}

export interface TokenKey {
  readonly label: string;
  /** CKA_ID, hexadecimal. */
  readonly objectId: string;
  readonly keyId: string;
}

export interface TokenObject {
  readonly label: string;
  readonly objectId: string;
  readonly class: 'secret' | 'private' | 'public';
  readonly bits?: number;
  readonly sensitive?: boolean;
  readonly neverExtractable?: boolean;
  readonly extractable?: boolean;
  readonly alwaysSensitive?: boolean;
  readonly wrap?: boolean;
  readonly encrypt?: boolean;
  readonly decrypt?: boolean;
  readonly unwrap?: boolean;
  readonly sign?: boolean;
  readonly derive?: boolean;
  /** CKA_PRIVATE: hidden from whoever did not give the PIN. */
  readonly private?: boolean;
  readonly wrapWithTrusted?: boolean;
  /** CKA_CHECK_VALUE of a secret key, hexadecimal: three bytes that tell keys apart and give nothing of them away. */
  readonly checkValue?: string;
  /** SHA-256 of the SubjectPublicKeyInfo of a public key, hexadecimal. */
  readonly fingerprint?: string;
  /** YYYYMMDD */
  readonly endDate?: string;
  readonly endDateUnreadable?: true;
}

export interface Inspection {
  readonly token: TokenFacts;
  readonly mechanisms: readonly string[];
  readonly objects: readonly TokenObject[];
}

/** Nanoseconds per operation. */
export interface Measurement {
  readonly encrypt: readonly number[];
  readonly decrypt: readonly number[];
}

export interface TokenAnswers {
  readonly open: { readonly token: TokenFacts; readonly key?: TokenKey };
  readonly encrypt: Uint8Array;
  readonly decrypt: Uint8Array;
  readonly generate: readonly TokenObject[];
  readonly inspect: Inspection;
  readonly measure: Measurement;
}

export type TokenTrouble =
  /** pkcs11js is an optional dependency: absent, or there and not compiled. */
  | { readonly is: 'driver'; readonly state: 'absent' | 'not-built'; readonly detail: string }
  | { readonly is: 'library'; readonly detail: string }
  | { readonly is: 'no-token'; readonly tokens: readonly string[] }
  | { readonly is: 'two-tokens'; readonly count: number }
  | { readonly is: 'no-user-pin' }
  | { readonly is: 'pin-wrong' }
  | { readonly is: 'pin-locked' }
  /** One more wrong PIN would lock the token, so none is tried. */
  | { readonly is: 'pin-last-try' }
  | { readonly is: 'no-mechanism'; readonly mechanism: string }
  | { readonly is: 'no-key'; readonly key: string; readonly keys: readonly string[] }
  | { readonly is: 'two-keys'; readonly key: string; readonly count: number }
  | { readonly is: 'unfit-key'; readonly key: string; readonly why: readonly (Unkept | 'no-id' | 'not-256' | 'no-encrypt' | 'no-decrypt')[] }
  /** A label or a CKA_ID that the token holds already: nothing was made. */
  | { readonly is: 'taken'; readonly what: 'label' | 'id'; readonly value: string }
  /** The token made a key otherwise than it was asked to; it was removed again. */
  | { readonly is: 'made-unfit'; readonly key: string; readonly why: readonly (Unkept | 'no-id' | 'other-use')[] }
  /** A key was made, is not fit or could not be looked at, and could not be removed. */
  | { readonly is: 'made-left'; readonly key: string; readonly objectId: string }
  /** The token told a fault as it made a key, and something of its label or CKA_ID is there now. */
  | { readonly is: 'made-unfinished'; readonly key: string; readonly objectId: string; readonly name: string }
  /** The token told a fault as it made a key, and could not be looked into after it. */
  | { readonly is: 'made-unknown'; readonly key: string; readonly objectId: string; readonly name: string }
  /** Another key of the same label or CKA_ID was made meanwhile; this one was removed again. */
  | { readonly is: 'made-twice'; readonly key: string; readonly objectId: string }
  /** The ciphertext is not what this key made. */
  | { readonly is: 'bad-ciphertext' }
  /** Anything else the token answered, by PKCS#11's own name. */
  | { readonly is: 'ckr'; readonly name: string; readonly method: string }
  /** The library ended the process while it was loaded or the token opened. */
  | { readonly is: 'crashed'; readonly library: string; readonly signal: string }
  /** The process ended or did not answer in time. */
  | { readonly is: 'gone'; readonly detail: string }
  | { readonly is: 'slow'; readonly milliseconds: number };

export type TokenReply = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly trouble: TokenTrouble };

/** Thrown wherever a token did not do what it was asked. */
export class TokenError extends Error {
  constructor(readonly trouble: TokenTrouble) {
    super(trouble.is === 'ckr' ? `${trouble.name}${trouble.method === '' ? '' : ` (${trouble.method})`}` : trouble.is);
    this.name = 'TokenError';
  }
}

/**
 * The id by which Kubernetes knows a key: its label and its CKA_ID. The ceremony draws CKA_ID at random, so that a label
 * used again still names another key; an HSM of the same key domain at a restore site has both alike.
 */
export const keyIdOf = (label: string, objectId: string): string => `${label}:${objectId}`;

export function partsOfKeyId(keyId: string): { readonly label: string; readonly objectId: string } | undefined {
  const match = /^(.{1,255}):((?:[0-9a-f]{2}){1,255})$/s.exec(keyId);
  return match === null ? undefined : { label: match[1] ?? '', objectId: match[2] ?? '' };
}
