import { describe, expect, it } from 'vitest';
import type { Json } from '../../../policies/planset/json.js';
import { readPlan } from '../../../policies/planset/read-plan.js';
import { UnknownValue, type NotEnforced } from '../../../policies/planset/read-model.js';

const constant = (constant_value: Json): Json => ({ constant_value });

interface Given {
  readonly type?: string;
  readonly expressions: Record<string, Json>;
  readonly after: Record<string, Json>;
  readonly unknown?: Json;
  readonly sensitive?: Json;
  readonly actions?: readonly string[];
}

function notEnforced({ type = 'kubernetes_resource_quota_v1', expressions, after, unknown = {}, sensitive = {}, actions = ['no-op'] }: Given): readonly NotEnforced[] {
  const common = { address: `${type}.x`, mode: 'managed', type, name: 'x' };
  const change = { actions, before: after, after, after_unknown: unknown, before_sensitive: {}, after_sensitive: sensitive };
  const [resource] = readPlan(undefined, 'p', { format_version: '1.2', resource_changes: [{ ...common, change }], configuration: { root_module: { resources: [{ ...common, expressions }] } } }).resources;
  return resource?.notEnforced ?? [];
}

const quota = (configured: Json, planned: Json, more: Partial<Given> = {}): Given => ({
  expressions: { metadata: [{ name: constant('q') }], spec: [{ hard: constant(configured) }] },
  after: { metadata: [{ name: 'q', namespace: 'n', labels: { later: 'x' } }], spec: [{ hard: planned, scopes: [] }] },
  ...more,
});
const hidden = new UnknownValue('sensitive');
const manifest = (configured: Json, planned: Json): Given => ({ type: 'kubernetes_manifest', expressions: { manifest: constant(configured) }, after: { manifest: planned, object: planned } });
const object = (spec: Json): Json => ({ apiVersion: 'a/v1', kind: 'K', metadata: { name: 'k' }, spec });
const policy = (values: Json, to: Json): Given => ({
  type: 'kubernetes_network_policy_v1',
  expressions: { spec: [{ policy_types: constant(['Ingress', 'Egress']), pod_selector: [{ match_expressions: [{ values: constant(['b', 'a']) }] }], egress: [{ to: [{ ip_block: [{ cidr: constant('10.0.0.0/8') }] }] }] }] },
  after: { metadata: [{ name: 'n' }], spec: [{ policy_types: ['Egress', 'Ingress'], pod_selector: [{ match_expressions: [{ values }], match_labels: {} }], egress: to, ingress: [] }] },
});
const block = (cidr: string): Json => ({ to: [{ ip_block: [{ cidr, except: [] }] }], ports: [] });
const container = (command: Json): Given => ({
  type: 'kubernetes_pod_v1',
  expressions: { spec: [{ container: [{ name: constant('a'), command: constant(['x', 'y']), resources: [{ limits: constant({ cpu: '1000m' }) }] }] }] },
  after: { spec: [{ container: [{ name: 'a', command, image_pull_policy: 'Always', resources: [{ limits: { cpu: '1' }, requests: { cpu: '1' } }] }] }] },
});

