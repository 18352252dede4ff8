/** One provider as `.terraform.lock.hcl` pins it. */
export interface LockedProvider {
  /** `registry.terraform.io/hashicorp/helm`. */
  readonly source: string;
  readonly version: string;
  readonly hashes: readonly string[];
  /** Its block, as written. */
  readonly block: string;
}

/** Reads the provider blocks of a dependency lock file, which the engine writes in one fixed shape. */
export function parseLockFile(text: string): LockedProvider[] {
  return [...text.matchAll(/^provider "([^"]+)" \{\n([\s\S]*?)^\}\n?/gm)].map((match) => {
    const body = match[2] ?? '';
    return {
      source: match[1] ?? '',
      version: /^\s*version\s*=\s*"([^"]*)"/m.exec(body)?.[1] ?? '',
      hashes: [...(/hashes\s*=\s*\[([\s\S]*?)\]/.exec(body)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map((hash) => hash[1] ?? '').sort(),
      block: match[0].trimEnd(),
    };
  });
}

/** Known providers with newer findings over them, by source. */
export function mergeProviders(known: readonly LockedProvider[], found: readonly LockedProvider[]): LockedProvider[] {
  const bySource = new Map([...known, ...found].map((provider) => [provider.source, provider]));
  return [...bySource.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
}

/** A lock file that holds these providers. */
export const lockFileText = (providers: readonly LockedProvider[]): string =>
  `# Maintained by ndc: one build of each provider for every stack of a connection.\n\n${providers.map(({ block }) => block).join('\n\n')}\n`;
