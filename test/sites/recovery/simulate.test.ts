import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import type { Estate } from '../../../sites/model/estate.js';
import { protections } from '../../../sites/model/kinds/protection.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import type { Distribution } from '../../../sites/recovery/distribution.js';
import { matrixOf } from '../../../sites/recovery/matrix.js';
import { simulateLoss, type Simulated, type Simulation } from '../../../sites/recovery/simulate.js';
import { runs as matrixRuns } from '../../../sites/recovery/times.js';
import { database, planned, type SystemOf } from '../capacity/planned-estate.js';
import { asOf, shippedEstate } from '../data/shipped.js';
import { recoveryFrom } from './recovered.js';

const derive = (estate: Estate) => {
  const intent = deriveIntent(estate);
  return { intent, protection: deriveProtection(estate, intent) };
};
const simulate = (estate: Estate, change: Partial<Simulated> = {}): Simulation => simulateLoss(estate, derive, { struck: 'ndc-01', cause: 'disaster', runs: 400, seed: 0, ...change });

const places = ['{primary: ndc-01, standby: ndc-02, backup: ndc-03}', '{primary: ndc-01, standby: ndc-03, backup: ndc-02}', '{primary: ndc-02, standby: ndc-01, backup: ndc-03}'];
const systems = protections.flatMap((tier, rank) =>
  [0, 1, 2].map((index): SystemOf => ({ id: `${tier}-${index}`, tier, storage: '{block: 1Ti}', databases: index === 1 ? [] : [database({ id: 'd', size: '200Gi', changeRate: `${(rank + 1) * 10}Gi` })], placement: tier === 'bronze' ? '{primary: ndc-01, backup: ndc-03}' : (places[index] ?? '') })),
);
const base = planned(systems).plan.estate;
const target = applyScenario(shippedEstate(), { asOf, lose: [], delay: {}, phase: 'all-operating' });
const patient = 120_000;

type Inputs = Estate['recovery'];
const withInputs = (change: (inputs: Inputs) => Partial<Inputs>): Estate => ({ ...base, recovery: { ...base.recovery, ...change(base.recovery) } });
const withLinks = (estate: Estate, capacityGbps: number): Estate => ({ ...estate, links: Object.fromEntries(Object.entries(estate.links).map(([id, link]) => [id, { ...link, capacityGbps }])) });
const endless = 1n << 62n;
const at = (of: Distribution | undefined, level: keyof Distribution): bigint => of?.[level] ?? endless;

it('tells how many runs are done, and comes to the same', () => {
  const told: number[] = [];
  const heard = simulateLoss(base, derive, { struck: 'ndc-01', cause: 'disaster', runs: 400, seed: 0 }, (done) => told.push(done));
  expect(told).toEqual([100, 200, 300, 400]);
  expect(heard.tiers).toEqual(simulate(base).tiers);
});

