import type { Text } from '../../../sites/model/text.js';
import { shownPath } from '../shown-path.js';

/** What can go wrong around a sandbox, by name, and the code that commands print for it. */
const codes = {
  'sandbox/name-invalid': 'NDC-X470',
  'sandbox/sites-invalid': 'NDC-X471',
  'sandbox/busy': 'NDC-X472',
  'sandbox/aborted': 'NDC-X473',
  'sandbox/absent': 'NDC-X474',
  'sandbox/site-unknown': 'NDC-X475',
  'sandbox/other-sites': 'NDC-X476',
  'sandbox/state-unreadable': 'NDC-X477',
  'sandbox/connection-foreign': 'NDC-X478',
  'sandbox/process-exited': 'NDC-X479',
  'sandbox/not-healthy': 'NDC-X480',
  'sandbox/not-stopped': 'NDC-X481',
  'sandbox/no-free-port': 'NDC-X482',
  'sandbox/chart-invalid': 'NDC-X483',
  'sandbox/package-incomplete': 'NDC-X484',
  'toolchain/binary-missing': 'NDC-X485',
  'toolchain/go-failed': 'NDC-X486',
  'toolchain/module-unreadable': 'NDC-X487',
  'toolchain/cache-unusable': 'NDC-X488',
  'sandbox/disk-full': 'NDC-X489',
} as const;

/** Machine-readable names of what can go wrong around a sandbox. */
export type SandboxFailureCode = keyof typeof codes;

/** What the user typed or the data say is at fault; all else is the environment. */
const ofInput: ReadonlySet<SandboxFailureCode> = new Set(['sandbox/name-invalid', 'sandbox/sites-invalid', 'sandbox/site-unknown']);

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
 * a folder is not usable. Commands end with exit code 3, or 2 where a name or the sites' data are wrong.
 */
export class SandboxFailure extends Error {
  readonly code: SandboxFailureCode;
  /** Stable code, `NDC-Xnnn`. */
  readonly ndc: string;
  readonly exit: 2 | 3;
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
    this.ndc = codes[code];
    this.exit = ofInput.has(code) ? 2 : 3;
    this.text = text;
  }
}
