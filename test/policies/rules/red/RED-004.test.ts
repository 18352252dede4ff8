import { describe, expect, it } from 'vitest';
import { estateOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';

const on = (changes: Changes, site = 'ndc-01') => verdictOn(verdictsOf('RED-004', estateOf(changes)), `site/${site}`);
const until = (date: string): Changes => ({ 'ndc-01.yaml#/facility/certifiedUntil': date });

describe('RED-004', () => {
  it.each([
    ['in force until tomorrow', until('2026-11-23'), 'pass'],
    ['on its last day', until('2026-11-22'), 'pass'],
    ['expired yesterday', until('2026-11-21'), 'fail'],
    ['not on record', {}, 'unknown'],
    ['rated IV', { ...until('2030-01-01'), 'ndc-01.yaml#/facility/rating': 'IV' }, 'pass'],
    ['rated II, however certified', { ...until('2030-01-01'), 'ndc-01.yaml#/facility/rating': 'II' }, 'fail'],
  ])('%s: %s', (_name, changes, status) => {
    expect(on(changes)).toMatchObject({ status, pack: 'operations', blocks: status === 'fail' });
  });

  it.each([
    ['a planned site is not certified yet', {}, 'not-applicable'],
    ['one that is meant to be rated II', { 'ndc-02.yaml#/facility/rating': 'II' }, 'fail'],
    ['one under construction', { 'ndc-02.yaml#/phase': 'building' }, 'not-applicable'],
  ])('%s', (_name, changes, status) => {
    expect(on(changes, 'ndc-02').status).toBe(status);
  });

  it('leaves retired sites out', () => {
    expect(statuses(verdictsOf('RED-004', estateOf({ 'ndc-02.yaml#/phase': 'retired', 'ndc-03.yaml#/phase': 'retired' })))).toEqual({ 'site/ndc-01': 'unknown' });
  });
});
