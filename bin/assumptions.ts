import type { Estate } from '../sites/model/estate.js';
import type { Pointer } from '../sites/model/pointer.js';
import type { Text } from '../sites/model/text.js';

/** A scalar of the data that its file labels `assumption`: nobody has confirmed it. */
export interface AssumedValue {
  readonly pointer: Pointer;
  readonly file: string;
  readonly line: number;
  readonly note?: Text;
}

/** Every value of the data labelled `assumption`, or those below a pointer: the one figure that pages and reports give. */
export function assumedValues(estate: Pick<Estate, 'origins'>, below: Pointer = ''): readonly AssumedValue[] {
  const found: AssumedValue[] = [];
  for (const [pointer, { source, file, line, note }] of estate.origins)
    if (source === 'assumption' && pointer.startsWith(`${below}/`)) found.push({ pointer, file, line, ...(note === undefined ? {} : { note }) });
  return found;
}
