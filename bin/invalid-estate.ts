import { messageOf, type Diagnostic } from '../sites/model/diagnostic.js';

/** Problems that the error itself tells, for who calls the library; commands show all of them. */
const told = 20;

/** Thrown by commands when no Estate can be built. */
export class InvalidEstate extends Error {
  constructor(
    readonly directory: string,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    const lines = diagnostics.slice(0, told).map((one) => `  ${one.place.file}:${one.place.line} ${one.code} ${messageOf(one).en}`);
    super([`${diagnostics.length} problems in ${directory}:`, ...lines, ...(diagnostics.length > told ? ['  …'] : [])].join('\n'));
    this.name = 'InvalidEstate';
  }
}
