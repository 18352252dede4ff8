import { randomBytes } from 'node:crypto';
import type { Text } from '../../../sites/model/text.js';
import { visible } from '../../../sites/model/visible.js';
import type { KmsCheck, KmsTestData } from '../../kms-test-data.js';
import { whileAway, type Hooks } from './conformance-away.js';
import { answerOf, fail, NoAnswer, pass, refusalText, type Found } from './conformance-found.js';
import { limits, testUid, type EncryptResponse, type StatusResponse } from './definition.js';
import { percentiles } from './percentiles.js';
import type { KmsPeer } from './peer.js';

export interface ConformanceOptions {
  readonly rounds: number;
  /** Milliseconds at the 99th percentile: Kubernetes asks for 100 and 10. */
  readonly encryptWithin: number;
  readonly decryptWithin: number;
  readonly hooks?: Hooks;
  readonly onProgress: (title: Text) => void;
}

const shown = (text: string): string => visible(text, 120);

/** The seed of data keys that the API server sends. */
const seed = (): Buffer => randomBytes(32);

/** kube-apiserver holds annotation keys to fully qualified domain names (RFC 1123): two labels at least. */
const domainName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

const encrypt = async (peer: KmsPeer, plaintext: Uint8Array): Promise<EncryptResponse> => answerOf('Encrypt', await peer.call('Encrypt', { plaintext, uid: testUid }));
const decrypt = (peer: KmsPeer, { ciphertext, keyId, annotations }: EncryptResponse) => peer.call('Decrypt', { ciphertext, keyId, annotations, uid: testUid });

/** Holds a plugin to the contract of KMS v2, check by check; one that fails does not hide the next. */
export async function conformance(peer: KmsPeer, options: ConformanceOptions): Promise<Omit<KmsTestData, 'socket'>> {
  const checks: KmsCheck[] = [];
  const latency: { encrypt?: ReturnType<typeof percentiles>; decrypt?: ReturnType<typeof percentiles> } = {};
  const first = answerOf('Status', await peer.call('Status', {}));
  const check = async (id: string, title: Text, act: () => Found | Promise<Found>): Promise<void> => {
    options.onProgress(title);
    const { ok, found } = await Promise.resolve().then(act).catch((error: unknown): Found => {
      if (!(error instanceof NoAnswer)) throw error;
      const why = refusalText(error);
      return fail(`${error.method} bị từ chối: ${why.vi}`, `${error.method} was refused: ${why.en}`);
    });
    checks.push({ id, title, status: ok ? 'pass' : 'fail', found });
  };

  await check('version', { vi: 'phiên bản là v2', en: 'the version is v2' }, () => (first.version === 'v2' ? pass('v2', 'v2') : fail(`"${shown(first.version)}"`, `"${shown(first.version)}"`)));
  await check('healthz', { vi: 'healthz là ok', en: 'healthz is ok' }, () => (first.healthz === 'ok' ? pass('ok', 'ok') : fail(`"${shown(first.healthz)}"`, `"${shown(first.healthz)}"`)));
  await check('key-id', { vi: 'mã khóa từ 1 byte đến 1 KiB', en: 'the key id has 1 byte to 1 KiB' }, () => {
    const size = Buffer.byteLength(first.keyId);
    return size >= 1 && size <= limits.keyId ? pass(`${size} byte`, `${size} bytes`) : fail(`${size} byte`, `${size} bytes`);
  });
  await check('key-id-stable', { vi: 'mã khóa không đổi, và Encrypt dùng đúng mã đó', en: 'the key id stays, and Encrypt uses it' }, () => keyIdStable(peer, first));
  await check('ciphertext', { vi: 'bản mã không rỗng, tối đa 1 KiB, không chứa bản rõ', en: 'a ciphertext is not empty, at most 1 KiB, without the plaintext' }, () => ciphertexts(peer));
  await check('annotations', { vi: 'chú thích: khóa là tên miền, tất cả dưới 32 KiB', en: 'annotations: keys are domain names, all below 32 KiB' }, () => annotationsOf(peer));
  await check('round-trip', { vi: 'giải mã trả lại đúng bản rõ', en: 'decryption gives back the plaintext' }, () => roundTrips(peer));
  await check('tampered', { vi: 'bản mã bị sửa thì bị từ chối', en: 'a changed ciphertext is refused' }, () => tampered(peer));
  await check('wrong-key-id', { vi: 'mã khóa sai thì bị từ chối', en: 'a wrong key id is refused' }, () => wrongKeyId(peer));
  await check('garbage', { vi: 'dữ liệu rác bị từ chối và không làm hỏng dịch vụ', en: 'garbage is refused and breaks nothing' }, () => garbage(peer));
  await check('concurrency', { vi: '64 yêu cầu cùng lúc không lẫn nhau', en: '64 requests at once do not mix' }, () => concurrent(peer));
  await check('latency', { vi: `p99 mã hóa dưới ${options.encryptWithin} ms, giải mã dưới ${options.decryptWithin} ms`, en: `p99 of Encrypt below ${options.encryptWithin} ms, of Decrypt below ${options.decryptWithin} ms` }, async () => {
    Object.assign(latency, await timed(peer, options.rounds));
    const [e, d] = [latency.encrypt?.p99 ?? Infinity, latency.decrypt?.p99 ?? Infinity];
    return (e < options.encryptWithin && d < options.decryptWithin ? pass : fail)(`mã hóa ${e.toLocaleString('vi-VN')} ms, giải mã ${d.toLocaleString('vi-VN')} ms`, `Encrypt ${e} ms, Decrypt ${d} ms`);
  });
  const away = { vi: 'khi token vắng mặt: báo lỗi rõ, rồi trở lại với cùng mã khóa', en: 'while the token is away: refuses clearly, then comes back with the same key id' };
  const { hooks } = options;
  if (hooks === undefined) checks.push({ id: 'token-away', title: away, status: 'not-run', found: { vi: 'cần --away và --back', en: 'needs --away and --back' } });
  else await check('token-away', away, () => whileAway(peer, first, hooks));
  return { keyId: first.keyId, checks, latency: { ...(latency.encrypt === undefined ? {} : { encrypt: latency.encrypt }), ...(latency.decrypt === undefined ? {} : { decrypt: latency.decrypt }) } };
}

