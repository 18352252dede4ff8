import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import { visible } from '../../../sites/model/visible.js';
import { CheckFailure } from '../../failure.js';
import { pause } from '../sandbox/pause.js';
import { answerOf, fail, pass, refusedAs, type Found } from './conformance-found.js';
import { testUid, type StatusResponse } from './definition.js';
import type { KmsPeer } from './peer.js';

/** Commands that take the token away and bring it back; run by the shell, as their author wrote them. */
export interface Hooks {
  readonly away: string;
  readonly back: string;
  /** Milliseconds for the plugin to notice, and again to recover: the API server polls every 10 s while something is wrong. */
  readonly within: number;
}

async function runHook(command: string): Promise<void> {
  const { exitCode, stderr } = await execa(command, { shell: true, reject: false, timeout: 60_000, stdin: 'ignore' });
  if (exitCode === 0) return;
  const said = visible(stderr, 200);
  throw new CheckFailure('NDC-X069', { vi: `lệnh "${visible(command, 80)}" kết thúc với mã ${exitCode ?? '?'}: ${said}`, en: `the command "${visible(command, 80)}" ended with code ${exitCode ?? '?'}: ${said}` });
}

/** Polls until `met` says so. */
async function within(milliseconds: number, met: () => Promise<boolean>): Promise<boolean> {
  const until = Date.now() + milliseconds;
  while (!(await met())) {
    if (Date.now() > until) return false;
    await pause(250);
  }
  return true;
}

/** What the API server lives through when an HSM is cut off. Whatever happens, the token is brought back. */
export async function whileAway(peer: KmsPeer, first: StatusResponse, { away, back, within: limit }: Hooks): Promise<Found> {
  const plaintext = randomBytes(32);
  const sealed = answerOf('Encrypt', await peer.call('Encrypt', { plaintext, uid: testUid }));
  let missed: Found | undefined;
  await runHook(away);
  try {
    missed = await absent(peer, first, limit);
  } finally {
    await runHook(back);
  }
  const recovered = await within(limit, async () => {
    const status = await peer.call('Status', {});
    return 'answer' in status && status.answer.healthz === 'ok';
  });
  if (missed !== undefined) return missed;
  if (!recovered) return fail(`chưa trở lại sau ${limit / 1000} giây`, `has not come back within ${limit / 1000} s`);
  const { keyId } = answerOf('Status', await peer.call('Status', {}));
  if (keyId !== first.keyId) return fail(`trở lại với mã khóa khác: "${visible(keyId, 80)}"`, `came back with another key id: "${visible(keyId, 80)}"`);
  const opened = answerOf('Decrypt', await peer.call('Decrypt', { ...sealed, uid: testUid }));
  return Buffer.from(opened.plaintext).equals(plaintext) ? pass('báo lỗi rõ, trở lại, đọc được bản mã cũ', 'refused clearly, came back, read what it had encrypted') : fail('trở lại và giải mã sai', 'came back and decrypted wrongly');
}

async function absent(peer: KmsPeer, first: StatusResponse, limit: number): Promise<Found | undefined> {
  const noticed = await within(limit, async () => {
    const status = await peer.call('Status', {});
    return 'refused' in status || status.answer.healthz !== 'ok';
  });
  if (!noticed) return fail('healthz vẫn là ok', 'healthz is still ok');
  const status = await peer.call('Status', {});
  if ('answer' in status && status.answer.keyId !== '' && status.answer.keyId !== first.keyId) return fail(`mã khóa đổi thành "${visible(status.answer.keyId, 80)}"`, `the key id went to "${visible(status.answer.keyId, 80)}"`);
  const tried = await peer.call('Encrypt', { plaintext: randomBytes(32), uid: testUid });
  const refused = refusedAs(tried);
  if (refused === undefined) return fail('Encrypt vẫn trả lời', 'Encrypt still answers');
  return refused.code === 'DEADLINE_EXCEEDED' ? fail('Encrypt để người gọi chờ đến hết hạn', 'Encrypt lets its caller wait until the deadline') : undefined;
}
