import { describe, expect, it } from 'vitest';
import type { Estate } from '../../../../sites/model/estate.js';
import { applyScenario } from '../../../../sites/model/scenario.js';
import { estateOf, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { applied, goodStacks, offline, planset, stackNamed } from '../../planset-builder.js';

const target = (changes: Changes = {}) => targetOf(estateOf(changes));

describe('RED-001 offline: declared names and ids', () => {
  it('fails today and names the planned sites as causes', () => {
    const verdicts = verdictsOf('RED-001', estateOf(), offline(goodStacks('ndc-01')));
    expect(verdictOn(verdicts, 'estate/thu')).toMatchObject({ status: 'fail', recorded: 'fail', causes: ['site/ndc-02', 'site/ndc-03'], blocks: true });
    expect(verdictOn(verdicts, 'estate/thu').finding.en).toBe('1 of 3 sites operate (ndc-01); not operating yet: ndc-02, ndc-03.');
    expect(statuses(verdicts)).toEqual({ 'estate/thu': 'fail', 'site/ndc-01': 'pass (now unknown)' });
  });

  it('passes when three operate, and still knows nothing of what is recorded', () => {
    expect(statuses(verdictsOf('RED-001', target(), offline(goodStacks())))).toEqual({
      'estate/thu': 'pass (now unknown)',
      'site/ndc-01': 'pass (now unknown)',
      'site/ndc-02': 'pass (now unknown)',
      'site/ndc-03': 'pass (now unknown)',
    });
  });

  it.each([
    ['two of three', { 'ndc-02.yaml#/phase': 'operating' }, ['site/ndc-03']],
    ['a site under construction counts as planned', { 'ndc-02.yaml#/phase': 'building' }, ['site/ndc-02', 'site/ndc-03']],
    ['no site left to wait for: no cause, so no waiver on one', { 'ndc-03.yaml#/phase': 'retired' }, []],
  ])('%s', (_name, changes, causes) => {
    expect(verdictOn(verdictsOf('RED-001', estateOf(changes)), 'estate/thu')).toMatchObject({ status: 'fail', causes });
  });

  describe('with sites taken as lost', () => {
    const without = (estate: Estate, ...sites: readonly string[]): Estate => applyScenario(estate, { ...estate.scenario, lose: sites.map((site) => `site/${site}`) });
    const judgedOf = (estate: Estate) => verdictOn(verdictsOf('RED-001', estate), 'estate/thu');

    it('names them as the reason, in both languages', () => {
      const { status, causes, finding } = judgedOf(without(target(), 'ndc-02'));
      expect({ status, causes }).toEqual({ status: 'fail', causes: ['site/ndc-02'] });
      expect(finding.en).toBe('2 of 3 sites operate (ndc-01, ndc-03); taken as lost: ndc-02; every other declared site operates.');
      expect(finding.vi).toBe('Có 2 trên 3 trung tâm dữ liệu đang hoạt động (ndc-01, ndc-03); coi như mất: ndc-02; mọi trung tâm khác đã khai báo đều hoạt động.');
    });

    it('names them beside those that are planned', () => {
      const { causes, finding } = judgedOf(without(estateOf(), 'ndc-01'));
      expect(causes).toEqual(['site/ndc-01', 'site/ndc-02', 'site/ndc-03']);
      expect(finding.en).toBe('0 of 3 sites operate (none); taken as lost: ndc-01; not operating yet: ndc-02, ndc-03.');
    });

    it('is another finding than the one without the loss: no waiver by fingerprint covers both', () => {
      expect(judgedOf(without(estateOf(), 'ndc-01')).fingerprint).not.toBe(judgedOf(estateOf()).fingerprint);
    });

    it('says nothing of a planned site that is taken as lost: it did not operate before', () => {
      expect(judgedOf(without(estateOf(), 'ndc-02')).finding.en).toBe('1 of 3 sites operate (ndc-01); not operating yet: ndc-02, ndc-03.');
    });
  });

  it.each([
    ['cluster name', { 'ndc-02.yaml#/cluster/name': 'cluster-1' }, 'also that of ndc-01'],
    ['cluster id', { 'ndc-02.yaml#/cluster/id': 1 }, 'also that of ndc-01'],
    ['pinned uid', { 'ndc-01.yaml#/cluster/uid': '6b1f2a7c-0000-4000-8000-000000000001', 'ndc-02.yaml#/cluster/uid': '6b1f2a7c-0000-4000-8000-000000000001' }, 'pinned cluster uid'],
    ['HSM', { 'ndc-02.yaml#/hsm/site': 'ndc-01' }, 'HSM stands in ndc-01'],
    ['HSM without partitions', { 'ndc-02.yaml#/hsm/partitions': [], 'keys/ndc-02.yaml#': undefined }, 'no partition'],
    ['state', { 'ndc-02.yaml#/services/state/site': 'ndc-01' }, 'state is kept in ndc-01'],
  ])('a shared %s fails', (_name, changes, finding) => {
    const verdict = verdictOn(verdictsOf('RED-001', target(changes)), 'site/ndc-02');
    expect(verdict.status).toBe('fail');
    expect(verdict.finding.en).toContain(finding);
  });
});

describe('RED-001 on a plan set: uids read in the plans', () => {
  const judged = async (change: (stacks: ReturnType<typeof goodStacks>) => void, changes: Changes = {}, more = {}) => {
    const stacks = applied(goodStacks());
    change(stacks);
    const estate = target(changes);
    return verdictsOf('RED-001', estate, await planset(estate, stacks, more));
  };
  const setUid = (site: string, uid: string | null) => (stacks: ReturnType<typeof goodStacks>) => stacks.forEach((stack) => void (stack.site === site && (stack.uid = uid)));

  it('passes on distinct uids', async () => {
    expect(new Set(Object.values(statuses(await judged(() => undefined))))).toEqual(new Set(['pass']));
  });

  it('two sites that are one cluster fail, and so does the number', async () => {
    const verdicts = await judged(setUid('ndc-02', '00000000-0000-4000-8000-000000000001'));
    expect(statuses(verdicts)).toEqual({ 'estate/thu': 'fail', 'site/ndc-01': 'fail', 'site/ndc-02': 'fail', 'site/ndc-03': 'pass' });
    expect(verdictOn(verdicts, 'estate/thu').finding.en).toBe('3 sites run on 2 distinct clusters only; 3 are needed.');
  });

  it('the same without uids is unknown, and blocks', async () => {
    const verdicts = await judged((stacks) => stacks.forEach((stack) => void (stack.uid = null)));
    expect(new Set(verdicts.map(({ status, blocks }) => `${status} ${blocks}`))).toEqual(new Set(['unknown true']));
  });

  it('one uid missing leaves the others unknown too: they may be the same cluster', async () => {
    expect(statuses(await judged(setUid('ndc-03', null)))).toEqual({ 'estate/thu': 'unknown', 'site/ndc-01': 'unknown', 'site/ndc-02': 'unknown', 'site/ndc-03': 'unknown' });
  });

  it('plans of one site against two clusters fail', async () => {
    const verdicts = await judged((stacks) => void (stackNamed(stacks, 'ndc-02-platform').uid = '00000000-0000-4000-8000-000000000009'));
    expect(verdictOn(verdicts, 'site/ndc-02').finding.en).toContain('more than one cluster');
  });

  it.each([
    ['the pinned one', '00000000-0000-4000-8000-000000000001', 'pass'],
    ['another than the pinned one', '11111111-0000-4000-8000-000000000001', 'fail'],
  ])('the uid is %s', async (_name, uid, status) => {
    expect(verdictOn(await judged(() => undefined, { 'ndc-01.yaml#/cluster/uid': uid }), 'site/ndc-01').status).toBe(status);
  });

  it('a site accepted as unreachable is unknown and does not lock the door', async () => {
    const down = (stacks: ReturnType<typeof goodStacks>) => stacks.forEach((stack) => void (stack.site === 'ndc-03' && (stack.status = { is: 'unreachable', since: '2026-11-22T01:00:00Z', reason: 'timeout' })));
    const accepted = await judged(down, {}, { accepted: [{ site: 'ndc-03', by: 'declaration' }] });
    expect(accepted.map(({ status, blocks }) => [status, blocks])).toEqual([['unknown', false], ['unknown', false], ['unknown', false], ['unknown', false]]);
    expect(verdictOn(accepted, 'site/ndc-03').finding.en).toContain('unreachable since 2026-11-22T01:00:00Z (timeout), which was declared');
    expect((await judged(down)).every(({ blocks }) => blocks)).toBe(true);
  });

  it('an all-create set is no redundancy now', async () => {
    const estate = target();
    expect(verdictOn(verdictsOf('RED-001', estate, await planset(estate, goodStacks())), 'estate/thu')).toMatchObject({ status: 'pass', recorded: 'fail' });
  });
});
