import type { ScenesResult } from '../../sites/purchase/scenes.js';
import type { Told } from '../../sites/purchase/purchase.js';
import { EnvironmentFailure } from '../failure.js';
import { mostPurchaseMemory, unpriced } from './purchase-thread.js';
import type { ScenesMessage, ScenesRequest } from './scenes-messages.js';
import { inWorker } from './worker.js';

/**
 * What stands in a quarter of the purchase plan, computed in a worker thread.
 *
 * @throws InputFailure NDC-E061 for equipment without a price.
 * @throws EnvironmentFailure NDC-X345 when it was interrupted, NDC-X346 when it ran out of memory.
 */
export function scenesInThread(request: ScenesRequest, { root, signal, told }: { readonly root: string; readonly signal: AbortSignal; readonly told: (told: Told) => void }): Promise<ScenesResult> {
  return inWorker<ScenesMessage, ScenesResult>(
    { root, name: 'scenes-worker', data: request, signal, mostMemory: mostPurchaseMemory },
    {
      heard: (message, end) => {
        if ('told' in message) told(message.told);
        else if ('done' in message) end.resolve(message.done);
        else if ('unpriced' in message) end.reject(unpriced(message.unpriced));
        else end.reject(new Error(message.broke));
      },
      interrupted: (end) => end.reject(new EnvironmentFailure('NDC-X345', { vi: 'bị dừng trước khi có kế hoạch được kiểm chứng. Hãy chạy lại.', en: 'it was stopped before a plan was checked. Run it again.' })),
      outOfMemory: (mebibytes) => new EnvironmentFailure('NDC-X346', { vi: `cần nhiều hơn ${mebibytes} MiB bộ nhớ. Hãy lập cho thời hạn ngắn hơn (horizon trong catalogue/estate.yaml).`, en: `it needs more than ${mebibytes} MiB of memory. Plan for a shorter horizon (horizon in catalogue/estate.yaml).` }),
    },
  );
}
