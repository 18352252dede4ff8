import { randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { seal, sealedOverhead, unseal } from '../hsm/sealed.js';
import { TokenError, type TokenKey } from '../hsm/token-protocol.js';
import { QueueRefusal, type TokenQueue } from '../hsm/token-queue.js';
import { troubleText } from '../hsm/token-failure.js';
import { limits, type DecryptRequest, type DecryptResponse, type EncryptRequest, type EncryptResponse, type StatusResponse } from './definition.js';

/** An answer that is no answer, with gRPC's code. */
export class KmsRefusal extends Error {
  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
    this.name = 'KmsRefusal';
  }
}

/** Annotations have domain names for keys; this one says how the ciphertext is laid out. */
export const layoutAnnotation = 'layout.kms.ndc.gov.vn';
const layout = '1';
/** What the API server sends is a seed of 32 bytes; this much leaves room below its limit of 1 KiB for what comes back. */
const longestPlaintext = limits.ciphertext - sealedOverhead;
/** Milliseconds during which a health check is not repeated: the API server polls, and so may anybody else. */
const healthFor = 500;

/** KMS v2 over one token. Key ids are bound into every ciphertext, so that one cannot pass for another. */
export class KmsService {
  readonly #queue: TokenQueue;
  readonly #key: TokenKey;
  readonly #token: string;
  readonly #absent: (keyId: string, uid: string) => string;
  #health: { readonly at: number; readonly found: Promise<string> } | undefined;

  /** @param absent what is known of a key id that the token does not hold, by who asked for it */
  constructor(queue: TokenQueue, key: TokenKey, token: string, absent: (keyId: string, uid: string) => string = () => '') {
    this.#queue = queue;
    this.#key = key;
    this.#token = token;
    this.#absent = absent;
  }

  get keyId(): string {
    return this.#key.keyId;
  }

  /** The key id is told also while the token is away: it has not changed. */
  async status(): Promise<StatusResponse> {
    const now = Date.now();
    if (this.#health === undefined || now - this.#health.at > healthFor) this.#health = { at: now, found: this.#roundTrip() };
    return { version: 'v2', healthz: await this.#health.found, keyId: this.keyId };
  }

  /** @throws KmsRefusal */
  async encrypt({ plaintext }: Pick<EncryptRequest, 'plaintext'>): Promise<EncryptResponse> {
    if (plaintext.length > longestPlaintext) throw new KmsRefusal(status.INVALID_ARGUMENT, `the plaintext has ${plaintext.length} bytes; at most ${longestPlaintext} are taken: this service encrypts keys, not data`);
    const ciphertext = await this.#told(seal(this.#queue, plaintext, this.#aad(this.keyId)));
    return { ciphertext, keyId: this.keyId, annotations: { [layoutAnnotation]: Buffer.from(layout) } };
  }

  /** @throws KmsRefusal */
  async decrypt({ ciphertext, keyId, annotations, uid = '' }: Omit<DecryptRequest, 'uid'> & Partial<DecryptRequest>): Promise<DecryptResponse> {
    const written = annotations[layoutAnnotation];
    if (written === undefined || Buffer.from(written).toString('utf8') !== layout) throw new KmsRefusal(status.INVALID_ARGUMENT, `the annotation ${layoutAnnotation} is not "${layout}": this ciphertext was not made here`);
    if (ciphertext.length < sealedOverhead || ciphertext.length > limits.ciphertext) throw new KmsRefusal(status.INVALID_ARGUMENT, `the ciphertext has ${ciphertext.length} bytes`);
    if (keyId === '' || Buffer.byteLength(keyId) > limits.keyId) throw new KmsRefusal(status.INVALID_ARGUMENT, 'the key id is empty or longer than 1 KiB');
    const plaintext = await this.#told(unseal(this.#queue, keyId, ciphertext, this.#aad(keyId)), uid);
    return { plaintext };
  }

  #aad(keyId: string): Uint8Array {
    return Buffer.from(`ndc-kms-v2/${layout}\0${keyId}`);
  }

  /** `ok`, or why not: a whole round trip, since a token may list a key and not use it. */
  async #roundTrip(): Promise<string> {
    const sent = randomBytes(16);
    try {
      const { plaintext } = await this.decrypt(await this.encrypt({ plaintext: sent }));
      return Buffer.from(plaintext).equals(sent) ? 'ok' : 'the token does not give back what it encrypted';
    } catch (error) {
      return error instanceof KmsRefusal ? error.message : 'failed';
    }
  }

  async #told<T>(answer: Promise<T>, uid = ''): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw this.#refusal(error, uid);
    }
  }

  #refusal(error: unknown, uid: string): KmsRefusal {
    if (error instanceof TokenError) {
      const { en } = troubleText(error.trouble, this.#token);
      if (error.trouble.is === 'no-key') return new KmsRefusal(status.NOT_FOUND, [en, this.#absent(error.trouble.key, uid)].join(' ').trim());
      return new KmsRefusal(status.INVALID_ARGUMENT, en);
    }
    if (error instanceof QueueRefusal) {
      const because = error.trouble === undefined ? '' : ` ${troubleText(error.trouble, this.#token).en}`;
      if (error.why === 'full') return new KmsRefusal(status.RESOURCE_EXHAUSTED, 'too many requests wait for the token; try again later');
      if (error.why === 'late') return new KmsRefusal(status.DEADLINE_EXCEEDED, `the token did not answer in time.${because}`);
      return new KmsRefusal(status.UNAVAILABLE, `the token is away.${because}`);
    }
    return new KmsRefusal(status.INTERNAL, 'an unexpected failure of the plugin');
  }
}
