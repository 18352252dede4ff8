import { access } from 'node:fs/promises';
import type { Text } from '../../../sites/model/text.js';
import { readConnection } from './connection-file.js';
import { layoutOf, type SandboxLayout } from './layout.js';
import { belongsTo, removeEverything } from './leftovers.js';
import { listProcesses } from './process-table.js';
import { readState, type SandboxState } from './state.js';
import { stopProcesses } from './stop-processes.js';
import { removeTraces } from './traces.js';
import { withLock } from './with-lock.js';

/** Milliseconds to wait for a command that is just ending, such as an interrupted `up`. */
const WAIT = 15_000;

/** Which sandbox to remove. */
export interface SandboxDownOptions {
  /** The project's `.ndc` folder. */
  readonly home: string;
  readonly name: string;
  readonly onProgress: (line: Text) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for a command that is still using the connection. @default 5000 */
  readonly userWait?: number;
}

/** What `sandboxDown` did. */
export interface SandboxDownResult {
  /** Processes that were running and are not any more. */
  readonly stopped: number;
}

/**
 * Stops every process of a sandbox and removes all its files, its connection included, and what
 * other commands kept of that connection. It also cleans up after a start that was killed. Where
 * there is nothing, it does nothing and makes no file.
 *
 * @throws SandboxFailure `sandbox/not-stopped`, `sandbox/busy`; nothing is removed while a process
 *   still runs, so that a second try finds it.
 */
export async function sandboxDown(options: SandboxDownOptions): Promise<SandboxDownResult> {
  const layout = layoutOf(options.home, options.name);
  if (await isAbsent(layout)) {
    return { stopped: 0 };
  }
  return withLock(layout, WAIT, options.signal, async () => {
    // A state that cannot be read must not keep the processes alive: they are found without it.
    const state = await readState(layout).catch(() => undefined);
    const recorded = state === undefined ? [] : processesOf(state);
    await stopProcesses(recorded);
    // A connection of this name that a person wrote keeps its states and plans.
    const ours = (await readConnection(layout.connectionFile))?.sandbox === true;
    const stopped = recorded.length + (await removeEverything(layout));
    options.onProgress({
      vi: `sandbox ${layout.name}: đã dừng ${String(stopped)} tiến trình, đã xóa các tệp`,
      en: `sandbox ${layout.name}: ${String(stopped)} processes stopped, files removed`,
    });
    const user = ours ? await removeTraces(layout, options.userWait ?? 5_000) : undefined;
    if (user !== undefined) {
      options.onProgress({
        vi: `sandbox ${layout.name}: giữ lại trạng thái, bản kế hoạch và nhật ký, vì ${user} đang dùng`,
        en: `sandbox ${layout.name}: states, plans and logs stay, ${user} is using them`,
      });
    }
    return { stopped };
  });
}

/** Whether nothing of a sandbox is there: no file of its own, no command at work on it, no process. */
async function isAbsent(layout: SandboxLayout): Promise<boolean> {
  for (const path of [layout.directory, layout.lockFile]) {
    if (await access(path).then(() => true, () => false)) {
      return false;
    }
  }
  return (
    (await readConnection(layout.connectionFile))?.sandbox !== true &&
    !(await listProcesses()).some((candidate) => belongsTo(layout.directory, candidate))
  );
}

function processesOf(state: SandboxState): SandboxState['charts']['process'][] {
  return [
    state.charts.process,
    ...state.sites.flatMap((site) => Object.values(site.processes)),
  ];
}
