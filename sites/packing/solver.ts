import type { Highs, InitOptions } from 'highs';

/** HiGHS, loaded. https://highs.dev */
export type Solver = Highs;

let loaded: Promise<Solver> | undefined;

/** Loads HiGHS (WebAssembly, single-threaded) once. Solving blocks the thread that asks: commands ask in a worker. */
export function loadSolver(): Promise<Solver> {
  // The package declares one set of types for both of its builds, as CommonJS; this build's default export is the loader.
  loaded ??= import('highs').then(({ default: load }) => (load as unknown as (options?: InitOptions) => Promise<Highs>)());
  return loaded;
}
