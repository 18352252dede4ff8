import type * as driver from 'pkcs11js';
import { fingerprintOf } from './public-key.js';
import type { Driver } from './token-session.js';
import type { TokenObject } from './token-protocol.js';

/** Bits of the named curves, by the DER of their identifiers as CKA_EC_PARAMS has them: NIST's, those of RFC 5639, and secp256k1. */
const curveBits: Readonly<Record<string, number>> = {
  '06082a8648ce3d030101': 192,
  '06052b81040021': 224,
  '06082a8648ce3d030107': 256,
  '06052b8104000a': 256,
  '06052b81040022': 384,
  '06052b81040023': 521,
  '06092b2403030208010107': 256,
  '06092b240303020801010b': 384,
  '06092b240303020801010d': 512,
};

/** Every key on the token, without any value. */
export function inspectObjects(loaded: Driver, module: driver.PKCS11, session: driver.Handle): TokenObject[] {
  const classes = [loaded.CKO_SECRET_KEY, loaded.CKO_PRIVATE_KEY, loaded.CKO_PUBLIC_KEY];
  return classes.flatMap((value) => {
    const handles: driver.Handle[] = [];
    module.C_FindObjectsInit(session, [{ type: loaded.CKA_CLASS, value }]);
    try {
      for (let found = module.C_FindObjects(session, 64); found.length > 0; found = module.C_FindObjects(session, 64)) handles.push(...found);
    } finally {
      module.C_FindObjectsFinal(session);
    }
    return handles.map((handle) => readAttributes(loaded, module, session, handle));
  });
}

/** What a key says of itself. An attribute its class does not have is left out. */
export function readAttributes(loaded: Driver, module: driver.PKCS11, session: driver.Handle, handle: driver.Handle): TokenObject {
  const bytes = (type: number): Buffer | undefined => {
    try {
      const value = module.C_GetAttributeValue(session, handle, [{ type }])[0]?.value;
      return value instanceof Uint8Array ? Buffer.from(value) : undefined;
    } catch (error) {
      // An empty date is of the wrong length to pkcs11js, and means that none is set.
      if (error instanceof Error && /^CKR_ATTRIBUTE_(TYPE_INVALID|SENSITIVE)$|has wrong length/.test(error.message)) return undefined;
      throw error;
    }
  };
  const bool = (type: number): boolean | undefined => {
    const [first] = bytes(type) ?? [];
    return first === undefined ? undefined : first !== 0;
  };
  const number = (type: number): number | undefined => {
    const found = bytes(type);
    return found === undefined || found.length === 0 ? undefined : Number(found.length >= 8 ? found.readBigUInt64LE() : found.readUInt32LE());
  };
  /** Some tokens, SoftHSM among them for private objects, hold a date and cannot give it: told, not taken for none. */
  const date = (type: number): { readonly endDate?: string; readonly endDateUnreadable?: true } => {
    try {
      const found = bytes(type)?.toString('latin1') ?? '';
      return /^\d{8}$/.test(found) ? { endDate: found } : {};
    } catch (error) {
      if (error instanceof loaded.Pkcs11Error && error.message === 'CKR_GENERAL_ERROR') return { endDateUnreadable: true };
      throw error;
    }
  };
  const kind = number(loaded.CKA_CLASS);
  const checkValue = kind === loaded.CKO_SECRET_KEY ? bytes(loaded.CKA_CHECK_VALUE) : undefined;
  const fingerprint =
    kind === loaded.CKO_PUBLIC_KEY ? fingerprintOf({ modulus: bytes(loaded.CKA_MODULUS), exponent: bytes(loaded.CKA_PUBLIC_EXPONENT), parameters: bytes(loaded.CKA_EC_PARAMS), point: bytes(loaded.CKA_EC_POINT) }) : undefined;
  const length = kind === loaded.CKO_SECRET_KEY ? number(loaded.CKA_VALUE_LEN) : undefined;
  const modulus = kind === loaded.CKO_SECRET_KEY ? undefined : bytes(loaded.CKA_MODULUS);
  const curve = kind === loaded.CKO_SECRET_KEY ? undefined : curveBits[bytes(loaded.CKA_EC_PARAMS)?.toString('hex') ?? ''];
  const bits = length === undefined ? (modulus === undefined || modulus.length === 0 ? curve : modulus.length * 8) : length * 8;
  const given = {
    bits,
    sensitive: bool(loaded.CKA_SENSITIVE),
    neverExtractable: bool(loaded.CKA_NEVER_EXTRACTABLE),
    extractable: bool(loaded.CKA_EXTRACTABLE),
    alwaysSensitive: bool(loaded.CKA_ALWAYS_SENSITIVE),
    wrap: bool(loaded.CKA_WRAP),
    encrypt: bool(loaded.CKA_ENCRYPT),
    decrypt: bool(loaded.CKA_DECRYPT),
    unwrap: bool(loaded.CKA_UNWRAP),
    sign: bool(loaded.CKA_SIGN),
    derive: bool(loaded.CKA_DERIVE),
    private: bool(loaded.CKA_PRIVATE),
    wrapWithTrusted: bool(loaded.CKA_WRAP_WITH_TRUSTED),
    checkValue: checkValue === undefined || checkValue.length === 0 ? undefined : checkValue.toString('hex'),
    fingerprint,
    ...date(loaded.CKA_END_DATE),
  };
  return {
    label: bytes(loaded.CKA_LABEL)?.toString('utf8') ?? '',
    objectId: bytes(loaded.CKA_ID)?.toString('hex') ?? '',
    class: kind === loaded.CKO_SECRET_KEY ? 'secret' : kind === loaded.CKO_PRIVATE_KEY ? 'private' : 'public',
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<TokenObject>),
  };
}
