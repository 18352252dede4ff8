import type { KubernetesObject, ReadPlanSet, ReadResource, ReadStack } from './read-model.js';
import { unnamed } from './read-model.js';

/** Which state a rule looks at: recorded now, or after apply. */
export type Column = 'before' | 'after';

/** An object with the resource it came from. */
export interface Seen {
  readonly resource: ReadResource;
  readonly object: KubernetesObject;
}

/** A plan set's objects by site and namespace: built once, so that judging thousands of environments stays linear. */
export class Lookup {
  private readonly objects = new Map<string, Seen[]>();
  private readonly named = new Map<string, Seen[]>();
  private readonly bySite = new Map<string, ReadStack[]>();

  constructor(planset: ReadPlanSet) {
    for (const stack of planset.stacks) {
      push(this.bySite, stack.site, stack);
      for (const resource of stack.resources)
        for (const column of ['before', 'after'] as const) {
          const object = resource[column];
          if (object === undefined) continue;
          push(this.objects, key(stack.site, column, object.kind, object.namespace ?? ''), { resource, object });
          if (object.namespace === undefined) push(this.named, key(stack.site, column, object.kind, object.name), { resource, object });
        }
    }
  }

  stacks(site: string): readonly ReadStack[] {
    return this.bySite.get(site) ?? [];
  }

  /** Objects of a kind in one namespace of a site; cluster-wide kinds have the namespace ''. */
  inNamespace(site: string, column: Column, kind: string, namespace: string): readonly Seen[] {
    return this.objects.get(key(site, column, kind, namespace)) ?? [];
  }

  /** Objects of a kind whose namespace cannot be known: each of them might be in any namespace. */
  somewhere(site: string, column: Column, kind: string): readonly Seen[] {
    return this.inNamespace(site, column, kind, unnamed);
  }

  clusterWide(site: string, column: Column, kind: string, name?: string): readonly Seen[] {
    return name === undefined ? this.inNamespace(site, column, kind, '') : (this.named.get(key(site, column, kind, name)) ?? []);
  }
}

const key = (site: string, column: Column, kind: string, namespace: string): string => `${column}\n${site}\n${kind}\n${namespace}`;

function push<T>(into: Map<string, T[]>, under: string, value: T): void {
  const list = into.get(under);
  if (list === undefined) into.set(under, [value]);
  else list.push(value);
}

const lookups = new WeakMap<ReadPlanSet, Lookup>();

export function lookupOf(planset: ReadPlanSet): Lookup {
  const known = lookups.get(planset) ?? new Lookup(planset);
  lookups.set(planset, known);
  return known;
}
