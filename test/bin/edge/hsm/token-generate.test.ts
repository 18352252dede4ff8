import { isDeepStrictEqual } from 'node:util';
import type * as driver from 'pkcs11js';
import { describe, expect, it } from 'vitest';
import { generateFailure, troubleText } from '../../../../bin/edge/hsm/token-failure.js';
import { generateKey } from '../../../../bin/edge/hsm/token-generate.js';
import { TokenError, type GenerateRequest, type TokenTrouble } from '../../../../bin/edge/hsm/token-protocol.js';
import type { Driver } from '../../../../bin/edge/hsm/token-session.js';

/** Numbers of attributes, classes and mechanisms are whatever stands here: each name its own. */
const names = new Map<string, number>();
class Pkcs11Error extends Error {}
const loaded = new Proxy({ Pkcs11Error } as unknown as Driver, {
  get: (target, name: string) => {
    if (name in target) return target[name as keyof Driver];
    if (!names.has(name)) names.set(name, names.size + 1);
    return names.get(name);
  },
});
const number = (name: string): number => (loaded as unknown as Record<string, number>)[name] ?? 0;

type Object_ = Map<number, unknown>;

/** A token that keeps what it is told, and does with it what the test says. */
class Token {
  readonly objects: Object_[] = [];
  readonly templates: Record<string, unknown>[] = [];
  #search: driver.Attribute | undefined;
  constructor(readonly does: { readonly sets?: Readonly<Record<string, unknown>>; readonly keeps?: true; readonly mute?: true; /** Answered by C_GenerateKey, after the key was made or before. */ readonly answers?: { readonly name: string; readonly made: boolean }; /** Another run makes the same meanwhile. */ readonly rival?: true; /** Cannot be looked into once a key was asked for. */ readonly blind?: true } = {}) {}

  C_FindObjectsInit(_session: driver.Handle, [attribute]: driver.Template): void {
    this.#search = attribute;
  }
  C_FindObjects(): number[] {
    const { type, value } = this.#search ?? {};
    if (this.does.blind === true && this.templates.length > 0) throw new Pkcs11Error('CKR_DEVICE_REMOVED');
    return this.objects.flatMap((object, index) => (isDeepStrictEqual(object.get(type ?? 0), value) ? [index] : []));
  }
  C_FindObjectsFinal(): void {
    this.#search = undefined;
  }
  C_GenerateKey(_session: driver.Handle, _mechanism: driver.Mechanism, template: driver.Template): number {
    const { answers, rival } = this.does;
    if (answers?.made === false) {
      this.templates.push({});
      throw new Pkcs11Error(answers.name);
    }
    if (rival === true) this.#keep('CKO_SECRET_KEY', template);
    const made = this.#keep('CKO_SECRET_KEY', template);
    if (answers !== undefined) throw new Pkcs11Error(answers.name);
    return made;
  }
  C_GenerateKeyPair(_session: driver.Handle, _mechanism: driver.Mechanism, open: driver.Template, own: driver.Template): { privateKey: number; publicKey: number } {
    return { publicKey: this.#keep('CKO_PUBLIC_KEY', open), privateKey: this.#keep('CKO_PRIVATE_KEY', own) };
  }
  C_GetAttributeValue(_session: driver.Handle, handle: number, [attribute]: driver.Template): { value: Buffer }[] {
    if (this.does.mute === true) throw new Pkcs11Error('CKR_DEVICE_REMOVED');
    const value = this.objects[handle]?.get(attribute?.type ?? 0);
    if (value === undefined) throw new Pkcs11Error('CKR_ATTRIBUTE_TYPE_INVALID');
    return [{ value: Buffer.isBuffer(value) ? value : typeof value === 'boolean' ? Buffer.from([value ? 1 : 0]) : typeof value === 'number' ? Buffer.from(Uint32Array.of(value).buffer) : Buffer.from(typeof value === 'string' ? value : '') }];
  }
  C_DestroyObject(_session: driver.Handle, handle: number): void {
    if (this.does.keeps === true) throw new Pkcs11Error('CKR_ACTION_PROHIBITED');
    this.objects[handle] = new Map();
  }
  get left(): number {
    return this.objects.filter(({ size }) => size > 0).length;
  }

  #keep(of: string, template: driver.Template): number {
    const object: Object_ = new Map<number, unknown>(template.map(({ type, value }) => [type, value]));
    const named = Object.fromEntries([...names].flatMap(([name, type]) => (object.has(type) ? [[name, object.get(type)]] : [])));
    this.templates.push(named);
    object.set(number('CKA_CLASS'), number(of));
    if (of !== 'CKO_PUBLIC_KEY') for (const [name, value] of Object.entries({ CKA_ALWAYS_SENSITIVE: true, CKA_NEVER_EXTRACTABLE: true, ...this.does.sets })) object.set(number(name), value);
    return this.objects.push(object) - 1;
  }
}

