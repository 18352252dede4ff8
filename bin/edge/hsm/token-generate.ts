import type * as driver from 'pkcs11js';
import { isPair, usesBeyond, type KeyMaking } from '../../../sites/keys/making.js';
import { unkeptOf } from '../../../sites/keys/unkept.js';
import { readAttributes } from './token-objects.js';
import { TokenError, type GenerateRequest, type TokenObject } from './token-protocol.js';
import type { Driver } from './token-session.js';

/** Named curves of NIST as CKA_EC_PARAMS has them: the DER of their object identifiers. */
const curves: Readonly<Record<number, string>> = { 256: '06082a8648ce3d030107', 384: '06052b81040022', 521: '06052b81040023' };

/** What makes a key of this kind. */
export const generatorOf = ({ kind }: KeyMaking): 'CKM_AES_KEY_GEN' | 'CKM_EC_KEY_PAIR_GEN' | 'CKM_RSA_PKCS_KEY_PAIR_GEN' => ({ aes: 'CKM_AES_KEY_GEN', ec: 'CKM_EC_KEY_PAIR_GEN', rsa: 'CKM_RSA_PKCS_KEY_PAIR_GEN' } as const)[kind];

/**
 * Answers of C_GenerateKey and C_GenerateKeyPair by which PKCS#11 has made nothing. After any other, a device's fault among them,
 * the key may be there.
 */
const refusals: ReadonlySet<string> = new Set([
  'CKR_ARGUMENTS_BAD',
  'CKR_ATTRIBUTE_READ_ONLY',
  'CKR_ATTRIBUTE_TYPE_INVALID',
  'CKR_ATTRIBUTE_VALUE_INVALID',
  'CKR_CRYPTOKI_NOT_INITIALIZED',
  'CKR_CURVE_NOT_SUPPORTED',
  'CKR_DOMAIN_PARAMS_INVALID',
  'CKR_FUNCTION_NOT_SUPPORTED',
  'CKR_KEY_SIZE_RANGE',
  'CKR_MECHANISM_INVALID',
  'CKR_MECHANISM_PARAM_INVALID',
  'CKR_OPERATION_ACTIVE',
  'CKR_PIN_EXPIRED',
  'CKR_SESSION_READ_ONLY',
  'CKR_TEMPLATE_INCOMPLETE',
  'CKR_TEMPLATE_INCONSISTENT',
  'CKR_TOKEN_WRITE_PROTECTED',
  'CKR_USER_NOT_LOGGED_IN',
]);

/**
 * Makes one key, or a pair, that can do what it is for and nothing else: sensitive, never extractable, and wrapping nothing
 * unless it is there to wrap. What the token made otherwise is removed again, and so is ours where another run made one of the
 * same label or CKA_ID meanwhile.
 *
 * @throws TokenError `taken` before anything is made; `made-unfit` and `made-twice` when it was removed; `made-left` when it
 * could not be; `made-unfinished` and `made-unknown` where the token told a fault and the key is there, or nobody can look
 */
export function generateKey(loaded: Driver, module: driver.PKCS11, session: driver.Handle, request: GenerateRequest): readonly TokenObject[] {
  const { label, objectId, making } = request;
  refuseTaken(loaded, module, session, request);
  const handles = generated(loaded, module, session, request);
  try {
    const made = handles.map((handle) => readAttributes(loaded, module, session, handle));
    const why = made.flatMap((object) => (object.class === 'public' ? [] : [...unkeptOf(object, making.use === 'wrap'), ...(usesBeyond(making.use, object).some((use) => use !== 'wrap') ? (['other-use'] as const) : []), ...(object.objectId === objectId ? [] : (['no-id'] as const))]));
    if (why.length > 0) throw new TokenError({ is: 'made-unfit', key: label, why: [...new Set(why)] });
    if (bearers(loaded, module, session, request).some((count) => count > handles.length)) throw new TokenError({ is: 'made-twice', key: label, objectId });
    return made;
  } catch (error) {
    const left = handles.filter((handle) => !removed(module, session, handle)).length;
    if (left > 0) throw new TokenError({ is: 'made-left', key: label, objectId });
    throw error;
  }
}

/** Handles of what the token made. Its word that it failed is not taken for proof that it made nothing. */
function generated(loaded: Driver, module: driver.PKCS11, session: driver.Handle, request: GenerateRequest): readonly driver.Handle[] {
  const { label, objectId, making } = request;
  const mechanism: driver.Mechanism = { mechanism: loaded[generatorOf(making)] };
  const { own, open } = templates(loaded, request);
  try {
    if (!isPair(making)) return [module.C_GenerateKey(session, mechanism, [...own])];
    const { privateKey, publicKey } = module.C_GenerateKeyPair(session, mechanism, [...open], [...own]);
    return [privateKey, publicKey];
  } catch (error) {
    if (!(error instanceof loaded.Pkcs11Error) || refusals.has(error.message)) throw error;
    const said = { key: label, objectId, name: error.message };
    const there = ((): boolean | undefined => {
      try {
        return bearers(loaded, module, session, request).some((count) => count > 0);
      } catch {
        return undefined;
      }
    })();
    if (there === false) throw error;
    throw new TokenError({ is: there === true ? 'made-unfinished' : 'made-unknown', ...said });
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

/** How many objects bear the label, and how many the CKA_ID: anything at all, a certificate too. */
function bearers(loaded: Driver, module: driver.PKCS11, session: driver.Handle, { label, objectId }: GenerateRequest): readonly [number, number] {
  const count = (attribute: driver.Attribute): number => {
    module.C_FindObjectsInit(session, [attribute]);
    try {
      return module.C_FindObjects(session, 16).length;
    } finally {
      module.C_FindObjectsFinal(session);
    }
  };
  return [count({ type: loaded.CKA_LABEL, value: label }), count({ type: loaded.CKA_ID, value: Buffer.from(objectId, 'hex') })];
}

/** What bears the label or the CKA_ID already would make it name two things. */
function refuseTaken(loaded: Driver, module: driver.PKCS11, session: driver.Handle, request: GenerateRequest): void {
  const [labels, ids] = bearers(loaded, module, session, request);
  if (labels > 0) throw new TokenError({ is: 'taken', what: 'label', value: request.label });
  if (ids > 0) throw new TokenError({ is: 'taken', what: 'id', value: request.objectId });
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
