import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isUnknown, type Known, type ReadResource, type ReadStack } from '../../../policies/planset/read-model.js';
import { readPlan } from '../../../policies/planset/read-plan.js';

const engines = ['terraform-1.11.4', 'opentofu-1.12.6'] as const;

const read = (engine: string, name: string): ReadStack =>
  readPlan({ name: 's', kind: 'tenant', site: 'ndc-01', organisation: 'bo-y-te' }, `${name}.json`, readFileSync(new URL(`../../fixtures/plans/${engine}/${name}.json`, import.meta.url), 'utf8'));

const counts = ({ resources }: ReadStack): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const { action, type } of resources) if (type !== 'helm_template') found[action] = (found[action] ?? 0) + 1;
  return found;
};

const at = (stack: ReadStack, address: string): ReadResource => {
  const found = stack.resources.find((resource) => resource.address === address);
  if (found === undefined) throw new Error(`no ${address} in ${stack.resources.map((resource) => resource.address).join(', ')}`);
  return found;
};

/** Follows keys and indices; a missing step is undefined. */
const dig = (value: unknown, ...path: readonly (string | number)[]): unknown => path.reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? (here as Record<string | number, unknown>)[key] : undefined), value);

/** What a correct reader understands of each file. Missing addresses of `refresh-only` and `target` are computed, not taken from a flag. */
const table: readonly (readonly [string, Record<string, number>, { readonly destroys?: true; readonly incomplete?: RegExp }])[] = [
  ['create', { create: 21 }, {}],
  ['no-op', { 'no-op': 21 }, {}],
  ['no-op-refresh-false', { 'no-op': 21 }, {}],
  ['update', { 'no-op': 20, update: 1 }, {}],
  ['delete-one', { 'no-op': 15, delete: 6 }, {}],
  ['rename-key', { 'no-op': 15, create: 6, delete: 6 }, {}],
  ['replace', { 'no-op': 20, replace: 1 }, {}],
  ['drift', { 'no-op': 19, update: 1, create: 1 }, {}],
  ['refresh-only', {}, { incomplete: /configured and absent from resource_changes: .*helm_release\.demo.* and 4 more/ }],
  ['target', { 'no-op': 2, update: 1 }, { incomplete: /absent from resource_changes.*outputs absent from planned_values: secret/ }],
  ['destroy', { delete: 21 }, { destroys: true }],
  ['moved', { 'no-op': 19, update: 1, create: 1 }, {}],
  ['forget', { 'no-op': 18, forget: 1, update: 1, create: 1 }, {}],
  ['rename-namespace-replaces', { replace: 5, forget: 1, update: 1, create: 1, 'no-op': 13 }, {}],
  ['errored', { replace: 5, forget: 1, update: 1, create: 1, 'no-op': 13 }, { incomplete: /^the plan errored/ }],
];

describe.each(engines)('real plans of %s', (engine) => {
  it.each(table)('%s: actions and completeness', (name, actions, { destroys, incomplete }) => {
    const stack = read(engine, name);
    expect(counts(stack)).toEqual(actions);
    expect(stack.destroys).toBe(destroys === true);
    if (incomplete === undefined) expect(stack.incomplete).toEqual([]);
    else expect(stack.incomplete.join('; ')).toMatch(incomplete);
  });

  it('says why a value is unknown', () => {
    const create = read(engine, 'create');
    const { labels } = at(create, 'kubernetes_namespace_v1.prod').after ?? {};
    const quota = at(create, 'kubernetes_resource_quota_v1.partly_unknown').after;
    expect(isUnknown(labels) && labels.because).toBe('references terraform_data.later.output');
    const hard = dig(quota?.body, 'spec', 'hard');
    expect(isUnknown(hard) ? hard.because : dig(hard, 'requests.cpu')).toEqual('references terraform_data.later.output');
    const strategy = dig(at(create, 'kubernetes_deployment_v1.app').after?.body, 'spec', 'strategy');
    expect(isUnknown(strategy) && strategy.because).toBe('not configured');
    const second = dig(at(create, 'kubernetes_deployment_v1.app').after?.body, 'spec', 'template', 'spec', 'containers', 1, 'resources');
    expect(isUnknown(second) && second.because).toBe('not configured');
  });

  it('makes Kubernetes objects of typed resources', () => {
    const create = read(engine, 'create');
    expect(at(create, 'kubernetes_resource_quota_v1.known').after).toMatchObject({ apiVersion: 'v1', kind: 'ResourceQuota', name: 'known', namespace: 'case-prod', body: { spec: { hard: { 'requests.cpu': '32', 'requests.memory': '128Gi' } } } });
    expect(at(create, 'kubernetes_network_policy_v1.np').after?.body).toEqual({
      spec: {
        podSelector: { matchExpressions: [] },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [],
        egress: [
          { ports: [], to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
          { ports: [], to: [{ ipBlock: { cidr: '192.168.0.0/16' } }] },
        ],
      },
    });
    expect(at(create, 'kubernetes_manifest.vap').after).toMatchObject({ kind: 'ValidatingAdmissionPolicy', name: 'case-registry', body: { spec: { failurePolicy: 'Fail' } } });
  });

  it('reads keys with dots and quotes, and both columns', () => {
    expect(at(read(engine, 'create'), 'module.tenant["a\\"b"].module.inner["b.c"].kubernetes_namespace_v1.ns').after?.name).toBe('case-a-b-b-c');
    const known = at(read(engine, 'update'), 'kubernetes_resource_quota_v1.known');
    expect([dig(known.before?.body, 'spec', 'hard', 'requests.cpu'), dig(known.after?.body, 'spec', 'hard', 'requests.cpu')]).toEqual(['32', '16']);
    const forgotten = read(engine, 'forget').resources.find(({ action }) => action === 'forget');
    expect([forgotten?.before?.kind, forgotten?.after]).toEqual(['ValidatingAdmissionPolicy', undefined]);
  });

  it('shows a release without its rendered twin as opaque', () => {
    expect(read(engine, 'no-op').opaqueCharts.map(({ address, namespace, column }) => [address, namespace, column])).toEqual([
      ['helm_release.demo', 'case-prod', 'before'],
      ['helm_release.demo', 'case-prod', 'after'],
    ]);
  });

  it('keeps the secret of the fixtures out of what is read', () => {
    for (const [name] of table) {
      const stack = read(engine, name);
      expect(JSON.stringify(stack)).not.toContain('not-a-real-password');
    }
    const secret = at(read(engine, 'create'), 'kubernetes_secret_v1.db');
    expect(secret.redacted).toBe(true);
    expect(Object.keys(secret.after?.body ?? {})).not.toContain('password');
    expect(isUnknown(secret.after?.body['data'] as Known)).toBe(true);
  });
});