const aes: GenerateRequest = { op: 'generate', label: 'k', objectId: '00ff', making: { kind: 'aes', bits: 256, use: 'encrypt' } };
const make = (token: Token, request = aes) => generateKey(loaded, token as unknown as driver.PKCS11, Buffer.alloc(8), request);
function troubleOf(token: Token, request = aes): TokenTrouble {
  try {
    make(token, request);
  } catch (error) {
    if (error instanceof TokenError) return error.trouble;
    throw error;
  }
  throw new Error('it was made');
}

describe('a key that is made on a token', () => {
  it('is sensitive, never extractable, and for its one use: everything else is forbidden in words', () => {
    const token = new Token();
    expect(make(token)).toEqual([expect.objectContaining({ label: 'k', objectId: '00ff', class: 'secret', extractable: false, wrap: false })]);
    expect(token.templates[0]).toMatchObject({ CKA_TOKEN: true, CKA_PRIVATE: true, CKA_SENSITIVE: true, CKA_EXTRACTABLE: false, CKA_VALUE_LEN: 32, CKA_ENCRYPT: true, CKA_DECRYPT: true, CKA_WRAP: false, CKA_UNWRAP: false, CKA_SIGN: false, CKA_DERIVE: false });
  });

  it('that is there to wrap does not decrypt: what it wraps could else be read', () => {
    const token = new Token();
    make(token, { ...aes, making: { kind: 'aes', bits: 256, use: 'wrap' } });
    expect(token.templates[0]).toMatchObject({ CKA_WRAP: true, CKA_UNWRAP: true, CKA_ENCRYPT: false, CKA_DECRYPT: false });
  });

  it('of a pair signs and does nothing else; both halves bear its label and id', () => {
    const token = new Token();
    expect(make(token, { ...aes, making: { kind: 'ec', bits: 384, use: 'sign' } }).map(({ class: of, label, objectId }) => [of, label, objectId])).toEqual([['private', 'k', '00ff'], ['public', 'k', '00ff']]);
    const [open, own] = token.templates;
    expect(own).toMatchObject({ CKA_SIGN: true, CKA_DECRYPT: false, CKA_UNWRAP: false, CKA_DERIVE: false, CKA_SENSITIVE: true, CKA_EXTRACTABLE: false });
    // secp384r1, 1.3.132.0.34
    expect(open).toMatchObject({ CKA_EC_PARAMS: Buffer.from('06052b81040022', 'hex'), CKA_VERIFY: true, CKA_ENCRYPT: false, CKA_WRAP: false });
  });

  it('takes no label and no id that anything bears', () => {
    const token = new Token();
    make(token);
    expect(troubleOf(token)).toEqual({ is: 'taken', what: 'label', value: 'k' });
    expect(troubleOf(token, { ...aes, label: 'other' })).toEqual({ is: 'taken', what: 'id', value: '00ff' });
    expect(token.left).toBe(1);
  });

  it.each([
    [{ CKA_WRAP: true }, ['may-wrap']],
    [{ CKA_PRIVATE: false }, ['not-private']],
    [{ CKA_SIGN: true }, ['other-use']],
    [{ CKA_EXTRACTABLE: true, CKA_NEVER_EXTRACTABLE: false }, ['extractable']],
    [{ CKA_SENSITIVE: false, CKA_ALWAYS_SENSITIVE: false }, ['not-sensitive']],
    [{ CKA_NEVER_EXTRACTABLE: false }, ['was-extractable']],
    [{ CKA_ID: Buffer.from('01', 'hex') }, ['no-id']],
  ])('which a token makes with %j is removed again, and said why', (sets, why) => {
    const token = new Token({ sets });
    expect(troubleOf(token)).toEqual({ is: 'made-unfit', key: 'k', why });
    expect(token.left).toBe(0);
  });

  it('that cannot be looked at is removed as well, and one that cannot be removed is named', () => {
    const mute = new Token({ mute: true });
    expect(() => make(mute)).toThrow('CKR_DEVICE_REMOVED');
    expect(mute.left).toBe(0);
    expect(troubleOf(new Token({ sets: { CKA_WRAP: true }, keeps: true }))).toEqual({ is: 'made-left', key: 'k', objectId: '00ff' });
  });
});

