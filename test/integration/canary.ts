import { resolve } from 'node:path';

/**
 * What every PIN, passphrase, token and secret of the integration tests begins with. No file and no stream that the tests
 * see may hold it, but for those that a test says hold secrets.
 */
const word = 'ndc-canary-7d1f0c';

/** A secret of a test: at least 16 characters, and found wherever it leaks. */
export const secretOf = (name: string): string => `${word}-${name}`;

const holders = new Set<string>();

/** A file, or everything below a folder, that is there to hold a secret: a PIN file, a store's own list of users. */
export function mayHold(path: string): string {
  holders.add(resolve(path));
  return path;
}

export const isHolder = (path: string): boolean => [...holders].some((holder) => path === holder || path.startsWith(`${holder}/`));

/** As it is, and as base64 shows it at each of its three alignments. */
export const canaryForms: readonly string[] = [word, ...[0, 1, 2].map((before) => Buffer.from(`${'x'.repeat(before)}${word}`).toString('base64').slice(before === 0 ? 0 : 4, -4))];
