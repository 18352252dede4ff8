import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** How an answer that comes from a thread ends: once, with a value or a reason. */
export interface Ending<R> {
  readonly resolve: (value: R) => void;
  readonly reject: (error: Error) => void;
}

export interface WorkerRun {
  readonly root: string;
  /** `pack-worker`: of its bundle, and of its source below bin/edge. */
  readonly name: string;
  readonly data: unknown;
  readonly signal: AbortSignal;
  /** Memory beyond which the thread is ended, MiB. */
  readonly mostMemory: number;
}

export interface WorkerTalk<M, R> {
  readonly heard: (message: M, end: Ending<R>) => void;
  /** Ctrl-C came first. */
  readonly interrupted: (end: Ending<R>) => void;
  readonly outOfMemory: (mebibytes: number) => Error;
}

/** Runs a thread until it has answered, was interrupted, or broke; it is ended then, whatever it is doing. */
export function inWorker<M, R>({ root, name, data, signal, mostMemory }: WorkerRun, { heard, interrupted, outOfMemory }: WorkerTalk<M, R>): Promise<R> {
  return new Promise((resolve, reject) => {
    const { script, source } = entry(root, name);
    // Its streams are not this command's: what a solver prints is no part of the answer.
    const worker = new Worker(script, { eval: source, workerData: data, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
    worker.stdout.resume();
    worker.stderr.resume();
    let over = false;
    const end = (settle: () => void): void => {
      if (over) return;
      over = true;
      signal.removeEventListener('abort', interrupt);
      void worker.terminate();
      settle();
    };
    const ending: Ending<R> = { resolve: (value) => end(() => resolve(value)), reject: (error) => end(() => reject(error)) };
    const interrupt = (): void => interrupted(ending);
    worker.on('message', (message: M) => heard(message, ending));
    worker.on('error', (error) => ending.reject((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory(mostMemory) : error));
    worker.on('exit', (code) => ending.reject(new Error(`the thread ${name} ended with code ${code} and no answer`)));
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
  });
}

/** The bundle of the thread beside this one, or in development its source through tsx, which starts itself in main threads only. */
function entry(root: string, name: string, self = import.meta.url): { readonly script: string; readonly source: boolean } {
  if (!self.endsWith('.ts')) return { script: join(root, 'dist', `${name}.js`), source: false };
  const tsx = createRequire(join(root, 'package.json')).resolve('tsx/package.json');
  const [loader, file] = [join(dirname(tsx), 'dist', 'esm', 'api', 'index.mjs'), join(root, 'bin', 'edge', `${name}.ts`)].map((path) => JSON.stringify(pathToFileURL(path).href));
  return { script: `import(${loader}).then(({ register }) => { register(); return import(${file}); })`, source: true };
}
