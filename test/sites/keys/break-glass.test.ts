import { describe, expect, it } from 'vitest';
import { breakGlassRows, wanting } from '../../../sites/keys/break-glass.js';
import { breakGlassKinds } from '../../../sites/model/kinds/break-glass.js';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { applyScenario, parseScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';

const shipped = shippedEstate();
const on = (asOf: string, estate: Estate = shipped): Estate => ({ ...estate, scenario: { ...estate.scenario, asOf: day(asOf) } });
type Means = Estate['breakGlass'][string];
const pin: Means = { id: 'p', site: 'ndc-01', what: 'pin-envelope', place: 'két', opens: { roles: ['a', 'b'], needed: 2 }, since: day('2026-10-06'), drilled: day('2026-10-20'), everyDays: 90 };
const rows = (asOf: string, change: Partial<Record<keyof Means, unknown>> = {}) => {
  const one = Object.fromEntries(Object.entries({ ...pin, ...change }).filter(([, value]) => value !== undefined)) as unknown as Means;
  return breakGlassRows(on(asOf, { ...shipped, breakGlass: { p: one } }), ['ndc-01']).filter(({ what }) => what === 'pin-envelope');
};

describe('break-glass', () => {
  // Drilled on 2026-10-20 and every 90 days: 2027-01-18 is the last day in time, announced 14 days before.
  it.each([
    ['2026-11-01', 'current'],
    ['2027-01-04', 'current'],
    ['2027-01-05', 'due'],
    ['2027-01-18', 'due'],
    ['2027-01-19', 'overdue'],
  ])('on %s is %s', (asOf, standing) => {
    expect(rows(asOf)).toMatchObject([{ standing, drilled: '2026-10-20', due: '2027-01-18' }]);
  });

  it('that was never drilled counts from the day it was there', () => {
    expect(rows('2027-01-04', { drilled: undefined })).toMatchObject([{ standing: 'due', due: '2027-01-04', findings: [{ en: 'was never drilled' }] }]);
    expect(rows('2027-01-05', { drilled: undefined })).toMatchObject([{ standing: 'overdue' }]);
  });

  it('does not count a drill that is yet to come', () => {
    const [row] = rows('2026-10-19');
    expect(row).toMatchObject({ standing: 'current', due: '2027-01-04' });
    expect(row?.drilled).toBeUndefined();
    expect(row?.findings.map(({ en }) => en)).toEqual(['says it was drilled on 2026-10-20, after the day that is looked at: not counted', 'was never drilled']);
  });

  it('that is not there is missing where a site operates, and planned where it does not', () => {
    expect(rows('2026-11-01', { since: undefined, drilled: undefined })).toMatchObject([{ standing: 'missing', id: 'p' }]);
    expect(rows('2026-10-05')).toMatchObject([{ standing: 'missing' }]);
    const none = breakGlassRows(on('2026-11-01', { ...shipped, breakGlass: {} }));
    expect(none.map(({ site, standing }) => `${site} ${standing}`)).toEqual(['ndc-01', 'ndc-02', 'ndc-03'].flatMap((site) => breakGlassKinds.map(() => `${site} ${site === 'ndc-01' ? 'missing' : 'planned'}`)));
    expect(wanting(none)).toHaveLength(breakGlassKinds.length);
  });

  it('that one person opens alone is told', () => {
    expect(rows('2026-11-01', { opens: { roles: ['a', 'b'], needed: 1 } })).toMatchObject([{ findings: [{ en: 'one person opens it alone' }] }]);
  });

  it('as shipped is whole at the site that operates, and wants all of the others once they do', () => {
    expect(wanting(breakGlassRows(on('2026-11-20')))).toEqual([]);
    const all = applyScenario(shipped, parseScenario(shipped, { asOf: day('2026-11-20'), lose: [], delay: [], phase: 'all-operating' }));
    expect(wanting(breakGlassRows(all)).map(({ site }) => site)).toEqual(['ndc-02', 'ndc-02', 'ndc-02', 'ndc-02', 'ndc-03', 'ndc-03', 'ndc-03', 'ndc-03']);
  });
});
