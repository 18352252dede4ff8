import { describe, expect, it } from 'vitest';
import { destroyedData } from '../../bin/destroyed-data.js';
import { UnknownValue, type KubernetesObject, type ReadResource, type ReadStack, type ResourceAction } from '../../policies/planset/read-model.js';

const object = (kind: string, role: KubernetesObject['labels'] = {}): KubernetesObject => ({ apiVersion: 'v1', kind, name: 'ho-so-prod', labels: role, annotations: {}, body: {} });

function setOf(action: ResourceAction, before: KubernetesObject | undefined): { stacks: ReadStack[] } {
  const resource: ReadResource = { stack: 's', site: 'ndc-01', address: 'a.b', type: 't', action, pointer: '/x', redacted: false, ...(before === undefined ? {} : { before }) };
  return { stacks: [{ name: 's', kind: 'tenant', site: 'ndc-01', judgedFrom: 'plan', outputs: {}, resources: [resource], opaqueCharts: [], destroys: false, incomplete: [] }] };
}

const tenant = { 'ndc.gov.vn/role': 'primary' };

describe('what a plan set destroys although it holds data', () => {
  it.each([
    ['a tenant namespace deleted', 'delete', object('Namespace', tenant), 1],
    ['a standby namespace replaced', 'replace', object('Namespace', { 'ndc.gov.vn/role': 'standby' }), 1],
    ['a namespace whose role cannot be known', 'delete', object('Namespace', { 'ndc.gov.vn/role': new UnknownValue('sensitive') }), 1],
    ['a volume claim deleted', 'delete', object('PersistentVolumeClaim'), 1],
    ['a namespace without labels deleted', 'delete', object('Namespace'), 1],
    ['a namespace labelled as the platform, of which no catalogue says that it is empty', 'delete', object('Namespace', { 'ndc.gov.vn/role': 'platform' }), 1],
    ['a tenant namespace updated', 'update', object('Namespace', tenant), 0],
    ['a tenant namespace that leaves management and stays', 'forget', object('Namespace', tenant), 0],
    ['a quota deleted', 'delete', object('ResourceQuota', tenant), 0],
    ['a namespace created', 'create', undefined, 0],
  ] as const)('%s', (_what, action, before, count) => {
    expect(destroyedData(setOf(action, before))).toHaveLength(count);
  });

  it('names stack, address and object', () => {
    expect(destroyedData(setOf('delete', object('Namespace', tenant)))).toEqual([{ stack: 's', address: 'a.b', object: 'Namespace ho-so-prod' }]);
  });
});
