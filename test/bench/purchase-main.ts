import { purchaseBench } from './purchase.js';
import { shippedEstate } from './capacity.js';
import { row } from './row.js';

// In a process of its own: the peak of memory is then the planner's.
await purchaseBench(row, shippedEstate());
