import { expect } from 'vitest';
import { tracesOf } from '../../../bin/edge/laboratory/leftovers.js';

/** Whatever a test did: no process, namespace or file of a laboratory is left. */
export async function expectNothingLeft(): Promise<void> {
  expect(await tracesOf()).toEqual({ namespaces: [], processes: [], folders: [] });
}
