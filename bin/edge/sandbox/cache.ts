import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The folder of everything that was built and can be built again, outside any checkout:
 * `$NDC_CACHE`, else `$XDG_CACHE_HOME/ndc`, else `~/.cache/ndc`. Absolute.
 */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  if (env['NDC_CACHE'] !== undefined && env['NDC_CACHE'] !== '') {
    return resolve(env['NDC_CACHE']);
  }
  const xdg = env['XDG_CACHE_HOME'];
  return xdg !== undefined && xdg !== ''
    ? resolve(xdg, 'ndc')
    : join(homedir(), '.cache', 'ndc');
}

/**
 * A short name for whatever these parts decide: 16 hexadecimal digits. Each part is framed by its
 * name and length, so that no two different lists read the same.
 */
export function cacheKey(parts: Readonly<Record<string, string | Uint8Array>>): string {
  const hash = createHash('sha256');
  for (const [name, content] of Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = Buffer.from(content);
    hash.update(`${String(name.length)}:${name}=${String(bytes.length)}:`);
    hash.update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}
