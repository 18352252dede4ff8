// Installs what the lock file says, in a clone that has not done so, or not since the lock file changed.
// Plain JavaScript without dependencies: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Whether node_modules holds what package-lock.json names, optional parts aside. */
function isInstalled() {
  try {
    const [lock, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((name) => statSync(join(root, name)).mtimeMs);
    if (installed > lock) return true;
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || optional === true || present[path]?.version === version);
  } catch {
    return false;
  }
}

export function ensureInstalled() {
  if (!existsSync(join(root, 'package-lock.json')) || isInstalled()) return;
  process.stderr.write('Installing the locked dependencies (npm ci) …\n');
  // None of them needs its install script; output goes to stderr, since stdout is the command's.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    process.stderr.write(
      `npm ci did not finish${npm.error === undefined ? ` (exit code ${npm.status})` : `: ${npm.error.message}`}.\n` +
        'It needs npm and the npm registry (or a mirror named in .npmrc). Run it again when that is there.\n',
    );
    process.exit(3);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) ensureInstalled();
