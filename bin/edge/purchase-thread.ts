import type { PurchaseResult, Told } from '../../sites/purchase/purchase.js';
import type { Text } from '../../sites/model/text.js';
import { visible } from '../../sites/model/visible.js';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import type { PlanningMessage, PurchaseRequest } from './purchase-messages.js';
import { inWorker } from './worker.js';

/** Memory of the thread beyond which it is ended, MiB. */
const mostMemory = 2_048;

export interface Around {
  readonly root: string;
  readonly signal: AbortSignal;
  readonly told: (told: Told) => void;
}

/**
 * Plans purchases in a worker thread.
 *
 * @throws InputFailure NDC-E061 for equipment without a price.
 * @throws EnvironmentFailure NDC-X345 when it was interrupted, NDC-X346 when it ran out of memory.
 */
export const purchaseInThread = (request: PurchaseRequest, around: Around): Promise<PurchaseResult> =>
  planInThread('purchase-worker', request, around, { vi: 'Hãy chạy lại, hoặc cho phép sai lệch lớn hơn bằng --gap.', en: 'Run it again, or admit a larger --gap.' });

/** Runs a worker that plans. `again`: what to do where it was interrupted. */
export function planInThread<R>(name: string, data: unknown, { root, signal, told }: Around, again: Text): Promise<R> {
  return inWorker<PlanningMessage<R>, R>(
    { root, name, data, signal, mostMemory },
    {
      heard: (message, end) => {
        if ('told' in message) told(message.told);
        else if ('done' in message) end.resolve(message.done);
        else if ('unpriced' in message) end.reject(unpriced(message.unpriced));
        else end.reject(new Error(message.broke));
      },
      // A plan that was not judged yet is none: there is nothing to show.
      interrupted: (end) => end.reject(new EnvironmentFailure('NDC-X345', { vi: `bị dừng trước khi có kế hoạch được kiểm chứng. ${again.vi}`, en: `it was stopped before a plan was checked. ${again.en}` })),
      outOfMemory: (mebibytes) => new EnvironmentFailure('NDC-X346', { vi: `cần nhiều hơn ${mebibytes} MiB bộ nhớ. Hãy lập cho thời hạn ngắn hơn (horizon trong catalogue/estate.yaml).`, en: `it needs more than ${mebibytes} MiB of memory. Plan for a shorter horizon (horizon in catalogue/estate.yaml).` }),
    },
  );
}

function unpriced({ kind, item, why }: Extract<PlanningMessage<never>, { readonly unpriced: unknown }>['unpriced']): InputFailure {
  const name = visible(item, 80);
  return why === 'missing'
    ? new InputFailure('NDC-E061', {
        vi: `catalogue/planning.yaml, purchase.equipment.${kind}.price là "${name}", nhưng catalogue/prices.yaml không có mục này. Hãy thêm mục đó với once: true, hoặc ghi tên một mục đang có.`,
        en: `catalogue/planning.yaml, purchase.equipment.${kind}.price is "${name}", and catalogue/prices.yaml has no such item. Add it with once: true, or name one that is there.`,
      })
    : new InputFailure('NDC-E061', {
        vi: `catalogue/planning.yaml, purchase.equipment.${kind}.price là "${name}", một mục tính theo tháng; cần một mục trả một lần (once: true trong catalogue/prices.yaml).`,
        en: `catalogue/planning.yaml, purchase.equipment.${kind}.price is "${name}", an item paid by the month; expected one that is paid once (once: true in catalogue/prices.yaml).`,
      });
}
