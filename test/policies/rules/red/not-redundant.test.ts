import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../../policies/engine/catalogue.js';
import { runRules } from '../../../../policies/engine/run.js';
import { summarise } from '../../../../policies/engine/summary.js';
import { readPlan } from '../../../../policies/planset/read-plan.js';
import type { ReadPlanSet } from '../../../../policies/planset/read-model.js';
import { estateOf, system, targetOf, today } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { applied, fileOf, goodStacks, planned, planset, type StackDraft } from '../../planset-builder.js';

const target = targetOf(estateOf());
const sentence = (set: ReadPlanSet): string => summarise(runRules({ estate: target, planset: set, asOf: today, rules, packs: ['design', 'operations'] })).redundancy.en;
const recorded = (set: ReadPlanSet): string[] => verdictsOf('RED-001', target, set).map((verdict) => verdict.recorded);

/** Every platform stack's plan with more laid over it. */
const overlaid = (more: (draft: StackDraft) => object) => (stacks: StackDraft[]) => stacks.filter(({ kind }) => kind === 'platform').forEach((draft) => void (draft.plan = { ...draft.plan, ...more(draft) }));

interface Plan {
  readonly configuration: { readonly root_module: { readonly resources: readonly { readonly type: string }[] } };
}

/** Ways in which a plan of the good, recorded estate hides what it is not. */
const modes: readonly (readonly [string, (stacks: StackDraft[]) => unknown])[] = [
  ['-target: the rest is left out', overlaid(() => ({ complete: false, resource_changes: [], planned_values: { root_module: {} } }))],
  ['-target by OpenTofu, which marks nothing', overlaid(() => ({ resource_changes: [], planned_values: { root_module: {} } }))],
  ['-refresh-only: no changes, marked complete', overlaid(() => ({ complete: true, resource_changes: [] }))],
  ['-refresh=false: nothing of what there is was read', (stacks) => stacks.forEach((draft) => void (draft.refreshed = false))],
  [
    'ignore_changes: the configuration is not what will be',
    overlaid((draft) => {
      const { configuration } = JSON.parse(planned({ ...draft, plan: {} })) as Plan;
      const resources = configuration.root_module.resources.map((resource) => (resource.type === 'helm_release' ? { ...resource, expressions: { version: { constant_value: '1.19.0' } } } : resource));
      return { configuration: { root_module: { ...configuration.root_module, resources } } };
    }),
  ],
  ['all-create: nothing was ever applied', (stacks) => stacks.forEach((draft) => Reflect.deleteProperty(draft, 'recorded'))],
];

describe('what hides behind a plan never passes as redundant now', () => {
  it('GIVEN a whole, refreshed plan of what is recorded THEN the sentence says redundant', async () => {
    const set = await planset(target, applied(goodStacks()));
    expect(sentence(set)).toBe('redundant');
    expect(recorded(set)).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  it.each(modes)('%s', async (_name, change) => {
    const stacks = applied(goodStacks());
    change(stacks);
    const set = await planset(target, stacks);
    expect(recorded(set)).not.toContain('pass');
    expect(sentence(set)).not.toBe('redundant');
  });

  it.each(modes)('%s, at one site of three', async (_name, change) => {
    const stacks = applied(goodStacks());
    change(stacks.filter(({ site }) => site === 'ndc-02'));
    const set = await planset(target, stacks);
    expect(verdictOn(verdictsOf('RED-001', target, set), 'estate/thu').recorded).not.toBe('pass');
    expect(verdictOn(verdictsOf('RED-001', target, set), 'site/ndc-02').recorded).not.toBe('pass');
    expect(sentence(set)).not.toBe('redundant');
  });
});

describe.each(['terraform-1.11.4', 'opentofu-1.12.6'])('real plans of %s, given out as three sites', (engine) => {
  it.each(['create', 'no-op', 'no-op-refresh-false', 'refresh-only', 'target', 'destroy', 'errored'])('%s: neither recorded nor after apply', (mode) => {
    const bytes = readFileSync(new URL(`../../../fixtures/plans/${engine}/${mode}.json`, import.meta.url));
    const drafts = goodStacks().filter(({ kind }) => kind === 'platform');
    const set: ReadPlanSet = { mode: 'planset', file: fileOf(target, drafts), stacks: drafts.map(({ name, kind, site }) => readPlan({ name, kind, site }, `${mode}.json`, bytes)) };
    const verdicts = verdictsOf('RED-001', target, set);
    expect(verdicts.map(({ status, recorded: now }) => `${status} ${now}`)).toEqual(verdicts.map(() => 'unknown unknown'));
    expect(sentence(set)).not.toBe('redundant');
  });
});

describe('labels prove nothing', () => {
  const uid = '00000000-0000-4000-8000-000000000001';

  it('two stacks labelled as two sites but planned against one API server fail RED-001', async () => {
    const stacks = applied(goodStacks());
    for (const draft of stacks) if (draft.site === 'ndc-02') draft.uid = uid;
    expect(statuses(verdictsOf('RED-001', target, await planset(target, stacks)))).toMatchObject({ 'site/ndc-01': 'fail', 'site/ndc-02': 'fail', 'estate/thu': 'fail' });
  });

  it('the same without uids is unknown', async () => {
    const stacks = applied(goodStacks());
    for (const draft of stacks) draft.uid = null;
    expect(new Set(verdictsOf('RED-001', target, await planset(target, stacks)).map(({ status }) => status))).toEqual(new Set(['unknown']));
  });

  it('an estate whose level-5 system is declared bronze fails RED-011', () => {
    const verdict = verdictOn(verdictsOf('RED-011', estateOf({ [`${system}/securityLevel`]: 5, [`${system}/protection`]: 'bronze' })), 'system/ho-so');
    expect(verdict).toMatchObject({ status: 'fail', blocks: true });
    expect(verdict.finding.en).toBe('Tier bronze is below the floor platinum (by its security level).');
  });
});
