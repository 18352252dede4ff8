import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cacheRoot } from '../../bin/edge/sandbox/cache.js';
import { ensureGoPrograms } from '../../bin/edge/sandbox/go-build.js';
import { PROGRAMS } from './programs.js';
import { providerMirror } from './provider-mirror.js';

const MIRROR = 'provider-mirror=';

/** What the integration tests run; `conftest` is the bench's, `kubectl` for whoever looks at a sandbox by hand. */
export const tested: readonly string[] = Object.keys(PROGRAMS).filter((name) => name !== 'conftest' && name !== 'kubectl');

/**
 * Builds what the integration tests need beyond Node, into the same cache as the sandbox.
 *
 * @param wanted names of `PROGRAMS`, and `provider-mirror=PATH` with a `build.sh` or its folder.
 * @returns absolute paths by name.
 * @throws SandboxFailure as `ensureGoPrograms`; RangeError for a name nobody knows.
 */
export async function buildTools(
  wanted: readonly string[],
  onProgress: (line: string) => void,
): Promise<Readonly<Record<string, string>>> {
  const root = cacheRoot();
  const paths: Record<string, string> = {};
  for (const word of wanted) {
    const module = PROGRAMS[word];
    if (word.startsWith(MIRROR)) {
      const script = await scriptAt(word.slice(MIRROR.length));
      onProgress(`provider mirror by ${script}`);
      paths['provider-mirror'] = await providerMirror(script, root);
    } else if (module === undefined) {
      const known = [...Object.keys(PROGRAMS), `${MIRROR}PATH`].join(', ');
      throw new RangeError(`${JSON.stringify(word)} is none of ${known}`);
    } else {
      const built = await ensureGoPrograms(module, [word], { cacheRoot: root, onProgress: ({ en }) => onProgress(en) });
      paths[word] = built[word] ?? '';
    }
  }
  return paths;
}

async function scriptAt(path: string): Promise<string> {
  const found = await stat(path);
  return found.isDirectory() ? join(resolve(path), 'build.sh') : resolve(path);
}
