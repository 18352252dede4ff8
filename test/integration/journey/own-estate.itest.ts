import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UpData } from '../../../bin/commands/up.js';
import type { DriftResult } from '../../../bin/runner/drift.js';
import { repository } from './repository.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ndc-own-'));
});
afterAll(async () => {
  await ndc('sandbox', 'down');
  await rm(directory, { recursive: true, force: true });
});

const ndc = (...args: readonly string[]) => execa(process.execPath, [join(repository, 'bin/ndc'), ...args, '--lang', 'en'], { cwd: directory, reject: false, env: { NO_COLOR: '1' } });

async function json<T>(...args: readonly string[]): Promise<T> {
  const { stdout, stderr } = await ndc(...args, '--sites', 'my-estate', '--json');
  expect(stdout, stderr).toMatch(/^\{/);
  return JSON.parse(stdout) as T;
}

it('an estate as ndc init writes it is brought up on its sandbox, with nothing left to change and no drift', async () => {
  for (const args of [['init', 'my-estate', '--name', 'Harbour Cloud', '--id', 'harbour', '--site', 'east', '--site', 'west', '--site', 'south'], ['sandbox', 'up', '--sites', 'my-estate']]) {
    const { exitCode, stderr } = await ndc(...args);
    expect(exitCode, stderr).toBe(0);
  }
  const up = await json<UpData>('up', '--connection', 'sandbox');
  const rows = up.waves.flatMap(({ apply }) => apply?.rows ?? []);
  expect(rows.filter(({ status }) => status === 'failed').map(({ name, reason }) => `${name}: ${reason?.en ?? ''}`)).toEqual([]);
  expect(up.ended).toBe('complete');
  const applied = new Set(rows.flatMap(({ name, status }) => (status === 'applied' ? [name] : [])));
  for (const site of ['east', 'west', 'south']) expect(applied).toContain(`${site}-protection`);
  expect(applied).toContain('east-tenant-first-ministry');
  const drift = await json<DriftResult>('drift', '--connection', 'sandbox', '--unmanaged');
  expect(drift.rows.map(({ name, status, pending }) => [name, status, pending]).sort()).toEqual([...applied].map((name) => [name, 'clean', 0]).sort());
  expect(drift.foreign).toEqual([]);
});
