import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { quarter } from '../../../sites/model/calendar.js';
import { loadSolver } from '../../../sites/packing/solver.js';
import { shareOf, uncertain } from '../../../sites/purchase/regret.js';
import { atQuantile, draw, quantile } from '../../../sites/purchase/scenarios.js';
import { waited } from '../../../sites/purchase/waited.js';
import type { Problem } from '../../../sites/purchase/problem.js';
import type { EstateProblem } from '../../../sites/purchase/build.js';
import { buy, estateFor, planned } from './estates.js';

const solver = await loadSolver();
const likely = { low: -2, mid: 0, high: 10, confidencePercent: 80 };
const uncertainty = { growthPercentPerYear: likely, lateQuarters: { low: 0, mid: 0, high: 2, confidencePercent: 80 }, pricePercent: { low: 90, mid: 100, high: 120, confidencePercent: 80 } };
const tenants = { 'bo-y-te': [{ system: 'lon', tier: 'bronze', cpu: 560, memoryGi: 64, grows: { at: '2028-Q3', cpu: 640 } }] } as const;
const estate = estateFor(tenants);
const purchases = estate.planning.purchase;
if (purchases === undefined) throw new Error('the estate says nothing of purchases');
const planning = { ...purchases, uncertainty };
const run = (seed: number, count: number) => uncertain(estate, deriveIntent, planning, new Map(), { seed, count }, { solver, gap: 0, now: () => 0, until: 600_000 });

describe('a value that is likely', () => {
  it.each([
    [0.1, -2],
    [0.5, 0],
    [0.9, 10],
    [0.3, -1],
    [0.7, 5],
    [0.95, 11.25],
  ])('has a share of %s of all outcomes below %s', (share, value) => expect(quantile(likely, share)).toBeCloseTo(value, 9));

  it('is drawn so that its confidence holds', () => {
    const growth = draw(estate, uncertainty, 3, 4000).map((one) => one.growth);
    const inside = growth.filter((value) => value >= likely.low && value <= likely.high).length / growth.length;
    expect(inside).toBeGreaterThan(0.77);
    expect(inside).toBeLessThan(0.83);
  });

  it('slips sites that are yet to open, and no other', () => {
    expect(Object.keys(draw(estate, uncertainty, 1, 1)[0]?.late ?? {})).toEqual([]);
    const site = estate.sites['ndc-02'];
    if (site === undefined) throw new Error('the estate has NDC 02');
    const opens = { ...estate, sites: { ...estate.sites, 'ndc-02': { ...site, phase: 'planned' as const, milestones: { ...site.milestones, commissioning: quarter('2029-Q1') } } } };
    expect(Object.keys(atQuantile(opens, uncertainty, 0.9).late)).toEqual(['ndc-02']);
  });
});

describe('plans for what is uncertain', () => {
  const answer = run(1, 12);

  it('gives the same answer for the same seed, and another for another', () => {
    expect(run(1, 12)).toEqual(answer);
    expect(run(2, 12)).not.toEqual(answer);
  });

  it('has a P90 plan that buys no less than the P50 plan and holds at least as often', () => {
    const [p50, p90] = answer?.plans ?? [];
    expect([p50?.name, p90?.name, p50?.growth, p90?.growth]).toEqual(['P50', 'P90', 0, 10]);
    expect(p90?.nodes).toBeGreaterThan(p50?.nodes ?? 0);
    expect(p90?.holds).toBeGreaterThan(p50?.holds ?? 0);
    expect(p90?.holds).toBeGreaterThanOrEqual(10);
  });

  it('regrets nothing of a plan where its own outcome comes true, and never less than nothing', () => {
    for (const { regrets, growth } of answer?.scenarios ?? [])
      for (const { plan, regret } of regrets) {
        expect(regret === undefined || regret >= 0n).toBe(true);
        // Two nodes for 640 cores and a rack of ten; a third from 683 on.
        if (plan === 'P50' && growth <= 0 && growth > -1) expect(regret).toBe(0n);
      }
  });

  it('is not there without planning inputs', () => {
    expect(uncertain(estate, deriveIntent, purchases, new Map(), { seed: 1, count: 1 }, { solver, gap: 0, now: () => 0, until: 1 })).toBeUndefined();
  });
});

it.each([
  [0.5, 2n],
  [0.9, 4n],
  [1, 4n],
  [0, 1n],
])('a share of %s of four costs lies at or below %s', (share, value) => expect(shareOf([3n, 1n, 4n, 2n], share)).toBe(value));

describe('waiting one quarter', () => {
  it('leaves the quarter of need unserved where orders stand on their last day', () => {
    const plan = planned(buy(estate));
    expect(plan.orders.map(({ count, needed }) => [count, needed])).toEqual([[1, '2028-07-01']]);
    expect(plan.waited).toEqual({ dearer: 0n, short: 1, of: expect.any(Number) as number, worst: { site: 'ndc-01', compartment: 'open', resource: 'cpu', quarter: '2028-Q3', lost: [], percent: 2 } });
  });

  it('counts what the same goods cost more', () => {
    const problem = { quarters: ['2027-Q1', '2027-Q2'], things: [{ price: [10n, 13n], life: 8 }], needs: [] } as unknown as Problem;
    expect(waited(problem as EstateProblem, { ordered: [[2, 0]], serving: [[0, 2]], racks: [] })).toEqual({ dearer: 6n, short: 0, of: 0 });
  });
});
