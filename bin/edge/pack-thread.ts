import type { Packing } from '../../sites/packing/pack.js';
import { EnvironmentFailure } from '../failure.js';
import type { PackMessage, PackRequest } from './pack-messages.js';
import { inWorker } from './worker.js';

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
  let best: Packing | undefined;
  return inWorker<PackMessage, PackedInThread>(
    { root, name: 'pack-worker', data: request, signal, mostMemory },
    {
      heard: (message, end) => {
        if ('found' in message) {
          best = message.found;
          found(best);
        } else if ('done' in message) end.resolve({ packing: message.done, interrupted: false });
        else end.reject(new Error(message.broke));
      },
      interrupted: (end) => {
        if (best === undefined) end.reject(new EnvironmentFailure('NDC-X251', { vi: 'bị dừng trước khi có kết quả đầu tiên. Hãy chạy lại, hoặc dùng --effort fast.', en: 'it was stopped before the first answer. Run it again, or with --effort fast.' }));
        else end.resolve({ packing: best, interrupted: true });
      },
      outOfMemory: (mebibytes) => new EnvironmentFailure('NDC-X251', { vi: `cần nhiều hơn ${mebibytes} MiB bộ nhớ. Hãy gộp các pod giống nhau bằng count, hoặc dùng --effort fast.`, en: `it needs more than ${mebibytes} MiB of memory. Write pods that are alike once, with count, or use --effort fast.` }),
    },
  );
}
