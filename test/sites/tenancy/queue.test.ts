import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { withSitesOperating } from '../../../sites/model/scenario.js';
import { fitOf } from '../../../sites/tenancy/fit.js';
import { inLineOrder, queueOf, type Open } from '../../../sites/tenancy/queue.js';
import { scaleOf, type Taken } from '../../../sites/tenancy/scale.js';
import { withRequests } from '../../../sites/tenancy/with-requests.js';
import { estateOf } from '../model/estate-files.js';
import type { Request } from './requests.js';

const organisations = ['bo-cong-an', 'bo-y-te'] as const;

const text = (organisation: string, cores: number, more: { readonly primary?: string; readonly standby?: string; readonly protection?: string; readonly kw?: number; readonly storage?: string } = {}): string => `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: ${organisation}
owners: {accountable: A, technical: B, mailbox: a@example.vn}
systems:
  - {id: he-thong-${organisation}, name: x, securityLevel: 3, sharing: open, importance: ordinary, secrecy: none, personalData: none, protection: ${more.protection ?? 'silver'}${more.kw === undefined ? '' : `, migration: {colocation: {rackUnits: 20, kw: ${more.kw}}}`}, environments: [{name: prod, quota: {cpu: ${cores}, memory: 64Gi, storage: {${more.storage ?? 'block: 1Ti'}}, pods: 10}, placement: {primary: ${more.primary ?? 'ndc-01'}${more.standby === undefined ? '' : `, standby: ${more.standby}`}}}]}
`;

/** An estate in which nobody asks for anything yet, and a request of each body. */
function asking(...texts: readonly string[]): { readonly empty: Estate; readonly asked: Readonly<Record<string, Request | undefined>> } {
  const files = Object.fromEntries(['tenants/bo-y-te.yaml', 'tenants/bo-cong-an.yaml'].map((name) => [name, texts.find((one) => one.includes(`organisation: ${name.slice('tenants/'.length, -'.yaml'.length)}\n`))]));
  // Whoever waits as silver holds a third: a lost site brings the other two thirds.
  const tiers = (given: string): string => given.replace(/(?<=silver: .*)compute: 100/, 'compute: 33');
  const whole = estateOf({ ...files, 'catalogue/tiers.yaml': tiers });
  const estate = withSitesOperating(whole, Object.keys(whole.sites));
  return { empty: withRequests(estate, Object.fromEntries(Object.keys(estate.requests).map((id) => [id, undefined]))), asked: estate.requests };
}

const opposite = (primary: 'ndc-01' | 'ndc-02') => ({ cores: 700, primary, waits: true, protection: 'silver' as const, kw: undefined, storage: 'block: 1Ti' as const });

const taken = (asked: Readonly<Record<string, Request | undefined>>, ...ids: readonly string[]): Taken => new Map(ids.map((id) => [id, asked[id]]));

