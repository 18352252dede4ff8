import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shownPath } from '../shown-path.js';
import { cacheKey } from './cache.js';
import { errorText } from './errno.js';
import { SandboxFailure } from './failure.js';
import { GO_ENVIRONMENT } from './go-command.js';

/** A folder with `go.mod` and `go.sum` that pins programs to build. */
export interface GoModule {
  /** Part of the cache's folder name. */
  readonly name: string;
  readonly directory: string;
  /** Program name → package path. Several in one module end in the program's name. */
  readonly programs: Readonly<Record<string, string>>;
  readonly ldflags: string;
}

/** A module with the bytes that decide what is built. */
export interface LoadedModule {
  readonly module: GoModule;
  readonly goMod: string;
  readonly goSum: string;
  /** Folder of all builds of exactly these bytes and flags, one sub-folder per Go version. */
  readonly cache: string;
}

/**
 * Reads a module's pins and names its place in the cache. The version of Go is a sub-folder, not
 * part of the key: without Go, what another version built is still found.
 *
 * @throws SandboxFailure `toolchain/module-unreadable`.
 */
export async function loadModule(module: GoModule, cacheRoot: string): Promise<LoadedModule> {
  try {
    const [goMod, goSum] = await Promise.all([
      readFile(join(module.directory, 'go.mod'), 'utf8'),
      readFile(join(module.directory, 'go.sum'), 'utf8'),
    ]);
    const key = cacheKey({
      goMod,
      goSum,
      ldflags: module.ldflags,
      environment: JSON.stringify(GO_ENVIRONMENT),
      platform: `${process.platform}-${process.arch}`,
    });
    return { module, goMod, goSum, cache: join(cacheRoot, 'toolchain', `${module.name}-${key}`) };
  } catch (error) {
    throw new SandboxFailure(
      'toolchain/module-unreadable',
      {
        place: shownPath(module.directory),
        found: errorText(error),
        expected: { vi: 'go.mod và go.sum của mô-đun', en: 'go.mod and go.sum of the wrapper module' },
        remedy: {
          vi: 'Hãy khôi phục thư mục từ kho mã, hoặc cài lại gói.',
          en: 'Restore the folder from the repository or install the package again.',
        },
      },
      { cause: error },
    );
  }
}

/**
 * Looks for one program in the cache.
 *
 * @param goVersion the version to accept. @default - any; the one built last wins
 */
export async function findCached(
  loaded: LoadedModule,
  program: string,
  goVersion?: string,
): Promise<string | undefined> {
  const versions = goVersion === undefined ? await listFolder(loaded.cache) : [goVersion];
  const candidates = await Promise.all(
    versions.map(async (version) => {
      const path = join(loaded.cache, version, program);
      const changed = await modifiedAt(path);
      return changed === undefined ? [] : [{ path, changed }];
    }),
  );
  return candidates.flat().sort((a, b) => b.changed - a.changed)[0]?.path;
}

async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.mtimeMs : undefined;
  } catch {
    return undefined;
  }
}

async function listFolder(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch {
    return [];
  }
}
