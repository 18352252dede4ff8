import { expect, it } from 'vitest';
import { TierPriorityClass } from '../../constructs/priority-class.js';
import { probe } from './probe.js';

it('TierPriorityClass gives a tier its value and is nobody’s default', () => {
  const { resource } = probe((scope) => void new TierPriorityClass(scope, 'priority-gold', { tier: 'gold', value: 300_000 }));
  expect(resource['kubernetes_priority_class_v1']?.['priority-gold']).toMatchObject({
    metadata: { name: 'ndc-gold' },
    value: 300_000,
    global_default: false,
    preemption_policy: 'PreemptLowerPriority',
  });
});
