import { isKnownObject } from '../planset/kubernetes-object.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { elements, field, none, notKnown, opened, together, type Openings } from './network-policy.js';

/** What isolates tenants from each other: API group and resource. A tenant who writes these sets himself free. */
const guarded: readonly (readonly [group: string, resource: string])[] = [
  ['networking.k8s.io', 'networkpolicies'],
  ['cilium.io', 'ciliumnetworkpolicies'],
  ['rbac.authorization.k8s.io', 'rolebindings'],
  ['rbac.authorization.k8s.io', 'roles'],
  ['', 'resourcequotas'],
  ['', 'limitranges'],
];

const writes = new Set(['create', 'update', 'patch', 'delete', 'deletecollection', 'bind', 'escalate', '*']);

/** Stock ClusterRoles that write NetworkPolicies: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const tooStrong = new Set(['cluster-admin', 'admin', 'edit']);

/** Guarded resources a Role or ClusterRole can write, wildcards included. */
export function powersOf(role: KubernetesObject): Openings {
  if (isKnownObject(role.body['aggregationRule'])) return notKnown(`${role.kind} ${role.name} aggregates other roles`);
  const rules = elements(role.body['rules']);
  if ('because' in rules) return notKnown(`${role.kind} ${role.name}: ${rules.because}`);
  return together(
    rules.map((rule) => {
      const lists = ['apiGroups', 'resources', 'verbs'].map((key) => texts(field(rule, key)));
      const unknown = isUnknown(rule) ? rule.because : lists.find((list): list is { because: string } => 'because' in list)?.because;
      if (unknown !== undefined) return notKnown(`${role.kind} ${role.name}: ${unknown}`);
      const [groups = [], resources = [], verbs = []] = lists as readonly (readonly string[])[];
      if (!verbs.some((verb) => writes.has(verb))) return none;
      const hit = guarded.filter(([group, resource]) => (groups.includes('*') || groups.includes(group)) && resources.some((name) => name === '*' || name === resource || name === `${resource}/*` || name === '*/*'));
      const names = hit.map(([, resource]) => resource).join(', ');
      return hit.length === 0 ? none : opened(`${role.kind} ${role.name} được ghi ${names}`, `${role.kind} ${role.name} may write ${names}`);
    }),
  );
}

function texts(value: Known | undefined): readonly string[] | { readonly because: string } {
  const list = elements(value);
  if ('because' in list) return list;
  const unknown = list.find(isUnknown);
  return unknown === undefined ? list.map(plainText) : { because: unknown.because };
}

/** What a RoleBinding grants beyond what a tenant may have. `clusterRole` finds a role of the set by name. */
export function bindingPowers(binding: KubernetesObject, clusterRole: (name: string) => KubernetesObject | undefined): Openings {
  const { roleRef } = binding.body;
  const [kind, name] = [field(roleRef, 'kind'), field(roleRef, 'name')];
  if (isUnknown(roleRef) || isUnknown(kind) || isUnknown(name)) return notKnown(`RoleBinding ${binding.name} binds a role that is not known`);
  if (kind !== 'ClusterRole' || name === 'view') return none;
  const role = plainText(name);
  if (tooStrong.has(role)) return opened(`RoleBinding ${binding.name} gắn ClusterRole ${role}`, `RoleBinding ${binding.name} binds ClusterRole ${role}`);
  const found = clusterRole(role);
  return found === undefined ? notKnown(`RoleBinding ${binding.name} binds ClusterRole ${role}, which is not among what was read`) : powersOf(found);
}
