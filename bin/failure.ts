import type { Text } from '../sites/model/text.js';
import type { ExitCode } from './outcome.js';

/**
 * A failure with a message a user can act on: what, the details, how to solve it. Never a stack trace.
 * `InputFailure` exits 2, `EnvironmentFailure` exits 3, `CheckFailure` exits 1.
 */
export class Failure extends Error {
  constructor(
    readonly exit: ExitCode,
    /** Stable code, `NDC-Xnnn`. */
    readonly code: string,
    readonly text: Text,
  ) {
    super(text.en);
    this.name = 'Failure';
  }
}

export class InputFailure extends Failure {
  constructor(code: string, text: Text) {
    super(2, code, text);
    this.name = 'InputFailure';
  }
}

export class EnvironmentFailure extends Failure {
  constructor(code: string, text: Text) {
    super(3, code, text);
    this.name = 'EnvironmentFailure';
  }
}

export class CheckFailure extends Failure {
  constructor(code: string, text: Text) {
    super(1, code, text);
    this.name = 'CheckFailure';
  }
}
