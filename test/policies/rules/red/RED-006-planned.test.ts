import { describe, expect, it } from 'vitest';
import { estateOf, targetOf } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft } from '../../planset-builder.js';

const target = targetOf(estateOf());
const pair = 'relation/ndc-01--ndc-02';
const judged = async (change: (stacks: StackDraft[]) => unknown, from: StackDraft[] = applied(goodStacks())) => {
  change(from);
  return verdictOn(verdictsOf('RED-006', target, await planset(target, from)), pair);
};

describe('RED-006: planned releases', () => {
  it('passes in both columns when nothing changes, and knows nothing of what is recorded offline', async () => {
    expect(await judged(() => undefined)).toMatchObject({ status: 'pass', recorded: 'pass' });
    expect(statuses(verdictsOf('RED-006', target, offline(goodStacks())))[pair]).toBe('pass (now unknown)');
  });

  it.each([
    ['a release more at one site', (stacks: StackDraft[]) => add(stacks, 'ndc-02-platform', 'helm_release', 'extra', { name: 'extra', namespace: 'x', chart: 'ndc/extra', version: '1.0.0' }), 'fail', /extra runs in ndc-02 and not in ndc-01/],
    ['a release less', (stacks: StackDraft[]) => drop(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), 'fail', /cilium runs in ndc-01 and not in ndc-02/],
    ['another version than declared', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), { version: '1.20.1' }), 'fail', /ndc-02 declares cilium 1\.20\.0, the plan holds 1\.20\.1/],
    ['a version that is not known', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), { version: '${x.y}' }), 'unknown', /helm_release\.cilium: references x\.y/],
    ['a platform that was not read', (stacks: StackDraft[]) => (stackNamed(stacks, 'ndc-02-platform').status = { is: 'failed', reason: 'exit 1' }), 'unknown', /planning stack ndc-02-platform failed/],
    ['a plan that is not whole', (stacks: StackDraft[]) => (stackNamed(stacks, 'ndc-02-platform').plan = { resource_changes: [] }), 'unknown', /is not whole/],
  ])('%s', async (_name, change, status, finding) => {
    const verdict = await judged(change);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toMatch(finding);
  });

  it('what is recorded may lag a version, but must be there', async () => {
    const older = applied(goodStacks());
    for (const stack of older) if (stack.kind === 'platform') Object.assign(stack.recorded?.['helm_release']?.['cilium'] ?? {}, { version: '1.19.0' });
    expect(await judged(() => undefined, older)).toMatchObject({ status: 'pass', recorded: 'pass' });
    expect(await judged(() => undefined, goodStacks())).toMatchObject({ status: 'pass', recorded: 'fail' });
  });
});
