import { describe, expect, it } from 'vitest';
import { driftOf, identityOf, objectOf } from '../../../bin/runner/drift-compare.js';
import { change, engineFolders, planFixture } from './fixture.js';

describe.each(engineFolders)('real plans of %s', (engine) => {
  it('drift: names exactly the changed quota and the deleted secret', () => {
    const { drifts, spurious } = driftOf(planFixture(engine, 'drift'));
    expect(drifts).toEqual([
      {
        address: 'kubernetes_resource_quota_v1.known',
        object: 'ResourceQuota case-prod/known',
        change: 'changed',
        attributes: [{ path: 'spec[0].hard["requests.cpu"]', recorded: '32', live: '999' }],
        planned: 'update',
      },
      { address: 'kubernetes_secret_v1.db', object: 'Secret case-prod/db', change: 'deleted', attributes: [], planned: 'create' },
    ]);
    expect(spurious).toBe(16);
  });

  it('no-op: none of the 18 normalisations is drift', () => {
    expect(driftOf(planFixture(engine, 'no-op'))).toEqual({ drifts: [], spurious: 18 });
  });
});

const quota = (before: unknown, after: unknown, planned: readonly string[], expressions: unknown = { spec: [{ hard: { constant_value: { cpu: '1' } } }] }, marks: object = {}) => ({
  resource_drift: [change('kubernetes_resource_quota_v1.q', ['update'], { before, after, ...marks })],
  resource_changes: [change('kubernetes_resource_quota_v1.q', planned, { before: after, after: planned.includes('update') ? before : after })],
  configuration: { root_module: { resources: [{ address: 'kubernetes_resource_quota_v1.q', type: 'kubernetes_resource_quota_v1', expressions: expressions as Record<string, unknown> }] } },
});

describe('what counts as drift', () => {
  it.each([
    ['null → {}', null, {}],
    ['{} → null', {}, null],
    ['null → []', null, []],
    ['"" → null', '', null],
  ])('%s is none', (_, before, after) => {
    expect(driftOf(quota({ spec: [{ hard: before }] }, { spec: [{ hard: after }] }, ['no-op'])).drifts).toEqual([]);
  });

  it('a configured attribute that the plan leaves alone is drift: ignore_changes hides it from the plan only', () => {
    const { drifts } = driftOf(quota({ spec: [{ hard: { cpu: '1' } }] }, { spec: [{ hard: { cpu: '9' } }] }, ['no-op']));
    expect(drifts.map(({ attributes, planned }) => [attributes, planned])).toEqual([[[{ path: 'spec[0].hard.cpu', recorded: '1', live: '9' }], 'none']]);
  });

  it('an attribute nobody configures and no plan touches is none', () => {
    expect(driftOf(quota({ wait: true, spec: [] }, { wait: false, spec: [] }, ['no-op'])).drifts).toEqual([]);
  });

  it('a label added by hand is drift: the plan takes it away', () => {
    const before = { metadata: [{ name: 'q', namespace: 'n', labels: { a: '1' }, resource_version: '1' }] };
    const after = { metadata: [{ name: 'q', namespace: 'n', labels: { a: '1', generation: 'x' }, resource_version: '2' }] };
    expect(driftOf(quota(before, after, ['update'], { metadata: [{ name: { constant_value: 'q' } }] })).drifts[0]?.attributes).toEqual([{ path: 'metadata[0].labels.generation', recorded: '(none)', live: 'x' }]);
  });

  it('a null that becomes a value, and an item more in a list, are drift', () => {
    const { drifts } = driftOf(quota({ spec: [{ hard: { cpu: '1' }, scopes: null }] }, { spec: [{ hard: { cpu: '1' }, scopes: ['NotTerminating'] }] }, ['update']));
    expect(drifts[0]?.attributes).toEqual([{ path: 'spec[0].scopes', recorded: '(none)', live: '["NotTerminating"]' }]);
  });

  it('values and keys of a sensitive map are not told', () => {
    const marks = { before_sensitive: { spec: [{ hard: true }] }, after_sensitive: { spec: [{ hard: true }] } };
    const { drifts } = driftOf(quota({ spec: [{ hard: { password: 'old', user: 'a' } }] }, { spec: [{ hard: { password: 'new', user: 'b' } }] }, ['update'], undefined, marks));
    expect(drifts[0]?.attributes).toEqual([{ path: 'spec[0].hard', recorded: '(redacted)', live: '(redacted)' }]);
    expect(JSON.stringify(drifts)).not.toMatch(/old|new|password/);
  });

  it('terminal escapes of a live value do not reach the terminal', () => {
    const { drifts } = driftOf(quota({ spec: [{ hard: { cpu: '1' } }] }, { spec: [{ hard: { cpu: '\u001b[2J\u202e' } }] }, ['update']));
    expect(drifts[0]?.attributes[0]?.live).toBe('\\u001b[2J\\u202e');
  });
});

it.each([
  ['kubernetes_limit_range_v1', { metadata: [{ name: 'l', namespace: 'n' }] }, 'LimitRange n/l'],
  ['kubernetes_namespace_v1', { metadata: [{ name: 'n' }] }, 'Namespace n'],
  ['kubernetes_horizontal_pod_autoscaler_v2beta2', { metadata: [{ name: 'h', namespace: 'n' }] }, 'HorizontalPodAutoscaler n/h'],
  ['helm_release', { name: 'cilium', namespace: 'kube-system' }, 'HelmRelease kube-system/cilium'],
  ['kubernetes_manifest', { manifest: { kind: 'Gateway', metadata: { name: 'g', namespace: 'n' } }, object: null }, 'Gateway n/g'],
])('%s is shown as its object', (type, values, expected) => {
  expect(objectOf(type, values)).toBe(expected);
});

it('an object without values still has a name to show', () => {
  expect(identityOf('kubernetes_secret_v1', null)).toEqual({ kind: 'Secret', name: '?' });
});
