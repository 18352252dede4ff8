import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Packing } from '../../sites/packing/pack.js';
import { EnvironmentFailure } from '../failure.js';
import type { PackMessage, PackRequest } from './pack-messages.js';

/** Memory of the thread beyond which it is ended, MiB. */
const mostMemory = 3_072;

export interface PackedInThread {
  readonly packing: Packing;
  /** Ctrl-C came first: the best answer until then. */
  readonly interrupted: boolean;
}

/**
 * Packs in a worker thread.
 *
 * @throws EnvironmentFailure NDC-X251 when it was interrupted before its first answer, or ran out of memory.
 */
export function packInThread(request: PackRequest, { root, signal, found }: { readonly root: string; readonly signal: AbortSignal; readonly found: (packing: Packing) => void }): Promise<PackedInThread> {
  return new Promise((resolve, reject) => {
    const { script, source } = entry(root);
    // Its streams are not this command's: what a solver prints is no part of the answer.
    const worker = new Worker(script, { eval: source, workerData: request, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
    worker.stdout.resume();
    worker.stderr.resume();
    let best: Packing | undefined;
    let over = false;
    const end = (settle: () => void): void => {
      if (over) return;
      over = true;
      signal.removeEventListener('abort', interrupt);
      void worker.terminate();
      settle();
    };
    const interrupt = (): void =>
      end(() => {
        if (best === undefined) reject(new EnvironmentFailure('NDC-X251', { vi: 'bị dừng trước khi có kết quả đầu tiên. Hãy chạy lại, hoặc dùng --effort fast.', en: 'it was stopped before the first answer. Run it again, or with --effort fast.' }));
        else resolve({ packing: best, interrupted: true });
      });
    worker.on('message', (message: PackMessage) => {
      if ('found' in message) {
        best = message.found;
        found(best);
      } else if ('done' in message) end(() => resolve({ packing: message.done, interrupted: false }));
      else end(() => reject(new Error(message.broke)));
    });
    worker.on('error', (error) =>
      end(() =>
        reject(
          (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? new EnvironmentFailure('NDC-X251', { vi: `cần nhiều hơn ${mostMemory} MiB bộ nhớ. Hãy gộp các pod giống nhau bằng count, hoặc dùng --effort fast.`, en: `it needs more than ${mostMemory} MiB of memory. Write pods that are alike once, with count, or use --effort fast.` })
            : error,
        ),
      ),
    );
    worker.on('exit', (code) => end(() => reject(new Error(`the packing thread ended with code ${code} and no answer`))));
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
  });
}

/** The bundle of the thread beside this one, or in development its source through tsx, which starts itself in main threads only. */
function entry(root: string, self = import.meta.url): { readonly script: string; readonly source: boolean } {
  if (!self.endsWith('.ts')) return { script: join(root, 'dist', 'pack-worker.js'), source: false };
  const tsx = createRequire(join(root, 'package.json')).resolve('tsx/package.json');
  const [loader, file] = [join(dirname(tsx), 'dist', 'esm', 'api', 'index.mjs'), join(root, 'bin', 'edge', 'pack-worker.ts')].map((path) => JSON.stringify(pathToFileURL(path).href));
  return { script: `import(${loader}).then(({ register }) => { register(); return import(${file}); })`, source: true };
}
