import { origin, type Estate } from '../sites/model/estate.js';
import { valueAt, type Pointer } from '../sites/model/pointer.js';
import type { InputPlace } from './promise-data.js';

/** Where values of an estate are written, by their pointers; undefined where no file says the value. */
export const placeIn =
  (estate: Estate) =>
  (input: Pointer): InputPlace | undefined => {
    const found = origin(estate, input);
    if (found === undefined) return undefined;
    const { source, file, line, note } = found;
    const value = valueAt(estate, input);
    return { pointer: input, value: typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '', source, file, line, ...(note === undefined ? {} : { note }) };
  };
