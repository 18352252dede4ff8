import { workerData } from 'node:worker_threads';
import { deriveIntent } from '../../sites/intent/derive.js';
import { purchase } from '../../sites/purchase/purchase.js';
import { answerPlanning } from './answer-planning.js';
import type { PurchaseRequest } from './purchase-messages.js';

const { gap, caps, scenarios, ...request } = workerData as PurchaseRequest;
await answerPlanning(request, ({ planning, ...tools }) => purchase(request.estate, deriveIntent, planning, { ...tools, gap, caps, ...(scenarios === undefined ? {} : { scenarios }) }));
