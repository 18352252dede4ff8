import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guaranteeIn, standsIn } from '../../../sites/capacity/guarantee.js';
import { waitingShare, type Promised } from '../../../sites/capacity/promised.js';
import { day, quarter, quarters, type Dated } from '../../../sites/model/calendar.js';
import type { Bytes, MilliCpu } from '../../../sites/model/units.js';
import { estateOf } from '../../policies/estate-builder.js';
import { gib, promise } from './plans.js';

const base = promise({ name: 'a', tier: 'gold', primary: 'ndc-01', cores: 4, gib: 8, storageGi: 100 });
const row = (at: Dated, cores: number, memory: number, storage: number) => ({ at, cpu: BigInt(cores * 1000) as MilliCpu, memory: gib(memory) as Bytes, storage: gib(storage) as Bytes });
const cpu = (promised: Promised, at: string, growth?: Parameters<typeof guaranteeIn>[2]): bigint | undefined => guaranteeIn(promised, quarter(at), growth)?.amounts.get('cpu');

describe('what an environment is owed in a quarter', () => {
  it.each([
    ['before its start', '2027-Q2', undefined],
    ['in the quarter it starts in', '2027-Q3', 4_000n],
    ['in the quarter it expires in', '2029-Q2', 4_000n],
    ['after its expiry', '2029-Q3', undefined],
  ])('%s', (_name, at, expected) => {
    expect(cpu({ ...base, start: day('2027-07-15'), expiresAt: day('2029-04-01') }, at)).toBe(expected);
  });

  it.each([
    ['its quota before the first forecast', '2027-Q4', 4_000n, 'quota'],
    ['the forecast from its quarter on', '2028-Q1', 6_000n, 'forecast'],
    ['the latest of several, however they are ordered', '2029-Q1', 10_000n, 'forecast'],
    ['never less than its quota', '2030-Q1', 4_000n, 'quota'],
  ])('%s', (_name, at, expected, basis) => {
    const forecast = [row(quarter('2029-Q1'), 10, 8, 100), row(quarter('2028-Q1'), 6, 8, 100), row(quarter('2030-Q1'), 1, 1, 1)];
    const found = guaranteeIn({ ...base, forecast }, quarter(at));
    expect(found?.amounts.get('cpu')).toBe(expected);
    expect(found?.basis).toBe(basis);
  });

  it('shares a forecast of storage out as the quota is, rounded up', () => {
    // 30 and 10 GiB of 40 grow to 41: 30.75 and 10.25 GiB, exact in bytes.
    const two: Promised = { ...base, quota: new Map([...base.quota, ['storage/ndc-block', gib(30)], ['storage/ndc-file', gib(10)]]), forecast: [row(quarter('2027-Q1'), 1, 1, 41)] };
    const amounts = guaranteeIn(two, quarter('2027-Q1'))?.amounts;
    expect(amounts?.get('storage/ndc-block')).toBe((gib(30) * 41n) / 40n);
    expect(amounts?.get('storage/ndc-file')).toBe((gib(10) * 41n) / 40n);
  });

  const growth = { computePerYear: 10, storagePerYear: 20 };

  it('grows linearly after the last forecast, and not before', () => {
    const promised: Promised = { ...base, forecast: [row(quarter('2028-Q1'), 10, 8, 100)] };
    expect(cpu(promised, '2027-Q4', growth)).toBe(4_000n);
    // 2028-01-01 to 2028-12-31 are 365 days: 10,000 × 10 % × 365 / 365.25 = 999.3…, rounded up.
    expect(cpu(promised, '2028-Q4', growth)).toBe(11_000n);
    expect(guaranteeIn(promised, quarter('2028-Q4'), growth)).toMatchObject({ basis: 'growth', forecast: 0 });
    // Two years more: 10,000 × 10 % × 1,095 / 365.25 = 2,997.9…; linear, no compounding.
    expect(cpu(promised, '2030-Q4', growth)).toBe(12_998n);
    expect(cpu(promised, '2030-Q4')).toBe(10_000n);
  });

  it('without a forecast nothing grows: the quota is enforced', () => {
    expect(cpu(base, '2040-Q4', growth)).toBe(4_000n);
  });

  it('never shrinks while time passes, whatever was forecast in rising order', () => {
    const rising = fc.uniqueArray(fc.integer({ min: 0, max: 16 }), { maxLength: 5 }).map((starts) => starts.sort((a, b) => a - b));
    fc.assert(
      fc.property(rising, fc.integer({ min: 0, max: 50 }), (starts, percent) => {
        const all = quarters(quarter('2026-Q4'), quarter('2031-Q4'));
        const forecast = starts.map((start, index) => row(all[start] ?? quarter('2026-Q4'), 4 + index, 8, 100));
        const series = all.map((at) => guaranteeIn({ ...base, forecast }, at, { computePerYear: percent, storagePerYear: percent })?.amounts.get('cpu') ?? 0n);
        expect(series.every((amount, index) => index === 0 || amount >= (series[index - 1] ?? 0n))).toBe(true);
      }),
    );
  });

  it('stands without dates for ever', () => {
    expect(standsIn({}, quarter('1999-Q1'))).toBe(true);
  });
});

describe('what waits at a standby', () => {
  it.each([
    ['platinum', 3n, 3n],
    // Half of three thousandths of a core is one and a half: two wait.
    ['gold', 2n, 3n],
    ['silver', 0n, 0n],
    ['bronze', 0n, 0n],
  ] as const)('%s', (tier, compute, storage) => {
    const full = new Map([['cpu', 3n], ['storage/ndc-block', 3n]]);
    expect([...waitingShare(estateOf({}), tier, full)]).toEqual([['cpu', compute], ['storage/ndc-block', storage]]);
  });
});
