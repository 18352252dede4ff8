import type { ScenesResult } from '../../sites/purchase/scenes.js';
import { planInThread, type Around } from './purchase-thread.js';
import type { ScenesRequest } from './scenes-messages.js';

/**
 * What stands in a quarter of the purchase plan, computed in a worker thread.
 *
 * @throws InputFailure NDC-E061 for equipment without a price.
 * @throws EnvironmentFailure NDC-X345 when it was interrupted, NDC-X346 when it ran out of memory.
 */
export const scenesInThread = (request: ScenesRequest, around: Around): Promise<ScenesResult> => planInThread('scenes-worker', request, around, { vi: 'Hãy chạy lại.', en: 'Run it again.' });