describe('constants of the configuration that will not be', () => {
  it.each<[string, Given, readonly NotEnforced[]]>([
    ['the same', quota({ cpu: '4' }, { cpu: '4' }), []],
    ['another spelling of a quantity', quota({ cpu: '1000m', memory: '1024Mi', pods: 10 }, { cpu: '1', memory: '1Gi', pods: '10' }), []],
    ['another quantity', quota({ cpu: '4' }, { cpu: '2' }), [{ path: '/spec/hard/cpu', configured: '4', planned: '2' }]],
    ['a key that is gone', quota({ cpu: '4', pods: '1' }, { cpu: '4' }), [{ path: '/spec/hard/pods', configured: '1', planned: null }]],
    ['a key that nobody configured', quota({ cpu: '4' }, { cpu: '4', pods: '1' }), [{ path: '/spec/hard/pods', configured: null, planned: '1' }]],
    ['what will be is unknown', quota({ cpu: '4' }, {}, { unknown: { spec: [{ hard: { cpu: true } }] } }), []],
    ['a sensitive place: that it differs, not how', quota({ cpu: '4' }, { cpu: '2' }, { sensitive: { spec: [{ hard: true }] } }), [{ path: '/spec/hard', configured: hidden, planned: hidden }]],
    ['beside a sensitive value: what it was mixed from may stand there', quota({ cpu: '4', pods: '1' }, { cpu: '2', pods: '1' }, { sensitive: { spec: [{ hard: { pods: true } }] } }), [{ path: '/spec/hard/cpu', configured: hidden, planned: hidden }]],
    ['a sensitive place that is as configured', quota({ cpu: '4' }, { cpu: '4' }, { sensitive: { spec: [{ hard: true }] } }), []],
    ['what a plan set took out', quota('(redacted)', '(redacted)', { sensitive: { spec: [{ hard: true }] } }), []],
    ['something new: nothing can be ignored yet', quota({ cpu: '4' }, { cpu: '2' }, { actions: ['create'] }), []],
    ['something that goes', quota({ cpu: '4' }, { cpu: '2' }, { actions: ['delete'] }), []],
    ['a replacement', quota({ cpu: '4' }, { cpu: '2' }, { actions: ['delete', 'create'] }), [{ path: '/spec/hard/cpu', configured: '4', planned: '2' }]],
    ['a reference, not a constant', { ...quota({}, { cpu: '2' }), expressions: { spec: [{ hard: { references: ['var.x'] } }] } }, []],
    ['sets in another order', policy(['a', 'b'], [block('10.0.0.0/8')]), []],
    ['another set', policy(['a', 'c'], [block('10.0.0.0/8')]), [{ path: '/spec/podSelector/matchExpressions/0/values', configured: ['b', 'a'], planned: ['a', 'c'] }]],
    ['dynamic blocks before the one written out', policy(['a', 'b'], [block('192.168.0.0/16'), block('10.0.0.0/8')]), []],
    ['a block that is not there', policy(['a', 'b'], [block('192.168.0.0/16')]), [{ path: '/spec/egress/0/to/0/ipBlock/cidr', configured: '10.0.0.0/8', planned: '192.168.0.0/16' }]],
    ['a command, whose order counts', container(['y', 'x']), [{ path: '/spec/containers/0/command', configured: ['x', 'y'], planned: ['y', 'x'] }]],
    ['defaults beside what was configured', container(['x', 'y']), []],
    ['a manifest', manifest(object({ a: 1, list: [1, 2] }), object({ list: [2, 1], a: '1' })), []],
    ['a manifest, both ways', manifest(object({ a: 1 }), object({ b: 2 })), [{ path: '/spec/a', configured: 1, planned: null }, { path: '/spec/b', configured: null, planned: 2 }]],
    ['escapes that JSON syntax keeps', manifest(object({ a: '$${x} %%{y}', '$${k}': 1 }), object({ a: '${x} %{y}', '${k}': 1 })), []],
    ['an escape in HCL, which is evaluated', manifest(object({ a: '${x}' }), object({ a: '${x}' })), []],
    ['a difference beside an escape', manifest(object({ a: '$${x}', b: 1 }), object({ a: '${x}', b: 2 })), [{ path: '/spec/b', configured: 1, planned: 2 }]],
    ["a Secret's data, which never leaves the reader", { type: 'kubernetes_secret_v1', expressions: { data: constant({ k: 'c4nary' }) }, after: { metadata: [{ name: 's' }], data: { k: 'other' } } }, []],
  ])('%s', (_name, given, expected) => {
    expect(notEnforced(given)).toEqual(expected);
  });

  it('are found in time, whatever the lists look like', () => {
    const nested = (depth: number, leaf: string): Json => (depth === 0 ? [{ leaf }, { leaf: `${leaf}x` }] : [{ l: nested(depth - 1, leaf) }, { l: nested(depth - 1, `${leaf}y`) }]);
    const found = notEnforced(manifest(object({ deep: nested(10, 'a') }), object({ deep: nested(10, 'b') })));
    expect(found.length).toBeGreaterThan(0);
    const long = (from: number): Json => Array.from({ length: 3000 }, (_, index) => ({ index: index + from }));
    expect(notEnforced(manifest(object({ long: long(0) }), object({ long: long(1) })))).toHaveLength(50);
  });
});
