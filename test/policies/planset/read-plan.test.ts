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
    [['delete', 'create'], { importing: { id: 'n' } }, 'replace'],
    [['create', 'delete'], { importing: { id: 'n' } }, 'replace'],
  ])('%j %j is %s', (actions, more, expected) => {
    const [resource] = plan(change(actions, more)).resources;
    expect(resource?.action).toBe(expected);
    expect(resource?.after === undefined).toBe(expected === 'delete' || expected === 'forget');
    expect(resource?.before === undefined).toBe(expected === 'create');
  });

  it.each([
    [['delete', 'create'], 'delete-then-create'],
    [['create', 'delete'], 'create-then-delete'],
    [['create', 'forget'], 'create-then-forget'],
    [['update'], undefined],
  ])('%j happens as %s', (actions, replacement) => {
    expect(plan(change(actions)).resources[0]?.replacement).toBe(replacement);
  });

  it('tells the address before, the reason, and an action it does not know', () => {
    const [resource] = plan(change(['no-op'], {}, { previous_address: 'a.old', action_reason: 'replace_by_triggers' })).resources;
    expect(resource).toMatchObject({ previousAddress: 'a.old', actionReason: 'replace_by_triggers', action: 'no-op' });
    const odd = plan(change(['renew']));
    expect(odd.notUnderstood).toEqual(['action renew of kubernetes_namespace_v1.n']);
    expect(odd.incomplete.map(({ en }) => en)).toEqual(['an action is not understood: renew of kubernetes_namespace_v1.n']);
  });

  it.each([['no change', null], ['a text for a change', 'x'], ['no action', { actions: [], before: null, after: {} }]])('does not drop a resource with %s: the plan is not whole', (_what, given) => {
    const [element] = change(['create']).resource_changes;
    const odd = plan({ resource_changes: [{ ...element, change: given }] });
    expect(odd.notUnderstood).toEqual(['action none is given of kubernetes_namespace_v1.n']);
    expect(odd.incomplete).toHaveLength(1);
  });

  it('keeps what is put off to a later plan apart from what this one does', () => {
    const [element] = change(['create'], { before: null }).resource_changes;
    const deferred = plan({ deferred_changes: [{ reason: 'instance_count_unknown', resource_change: element }] });
    expect(deferred.resources).toEqual([]);
    expect(deferred.deferred).toMatchObject([{ reason: 'instance_count_unknown', resource: { action: 'create', after: { kind: 'Namespace', name: 'new' }, pointer: '/deferred_changes/0/resource_change/change' } }]);
    expect(deferred.incomplete.map(({ en }) => en)).toEqual(['1 changes are deferred']);
  });

  it('takes data sources and ephemeral resources for no managed ones', () => {
    for (const mode of ['data', 'ephemeral']) expect(plan(change(['read'], {}, { mode })).resources).toEqual([]);
  });

  it('keeps a deposed object beside the one that stays', () => {
    const stay = change(['no-op']).resource_changes[0];
    const deposed = change(['delete'], {}, { deposed: '00000001' }).resource_changes[0];
    expect(plan({ resource_changes: [stay, deposed] }).resources.map(({ action }) => action)).toEqual(['no-op', 'delete']);
  });
});

/** What a reader is told; a document that is read is a mistake in the test. */
function problemOf(read: () => unknown): PlanProblem {
  try {
    read();
  } catch (error) {
    if (error instanceof PlanProblem) return error;
    throw error;
  }
  throw new Error('the document was read');
}

