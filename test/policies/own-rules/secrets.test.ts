import { describe, expect, it } from 'vitest';
import { judge } from '../../../policies/engine/run.js';
import { plansetOf } from '../../../policies/own-rules/test-plan.js';
import { estateOf, today } from '../estate-builder.js';
import { ruleOf, type Changed } from './written.js';

const canary = 'chim-hoang-yen-4711';

/** A ConfigMap whose data the plan marks as sensitive, and a Secret that nothing marks. */
const plan = {
  name: 'x',
  expect: 'pass' as const,
  resources: [
    { type: 'kubernetes_config_map_v1', name: 'c', after: { metadata: [{ name: 'c', namespace: 'x' }], data: { [`key-${canary}`]: canary } }, after_sensitive: { data: true } },
    { type: 'kubernetes_secret_v1', name: 's', after: { metadata: [{ name: 's', namespace: 'x' }], data: { token: canary } } },
  ],
};

const verdicts = (changes: Changed) => judge(ruleOf({ selector: { kind: ['ConfigMap', 'Secret'] }, ...changes }), { estate: estateOf(), asOf: today, planset: plansetOf(plan, 'ndc-01') });

describe('a sensitive value', () => {
  it.each<[object, string]>([
    [{ matches: '^chim-' }, 'pass'],
    [{ notMatches: '^chim-' }, 'fail'],
    [{ equals: 'x' }, 'fail'],
  ])('is judged (%j: %s) and shown nowhere, neither it nor its key', (comparison, status) => {
    const all = verdicts({ path: 'data[*]', comparison });
    expect(all.map(({ subject, status: found }) => `${subject.object} ${found}`)).toEqual([`ConfigMap/x/c ${status}`, 'Secret/x/s unknown']);
    expect(all[0]?.evidence).toEqual([{ what: { vi: 'ConfigMap x/c: data', en: 'ConfigMap x/c: data' }, found: '(sensitive)', pointer: '/resource_changes/0/change', document: 'ndc-01-platform' }]);
    expect(JSON.stringify(all)).not.toContain(canary);
  });

  it('tells its keys in no count and no path', () => {
    for (const path of [`data["key-${canary}"]`, 'data', 'data[*]']) expect(JSON.stringify(verdicts({ path, comparison: { count: { atLeast: 5 } }, expect: undefined, texts: { explanation: { vi: 'x', en: 'x' }, remedy: { vi: 'x', en: 'x' } } })).replaceAll(`key-${canary}`, '')).not.toContain(canary);
  });
});