async function keyIdStable(peer: KmsPeer, first: StatusResponse): Promise<Found> {
  for (let round = 0; round < 20; round += 1) {
    const { keyId } = answerOf('Status', await peer.call('Status', {}));
    if (keyId !== first.keyId) return fail(`Status đổi từ "${shown(first.keyId)}" sang "${shown(keyId)}"`, `Status went from "${shown(first.keyId)}" to "${shown(keyId)}"`);
  }
  const { keyId } = await encrypt(peer, seed());
  return keyId === first.keyId ? pass('20 lần như nhau', '20 times the same') : fail(`Encrypt dùng "${shown(keyId)}", Status nói "${shown(first.keyId)}"`, `Encrypt used "${shown(keyId)}", Status says "${shown(first.keyId)}"`);
}

async function ciphertexts(peer: KmsPeer): Promise<Found> {
  const plaintext = seed();
  const { ciphertext } = await encrypt(peer, plaintext);
  const size = ciphertext.length;
  if (Buffer.from(ciphertext).includes(plaintext)) return fail('bản mã chứa nguyên bản rõ', 'the ciphertext holds the plaintext');
  return size > 0 && size <= limits.ciphertext ? pass(`${size} byte`, `${size} bytes`) : fail(`${size} byte; máy chủ API nhận tối đa ${limits.ciphertext}`, `${size} bytes; the API server takes at most ${limits.ciphertext}`);
}

async function annotationsOf(peer: KmsPeer): Promise<Found> {
  const { annotations } = await encrypt(peer, seed());
  const entries = Object.entries(annotations);
  const bad = entries.find(([key]) => !domainName.test(key));
  if (bad !== undefined) return fail(`"${shown(bad[0])}" không phải tên miền đầy đủ`, `"${shown(bad[0])}" is no fully qualified domain name`);
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + value.length, 0);
  return size < limits.annotations ? pass(`${entries.length} chú thích, ${size} byte`, `${entries.length} ${entries.length === 1 ? 'annotation' : 'annotations'}, ${size} bytes`) : fail(`${size} byte`, `${size} bytes`);
}

