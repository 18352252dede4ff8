import { describe, expect, it } from 'vitest';
import { english, estateOf, type Changes } from './estate-files.js';

const means = (more: Readonly<Record<string, string>> = {}): string => {
  const fields = { id: 'pin', site: 'ndc-01', what: 'pin-envelope', place: 'Két', opens: '{roles: [A, B], needed: 2}', since: '2026-10-06', drilled: '2026-10-20', everyDays: '90', ...more };
  return `  - {${Object.entries(fields).filter(([, value]) => value !== '').map(([key, value]) => `${key}: ${value}`).join(', ')}}\n`;
};
const listed = (...entries: readonly string[]): Changes => ({ 'keys/break-glass.yaml': `apiVersion: ndc.gov.vn/v1\nkind: BreakGlass\nmeans:\n${entries.join('')}` });

describe('the list of what opens a site in an emergency', () => {
  it('is part of the estate, by id, and need not be there', () => {
    expect(estateOf(listed(means())).breakGlass['pin']).toMatchObject({ site: 'ndc-01', what: 'pin-envelope', opens: { roles: ['A', 'B'], needed: 2 } });
    expect(estateOf().breakGlass).toEqual({});
    expect(() => estateOf(listed(means({ drilled: '2026-10-06' })))).not.toThrow();
  });

  it.each([
    ['a site nobody has', [means({ site: 'ndc-07' })], 'names the site "ndc-07", which does not exist'],
    ['nobody who may open it', [means({ opens: '{roles: [], needed: 1}' })], 'keys/break-glass.yaml'],
    ['more people needed than there are', [means({ opens: '{roles: [A], needed: 2}' })], 'expected roles with one at least who may open it, and a needed of at most as many'],
    ['a drill before it was there', [means({ drilled: '2026-10-05' })], 'NDC-E065 break-glass "pin": drilled on 2026-10-05, before it was there, 2026-10-06'],
    ['a drill of what is not there', [means({ since: '' })], 'NDC-E065 break-glass "pin": drilled on 2026-10-20, and not there yet (no since)'],
    ['an id used twice', [means(), means()], 'the break-glass "pin" already stands at'],
    ['a kind that is none', [means({ what: 'key-under-the-mat' })], 'pin-envelope'],
  ])('refuses %s', (_, entries, words) => {
    const found = english(listed(...entries));
    expect(found.join('\n')).toContain(words);
    expect(found[0]).toMatch(/^keys\/break-glass\.yaml:\d+:\d+ NDC-E0\d\d /);
  });
});
