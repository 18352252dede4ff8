import type { Mutator } from '../../../policies/engine/mutators.js';
import type { Edit, Resources, Values } from './small-estate.js';

/** A mutant of one stack: found by walking what the stack holds, not written down for it. */
export interface StackMutant {
  readonly name: string;
  readonly mutator: Mutator;
  readonly by?: string;
  readonly edit: Edit;
}

const later = '${terraform_data.later.output}';

/** The map below some keys of a resource; a stack without it has no such mutant. */
export function below(values: Values | undefined, ...path: readonly (string | number)[]): Values | undefined {
  let here: unknown = values;
  for (const key of path) here = typeof here === 'object' && here !== null ? (here as Record<string | number, unknown>)[key] : undefined;
  return typeof here === 'object' && here !== null ? (here as Values) : undefined;
}

const at = (resources: Resources, type: string, name: string, ...path: readonly (string | number)[]): Values => {
  const found = below(resources[type]?.[name], ...path);
  if (found === undefined) throw new Error(`nothing stands at ${type}.${name}.${path.join('.')}`);
  return found;
};

/** Rules that must notice when an object of a type is gone; a name narrows it down. */
const needed: readonly { readonly type: string; readonly name?: RegExp; readonly by: string; readonly of: 'tenant' | 'platform' }[] = [
  { type: 'kubernetes_namespace_v1', by: 'TEN-001', of: 'tenant' },
  { type: 'kubernetes_resource_quota_v1', by: 'TEN-001', of: 'tenant' },
  { type: 'kubernetes_limit_range_v1', by: 'TEN-005', of: 'tenant' },
  { type: 'kubernetes_default_service_account_v1', by: 'TEN-005', of: 'tenant' },
  { type: 'kubernetes_network_policy_v1', name: /default-deny$/, by: 'TEN-003', of: 'tenant' },
  { type: 'helm_release', by: 'RED-006', of: 'platform' },
  ...['kubernetes_namespace_v1', 'kubernetes_storage_class_v1', 'kubernetes_priority_class_v1', 'kubernetes_pod_disruption_budget_v1', 'kubernetes_config_map_v1'].map((type) => ({ type, by: 'RED-006', of: 'platform' }) as const),
  { type: 'kubernetes_manifest', name: /^admission-/, by: 'RED-006', of: 'platform' },
];

/** Every object of a stack taken out, one at a time. */
export function dropped(resources: Resources, kind: 'tenant' | 'platform' | 'protection'): readonly StackMutant[] {
  return Object.entries(resources).flatMap(([type, named]) =>
    Object.keys(named).map((name): StackMutant => {
      const rule = needed.find((each) => each.type === type && (each.name?.test(name) ?? true) && each.of === kind);
      return { name: `${type}.${name} is dropped`, mutator: 'drop-object', ...(rule === undefined ? {} : { by: rule.by }), edit: (all) => void Reflect.deleteProperty(all[type] ?? {}, name) };
    }),
  );
}

/** Each key of each quota dropped, raised, lowered, and known only at apply. */
export function quotas(resources: Resources): readonly StackMutant[] {
  const type = 'kubernetes_resource_quota_v1';
  return Object.entries(resources[type] ?? {}).flatMap(([name, values]) => {
    const hard = below(values, 'spec', 'hard');
    // A quota with scopes only tightens what pods of other priorities may do.
    if (hard === undefined || below(values, 'spec', 'scope_selector') !== undefined) return [];
    const edit = (change: (hard: Values) => void): Edit => (all) => change(at(all, type, name, 'spec', 'hard'));
    return Object.entries(hard).flatMap(([key, value]): StackMutant[] => [
      // Kinds that no approved request names may go unbounded: pods and the four counts that must be there bound what they make.
      { name: `${name}: the key ${key} is dropped`, mutator: 'drop-quota-key', ...(key.startsWith('count/') ? {} : { by: 'TEN-001' }), edit: edit((map) => void Reflect.deleteProperty(map, key)) },
      { name: `${name}: ${key} is raised`, mutator: 'change-figure', by: 'TEN-001', edit: edit((map) => void (map[key] = `9${String(value)}`)) },
      ...(value === '0' ? [] : [{ name: `${name}: ${key} is lowered to nothing`, mutator: 'change-figure' as const, by: 'TEN-001', edit: edit((map) => void (map[key] = '0')) }]),
      { name: `${name}: ${key} becomes unknown`, mutator: 'known-to-unknown', by: 'TEN-001', edit: edit((map) => void (map[key] = later)) },
    ]);
  });
}

