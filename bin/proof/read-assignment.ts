import { z } from 'zod';
import { inReadingOrder } from '../../sites/model/diagnostic.js';
import { parseJsonFile } from '../../sites/model/json-file.js';
import { visible } from '../../sites/model/visible.js';
import type { NodeAssignment } from '../../sites/packing/validate.js';
import { InvalidEstate } from '../invalid-estate.js';
import { InputFailure } from '../failure.js';

const given = z.object({
  assignment: z.array(z.object({ node: z.string(), shape: z.string(), pods: z.array(z.object({ name: z.string(), count: z.int().min(1).max(10_000_000) })) })),
  unplaced: z.array(z.object({ pod: z.string(), count: z.int().min(0) })).optional(),
});

export interface GivenAssignment {
  readonly assignment: readonly NodeAssignment[];
  /** Pods that it says have no place. */
  readonly unplaced: ReadonlyMap<string, number>;
}

/** Reads what `ndc capacity pack --json` prints, or as much of it. @throws InvalidEstate, InputFailure NDC-X397 */
export function readAssignment(name: string, bytes: Uint8Array): GivenAssignment {
  const parsed = parseJsonFile(name, bytes);
  if ('diagnostics' in parsed) throw new InvalidEstate('.', inReadingOrder(parsed.diagnostics));
  const result = given.safeParse(parsed.file.value);
  if (result.success) {
    const unplaced = new Map<string, number>();
    for (const { pod, count } of result.data.unplaced ?? []) unplaced.set(pod, (unplaced.get(pod) ?? 0) + count);
    return { assignment: result.data.assignment, unplaced };
  }
  const path = (result.error.issues[0]?.path ?? []).map((part) => (typeof part === 'symbol' ? '' : part));
  const { line, column } = parsed.file.placeOf(path);
  const at = visible(`${name}:${line}:${column} ${path.join('.')}`, 200);
  throw new InputFailure('NDC-X397', {
    vi: `${at}: không phải một cách xếp; cần {"assignment": [{"node", "shape", "pods": [{"name", "count"}]}]}, như ndc capacity pack TỆP --json in ra.`,
    en: `${at}: no assignment; expected {"assignment": [{"node", "shape", "pods": [{"name", "count"}]}]}, as ndc capacity pack FILE --json prints it.`,
  });
}
