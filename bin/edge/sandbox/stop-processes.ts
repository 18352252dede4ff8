import { SandboxFailure } from './failure.js';
import { pause } from './pause.js';
import { isRunning, type ProcessIdentity } from './process-identity.js';

/**
 * Milliseconds a process gets to end by itself before it is killed. Short: an API server takes
 * seconds to say good-bye to its clients, and etcd loses nothing that it has answered for.
 */
const GRACE = 400;
/** Milliseconds after which a killed process counts as unstoppable. */
const LIMIT = 10_000;
const POLL = 25;

/**
 * Stops processes that were started as leaders of their own groups, with whatever they started:
 * first asked, then killed. Each is compared with its start time right before every signal.
 *
 * @throws SandboxFailure `sandbox/not-stopped` when one still runs afterwards.
 */
export async function stopProcesses(identities: readonly ProcessIdentity[]): Promise<void> {
  let left = await stillRunning(identities);
  for (const identity of left) {
    signalGroup(identity.pid, 'SIGTERM');
  }
  left = await waitFor(left, GRACE);
  for (const identity of left) {
    signalGroup(identity.pid, 'SIGKILL');
  }
  left = await waitFor(left, LIMIT);
  const first = left[0];
  if (first !== undefined) {
    const pids = left.map((identity) => String(identity.pid)).join(', ');
    throw new SandboxFailure('sandbox/not-stopped', {
      place: { vi: `tiến trình ${pids}`, en: `process ${pids}` },
      found: {
        vi: 'vẫn chạy sau SIGTERM và SIGKILL',
        en: 'still running after SIGTERM and SIGKILL',
      },
      expected: { vi: 'tiến trình đã kết thúc', en: 'an ended process' },
      remedy: {
        vi: `Hãy xem bằng "ps -fp ${String(first.pid)}", kết thúc nó rồi chạy lại lệnh.`,
        en: `Look at it with "ps -fp ${String(first.pid)}", end it, and run the command again.`,
      },
    });
  }
}

/** Signals the whole group of `pid`, or the process alone where it leads none. Never throws. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No such group (not a leader) or no such process any more: the caller looks again.
    }
  }
}

async function waitFor(
  identities: readonly ProcessIdentity[],
  milliseconds: number,
): Promise<readonly ProcessIdentity[]> {
  const deadline = Date.now() + milliseconds;
  let left = await stillRunning(identities);
  while (left.length > 0 && Date.now() < deadline) {
    await pause(POLL);
    left = await stillRunning(left);
  }
  return left;
}

async function stillRunning(
  identities: readonly ProcessIdentity[],
): Promise<readonly ProcessIdentity[]> {
  const running = await Promise.all(identities.map((identity) => isRunning(identity)));
  return identities.filter((_, index) => running[index] === true);
}