const enforce = 'pod-security.kubernetes.io/enforce';

/** Pod Security of each namespace gone, weaker, and unknown. */
export function podSecurity(resources: Resources): readonly StackMutant[] {
  const type = 'kubernetes_namespace_v1';
  return Object.entries(resources[type] ?? {}).flatMap(([name, values]): StackMutant[] => {
    if (below(values, 'metadata', 'labels')?.[enforce] === undefined) return [];
    const labels = (all: Resources): Values => at(all, type, name, 'metadata', 'labels');
    return [
      { name: `${name}: Pod Security is not enforced`, mutator: 'weaken', by: 'TEN-002', edit: (all) => void Reflect.deleteProperty(labels(all), enforce) },
      ...['baseline', 'privileged'].map((level): StackMutant => ({ name: `${name}: Pod Security is ${level}`, mutator: 'weaken', by: 'TEN-002', edit: (all) => void (labels(all)[enforce] = level) })),
      { name: `${name}: Pod Security becomes unknown`, mutator: 'known-to-unknown', by: 'TEN-002', edit: (all) => void (labels(all)[enforce] = later) },
    ];
  });
}

/** Each network policy weaker or opened, each account with its token, each Role and binding wider. */
export function openings(resources: Resources): readonly StackMutant[] {
  const mutants: StackMutant[] = [];
  for (const [name, values] of Object.entries(resources['kubernetes_network_policy_v1'] ?? {})) {
    const spec = (all: Resources): Values => at(all, 'kubernetes_network_policy_v1', name, 'spec');
    if (name.endsWith('default-deny')) {
      for (const left of ['Ingress', 'Egress']) mutants.push({ name: `${name}: only ${left} is denied`, mutator: 'weaken', by: 'TEN-003', edit: (all) => void (spec(all)['policy_types'] = [left]) });
      mutants.push({ name: `${name}: it selects some pods`, mutator: 'weaken', by: 'TEN-003', edit: (all) => void (spec(all)['pod_selector'] = { match_labels: { app: 'a' } }) });
      mutants.push({ name: `${name}: its directions become unknown`, mutator: 'known-to-unknown', by: 'TEN-003', edit: (all) => void (spec(all)['policy_types'] = later) });
    }
    for (const [direction, peers] of [['ingress', 'from'], ['egress', 'to']] as const) {
      if (below(values, 'spec', direction) === undefined) continue;
      mutants.push({ name: `${name}: ${direction} is open to everybody`, mutator: 'widen', by: 'TEN-003', edit: (all) => void (spec(all)[direction] = [{}]) });
      mutants.push({ name: `${name}: peers of ${direction} become unknown`, mutator: 'known-to-unknown', by: 'TEN-003', edit: (all) => void (spec(all)[direction] = [{ [peers]: later }]) });
    }
  }
  for (const name of Object.keys(resources['kubernetes_default_service_account_v1'] ?? {})) {
    const account = (all: Resources): Values => at(all, 'kubernetes_default_service_account_v1', name);
    mutants.push({ name: `${name}: the token is mounted`, mutator: 'weaken', by: 'TEN-005', edit: (all) => void (account(all)['automount_service_account_token'] = true) });
    mutants.push({ name: `${name}: whether the token is mounted becomes unknown`, mutator: 'known-to-unknown', by: 'TEN-005', edit: (all) => void (account(all)['automount_service_account_token'] = later) });
  }
  for (const name of Object.keys(resources['kubernetes_limit_range_v1'] ?? {}))
    for (const field of ['default', 'default_request'])
      mutants.push({ name: `${name}: ${field} is gone`, mutator: 'drop-field', by: 'TEN-005', edit: (all) => void Reflect.deleteProperty(at(all, 'kubernetes_limit_range_v1', name, 'spec', 'limit', 0), field) });
  for (const name of Object.keys(resources['kubernetes_role_v1'] ?? {}))
    mutants.push({ name: `${name}: the Role may do everything`, mutator: 'widen', by: 'TEN-003', edit: (all) => void (at(all, 'kubernetes_role_v1', name)['rule'] = [{ api_groups: ['*'], resources: ['*'], verbs: ['*'] }]) });
  for (const name of Object.keys(resources['kubernetes_role_binding_v1'] ?? {})) {
    const subject = (all: Resources): Values => at(all, 'kubernetes_role_binding_v1', name, 'subject', 0);
    for (const group of ['system:authenticated', 'system:masters']) mutants.push({ name: `${name}: ${group} is bound`, mutator: 'widen', by: 'TEN-004', edit: (all) => void (subject(all)['name'] = group) });
    mutants.push({ name: `${name}: a group of nobody is bound`, mutator: 'widen', by: 'ACC-001', edit: (all) => void (subject(all)['name'] = 'khac:platform') });
    mutants.push({ name: `${name}: the stock admin role is bound`, mutator: 'widen', by: 'TEN-003', edit: (all) => void (at(all, 'kubernetes_role_binding_v1', name)['role_ref'] = { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' }) });
    mutants.push({ name: `${name}: who is bound becomes unknown`, mutator: 'known-to-unknown', by: 'ACC-001', edit: (all) => void (subject(all)['name'] = later) });
  }
  return mutants;
}

/** Each release without its version, with another one, and with one known only at apply. */
export function releases(resources: Resources): readonly StackMutant[] {
  return Object.keys(resources['helm_release'] ?? {}).flatMap((name): StackMutant[] => {
    const release = (all: Resources): Values => at(all, 'helm_release', name);
    return [
      { name: `${name}: its version is not pinned`, mutator: 'unpin', by: 'SUP-001', edit: (all) => void Reflect.deleteProperty(release(all), 'version') },
      { name: `${name}: its chart comes from the internet`, mutator: 'foreign-registry', by: 'SUP-001', edit: (all) => void (release(all)['repository'] = 'https://charts.example.com') },
      { name: `${name}: another version is installed`, mutator: 'other-version', by: 'RED-006', edit: (all) => void (release(all)['version'] = '0.0.1') },
      { name: `${name}: its version becomes unknown`, mutator: 'known-to-unknown', by: 'RED-006', edit: (all) => void (release(all)['version'] = later) },
    ];
  });
}

/** Settings of charts that encrypt what travels, each switched off, changed and known only at apply. */
export function encryption(resources: Resources): readonly StackMutant[] {
  const settings = (name: string, change: (values: Values) => void) => (all: Resources): void => {
    const release = at(all, 'helm_release', name);
    const [text = ''] = release['values'] as readonly string[];
    const values = JSON.parse(text) as Values;
    change(values);
    release['values'] = [JSON.stringify(values)];
  };
  const inside = (values: Values, ...path: readonly string[]): Values => {
    const found = below(values, ...path);
    if (found === undefined) throw new Error(`no settings stand at ${path.join('.')}`);
    return found;
  };
  return Object.keys(resources['helm_release'] ?? {}).flatMap((name): StackMutant[] => {
    if (name === 'cilium')
      return [
        { name: `${name}: the mesh is not encrypted`, mutator: 'contradict', by: 'ENC-004', edit: settings(name, (values) => void (inside(values, 'encryption')['enabled'] = false)) },
        { name: `${name}: the mesh is encrypted in another way`, mutator: 'contradict', by: 'ENC-004', edit: settings(name, (values) => void (inside(values, 'encryption')['type'] = 'ipsec')) },
        { name: `${name}: a single setting switches encryption off`, mutator: 'weaken', by: 'ENC-004', edit: (all) => void (at(all, 'helm_release', name)['set'] = [{ name: 'encryption.enabled', value: 'false' }]) },
        { name: `${name}: its settings become unknown`, mutator: 'known-to-unknown', by: 'ENC-004', edit: (all) => void (at(all, 'helm_release', name)['values'] = [later]) },
        { name: `${name}: it is handed a password`, mutator: 'weaken', by: 'ENC-007', edit: settings(name, (values) => void (values['adminPassword'] = 'khong-nen-o-day')) },
      ];
    if (name !== 'rook-ceph-cluster') return [];
    const connections = (values: Values): Values => inside(values, 'cephClusterSpec', 'network', 'connections');
    return [
      { name: `${name}: the old protocol is taken`, mutator: 'weaken', by: 'ENC-004', edit: settings(name, (values) => void Reflect.deleteProperty(connections(values), 'requireMsgr2')) },
      { name: `${name}: Ceph speaks in clear`, mutator: 'weaken', by: 'ENC-004', edit: settings(name, (values) => void Reflect.deleteProperty(connections(values), 'encryption')) },
    ];
  });
}
