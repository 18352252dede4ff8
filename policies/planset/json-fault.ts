import type { Pointer } from '../../sites/model/pointer.js';

/** What is wrong with a text that should be JSON. */
export type FaultKind = 'empty' | 'truncated' | 'trailing' | 'syntax' | 'duplicate-key' | 'too-deep' | 'too-large' | 'encoding';

/** JSON that cannot be read. Never quotes the text: what stands there may be a secret. */
export class JsonFault extends Error {
  constructor(
    readonly kind: FaultKind,
    /** Byte at which it was found, counted in UTF-8 and from 0. */
    readonly offset: number,
    /** The entered value it was found in or after. */
    readonly at: Pointer,
  ) {
    super(`${kind} at byte ${offset} in ${at === '' ? 'the document' : at}`);
    this.name = 'JsonFault';
  }
}

/** The same, thrown from within: whoever knows the place makes a JsonFault of it. */
export class Flaw extends Error {
  constructor(readonly kind: FaultKind) {
    super(kind);
    this.name = 'Flaw';
  }
}
