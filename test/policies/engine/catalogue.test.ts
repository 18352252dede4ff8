import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleOf, rules } from '../../../policies/engine/catalogue.js';

describe('the catalogue', () => {
  it('is this inventory', () => {
    expect(rules.map(({ id, pack, reads }) => `${id} ${pack} ${reads.join('+')}`)).toEqual([
      'CAP-001 design estate',
      'CAP-002 design estate',
      'CHG-002 operations estate+planset',
      'NET-002 design estate',
      'RED-001 design estate+planset',
      'RED-002 design estate',
      'RED-003 design estate',
      'RED-006 design estate+planset',
      'RED-007 design estate',
      'RED-011 design estate',
      'TEN-001 design estate+planset',
      'TEN-002 design estate+planset',
      'TEN-003 design estate+planset',
    ]);
  });

  it('holds every rule file, each named after its id', () => {
    const folder = new URL('../../../policies/rules/', import.meta.url);
    const files = readdirSync(folder).flatMap((family) => readdirSync(new URL(`${family}/`, folder)).map((file) => [family, file] as const));
    expect(files.map(([, file]) => file.slice(0, 7)).sort()).toEqual(rules.map(({ id }) => id));
    for (const [family, file] of files) expect(file.slice(0, 3).toLowerCase()).toBe(family);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s says what it is in both languages, and on what it rests', (id, rule) => {
    for (const { vi, en } of [rule.title, rule.explanation, rule.remedy, ...(rule.assumptions ?? []), ...(rule.engineering === undefined ? [] : [rule.engineering.statement])]) {
      expect(vi.length).toBeGreaterThan(10);
      expect(en.length).toBeGreaterThan(10);
      expect(vi).not.toBe(en);
    }
    expect(rule.legal.length > 0 || rule.engineering !== undefined).toBe(true);
    expect(ruleOf(id)).toBe(rule);
  });
});
