import type { DeepReadonly } from '../sites/model/estate.js';
import type { Component } from '../sites/model/kinds/components.js';

/**
 * Components such that each comes after those it needs; otherwise in the order of their ids, so that the catalogue's
 * own order changes nothing.
 * @throws Error naming a circle.
 */
export function inOrder<C extends Pick<DeepReadonly<Component>, 'id' | 'after'>>(components: readonly C[]): readonly C[] {
  const byId = new Map([...components].sort((a, b) => (a.id < b.id ? -1 : 1)).map((component) => [component.id, component]));
  const ordered = new Map<string, C>();
  const visit = (component: C, waiting: readonly string[]): void => {
    if (ordered.has(component.id)) return;
    const path = [...waiting, component.id];
    if (waiting.includes(component.id)) throw new Error(`components wait for each other: ${path.slice(path.indexOf(component.id)).join(' → ')}`);
    for (const id of [...(component.after ?? [])].sort()) {
      const needed = byId.get(id);
      if (needed !== undefined) visit(needed, path);
    }
    ordered.set(component.id, component);
  };
  for (const component of byId.values()) visit(component, []);
  return [...ordered.values()];
}
