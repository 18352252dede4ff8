import { describe, expect, it } from 'vitest';
import { applyScenario } from '../../../sites/model/scenario.js';
import { day, quarter, quarters } from '../../../sites/model/calendar.js';
import { pastLifeIn } from '../../../sites/purchase/owned.js';
import { siteFile } from '../capacity/planned-estate.js';
import { buy, estateFor, planned } from './estates.js';

const tenants = { 'bo-y-te': [{ system: 'nho', tier: 'bronze', cpu: 8, memoryGi: 32 }] } as const;

describe('what stands already', () => {
  it('is named as the cause where a feed carries less than it, before any purchase', () => {
    const result = buy(estateFor(tenants, { changes: { 'ndc-01.yaml': siteFile(1).replace('{id: f1, kw: 1000}', '{id: f1, kw: 4}') } }));
    if (result.status !== 'infeasible') throw new Error(result.status);
    expect(result.overloaded).toEqual([{ kind: 'feed', site: 'ndc-01', hall: 'a', from: '2026-Q2', until: '2030-Q4', drawnKw: expect.any(Number) as number, limitKw: 4 }]);
    expect(result.overloaded[0]?.drawnKw).toBeGreaterThan(4);
  });

  it('is named beside a plan where only cooling is exceeded', () => {
    const plan = planned(buy(estateFor(tenants, { changes: { 'ndc-01.yaml': siteFile(1).replace('coolingKw: 300, coolingUnits: 4', 'coolingKw: 2, coolingUnits: 4') } })));
    expect(plan.overloaded.map(({ kind, site, limitKw }) => [kind, site, limitKw])).toEqual([['cooling', 'ndc-01', 6]]);
  });

  it('is not named where its halls bear it', () => {
    expect(planned(buy(estateFor(tenants))).overloaded).toEqual([]);
  });
});

it('tells pools past their life that are counted on, from the quarter in which it ends', () => {
  const estate = estateFor(tenants, { lifeYears: 2 });
  const planning = estate.planning.purchase;
  if (planning === undefined) throw new Error('the estate says nothing of purchases');
  const at = (asOf: string) => pastLifeIn(applyScenario(estate, { ...estate.scenario, asOf: day(asOf) }), planning, quarters(quarter(`${asOf.slice(0, 4)}-Q3`), quarter('2030-Q4'))).filter(({ site }) => site === 'ndc-01');
  expect(at('2026-09-30')).toEqual([]);
  // Pools of 2025-Q3 with a life of two years; a general node takes six months, a storage node nine.
  expect(at('2027-07-01').map(({ kind, count, since, until }) => [kind, count, since, until])).toEqual([
    ['general', 20, '2027-Q3', '2028-Q1'],
    ['storage', 10, '2027-Q3', '2028-Q2'],
  ]);
});
