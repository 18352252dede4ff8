import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Text } from '../../../sites/model/text.js';
import { shownPath } from '../shown-path.js';
import { errorText } from './errno.js';
import { SandboxFailure } from './failure.js';
import { GO_ENVIRONMENT, readGoPlatform } from './go-command.js';
import { findCached, loadModule, type GoModule, type LoadedModule } from './go-module.js';
import { acquireLock, isRefusal } from './lock.js';

/** Milliseconds to wait for a build of the same module in another process. */
const WAIT_FOR_OTHER_BUILD = 45 * 60_000;
/** Milliseconds between lines of progress. */
const PROGRESS_EVERY = 15_000;

/** How and where to build. */
export interface GoBuildOptions {
  /** Absolute; see `cacheRoot`. */
  readonly cacheRoot: string;
  /** Places that were searched before, for the message when there is no Go. @default - none */
  readonly alreadySearched?: readonly string[];
  readonly onProgress: (line: Text) => void;
  readonly signal?: AbortSignal;
}

/**
 * Paths of the named programs of a module: from the cache, else built with Go.
 *
 * @throws SandboxFailure `toolchain/binary-missing` without Go, `toolchain/go-failed` when a build
 *   fails or is aborted, `toolchain/cache-unusable` when another build never ends.
 */
export async function ensureGoPrograms(
  module: GoModule,
  programs: readonly string[],
  options: GoBuildOptions,
): Promise<Readonly<Record<string, string>>> {
  const loaded = await loadModule(module, options.cacheRoot);
  const go = await readGoPlatform();
  const before = await lookUp(loaded, programs, go?.version);
  if (before.missing.length === 0) {
    return before.found;
  }
  if (go === undefined) {
    throw binaryMissing(loaded, before.missing, options);
  }
  await mkdir(loaded.cache, { recursive: true });
  const lock = await acquireLock(`${loaded.cache}.lock`, WAIT_FOR_OTHER_BUILD, options.signal);
  if (isRefusal(lock)) {
    throw new SandboxFailure('toolchain/cache-unusable', {
      place: shownPath(`${loaded.cache}.lock`),
      found: { vi: `một lần biên dịch khác: ${lock.heldBy}`, en: `a build held by ${lock.heldBy}` },
      expected: { vi: 'lần biên dịch đó kết thúc', en: 'that build to end' },
      remedy: {
        vi: 'Hãy chờ, hoặc kết thúc tiến trình đó, rồi chạy lại lệnh.',
        en: 'Wait for it, or end that process, and run the command again.',
      },
    });
  }
  try {
    const { found, missing } = await lookUp(loaded, programs, go.version);
    if (missing.length > 0) {
      await build(loaded, missing, go.version, options);
    }
    return missing.length === 0 ? found : (await lookUp(loaded, programs, go.version)).found;
  } finally {
    await lock.release();
  }
}

async function lookUp(
  loaded: LoadedModule,
  programs: readonly string[],
  goVersion: string | undefined,
): Promise<{ found: Record<string, string>; missing: readonly string[] }> {
  const found: Record<string, string> = {};
  for (const program of programs) {
    const path = await findCached(loaded, program, goVersion);
    if (path !== undefined) {
      found[program] = path;
    }
  }
  return { found, missing: programs.filter((program) => found[program] === undefined) };
}

