import type { Text } from '../sites/model/text.js';

/** A stack that may not be destroyed, and what its approval lacks. */
export interface ForbiddenStack {
  readonly stack: string;
  readonly because: Text;
}