describe('what is no plan', () => {
  it.each<[string, Parameters<typeof readPlan>[2], RegExp]>([
    ['a state that was shown', { format_version: '1.0', values: { root_module: {} } }, /a state, not a plan/],
    ['a state file', { version: 4, terraform_version: '1.11.4', serial: 3, lineage: 'x', resources: [] }, /a state, not a plan/],
    ['an encrypted plan', { meta: {}, encrypted_data: 'x', encryption_version: 'v0' }, /OpenTofu has encrypted this plan; set TF_ENCRYPTION/],
    ['synthesised configuration', { '//': {}, terraform: {}, provider: {}, resource: {} }, /this is configuration \(cdk\.tf\.json\), not a plan; `ndc check`/],
    ['log lines of plan -json', '{"@level":"info"}\n{"@level":"info"}', /log lines of `plan -json`, not a saved plan/],
    ['one log line', { '@level': 'info' }, /log lines/],
    ['an unknown major', { format_version: '2.0', resource_changes: [] }, /reads the majors 0 and 1/],
    ['an unknown major, with the engine that wrote it', { format_version: '2.0', terraform_version: '9.9.9', resource_changes: [] }, /written by engine 9\.9\.9\. Upgrade the tool/],
    ['no version at all', { format_version: '1', resource_changes: [] }, /format_version is "1"/],
    ['a version named like a property', { format_version: 'constructor.1', resource_changes: [] }, /format_version is "constructor\.1"/],
    ['no format_version', { resource_changes: [] }, /format_version is missing/],
    ['a list', [1], /holds a list/],
    ['a single value', 'null', /holds a single value/],
    ['anything', { a: 1 }, /no plan in JSON/],
    ['nothing', '', /the file is empty/],
    ['a binary plan', 'PK\u0003\u0004…', /this is a binary plan, not JSON\. Convert it with/],
    ['an empty zip archive', 'PK\u0005\u0006', /this is a binary plan/],
    ['gzip in gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), /gzip file again/],
    ['a truncated file', '{"format_version": "1.2", ', /truncated at byte 26/],
    ['a key twice', '{"format_version": "1.2", "resource_changes": [], "resource_changes": []}', /a key stands twice in one JSON object at byte 67/],
    ['a key twice in what is not read', '{"format_version": "1.2", "resource_changes": [], "variables": {"a": {"value": 1, "value": 2}}}', /a key stands twice/],
    ['ten thousand levels', `{"format_version": "1.2", "resource_changes": [${'['.repeat(10_000)}`, /nested deeper than 256 levels/],
    ['ten thousand levels in what is not read', `{"format_version": "1.2", "variables": ${'{"a":'.repeat(10_000)}`, /nested deeper than 256 levels/],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0), /neither in UTF-8 nor in UTF-16/],
    ['half a UTF-16 character', Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d), /neither in UTF-8 nor in UTF-16/],
    ['bytes that are no text', '{"format_version": "1.2"\u0000', /no valid JSON at byte 24/],
  ])('%s', (_name, content, message) => {
    const problem = problemOf(() => readPlan(identity, 'x.json', content));
    expect(problem.text.en).toMatch(message);
    // What to do, in both languages.
    expect(problem.text.en).toMatch(/Export|Convert|Upgrade|Decompress|set TF_ENCRYPTION/);
    expect(problem.text.vi).toMatch(/Hãy|hãy/);
  });

  it.each(['0.1', '0.2', '1.0', '1.1', '1.2'])('format_version %s is read', (format_version) => {
    expect(plan({ format_version }).notUnderstood).toEqual([]);
  });

  it('a newer minor is read, and what it adds is named', () => {
    expect(plan({ format_version: '1.99', action_invocations: [{}] }).notUnderstood).toEqual(['format_version 1.99 is newer than 1.2', 'field action_invocations']);
  });

  it('resource types that may hold objects nobody sees are counted', () => {
    const of = (type: string) => ({ address: `${type}.a`, mode: 'managed', type, name: 'a', change: { actions: ['create'], before: null, after: {} } });
    const types = ['kubectl_manifest', 'kubectl_manifest', 'terraform_data', 'kubernetes_labels', 'helm_release', 'kubernetes_manifest', 'kubernetes_pod'];
    expect(plan({ resource_changes: types.map(of) }).notUnderstood).toEqual(['2 of type kubectl_manifest']);
  });

  it('names and messages are harmless whatever the file is called', () => {
    const hostile = 'a\u001b[2J\u202e${x}.json';
    expect(() => readPlan(identity, hostile, { format_version: '\u001b]0;x', resource_changes: [] })).toThrow('a\\u001b[2J\\u202e${x}.json: format_version is "\\u001b]0;x"');
  });

  it('${…} in names and values is data', () => {
    const name = '${jndi:x} %{if} \u001b[31m';
    const [resource] = plan(change(['no-op'], { before: null, after: { metadata: [{ name, labels: { [name]: name } }] } }, { address: `a["${name}"]` })).resources;
    expect(resource).toMatchObject({ address: `a["${name}"]`, after: { name, labels: { [name]: name } } });
  });
});

