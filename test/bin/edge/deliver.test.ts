import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { deliver } from '../../../bin/edge/deliver.js';
import { folder } from '../cli/estates.js';

const to = (path: string, flags: string) => {
  const fd = openSync(path, flags);
  return { stream: { fd, isTTY: false } as unknown as NodeJS.WriteStream, end: () => closeSync(fd) };
};

it('writes a file to its end, after what it holds already', async () => {
  const path = join(folder(), 'answer.json');
  const text = `${'dữ liệu '.repeat(50_000)}\n`;
  const { stream, end } = to(path, 'a');
  expect(await deliver(stream, 'trước\n')).toBeUndefined();
  expect(await deliver(stream, text)).toBeUndefined();
  end();
  expect(readFileSync(path, 'utf8')).toBe(`trước\n${text}`);
});

it('says why a text did not arrive whole', async () => {
  const { stream, end } = to('/dev/full', 'w');
  expect((await deliver(stream, 'x'))?.code).toBe('ENOSPC');
  end();
});

it('waits for a pipe, and tells of one whose reader has gone', async () => {
  const pipe = new PassThrough();
  pipe.on('error', () => undefined);
  expect(await deliver(pipe as unknown as NodeJS.WriteStream, 'x')).toBeUndefined();
  pipe.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
  expect(await deliver(pipe as unknown as NodeJS.WriteStream, 'y')).toBeDefined();
});
