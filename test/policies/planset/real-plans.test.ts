import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isUnknown, UnknownValue, type Known, type ReadResource, type ReadStack } from '../../../policies/planset/read-model.js';
import { readPlan } from '../../../policies/planset/read-plan.js';
import { realPlan, realPlans, understood } from './understood.js';

const engines = ['terraform-1.11.4', 'opentofu-1.12.6'] as const;

const read = (engine: string, name: string): ReadStack =>
  readPlan({ name: 's', kind: 'tenant', site: 'ndc-01', organisation: 'bo-y-te' }, `${name}.json`, readFileSync(new URL(`../../fixtures/plans/${engine}/${name}.json`, import.meta.url), 'utf8'));

const at = (stack: ReadStack, address: string): ReadResource => {
  const found = stack.resources.find((resource) => resource.address === address);
  if (found === undefined) throw new Error(`no ${address} in ${stack.resources.map((resource) => resource.address).join(', ')}`);
  return found;
};

/** Follows keys and indices; a missing step is undefined. */
const dig = (value: unknown, ...path: readonly (string | number)[]): unknown => path.reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? (here as Record<string | number, unknown>)[key] : undefined), value);

/** What `understood` prints of each file, checked by hand against the plans' README and their JSON. */
const golden = readFileSync(new URL('real-plans.txt', import.meta.url), 'utf8').split(/\n(?=plans)/);

describe('what is understood of each real plan', () => {
  const names = ['plans', 'plans-truth'].flatMap(realPlans);

  it('is written down for all of them', () => {
    expect(names.filter((name) => name.startsWith('plans/'))).toHaveLength(30);
    expect(golden.map((entry) => entry.split('\n')[0])).toEqual(names);
  });

  it.each(names)('%s', (name) => {
    expect(understood(name).trimEnd()).toBe(golden.find((entry) => entry.startsWith(`${name}\n`))?.trimEnd());
  });

  it('is the same for both engines but for their flags', () => {
    const of = (engine: string): string => golden.filter((entry) => entry.includes(engine)).join('\n').replaceAll(engine, '').replace(/ {2}flags.*\n/g, '').replaceAll('the engine marks the plan as incomplete; ', '');
    expect(of('terraform-1.11.4')).toBe(of('opentofu-1.12.6'));
  });
});

describe.each(engines)('real plans of %s', (engine) => {
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

  it('keeps the secrets of the fixtures out of what is read', () => {
    for (const name of ['plans', 'plans-truth'].flatMap(realPlans)) {
      const stack = realPlan(name);
      expect(JSON.stringify(stack)).not.toMatch(/not-a-real-password|canary/);
      expect(inspect(stack, { depth: Infinity, showHidden: true, getters: true })).not.toMatch(/not-a-real-password|canary/);
    }
    const secret = at(read(engine, 'create'), 'kubernetes_secret_v1.db');
    expect(secret.redacted).toBe(true);
    expect(Object.keys(secret.after?.body ?? {})).not.toContain('password');
    expect(isUnknown(secret.after?.body['data'] as Known)).toBe(true);
  });

  it('reads the objects of a chart from the very plan, init containers and Secrets without their data', () => {
    const stack = realPlan(`plans-truth/${engine}/create`);
    const rendered = stack.resources.filter(({ chart }) => chart === 'helm_release.demo').map(({ after }) => after);
    expect(rendered.map((object) => [object?.kind, object?.namespace, object?.name])).toEqual([['Secret', 'through', 'demo-db'], ['Deployment', 'through', 'demo']]);
    expect(dig(rendered[1]?.body, 'spec', 'template', 'spec', 'initContainers', 0, 'image')).toBe('registry.example/init:1');
    expect(rendered[0]?.body).toEqual({ stringData: new UnknownValue('data of a Secret') });
  });

  it('follows references through modules, their outputs and their for_each', () => {
    const { labels } = at(realPlan(`plans-truth/${engine}/create`), 'kubernetes_namespace_v1.through').after ?? {};
    expect(labels).toEqual(new UnknownValue('references module.names.terraform_data.id.output through module.names.id'));
  });

  it('names what ignore_changes keeps from being carried out, in both directions', () => {
    const change = realPlan(`plans-truth/${engine}/change`);
    expect(at(change, 'kubernetes_resource_quota_v1.ignored').notEnforced).toEqual([{ path: '/spec/hard/requests.cpu', configured: '4', planned: '2' }]);
    expect(at(change, 'kubernetes_namespace_v1.extra').notEnforced).toEqual([{ path: '/metadata/labels/added', configured: null, planned: 'by hand' }]);
    expect(at(change, 'helm_release.pinned').notEnforced).toEqual([{ path: '/values', configured: ['{"replicas":3}'], planned: ['{"replicas":1}'] }]);
    // Written otherwise and meaning the same: 1024Mi and 1Gi, a set in another order, a dynamic block in front of one that is written out.
    for (const address of ['kubernetes_network_policy_v1.lists', 'kubernetes_config_map_v1.moved_here']) expect(at(change, address).notEnforced).toBeUndefined();
  });

  it('keeps a deposed object apart from the one that stands at its address', () => {
    const both = realPlan(`plans-truth/${engine}/change`).resources.filter(({ address }) => address === 'kubernetes_config_map_v1.deposed');
    expect(both.map(({ action, deposed, before, after }) => [action, deposed, before?.name, after?.name])).toEqual([
      ['no-op', undefined, 'deposed', 'deposed'],
      ['delete', '00000001', 'deposed-old', undefined],
    ]);
  });

  it('lets both columns of what stays as it is be one object', () => {
    const { before, after } = at(read(engine, 'no-op'), 'kubernetes_deployment_v1.app');
    expect(before).toBeDefined();
    expect(after).toBe(before);
  });
});
