import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estate } from '../../../sites/model/estate.js';
import { protections } from '../../../sites/model/kinds/protection.js';
import { recoveryActions } from '../../../sites/model/kinds/recovery-inputs.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { matrixOf, recoveredFrom } from '../../../sites/recovery/matrix.js';
import { situations } from '../../../sites/recovery/situation.js';
import { timesOf } from '../../../sites/recovery/times.js';
import { database, type SystemOf } from '../capacity/planned-estate.js';
import { plannedEstate, recoveryFrom } from './recovered.js';

const spread = (index: number): string => ['{primary: ndc-01, standby: ndc-02, backup: ndc-03}', '{primary: ndc-01, standby: ndc-03, backup: ndc-02}', '{primary: ndc-02, standby: ndc-01, backup: ndc-03}'][index % 3] ?? '';
const systems = protections.flatMap((tier, rank) =>
  [0, 1, 2].map((index): SystemOf => ({ id: `${tier}-${index}`, tier, storage: '{block: 1Ti}', databases: index === 1 ? [] : [database({ id: 'd', size: '200Gi', changeRate: `${(rank + 1) * 10}Gi` })], placement: tier === 'bronze' ? '{primary: ndc-01, backup: ndc-03}' : spread(index) })),
);
const base = plannedEstate(systems);

type Inputs = Estate['recovery'];
const withInputs = (change: (inputs: Inputs) => Partial<Inputs>): Estate => ({ ...base, recovery: { ...base.recovery, ...change(base.recovery) } });
const withLinks = (capacityGbps: number): Estate => ({ ...base, links: Object.fromEntries(Object.entries(base.links).map(([id, link]) => [id, { ...link, capacityGbps }])) });

/** Whole matrices are computed many times over: a machine with other work takes its time. */
const patient = 120_000;

const endless = 1n << 62n;
/** P95 of data lost by environment, without bound as the largest number. */
const lost = (estate: Estate): Map<string, readonly bigint[]> => new Map(matrixOf(recoveryFrom(estate), ['site-dead']).cells.map(({ namespace, rpo }) => [namespace, [rpo?.p50 ?? endless, rpo?.p95 ?? endless]]));
const back = (estate: Estate): Map<string, readonly bigint[]> => new Map(matrixOf(recoveryFrom(estate), ['site-dead']).cells.map(({ namespace, rto }) => [namespace, rto === undefined ? [] : [rto.typicalMs, rto.p50Ms, rto.p95Ms]]));

function noneSmaller(before: ReadonlyMap<string, readonly bigint[]>, after: ReadonlyMap<string, readonly bigint[]>): void {
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  for (const [namespace, figures] of before) figures.forEach((figure, index) => expect(after.get(namespace)?.[index], namespace).toBeGreaterThanOrEqual(figure));
}

describe('data lost with a site', () => {
  it('never shrinks with a longer interval', () => {
    const interval = fc.integer({ min: 1, max: 240 });
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const [short, long] = [a, b].sort((x, y) => x - y) as [number, number];
        const at = (minutes: number): Estate =>
          withInputs(({ copies }) => ({ copies: { ...copies, gold: { ...copies.gold, volumes: { mode: 'snapshot', intervalMinutes: minutes } }, silver: { ...copies.silver, backupEveryMinutes: minutes, archiveTimeoutSeconds: minutes * 60 } } }));
        noneSmaller(lost(at(short)), lost(at(long)));
      }),
      { numRuns: 7 },
    );
  }, patient);

  it('never shrinks when bandwidth falls', () => {
    const rate = fc.integer({ min: 4, max: 2000 });
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const [narrow, wide] = [a, b].sort((x, y) => x - y) as [number, number];
        noneSmaller(lost(withLinks(wide / 1000)), lost(withLinks(narrow / 1000)));
      }),
      { numRuns: 7 },
    );
  }, patient);
});

