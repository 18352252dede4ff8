import { readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { EnvironmentFailure } from '../../failure.js';
import { isRunning, type ProcessIdentity } from '../sandbox/process-identity.js';
import { listProcesses, readProcess } from '../sandbox/process-table.js';
import { stopProcesses } from '../sandbox/stop-processes.js';
import { laboratoryFolder, laboratoryOf, ownerFile, proberOf } from './names.js';
import { killIn } from './network.js';
import { tryProgram } from './run-program.js';

/** What there is of laboratories on this machine. */
export interface Traces {
  readonly namespaces: readonly string[];
  readonly processes: readonly number[];
  readonly folders: readonly string[];
}

/** Every trace of a laboratory, or of one; empty lists where nothing is left. */
export async function tracesOf(id?: string): Promise<Traces> {
  const mine = (name: string): boolean => {
    const of = laboratoryOf(name);
    return of !== undefined && (id === undefined || of === id);
  };
  const namespaces = (await namespaceNames()).filter(mine);
  const folders = (await readdir(tmpdir())).filter(mine);
  const inside = await Promise.all(namespaces.map(async (name) => (await tryProgram('ip', ['netns', 'pids', name])).stdout.split(/\s+/).filter((word) => word !== '').map(Number)));
  const named = (await processesOf(id)).map(({ pid }) => pid);
  return { namespaces, folders, processes: [...new Set([...inside.flat(), ...named])] };
}

async function namespaceNames(): Promise<readonly string[]> {
  const { stdout } = await tryProgram('ip', ['netns', 'list']);
  return stdout.split('\n').map((line) => line.split(' ')[0] ?? '').filter((name) => name !== '');
}

/** Processes that have a laboratory's folder among their arguments, whatever namespace they run in. */
async function processesOf(id?: string): Promise<readonly ProcessIdentity[]> {
  const folder = new RegExp(`${laboratoryFolder(id ?? '[0-9a-f]{6}').replaceAll('.', '\\.')}(/|$)`);
  return (await listProcesses()).filter(({ pid, argv }) => pid !== process.pid && laboratoryArgument(argv, folder));
}

const laboratoryArgument = (argv: readonly string[], folder: RegExp): boolean => argv.some((argument) => folder.test(argument)) && !/^(vi|vim|nano|less|tail|grep|cat|ls|rm|bash|sh)$/.test((argv[0] ?? '').split('/').at(-1) ?? '');

/** Removes everything of one laboratory: processes first, then namespaces with their links, then files. */
export async function removeLaboratory(id: string): Promise<void> {
  for (const name of (await namespaceNames()).filter((one) => laboratoryOf(one) === id)) {
    await killIn(name);
    await tryProgram('ip', ['netns', 'delete', name]);
  }
  await stopProcesses(await processesOf(id));
  await rm(laboratoryFolder(id), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const left = await tracesOf(id);
  if (left.namespaces.length + left.processes.length + left.folders.length > 0)
    throw new EnvironmentFailure('NDC-X422', {
      vi: `phòng thử ${id} không dọn sạch được: còn ${[...left.namespaces, ...left.folders, ...left.processes.map((pid) => `tiến trình ${String(pid)}`)].join(', ')}. Hãy kết thúc chúng rồi chạy lại.`,
      en: `the laboratory ${id} cannot be removed whole: ${[...left.namespaces, ...left.folders, ...left.processes.map((pid) => `process ${String(pid)}`)].join(', ')} remain. End them, then run again.`,
    });
}

/**
 * Removes laboratories whose owner is gone: killed before it could. One whose owner still runs is left alone.
 *
 * @returns ids of those that were removed.
 */
export async function removeAbandoned(): Promise<readonly string[]> {
  const { namespaces, folders } = await tracesOf();
  const ids = [...new Set([...namespaces, ...folders].flatMap((name) => laboratoryOf(name) ?? []))];
  const removed: string[] = [];
  for (const id of ids) {
    if (await isOwned(id)) continue;
    await removeLaboratory(id);
    removed.push(id);
  }
  for (const name of await namespaceNames()) {
    const prober = proberOf(name);
    if (prober !== undefined && (await readProcess(prober)) === undefined) await tryProgram('ip', ['netns', 'delete', name]);
  }
  return removed;
}

async function isOwned(id: string): Promise<boolean> {
  try {
    const { pid, startedAt } = JSON.parse(await readFile(ownerFile(id), 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startedAt === 'string' && (await isRunning({ pid, startedAt }));
  } catch {
    return false;
  }
}
