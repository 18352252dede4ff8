import { randomBytes } from 'node:crypto';
import type * as driver from 'pkcs11js';
import { unkeptOf } from '../../../sites/keys/unkept.js';
import { generateKey, generatorOf } from './token-generate.js';
import { inspectObjects, readAttributes } from './token-objects.js';
import { keyIdOf, partsOfKeyId, TokenError, type GenerateRequest, type Inspection, type Measurement, type OpenRequest, type TokenAnswers, type TokenFacts, type TokenKey, type TokenObject, type TokenTrouble } from './token-protocol.js';

/** pkcs11js, once it is loaded. */
export type Driver = typeof driver;

const flags = { userPinSet: 0x8, lastTry: 0x20000, locked: 0x40000, clock: 0x40 } as const;

/** Answers of PKCS#11 that speak of the data and not of the token. */
const badData: ReadonlySet<string> = new Set(['CKR_ENCRYPTED_DATA_INVALID', 'CKR_ENCRYPTED_DATA_LEN_RANGE', 'CKR_AEAD_DECRYPT_FAILED']);
const unspecific: ReadonlySet<string> = new Set(['CKR_GENERAL_ERROR', 'CKR_FUNCTION_FAILED', 'CKR_DATA_INVALID']);
const pinTroubles: Readonly<Record<string, TokenTrouble>> = {
  CKR_PIN_INCORRECT: { is: 'pin-wrong' },
  CKR_PIN_LEN_RANGE: { is: 'pin-wrong' },
  CKR_PIN_INVALID: { is: 'pin-wrong' },
  CKR_PIN_LOCKED: { is: 'pin-locked' },
  CKR_USER_PIN_NOT_INITIALIZED: { is: 'no-user-pin' },
};

/** One session with one token, logged in. Every call blocks: this runs in a process of its own. */
export class TokenSession {
  readonly #driver: Driver;
  readonly #module: driver.PKCS11;
  readonly #slot: driver.Handle;
  readonly #session: driver.Handle;
  readonly #handles = new Map<string, driver.Handle>();
  #key: (TokenKey & { readonly handle: driver.Handle }) | undefined;

  private constructor(loaded: Driver, module: driver.PKCS11, slot: driver.Handle, session: driver.Handle) {
    this.#driver = loaded;
    this.#module = module;
    this.#slot = slot;
    this.#session = session;
  }

  /**
   * Opens the one token of a label, logs in with one try, and finds the key.
   *
   * @throws TokenError
   */
  static open(loaded: Driver, { library, token, pin, key, writes }: OpenRequest): { readonly session: TokenSession; readonly opened: TokenAnswers['open'] } {
    const module = new loaded.PKCS11();
    try {
      module.load(library);
    } catch (error) {
      throw new TokenError({ is: 'library', detail: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) });
    }
    return told(loaded, () => {
      module.C_Initialize();
      const slot = slotOf(module, token);
      const info = module.C_GetTokenInfo(slot);
      if ((info.flags & flags.userPinSet) === 0) throw new TokenError({ is: 'no-user-pin' });
      if ((info.flags & flags.locked) !== 0) throw new TokenError({ is: 'pin-locked' });
      if ((info.flags & flags.lastTry) !== 0) throw new TokenError({ is: 'pin-last-try' });
      const handle = module.C_OpenSession(slot, loaded.CKF_SERIAL_SESSION | (writes === true ? loaded.CKF_RW_SESSION : 0));
      try {
        module.C_Login(handle, loaded.CKU_USER, pin);
      } catch (error) {
        const trouble = error instanceof loaded.Pkcs11Error ? pinTroubles[error.message] : undefined;
        if (trouble !== undefined) throw new TokenError(trouble);
        throw error;
      }
      const session = new TokenSession(loaded, module, slot, handle);
      const facts = factsOf(info);
      if (key === undefined) return { session, opened: { token: facts } };
      const { handle: _handle, ...found } = (session.#key = session.#encryptionKey(key));
      return { session, opened: { token: facts, key: found } };
    });
  }

