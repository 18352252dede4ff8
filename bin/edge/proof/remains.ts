import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { belongsTo } from '../sandbox/leftovers.js';
import { isRunning, ownIdentity, type ProcessIdentity } from '../sandbox/process-identity.js';
import { listProcesses } from '../sandbox/process-table.js';
import { stopProcesses } from '../sandbox/stop-processes.js';
import { writeWhole } from '../sandbox/write-file.js';

/** What every folder of a proof is called, below the system's temporary folder. */
export const proofPrefix = 'ndc-prove-';

const ownerFile = 'owner.json';

interface Owner extends ProcessIdentity {
  /** Processes of another machine or container cannot be looked up, however their folder came here. */
  readonly host: string;
}

/** Says in a proof's folder whose it is, before anything is started in it. */
export async function claim(folder: string): Promise<void> {
  const owner: Owner = { ...(await ownIdentity()), host: hostname() };
  await writeWhole(join(folder, ownerFile), JSON.stringify(owner));
}

/**
 * Ends and removes what proofs that were killed left below a temporary folder: where the process that a folder names as its
 * owner runs no more. Folders of others, of owners that run, and of nobody are left alone.
 *
 * @returns how many processes were ended.
 * @throws SandboxFailure `sandbox/not-stopped`.
 */
export async function removeRemains(within = tmpdir()): Promise<number> {
  const names = (await readdir(within).catch(() => [])).filter((name) => name.startsWith(proofPrefix));
  const folders: string[] = [];
  for (const name of names) if (await isAbandoned(join(within, name))) folders.push(join(within, name));
  if (folders.length === 0) return 0;
  const running = (await listProcesses()).filter((one) => one.pid !== process.pid && folders.some((folder) => belongsTo(folder, one)));
  await stopProcesses(running);
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return running.length;
}

async function isAbandoned(folder: string): Promise<boolean> {
  // The temporary folder is everybody's: a link, or a folder that another user made to look like one of ours, is not believed.
  const found = await lstat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) return false;
  const owner = await ownerOf(folder);
  return owner !== undefined && owner.host === hostname() && !(await isRunning(owner));
}

async function ownerOf(folder: string): Promise<Owner | undefined> {
  try {
    const read = JSON.parse(await readFile(join(folder, ownerFile), 'utf8')) as Partial<Owner> | null;
    return typeof read?.pid === 'number' && typeof read.startedAt === 'string' && typeof read.host === 'string' ? { pid: read.pid, startedAt: read.startedAt, host: read.host } : undefined;
  } catch {
    return undefined;
  }
}
