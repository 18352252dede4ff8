import type { Column, Seen } from '../planset/lookup.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject, type ReadPlanSet, type ReadStack } from '../planset/read-model.js';
import { elements } from './network-policy.js';
import { deepField } from './values.js';

/** Somebody a binding gives rights to. */
export interface Grantee {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of service accounts. */
  readonly namespace?: string;
}

/** A RoleBinding or ClusterRoleBinding, with those it names. */
export interface Binding extends Seen {
  readonly clusterWide: boolean;
  readonly namespace?: string;
  readonly grantees: readonly Grantee[];
  /** Why grantees may be missing from the list. */
  readonly unknown: readonly string[];
}

/** Who is taken for anybody at all: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests */
export const anonymous: ReadonlySet<string> = new Set(['system:anonymous', 'system:unauthenticated']);

/** Groups that hold everybody who signed in, or every service account of a cluster. */
export const everybody: ReadonlySet<string> = new Set(['system:authenticated', 'system:serviceaccounts', ...anonymous]);

/** Bindings of a site in one column, by what they touch: built once, so that judging thousands of tenants stays linear. */
export class Access {
  readonly clusterWide: readonly Binding[];
  /** Why any binding may name somebody unseen. */
  readonly unknown: readonly string[];
  private readonly byNamespace = new Map<string, Binding[]>();
  /** By group, and by the namespace of a service account as `namespace/`. */
  private readonly byGrantee = new Map<string, Binding[]>();

  constructor(bindings: readonly Binding[]) {
    this.clusterWide = bindings.filter(({ clusterWide }) => clusterWide);
    this.unknown = bindings.flatMap(({ unknown }) => unknown);
    for (const binding of bindings) {
      if (binding.namespace !== undefined) push(this.byNamespace, binding.namespace, binding);
      for (const key of new Set(binding.grantees.map(granteeKey))) push(this.byGrantee, key, binding);
    }
  }

  /** Bindings that stand in one of these namespaces. */
  within(namespaces: ReadonlySet<string>): readonly Binding[] {
    return [...namespaces].flatMap((namespace) => this.byNamespace.get(namespace) ?? []);
  }

  /** Bindings that name one of these groups, or a service account of one of these namespaces, wherever they stand. */
  naming(groups: ReadonlySet<string>, namespaces: ReadonlySet<string>): readonly Binding[] {
    return [...new Set([...groups, ...[...namespaces].flatMap((namespace) => [`${namespace}/`, `system:serviceaccounts:${namespace}`])].flatMap((key) => this.byGrantee.get(key) ?? []))];
  }
}

const granteeKey = ({ kind, name, namespace = '' }: Grantee): string => (kind === 'ServiceAccount' ? `${namespace}/` : name);

function push(into: Map<string, Binding[]>, key: string, binding: Binding): void {
  const list = into.get(key);
  if (list === undefined) into.set(key, [binding]);
  else list.push(binding);
}

const known = new WeakMap<ReadPlanSet, Map<string, Access>>();

/** Bindings of a site in one column. */
export function accessAt(planset: ReadPlanSet, site: string, column: Column): Access {
  const bySite = known.get(planset) ?? new Map<string, Access>();
  known.set(planset, bySite);
  const key = `${column} ${site}`;
  const access = bySite.get(key) ?? new Access(bindingsOf(planset.stacks.filter((stack) => stack.site === site), column));
  bySite.set(key, access);
  return access;
}

function bindingsOf(stacks: readonly ReadStack[], column: Column): readonly Binding[] {
  return stacks.flatMap(({ resources }) =>
    resources.flatMap((resource) => {
      const object = resource[column];
      return object?.kind === 'RoleBinding' || object?.kind === 'ClusterRoleBinding' ? [bindingOf({ resource, object })] : [];
    }),
  );
}

function bindingOf(seen: Seen): Binding {
  const { kind, name, namespace, body } = seen.object;
  const subjects = elements(deepField(body, 'subjects'));
  const grantees: Grantee[] = [];
  const unknown: string[] = [];
  if ('because' in subjects) unknown.push(`${kind} ${name}: ${subjects.because}`);
  else for (const subject of subjects) {
    const found = granteeOf(subject, namespace);
    if ('because' in found) unknown.push(`${kind} ${name}: ${found.because}`);
    else grantees.push(found);
  }
  return { ...seen, clusterWide: kind === 'ClusterRoleBinding', ...(namespace === undefined ? {} : { namespace }), grantees, unknown };
}

function granteeOf(subject: Known, bindingNamespace: string | undefined): Grantee | { readonly because: string } {
  if (isUnknown(subject)) return { because: subject.because };
  const [kind, name, namespace] = [deepField(subject, 'kind'), deepField(subject, 'name'), deepField(subject, 'namespace')];
  const open = [kind, name, ...(kind === 'ServiceAccount' ? [namespace] : [])].find(isUnknown);
  if (open !== undefined) return { because: open.because };
  const named = plainText(name);
  if (kind === 'Group' || kind === 'User') return asAccount({ kind, name: named });
  // A binding's own namespace stands in where a service account names none.
  return { kind: 'ServiceAccount', name: named, namespace: namespace === undefined ? (bindingNamespace ?? 'default') : plainText(namespace) };
}

/** `system:serviceaccount:NAMESPACE:NAME` as a user is that service account. */
function asAccount(grantee: Grantee): Grantee {
  const match = grantee.kind === 'User' ? /^system:serviceaccount:([^:]+):([^:]+)$/.exec(grantee.name) : null;
  return match === null ? grantee : { kind: 'ServiceAccount', namespace: match[1] ?? '', name: match[2] ?? '' };
}

/** Namespace whose service accounts a group holds: `system:serviceaccounts:NAMESPACE`. */
export const accountsOf = (group: string): string | undefined => /^system:serviceaccounts:(.+)$/.exec(group)?.[1];

/** A grantee as reports name it. */
export const granteeName = ({ kind, name, namespace }: Grantee): string => (namespace === undefined ? `${kind} "${name}"` : `${kind} ${namespace}/${name}`);

/** A binding as reports name it. */
export const bindingName = ({ kind, name, namespace }: KubernetesObject): string => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
