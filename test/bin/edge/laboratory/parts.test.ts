import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { pipeDelayed } from '../../../../bin/edge/laboratory/delayed-pipe.js';
import { addressOf, laboratoryOf, namespaceOf, proberOf, probeNamespace } from '../../../../bin/edge/laboratory/names.js';
import { quoted, settingsOf } from '../../../../bin/edge/laboratory/postgres-settings.js';

describe('names of a laboratory', () => {
  it('are found again, and nobody else’s are', () => {
    expect(laboratoryOf(namespaceOf('a1b2c3', 2))).toBe('a1b2c3');
    expect(laboratoryOf('ndc-lab-a1b2c3')).toBe('a1b2c3');
    for (const other of ['ndc-lab-a1b2c', 'ndc-lab-a1b2c3-x', 'my-ndc-lab-a1b2c3', 'ndc-lab-A1B2C3', 'ndc-lab-a1b2c3/../x']) expect(laboratoryOf(other)).toBeUndefined();
    expect([proberOf(probeNamespace(42)), proberOf('ndc-probe-x')]).toEqual([42, undefined]);
  });

  it('every pair has a network of its own, with an end for each', () => {
    const ends = [0, 1, 2, 3].flatMap((node) => [0, 1, 2, 3].flatMap((from) => (from === node ? [] : [addressOf(node, from)])));
    expect(new Set(ends).size).toBe(ends.length);
    expect(addressOf(0, 2).replace(/\.\d+$/, '')).toBe(addressOf(2, 0).replace(/\.\d+$/, ''));
  });
});

describe('settings of a server', () => {
  it('hold strings that are none of theirs to end', () => {
    expect(quoted("a'b")).toBe("'a''b'");
    expect(settingsOf("x' \n", '/s', { keepMegabytes: 1, waitsFor: ['ndc-02"'] }).find((line) => line.startsWith('synchronous_standby'))).toBe(`synchronous_standby_names = 'FIRST 1 ("ndc-02")'`);
  });

  it('archive only where there is an archive', () => {
    expect(settingsOf('a', '/s', { keepMegabytes: 1 }).join()).not.toContain('archive');
    expect(settingsOf('a', '/s', { keepMegabytes: 1, archiveCommand: 'keep "%p"' }).join('\n')).toContain(`archive_command = 'keep "%p"'`);
  });
});

describe('a delayed line', () => {
  const open: (Server | Socket)[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) if ('destroy' in one) one.destroy();
    else one.close();
  });

  /** What comes out of a line that carries `pieces`, and after how many milliseconds the first of it. */
  async function through(delayMs: number, pieces: readonly Buffer[]): Promise<{ readonly bytes: Buffer; readonly firstMs: number }> {
    const received: Buffer[] = [];
    let firstMs = 0;
    const begun = performance.now();
    const far = createServer((socket) => {
      open.push(socket);
      socket.on('data', (bytes: Buffer) => {
        firstMs ||= performance.now() - begun;
        received.push(bytes);
      });
    }).listen(0, '127.0.0.1');
    const near = createServer({ allowHalfOpen: true }, (socket) => {
      const out = connect((far.address() as AddressInfo).port, '127.0.0.1');
      open.push(socket, out);
      pipeDelayed(socket, out, delayMs);
    }).listen(0, '127.0.0.1');
    open.push(far, near);
    await new Promise((resolve) => near.once('listening', resolve));
    const client = connect((near.address() as AddressInfo).port, '127.0.0.1');
    open.push(client);
    for (const piece of pieces) client.write(piece);
    client.end();
    const whole = pieces.reduce((sum, { length }) => sum + length, 0);
    while (received.reduce((sum, { length }) => sum + length, 0) < whole) await new Promise((resolve) => setTimeout(resolve, 5));
    return { bytes: Buffer.concat(received), firstMs };
  }

  it('carries every byte in order, no sooner than its delay, also what was under way when the sender went', async () => {
    const pieces = Array.from({ length: 50 }, (_, index) => Buffer.alloc(1_000 + index, index));
    const { bytes, firstMs } = await through(60, pieces);
    expect(bytes.equals(Buffer.concat(pieces))).toBe(true);
    expect(firstMs).toBeGreaterThanOrEqual(59);
  });

  it('carries more than may be under way at once', async () => {
    const piece = Buffer.alloc(9 << 20, 7);
    expect((await through(10, [piece])).bytes.length).toBe(piece.length);
  });
});
