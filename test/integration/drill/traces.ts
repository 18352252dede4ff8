import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { tracesOf } from '../../../bin/edge/laboratory/leftovers.js';

/** Whatever a test did: no process, namespace or file of a laboratory is left. */
export async function expectNothingLeft(): Promise<void> {
  expect(await tracesOf()).toEqual({ namespaces: [], processes: [], folders: [] });
}

/** A folder for the drills of a file, and the check that it leaves nothing else. @returns the folder, once tests run */
export function drillFolder(): () => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ndc-drill-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await expectNothingLeft();
  });
  return () => folder;
}
