import { describe, expect, it } from 'vitest';
import { nodeObject, podObject } from '../../../bin/proof/objects.js';
import { resourceName } from '../../../bin/proof/requests.js';
import { podsIn } from '../../../bin/proof/stage.js';
import { group, node, podGroup } from './stages.js';

const spec = (object: unknown): Record<string, unknown> => (object as { spec: Record<string, unknown> }).spec;

describe('pods as they are emitted', () => {
  it('bear what their group says and nothing that leads them anywhere', () => {
    const [pod] = podsIn(group('n0', 2, 1, { priority: { name: 'ndc-gold', value: 3 } }));
    if (pod === undefined) throw new Error('one pod');
    expect(podObject(pod)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'n0-0', namespace: 'a-prod', labels: { 'ndc.gov.vn/group': 'n0' } },
      spec: {
        priorityClassName: 'ndc-gold',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'asks', image: 'registry.invalid/nothing', resources: { requests: { cpu: '2000m' } } }],
      },
    });
  });

  it('say spread, anti-affinity and affinity as the file does; a rule without a selector counts its own entry', () => {
    const [pod] = podsIn(group('e1', 1, 1, { pod: podGroup('e1', 1, 1, { spread: [{ topologyKey: 'zone', maxSkew: 2, minDomains: 3, selector: undefined }], antiAffinity: [{ topologyKey: 'kubernetes.io/hostname', selector: [{ key: 'app', operator: 'In', values: ['db'] }] }], affinity: [[{ key: 'disk', operator: 'Exists', values: [] }]] }) }));
    if (pod === undefined) throw new Error('one pod');
    expect(spec(podObject(pod))).toMatchObject({
      topologySpreadConstraints: [{ topologyKey: 'zone', maxSkew: 2, minDomains: 3, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { 'ndc.gov.vn/group': 'e1' } } }],
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }] } },
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['db'] }] } }] },
      },
    });
    const held = spec(podObject(pod, { held: 'node-0-1' })) as { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: unknown[] } } } };
    expect(held.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toEqual([{ matchExpressions: [{ key: 'disk', operator: 'Exists' }], matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-0-1'] }] }]);
  });

  it('name resources as Kubernetes takes them, and limit what may not be shared', () => {
    expect(['cpu', 'memory', 'nvidia.com/gpu', 'gpu', 'storage', 'hugepages-2Mi', 'kubernetes.io/x', 'requests.a/b', 'xkubernetes.io/x'].map(resourceName)).toEqual(['cpu', 'memory', 'nvidia.com/gpu', 'ndc.gov.vn/gpu', 'ndc.gov.vn/storage', 'ndc.gov.vn/hugepages-2Mi', 'ndc.gov.vn/kubernetes.io.x', 'ndc.gov.vn/requests.a.b', 'xkubernetes.io/x']);
    const [pod] = podsIn(group('e0', 1, 1, { pod: { ...podGroup('e0', 1, 1), resources: new Map([['memory', 5n], ['gpu', 1n], ['disk', 0n]]) } }));
    if (pod === undefined) throw new Error('one pod');
    expect(spec(podObject(pod))['containers']).toMatchObject([{ resources: { requests: { memory: '5', 'ndc.gov.vn/gpu': '1' }, limits: { 'ndc.gov.vn/gpu': '1' } } }]);
  });

  it('a node states its allocatable and its own name as host', () => {
    expect(nodeObject(node('x-1', 10, { zone: 'a' }))).toMatchObject({ metadata: { name: 'x-1', labels: { zone: 'a', 'kubernetes.io/hostname': 'x-1' } }, status: { allocatable: { cpu: '10000m', pods: '110' } } });
  });
});
