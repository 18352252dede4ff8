import { describe, expect, it } from 'vitest';
import type { Json } from '../../../policies/planset/json.js';
import { readPlan } from '../../../policies/planset/read-plan.js';

const drift = (before: Json, after: Json, more: Record<string, Json> = {}, type = 'kubernetes_namespace_v1', change: Record<string, Json> = {}) =>
  readPlan(undefined, 'p', { format_version: '1.2', resource_changes: [], resource_drift: [{ address: `${type}.x`, mode: 'managed', type, name: 'x', change: { actions: ['update'], before, after, after_unknown: {}, ...change }, ...more }] });
const namespace = (metadata: Record<string, Json>): Json => ({ id: 'n', metadata: [{ name: 'n', ...metadata }] });
const manifest = (spec: Json, status: Json): Json => ({ manifest: { apiVersion: 'v1', kind: 'K', metadata: { name: 'k' } }, object: { apiVersion: 'v1', kind: 'K', metadata: { name: 'k', resourceVersion: '1' }, spec, status } });

describe('drift', () => {
  it.each<[string, ReturnType<typeof drift>]>([
    ['null → {}', drift(namespace({ annotations: null, labels: null }), namespace({ annotations: {}, labels: {} }))],
    ['null → [] and ""', drift({ spec: [{ a: null, b: null }] }, { spec: [{ a: [], b: '' }] }, {}, 'other_type')],
    ['what the server counts', drift(namespace({ resource_version: '1', generation: 1 }), namespace({ resource_version: '2', generation: 2 }))],
    ['a status', drift(manifest({ a: 1 }, { phase: 'A' }), manifest({ a: 1 }, { phase: 'B' }), {}, 'kubernetes_manifest')],
    ['another spelling of a quantity', drift({ spec: [{ hard: { cpu: '1000m' } }] }, { spec: [{ hard: { cpu: '1' } }] }, {}, 'kubernetes_resource_quota_v1')],
  ])('%s is a normalisation', (_name, stack) => {
    expect([stack.drift, stack.driftNormalised, stack.plan?.refreshSeen]).toEqual([[], 1, true]);
  });

  it.each<[string, ReturnType<typeof drift>, object]>([
    ['a label', drift(namespace({ labels: { a: '1' } }), namespace({ labels: { a: '2', b: '3' } })), { is: 'changed', paths: ['/metadata/labels/a', '/metadata/labels/b'] }],
    ['a manifest', drift(manifest({ a: 1 }, {}), manifest({ a: 2 }, {}), {}, 'kubernetes_manifest'), { is: 'changed', paths: ['/spec/a'] }],
    ['a sensitive value', drift({ a: 'c4nary' }, { a: 'other' }, {}, 'x', { before_sensitive: { a: true }, after_sensitive: {} }), { is: 'changed', paths: ['/a'] }],
    ['gone', drift(namespace({}), null, {}, 'kubernetes_namespace_v1', { actions: ['delete'] }), { is: 'deleted', paths: [] }],
    ['moved and nothing else', drift(namespace({ labels: null }), namespace({ labels: {} }), { previous_address: 'y' }), { is: 'moved', paths: [] }],
    ['moved and changed', drift(namespace({ labels: { a: '1' } }), namespace({ labels: {} }), { previous_address: 'y' }), { is: 'changed', paths: ['/metadata/labels/a'] }],
  ])('%s is one', (_name, stack, expected) => {
    expect(stack.drift).toEqual([{ address: expect.any(String) as string, type: expect.any(String) as string, pointer: '/resource_drift/0/change', ...expected }]);
    expect(stack.driftNormalised).toBe(0);
    expect(JSON.stringify(stack)).not.toContain('c4nary');
  });

  it('tells at most fifty places of one object', () => {
    const labels = (value: string): Json => Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`l${index}`, value]));
    expect(drift(namespace({ labels: labels('a') }), namespace({ labels: labels('b') })).drift?.[0]?.paths).toHaveLength(50);
  });

  it('says that no refresh was seen where there is no entry', () => {
    expect(readPlan(undefined, 'p', { format_version: '1.2', resource_changes: [] }).plan?.refreshSeen).toBe(false);
  });
});
