import { cp, mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadConnection } from '../../../bin/edge/connection.js';

it('the sample connection of the documents is one that loads', async () => {
  const home = await mkdtemp(join(tmpdir(), 'ndc-sample-'));
  await mkdir(join(home, 'connections'));
  await cp(fileURLToPath(new URL('../../../docs/connection.sample.yaml', import.meta.url)), join(home, 'connections/production.yaml'));
  const connection = await loadConnection(home);
  expect([connection.name, connection.backend.type, connection.sandbox, Object.keys(connection.sites)]).toEqual(['production', 'pg', false, ['ndc-01']]);
  await rm(home, { recursive: true });
});