async function roundTrips(peer: KmsPeer): Promise<Found> {
  for (const size of [32, 16, 48, 1]) {
    const plaintext = randomBytes(size);
    const back = answerOf('Decrypt', await decrypt(peer, await encrypt(peer, plaintext)));
    if (!Buffer.from(back.plaintext).equals(plaintext)) return fail(`${size} byte: trả lại bản rõ khác`, `${size} bytes: another plaintext came back`);
  }
  return pass('1, 16, 32 và 48 byte', '1, 16, 32 and 48 bytes');
}

async function tampered(peer: KmsPeer): Promise<Found> {
  const sealed = await encrypt(peer, seed());
  const size = sealed.ciphertext.length;
  for (const at of [0, Math.floor(size / 2), size - 1]) {
    const ciphertext = Buffer.from(sealed.ciphertext);
    ciphertext[at] = (ciphertext[at] ?? 0) ^ 1;
    if ('answer' in (await decrypt(peer, { ...sealed, ciphertext }))) return fail(`đổi 1 bit ở byte ${at} trên ${size} mà vẫn được giải mã`, `with one bit of byte ${at} of ${size} changed it was decrypted all the same`);
  }
  if ('answer' in (await decrypt(peer, { ...sealed, ciphertext: Buffer.from(sealed.ciphertext).subarray(0, size - 1) }))) return fail('bản mã bị cắt mà vẫn được giải mã', 'a ciphertext cut short was decrypted');
  return pass('đổi bit ở đầu, giữa, cuối và cắt ngắn', 'bits changed at the start, in the middle, at the end, and cut short');
}

async function wrongKeyId(peer: KmsPeer): Promise<Found> {
  const sealed = await encrypt(peer, seed());
  for (const keyId of [`${sealed.keyId}0`, 'another-key', '']) {
    if ('answer' in (await decrypt(peer, { ...sealed, keyId }))) return fail(`mã khóa "${shown(keyId)}" mà vẫn được giải mã`, `with the key id "${shown(keyId)}" it was decrypted all the same`);
  }
  return pass('từ chối cả ba', 'refused all three');
}

async function garbage(peer: KmsPeer): Promise<Found> {
  const sealed = await encrypt(peer, seed());
  for (const ciphertext of [Buffer.alloc(0), randomBytes(1), randomBytes(64), randomBytes(1024)]) {
    if ('answer' in (await decrypt(peer, { ...sealed, ciphertext }))) return fail(`${ciphertext.length} byte ngẫu nhiên được giải mã`, `${ciphertext.length} random bytes were decrypted`);
  }
  const after = answerOf('Status', await peer.call('Status', {}));
  answerOf('Decrypt', await decrypt(peer, sealed));
  return after.healthz === 'ok' ? pass('từ chối, vẫn ok', 'refused, still ok') : fail(`sau đó healthz là "${shown(after.healthz)}"`, `healthz is "${shown(after.healthz)}" afterwards`);
}

async function concurrent(peer: KmsPeer): Promise<Found> {
  const wrong = await Promise.all(
    Array.from({ length: 64 }, async () => {
      const plaintext = seed();
      const back = answerOf('Decrypt', await decrypt(peer, await encrypt(peer, plaintext)));
      return Buffer.from(back.plaintext).equals(plaintext) ? 0 : 1;
    }),
  );
  const count = wrong.reduce<number>((sum, one) => sum + one, 0);
  return count === 0 ? pass('64 đúng', '64 right') : fail(`${count} trên 64 nhận bản rõ của người khác`, `${count} of 64 got another’s plaintext`);
}

async function timed(peer: KmsPeer, rounds: number): Promise<{ encrypt?: ReturnType<typeof percentiles>; decrypt?: ReturnType<typeof percentiles> }> {
  const times = { encrypt: [] as number[], decrypt: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const sealed = await peer.call('Encrypt', { plaintext: seed(), uid: testUid });
    times.encrypt.push(sealed.milliseconds);
    const opened = await decrypt(peer, answerOf('Encrypt', sealed));
    answerOf('Decrypt', opened);
    times.decrypt.push(opened.milliseconds);
  }
  return { encrypt: percentiles(times.encrypt), decrypt: percentiles(times.decrypt) };
}
