import type { Text } from '../../../sites/model/text.js';
import { shownPath } from '../shown-path.js';

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

/** Our words in both languages; what a program or a file says stands as it is. */
export type Words = string | Text;

/** What a failure says: where, what stood there, what should have, and the way out. */
export interface FailureParts {
  readonly place: Words;
  readonly found: Words;
  readonly expected: Words;
  readonly remedy: Text;
}

/** A sandbox as messages name it, with its folder where that helps. */
export function sandboxNamed(name: string, folder?: string): Text {
  const shown = folder === undefined ? undefined : shownPath(folder);
  return {
    vi: `cụm thử nghiệm ${name}${shown === undefined ? '' : ` trong ${shown}`}`,
    en: `sandbox ${name}${shown === undefined ? '' : ` in ${shown}`}`,
  };
}

const textOf = (words: Words): Text => (typeof words === 'string' ? { vi: words, en: words } : words);

/**
 * The environment, not the estate, is at fault: a program is missing, a process died, a port or
 * a folder is not usable. Commands end with exit code 3.
 */
export class SandboxFailure extends Error {
  readonly code: SandboxFailureCode;
  readonly text: Text;

  constructor(code: SandboxFailureCode, params: FailureParts, options?: { cause?: unknown }) {
    const [place, found, expected] = [params.place, params.found, params.expected].map(textOf) as [Text, Text, Text];
    const text = {
      vi: `${place.vi}: ${found.vi}; cần ${expected.vi}. ${params.remedy.vi}`,
      en: `${place.en}: ${found.en}; expected ${expected.en}. ${params.remedy.en}`,
    };
    super(text.en, options);
    this.name = 'SandboxFailure';
    this.code = code;
    this.text = text;
  }
}