describe('requests weighed by sums', () => {
  it('fit and do not fit as planning the estate with them says', () => {
    const seen = new Set<string>();
    const request = fc.record({ cores: fc.oneof(fc.integer({ min: 600, max: 820 }), fc.integer({ min: 1, max: 1500 })), primary: fc.constantFrom('ndc-01', 'ndc-02'), waits: fc.boolean(), protection: fc.constantFrom('silver', 'silver', 'silver', 'gold', 'bronze'), kw: fc.constantFrom(undefined, undefined, undefined, 2, 400), storage: fc.constantFrom('block: 1Ti', 'block: 1Ti', '', 'block: 400Ti') });
    fc.assert(
      fc.property(request, request, (mine, theirs) => {
        const of = (organisation: string, { cores, kw, waits, ...more }: typeof mine): string => text(organisation, cores, { ...more, ...(kw === undefined ? {} : { kw }), ...(waits ? { standby: more.primary === 'ndc-01' ? 'ndc-02' : 'ndc-01' } : {}) });
        const { empty, asked } = asking(of('bo-y-te', mine), of('bo-cong-an', theirs));
        const scale = scaleOf(empty);
        const [first, second] = organisations;
        const steps: readonly (readonly [Taken, Taken])[] = [
          [new Map(), taken(asked, first)],
          [new Map(), taken(asked, second)],
          [taken(asked, first), taken(asked, first, second)],
          [new Map(), taken(asked, first, second)],
        ];
        for (const [before, after] of steps) {
          const [was, is] = [before, after].map((some) => withRequests(empty, Object.fromEntries(some))) as [Estate, Estate];
          const { verdict } = fitOf(was, is);
          seen.add(verdict);
          expect(scale.weigh(before, after).verdict).toBe(verdict);
        }
      }),
      // One that certainly fits only while no site is lost: 700 and 231 of 1,240, and 1,400 once a site is lost.
      { numRuns: 12, examples: [[opposite('ndc-01'), opposite('ndc-02')]] },
    );
    expect([...seen].sort()).toEqual(['does-not-fit', 'fits', 'fits-until-loss']);
  });

  it('take what is recorded as their start: what a smaller request frees is free', () => {
    const { empty, asked } = asking(text('bo-y-te', 1200), text('bo-cong-an', 600));
    const recorded = withRequests(empty, { 'bo-y-te': asked['bo-y-te'] });
    const scale = scaleOf(recorded);

    expect(scale.weigh(new Map(), taken(asked, 'bo-cong-an')).verdict).toBe('does-not-fit');
    expect(scale.weigh(new Map([['bo-y-te', undefined]]), new Map([['bo-y-te', undefined], ['bo-cong-an', asked['bo-cong-an']]])).verdict).toBe('fits');
  });
});

