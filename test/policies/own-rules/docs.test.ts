import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../policies/engine/run.js';
import { moduleRule } from '../../../policies/own-rules/module-rule.js';
import { rules } from '../../../policies/engine/catalogue.js';
import { ruleTemplate, testTemplate } from '../../../policies/own-rules/template.js';
import { tools } from '../../../policies/own-rules/tools.js';
import { estateOf, today } from '../estate-builder.js';
import { goodStacks, offline, type StackDraft } from '../planset-builder.js';
import { problemsOf } from './written.js';

const page = readFileSync(new URL('../../../docs/own-rules.md', import.meta.url), 'utf8');
const block = (language: string): string => {
  const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];
  if (found === undefined) throw new Error(`the page has no ${language} block`);
  return found;
};

describe('what docs/own-rules.md shows', () => {
  it('is a rule as it stands', () => {
    expect(problemsOf(new TextEncoder().encode(block('yaml')), ['q'])).toEqual([]);
  });

  it('is a module as it stands, and judges', async () => {
    const loaded = (await import(`data:text/javascript;base64,${Buffer.from(block('js')).toString('base64')}`)) as { default: unknown };
    const read = moduleRule('ORG-002.mjs', loaded.default);
    if (!('rule' in read)) throw new Error('the module of the page is refused');
    const { rule } = read;
    const judged = (stacks: readonly StackDraft[]) => judge(rule, { estate: estateOf(), asOf: today, planset: offline(stacks) }).map(({ subject, status, finding }) => [subject.object, status, finding.en]);
    expect(judged(goodStacks('ndc-01'))).toEqual([['site/ndc-01', 'pass', '3 storage classes']]);
    const bare = goodStacks('ndc-01').map((stack) => ({ ...stack, resources: Object.fromEntries(Object.entries(stack.resources).filter(([type]) => !type.startsWith('kubernetes_storage_class'))) }));
    expect(judged(bare)).toEqual([['site/ndc-01', 'fail', '0 storage classes']]);
  });

  it('names every tool a module is handed, and every comparison', () => {
    for (const name of Object.keys(tools)) expect(page).toMatch(new RegExp(`\`${name}(\\(|\`)`));
    for (const name of ['equals', 'in', 'notEquals', 'notIn', 'matches', 'notMatches', 'exists', 'absent', 'atLeast', 'atMost', 'count']) expect(page).toContain(`\`${name}`);
  });
});

describe('the template', () => {
  it('is a right rule for any id of a family that is free', () => {
    expect(problemsOf(new TextEncoder().encode(ruleTemplate('KTN-042')))).toEqual([]);
    expect(testTemplate('KTN-042')).toContain('rule: KTN-042');
    expect(rules.map(({ id }) => id)).not.toContain('KTN-042');
  });
});
