import { shown } from './diagnostic.js';
import type { PathSegment } from './pointer.js';

/** Lists whose entries people know by what they are called, and the key that says it. */
const calledBy: Readonly<Record<string, string>> = { systems: 'id', environments: 'name' };

/** A path as a message names it: `systems.0 (ho-so).environments.1 (test).quota`. `root` is what the file holds. */
export function keyText(path: readonly PathSegment[], root: unknown): string {
  let here = root;
  const parts = path.map((step, index) => {
    here = typeof here === 'object' && here !== null && Object.hasOwn(here, step) ? (here as Record<PathSegment, unknown>)[step] : undefined;
    const key = typeof step === 'number' ? calledBy[String(path[index - 1])] : undefined;
    const called = key === undefined || typeof here !== 'object' || here === null ? undefined : (here as Record<string, unknown>)[key];
    return typeof called === 'string' && /^[a-z0-9-]{1,60}$/.test(called) && index + 1 < path.length ? `${step} (${called})` : String(step);
  });
  return shown(parts.join('.'), 160);
}
