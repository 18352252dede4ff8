import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleOf, rules } from '../../../policies/engine/catalogue.js';
import { shippedEstate } from '../../sites/data/shipped.js';

describe('the catalogue', () => {
  it('is this inventory', () => {
    expect(rules.map(({ id, pack, reads }) => `${id} ${pack} ${reads.join('+')}`)).toEqual([
      'ACC-001 design estate+planset',
      'BAK-001 design estate+planset',
      'BAK-002 design estate+planset',
      'BAK-003 design estate+planset',
      'BAK-004 design estate+planset',
      'BAK-005 design estate+planset',
      'BAK-006 operations estate',
      'BAK-007 design estate',
      'CAP-001 design estate',
      'CAP-002 design estate',
      'CAP-003 design estate',
      'CAP-004 design estate',
      'CHG-001 operations estate+planset',
      'CHG-002 operations estate+planset',
      'CHG-003 failover estate+planset',
      'ENC-001 design estate',
      'ENC-002 design estate',
      'ENC-003 design estate+planset',
      'ENC-004 design estate+planset',
      'ENC-005 design estate',
      'ENC-006 design estate',
      'ENC-007 design estate+planset',
      'ENC-008 operations estate+planset',
      'ENC-009 operations estate',
      'ENC-010 design estate+planset',
      'ENC-011 operations estate',
      'ENC-012 design estate+planset',
      'EVI-001 design estate',
      'MIG-001 design estate',
      'MIG-002 operations estate',
      'MIG-003 design estate',
      'MIG-004 operations estate',
      'NET-001 design estate',
      'NET-002 design estate',
      'NET-003 design estate',
      'RED-001 design estate+planset',
      'RED-002 design estate',
      'RED-003 design estate',
      'RED-004 operations estate',
      'RED-005 design estate+planset',
      'RED-006 design estate+planset',
      'RED-007 design estate',
      'RED-008 design estate+planset',
      'RED-009 design estate+planset',
      'RED-010 operations estate+planset',
      'RED-011 design estate',
      'RED-012 design estate',
      'REP-001 design estate+planset',
      'REP-002 design estate',
      'REP-003 design estate+planset',
      'REP-004 design estate+planset',
      'REP-005 design estate',
      'REP-006 design estate',
      'REP-007 failover estate+planset',
      'SUP-001 operations estate+planset',
      'TEN-001 design estate+planset',
      'TEN-002 design estate+planset',
      'TEN-003 design estate+planset',
      'TEN-004 design estate+planset',
      'TEN-005 design estate+planset',
      'TEN-006 operations estate',
      'TEN-007 design estate',
      'TEN-008 design estate',
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

  it('cites only texts that the data describe', () => {
    const { legal: texts } = shippedEstate();
    const cited = rules.flatMap(({ id, legal }) => legal.map(({ document }) => [id, document] as const));
    expect(cited.filter(([, document]) => texts[document] === undefined)).toEqual([]);
  });
});
