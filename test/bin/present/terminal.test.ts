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
    await expect(terminal.write('a', 'stdout')).resolves.toMatchObject({ code: 'EPIPE' });
    await expect(terminal.write('b', 'stdout')).resolves.toBeDefined();
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

  it.each<[string, string | undefined, boolean, number]>([
    ['60', '60', false, 60],
    ['100', '100', true, 100],
    ['200', '200', false, 200],
    ['less than any table takes', '20', false, 60],
    ['more than is easily read', '5000', true, 200],
    ['no number', 'wide', false, 100],
    ['nothing, on a terminal', undefined, true, 80],
    ['nothing, elsewhere', undefined, false, 100],
  ])('is as wide as COLUMNS says: %s', (_, asked, isTTY, columns) => {
    const out = Object.assign(new PassThrough(), { isTTY, columns: 80 });
    const terminal = new Terminal(out as unknown as NodeJS.WriteStream, new PassThrough() as unknown as NodeJS.WriteStream, asked === undefined ? {} : { COLUMNS: asked });
    expect(terminal.columns).toBe(columns);
  });

  it('has no colour where NO_COLOR says anything, where the terminal is dumb, and where there is none', () => {
    const colour = (isTTY: boolean, env: NodeJS.ProcessEnv): boolean => new Terminal(Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.WriteStream, new PassThrough() as unknown as NodeJS.WriteStream, env).colour;
    expect([colour(true, {}), colour(true, { NO_COLOR: '' }), colour(true, { NO_COLOR: '1' }), colour(true, { TERM: 'dumb' }), colour(false, {})]).toEqual([true, true, false, false, false]);
  });
});
