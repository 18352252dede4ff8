import { ChildProcess, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, expect } from 'vitest';
import { canaryForms, isHolder } from './canary.js';

/** Where a secret of the tests stood and must not. */
const found: string[] = [];
const searched = { files: 0, streams: 0 };

/** What was found so far, which from then on nobody is told of: for the test of the search itself. */
export const takeFindings = (): readonly string[] => found.splice(0);

/** Every file below a folder of the tests that holds a secret; looked for just before a test removes the folder. */
function search(path: fs.PathLike): void {
  const folder = resolve(String(path));
  if (!folder.startsWith(`${tmpdir()}/`) || !fs.existsSync(folder)) return;
  searched.files += 1;
  // Exit code 1 is "nothing found"; what vanishes meanwhile is told on stderr and means nothing.
  const { stdout } = spawnSync('grep', ['-rlaF', '--devices=skip', ...canaryForms.flatMap((form) => ['-e', form]), '--', folder], { encoding: 'utf8', maxBuffer: 1 << 26 });
  found.push(...stdout.split('\n').filter((file) => file !== '' && !isHolder(file)));
}

/** Sees what a stream is given before anybody reads it, and leaves the reading to others. */
function watch(stream: Readable | null | undefined, name: string): void {
  if (stream === null || stream === undefined) return;
  searched.streams += 1;
  const push = stream.push.bind(stream);
  let rest = '';
  stream.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk !== null) {
      const text = rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('latin1'));
      if (canaryForms.some((form) => text.includes(form))) found.push(`a stream of ${name}`);
      // A secret may lie across two chunks.
      rest = text.slice(-40);
    }
    return push(chunk, encoding);
  };
}

const started = (ChildProcess.prototype as unknown as { spawn: (options: { args?: readonly string[] }) => unknown }).spawn;
(ChildProcess.prototype as unknown as { spawn: unknown }).spawn = function (this: ChildProcess, options: { args?: readonly string[] }): unknown {
  const answer = started.call(this, options);
  const name = (options.args ?? []).slice(0, 4).join(' ');
  watch(this.stdout, name);
  watch(this.stderr, name);
  return answer;
};

const { rm } = promises;
promises.rm = async (path, options) => {
  search(path);
  return rm(path, options);
};
const { rmSync } = fs;
fs.rmSync = (path, options) => {
  search(path);
  rmSync(path, options);
};
syncBuiltinESMExports();

// Registered before any hook of the file, and therefore run after all of them.
afterAll(() => {
  process.stdout.write(`  secrets of the tests: looked for in ${searched.files} folders and ${searched.streams} streams\n`);
  expect(found, 'secrets of the tests, in files and streams that must not hold them').toEqual([]);
});
