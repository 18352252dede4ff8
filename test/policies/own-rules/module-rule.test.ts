import { describe, expect, it } from 'vitest';
import { judge } from '../../../policies/engine/run.js';
import { summarise } from '../../../policies/engine/summary.js';
import { gatherRules } from '../../../policies/own-rules/gather.js';
import type { Rule } from '../../../policies/engine/rule.js';
import { messageOf } from '../../../sites/model/diagnostic.js';
import { estateOf, today } from '../estate-builder.js';
import { goodStacks, offline } from '../planset-builder.js';
import { textOf } from './written.js';

const text = { vi: 'Một câu.', en: 'A sentence.' };
const passes = [{ subject: { object: 'x' }, status: 'pass', finding: text, evidence: [] }];
const exported = (more: object = {}): object => ({
  id: 'ORG-002', version: 1, title: text, explanation: text, severity: 'error', pack: 'operations', legal: [], engineering: { statement: text }, reads: ['planset'], unknownBlocks: true, emptyPopulation: 'fail', check: () => passes, remedy: text, ...more,
});

const gathered = (given: unknown) => gatherRules([{ name: 'ORG-002.mjs', digest: 'sha256:0', exported: given }]);
const problems = (given: unknown): string[] => {
  const result = gathered(given);
  return 'diagnostics' in result ? result.diagnostics.map((diagnostic) => `${diagnostic.place.file}:${diagnostic.place.line} ${diagnostic.code} ${messageOf(diagnostic).en}`) : [];
};
const rule = (more: object): Rule => {
  const result = gathered(exported(more));
  const [own] = 'rules' in result ? result.rules : [];
  if (own === undefined) throw new Error(problems(exported(more)).join('\n'));
  return own.rule;
};
const set = offline(goodStacks('ndc-01'));
const verdicts = (more: object) => judge(rule(more), { estate: estateOf(), asOf: today, planset: set });

describe('a rule module', () => {
  it('that is right is a rule like any other', () => {
    expect(problems(exported())).toEqual([]);
    expect(verdicts({}).map(({ policy, status, blocks }) => [policy, status, blocks])).toEqual([['ORG-002', 'pass', false]]);
  });

  it.each<[string, unknown, string]>([
    ['no default export', undefined, 'ORG-002.mjs:1 NDC-E034 the rule module cannot be loaded: the file has no default export.'],
    ['no map', 7, 'NDC-E008 the file is "7"; expected a map with id, version,'],
    ['a function', () => 1, 'NDC-E008 the file is'],
    ['a missing check', exported({ check: undefined }), 'NDC-E007 the key "check" is missing; expected a function check(input, tools).'],
    ['a check that is none', exported({ check: 'yes' }), 'NDC-E008 check is "yes"; expected a function check(input, tools).'],
    ['one language', exported({ title: { en: 'x' } }), 'NDC-E007 the key "vi" is missing'],
    ['a mistyped key', exported({ serverity: 'error' }), 'NDC-E006 unknown key "serverity"'],
    ['a mutant of nobody', exported({ mutants: ['widen'] }), 'NDC-E006 unknown key "mutants"'],
    ['an id of the catalogue', exported({ id: 'TEN-001' }), 'NDC-E032 the id "TEN-001" belongs to the toolkit'],
    ['an input that is none', exported({ reads: ['cluster'] }), 'NDC-E008 reads.0 is "cluster"; expected one of estate, planset.'],
  ])('%s', (_what, given, expected) => {
    expect(problems(given).join('\n')).toContain(expected);
  });

  it('with the id of another file is refused, with where the first stands', () => {
    const result = gatherRules([{ name: 'a.yaml', digest: 'sha256:0', bytes: textOf() }, { name: 'b.mjs', digest: 'sha256:1', exported: exported({ id: 'ORG-001' }) }]);
    expect('diagnostics' in result && result.diagnostics.map((diagnostic) => `${diagnostic.place.file} ${messageOf(diagnostic).en}`)).toEqual(['b.mjs the rule "ORG-001" already stands at a.yaml:3. An id is used once.']);
  });

  it('that did not load says why', () => {
    const result = gatherRules([{ name: 'a.mjs', digest: 'sha256:0', failed: 'SyntaxError: Unexpected token' }]);
    expect('diagnostics' in result && result.diagnostics.map((diagnostic) => messageOf(diagnostic).en)).toEqual(['the rule module cannot be loaded: SyntaxError: Unexpected token.']);
  });
});

