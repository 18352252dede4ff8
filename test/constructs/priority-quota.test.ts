import { expect, it } from 'vitest';
import { PriorityQuota } from '../../constructs/priority-quota.js';
import { probe, someNamespace } from './probe.js';

it('PriorityQuota leaves no pod that names another class than its tier’s', () => {
  const { resource } = probe((scope) => void new PriorityQuota(scope, 'priority', { namespace: someNamespace(scope), tier: 'gold' }));
  expect(resource['kubernetes_resource_quota_v1']?.['priority']?.['spec']).toEqual({
    hard: { pods: '0' },
    scope_selector: {
      match_expression: [
        { scope_name: 'PriorityClass', operator: 'Exists' },
        { scope_name: 'PriorityClass', operator: 'NotIn', values: ['ndc-gold'] },
      ],
    },
  });
});
