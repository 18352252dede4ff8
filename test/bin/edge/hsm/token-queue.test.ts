import { describe, expect, it, vi } from 'vitest';
import type { TokenClient } from '../../../../bin/edge/hsm/token-client.js';
import { TokenError, type TokenRequest, type TokenTrouble } from '../../../../bin/edge/hsm/token-protocol.js';
import { QueueRefusal, TokenQueue, type TokenQueueOptions } from '../../../../bin/edge/hsm/token-queue.js';

/** A session that does what the test says. */
class FakeClient {
  ended = false;
  constructor(readonly act: (request: TokenRequest) => Promise<unknown>) {}
  call(request: TokenRequest): Promise<unknown> {
    return this.act(request);
  }
  end(): void {
    this.ended = true;
  }
}

const request = { op: 'encrypt', plaintext: new Uint8Array(), iv: new Uint8Array(), aad: new Uint8Array() } as const;
const ok = (): Promise<unknown> => Promise.resolve(new Uint8Array([1]));
const broken = (trouble: TokenTrouble) => (): Promise<never> => Promise.reject(new TokenError(trouble));
const gone: TokenTrouble = { is: 'ckr', name: 'CKR_DEVICE_REMOVED', method: 'C_EncryptInit' };
const opened = { token: { label: 't', manufacturer: '', model: '', serial: '', firmware: '' } };

function queueOf(opens: readonly (() => Promise<unknown> | FakeClient)[], more: Partial<TokenQueueOptions> = {}) {
  const clients: FakeClient[] = [];
  let opening = 0;
  const queue = new TokenQueue({
    open: async () => {
      const next = opens[Math.min(opening, opens.length - 1)];
      opening += 1;
      const client = await next?.();
      clients.push(client as FakeClient);
      return { client: client as TokenClient, opened };
    },
    sessions: 1,
    capacity: 4,
    timeout: 2_000,
    longestPause: 5,
    ...more,
  });
  return { queue, clients, opened: () => opening };
}

const refusal = (why: string) => expect.objectContaining({ why }) as unknown;

describe('requests to a token', () => {
  it('are answered in order, over as many sessions as there are', async () => {
    const seen: number[] = [];
    const { queue, opened: count } = queueOf([() => new FakeClient(async ({ op }) => (seen.push(op.length), ok()))], { sessions: 3 });
    await queue.start();
    expect(count()).toBe(3);
    await Promise.all([queue.run(request), queue.run(request), queue.run(request)]);
    expect(seen).toHaveLength(3);
    queue.end();
  });

  it('beyond the capacity are refused at once', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((done) => (release = done));
    const { queue } = queueOf([() => new FakeClient(() => held.then(ok))], { capacity: 2 });
    await queue.start();
    const running = [queue.run(request), queue.run(request), queue.run(request)];
    await expect(queue.run(request)).rejects.toEqual(refusal('full'));
    release();
    await Promise.all(running);
    queue.end();
  });

  it('are tried once more on a new session when theirs breaks', async () => {
    const { queue, clients } = queueOf([() => new FakeClient(broken(gone)), () => new FakeClient(ok)]);
    await queue.start();
    await expect(queue.run(request)).resolves.toEqual(new Uint8Array([1]));
    expect([clients[0]?.ended, queue.restarts]).toEqual([true, 1]);
    queue.end();
  });

  it('are refused, with the reason, once a second session breaks too', async () => {
    const { queue } = queueOf([() => new FakeClient(broken(gone))]);
    await queue.start();
    await expect(queue.run(request)).rejects.toEqual(expect.objectContaining({ why: 'away', trouble: gone }));
    queue.end();
  });

  it('are refused at once while no session can be opened, and answered when one can', async () => {
    const changes: boolean[] = [];
    let away = true;
    const absent: TokenTrouble = { is: 'no-token', tokens: [] };
    const { queue } = queueOf([() => new FakeClient(broken(gone)), () => (away ? Promise.reject(new TokenError(absent)) : new FakeClient(ok))], { onChange: ({ up }) => changes.push(up) });
    await queue.start();
    await expect(queue.run(request)).rejects.toEqual(expect.objectContaining({ why: 'away', trouble: absent }));
    expect(queue.up).toBe(false);
    await expect(queue.run(request)).rejects.toBeInstanceOf(QueueRefusal);
    away = false;
    await vi.waitFor(() => expect(queue.up).toBe(true), 5_000);
    await expect(queue.run(request)).resolves.toEqual(new Uint8Array([1]));
    expect(changes).toEqual([false, true]);
    queue.end();
  });

  it.each<TokenTrouble>([{ is: 'pin-wrong' }, { is: 'pin-locked' }, { is: 'pin-last-try' }])('with %o the PIN is never tried again', async (trouble) => {
    const { queue, opened: count } = queueOf([() => new FakeClient(broken(gone)), () => Promise.reject(new TokenError(trouble))], { sessions: 1 });
    await queue.start();
    await expect(queue.run(request)).rejects.toEqual(expect.objectContaining({ why: 'away', trouble }));
    await new Promise((done) => setTimeout(done, 60));
    await expect(queue.run(request)).rejects.toEqual(refusal('away'));
    expect(count()).toBe(2);
    queue.end();
  });

  it('a wrong PIN at the start is met once, whatever the number of sessions', async () => {
    const { queue, opened: count } = queueOf([() => Promise.reject(new TokenError({ is: 'pin-wrong' }))], { sessions: 8 });
    await expect(queue.start()).rejects.toEqual(expect.objectContaining({ trouble: { is: 'pin-wrong' } }));
    expect(count()).toBe(1);
    queue.end();
  });

  it('that the token refuses for their own sake leave the session as it is', async () => {
    const { queue, clients } = queueOf([() => new FakeClient(broken({ is: 'bad-ciphertext' }))]);
    await queue.start();
    await expect(queue.run(request)).rejects.toEqual(expect.objectContaining({ trouble: { is: 'bad-ciphertext' } }));
    expect([clients.length, clients[0]?.ended]).toEqual([1, false]);
    queue.end();
  });

  it('on a session that hangs end in time, and the session with them', async () => {
    const { queue, clients } = queueOf([() => new FakeClient(broken({ is: 'slow', milliseconds: 50 })), () => new FakeClient(ok)]);
    await queue.start();
    await expect(queue.run(request)).rejects.toEqual(refusal('late'));
    await vi.waitFor(() => expect(queue.restarts).toBe(1), 5_000);
    expect(clients[0]?.ended).toBe(true);
    await expect(queue.run(request)).resolves.toEqual(new Uint8Array([1]));
    queue.end();
  });

  it('that wait past their time are refused while others run on', async () => {
    const { queue } = queueOf([() => new FakeClient(() => new Promise(() => undefined))]);
    await queue.start();
    void queue.run(request).catch(() => undefined);
    await expect(queue.run(request, 30)).rejects.toEqual(refusal('late'));
    expect(queue.waiting).toBe(0);
    queue.end();
  });
});