/** One invocation of Go for all that is missing, in a copy: `-mod=mod` may rewrite go.mod. */
async function build(
  loaded: LoadedModule,
  programs: readonly string[],
  goVersion: string,
  options: GoBuildOptions,
): Promise<void> {
  const work = await mkdtemp(join(loaded.cache, '.build-'));
  try {
    await writeFile(join(work, 'go.mod'), loaded.goMod);
    await writeFile(join(work, 'go.sum'), loaded.goSum);
    const output = join(work, 'out');
    await mkdir(output);
    await runGo(loaded, programs, work, output, goVersion, options);
    const target = join(loaded.cache, goVersion);
    await mkdir(target, { recursive: true });
    for (const program of programs) {
      await rename(join(output, program), join(target, program));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function runGo(
  loaded: LoadedModule,
  programs: readonly string[],
  work: string,
  output: string,
  goVersion: string,
  options: GoBuildOptions,
): Promise<void> {
  const names = programs.join(', ');
  const packages = programs.map((program) => loaded.module.programs[program] ?? program);
  // Go names a lone program after its package's last element, which may be `server` or `v3`.
  const only = programs.length === 1 ? programs[0] : undefined;
  const target = only === undefined ? `${output}/` : join(output, only);
  const started = Date.now();
  const seconds = (): string => `${String(Math.round((Date.now() - started) / 1_000))} s`;
  options.onProgress({
    vi: `đang dựng ${names} bằng ${goVersion} (một lần; lưu ở ${loaded.cache})`,
    en: `building ${names} with ${goVersion} (once; kept in ${loaded.cache})`,
  });
  const child = execa('go', ['build', '-v', '-ldflags', loaded.module.ldflags, '-o', target, ...packages], {
    cwd: work,
    env: GO_ENVIRONMENT,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    // Go removes its own work folder on SIGINT.
    killSignal: 'SIGINT',
    forceKillAfterDelay: 5_000,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  let compiled = 0;
  const tail: string[] = [];
  const ticker = setInterval(() => {
    options.onProgress({
      vi: `đang dựng ${names}: đã biên dịch ${String(compiled)} gói, ${seconds()}`,
      en: `building ${names}: ${String(compiled)} packages compiled, ${seconds()}`,
    });
  }, PROGRESS_EVERY);
  try {
    for await (const line of child.iterable({ from: 'stderr' })) {
      // With -v a compiled package is one word on its line; everything else is a message.
      if (/^[\w./~-]+$/.test(line)) {
        compiled += 1;
      } else {
        tail.push(line);
        tail.splice(0, Math.max(0, tail.length - 12));
      }
    }
  } catch (error) {
    tail.push(errorText(error));
  } finally {
    clearInterval(ticker);
  }
  const result = await child;
  if (result.failed) {
    throw new SandboxFailure('toolchain/go-failed', {
      place: {
        vi: `go build trong ${shownPath(loaded.module.directory)}`,
        en: `go build in ${shownPath(loaded.module.directory)}`,
      },
      found: result.isCanceled
        ? { vi: `bị dừng sau ${seconds()}`, en: `aborted after ${seconds()}` }
        : [...tail, result.shortMessage ?? ''].join('\n'),
      expected: names,
      remedy: {
        vi:
          'Go cần kho mô-đun một lần (GOPROXY) và ít nhất phiên bản ghi trong go.mod. ' +
          'Biên dịch lại sẽ làm tiếp từ chỗ đã dừng.',
        en:
          'Go needs the module proxy once (GOPROXY), and at least the version that go.mod names. ' +
          'Building again goes on where this one stopped.',
      },
    });
  }
  options.onProgress({ vi: `đã dựng ${names} trong ${seconds()}`, en: `built ${names} in ${seconds()}` });
}

function binaryMissing(
  loaded: LoadedModule,
  missing: readonly string[],
  options: GoBuildOptions,
): SandboxFailure {
  const searched = [...(options.alreadySearched ?? []), `cache ${shownPath(loaded.cache)}`];
  return new SandboxFailure('toolchain/binary-missing', {
    place: { vi: [...searched, 'go trên PATH'].join('; '), en: [...searched, 'go on PATH'].join('; ') },
    found: {
      vi: `không có ${missing.join(', ')} và cũng không có trình biên dịch Go`,
      en: `neither ${missing.join(', ')} nor a Go compiler`,
    },
    expected: {
      vi: `${missing.join(', ')}, hoặc Go để biên dịch`,
      en: `${missing.join(', ')}, or Go to build ${missing.length === 1 ? 'it' : 'them'}`,
    },
    remedy: {
      vi:
        'Hãy đặt KUBEBUILDER_ASSETS là thư mục có các chương trình này, cài Go từ 1.26, hoặc ' +
        'đặt NDC_CACHE là bộ đệm đã có sẵn từ máy khác.',
      en:
        'Set KUBEBUILDER_ASSETS to a folder that holds the programs, install Go 1.26 or later, or ' +
        'set NDC_CACHE to a cache that was filled on another machine.',
    },
  });
}
