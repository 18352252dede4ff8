import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../../sites/packing/pack.js';
import { loadSolver, type Solver } from '../../../sites/packing/solver.js';
import { validate } from '../../../sites/packing/validate.js';
import { optimum, smallInstances, ticking, unhurried } from './small.js';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

/** Every way is tried: what the packer says must lie on the right side of what is found. */
describe('against the optimum of small instances', () => {
  it.each(['fast', 'normal', 'best'] as const)('%s never beats it, and its bound never exceeds it', (effort) => {
    let [nodes, fewest] = [0, 0];
    fc.assert(
      fc.property(smallInstances(false), (instance) => {
        const best = optimum(instance);
        const packing = pack(instance, effort === 'best' ? { ...ticking(), solver } : { ...unhurried(effort), solver });
        if (best === undefined) {
          expect(packing.pods.unplaced).toBeGreaterThan(0);
          return;
        }
        expect(packing.pods.unplaced).toBe(0);
        expect(packing.nodesUsed).toBeGreaterThanOrEqual(best);
        expect(packing.lowerBound.value).toBeLessThanOrEqual(best);
        expect(packing.optimal).toBe(packing.nodesUsed === packing.lowerBound.value);
        nodes += packing.nodesUsed;
        fewest += best;
      }),
      { numRuns: 120, seed: 7 },
    );
    expect(fewest).toBeGreaterThan(100);
    expect((nodes - fewest) / fewest).toBeLessThan(effort === 'best' ? 0.01 : 0.05);
  });

  it('with spread, anti-affinity and selectors too; what it places keeps every rule', () => {
    let [nodes, fewest, unplaced, all] = [0, 0, 0, 0];
    fc.assert(
      fc.property(smallInstances(true), (instance) => {
        const best = optimum(instance);
        const packing = pack(instance, ticking());
        const missing = new Map<string, number>();
        for (const { pod, count } of packing.unplaced) missing.set(pod, (missing.get(pod) ?? 0) + count);
        expect(validate(instance, packing.assignment, missing)).toEqual([]);
        all += 1;
        if (packing.pods.unplaced > 0) {
          if (best !== undefined) unplaced += 1;
          return;
        }
        expect(best).toBeDefined();
        expect(packing.nodesUsed).toBeGreaterThanOrEqual(best ?? 0);
        expect(packing.lowerBound.value).toBeLessThanOrEqual(best ?? 0);
        nodes += packing.nodesUsed;
        fewest += best ?? 0;
      }),
      { numRuns: 250, seed: 11 },
    );
    expect(fewest).toBeGreaterThan(100);
    // One kind after the other does not find every packing; it must find nearly all.
    expect(unplaced / all).toBeLessThan(0.05);
    expect((nodes - fewest) / fewest).toBeLessThan(0.05);
  });
});
