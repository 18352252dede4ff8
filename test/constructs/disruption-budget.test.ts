import { expect, it } from 'vitest';
import { DisruptionBudget } from '../../constructs/disruption-budget.js';
import { probe, someNamespace } from './probe.js';

const budget = (own: boolean) => {
  const { resource } = probe((scope) => {
    const namespace = own ? [someNamespace(scope).object] : [];
    new DisruptionBudget(scope, 'budget-x', { name: 'x', namespace: 'some', component: 'y', matchLabels: { app: 'x' }, after: namespace });
  });
  return resource['kubernetes_pod_disruption_budget_v1']?.['budget-x'];
};

it('lets one pod go at a time, labelled as its component', () => {
  expect(budget(true)).toMatchObject({ metadata: { name: 'x', namespace: 'some', labels: { 'ndc.gov.vn/component': 'y' } }, spec: { max_unavailable: '1', selector: { match_labels: { app: 'x' } } }, depends_on: ['kubernetes_namespace_v1.some'] });
});

it('waits for nothing where the namespace is not made here', () => {
  expect(budget(false)).not.toHaveProperty('depends_on');
});
