// Bundles the sources into dist/: the command starts three times as fast as from TypeScript sources.
import { readdirSync, rmSync, statSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './bootstrap.mjs';

const rooms = ['sites', 'constructs', 'stacks', 'policies', 'bin'];

/** Newest change among the sources, milliseconds since the epoch. */
function newestSource() {
  let newest = 0;
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'data' && entry.name !== 'node_modules') visit(path);
      } else if (/\.(ts|mjs)$/.test(entry.name)) newest = Math.max(newest, statSync(path).mtimeMs);
    }
  };
  for (const room of rooms) visit(join(root, room));
  return Math.max(newest, statSync(join(root, 'package-lock.json')).mtimeMs);
}

/** Whether dist/ was built from the sources as they are. */
export function isBuilt() {
  const main = join(root, 'dist/main.js');
  return existsSync(main) && statSync(main).mtimeMs >= newestSource();
}

export async function build() {
  const { build: bundle } = await import('esbuild');
  // Two commands that build at once must not see each other's half-written files.
  const fresh = join(root, `dist.${process.pid}`);
  await bundle({
    entryPoints: { main: join(root, 'bin/main.ts'), library: join(root, 'bin/library.ts'), 'chart-server': join(root, 'bin/edge/sandbox/chart-server.ts'), 'laboratory-relay': join(root, 'bin/edge/laboratory/relay.ts'), 'pack-worker': join(root, 'bin/edge/pack-worker.ts'), 'purchase-worker': join(root, 'bin/edge/purchase-worker.ts'), 'scenes-worker': join(root, 'bin/edge/scenes-worker.ts'), 'state-key-relay': join(root, 'bin/edge/state-encryption/key-relay.ts'), 'token-process': join(root, 'bin/edge/hsm/token-process.ts') },
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'error',
  });
  const old = join(root, `dist.old.${process.pid}`);
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(fresh, join(root, 'dist'));
  rmSync(old, { recursive: true, force: true });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
