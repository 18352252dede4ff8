import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Estate } from '../../../sites/model/estate.js';
import { addSums, openPriceOf, priceChange, priceOf, type Price, type PriceSum } from '../../../sites/tenancy/price.js';
import { estateWith, put, puts, requestOf } from './requests.js';

const price = (estate: Estate): Price => priceOf(estate, requestOf(estate), deriveIntent(estate).environments);
const prod = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';

describe('what a request costs', () => {
  it('is charged at its primary and, for what is reserved, at its standby', () => {
    const { lines, sum, unpriced } = price(estateWith());

    // At each of two sites (the tier's standby holds all): 8 × 1000 + 64 × 100 + 1 × 10000 = 24,400.
    expect(lines.map(({ role, item, total }) => [role, item, total])).toEqual([
      ['primary', 'vcpu-month', 8000n],
      ['primary', 'memory-month', 6400n],
      ['primary', 'block-month', 10_000n],
      ['standby', 'vcpu-month', 8000n],
      ['standby', 'memory-month', 6400n],
      ['standby', 'block-month', 10_000n],
    ]);
    expect(sum).toEqual({ month: { investment: 0n, recurrent: 48_800n }, once: { investment: 0n, recurrent: 0n } });
    expect(unpriced).toEqual([]);
  });

  it('rounds a line up to whole đồng, once', () => {
    const { lines } = price(estateWith(puts([prod, prod.replace('cpu: 8', 'cpu: 1500m').replace('64Gi', '1025Mi')])));

    // 1.5 × 1000 = 1500; 1025 / 1024 × 100 = 100.097… → 101.
    expect(lines.slice(0, 2).map(({ total }) => total)).toEqual([1500n, 101n]);
  });

  it('charges backups where they lie and colocation by unit and kW, each in its kind of spending', () => {
    const { lines, sum } = price(estateWith(puts([prod, prod.replace('pods', 'backup: 512Gi, pods')], ['    sharing: shared', '    migration: {colocation: {rackUnits: 4, kw: 2.5}}\n    sharing: shared'])));

    // Half a TiB of backups at 5000 is 2500; 4 × 7 = 28; 2.5 × 10 = 25.
    expect(lines.slice(-3).map(({ role, total, spending }) => [role, total, spending])).toEqual([
      ['backup', 2500n, 'recurrent'],
      ['colocation', 28n, 'recurrent'],
      ['colocation', 25n, 'investment'],
    ]);
    expect(sum.month).toEqual({ investment: 25n, recurrent: 48_800n + 2500n + 28n });
  });

  it('says what the book does not price', () => {
    const { unpriced } = price(estateWith(puts([prod, prod.replace('pods', 'gpu: 2, loadBalancers: 1, pods')])));

    // Both of the primary; GPUs of the standby too, which holds no load balancers.
    expect(unpriced.map(({ what, amount }) => [what.en, amount])).toEqual([
      ['GPUs', 2n],
      ['load balancers', 1n],
      ['GPUs', 2n],
    ]);
  });

  it('of a change is told by item', () => {
    const change = priceChange(price(estateWith()), price(estateWith(puts([prod, prod.replace('cpu: 8', 'cpu: 10').replace('64Gi', '32Gi')]))));

    // Two sites: 2 cores more at 1000, 32 GiB less at 100.
    expect(change.items.map(({ item, before, after }) => [item, before, after])).toEqual([
      ['memory-month', 12_800n, 6400n],
      ['vcpu-month', 16_000n, 20_000n],
    ]);
    expect(change.after.month.recurrent - change.before.month.recurrent).toBe(4000n - 6400n);
  });
});

describe('what pays for it', () => {
  const month = (investment: bigint, recurrent: bigint): PriceSum => ({ month: { investment, recurrent }, once: { investment: 0n, recurrent: 0n } });
  const colocated: readonly [string, string] = ['    sharing: shared', '    migration: {colocation: {rackUnits: 4, kw: 2.5}}\n    sharing: shared'];
  const catalogue = 'catalogue/organisations.yaml';
  const byCatalogue = (funding: string) => ({ [catalogue]: put('  - {id: bo-y-te, ', `  - {funding: ${funding}, id: bo-y-te, `) });
  const own = (estate: Estate) => openPriceOf(estate, requestOf(estate));

  it('is nobody, said plainly, where neither the request nor the catalogue says', () => {
    expect(priceChange(own(estateWith()), own(estateWith())).funding).toEqual([{ funding: 'not-said', byCatalogue: false, assumed: false, before: month(0n, 48_800n), after: month(0n, 48_800n) }]);
  });

  it.each(['state-budget', 'integrated', 'ppp-pilot', 'other'] as const)('is %s where the request says so, investment and recurrent apart', (kind) => {
    const estate = estateWith(puts(colocated, ['    securityLevel', `    funding: ${kind}\n    securityLevel`]));

    expect(priceChange(own(estateWith()), own(estate)).funding.find(({ funding }) => funding === kind)).toEqual({ funding: kind, byCatalogue: false, assumed: false, before: month(0n, 0n), after: month(25n, 48_828n) });
  });

  it('is what the catalogue says of the organisation where the request is silent, with its label', () => {
    const [one] = priceChange(own(estateWith()), own(estateWith(undefined, byCatalogue('{value: state-budget, source: assumption, note: n}')))).funding;

    expect(one).toMatchObject({ funding: 'state-budget', byCatalogue: true, assumed: true });
    expect(priceChange(own(estateWith()), own(estateWith(undefined, byCatalogue('integrated')))).funding[0]).toMatchObject({ funding: 'integrated', byCatalogue: true, assumed: false });
    expect(own(estateWith(puts(['    securityLevel', '    funding: other\n    securityLevel']), byCatalogue('integrated'))).lines[0]?.funding).toEqual({ kind: 'other', by: 'request', assumed: false });
  });

  it('moves money from one kind to another without a change of its sum, and adds up to it', () => {
    const change = priceChange(own(estateWith()), own(estateWith(puts(['    securityLevel', '    funding: other\n    securityLevel']))));

    expect(change.funding.map(({ funding, before, after }) => [funding, before.month.recurrent, after.month.recurrent])).toEqual([
      ['other', 0n, 48_800n],
      ['not-said', 48_800n, 0n],
    ]);
    for (const when of ['before', 'after'] as const) expect(addSums(change.funding.map((one) => one[when]))).toEqual(change[when]);
  });

  it('leaves state secrets out, and keeps the labels of those behind them', () => {
    const secret = `  - {id: mat, name: M, securityLevel: 5, sharing: specialised, importance: core, secrecy: mat, personalData: none, environments: [{name: prod, quota: {cpu: 900, memory: 1Ti, storage: {}, pods: 10}}]}\n`;
    const estate = estateWith(puts(['systems:\n', `systems:\n${secret}`], ['    securityLevel', '    funding: {value: integrated, source: assumption, note: n}\n    securityLevel']));
    const price = own(estate);

    expect(price.sum).toEqual(month(0n, 48_800n));
    expect(new Set(price.lines.map(({ funding }) => JSON.stringify(funding)))).toEqual(new Set([JSON.stringify({ kind: 'integrated', by: 'request', assumed: true })]));
  });
});
