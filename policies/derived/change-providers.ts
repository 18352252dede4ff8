import type { KubernetesObject, ReadPlanSet, ReadResource, ReadStack } from '../planset/read-model.js';
import { identityOf } from './data-losses.js';
import type { Change, Provider } from './interleaving.js';

/** Order of the stacks of a site. Tenants come before protection: databases live in their namespaces. */
const ranks: Readonly<Partial<Record<ReadStack['kind'], number>>> = { platform: 0, tenant: 1, protection: 2 };

const verbs: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  delete: { vi: 'xóa', en: 'deletes' },
  forget: { vi: 'thôi quản lý', en: 'lets go of' },
  replace: { vi: 'thay thế', en: 'replaces' },
  create: { vi: 'tạo', en: 'creates' },
  import: { vi: 'nhập', en: 'imports' },
  update: { vi: 'sửa', en: 'changes' },
};

/** One managed object of the set with what becomes of it. */
export interface Managed {
  readonly resource: ReadResource;
  readonly change: Change;
}

/** Whether an object makes a fact true, or why that cannot be told. */
export type Holds = (object: KubernetesObject) => boolean | { readonly because: string };

/** A plan set's changes by site, namespace and kind. */
export class Changes {
  private readonly byPlace = new Map<string, Managed[]>();
  private readonly imports = new Set<string>();

  constructor({ stacks }: Pick<ReadPlanSet, 'stacks'>) {
    for (const stack of stacks)
      for (const resource of stack.resources) {
        if (resource.action === 'import' && resource.after !== undefined) this.imports.add(`${stack.site} ${identityOf(resource.after)}`);
        const managed: Managed = { resource, change: changeOf(stack, resource) };
        const places = new Set([resource.before, resource.after].flatMap((object) => (object === undefined ? [] : [`${stack.site}\n${object.namespace ?? ''}\n${object.kind}`, `${stack.site}\n*\n${object.kind}`])));
        for (const place of places) {
          const list = this.byPlace.get(place);
          if (list === undefined) this.byPlace.set(place, [managed]);
          else list.push(managed);
        }
      }
  }

  /** Managed objects of some kinds at a site; namespace `*` is any, '' the objects without one. */
  managed(site: string, namespace: string, kinds: readonly string[]): readonly Managed[] {
    return kinds.flatMap((kind) => this.byPlace.get(`${site}\n${namespace}\n${kind}`) ?? []);
  }

  /** Those of some objects that make a fact true. What cannot be told is taken as true, and why is added to `unknown`. */
  providers(among: readonly Managed[], holds: Holds, unknown: string[]): readonly Provider[] {
    return among.flatMap(({ resource, change }): Provider[] => {
      const told = (object: KubernetesObject | undefined): boolean => {
        if (object === undefined) return false;
        const found = holds(object);
        if (typeof found === 'boolean') return found;
        unknown.push(found.because);
        return true;
      };
      const before = told(resource.before);
      // What one stack lets go and another takes over is there all the while.
      const keeps = resource.action === 'forget' && resource.before !== undefined && this.imports.has(`${resource.site} ${identityOf(resource.before)}`);
      const after = keeps ? before : told(resource.after);
      const gap = resource.action === 'replace' && (resource.replacement === undefined || resource.replacement === 'delete-then-create');
      return before || after ? [{ change, before, after, gap }] : [];
    });
  }
}

function changeOf({ name, site, kind }: ReadStack, resource: ReadResource): Change {
  const object = resource.before ?? resource.after;
  const what = object === undefined ? resource.address : `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`;
  const verb = verbs[resource.action] ?? { vi: 'giữ', en: 'keeps' };
  const rank = ranks[kind];
  // An object that a failed replacement left behind stands beside another of its address.
  return { id: `${name} ${resource.address} ${resource.deposed ?? ''}`, site, ...(rank === undefined ? {} : { rank }), does: { vi: `${name} ${verb.vi} ${what}`, en: `${name} ${verb.en} ${what}` } };
}

const known = new WeakMap<ReadPlanSet, Changes>();

/** A plan set's changes, indexed once. */
export function changesOf(planset: ReadPlanSet): Changes {
  const found = known.get(planset) ?? new Changes(planset);
  known.set(planset, found);
  return found;
}
