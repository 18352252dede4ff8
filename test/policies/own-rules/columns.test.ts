import { describe, expect, it } from 'vitest';
import { judge } from '../../../policies/engine/run.js';
import type { RuleTestCase } from '../../../policies/own-rules/test-file.js';
import { plansetOf } from '../../../policies/own-rules/test-plan.js';
import { readOffline } from '../../../policies/planset/read-planset.js';
import { estateOf, today } from '../estate-builder.js';
import { ruleOf } from './written.js';

const service = (type: string): Record<string, unknown> => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'x' }, spec: { type } });
const rule = ruleOf({ selector: { kind: 'Service' }, path: 'spec.type', comparison: { equals: 'NodePort' }, expect: 'none' });

const both = (given: Partial<RuleTestCase>): string[] => judge(rule, { estate: estateOf(), asOf: today, planset: plansetOf({ name: 'x', expect: 'pass', ...given }, 'ndc-01') }).map(({ status, recorded }) => `${status}, now ${recorded}`);

describe('two columns', () => {
  it.each<[string, Partial<RuleTestCase>, string]>([
    ['what is only planned is not there yet', { objects: [service('ClusterIP')] }, 'pass, now not-applicable'],
    ['what stays as it is', { objects: [service('NodePort')], recorded: [service('NodePort')] }, 'fail, now fail'],
    ['what is mended', { objects: [service('ClusterIP')], recorded: [service('NodePort')] }, 'pass, now fail'],
    ['what is broken', { objects: [service('NodePort')], recorded: [service('ClusterIP')] }, 'fail, now pass'],
    ['what is removed', { recorded: [service('NodePort')] }, 'not-applicable, now fail'],
  ])('%s', (_what, given, expected) => {
    expect(both(given)).toEqual([expected]);
  });

  it('synthesised JSON records nothing', () => {
    const json = JSON.stringify({ resource: { kubernetes_service_v1: { s: { metadata: { name: 's', namespace: 'x' }, spec: { type: 'ClusterIP' } } } } });
    const planset = readOffline([{ name: 'ndc-01-platform', kind: 'platform', site: 'ndc-01', json }]);
    expect(judge(rule, { estate: estateOf(), asOf: today, planset }).map(({ status, recorded }) => [status, recorded])).toEqual([['pass', 'unknown']]);
  });

  it('without any plan nothing is known', () => {
    expect(judge(rule, { estate: estateOf(), asOf: today }).map(({ status, blocks }) => [status, blocks])).toEqual([['unknown', true]]);
  });
});
