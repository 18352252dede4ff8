import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { runTest, type TestOutcome } from '../../../policies/own-rules/run-tests.js';
import { parseTests } from '../../../policies/own-rules/test-file.js';
import { messageOf } from '../../../sites/model/diagnostic.js';
import { estateOf, today } from '../estate-builder.js';
import { ruleOf } from './written.js';

const bytes = (content: unknown): Uint8Array => new TextEncoder().encode(typeof content === 'string' ? content : stringify(content));
const file = (cases: unknown[], more: object = {}): object => ({ apiVersion: 'ndc.gov.vn/v1', kind: 'RuleTest', rule: 'ORG-001', cases, ...more });
const pod = (memory?: string): object => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec: { containers: [{ name: 'a', ...(memory === undefined ? {} : { resources: { limits: { memory } } }) }] } });

function ran(cases: unknown[]): TestOutcome[] {
  const tests = parseTests('ORG-001.test.yaml', bytes(file(cases)), ['ORG-001']);
  if ('diagnostics' in tests) throw new Error(tests.diagnostics.map((diagnostic) => messageOf(diagnostic).en).join('\n'));
  return tests.cases.map((given) => runTest(ruleOf(), given, estateOf(), today));
}

describe('tests of a rule', () => {
  it('hold what is found against what is expected, the worst row or each by its subject', () => {
    const outcomes = ran([
      { name: 'a', expect: 'pass', objects: [pod('1Gi')] },
      { name: 'b', expect: 'pass', objects: [pod()] },
      { name: 'c', expect: { 'Pod/x/p': 'unknown' }, objects: [pod('1Gi')], unknown: ['spec.containers[0].resources'] },
      { name: 'd', expect: { 'Pod/x/p': 'fail', 'Pod/x/q': 'pass' }, objects: [pod()] },
      { name: 'e', expect: 'not-applicable', objects: [] },
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true, false, true]);
    expect(outcomes[1]).toMatchObject({ expected: { worst: 'pass' }, found: { worst: 'fail' }, findings: [{ en: 'Pod x/p (kubernetes_manifest.object_0): container a: resources.limits.memory = –; every value must be set.' }] });
    expect(outcomes[3]).toMatchObject({ found: { 'Pod/x/p': 'fail' } });
  });

  it.each<[unknown, string]>([
    [file([]), 'NDC-E008 cases is a list of 0; expected a list of at least 1.'],
    [file([{ name: 'x' }]), 'NDC-E007 the key "expect" is missing'],
    [file([{ name: 'x', expect: 'ok' }]), 'NDC-E008 cases.0.expect is "ok"; expected pass, fail, unknown, not-applicable, or a map of subject to verdict.'],
    [file([{ name: 'x', expect: 'pass', unknown: ['spec[*].a'] }]), 'NDC-E030 cases.0.unknown.0 is "spec[*].a", wrong at character 1: only keys and numbers here'],
    [file([{ name: 'x', expect: 'pass', objekts: [] }]), 'NDC-E006 unknown key "objekts"'],
    [file([{ name: 'x', expect: 'pass' }], { rule: 'ORG-009' }), 'NDC-E021 rule names the rule "ORG-009", which does not exist; there are: ORG-001.'],
    ['a: [', 'NDC-E003'],
  ])('%j is refused', (content, expected) => {
    const tests = parseTests('t.yaml', bytes(content), ['ORG-001']);
    expect('diagnostics' in tests ? tests.diagnostics.map((diagnostic) => `${diagnostic.code} ${messageOf(diagnostic).en}`).join('\n') : '').toContain(expected);
  });
});