describe('which cluster', () => {
  const namespace = (uid: unknown, name = 'kube-system') => ({ mode: 'data', type: 'kubernetes_namespace', values: { metadata: [{ name, uid }] } });
  const prior = (...resources: unknown[]) => ({ prior_state: { values: { root_module: { resources } } } });

  it('reads the uid of kube-system, and of no other namespace', () => {
    expect(plan(prior(namespace('other', 'default'), namespace('u-1'))).clusterUid).toBe('u-1');
  });
  it('lets modules inherit their provider', () => {
    const inherits = { provider_config: { kubernetes: { name: 'kubernetes' }, 'module.m:kubernetes': { name: 'kubernetes', module_address: 'module.m' } }, root_module: {} };
    expect(plan({ ...prior(namespace('u-1')), configuration: inherits }).clusterUid).toBe('u-1');
  });

  it.each([
    ['no data source', {}, /does not read the uid/],
    ['two uids', prior(namespace('u-1'), namespace('u-2')), /more than one uid/],
    ['read at apply', { resource_changes: [{ mode: 'data', type: 'kubernetes_namespace_v1', name: 'n', change: { actions: ['read'] } }] }, /only at apply/],
    ['several aliases of one provider', { ...prior(namespace('u-1')), configuration: { provider_config: { kubernetes: { name: 'kubernetes' }, 'kubernetes.b': { name: 'kubernetes', alias: 'b' } }, root_module: {} } }, /several configurations/],
    ['a module with a provider configuration of its own', { ...prior(namespace('u-1')), configuration: { provider_config: { kubernetes: { name: 'kubernetes' }, 'module.m:kubernetes': { name: 'kubernetes', module_address: 'module.m', expressions: { host: {} } } }, root_module: {} } }, /several configurations/],
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
    expect(plan(more).incomplete.map(({ en }) => en)).toEqual(expected);
  });

  const counted = (more: object) => ({ configuration: { root_module: { resources: [resource('x', more)] } } });
  const module = (call: object, ...resources: object[]) => ({ configuration: { root_module: { module_calls: { m: { ...call, module: { resources } } } } } });
  const seen = (address: string, module_address?: string, actions = ['no-op']) => ({ address: `${module_address === undefined ? '' : `${module_address}.`}${address}`, module_address, mode: 'managed', type: 'a', name: address.replace(/^a\.|\[.*$/g, ''), change: { actions, before: {}, after: {} } });
  const changes = (...list: object[]) => ({ resource_changes: list });
  const each = { for_each_expression: { references: ['var.x'] } };

  it.each([
    ['a constant count', { ...counted({ count_expression: { constant_value: 2 } }), ...changes(seen('a.x[0]')) }, ['configured and absent from resource_changes: a.x (1 of 2)']],
    ['a constant count that is met', { ...counted({ count_expression: { constant_value: 2 } }), ...changes(seen('a.x[0]'), seen('a.x[1]')) }, []],
    ['a count of none', counted({ count_expression: { constant_value: 0 } }), []],
    ['one instance of a module is there in part', { ...module(each, resource('x'), resource('y')), ...changes(seen('a.x', 'module.m["a.b"]'), seen('a.y', 'module.m["a.b"]'), seen('a.x', 'module.m["c"]')) }, ['configured and absent from resource_changes: module.m.a.y (1 of 2)']],
    ['an instance of a module that leaves', { ...module(each, resource('x'), resource('y')), ...changes(seen('a.x', 'module.m["a"]'), seen('a.y', 'module.m["a"]'), seen('a.x', 'module.m["b"]', ['delete'])) }, []],
    ['a module called twice over', { ...module({ count_expression: { constant_value: 3 } }, resource('x')), ...changes(seen('a.x', 'module.m[0]')) }, ['configured and absent from resource_changes: module.m.a.x (1 of 3)']],
    ['what leaves is not there any more', { ...configured(resource('x')), ...changes(seen('a.x', undefined, ['forget']), seen('a.y')) }, ['configured and absent from resource_changes: a.x']],
    ['only for_each, and all of it targeted away', { ...configured(resource('x', each)), prior_state: { values: { root_module: { resources: [{ address: 'a.x["k"]', mode: 'managed', type: 'a', name: 'x' }] } } } }, ['in the state and absent from resource_changes: a.x["k"]']],
    ['no configuration to compare with', { configuration: undefined }, ['it holds no configuration, so that what should be in it is not known']],
    ['a data source of the state is no managed object', { prior_state: { values: { root_module: { resources: [{ address: 'data.a.x', mode: 'data', type: 'a', name: 'x' }] } } } }, []],
  ])('%s', (_name, more, expected) => {
    expect(plan(more).incomplete.map(({ en }) => en)).toEqual(expected);
  });

  it('says in both languages why a plan is not whole', () => {
    const many = configured(...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => resource(name)));
    expect(plan({ errored: true, complete: false, ...many, deferred_changes: [{}] }).incomplete.map(({ vi }) => vi)).toEqual(['kế hoạch dừng vì lỗi', '1 thay đổi bị hoãn lại', 'có trong cấu hình mà không có trong resource_changes: a.a, a.b, a.c, a.d, a.e và 2 mục khác']);
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