describe('a rule module that fails while it judges', () => {
  it.each<[string, object, string]>([
    ['throws', { check: () => { throw new Error('hỏng \u001b[31m'); } }, 'threw while it judged (hỏng \\u001b[31m)'],
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- somebody else's module may throw anything
    ['throws what is no error', { check: () => { throw 7; } }, 'threw while it judged (7)'],
    ['returns nothing', { check: () => undefined }, 'returned what is no list of judgements (the whole: '],
    ['is asynchronous', { check: () => Promise.resolve(passes) }, 'a promise; check must not be asynchronous'],
    ['returns a status that is none', { check: () => [{ ...passes[0], status: 'ok' }] }, '(0.status: '],
    ['returns no sentence', { check: () => [{ ...passes[0], finding: 'x' }] }, '(0.finding: '],
    ['reads what it does not declare', { check: ({ estate }: { estate: { digest: string } }) => [{ ...passes[0], finding: { vi: estate.digest, en: estate.digest } }] }, 'ORG-002 reads estate without declaring it'],
  ])('%s: unknown with the reason, and the audit cannot exit 0', (_what, more, reason) => {
    for (const severity of ['error', 'warning'])
      for (const unknownBlocks of [true, false]) {
        const found = verdicts({ ...more, severity, unknownBlocks });
        expect(found.map(({ subject, status, severity: as, blocks }) => [subject.object, status, as, blocks])).toEqual([['rule/ORG-002', 'unknown', 'error', true]]);
        expect(found[0]?.finding.en).toContain(reason);
        expect(summarise(found).exit).toBe(1);
      }
  });

  it('its own unknowns block as it says itself', () => {
    const check = (): unknown[] => [{ ...passes[0], status: 'unknown' }];
    expect(verdicts({ check, unknownBlocks: true }).map(({ blocks }) => blocks)).toEqual([true]);
    expect(verdicts({ check, unknownBlocks: false }).map(({ blocks }) => blocks)).toEqual([false]);
  });

  it('an empty list is an empty population', () => {
    expect(verdicts({ check: () => [] }).map(({ status }) => status)).toEqual(['fail']);
    expect(verdicts({ check: () => [], emptyPopulation: 'not-applicable' }).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

describe('the tools a module is handed', () => {
  it('let it look, compare and say without importing anything', () => {
    const check = (input: { planset: never }, tools: { lookupOf: (set: never) => { clusterWide: (...given: string[]) => { resource: object; object: object }[] }; values: (seen: object, path: string) => { value: unknown }[]; isUnknown: (value: unknown) => boolean; quantity: (text: string) => bigint; matches: (pattern: string, text: string) => boolean; finding: (...given: unknown[]) => object }) => {
      const [namespace] = tools.lookupOf(input.planset).clusterWide('ndc-01', 'after', 'Namespace');
      const [label] = tools.values(namespace ?? {}, 'metadata.labels["ndc.gov.vn/site"]');
      const right = label !== undefined && !tools.isUnknown(label.value) && tools.matches('^ndc-', String(label.value)) && tools.quantity('1Ki') === 1024n * 10n ** 9n;
      return [{ subject: { object: 'namespace' }, ...tools.finding(right ? 'pass' : 'fail', text) }];
    };
    expect(verdicts({ check }).map(({ status }) => status)).toEqual(['pass']);
  });

  it('refuse a wrong path and a wrong pattern, which is the module’s defect', () => {
    for (const call of [(tools: { values: (seen: object, path: string) => unknown }) => tools.values({}, 'a['), (tools: { matches: (pattern: string, of: string) => unknown }) => tools.matches('(', '')])
      expect(verdicts({ check: (_input: unknown, tools: never) => call(tools) })[0]?.finding.en).toMatch(/is no (path|RE2 pattern)/);
  });
});
