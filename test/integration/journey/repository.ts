import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the command once, so that tests that run side by side do not. */
export async function ensureBuilt(): Promise<void> {
  const { build, isBuilt } = (await import(new URL('../../../bin/build.mjs', import.meta.url).href)) as { build: () => Promise<void>; isBuilt: () => boolean };
  if (!isBuilt()) await build();
}
