import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SandboxFailure } from './sandbox/failure.js';
import { errorText } from './sandbox/errno.js';
import { shownPath } from './shown-path.js';

/**
 * Arguments of Node that run a program of the toolkit's own in another process: the bundle `dist/<name>.js`, or in
 * development the source through tsx.
 *
 * @param self `import.meta.url` of the caller: says which of the two runs.
 */
export function programEntry(packageRoot: string, name: string, source: readonly string[], self: string): readonly [...options: string[], program: string] {
  if (!self.endsWith('.ts')) return [join(packageRoot, 'dist', `${name}.js`)];
  try {
    const loader = createRequire(join(packageRoot, 'package.json')).resolve('tsx');
    return ['--import', pathToFileURL(loader).href, join(packageRoot, ...source)];
  } catch (error) {
    throw new SandboxFailure(
      'sandbox/package-incomplete',
      {
        place: shownPath(packageRoot),
        found: errorText(error),
        expected: { vi: 'gói phát triển tsx', en: 'the development dependency tsx' },
        remedy: { vi: 'Hãy chạy "npm ci" trong thư mục này.', en: 'Run "npm ci" in this folder.' },
      },
      { cause: error },
    );
  }
}
