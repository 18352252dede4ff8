import { describe, expect, it } from 'vitest';
import { sitesWith } from '../../../bin/purchase/edits.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { day, quarter } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { openOrders, unsignedOrders } from '../../../sites/purchase/committed.js';
import { differencesFrom, recordedSite } from '../../../sites/purchase/matches.js';
import { siteFile } from '../capacity/planned-estate.js';
import { estateFor } from './estates.js';

const racks = (lines: string): string => siteFile(2).replace('coolingUnits: 4,', `coolingUnits: 4, rackOrders: [{id: racks-2029-q4, racks: 4, available: 2029-Q4, ${lines}}],`);
const withRacks = (lines: string): Estate => estateFor({}, { changes: { 'ndc-02.yaml': racks(lines) } });
const planned = withRacks('orderBy: 2029-01-01');
const sites = Object.values(planned.sites).map(recordedSite);
const orders = [{ site: 'ndc-02', hall: planned.sites['ndc-02']?.facility.halls[0]?.id ?? '', kind: 'rack', pool: 'racks-2029-q4', count: 4, orderBy: day('2029-01-01'), quarter: quarter('2029-Q4'), cost: 400_000_000n, funding: 'state-budget' }] as const;
const on = (estate: Estate, asOf: string): Estate => applyScenario({ ...estate, purchasePlan: { orders } as unknown as NonNullable<Estate['purchasePlan']> }, { ...estate.scenario, asOf: day(asOf) });

describe('racks of a plan that was accepted', () => {
  it.each<[string, string, string, number, number, readonly string[]]>([
    ['are to be placed until their day', 'orderBy: 2029-01-01', '2029-01-01', 1, 1, []],
    ['are overdue, and still to be placed, from then on', 'orderBy: 2029-01-01', '2029-01-02', 1, 0, ['racks/a/racks-2029-q4 ordered ≤ 2029-01-01 –']],
    ['are as planned once their contract is signed', 'ordered: 2028-12-31', '2029-01-02', 0, 0, []],
    ['are named where it was signed too late', 'ordered: 2029-01-02', '2029-01-03', 0, 0, ['racks/a/racks-2029-q4 ordered ≤ 2029-01-01 2029-01-02']],
  ])('%s', (_, lines, asOf, unsigned, open, differences) => {
    const estate = on(withRacks(lines), asOf);
    expect([unsignedOrders(estate).length, openOrders(estate).length]).toEqual([unsigned, open]);
    expect(differencesFrom({ sites }, estate).map(({ object, field, planned: wanted, found = '–' }) => `${object} ${field} ${wanted ?? '–'} ${found}`)).toEqual(differences);
  });

  it('are written into their hall, below those that stand there', () => {
    const text = sitesWith(planned, { pools: [], retiring: [], declared: [], quarters: [], racks: [{ site: 'ndc-02', hall: 'a', id: 'racks-2030-q1', racks: 2, available: quarter('2030-Q1'), orderBy: day('2029-04-01') }] }, day('2026-10-01'), (site) => (site === 'ndc-02' ? racks('orderBy: 2029-01-01') : siteFile(Number(site.slice(-1))))).get('ndc-02') ?? '';
    expect(estateFor({}, { changes: { 'ndc-02.yaml': text } }).sites['ndc-02']?.facility.halls[0]?.rackOrders).toEqual([
      { id: 'racks-2029-q4', racks: 4, available: '2029-Q4', orderBy: '2029-01-01' },
      { id: 'racks-2030-q1', racks: 2, available: '2030-Q1', orderBy: '2029-04-01' },
    ]);
  });
});

describe('what a plan rests on in a hall', () => {
  it.each<[string, (text: string) => string]>([
    ['coolingKw', (text) => text.replace(/coolingKw: \d+/, 'coolingKw: 5')],
    ['coolingUnits', (text) => text.replace(/coolingUnits: \d+/, 'coolingUnits: 1')],
    ['rackKw', (text) => text.replace(/rackKw: \d+/, 'rackKw: 2')],
    ['rackUnits', (text) => text.replace(/rackUnits: \d+/, 'rackUnits: 20')],
    ['feeds', (text) => text.replace(/kw: \d+/, 'kw: 10')],
    ['racks', (text) => text.replace(/racks: \d+/, 'racks: 300')],
  ])('is named where it is otherwise: %s', (field, change) => {
    const estate = on(estateFor({}, { changes: { 'ndc-02.yaml': change(racks('orderBy: 2029-01-01')) } }), '2026-10-01');
    expect(differencesFrom({ sites }, estate).map(({ object, field: named, place }) => [object, named, place?.file])).toEqual([['hall/a', field, 'ndc-02.yaml']]);
  });

  it('is not asked of a plan that recorded none of it', () => {
    const older = sites.map((site) => ({ ...site, halls: site.halls.map(({ id, racks: count, available, rackOrders = [] }) => ({ id, racks: count, available, rackOrders })) }));
    expect(differencesFrom({ sites: older }, on(planned, '2026-10-01'))).toEqual([]);
  });
});
