import { infoOf, type SandboxInfo } from './info.js';
import { layoutOf } from './layout.js';
import { readState } from './state.js';

/**
 * What is known of a sandbox that was started before; whether it is healthy is another question
 * (`sandboxStatus`).
 *
 * @returns `undefined` when there is none.
 * @throws SandboxFailure `sandbox/name-invalid`, `sandbox/state-unreadable`.
 */
export async function openSandbox(home: string, name: string): Promise<SandboxInfo | undefined> {
  const layout = layoutOf(home, name);
  const state = await readState(layout);
  return state === undefined ? undefined : infoOf(layout.home, state);
}
