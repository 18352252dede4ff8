import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { mayHold, secretOf } from './canary.js';
import { takeFindings } from './canary-search.js';

it('the search for the tests’ secrets finds them in files and streams, in clear and as base64', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ndc-search-'));
  const secret = secretOf('found');
  await writeFile(join(folder, 'clear'), `x${secret}`);
  for (const before of [0, 1, 2]) await writeFile(join(folder, `base64-${before}`), Buffer.from(`${'x'.repeat(before)}${secret}`).toString('base64'));
  await writeFile(mayHold(join(folder, 'pin')), secret);
  await writeFile(join(folder, 'harmless'), 'nothing');
  await rm(folder, { recursive: true });
  expect([...takeFindings()].sort()).toEqual(['base64-0', 'base64-1', 'base64-2', 'clear'].map((name) => join(folder, name)));

  await promisify(execFile)(process.execPath, ['-e', `process.stderr.write(${JSON.stringify(secret)})`]);
  // In two pieces, as pipes cut them.
  await new Promise((done) => spawn(process.execPath, ['-e', `process.stdout.write(${JSON.stringify(secret.slice(0, 9))}); setTimeout(() => process.stdout.write(${JSON.stringify(secret.slice(9))}), 300)`], { stdio: 'pipe' }).on('close', done).stdout.resume());
  expect(takeFindings().filter((line) => line.startsWith('a stream of'))).toHaveLength(2);
});
