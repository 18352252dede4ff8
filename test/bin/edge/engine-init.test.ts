import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Connection } from '../../../bin/edge/connection.js';
import { Engine, EngineFailed } from '../../../bin/edge/engine.js';
import { StackLedger } from '../../../bin/edge/stack-ledger.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();

const race = 'Error: pq: duplicate key value violates unique constraint "pg_class_relname_nsp_index" (23505)';

/** An engine whose `init` prints `error` and fails the first `failures` times; it counts how often it was called. */
async function engine(error: string, failures: number): Promise<{ readonly engine: Engine; readonly calls: () => Promise<number> }> {
  const program = join(folder.path, 'engine');
  const count = join(folder.path, 'calls');
  await writeFile(program, `#!/bin/sh\necho x >> '${count}'\nif [ "$(wc -l < '${count}')" -le ${failures} ]; then echo '${error}'; exit 1; fi\nmkdir -p .terraform\n`);
  await chmod(program, 0o755);
  const backend = { type: 'pg', config: { schema_name: '{stack}' } };
  const site = { kubeconfig: '/nowhere', context: 'x', backend };
  const connection = { name: 'lab', file: 'lab.yaml', sandbox: false, engine: {}, backend, sites: { 'ndc-01': site } } as unknown as Connection;
  const home = join(folder.path, '.ndc');
  const ledger = await StackLedger.open(home, 'lab');
  return {
    engine: new Engine({ program: { kind: 'tofu', version: '1.12.6', path: program }, connection, home, env: process.env, cli: { mirror: true }, ledger, logs: join(folder.path, 'logs'), interrupt: new AbortController().signal }),
    calls: async () => (await readFile(count, 'utf8')).trim().split('\n').length,
  };
}

const stack = { name: 'ndc-01-platform', site: 'ndc-01', json: '{}' };

it('another stack creates the same sequence at that moment: init is tried again', async () => {
  const { engine: tried, calls } = await engine(race, 2);
  await expect(tried.prepare(stack)).resolves.toMatchObject({ stack });
  expect(await calls()).toBe(3);
});

it('it never stops: the engine\'s own words after five tries', async () => {
  const { engine: tried, calls } = await engine(race, 99);
  await expect(tried.prepare(stack)).rejects.toThrow(/duplicate key value/);
  expect(await calls()).toBe(5);
});

it.each(['Error: pq: password authentication failed for user "ndc"', 'Error: pq: duplicate key value violates unique constraint "states_by_name"'])('%s: once, for trying again would not help', async (error) => {
  const { engine: tried, calls } = await engine(error, 99);
  await expect(tried.prepare(stack)).rejects.toThrow(EngineFailed);
  expect(await calls()).toBe(1);
});
