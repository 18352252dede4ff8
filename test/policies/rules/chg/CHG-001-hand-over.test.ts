import { describe, expect, it } from 'vitest';
import { day, type Day } from '../../../../sites/model/calendar.js';
import { estateOf, today, type Changes } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { applied, goodStacks, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';

/** Bộ Y tế's one system goes to Bộ Công an: the old stack lets go of all it held at NDC 01, the new one imports it. */
const giver = 'ndc-01-tenant-bo-y-te';
const taker = 'ndc-01-tenant-bo-cong-an';

const request = {
  apiVersion: 'ndc.gov.vn/v1',
  kind: 'TenancyRequest',
  organisation: 'bo-cong-an',
  owners: { accountable: 'A', technical: 'B', mailbox: 'platform@example.vn' },
  systems: [
    {
      id: 'ho-so',
      name: 'Hồ sơ',
      securityLevel: 4,
      sharing: 'shared',
      importance: 'important',
      secrecy: 'none',
      personalData: 'sensitive',
      environments: [{ name: 'prod', quota: { cpu: 4, memory: '16Gi', storage: { 'ndc-block': '100Gi' }, pods: 21, loadBalancers: 1 } }],
    },
  ],
};
const transition = (more: object = {}): object => ({
  apiVersion: 'ndc.gov.vn/v1',
  kind: 'Transition',
  id: 'hop-nhat',
  transition: 'merge',
  from: ['organisation/bo-y-te', 'system/ho-so'],
  to: ['organisation/bo-cong-an'],
  state: 'open',
  approvals: [],
  ...more,
});
const merged = (more?: object): Changes => ({ 'tenants/bo-y-te.yaml#': undefined, 'tenants/bo-cong-an.yaml#': request, 'transitions/hop-nhat.yaml#': transition(more) });

interface Case {
  readonly transition?: object;
  /** What the old owner's plan does with what it holds; undefined where it holds nothing any more. */
  readonly gives?: string | undefined;
  /** What the new owner's plan does. */
  readonly takes?: 'import' | 'create' | 'no-op';
  /** Resource types the new owner's plan leaves out. */
  readonly forgetful?: readonly string[];
  /** Whose stack takes it, and where. */
  readonly owner?: string;
  readonly without?: readonly string[];
  readonly asOf?: Day;
}

async function judged(subject: string, { transition: more, gives = 'forget', takes = 'import', forgetful = [], owner = 'bo-cong-an', without = [], asOf = today, ...given }: Case) {
  const drafts = applied(goodStacks('ndc-01'));
  const old = stackNamed(drafts, giver);
  const namespace = old.resources['kubernetes_namespace_v1']?.['environment'] as { metadata: { labels: Values } };
  namespace.metadata.labels['ndc.gov.vn/role'] = 'primary';
  const held = structuredClone(old.resources);
  const name = `ndc-01-tenant-${owner}`;
  const kept = Object.fromEntries(Object.entries(held).filter(([type]) => !forgetful.includes(type)));
  const next: StackDraft = { ...old, name, organisation: owner, resources: kept, recorded: structuredClone(kept), outputs: { ...old.outputs, ndc_stack: name } };
  const holdsNothing = 'gives' in given && given.gives === undefined;
  const stays = gives === 'no-op';
  const handing: StackDraft = {
    ...old,
    resources: stays ? held : {},
    recorded: holdsNothing ? {} : structuredClone(held),
    actions: stays || holdsNothing ? {} : Object.fromEntries(Object.entries(held).flatMap(([type, named]) => Object.keys(named).map((id) => [`${type}.${id}`, [gives]]))),
  };
  const estate = estateOf(merged(more));
  const set = await planset(estate, [...drafts.filter(({ name: each }) => each !== giver), handing, next].filter(({ name: each }) => !without.includes(each)));
  const stacks = set.stacks.map((stack) => (stack.name === name ? { ...stack, resources: stack.resources.map((resource) => ({ ...resource, action: takes })) } : stack));
  return verdictOn(verdictsOf('CHG-001', estate, { ...set, stacks }, asOf), `stack/${subject}`);
}

describe('CHG-001: what changes hands', () => {
  it.each<[string, Case, string]>([
    ['let go by the old owner, imported by the new one, named by an open merger', {}, 'pass'],
    ['the same by a transfer', { transition: { transition: 'transfer' } }, 'pass'],
    ['no transition that hands over', { transition: { transition: 'offboard' } }, 'fail'],
    ['a draft', { transition: { state: 'draft' } }, 'fail'],
    ['done already', { transition: { state: 'done' } }, 'fail'],
    ['opened tomorrow', { transition: { opened: '2026-11-23' } }, 'fail'],
    ['opened tomorrow, judged tomorrow', { transition: { opened: '2026-11-23' }, asOf: day('2026-11-23') }, 'pass'],
    ['the new owner makes another one', { takes: 'create' }, 'fail'],
    ['the new owner imports all but the namespace', { forgetful: ['kubernetes_namespace_v1'] }, 'fail'],
    ['somebody else imports it', { owner: 'bo-khac' }, 'fail'],
    ['deleted instead', { gives: 'delete' }, 'fail'],
  ])('%s: %s', async (_name, given, status) => {
    expect((await judged(giver, given)).status).toBe(status);
  });

  it.each<[string, Case, string, string]>([
    ['let go in the same set', {}, 'pass', ''],
    ['let go by an earlier apply: the old stack holds nothing', { gives: undefined }, 'pass', ''],
    ['still managed by the old stack', { gives: 'no-op' }, 'fail', `while ${giver} still manages it`],
    ['the old stack is not in the set', { without: [giver] }, 'unknown', `does not show that ${giver} has let go`],
    ['the old stack is not in the set, and nothing is imported', { without: [giver], takes: 'no-op' }, 'pass', ''],
  ])('an import, %s: %s', async (_name, given, status, finding) => {
    const verdict = await judged(taker, given);
    expect([verdict.status, verdict.finding.en]).toEqual([status, expect.stringContaining(finding)]);
    expect(verdict.blocks).toBe(status !== 'pass');
  });

  it('the old owner’s stack is expected while the transition is open, and a stranger once it is done', async () => {
    expect((await judged(giver, { gives: undefined })).status).toBe('pass');
    const estates = [estateOf(merged()), estateOf(merged({ state: 'done' }))];
    const expected = estates.map((estate) => verdictsOf('CHG-001', estate, { mode: 'planset', stacks: [] }).map(({ subject }) => subject.object));
    expect(expected.map((objects) => objects.includes(`stack/${giver}`))).toEqual([true, false]);
  });
});
