import { z } from 'zod';
import type { DrCellData } from '../dr-cell-data.js';
import { cell, cellLoss, promises } from './dr-matrix.js';
import { stepKind } from './dr-simulate.js';
import { outcomeOf } from './outcome-schema.js';
import { count, declaredSite, names, whole } from './parts.js';
import { inputPlaces } from './promise.js';

const ms = whole.meta({ description: 'milliseconds' });

export const outcome = outcomeOf<DrCellData>()('ndc/dr-cell.v1', {
  cell: z.string(),
  asOf: z.string(),
  whatIf: names,
  declared: z.array(declaredSite).exactOptional(),
  row: cell.omit({ losses: true }),
  promises,
  promised: inputPlaces,
  losses: z.array(cellLoss.extend({ inputs: inputPlaces })),
  path: z.array(
    z.strictObject({
      kind: stepKind,
      name: z.string(),
      startMs: ms,
      endMs: ms,
      bytes: whole.exactOptional(),
      rate: whole.exactOptional().meta({ description: 'bit/s' }),
      measured: count.exactOptional(),
      inputs: inputPlaces,
    }),
  ),
  limits: inputPlaces,
  request: inputPlaces,
});
