import { readProcess } from './process-table.js';

/** What is kept of a process that was started: enough to know it again, and nothing else. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As in `RunningProcess.startedAt`. */
  readonly startedAt: string;
}

/** The identity of this process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const self = await readProcess(process.pid);
  return { pid: process.pid, startedAt: self?.startedAt ?? '' };
}

/**
 * Whether exactly this process still runs. A pid alone is not believed: the system gives it to
 * another process sooner or later, and that one must not be stopped.
 */
export async function isRunning(
  identity: ProcessIdentity,
  read: typeof readProcess = readProcess,
): Promise<boolean> {
  const current = await read(identity.pid);
  return current !== undefined && current.startedAt === identity.startedAt;
}
