import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSolver } from '../../../sites/packing/solver.js';
import { conflictOf, limitNames } from '../../../sites/purchase/conflict.js';
import { isFeasible, solve } from '../../../sites/purchase/solve.js';
import type { Problem } from '../../../sites/purchase/problem.js';
import { naiveCost } from './naive.js';
import { someProblem } from './random-problems.js';

const solver = await loadSolver();
const options = { solver, gap: 0, seconds: 30 };
/** Units of each thing that the oracle tries: needs ask for at most 3 × 3 + 1 of things that give at least 1. */
const enough = 3;

/** Whether the oracle's few units are all that could be of use: larger problems are not for it. */
const small = (problem: Problem): boolean =>
  problem.needs.every((need) => {
    const asked = need.asks.reduce((sum, { amount }) => sum + amount, 0) + need.spare - need.owned;
    const least = Math.min(...need.offers.map(({ amount }) => amount));
    return asked <= 0 || need.offers.length === 0 || Math.ceil(asked / least) <= enough;
  });

/** Lives that end ask for more units than the oracle tries. */
const lasting = (problem: Problem): boolean => problem.things.every(({ life }) => life >= problem.quarters.length);

describe('the purchase program', () => {
  it('costs what trying every purchase finds, with a bound that is met, or is infeasible where nothing serves', () => {
    let [plans, none] = [0, 0];
    fc.assert(
      fc.property(someProblem.filter(small).filter(lasting), (problem) => {
        const best = naiveCost(problem, {}, enough);
        const found = solve(problem, options);
        if (best === undefined) {
          none += 1;
          expect(found.status).toBe('infeasible');
          return;
        }
        plans += 1;
        if (found.status !== 'solved') throw new Error(`the program found ${found.status} where a plan costs ${best}`);
        expect(found.cost).toBeCloseTo(best, 6);
        expect(found.bound).toBeLessThanOrEqual(best + 1e-6);
        expect(found.stopped).toBe('proven');
      }),
      { numRuns: 120, seed: 11 },
    );
    // Both kinds were met, or the property says nothing.
    expect(Math.min(plans, none)).toBeGreaterThan(10);
  });

  it('never claims to beat every purchase of a few units where lives end', () => {
    fc.assert(
      fc.property(someProblem.filter(small), (problem) => {
        const best = naiveCost(problem, {}, enough);
        const found = solve(problem, options);
        if (found.status !== 'solved') expect(best).toBeUndefined();
        else if (best !== undefined) expect(found.bound).toBeLessThanOrEqual(best + 1e-6);
      }),
      { numRuns: 60, seed: 12 },
    );
  });

  it('is infeasible for no purchase that it returns: every need, limit and cap holds', () => {
    fc.assert(
      fc.property(someProblem, (problem) => {
        const found = solve(problem, options);
        if (found.status !== 'solved') return;
        const fixed: Problem = { ...problem, needs: problem.needs };
        expect(isFeasible(fixed, {}, options)).toBe(true);
        for (const { cap, year } of problem.budgets) {
          const spent = problem.things.reduce((sum, thing, index) => sum + (found.purchases.ordered[index] ?? []).reduce((of, count, at) => of + (problem.quarters[at]?.startsWith(`${year}-`) === true ? (count * Number(thing.price[at] ?? 0n)) / 1e9 : 0), 0), 0);
          expect(spent).toBeLessThanOrEqual(cap + 1e-6);
        }
        problem.things.forEach((thing, index) => {
          const [ordered, serving] = [found.purchases.ordered[index] ?? [], found.purchases.serving[index] ?? []];
          for (let at = 0; at < problem.quarters.length; at += 1) {
            const sum = (all: readonly number[], upTo: number): number => all.slice(0, Math.max(0, upTo + 1)).reduce((a, b) => a + b, 0);
            expect(sum(serving, at)).toBeLessThanOrEqual(sum(ordered, at - thing.lead));
            expect(sum(ordered, at - thing.lead - thing.store)).toBeLessThanOrEqual(sum(serving, at));
            if (at < thing.opens) expect(serving[at] ?? 0).toBe(0);
          }
        });
      }),
      { numRuns: 80, seed: 13 },
    );
  });
});

describe('what contradicts what', () => {
  it('is a set that trying every purchase finds infeasible, and feasible without any one member', () => {
    let seen = 0;
    const kinds = new Set<string>();
    fc.assert(
      fc.property(someProblem.filter(small).filter(lasting), (problem) => {
        if (solve(problem, options).status !== 'infeasible') return;
        seen += 1;
        const conflict = conflictOf(problem, { solver, now: () => 0, until: 60_000 });
        expect(conflict.minimal).toBe(true);
        const names = conflict.limits.map((limit) => (limit.kind === 'budget' ? `budget/${limit.year}` : limit.kind === 'lead' ? `lead/${limit.equipment}` : `${limit.kind}/${limit.site}/${limit.hall}`));
        const needs = [...conflict.needs, ...conflict.crossings].map(({ id }) => id);
        for (const name of names) kinds.add(name.split('/')[0] ?? '');
        for (const { what } of conflict.crossings) kinds.add(what);
        const holds = (limits: readonly string[], kept: readonly string[], organisations: readonly string[]): boolean =>
          naiveCost(problem, { limits: new Set(limitNames(problem).filter((name) => !limits.includes(name))), needs: new Set(kept), organisations: new Set(organisations) }, enough) !== undefined;
        const without = (all: readonly string[], one: string): readonly string[] => all.filter((other) => other !== one);
        expect(holds(names, needs, conflict.organisations)).toBe(false);
        for (const one of names) expect(holds(without(names, one), needs, conflict.organisations), `without ${one}`).toBe(true);
        for (const one of needs) expect(holds(names, without(needs, one), conflict.organisations), `without ${one}`).toBe(true);
        for (const one of conflict.organisations) expect(holds(names, needs, without(conflict.organisations, one)), `without ${one}`).toBe(true);
      }),
      { numRuns: 110, seed: 16 },
    );
    expect(seen).toBeGreaterThan(15);
    for (const kind of ['racks', 'feed', 'budget', 'lead', 'replication', 'copies']) expect(kinds).toContain(kind);
  });

  it('is said to be not proven minimal where time is over', () => {
    const problem = fc.sample(someProblem.filter((one) => solve(one, options).status === 'infeasible'), { numRuns: 1, seed: 15 })[0];
    if (problem === undefined) throw new Error('no infeasible problem was drawn');
    expect(conflictOf(problem, { solver, now: () => 2, until: 1 })).toMatchObject({ minimal: false });
  });
});
