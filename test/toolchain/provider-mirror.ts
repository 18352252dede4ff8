import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { execa } from 'execa';
import { cacheKey } from '../../bin/edge/sandbox/cache.js';
import { readGoPlatform } from '../../bin/edge/sandbox/go-command.js';
import { acquireLock, isRefusal } from '../../bin/edge/sandbox/lock.js';

/** Milliseconds to wait for the same build in another process. */
const WAIT = 30 * 60_000;

/**
 * The filesystem mirror that a `build.sh MIRROR_DIRECTORY` fills, built once for what lies in the
 * script's folder, the version of Go and the platform.
 *
 * @param script path of the `build.sh`.
 * @returns absolute path of the mirror.
 */
export async function providerMirror(script: string, cacheRoot: string): Promise<string> {
  const sources = await readSources(dirname(script));
  const go = await readGoPlatform({ GOTOOLCHAIN: 'local' });
  const platform = go === undefined ? 'no Go' : `${go.version} ${go.os} ${go.arch}`;
  const target = join(cacheRoot, 'providers', cacheKey({ ...sources, platform }));
  if (await exists(target)) {
    return target;
  }
  const lock = await acquireLock(`${target}.lock`, WAIT);
  if (isRefusal(lock)) {
    throw new Error(`${target}.lock: held by ${lock.heldBy}; wait for that build or end it`);
  }
  try {
    if (!(await exists(target))) {
      await mkdir(dirname(target), { recursive: true });
      const work = await mkdtemp(join(dirname(target), '.build-'));
      try {
        const mirror = join(work, 'mirror');
        await execa('bash', [script, mirror], { stdin: 'ignore', stdout: 2, stderr: 2 });
        await rename(mirror, target);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    }
  } finally {
    await lock.release();
  }
  return target;
}

/** Every file below a folder, by its path relative to it with `/`. */
async function readSources(folder: string): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path).split(sep).join('/'), await readFile(path)] as const;
    }),
  );
  return Object.fromEntries(contents);
}

async function exists(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    () => false,
  );
}