describe('the simulation and the matrix', () => {
  it('bring everybody back at the same moments: seed 0 is the matrix’s own luck, run for run', () => {
    const matrix = new Map(matrixOf(recoveryFrom(base), ['site-dead']).cells.map((cell) => [cell.namespace, cell]));
    const { environments } = simulate(base, { runs: matrixRuns });
    expect(environments.length).toBeGreaterThan(5);
    for (const { namespace, rto, runs } of environments) {
      const cell = matrix.get(namespace);
      expect(runs).toEqual(cell?.runs);
      expect({ typicalMs: rto?.typicalMs, p50Ms: rto?.p50, p95Ms: rto?.p95 }).toEqual(cell?.rto);
    }
  });

  it('lose the same: the matrix tells the worst moment, and lies within what any moment loses', () => {
    const minutes = fc.integer({ min: 1, max: 240 });
    fc.assert(
      fc.property(minutes, minutes, fc.integer({ min: 4, max: 2000 }), fc.nat({ max: 1000 }), (snapshot, backup, rate, seed) => {
        const estate = withLinks(withInputs(({ copies }) => ({ copies: { ...copies, gold: { ...copies.gold, volumes: { mode: 'snapshot', intervalMinutes: snapshot } }, silver: { ...copies.silver, backupEveryMinutes: backup, archiveTimeoutSeconds: backup * 60 } } })), rate / 1000);
        const matrix = new Map(matrixOf(recoveryFrom(estate), ['site-dead']).cells.map((cell) => [cell.namespace, cell]));
        for (const { namespace, losses } of simulate(estate, { runs: 6000, seed }).environments)
          for (const { loss, ms } of losses) {
            const told = matrix.get(namespace)?.losses.find(({ data }) => data === loss.data);
            expect(told?.totalMs).toEqual(loss.totalMs);
            // A way that keeps up on typical days alone: half of all runs are without bound, and the median may be either.
            if (loss.totalMs.p95 === undefined) {
              expect(ms.p95).toBeUndefined();
              continue;
            }
            for (const level of ['p50', 'p95'] as const) {
              const figure = at(loss.totalMs, level);
              // A percentile of 6,000 draws is off by a little: here by less than eight of its standard errors.
              const slack = loss.intervalMs / 25n + ((loss.totalMs.p95 ?? 0n) - (loss.totalMs.p50 ?? 0n)) / 4n + 2n;
              expect(at(ms, level), `${namespace} ${loss.data} ${level}`).toBeLessThanOrEqual(figure + slack);
              expect(figure, `${namespace} ${loss.data} ${level}`).toBeLessThanOrEqual(at(ms, 'most') + loss.intervalMs / 20n + 2n);
              expect(figure).toBeGreaterThanOrEqual(at(ms, 'p5'));
            }
          }
      }),
      { numRuns: 6 },
    );
  }, patient);

  it('find the same gone, and nothing back, where the site is the only one', () => {
    const today = applyScenario(shippedEstate(), { asOf, lose: [], delay: {}, phase: 'as-recorded' });
    const { environments, tiers, links, survivors } = simulate(today, { runs: 10 });
    expect([links, survivors]).toEqual([[], []]);
    for (const { runs, rpo, rto, gone, withinRto } of environments) {
      expect(runs).toMatchObject({ how: 'nowhere' });
      expect([rpo, rto, withinRto]).toEqual([undefined, undefined, 0]);
      expect(gone).toContain('manifests');
    }
    for (const { environments: all, nowhere, withinRpo, withinRto } of tiers) expect([nowhere, withinRpo, withinRto]).toEqual([all, 0, 0]);
  });
});

describe('a seed', () => {
  const figures = ({ environments, tiers, links }: Simulation) => ({ environments, tiers, links });

  it('gives the same figures again, and another one others', () => {
    expect(figures(simulate(base, { seed: 3 }))).toEqual(figures(simulate(structuredClone(base), { seed: 3 })));
    expect(figures(simulate(base, { seed: 3 }))).not.toEqual(figures(simulate(base, { seed: 4 })));
  });
});

describe('data lost at any moment', () => {
  it('never shrinks with a longer interval, whatever the luck', () => {
    const minutes = fc.integer({ min: 1, max: 240 });
    fc.assert(
      fc.property(minutes, minutes, fc.nat({ max: 1000 }), (a, b, seed) => {
        const of = (interval: number) => simulate(withInputs(({ copies }) => ({ copies: { ...copies, silver: { ...copies.silver, backupEveryMinutes: interval, archiveTimeoutSeconds: interval * 60 } } })), { seed, runs: 60 });
        const long = new Map(of(Math.max(a, b)).environments.map(({ namespace, rpo }) => [namespace, rpo]));
        for (const { namespace, rpo } of of(Math.min(a, b)).environments) for (const level of ['p5', 'p50', 'p95', 'most'] as const) expect(at(long.get(namespace), level)).toBeGreaterThanOrEqual(at(rpo, level));
      }),
      { numRuns: 6 },
    );
  }, patient);

  it('is up to an interval, evenly, where copies are made now and then', () => {
    const { environments } = simulate(target, { runs: 2000 });
    const gold = environments.flatMap(({ losses }) => losses.filter(({ loss }) => loss.means === 'snapshot'));
    expect(gold.length).toBeGreaterThan(3);
    for (const { loss, ms, bytes } of gold) {
      expect(loss.intervalMs).toBe(300_000n);
      expect(Number(at(ms, 'p50')) / 150_000).toBeCloseTo(1, 0);
      expect(at(ms, 'most')).toBeLessThanOrEqual(at(loss.totalMs, 'p95') + 30_000n);
      expect(at(bytes, 'p95')).toBeGreaterThan(at(bytes, 'p5'));
    }
    // Snapshots of one interval over one way begin together, so their luck is one.
    const pairs = new Map(gold.map(({ loss, ms }) => [loss.at, ms]));
    for (const { loss, ms } of gold) expect(ms).toEqual(pairs.get(loss.at));
  });
});