describe('the time until service is back', () => {
  const limits = ['operators', 'applySlots', 'promotionSlots', 'restoreMbps', 'imagePullMbps', 'hsmOperationsPerSecond'] as const;

  it('never shrinks with less of anything it is limited by', () => {
    fc.assert(
      fc.property(fc.constantFrom(...limits), fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 4 }), (limit, units, times) => {
        const at = (value: number): Estate => withInputs((inputs) => ({ limits: { ...inputs.limits, [limit]: value }, needsOperator: ['declare', 'verify', 'fence'] }));
        noneSmaller(back(at(units * times * (limit.endsWith('Mbps') ? 50 : 1))), back(at(units * (limit.endsWith('Mbps') ? 50 : 1))));
      }),
      { numRuns: 7 },
    );
  }, patient);

  it('never shrinks when bandwidth falls: what is restored over a link takes longer, until the link carries nothing more', () => {
    const rate = fc.integer({ min: 1, max: 2000 });
    const restores = (estate: Estate): Map<string, readonly bigint[]> => {
      const { steps: { steps }, fates } = recoveredFrom(recoveryFrom(estate), 'ndc-01', new Set(), 'dead');
      const none: (readonly [string, readonly bigint[]])[] = [...fates].flatMap(([namespace, fate]) => ('to' in fate ? [] : [[namespace, [endless, endless]] as const]));
      const done = steps.flatMap(({ kind, namespace = '', name, takes }) => (kind === 'transfer' ? [[`${namespace} ${name}`, [BigInt(takes.p50), BigInt(takes.p95)]] as const] : []));
      return new Map([...none, ...done]);
    };
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const [narrow, wide] = [a, b].sort((x, y) => x - y) as [number, number];
        const [before, after] = [restores(withLinks(wide / 1000)), restores(withLinks(narrow / 1000))];
        for (const [name, figures] of before) {
          const then = after.get(name) ?? after.get(name.split(' ')[0] ?? '');
          figures.forEach((figure, index) => expect(then?.[index], name).toBeGreaterThanOrEqual(figure));
        }
      }),
      { numRuns: 12 },
    );
    // Both ends are met: one that restores, and one that cannot.
    expect([...restores(withLinks(2)).keys()].some((name) => name.includes('transfer'))).toBe(true);
    expect([...restores(withLinks(0.001)).values()].some(([p50]) => p50 === endless)).toBe(true);
  }, patient);

  it('never shrinks when an action takes longer, at half of all times or at nineteen of twenty', () => {
    fc.assert(
      fc.property(fc.constantFrom(...recoveryActions), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (action, half, more) => {
        const longer = withInputs(({ durations }) => ({ durations: { ...durations, [action]: { p50: durations[action].p50 + half, p95: durations[action].p95 + half + more } } }));
        noneSmaller(back(base), back(longer));
      }),
      { numRuns: 7 },
    );
  }, patient);

  it('is the same at every asking', () => {
    expect(back(base)).toEqual(back(structuredClone(base)));
  });

  it('rests on runs enough: five times as many move no percentile by a tenth', () => {
    const { steps, times } = recoveredFrom(recoveryFrom(base), 'ndc-01', new Set(), 'dead');
    const many = timesOf(steps, 1000);
    for (const [namespace, { p50Ms, p95Ms }] of times.byNamespace) {
      expect(Math.abs(Number(p50Ms) / Number(many.byNamespace.get(namespace)?.p50Ms) - 1), namespace).toBeLessThan(0.1);
      expect(Math.abs(Number(p95Ms) / Number(many.byNamespace.get(namespace)?.p95Ms) - 1), namespace).toBeLessThan(0.1);
    }
  });
});

describe('whatever is lost', () => {
  const ids = Object.keys(base.sites);

  it('nothing runs at a lost site, or from a copy that lies at one', () => {
    fc.assert(
      fc.property(fc.subarray(ids), (gone) => {
        const estate = applyScenario(base, { ...base.scenario, lose: gone.map((id) => `site/${id}`) });
        for (const { lost: more, runs, leaves, losses, situation } of matrixOf(recoveryFrom(estate)).cells) {
          const dead = new Set([...gone, ...more.flatMap((domain) => (domain.startsWith('site/') ? [domain.slice('site/'.length)] : []))]);
          for (const place of [runs, leaves]) if (place !== undefined && place.how !== 'nowhere') expect(dead.has(place.site), `${situation} ${JSON.stringify(place)}`).toBe(false);
          for (const { at } of losses) expect(dead.has(at)).toBe(false);
        }
      }),
      { numRuns: 5 },
    );
  }, patient);

  it('every environment has a cell in every situation, and no promise is kept by one that runs nowhere', () => {
    const { cells } = matrixOf(recoveryFrom(base));
    expect(cells).toHaveLength(systems.length * situations.length);
    for (const { runs, verdict } of cells) if (runs.how === 'nowhere') expect(verdict).not.toBe('kept');
  });

  it('steps come in the order of dependence, and no limit is passed at any moment', () => {
    for (const struck of ids) {
      const { steps: { steps, capacity }, times: { typical } } = recoveredFrom(recoveryFrom(base), struck, new Set(), 'dead');
      const first = (kind: string): number => Math.min(...steps.flatMap((step, index) => (step.kind === kind ? [typical[index]?.start ?? Infinity] : [])));
      const order = ['detect', 'declare', 'fence', 'start-identity', 'start-secret-store', 'promote-database', 'verify', 'switch-dns'].map(first);
      expect(order).toEqual([...order].sort((a, b) => a - b));
      for (const { start: moment } of typical)
        for (const [resource, units] of capacity)
          expect(steps.reduce((sum, { uses }, index) => ((typical[index]?.start ?? Infinity) <= moment && moment < (typical[index]?.end ?? 0) ? sum + (uses.find((use) => use.resource === resource)?.units ?? 0) : sum), 0)).toBeLessThanOrEqual(units);
    }
  });
});
