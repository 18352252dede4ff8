import { workerData } from 'node:worker_threads';
import { deriveIntent } from '../../sites/intent/derive.js';
import { scenesOf } from '../../sites/purchase/scenes.js';
import { answerPlanning } from './answer-planning.js';
import type { ScenesRequest } from './scenes-messages.js';

/** Plans as `purchase-worker` does, and says what stands instead of what to order. */
const { gap, caps, quarter, ...request } = workerData as ScenesRequest;
await answerPlanning(request, ({ planning, told, ...tools }) => scenesOf(request.estate, deriveIntent, planning, { ...tools, gap, caps, quarter, told: (round, what) => told({ round, what }) }));
