import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../sites/model/estate.js';
import { PlanProblem } from '../../../policies/planset/problem.js';
import { readPlans, type LoosePlan } from '../../../policies/planset/read-plans.js';
import { goodStacks, planned, stackNamed, type StackDraft } from '../planset-builder.js';

const expected = { estate: 'thu', stacks: goodStacks().map(({ name, kind, site, organisation }) => ({ name, kind, site, ...(organisation === undefined ? {} : { organisation }) })) };
const handed = (name: string, text: string): LoosePlan => ({ name, open: () => Promise.resolve(new TextEncoder().encode(text)) });
const plan = (draft: StackDraft, name = `${draft.name}.json`): LoosePlan => handed(name, planned(draft));
const draft = (name: string): StackDraft => stackNamed(goodStacks(), name);
const foreign = '{"format_version":"1.2","resource_changes":[]}';

describe('plans from anywhere', () => {
  it('say themselves which stack they are of; what nobody handed in is absent, not empty', async () => {
    const set = await readPlans([plan(draft('ndc-02-tenant-bo-y-te')), plan(draft('ndc-01-platform'))], expected);
    expect(set).toMatchObject({ mode: 'planset' });
    expect(set.file).toBeUndefined();
    expect(set.stacks.map(({ name, kind, site, organisation, judgedFrom, absence }) => [name, kind, site, organisation, judgedFrom, absence])).toEqual([
      ['ndc-02-tenant-bo-y-te', 'tenant', 'ndc-02', 'bo-y-te', 'plan', undefined],
      ['ndc-01-platform', 'platform', 'ndc-01', undefined, 'plan', undefined],
      ...['ndc-01-tenant-bo-y-te', 'ndc-01-protection', 'ndc-02-platform', 'ndc-02-protection', 'ndc-03-platform', 'ndc-03-protection'].map((name) => {
        const { kind, site, organisation } = draft(name);
        return [name, kind, site, organisation, 'absent', { is: 'not-given', declared: false }];
      }),
    ]);
    const [tenant] = set.stacks;
    expect(tenant?.resources.every(({ stack, site }) => stack === 'ndc-02-tenant-bo-y-te' && site === 'ndc-02')).toBe(true);
    expect(tenant).toMatchObject({ estate: 'thu', document: { name: 'ndc-02-tenant-bo-y-te.json', digest: digestOf(planned(draft('ndc-02-tenant-bo-y-te'))) } });
  });

  it('of another origin are of no site, and rules do not take them for one', async () => {
    const set = await readPlans([handed('x.json', foreign)], { ...expected, stacks: [] });
    expect(set.stacks).toMatchObject([{ name: 'x.json', kind: 'foreign', site: '?' }]);
  });

  it.each([
    ['no stack of the toolkit', { ndc_site: 'ndc-01', ndc_stack: 'something-else', ndc_estate: 'thu' }, { name: 'something-else', kind: 'foreign', site: 'ndc-01' }],
    ['a kind nobody knows', { ndc_site: 'ndc-01', ndc_stack: 'ndc-01-other', ndc_estate: 'thu' }, { name: 'ndc-01-other', kind: 'foreign', site: 'ndc-01' }],
    ['names that are none', { ndc_site: '${x}', ndc_stack: '../y', ndc_estate: '\u001b[31m' }, { name: 'p.json', kind: 'foreign', site: '?' }],
  ])('that name %s', async (_name, outputs, identity) => {
    const [stack] = (await readPlans([plan({ ...draft('ndc-01-platform'), outputs }, 'p.json')], { ...expected, stacks: [] })).stacks;
    expect(stack).toMatchObject(identity);
    expect(stack?.estate).toBe(identity.name === 'p.json' ? undefined : 'thu');
  });

  it('that destroy say who they are by what is recorded', async () => {
    const outputs = { ndc_site: 'ndc-01', ndc_stack: 'ndc-01-platform', ndc_estate: 'thu' };
    const destroys = { format_version: '1.2', resource_changes: [], planned_values: { root_module: {} } };
    const fromState = { ...destroys, prior_state: { values: { outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }])) } } };
    const fromChanges = { ...destroys, output_changes: Object.fromEntries(Object.entries(outputs).map(([name, before]) => [name, { actions: ['delete'], before }])) };
    for (const content of [fromState, fromChanges]) {
      const [stack] = (await readPlans([handed('d.json', JSON.stringify(content))], { ...expected, stacks: [] })).stacks;
      expect(stack).toMatchObject({ name: 'ndc-01-platform', kind: 'platform', site: 'ndc-01', estate: 'thu', outputs: {} });
    }
  });

  const other = { ...draft('ndc-02-platform'), outputs: { ndc_site: 'ndc-02', ndc_stack: 'ndc-02-platform', ndc_estate: 'khac' } };
  it.each<[string, LoosePlan[], RegExp]>([
    ['two plans of one stack', [plan(draft('ndc-01-platform'), 'a.json'), plan({ ...draft('ndc-01-platform'), uid: null }, 'b.json')], /^b\.json: this is a plan of stack ndc-01-platform, and so is a\.json\. .*keep the newer one/],
    ['one plan twice', [handed('a.json', foreign), handed('b.json', foreign)], /^b\.json: it is byte for byte the same as a\.json/],
    ['plans of two estates', [plan(draft('ndc-01-platform'), 'a.json'), plan(other, 'b.json')], /^b\.json: this plan is of the estate "khac", while a\.json is of "thu"/],
    ["a plan of another estate than the data's", [plan(other, 'b.json')], /^b\.json: this plan is of the estate "khac", and the data directory describes "thu".*--sites/],
    ['one that is none among others', [plan(draft('ndc-01-platform')), handed('c.json', '[]')], /^c\.json: it holds a list/],
  ])('are refused: %s', async (_name, plans, message) => {
    await expect(readPlans(plans, expected)).rejects.toThrow(PlanProblem);
    await expect(readPlans(plans, expected)).rejects.toThrow(message);
  });

  it('two of no stack that differ are both read', async () => {
    expect((await readPlans([handed('a.json', foreign), handed('b.json', `${foreign} `)], { ...expected, stacks: [] })).stacks).toHaveLength(2);
  });
});