  encrypt(plaintext: Uint8Array, iv: Uint8Array, aad: Uint8Array): Uint8Array {
    const key = this.#key;
    if (key === undefined) throw new Error('no key was opened');
    return told(this.#driver, () => this.#encrypt(key.handle, plaintext, iv, aad));
  }

  /** With the key the ciphertext names, which may be a former version: what it encrypted stays readable while it is on the token. */
  decrypt(keyId: string, ciphertext: Uint8Array, iv: Uint8Array, aad: Uint8Array): Uint8Array {
    return told(this.#driver, () => {
      const handle = this.#handleOf(keyId);
      this.#module.C_DecryptInit(this.#session, this.#gcm(iv, aad), handle);
      try {
        return this.#module.C_Decrypt(this.#session, Buffer.from(ciphertext), Buffer.alloc(ciphertext.length + 64));
      } catch (error) {
        // SoftHSM, among others, has one answer for a false tag and for everything else: a token that still works means the former.
        if (error instanceof this.#driver.Pkcs11Error && unspecific.has(error.message) && this.#works(this.#key?.handle ?? handle)) throw new TokenError({ is: 'bad-ciphertext' });
        throw error;
      }
    });
  }

  #works(key: driver.Handle): boolean {
    try {
      const [plaintext, aad] = [randomBytes(16), Buffer.from('ndc')];
      const iv = randomBytes(12);
      return plaintext.equals(Buffer.from(this.#decrypt(key, this.#encrypt(key, plaintext, iv, aad), iv, aad)));
    } catch {
      return false;
    }
  }

  /** A session that was opened to write. @throws TokenError */
  generate(request: GenerateRequest): readonly TokenObject[] {
    return told(this.#driver, () => {
      const mechanism = generatorOf(request.making);
      if (!this.#mechanisms().includes(mechanism)) throw new TokenError({ is: 'no-mechanism', mechanism });
      return generateKey(this.#driver, this.#module, this.#session, request);
    });
  }

  inspect(): Inspection {
    return told(this.#driver, () => ({
      token: factsOf(this.#module.C_GetTokenInfo(this.#slot)),
      mechanisms: this.#mechanisms(),
      objects: inspectObjects(this.#driver, this.#module, this.#session),
    }));
  }

  /** As long as it takes to encrypt and decrypt a data key of 32 bytes. */
  measure(label: string, rounds: number): Measurement {
    return told(this.#driver, () => {
      const [handle] = this.#find({ label });
      if (handle === undefined) throw new TokenError({ is: 'no-key', key: label, keys: [] });
      const [plaintext, aad] = [Buffer.alloc(32, 7), Buffer.from('ndc')];
      const timed = { encrypt: [] as number[], decrypt: [] as number[] };
      const clocked = <T>(into: number[], act: () => T): T => {
        const began = process.hrtime.bigint();
        const result = act();
        into.push(Number(process.hrtime.bigint() - began));
        return result;
      };
      for (let round = 0; round < rounds; round += 1) {
        const iv = randomBytes(12);
        const sealed = clocked(timed.encrypt, () => this.#encrypt(handle, plaintext, iv, aad));
        clocked(timed.decrypt, () => this.#decrypt(handle, sealed, iv, aad));
      }
      return timed;
    });
  }

  #encrypt(key: driver.Handle, plaintext: Uint8Array, iv: Uint8Array, aad: Uint8Array): Uint8Array {
    this.#module.C_EncryptInit(this.#session, this.#gcm(iv, aad), key);
    return this.#module.C_Encrypt(this.#session, Buffer.from(plaintext), Buffer.alloc(plaintext.length + 64));
  }

  #decrypt(key: driver.Handle, ciphertext: Uint8Array, iv: Uint8Array, aad: Uint8Array): Uint8Array {
    this.#module.C_DecryptInit(this.#session, this.#gcm(iv, aad), key);
    return this.#module.C_Decrypt(this.#session, Buffer.from(ciphertext), Buffer.alloc(ciphertext.length + 64));
  }

  #gcm(iv: Uint8Array, aad: Uint8Array): driver.Mechanism {
    const parameter: driver.AesGCM = { type: this.#driver.CK_PARAMS_AES_GCM, iv: Buffer.from(iv), aad: Buffer.from(aad), ivBits: iv.length * 8, tagBits: 128 };
    return { mechanism: this.#driver.CKM_AES_GCM, parameter };
  }

  #handleOf(keyId: string): driver.Handle {
    const known = this.#handles.get(keyId);
    if (known !== undefined) return known;
    const parts = partsOfKeyId(keyId);
    const [handle, ...more] = parts === undefined ? [] : this.#find(parts);
    if (handle === undefined) throw new TokenError({ is: 'no-key', key: keyId, keys: [] });
    if (more.length > 0) throw new TokenError({ is: 'two-keys', key: keyId, count: more.length + 1 });
    this.#handles.set(keyId, handle);
    return handle;
  }

  /** The one key of a label, fit to encrypt keys: it never leaves its token and wraps nothing out of it. */
  #encryptionKey(label: string): TokenKey & { readonly handle: driver.Handle } {
    if (!this.#mechanisms().includes('CKM_AES_GCM')) throw new TokenError({ is: 'no-mechanism', mechanism: 'CKM_AES_GCM' });
    const [handle, ...more] = this.#find({ label });
    if (handle === undefined) {
      const keys = inspectObjects(this.#driver, this.#module, this.#session).flatMap((one) => (one.class === 'secret' ? [one.label] : []));
      throw new TokenError({ is: 'no-key', key: label, keys });
    }
    if (more.length > 0) throw new TokenError({ is: 'two-keys', key: label, count: more.length + 1 });
    const found = readAttributes(this.#driver, this.#module, this.#session, handle);
    const why = [
      ...unkeptOf(found, false),
      ...(found.bits === 256 ? [] : (['not-256'] as const)),
      ...(found.encrypt === true ? [] : (['no-encrypt'] as const)),
      ...(found.decrypt === true ? [] : (['no-decrypt'] as const)),
      ...(found.objectId === '' ? (['no-id'] as const) : []),
    ];
    if (why.length > 0) throw new TokenError({ is: 'unfit-key', key: label, why });
    const keyId = keyIdOf(label, found.objectId);
    this.#handles.set(keyId, handle);
    return { label, objectId: found.objectId, keyId, handle };
  }

  #find({ label, objectId }: { readonly label: string; readonly objectId?: string }): driver.Handle[] {
    const { CKA_CLASS, CKO_SECRET_KEY, CKA_KEY_TYPE, CKK_AES, CKA_LABEL, CKA_ID } = this.#driver;
    this.#module.C_FindObjectsInit(this.#session, [
      { type: CKA_CLASS, value: CKO_SECRET_KEY },
      { type: CKA_KEY_TYPE, value: CKK_AES },
      { type: CKA_LABEL, value: label },
      ...(objectId === undefined ? [] : [{ type: CKA_ID, value: Buffer.from(objectId, 'hex') }]),
    ]);
    try {
      return this.#module.C_FindObjects(this.#session, 16);
    } finally {
      this.#module.C_FindObjectsFinal(this.#session);
    }
  }

  #mechanisms(): readonly string[] {
    const names = new Map(Object.entries(this.#driver).flatMap(([name, value]) => (name.startsWith('CKM_') && typeof value === 'number' ? [[value, name] as const] : [])));
    return this.#module.C_GetMechanismList(this.#slot).map((mechanism) => names.get(mechanism) ?? `0x${mechanism.toString(16)}`);
  }
}

/** The one slot whose token bears the label. */
function slotOf(module: driver.PKCS11, label: string): driver.Handle {
  const tokens = module.C_GetSlotList(true).map((slot) => ({ slot, label: module.C_GetTokenInfo(slot).label.trimEnd() }));
  const [found, ...more] = tokens.filter((token) => token.label === label);
  if (found === undefined) throw new TokenError({ is: 'no-token', tokens: tokens.map((token) => token.label).filter((name) => name !== '') });
  if (more.length > 0) throw new TokenError({ is: 'two-tokens', count: more.length + 1 });
  return found.slot;
}

function factsOf(info: driver.TokenInfo): TokenFacts {
  const trimmed = (text: string): string => text.replace(/[\0 ]+$/, '');
  const clock = (info.flags & flags.clock) !== 0 ? trimmed(info.utcTime) : '';
  return {
    label: trimmed(info.label),
    manufacturer: trimmed(info.manufacturerID),
    model: trimmed(info.model),
    serial: trimmed(info.serialNumber),
    firmware: `${info.firmwareVersion.major}.${info.firmwareVersion.minor}`,
    ...(/^\d{14}/.test(clock) ? { utcTime: clock } : {}),
  };
}

/** Whatever PKCS#11 answered, in words that cross a pipe. */
function told<T>(loaded: Driver, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof loaded.Pkcs11Error)) throw error;
    const { message, method } = error;
    if (badData.has(message)) throw new TokenError({ is: 'bad-ciphertext' });
    throw new TokenError({ is: 'ckr', name: message, method });
  }
}
