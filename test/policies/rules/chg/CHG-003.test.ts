import { describe, expect, it } from 'vitest';
import { estateOf, targetOf } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { goodStacks, offline, planset, stackNamed, type StackDraft } from '../../planset-builder.js';

const target = targetOf(estateOf());
const judged = async (change: (stacks: StackDraft[]) => unknown, estate = target) => {
  const stacks = goodStacks();
  change(stacks);
  return verdictsOf('CHG-003', estate, await planset(estate, stacks));
};
const pinned = (uid: string) => ({ ...target, sites: { ...target.sites, 'ndc-02': { ...target.sites['ndc-02'], cluster: { ...target.sites['ndc-02']?.cluster, uid } } } }) as typeof target;

describe('CHG-003', () => {
  it('passes where each site’s plans are of one cluster of its own; offline there is none', async () => {
    expect(new Set(Object.values(statuses(await judged(() => undefined))))).toEqual(new Set(['pass']));
    expect(verdictsOf('CHG-003', target, offline(goodStacks())).map(({ status }) => status)).toEqual(['not-applicable']);
  });

  it.each<[string, (stacks: StackDraft[]) => unknown, string, RegExp]>([
    ['another site’s cluster', (stacks) => stacks.forEach((stack) => { if (stack.site === 'ndc-02') stack.uid = stackNamed(stacks, 'ndc-01-platform').uid; }), 'fail', /ndc-02 and ndc-01 were made against the same cluster/],
    ['two clusters', (stacks) => { stackNamed(stacks, 'ndc-02-platform').uid = '99999999-0000-4000-8000-000000000009'; }, 'fail', /more than one cluster/],
    ['no uid', (stacks) => stacks.forEach((stack) => { stack.uid = null; }), 'unknown', /It cannot be known/],
  ])('%s', async (_name, change, status, says) => {
    const verdict = verdictOn(await judged(change), 'site/ndc-02');
    expect([verdict.status, verdict.pack, verdict.blocks]).toEqual([status, 'failover', true]);
    expect(verdict.finding.en).toMatch(says);
  });

  it('holds the pinned uid against the one in the plan', async () => {
    const uid = stackNamed(goodStacks(), 'ndc-02-platform').uid ?? '';
    expect(verdictOn(await judged(() => undefined, pinned(uid)), 'site/ndc-02').status).toBe('pass');
    expect(verdictOn(await judged(() => undefined, pinned('99999999-0000-4000-8000-000000000009')), 'site/ndc-02').finding.en).toMatch(/not against the pinned one/);
  });
});
