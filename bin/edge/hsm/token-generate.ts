import type * as driver from 'pkcs11js';
import { isPair, usesBeyond, type KeyMaking } from '../../../sites/keys/making.js';
import { readAttributes } from './token-objects.js';
import { TokenError, type GenerateRequest, type TokenObject } from './token-protocol.js';
import type { Driver } from './token-session.js';
import { unfitOf } from './unfit-key.js';

/** Named curves of NIST as CKA_EC_PARAMS has them: the DER of their object identifiers. */
const curves: Readonly<Record<number, string>> = { 256: '06082a8648ce3d030107', 384: '06052b81040022', 521: '06052b81040023' };

/** What makes a key of this kind. */
export const generatorOf = ({ kind }: KeyMaking): 'CKM_AES_KEY_GEN' | 'CKM_EC_KEY_PAIR_GEN' | 'CKM_RSA_PKCS_KEY_PAIR_GEN' => ({ aes: 'CKM_AES_KEY_GEN', ec: 'CKM_EC_KEY_PAIR_GEN', rsa: 'CKM_RSA_PKCS_KEY_PAIR_GEN' } as const)[kind];

/**
 * Makes one key, or a pair, that can do what it is for and nothing else: sensitive, never extractable, and wrapping nothing
 * unless it is there to wrap. What the token made otherwise is removed again.
 *
 * @throws TokenError `taken` before anything is made; `made-unfit` when it was removed; `made-left` when it could not be
 */
export function generateKey(loaded: Driver, module: driver.PKCS11, session: driver.Handle, request: GenerateRequest): readonly TokenObject[] {
  const { label, objectId, making } = request;
  refuseTaken(loaded, module, session, request);
  const mechanism: driver.Mechanism = { mechanism: loaded[generatorOf(making)] };
  const { own, open } = templates(loaded, request);
  const pair = isPair(making) ? module.C_GenerateKeyPair(session, mechanism, [...open], [...own]) : undefined;
  const handles = pair === undefined ? [module.C_GenerateKey(session, mechanism, [...own])] : [pair.privateKey, pair.publicKey];
  try {
    const made = handles.map((handle) => readAttributes(loaded, module, session, handle));
    const why = made.flatMap((object) => (object.class === 'public' ? [] : [...unfitOf(object, making.use === 'wrap'), ...(usesBeyond(making.use, object).some((use) => use !== 'wrap') ? (['other-use'] as const) : []), ...(object.objectId === objectId ? [] : (['no-id'] as const))]));
    if (why.length > 0) throw new TokenError({ is: 'made-unfit', key: label, why: [...new Set(why)] });
    return made;
  } catch (error) {
    const left = handles.filter((handle) => !removed(module, session, handle)).length;
    if (left > 0) throw new TokenError({ is: 'made-left', key: label, objectId });
    throw error;
  }
}

function removed(module: driver.PKCS11, session: driver.Handle, handle: driver.Handle): boolean {
  try {
    module.C_DestroyObject(session, handle);
    return true;
  } catch {
    return false;
  }
}

/** A label or a CKA_ID that anything on the token bears, a certificate too, would name two things. */
function refuseTaken(loaded: Driver, module: driver.PKCS11, session: driver.Handle, { label, objectId }: GenerateRequest): void {
  const there = (attribute: driver.Attribute): boolean => {
    module.C_FindObjectsInit(session, [attribute]);
    try {
      return module.C_FindObjects(session, 1).length > 0;
    } finally {
      module.C_FindObjectsFinal(session);
    }
  };
  if (there({ type: loaded.CKA_LABEL, value: label })) throw new TokenError({ is: 'taken', what: 'label', value: label });
  if (there({ type: loaded.CKA_ID, value: Buffer.from(objectId, 'hex') })) throw new TokenError({ is: 'taken', what: 'id', value: objectId });
}

/** Of a secret or private key (`own`), and of the public half of a pair (`open`). Every use is said: a token permits what nobody forbids. */
function templates(loaded: Driver, { label, objectId, making }: GenerateRequest): { readonly own: driver.Template; readonly open: driver.Template } {
  const { kind, use, bits } = making;
  const named: driver.Template = [
    { type: loaded.CKA_TOKEN, value: true },
    { type: loaded.CKA_LABEL, value: label },
    { type: loaded.CKA_ID, value: Buffer.from(objectId, 'hex') },
  ];
  const kept: driver.Template = [
    { type: loaded.CKA_PRIVATE, value: true },
    { type: loaded.CKA_SENSITIVE, value: true },
    { type: loaded.CKA_EXTRACTABLE, value: false },
  ];
  if (kind === 'aes')
    return {
      own: [
        ...named,
        ...kept,
        { type: loaded.CKA_VALUE_LEN, value: bits / 8 },
        { type: loaded.CKA_ENCRYPT, value: use === 'encrypt' },
        { type: loaded.CKA_DECRYPT, value: use === 'encrypt' },
        { type: loaded.CKA_WRAP, value: use === 'wrap' },
        { type: loaded.CKA_UNWRAP, value: use === 'wrap' },
        { type: loaded.CKA_SIGN, value: false },
        { type: loaded.CKA_VERIFY, value: false },
        { type: loaded.CKA_DERIVE, value: false },
      ],
      open: [],
    };
  return {
    own: [
      ...named,
      ...kept,
      { type: loaded.CKA_SIGN, value: use === 'sign' },
      { type: loaded.CKA_SIGN_RECOVER, value: false },
      { type: loaded.CKA_DECRYPT, value: use === 'decrypt' },
      { type: loaded.CKA_UNWRAP, value: false },
      { type: loaded.CKA_DERIVE, value: false },
    ],
    open: [
      ...named,
      ...(kind === 'ec'
        ? [{ type: loaded.CKA_EC_PARAMS, value: Buffer.from(curves[bits] ?? '', 'hex') }]
        : [
            { type: loaded.CKA_MODULUS_BITS, value: bits },
            { type: loaded.CKA_PUBLIC_EXPONENT, value: Buffer.from('010001', 'hex') },
          ]),
      { type: loaded.CKA_VERIFY, value: use === 'sign' },
      { type: loaded.CKA_VERIFY_RECOVER, value: false },
      { type: loaded.CKA_ENCRYPT, value: use === 'decrypt' },
      { type: loaded.CKA_WRAP, value: false },
    ],
  };
}
