import { describe, expect, it } from 'vitest';
import { NetworkIsolation } from '../../constructs/network-isolation.js';
import { probe, someNamespace } from './probe.js';

const policies = (callers: readonly string[] = [], callees: readonly string[] = []) => {
  const { resource } = probe((scope) => void new NetworkIsolation(scope, 'network', { namespace: someNamespace(scope), ingressNamespace: 'ndc-ingress', callers, callees }));
  return Object.fromEntries(Object.values(resource['kubernetes_network_policy_v1'] ?? {}).map((policy) => [(policy['metadata'] as { name: string }).name, policy['spec']]));
};
const named = (name: string) => ({ namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': name } } });

describe('NetworkIsolation', () => {
  it('denies everything first: a policy on every pod, for both directions, without a rule', () => {
    expect(policies()['ndc-default-deny']).toEqual({ pod_selector: {}, policy_types: ['Ingress', 'Egress'] });
  });

  it('opens names, the namespace itself and the ingress controllers, and nothing else', () => {
    const { 'ndc-default-deny': _, ...open } = policies();
    expect(open).toEqual({
      'ndc-dns': {
        pod_selector: {},
        policy_types: ['Egress'],
        egress: [
          {
            to: [{ ...named('kube-system'), pod_selector: { match_labels: { 'k8s-app': 'kube-dns' } } }],
            ports: [
              { protocol: 'UDP', port: '53' },
              { protocol: 'TCP', port: '53' },
            ],
          },
        ],
      },
      'ndc-within': { pod_selector: {}, policy_types: ['Ingress', 'Egress'], ingress: [{ from: [{ pod_selector: {} }] }], egress: [{ to: [{ pod_selector: {} }] }] },
      'ndc-ingress': { pod_selector: {}, policy_types: ['Ingress'], ingress: [{ from: [named('ndc-ingress')] }] },
    });
  });

  it('opens the way in for declared callers and the way out to those that declared this namespace, in a fixed order', () => {
    expect(policies(['b-prod', 'a-prod'], ['c-prod'])).toMatchObject({
      'ndc-callers': { policy_types: ['Ingress'], ingress: [{ from: [named('a-prod'), named('b-prod')] }] },
      'ndc-callees': { policy_types: ['Egress'], egress: [{ to: [named('c-prod')] }] },
    });
  });
});
