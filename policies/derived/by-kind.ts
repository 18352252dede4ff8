import type { Column, Seen } from '../planset/lookup.js';
import type { ReadPlanSet } from '../planset/read-model.js';

const indices = new WeakMap<ReadPlanSet, Map<string, Seen[]>>();

const groupOf = (apiVersion: string): string => apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));

/** Objects of a kind of one API group at a site, in whatever namespace: indexed once, so that judging thousands of environments stays linear. */
export function ofKind(planset: ReadPlanSet, site: string, column: Column, group: string, kind: string): readonly Seen[] {
  let index = indices.get(planset);
  if (index === undefined) {
    index = new Map();
    for (const stack of planset.stacks)
      for (const resource of stack.resources)
        for (const side of ['before', 'after'] as const) {
          const object = resource[side];
          if (object === undefined) continue;
          const key = `${stack.site}\n${side}\n${groupOf(object.apiVersion)}\n${object.kind}`;
          const list = index.get(key);
          if (list === undefined) index.set(key, [{ resource, object }]);
          else list.push({ resource, object });
        }
    indices.set(planset, index);
  }
  return index.get(`${site}\n${column}\n${group}\n${kind}`) ?? [];
}

/** Whether an object is of an API group: other projects have a Cluster and a Schedule of their own. */
export const isOf = (group: string, { object }: Pick<Seen, 'object'>): boolean => groupOf(object.apiVersion) === group;
