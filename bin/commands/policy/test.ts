import { runTest, type TestOutcome } from '../../../policies/own-rules/run-tests.js';
import { parseTests, type RuleTests } from '../../../policies/own-rules/test-file.js';
import { inReadingOrder, type Diagnostic } from '../../../sites/model/diagnostic.js';
import type { Command } from '../../command.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { loadOwnRules } from '../../own-rules.js';

export interface PolicyTestData {
  /** Folder, as it was given. */
  readonly directory: string;
  readonly rules: readonly {
    readonly id: string;
    readonly file: string;
    readonly cases: readonly TestOutcome[];
    /** Verdicts that no case of the rule expects: a rule is tested when each of the four is. */
    readonly unexpected: readonly string[];
  }[];
  readonly passed: number;
  readonly failed: number;
}

const four = ['pass', 'fail', 'unknown', 'not-applicable'] as const;

export const command: Command = {
  options: [],
  arguments: [{ name: '<dir>', about: { vi: 'thư mục chứa quy tắc riêng và tệp kiểm thử *.test.yaml (mô-đun .mjs sẽ được chạy)', en: 'folder of your own rules and their *.test.yaml (its .mjs modules are run)' } }],
  examples: ['ndc policy test my-rules', 'ndc policy test my-rules --json'],
  run: async (context, [directory = '']): Promise<Outcome<'ndc/policy-test.v1', PolicyTestData>> => {
    const estate = underScenario(await openEstate(context), context);
    const { rules, tests: files } = await loadOwnRules(directory, estate);
    const tests: RuleTests[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const { name, bytes } of files) {
      const parsed = parseTests(name, bytes, rules.map(({ rule }) => rule.id));
      if ('diagnostics' in parsed) diagnostics.push(...parsed.diagnostics);
      else tests.push(parsed);
    }
    if (diagnostics.length > 0) throw new InvalidEstate(directory, inReadingOrder(diagnostics));
    const ran = rules.map(({ rule, file }) => {
      const cases = tests.filter((of) => of.rule === rule.id).flatMap((of) => of.cases.map((given) => runTest(rule, given, estate, estate.scenario.asOf)));
      const expected = new Set(cases.flatMap((outcome) => Object.values(outcome.expected)));
      return { id: rule.id, file, cases, unexpected: four.filter((status) => !expected.has(status)) };
    });
    const all = ran.flatMap(({ cases }) => cases);
    const failed = all.filter(({ ok }) => !ok).length;
    return { kind: 'ndc/policy-test.v1', exit: failed > 0 ? 1 : 0, data: { directory, rules: ran, passed: all.length - failed, failed } };
  },
};
