import { realpathSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join, relative } from 'node:path';
import { quoted } from '../../sites/recovery/runbook/step.js';

/**
 * What somebody types to run the toolkit again from where they are: `ndc` where that is what it leads to, `npx ndc`, or the
 * way to the file (`bin/ndc` in a clone).
 *
 * @param entry the file that was run, as the system named it.
 */
export function calledAs(entry: string, env: NodeJS.ProcessEnv, directory: string): string {
  if (basename(entry) !== 'ndc') return 'ndc';
  const own = real(entry);
  // Before it runs anything, npx puts a package's programs on a search path of its own.
  if (env['npm_command'] === 'exec') return 'npx ndc';
  const found = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute).map((folder) => real(join(folder, 'ndc'))).find((path) => path !== undefined);
  if (own !== undefined && found === own) return 'ndc';
  const way = relative(directory, entry);
  const shown = way.startsWith('../../../') ? entry : way.includes('/') ? way : `./${way}`;
  return quoted(shown);
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
