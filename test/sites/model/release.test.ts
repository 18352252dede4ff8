import { describe, expect, it } from 'vitest';
import { approvalDigest, notApprovable, type ApprovalsOnDay } from '../../../sites/model/approval.js';
import { approvalWords } from '../../../sites/model/approval-words.js';
import { day } from '../../../sites/model/calendar.js';
import { releasesOf } from '../../../sites/model/releases.js';
import { english, estateOf, type Changes } from './estate-files.js';

const release = ({ kind = 'release', from = 'site/ndc-01', to = '', state = 'open', at = '2026-11-29T20:15:00Z', until = '2026-12-02', reason = 'đứt cả hai tuyến' } = {}): Changes => ({
  'transitions/cho.yaml': `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: cho\ntransition: ${kind}\nfrom: [${from}]\nto: [${to}]\nstate: ${state}\nopened: 2026-11-30\napprovals: []\nrelease: {at: "${at}", reason: ${reason}, until: ${until}}\n`,
});

describe('what releases say and is not so', () => {
  it.each<[string, Changes, RegExp]>([
    ['two sites', release({ from: 'site/ndc-01, site/ndc-02' }), /NDC-E053 .*exactly one site/],
    ['no site', release({ from: 'stack/ndc-01-platform' }), /exactly one site/],
    ['a site there is not', release({ from: 'site/ndc-09' }), /NDC-E021 .*"ndc-09"/],
    ['somebody else', release({ to: 'site/ndc-02' }), /to must be empty/],
    ['another kind', release({ kind: 'offboard' }), /the block release belongs to a release, not to a offboard/],
    ['nothing', { 'transitions/cho.yaml': (release()['transitions/cho.yaml'] as string).replace(/^release:.*\n/m, '') }, /the block release is missing/],
    // It is written on 30 November in Viet Nam.
    ['a day longer than anybody may ask for', release({ until: '2026-12-08' }), /until is 2026-12-08; expected a day from 2026-11-30 to 2026-12-07/],
    ['a day that was over when it was written', release({ until: '2026-11-29' }), /expected a day from 2026-11-30/],
  ])('%s', (_name, changes, says) => {
    const found = english(changes);
    expect(found, found.join('\n')).toHaveLength(1);
    expect(found[0]).toMatch(says);
  });

  it.each(['2026-11-30', '2026-12-07'])('until %s: fine', (until) => {
    expect(estateOf(release({ until })).transitions['cho']?.release?.until).toBe(until);
  });
});

describe('what a release permits', () => {
  const of = (changes: Changes) => {
    const { transitions, settings } = estateOf(changes);
    const transition = transitions['cho'];
    if (transition === undefined) throw new Error('no transition');
    return { transitions, settings, transition };
  };

  it('is told in sentences, with the reason as it was written, and is signed while it is open', () => {
    const { transition } = of(release());
    const said = approvalWords(transition).map(({ vi, en }) => `${vi} ${en}`).join('\n');
    for (const part of ['Permits site/ndc-01 to serve until the end of 2026-12-02', 'đứt cả hai tuyến', 'two places will write', 'no way back']) expect(said).toContain(part);
    expect(notApprovable(transition)).toBeUndefined();
    expect(notApprovable(of(release({ state: 'draft' })).transition)?.en).toMatch(/its state is draft/);
  });

  it('is another text with another day, reason or site', () => {
    const digest = (changes: Changes): string => {
      const { settings, transition } = of(changes);
      return approvalDigest({ settings }, transition);
    };
    const all = [release(), release({ until: '2026-12-03' }), release({ reason: 'khác' }), release({ from: 'site/ndc-02' })].map(digest);
    expect(new Set(all).size).toBe(all.length);
  });

  const signed = (people: readonly string[], on = '2026-11-30'): ApprovalsOnDay => ({ on: day(on), transitions: { cho: { given: people.map((by) => ({ by, on: day('2026-11-30'), key: `SHA256:${by}` })), refused: [] } } });
  it.each<[string, Changes, ApprovalsOnDay, string, boolean]>([
    ['by two people', release(), signed(['an', 'binh']), '2026-11-30', true],
    ['on its last day', release(), signed(['an', 'binh']), '2026-12-02', true],
    ['by one', release(), signed(['an']), '2026-11-30', false],
    ['after its last day', release(), signed(['an', 'binh']), '2026-12-03', false],
    ['after its last day, however early a day is supposed', release(), signed(['an', 'binh'], '2026-11-30'), '2026-12-20', false],
    ['before it was written', release(), signed(['an', 'binh'], '2026-11-29'), '2026-11-29', false],
    ['once it is done', release({ state: 'done' }), signed(['an', 'binh']), '2026-11-30', false],
  ])('counts %s: on %s', (_name, changes, approvals, today, counts) => {
    expect(releasesOf(of(changes), approvals, day(today)).map(({ site, until }) => [site, until])).toEqual(counts ? [['ndc-01', '2026-12-02']] : []);
  });
});
