import { parse, stringify } from 'yaml';
import { messageOf } from '../../../sites/model/diagnostic.js';
import { parseRule } from '../../../policies/own-rules/parse-rule.js';
import { runTest, type TestOutcome } from '../../../policies/own-rules/run-tests.js';
import type { RuleTestCase } from '../../../policies/own-rules/test-file.js';
import type { Rule } from '../../../policies/engine/rule.js';
import { estateOf, today } from '../estate-builder.js';

/** A right rule: every container of every workload has a memory limit. */
export const good = {
  apiVersion: 'ndc.gov.vn/v1',
  kind: 'Rule',
  id: 'ORG-001',
  version: 1,
  title: { vi: 'Mọi container có giới hạn bộ nhớ', en: 'Every container has a memory limit' },
  texts: { explanation: { vi: 'Vì một container có thể dùng hết bộ nhớ.', en: 'One container could take all memory.' }, remedy: { vi: 'Đặt giới hạn.', en: 'Set a limit.' } },
  severity: 'error',
  basis: { engineering: { statement: { vi: 'Ổn định.', en: 'Stability.' } } },
  selector: { kind: '$workloads' },
  path: '$containers[*].resources.limits.memory',
  comparison: { exists: true },
  expect: 'all',
  population: { of: 'objects', empty: 'not-applicable' },
};

export type Changed = Readonly<Record<string, unknown>>;

export const textOf = (changes: Changed = {}): Uint8Array => new TextEncoder().encode(stringify({ ...good, ...changes }));

/** The rule with changes; a test that writes a wrong one must not pass by accident. */
export function ruleOf(changes: Changed = {}): Rule {
  const parsed = parseRule('ORG-001.yaml', textOf(changes));
  if ('diagnostics' in parsed) throw new Error(parsed.diagnostics.map((diagnostic) => `${diagnostic.place.line}:${diagnostic.place.column} ${messageOf(diagnostic).en}`).join('\n'));
  return parsed.rule;
}

/** What a rule with changes finds of a plan, by subject. */
export function foundBy(changes: Changed, given: Partial<RuleTestCase> | string): TestOutcome['found'] {
  const plan = typeof given === 'string' ? (parse(given) as Partial<RuleTestCase>) : given;
  return runTest(ruleOf(changes), { name: 'x', ...plan, expect: {} }, estateOf(), today).found;
}

/** The problems of a rule file, as `line:column CODE message`. */
export function problemsOf(bytes: Uint8Array, legal?: readonly string[]): string[] {
  const parsed = parseRule('ORG-001.yaml', bytes, legal);
  return 'diagnostics' in parsed ? parsed.diagnostics.map((diagnostic) => `${diagnostic.place.line}:${diagnostic.place.column} ${diagnostic.code} ${messageOf(diagnostic).en}`) : [];
}
