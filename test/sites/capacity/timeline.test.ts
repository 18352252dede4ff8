import { describe, expect, it } from 'vitest';
import { notAchievable } from '../../../sites/capacity/achievable.js';
import { chainOf } from '../../../sites/capacity/chain.js';
import { demandMilestones, forecastOf } from '../../../sites/capacity/forecast.js';
import { headroomIn } from '../../../sites/capacity/headroom.js';
import { hazardZones } from '../../../sites/capacity/loss.js';
import { plannedQuarters } from '../../../sites/capacity/operation.js';
import { planOf as planOfEstate } from '../../../sites/capacity/plan.js';
import { promisesKept, promiseText, timelineOf, type KeptPromise } from '../../../sites/capacity/promises-kept.js';
import { sensitivityOf } from '../../../sites/capacity/sensitivity.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { day, quarter } from '../../../sites/model/calendar.js';
import { origin, type Estate } from '../../../sites/model/estate.js';
import { applyScenario, parseScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';
import { estateWith, planOf, type Ask } from './plans.js';

const nodes = (count: number, available?: string) => ({ count, cores: 10, gib: 1000, ...(available === undefined ? {} : { available }) });
const late = { pools: [nodes(10)], operating: false, commissioning: '2028-Q2' };
const ask = (cores: number, more: Partial<Ask> = {}): Ask => ({ name: 'a', tier: 'silver', primary: 'ndc-01', standby: 'ndc-02', cores, ...more });
const kept = (estate: Estate, asks: readonly Ask[]): ReadonlyMap<string, KeptPromise> => {
  const plan = planOf(estate, asks);
  return new Map(promisesKept(timelineOf(plan), plan).map((promise) => [promiseText(promise), promise]));
};

describe('promises over the quarters', () => {
  it('a site’s loss is survived from the quarter its standby opens in', () => {
    const promise = kept(estateWith({ 'ndc-01': { pools: [nodes(10)] }, 'ndc-02': late, 'ndc-03': late }), [ask(50)]).get('ndc-01/site/silver');

    expect(promise).toMatchObject({ from: '2026-Q4', broken: { quarter: '2026-Q4', until: '2028-Q1' }, holdsFrom: '2028-Q2' });
  });

  it('names the first quarter, resource and domain that break it', () => {
    // 60 cores of 60 until a pool of two nodes retires... here: until 2028-Q1 the second pool is not there.
    const estate = estateWith({ 'ndc-01': { pools: [nodes(4), nodes(4, '2028-Q1')] } });
    const promises = kept(estate, [ask(40, { tier: 'bronze' })]);

    expect(promises.get('ndc-01/nothing/bronze')).toMatchObject({ holdsFrom: '2026-Q4' });
    expect(promises.get('ndc-01/nothing/bronze')?.broken).toBeUndefined();
    expect(promises.get('ndc-01/node/bronze')).toMatchObject({ broken: { quarter: '2026-Q4', until: '2027-Q4', worst: { domains: ['node/ndc-01/pool-0/1'], left: { resource: 'cpu', left: -10_000n } } }, holdsFrom: '2028-Q1' });
  });

  it('looks beyond the horizon for what a late site still mends', () => {
    const promise = kept(estateWith({ 'ndc-01': { pools: [nodes(10)] }, 'ndc-02': { ...late, commissioning: '2033-Q1' }, 'ndc-03': { ...late, commissioning: '2033-Q1' } }), [ask(50)]).get('ndc-01/site/silver');

    expect(promise).toMatchObject({ broken: { until: '2030-Q4' }, holdsFrom: '2033-Q1' });
  });

  it('a hall is given up where the whole site could be', () => {
    const both = kept(estateWith({ 'ndc-01': { pools: [nodes(10)] }, 'ndc-02': { pools: [nodes(10)] } }), [ask(50)]);
    expect(both.get('ndc-01/hall/silver')).toMatchObject({ holdsFrom: '2026-Q4' });
    const alone = kept(estateWith({ 'ndc-01': { pools: [nodes(10)] }, 'ndc-02': late, 'ndc-03': late }), [ask(50)]);
    expect(alone.get('ndc-01/hall/silver')).toMatchObject({ broken: { quarter: '2026-Q4' }, holdsFrom: '2028-Q2' });
    expect([...alone.keys()].filter((promise) => promise.endsWith('/bronze')).map((promise) => promise.split('/')[1])).not.toContain('site');
  });

  it('a hazard takes every site of its zone', () => {
    const estate = estateWith({ 'ndc-01': { pools: [nodes(10)] }, 'ndc-02': { pools: [nodes(10)] }, 'ndc-03': { pools: [nodes(10)] } });
    const one = estate.sites['ndc-01'];
    const two = estate.sites['ndc-02'];
    if (one === undefined || two === undefined) throw new Error('the estate has three sites');
    const shared: Estate = { ...estate, sites: { ...estate.sites, 'ndc-02': { ...two, hazards: one.hazards } } };

    expect(hazardZones(shared).filter(({ scenario }) => scenario === 'natural').map(({ sites }) => sites)).toEqual([['ndc-01', 'ndc-02'], ['ndc-03']]);
    const [row] = headroomIn(planOf(shared, [ask(50)]), quarter('2026-Q4'), ['silver']);
    // Alone, ndc-01 fails over to ndc-02; with it in one zone there is nowhere to go.
    expect(row?.worst.site.homeless).toEqual([]);
    expect(row?.worst.natural.homeless.map(({ because }) => because)).toEqual(['standby-lost']);
    expect(parseScenario(shared, { asOf: shared.scenario.asOf, lose: ['zone/natural-1'] }).lose).toEqual(['site/ndc-01', 'site/ndc-02']);
  });
});

describe('the shipped estate', () => {
  const shipped = shippedEstate();
  const plan = planOfEstate(shipped, deriveIntent(shipped));
  const timeline = timelineOf(plan);
  const promises = promisesKept(timeline, plan);

  it('keeps every promise inside NDC 01, and none against its loss before the others operate', () => {
    const broken = promises.filter(({ broken: first }) => first !== undefined);

    expect(broken.length).toBeGreaterThan(0);
    expect(new Set(broken.map(({ site }) => site))).toEqual(new Set(['ndc-01']));
    for (const promise of broken) {
      expect(['hall', 'site', 'site-and-node', 'natural', 'disaster', 'war']).toContain(promise.level);
      expect(promise.holdsFrom).toBe('2030-Q4');
    }
  });

  it('says what it waits for, and what a slip does', () => {
    const [first] = notAchievable(plan, promises, 4).filter(({ promise: { level } }) => level === 'site');

    expect(first).toMatchObject({
      waitsFor: [{ site: 'ndc-02', due: '2030-Q4' }, { site: 'ndc-03', due: '2030-Q4' }],
      from: '2030-Q4',
      slips: [{ site: 'ndc-02', quarters: 4, from: '2031-Q4' }, { site: 'ndc-03', quarters: 4, from: '2031-Q4' }],
    });
  });

  it('--delay moves the date with it', () => {
    const slipped = applyScenario(shipped, { ...shipped.scenario, delay: { 'ndc-02': 6 } });
    const later = planOfEstate(slipped, deriveIntent(slipped));
    const promise = promisesKept(timelineOf(later), later).find((one) => promiseText(one) === 'ndc-01/site/silver');

    expect(promise?.holdsFrom).toBe('2032-Q2');
  });

  it('has a now to judge after the horizon', () => {
    expect(plannedQuarters({ ...shipped, scenario: { ...shipped.scenario, asOf: day('2033-02-01') } })).toEqual(['2033-Q1']);
  });

  it('explains an answer down to lines of files, and sums to it', () => {
    const chain = chainOf(plan, { site: 'ndc-01', level: 'node', tier: 'bronze' }, quarter('2028-Q4'));
    const left = chain?.worst.left;

    expect(chain?.supply.reduce((sum, { amount }) => sum + amount, 0n)).toBe(left?.there);
    expect(chain?.demand.reduce((sum, { amount }) => sum + amount, 0n)).toBe(left?.promised);
    for (const { inputs } of [...(chain?.supply ?? []), ...(chain?.demand ?? [])]) {
      expect(inputs.length).toBeGreaterThan(0);
      for (const input of inputs) expect(origin(shipped, input), input).toMatchObject({ line: expect.any(Number) as number });
    }
  });

  it('keeps a promise against a lost link, and explains it as any other', () => {
    const id = { site: 'ndc-01', level: 'link', tier: 'platinum' } as const;
    const kept = promisesKept(timelineOf(plan), plan, 'judged').filter(({ level }) => level === 'link');
    expect(new Set(kept.map(({ site }) => site))).toEqual(new Set(['ndc-01', 'ndc-02', 'ndc-03']));
    // Nothing crosses a link before two sites operate.
    expect(kept.map(({ from }) => from)).toEqual(kept.map(() => '2030-Q4'));
    expect(chainOf(plan, id, quarter('2028-Q4'))).toBeUndefined();

    const chain = chainOf(plan, id, quarter('2030-Q4'));
    const [left, promised] = [chain?.worst.left, chain?.demand.reduce((sum, { amount }) => sum + amount, 0n) ?? 0n];
    if (chain === undefined || left === undefined) throw new Error('a link carries something');
    expect(chain.worst.domains).toHaveLength(1);
    expect(chain.supply.map(({ amount }) => amount)).toEqual([left.there]);
    // Each rate is rounded up on its own: a bit a second for each flow at most.
    expect(promised >= left.promised && promised - left.promised <= BigInt(chain.demand.length)).toBe(true);
    for (const { inputs } of [...chain.supply, ...chain.demand]) for (const input of inputs) expect(origin(shipped, input), input).toMatchObject({ line: expect.any(Number) as number });
    const share = sensitivityOf(plan, chain, (changed) => planOfEstate(changed, deriveIntent(changed))).find(({ input }) => input === '/planning/links/sharePercent');
    // 80 % of the link to 64 %: a fifth of what is there.
    expect(share?.low).toBe(left.left - left.there / 5n);
  });

  it('says by how much a small whole number truly moved', () => {
    const chain = chainOf(plan, { site: 'ndc-01', level: 'nothing', tier: 'bronze' }, quarter('2026-Q4'));
    if (chain === undefined) throw new Error('NDC 01 serves');
    for (const { value, lowPercent, highPercent } of sensitivityOf(plan, chain, (changed) => planOfEstate(changed, deriveIntent(changed)))) {
      const [low, high] = [0.8, 1.2].map((factor) => (typeof value === 'bigint' ? (value * BigInt(factor * 100)) / 100n : Number.isInteger(value) ? Math.round(value * factor) : value * factor));
      expect([lowPercent, highPercent]).toEqual([low, high].map((moved) => Math.round(((Number(moved) - Number(value)) / Number(value)) * 1000) / 10));
    }
  });

  it('counts who stands at every milestone, past ones too, once a site is there to stand at', () => {
    const milestones = demandMilestones(plan);
    expect(milestones).toHaveLength(shipped.settings.milestones.length);
    expect(milestones.map(({ due, past }) => past === due < '2026-Q4')).toEqual(milestones.map(() => true));
    const at = new Map(milestones.map(({ due, standing }) => [due, standing]));
    // NDC 01 is commissioned in 2025-Q3: nobody stands before; systems come until 2025-Q4.
    expect(at.get(quarter('2024-Q3'))).toBe(0);
    expect(at.get(quarter('2025-Q3'))).toBeGreaterThan(0);
    expect(at.get(quarter('2025-Q4'))).toBeGreaterThan(at.get(quarter('2025-Q3')) ?? 0);
  });

  it('moves an answer by exactly what an assumption moves', () => {
    const chain = chainOf(plan, { site: 'ndc-01', level: 'nothing', tier: 'bronze' }, quarter('2026-Q4'));
    if (chain?.worst.left === undefined) throw new Error('NDC 01 has a scarcest resource');
    const found = sensitivityOf(plan, chain, (changed) => planOfEstate(changed, deriveIntent(changed)));
    const [first] = found;

    expect(found.map(({ swing }) => swing)).toEqual(found.map(({ swing }) => swing).sort((a, b) => (a > b ? -1 : a < b ? 1 : 0)));
    expect(first?.swing).toBeGreaterThan(0n);
    // A quota of one environment alone: a fifth of it, either way.
    const quota = found.find(({ input }) => /\/quota\//.test(input) && !input.startsWith('/quotaSizes'));
    if (quota === undefined) throw new Error('a quota stands behind the answer');
    const value = BigInt(quota.value);
    const lower = typeof quota.value === 'bigint' ? (value * 80n) / 100n : BigInt(Math.round(quota.value * 0.8));
    expect(quota.low).toBe(chain.worst.left.left + value - lower);
  });

  it('splits demand into quota, forecast and growth that sum to what headroom counts', () => {
    const at = quarter('2030-Q4');
    const rows = headroomIn(plan, at, ['bronze']);
    for (const { site, compartment, resource, points } of forecastOf(plan, [at])) {
      const [point] = points;
      const left = rows.find((row) => row.site === site)?.resources.find((one) => one.resource === resource && one.compartment === compartment);
      expect((point?.quota ?? 0n) + (point?.forecast ?? 0n) + (point?.growth ?? 0n)).toBe(left?.promised);
      expect(point?.left).toBe(left?.left);
    }
  });
});