describe('a token that tells a fault as it makes a key', () => {
  const at = (does: ConstructorParameters<typeof Token>[0]): string => {
    try {
      make(new Token(does));
    } catch (error) {
      return error instanceof TokenError ? error.trouble.is : error instanceof Error ? error.message : '';
    }
    return 'made';
  };

  it.each<[string, string, boolean, string]>([
    ['CKR_DEVICE_ERROR', 'the key is there', true, 'made-unfinished'],
    ['CKR_GENERAL_ERROR', 'the key is there', true, 'made-unfinished'],
    ['CKR_DEVICE_ERROR', 'nothing is there', false, 'CKR_DEVICE_ERROR'],
    ['CKR_TEMPLATE_INCONSISTENT', 'nothing is there', false, 'CKR_TEMPLATE_INCONSISTENT'],
  ])('%s, and %s', (name, _, made, expected) => {
    expect(at({ answers: { name, made } })).toBe(expected);
  });

  it('and cannot be looked into after it: not known', () => {
    expect(at({ answers: { name: 'CKR_DEVICE_ERROR', made: false }, blind: true })).toBe('made-unknown');
    // A plain refusal needs no second look.
    expect(at({ answers: { name: 'CKR_KEY_SIZE_RANGE', made: false }, blind: true })).toBe('CKR_KEY_SIZE_RANGE');
  });

  it('is no rival: a key that another run made meanwhile is told, and ours is removed', () => {
    const token = new Token({ rival: true });
    expect(troubleOf(token)).toEqual({ is: 'made-twice', key: 'k', objectId: '00ff' });
    expect(token.left).toBe(1);
  });
});

describe('a key that was not made', () => {
  it('is told with whether there is one now', () => {
    const told = (trouble: TokenTrouble): string => generateFailure(trouble, 'p').text.en;
    expect(told({ is: 'taken', what: 'label', value: 'k' })).toContain('No key was made.');
    expect(told({ is: 'ckr', name: 'CKR_TEMPLATE_INCONSISTENT', method: 'C_GenerateKey' })).toBe('the HSM answers CKR_TEMPLATE_INCONSISTENT (C_GenerateKey). No key was made.');
    expect(told({ is: 'slow', milliseconds: 300_000 })).toContain('Whether the key was made is not known');
    expect(told({ is: 'gone', detail: 'SIGKILL' })).toContain('before this is run again');
    expect(told({ is: 'ckr', name: 'CKR_DEVICE_ERROR', method: '' })).toBe('the HSM answers CKR_DEVICE_ERROR. No key was made.');
    const fault = { key: 'k', objectId: '00ff', name: 'CKR_DEVICE_ERROR' };
    expect(told({ is: 'made-unfinished', ...fault })).toMatch(/unfinished.*Do not use it/);
    expect(told({ is: 'made-unknown', ...fault })).toContain('Whether the key was made is not known');
    for (const is of ['made-unfinished', 'made-unknown'] as const) expect(told({ is, ...fault })).not.toContain('No key was made');
    // Their own words say it.
    for (const trouble of [{ is: 'made-unfit', key: 'k', why: ['may-wrap'] }, { is: 'made-left', key: 'k', objectId: '00ff' }] as const) expect(generateFailure(trouble, 'p').text).toEqual(troubleText(trouble, 'p'));
    expect([generateFailure({ is: 'taken', what: 'id', value: '00' }, 'p').exit, generateFailure({ is: 'made-left', key: 'k', objectId: '00' }, 'p').exit]).toEqual([2, 3]);
  });
});
