import type { Highs } from 'highs';

/** HiGHS, loaded. https://highs.dev */
export type Solver = Highs;

let loaded: Promise<Solver> | undefined;

/** Loads HiGHS (WebAssembly, single-threaded) once. Solving blocks the thread that asks: commands ask in a worker. */
export function loadSolver(): Promise<Solver> {
  loaded ??= import('highs').then(({ default: load }) => load());
  return loaded;
}
