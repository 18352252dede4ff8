import { describe, expect, it } from 'vitest';
import { PlanProblem } from '../../../policies/planset/problem.js';
import { readPlan } from '../../../policies/planset/read-plan.js';
import { UnknownValue } from '../../../policies/planset/read-model.js';
import { goodStacks, planned, stackNamed } from '../planset-builder.js';

const identity = { name: 's', kind: 'tenant', site: 'ndc-01' } as const;
const plan = (more: object) => readPlan(identity, 'plan.json', { format_version: '1.2', resource_changes: [], configuration: { root_module: {} }, ...more });
const change = (actions: string[], more: object = {}, element: object = {}) => ({
  resource_changes: [{ address: 'kubernetes_namespace_v1.n', mode: 'managed', type: 'kubernetes_namespace_v1', name: 'n', change: { actions, before: { metadata: [{ name: 'old' }] }, after: { metadata: [{ name: 'new' }] }, after_unknown: {}, ...more }, ...element }],
});

describe('actions', () => {
  it.each([
    [['no-op'], {}, 'no-op'],
    [['create'], {}, 'create'],
    [['update'], {}, 'update'],
    [['delete'], {}, 'delete'],
    [['forget'], {}, 'forget'],
    [['delete', 'create'], {}, 'replace'],
    [['create', 'delete'], {}, 'replace'],
    [['create', 'forget'], {}, 'replace'],
    [['no-op'], { importing: { id: 'n' } }, 'import'],
    [['update'], { importing: { id: 'n' } }, 'import'],
  ])('%j %j is %s', (actions, more, expected) => {
    const [resource] = plan(change(actions, more)).resources;
    expect(resource?.action).toBe(expected);
    expect(resource?.after === undefined).toBe(expected === 'delete' || expected === 'forget');
    expect(resource?.before === undefined).toBe(expected === 'create');
  });

  it('keeps a deposed object beside the one that stays', () => {
    const stay = change(['no-op']).resource_changes[0];
    const deposed = change(['delete'], {}, { deposed: '00000001' }).resource_changes[0];
    expect(plan({ resource_changes: [stay, deposed] }).resources.map(({ action }) => action)).toEqual(['no-op', 'delete']);
  });
});

describe('what is no plan', () => {
  it.each([
    ['a state', { format_version: '1.0', values: { root_module: {} } }, /a state, not a plan/],
    ['an unknown major', { format_version: '2.0', resource_changes: [] }, /reads the majors 0 and 1/],
    ['no format_version', { resource_changes: [] }, /format_version is missing/],
    ['a list', [1], /holds a list/],
    ['anything', { a: 1 }, /no plan in JSON/],
    ['a binary plan', 'PK\u0003\u0004…', /Convert it with `terraform show -json FILE`/],
    ['a truncated file', '{"format_version": "1.2", ', /truncated/],
  ])('%s', (_name, content, message) => {
    const read = () => readPlan(identity, 'x.json', content);
    expect(read).toThrow(PlanProblem);
    expect(read).toThrow(message);
  });

  it.each(['0.1', '0.2', '1.0', '1.1', '1.2', '1.99'])('format_version %s is read', (format_version) => {
    expect(() => plan({ format_version })).not.toThrow();
  });
});

describe('which cluster', () => {
  const namespace = (uid: unknown, name = 'kube-system') => ({ mode: 'data', type: 'kubernetes_namespace', values: { metadata: [{ name, uid }] } });
  const prior = (...resources: unknown[]) => ({ prior_state: { values: { root_module: { resources } } } });

  it('reads the uid of kube-system, and of no other namespace', () => {
    expect(plan(prior(namespace('other', 'default'), namespace('u-1'))).clusterUid).toBe('u-1');
  });
  it.each([
    ['no data source', {}, /does not read the uid/],
    ['two uids', prior(namespace('u-1'), namespace('u-2')), /more than one uid/],
    ['read at apply', { resource_changes: [{ mode: 'data', type: 'kubernetes_namespace_v1', name: 'n', change: { actions: ['read'] } }] }, /only at apply/],
    ['several aliases of one provider', { ...prior(namespace('u-1')), configuration: { provider_config: { kubernetes: { name: 'kubernetes' }, 'kubernetes.b': { name: 'kubernetes', alias: 'b' } }, root_module: {} } }, /several configurations/],
  ])('%s: unknown', (_name, more, because) => {
    const stack = plan(more);
    expect(stack.clusterUid).toBeUndefined();
    expect(stack.clusterUnknownBecause).toMatch(because);
  });
});

describe('completeness', () => {
  const resource = (name: string, more: object = {}) => ({ address: `a.${name}`, mode: 'managed', type: 'a', name, ...more });
  const configured = (...resources: object[]) => ({ configuration: { root_module: { resources } } });

  it.each([
    ['nothing configured', {}, []],
    ['a configured address is missing', configured(resource('x')), ['configured and absent from resource_changes: a.x']],
    ['counted ones may have no instance', configured(resource('x', { count_expression: {} }), resource('y', { for_each_expression: {} })), []],
    ['data sources are read, not changed', configured({ ...resource('x'), mode: 'data' }), []],
    ['a module is missing', { configuration: { root_module: { module_calls: { m: { module: { resources: [resource('x')] } } } } } }, ['configured and absent from resource_changes: module.m.a.x']],
    ['a counted module may be empty', { configuration: { root_module: { module_calls: { m: { for_each_expression: {}, module: { resources: [resource('x')] } } } } } }, []],
    ['deferred changes', { deferred_changes: [{}] }, ['1 changes are deferred']],
    ['errored', { errored: true, complete: false }, ['the plan errored']],
    ["the engine's own flag, where it says no", { complete: false }, ['the engine marks the plan as incomplete']],
    ["the engine's flag is not believed where it says yes", { complete: true, ...configured(resource('x')) }, ['configured and absent from resource_changes: a.x']],
    ['a declared output is missing', { configuration: { root_module: { outputs: { o: {} } } } }, ['outputs absent from planned_values: o']],
  ])('%s', (_name, more, expected) => {
    expect(plan(more).incomplete).toEqual(expected);
  });

  it('takes a plan for one that destroys only when nothing else happens in it', () => {
    expect(plan(change(['delete'])).destroys).toBe(true);
    expect(plan({ ...change(['delete']), planned_values: { root_module: { resources: [{}] } } }).destroys).toBe(false);
    expect(plan({}).destroys).toBe(false);
  });
});

describe('outputs', () => {
  it('are read, sensitive and unknown ones without a value', () => {
    const outputs = plan({ planned_values: { outputs: { a: { value: 'x', sensitive: false }, b: { value: 's3cret', sensitive: true }, c: { sensitive: false } } } }).outputs;
    expect(outputs).toEqual({ a: 'x', b: new UnknownValue('sensitive'), c: new UnknownValue('computed at apply') });
  });
  it('say which stack a plan is of', () => {
    expect(readPlan(identity, 'x', planned(stackNamed(goodStacks(), 'ndc-02-platform'))).outputs).toEqual({ ndc_site: 'ndc-02', ndc_stack: 'ndc-02-platform', ndc_estate: 'thu' });
  });
});
