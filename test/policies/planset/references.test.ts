import { describe, expect, it } from 'vitest';
import type { Json } from '../../../policies/planset/json.js';
import { readPlan } from '../../../policies/planset/read-plan.js';
import { isUnknown } from '../../../policies/planset/read-model.js';

const reference = (...references: string[]): Json => ({ references });

interface Given {
  readonly expression: Json;
  readonly block?: Record<string, Json>;
  readonly root?: Record<string, Json>;
  /** Calls from the root down to the module the resource stands in. */
  readonly calls?: readonly (readonly [name: string, call: Record<string, Json>, module?: Record<string, Json>])[];
}

/** Why the label of a namespace is unknown. */
function because({ expression, block = {}, root = {}, calls = [] }: Given, sorted = false): string {
  const resource = { address: 'kubernetes_namespace_v1.n', mode: 'managed', type: 'kubernetes_namespace_v1', name: 'n', expressions: { metadata: [{ labels: expression }] }, ...block };
  const configured = calls.reduceRight<Record<string, Json>>((inside, [name, call, more], index) => {
    const module = index === calls.length - 1 ? { resources: [resource], ...more } : { ...inside, ...more };
    return { ...(index === 0 ? root : {}), module_calls: { ...((index === 0 ? root['module_calls'] : undefined) as object | undefined), [name]: { ...call, module } } };
  }, {});
  const address = calls.map(([name, call]) => `module.${name}${'for_each_expression' in call ? '["a.b"]' : ''}`).join('.');
  const change = {
    address: `${address === '' ? '' : `${address}.`}kubernetes_namespace_v1.n`,
    ...(address === '' ? {} : { module_address: address }),
    mode: 'managed',
    type: 'kubernetes_namespace_v1',
    name: 'n',
    change: { actions: ['create'], before: null, after: { metadata: [{ name: 'n' }] }, after_unknown: { metadata: [{ labels: true }] } },
  };
  const changes = { resource_changes: [change] };
  const configuration = { configuration: { root_module: calls.length === 0 ? { ...root, resources: [resource] } : configured } };
  const [read] = readPlan(undefined, 'p', { format_version: '1.2', ...(sorted ? { ...configuration, ...changes } : { ...changes, ...configuration }) }).resources;
  const labels = read?.after?.labels;
  if (!isUnknown(labels)) throw new Error('the label is known');
  return labels.because;
}

const table: readonly (readonly [string, Given, string])[] = [
  ['an attribute', { expression: reference('terraform_data.x.output', 'terraform_data.x') }, 'references terraform_data.x.output'],
  ['an attribute of a data source', { expression: reference('data.t.x.a', 'data.t.x') }, 'references data.t.x.a'],
  ['a function without references', { expression: {} }, 'computed at apply'],
  ['nothing that was written down', { expression: {}, block: { expressions: { metadata: [{ name: { constant_value: 'n' } }] } } }, 'not configured'],
  ['no block at all', { expression: {}, block: { name: 'other' } }, 'not configured'],
  ['a local, which a plan does not show', { expression: reference('local.x') }, 'references local.x'],
  ['what can be unknown, not the index beside it', { expression: reference('count.index', 'path.module', 'terraform.workspace', 'var.root', 'a.b.c', 'a.b') }, 'references a.b.c'],
  ['indices alone', { expression: reference('count.index', 'each.key') }, 'computed at apply'],
  ['a root variable, always known', { expression: reference('var.x') }, 'computed at apply'],
  ['the value of for_each', { expression: reference('each.value.a', 'each.value'), block: { for_each_expression: reference('t.x.list', 't.x') } }, 'references t.x.list'],
  ['a variable of a module', { expression: reference('var.v'), calls: [['m', { expressions: { v: reference('t.x.a', 't.x') } }]] }, 'references t.x.a through module.m.var.v'],
  ['a variable left to its default', { expression: reference('var.v'), calls: [['m', { expressions: {} }]] }, 'computed at apply'],
  ['a resource beside it in a module', { expression: reference('t.x.a', 't.x'), calls: [['m', {}]] }, 'references module.m.t.x.a'],
  [
    'a variable of a module in a module, from the outer for_each',
    { expression: reference('var.inner'), calls: [['m', { expressions: { outer: reference('each.value.cpu', 'each.value') }, for_each_expression: reference('t.x.map', 't.x') }], ['n', { expressions: { inner: reference('var.outer') } }]] },
    'references t.x.map through module.m.module.n.var.inner, module.m.var.outer',
  ],
  [
    'an output of another module',
    { expression: reference('module.other["k.1"].id', 'module.other'), root: { module_calls: { other: { module: { outputs: { id: { expression: reference('t.y.a', 't.y') } } } } } }, calls: [] },
    'references module.other.t.y.a through module.other.id',
  ],
  [
    'an output that only hands on a variable',
    { expression: reference('module.other.id'), root: { module_calls: { other: { expressions: { v: reference('t.z.a') }, module: { outputs: { id: { expression: reference('var.v') } } } } } } },
    'references t.z.a through module.other.id, module.other.var.v',
  ],
  ['an output that is not declared', { expression: reference('module.other.id') }, 'references module.other.id'],
  [
    'outputs that refer to each other',
    { expression: reference('module.a.x'), root: { module_calls: { a: { expressions: { v: reference('module.b.x') }, module: { outputs: { x: { expression: reference('var.v') } } } }, b: { expressions: { v: reference('module.a.x') }, module: { outputs: { x: { expression: reference('var.v') } } } } } } },
    'references module.a.x through module.a.x, module.a.var.v, module.b.x, module.b.var.v',
  ],
];

describe('why a value is unknown', () => {
  it.each(table)('%s', (_name, given, expected) => {
    for (const sorted of [false, true]) expect(because(given, sorted)).toBe(expected);
  });

  it('is found in time where every output refers to four others, and all of them are known', () => {
    const layers = 14;
    const output = { expression: reference('var.v') };
    const module_calls = Object.fromEntries(
      Array.from({ length: layers }, (_, layer) => {
        const next = ['a', 'b', 'c', 'd'].map((name) => (layer === layers - 1 ? 'path.module' : `module.m${layer + 1}.${name}`));
        return [`m${layer}`, { expressions: { v: reference(...next) }, module: { outputs: { a: output, b: output, c: output, d: output } } }];
      }),
    );
    expect(because({ expression: reference('module.m0.a'), root: { module_calls } })).toBe('computed at apply');
  });
});
