import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storageIn, type StorageRow } from '../../../../sites/capacity/storage/rows.js';
import { database, now, planned, planningWith, siteFile, type SystemOf } from '../planned-estate.js';
import { q } from '../site-builder.js';
import { inTebi } from './storage-builder.js';

const rowOf = (rows: readonly StorageRow[], site: string, name: string): StorageRow => {
  const row = rows.find((one) => one.site === site && one.class === name);
  if (row === undefined) throw new Error(`no row of ${site} ${name}`);
  return row;
};
const rowsOf = (systems: readonly SystemOf[], options: Parameters<typeof planned>[1] = {}) => {
  const { plan, environments } = planned(systems, options);
  return storageIn(plan, environments, now);
};

describe('a class of a site in a quarter', () => {
  it('holds its primaries in full and its standbys at their share, and has the rest left', () => {
    const { rows } = rowsOf([
      { id: 'a', tier: 'platinum', storage: '{block: 10Ti}' },
      { id: 'b', tier: 'silver', storage: '{block: 7Ti}' },
      { id: 'c', tier: 'gold', storage: '{block: 5Ti}', placement: '{primary: ndc-02, standby: ndc-01, backup: ndc-03}' },
    ]);
    // 300/3 x 0.85 = 85; 10 nodes of 100 TiB for 900 declared leave more than a node free.
    const [first, second] = [rowOf(rows, 'ndc-01', 'block'), rowOf(rows, 'ndc-02', 'block')];
    expect([first.usable, first.promised.primary, first.promised.standby, first.left.mid].map(inTebi)).toEqual([85, 17, 5, 63]);
    // The silver standby holds no storage.
    expect([second.promised.primary, second.promised.standby, second.left.mid].map(inTebi)).toEqual([5, 10, 70]);
  });

  it('holds the backups where the copies lie, in the class of object storage', () => {
    const { rows, backups } = rowsOf([{ id: 'a', tier: 'silver', databases: [database()], storage: '{block: 1Ti}' }]);
    const third = rowOf(rows, 'ndc-03', 'object');
    expect(third.backups).toEqual(backups[0]?.retained);
    expect(third.backups.mid).toBeGreaterThan(0n);
    expect(third.left.mid).toBe(third.usable - third.backups.mid);
    expect(rowOf(rows, 'ndc-01', 'object').backups.mid).toBe(0n);
  });

  it('may be owed what it has not: a class the site lacks has nothing to give', () => {
    const { rows } = rowsOf([{ id: 'a', tier: 'gold', storage: '{block: 1Ti}' }], { changes: { 'ndc-02.yaml': siteFile(2).replace('class: block', 'class: other') } });
    const row = rowOf(rows, 'ndc-02', 'block');
    expect([row.there, inTebi(row.usable), inTebi(row.left.mid)]).toEqual([undefined, 0, -1]);
  });

  it('takes over what a lost site ran', () => {
    const { rows } = rowsOf([{ id: 'a', tier: 'silver', storage: '{block: 7Ti}' }], { lose: ['site/ndc-01'] });
    expect(rows.some(({ site }) => site === 'ndc-01')).toBe(false);
    expect(inTebi(rowOf(rows, 'ndc-02', 'block').promised.moved)).toBe(7);
  });

  it('counts a tier and those protected better', () => {
    const { plan, environments } = planned([
      { id: 'a', tier: 'platinum', storage: '{block: 10Ti}' },
      { id: 'b', tier: 'bronze', storage: '{block: 7Ti}' },
    ]);
    expect(inTebi(rowOf(storageIn(plan, environments, now, 'gold').rows, 'ndc-01', 'block').promised.primary)).toBe(10);
    expect(inTebi(rowOf(storageIn(plan, environments, now).rows, 'ndc-01', 'block').promised.primary)).toBe(17);
  });

  it('grows with a forecast, and beyond it by the assumption', () => {
    const systems: SystemOf[] = [{ id: 'a', tier: 'bronze', storage: '{block: 6Ti, object: 2Ti}', more: '        forecast: [{at: 2027-Q1, cpu: 1, memory: 1Gi, storage: 16Ti}]\n' }];
    const { plan, environments } = planned(systems, { changes: { 'catalogue/planning.yaml': planningWith(['storagePerYear: 0', 'storagePerYear: 10']) } });
    const at = (quarter: string): number => inTebi(rowOf(storageIn(plan, environments, q(quarter)).rows, 'ndc-01', 'block').promised.primary);
    // Of 16 TiB, 6 of 8 are block.
    expect([at('2026-Q4'), at('2027-Q1')]).toEqual([6, expect.closeTo(12 * (1 + 0.1 * (89 / 365.25)), 5)]);
  });

  it('names the inputs it rests on', () => {
    const { rows } = rowsOf([{ id: 'a', tier: 'gold', storage: '{block: 1Ti}' }]);
    expect(rowOf(rows, 'ndc-02', 'block').inputs).toEqual([
      '/sites/ndc-02/storage/1',
      '/sites/ndc-02/nodePools/1',
      '/planning/storage/nearfullPercent',
      '/planning/storage/unevenPercent',
      '/planning/storage/healsFrom',
      '/requests/bo-y-te/systems/0/environments/0/quota',
      '/protection/tiers/gold/standbyShare/storage',
    ]);
  });
});

describe('storage of all sites', () => {
  const places = ['ndc-01', 'ndc-02', 'ndc-03'];
  const systems = fc.array(
    fc.record({ tier: fc.constantFrom('platinum' as const, 'gold' as const, 'silver' as const, 'bronze' as const), tebi: fc.integer({ min: 0, max: 40 }), at: fc.integer({ min: 0, max: 2 }) }),
    { minLength: 1, maxLength: 8 },
  );
  const of = (all: readonly { readonly tier: SystemOf['tier']; readonly tebi: number; readonly at: number }[]): SystemOf[] =>
    all.map(({ tier, tebi, at }, index) => ({ id: `s${index}`, tier, storage: `{block: ${tebi}Ti}`, placement: `{primary: ${places[at]}, standby: ${places[(at + 1) % 3]}, backup: ${places[(at + 2) % 3]}}` }));

  it('creates and loses nothing: what is promised is what was asked for and waits', () => {
    fc.assert(
      fc.property(systems, (all) => {
        const { rows } = rowsOf(of(all));
        const total = (use: 'primary' | 'standby' | 'moved'): number => rows.reduce((sum, row) => sum + inTebi(row.promised[use]), 0);
        expect(total('primary')).toBe(all.reduce((sum, { tebi }) => sum + tebi, 0));
        expect(total('standby')).toBe(all.reduce((sum, { tier, tebi }) => sum + (tier === 'platinum' || tier === 'gold' ? tebi : 0), 0));
        expect(total('moved')).toBe(0);
        for (const { left, usable, promised, backups } of rows) {
          expect(left.mid).toBe(usable - promised.primary - promised.standby - promised.moved - backups.mid);
          expect(left.low <= left.mid && left.mid <= left.high).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('does not depend on the order of the requests', () => {
    fc.assert(
      fc.property(systems, (all) => {
        const figures = (list: readonly SystemOf[]) => rowsOf(list).rows.map(({ site, class: name, promised, backups, left }) => ({ site, name, promised, backups, left }));
        expect(figures([...of(all)].reverse())).toEqual(figures(of(all)));
      }),
      { numRuns: 15 },
    );
  });
});