describe('the queue', () => {
  const open = (asked: Readonly<Record<string, Request | undefined>>, id: string, organisation: string, admitted?: string): Open => ({ id, asks: taken(asked, organisation), ...(admitted === undefined ? {} : { admitted: day(admitted) }) });

  it('is ordered by the day of admission, then by id', () => {
    const order = inLineOrder([{ id: 'b', admitted: day('2026-02-01') }, { id: 'c' }, { id: 'a', admitted: day('2026-02-01') }, { id: 'z', admitted: day('2026-01-31') }]);

    expect(order.map(({ id }) => id)).toEqual(['z', 'a', 'b']);
  });

  it('tells of two that fit one by one which is put out by the other, by name, from which quarter, and of what', () => {
    const { empty, asked } = asking(text('bo-y-te', 700), text('bo-cong-an', 700));
    const queue = queueOf(empty, [open(asked, 'y', 'bo-y-te', '2026-02-02'), open(asked, 'c', 'bo-cong-an', '2026-02-01')]);
    const [c, y] = queue.open;

    expect([y?.alone.verdict, c?.alone.verdict]).toEqual(['fits', 'fits']);
    expect([y?.place, y?.inLine.verdict, c?.place, c?.inLine.verdict]).toEqual([2, 'does-not-fit', 1, 'fits']);
    expect(queue.line).toEqual(['c']);
    // 20 nodes of 64 cores less 2 are 1,240; 1,400 are asked.
    expect(y?.putsOut).toEqual([{ id: 'c', fit: { verdict: 'does-not-fit', because: { site: 'ndc-01', compartment: 'open', resource: 'cpu', quarter: '2026-Q2', short: 160_000n } } }]);
    expect(c?.putsOut.map(({ id }) => id)).toEqual(['y']);
    expect(queue.together.verdict).toBe('does-not-fit');
    expect(queue.shares).toEqual([
      { id: 'c', amount: 700_000n },
      { id: 'y', amount: 700_000n },
    ]);
  });

  it('judges those that were not admitted as if they were accepted besides', () => {
    const { empty, asked } = asking(text('bo-y-te', 700), text('bo-cong-an', 700));
    const queue = queueOf(empty, [open(asked, 'y', 'bo-y-te'), open(asked, 'c', 'bo-cong-an', '2026-02-01')]);

    expect(queue.open.map(({ id, place, inLine }) => [id, place, inLine.verdict])).toEqual([
      ['c', 1, 'fits'],
      ['y', undefined, 'does-not-fit'],
    ]);
  });

  it('lets one that does not fit take nothing from those behind it', () => {
    const { empty, asked } = asking(text('bo-y-te', 1300), text('bo-cong-an', 700));
    const queue = queueOf(empty, [open(asked, 'y', 'bo-y-te', '2026-02-01'), open(asked, 'c', 'bo-cong-an', '2026-02-02')]);

    expect(queue.open.map(({ inLine }) => inLine.verdict)).toEqual(['does-not-fit', 'fits']);
    expect(queue.line).toEqual(['c']);
    // One that fits nowhere is put out by nobody.
    expect(queue.open[1]?.putsOut).toEqual([]);
  });

  it('names two of one organisation as alternatives, not as a crowd', () => {
    const { empty, asked } = asking(text('bo-y-te', 700));
    const queue = queueOf(empty, [open(asked, 'first', 'bo-y-te'), open(asked, 'second', 'bo-y-te')]);

    expect(queue.open.map(({ instead, putsOut }) => [instead, putsOut])).toEqual([
      [['second'], []],
      [['first'], []],
    ]);
    expect(queue.together.verdict).toBe('fits');
  });

  it('counts of several of one organisation the greatest demand, in the line and together, whichever stands first', () => {
    const { empty, asked } = asking(text('bo-y-te', 700), text('bo-cong-an', 700));
    const small = asking(text('bo-y-te', 10)).asked;
    for (const [large, little] of [['a1', 'a2'], ['a2', 'a1']] as const) {
      const all = [open(asked, large, 'bo-y-te'), open(small, little, 'bo-y-te'), open(asked, 'b', 'bo-cong-an')];
      const without = queueOf(empty, all.filter(({ id }) => id !== little));
      const { open: queued, together, shares } = queueOf(empty, all);

      // 1,400 of 1,240 cores, with the small one and without.
      expect(without.together).toMatchObject({ verdict: 'does-not-fit', because: { short: 160_000n } });
      expect(together).toEqual(without.together);
      expect(shares).toEqual([
        { id: large, amount: 700_000n },
        { id: 'b', amount: 700_000n },
      ]);
      expect(queued.map(({ id, inLine }) => [id, inLine.verdict])).toEqual([
        ['a1', 'fits'],
        ['a2', 'fits'],
        ['b', 'does-not-fit'],
      ]);
    }
  });

  it('judges an alternative against those before it, not against the one it stands for', () => {
    const { empty, asked } = asking(text('bo-y-te', 700), text('bo-cong-an', 500));
    const other = asking(text('bo-y-te', 800)).asked;
    const { open: queued, line } = queueOf(empty, [open(asked, 'a', 'bo-y-te', '2026-02-01'), open(asked, 'b', 'bo-cong-an', '2026-02-02'), open(other, 'c', 'bo-y-te', '2026-02-03')]);

    expect(queued.map(({ id, inLine }) => [id, inLine.verdict, inLine.because?.short])).toEqual([
      ['a', 'fits', undefined],
      ['b', 'fits', undefined],
      ['c', 'does-not-fit', 60_000n],
    ]);
    expect(line).toEqual(['a', 'b']);
  });

  it('says the same whatever the order they are given in', () => {
    const { empty, asked } = asking(text('bo-y-te', 700), text('bo-cong-an', 700));
    const all = [open(asked, 'y', 'bo-y-te', '2026-02-02'), open(asked, 'c', 'bo-cong-an', '2026-02-01')];
    const [forth, back] = [queueOf(empty, all), queueOf(empty, [...all].reverse())];

    expect(back.open).toEqual(forth.open);
    expect(back.line).toEqual(forth.line);
  });
});
