import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Terminal } from '../../../bin/present/terminal.js';

const terminalOf = (out: Writable, err: Writable = new PassThrough()): Terminal => new Terminal(out as NodeJS.WriteStream, err as NodeJS.WriteStream, {});

describe('the terminal', () => {
  it('adds no listener however much is written', async () => {
    const out = new PassThrough().resume();
    const terminal = terminalOf(out);
    const before = out.listenerCount('error');
    for (let times = 0; times < 40; times += 1) await terminal.write('line\n', 'stdout');
    expect(out.listenerCount('error')).toBe(before);
  });

  it('ends a write to a reader that has gone, and so does the next one', async () => {
    const out = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) });
    const terminal = terminalOf(out);
    await expect(terminal.write('a', 'stdout')).resolves.toBeUndefined();
    await expect(terminal.write('b', 'stdout')).resolves.toBeUndefined();
  });

  it('keeps a warning beside the progress that is shown', () => {
    const err = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const terminal = terminalOf(new PassThrough(), err);
    terminal.progress('reading');
    terminal.warn('the data cannot be read');
    terminal.progress('done');
    terminal.endProgress();
    expect(String(err.read())).toBe('\r\u001b[2Kreading\r\u001b[2Kthe data cannot be read\n\r\u001b[2Kdone\r\u001b[2K');
  });
});