describe('survivors', () => {
  it('take what is restored over links that carry it, and no more of anything than they have', () => {
    const { links, survivors, recovered } = simulate(target, { runs: 5 });
    expect(links.some(({ restored }) => restored > 0n)).toBe(true);
    const crossed = recovered.steps.steps.reduce((sum, { kind, from, site, bytes }) => (kind === 'transfer' && from !== site ? sum + (bytes?.mid ?? 0n) : sum), 0n);
    expect(links.reduce((sum, { restored }) => sum + restored, 0n)).toBe(crossed);
    for (const { share, load } of links) for (const { rate } of load) expect(rate).toBeLessThanOrEqual(share);
    expect(new Set(survivors.map(({ site }) => site))).toEqual(new Set(['ndc-02', 'ndc-03']));
    for (const { site, resource, there, after } of survivors) expect(after, `${site} ${resource}`).toBeLessThanOrEqual(there);
  });

  it('bring platinum back first, and no tier before its better is begun', () => {
    const { tiers } = simulate(target, { runs: 200 });
    const firsts = tiers.map(({ first }) => at(first, 'p50'));
    expect(tiers.map(({ tier }) => tier)).toEqual([...protections]);
    expect(firsts).toEqual([...firsts].sort((a, b) => (a < b ? -1 : 1)));
  });
});

describe('what a cause hits', () => {
  const hits = { zoneFeedsPerHall: 1, pathsPerLink: 1, operatorsPercent: 50, abroadCut: true };
  const none = { zoneFeedsPerHall: 0, pathsPerLink: 0, operatorsPercent: 100, abroadCut: false };
  const caused = (estate: Estate): Estate => ({ ...estate, recovery: { ...estate.recovery, causes: { natural: { ...none, zoneFeedsPerHall: 1 }, disaster: none, war: hits } } });
  const sameZone = (estate: Estate): Estate => ({ ...estate, sites: Object.fromEntries(Object.entries(estate.sites).map(([id, site]) => [id, id === 'ndc-03' ? site : { ...site, hazards: [{ scenario: 'natural' as const, zone: 'delta', level: 14 }, { scenario: 'war' as const, zone: 'north', level: 3 }] }])) });

  it('is the site alone in a disaster, or where the estate says nothing', () => {
    const { causes: _said, ...silent } = base.recovery;
    for (const [estate, known] of [[caused(sameZone(base)), true], [{ ...sameZone(base), recovery: silent }, false]] as const) {
      const { hit } = simulate(estate, { cause: known ? 'disaster' : 'war', runs: 2 });
      expect(hit).toMatchObject({ degraded: [], parts: [], abroad: [], known, operators: base.recovery.limits.operators });
    }
  });

  it('is a feed of every hall of the zone’s other sites in a storm, and their capacity with it', () => {
    const estate = caused(sameZone(base));
    const { hit, survivors } = simulate(estate, { cause: 'natural', runs: 2 });
    expect(hit.zones).toEqual([{ zone: 'delta', level: 14 }]);
    expect(hit.degraded).toEqual(['ndc-02']);
    expect(hit.parts.every((part) => part.startsWith('feed/ndc-02/'))).toBe(true);
    expect(hit.parts).toHaveLength(estate.sites['ndc-02']?.facility.halls.length ?? -1);
    const whole = new Map(simulate(estate, { runs: 2 }).survivors.map(({ site, resource, there }) => [`${site} ${resource}`, there]));
    for (const { site, resource, there } of survivors) expect(there).toBeLessThanOrEqual(whole.get(`${site} ${resource}`) ?? -1n);
  });

  it('is a path of every link left, half of the people and the ways abroad in a war', () => {
    const { hit } = simulate(caused(sameZone(base)), { cause: 'war', runs: 2 });
    expect(hit.parts.filter((part) => part.startsWith('path/'))).toEqual(['path/ndc-02--ndc-03/coast']);
    expect(hit.operators).toBe(Math.floor(base.recovery.limits.operators / 2));
    const abroad = simulate(caused(planned([{ id: 'abroad', tier: 'gold', more: '        network: {egress: [{host: api.example.com, port: 443, purpose: mẫu}, {host: api.gov.vn, port: 443, purpose: mẫu}]}\n' }]).plan.estate), { cause: 'war', runs: 2 }).hit;
    expect(abroad.abroad).toEqual([{ namespace: 'abroad-prod', hosts: ['api.example.com:443'] }]);
  });

  it('leaves nobody to declare where too few people are left, and says so', () => {
    const few = { ...caused(base), recovery: { ...caused(base).recovery, limits: { ...base.recovery.limits, operators: 2 } } };
    for (const { runs } of simulate(few, { cause: 'war', runs: 2 }).environments) expect(runs).toMatchObject({ how: 'nowhere', reasons: [{ because: 'too-few-people', needed: 2, there: 1 }] });
  });
});
