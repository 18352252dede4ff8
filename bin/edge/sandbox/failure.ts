/** Machine-readable names of what can go wrong around a sandbox. */
export type SandboxFailureCode =
  | 'sandbox/name-invalid'
  | 'sandbox/sites-invalid'
  | 'sandbox/busy'
  | 'sandbox/aborted'
  | 'sandbox/absent'
  | 'sandbox/other-sites'
  | 'sandbox/state-unreadable'
  | 'sandbox/connection-foreign'
  | 'sandbox/process-exited'
  | 'sandbox/not-healthy'
  | 'sandbox/not-stopped'
  | 'sandbox/no-free-port'
  | 'sandbox/chart-invalid'
  | 'sandbox/package-incomplete'
  | 'toolchain/binary-missing'
  | 'toolchain/go-failed'
  | 'toolchain/module-unreadable'
  | 'toolchain/cache-unusable';

/** What a failure says: where, what stood there, what should have, and the way out. */
export interface FailureParts {
  readonly place: string;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/**
 * The environment, not the estate, is at fault: a program is missing, a process died, a port or
 * a folder is not usable. Commands end with exit code 3.
 */
export class SandboxFailure extends Error {
  readonly code: SandboxFailureCode;
  readonly params: FailureParts;

  constructor(code: SandboxFailureCode, params: FailureParts, options?: { cause?: unknown }) {
    super(
      `${params.place}: ${params.found}; expected ${params.expected}. ${params.remedy}`,
      options,
    );
    this.name = 'SandboxFailure';
    this.code = code;
    this.params = params;
  }
}
