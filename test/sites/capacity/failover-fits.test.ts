import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headroomIn, leftUnder } from '../../../sites/capacity/headroom.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { deriveIntent, recordedIntent } from '../../../sites/intent/derive.js';
import { quarterOf } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { withLosses } from '../../../sites/model/losses.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import type { Bytes, MilliCpu } from '../../../sites/model/units.js';
import { failoverOrder } from '../../../stacks/rolling.js';
import { expectedStacks } from '../../../stacks/expected.js';
import { shippedEstate } from '../data/shipped.js';

const recorded = shippedEstate();
const target = applyScenario(recorded, { ...recorded.scenario, phase: 'all-operating' });
const sites = Object.keys(target.sites);
const quarter = quarterOf(target.scenario.asOf);

/** The shipped estate with every named size so many times as large, in tenths. */
function scaled(cpu: number, memory: number, storage: number): Estate {
  const times = (value: bigint, tenths: number): bigint => (value * BigInt(tenths)) / 10n;
  const sizes = Object.fromEntries(Object.entries(target.quotaSizes.sizes).map(([name, size]) => [name, { ...size, cpu: times(size.cpu, cpu) as MilliCpu, memory: times(size.memory, memory) as Bytes, storage: times(size.storage, storage) as Bytes }]));
  return { ...target, quotaSizes: { ...target.quotaSizes, sizes: sizes as typeof target.quotaSizes.sizes } };
}

const tenths = fc.integer({ min: 5, max: 60 });

describe('a failover', () => {
  it('asks no survivor for more than it has where headroom said that it fits', () => {
    let fitted = 0;
    let short = 0;
    fc.assert(
      fc.property(tenths, tenths, tenths, fc.constantFrom(...sites), fc.constantFrom('platinum' as const, 'gold' as const, 'silver' as const), (cpu, memory, storage, lost, tier) => {
        const estate = scaled(cpu, memory, storage);
        const foretold = planOf(estate, recordedIntent(estate), 'none');
        const declared = withLosses(estate, [{ site: lost, declaration: 'mat', at: '2026-11-29T20:15:00Z' }]);
        const after = planOf(declared, deriveIntent(declared), 'none');
        for (const survivor of sites.filter((site) => site !== lost)) {
          const said = leftUnder(foretold, quarter, survivor, [`site/${lost}`], tier);
          const found = leftUnder(after, quarter, survivor, [`site/${lost}`], tier);
          for (const { resource, compartment, left } of found) {
            const promised = said.find((one) => one.resource === resource && one.compartment === compartment);
            if (promised === undefined || promised.left < 0n) short += 1;
            else {
              fitted += 1;
              if (left < 0n) throw new Error(`${survivor} ${compartment} ${resource}: ${left} left, ${promised.left} foretold with ${lost} lost`);
            }
          }
        }
      }),
      { numRuns: 25, seed: 16 },
    );
    // Both sides of the bound were met.
    expect(fitted).toBeGreaterThan(100);
    expect(short).toBeGreaterThan(0);
  });

  it.each(sites)('with %s lost by declaration, its room is nobody’s: headroom has no row of it, and no survivor counts on it', (lost) => {
    const declared = withLosses(target, [{ site: lost, declaration: 'mat', at: '2026-11-29T20:15:00Z' }]);
    const rows = headroomIn(planOf(declared, deriveIntent(declared), 'none'), quarter, ['gold']);
    expect([...new Set(rows.map(({ site }) => site))].sort()).toEqual(sites.filter((site) => site !== lost));
    // Two are left: with one more lost, what runs there has nowhere to go.
    expect(rows.some(({ worst }) => worst.site.homeless.length > 0)).toBe(true);
  });

  it.each(sites)('with %s lost, better protected tenants come before others, and the platform before all', (lost) => {
    const estate = withLosses(target, [{ site: lost, declaration: 'mat', at: '2026-11-29T20:15:00Z' }]);
    const intent = deriveIntent(estate);
    const groups = failoverOrder(intent)(expectedStacks(estate, intent));
    const placeOf = new Map(groups.flatMap((group, index) => group.map(({ name }) => [name, index] as const)));
    const ranks = ['platinum', 'gold', 'silver', 'bronze'];
    const best = new Map<string, number>();
    for (const { organisation, tier, primary } of intent.environments) {
      const name = `${primary.site}-tenant-${organisation}`;
      best.set(name, Math.min(best.get(name) ?? 9, ranks.indexOf(tier)));
    }
    const wrong = [...best].flatMap(([one, rank]) => [...best].filter(([other, theirs]) => theirs > rank && (placeOf.get(other) ?? -1) < (placeOf.get(one) ?? 99)).map(([other]) => `${other} before ${one}`));
    expect(wrong).toEqual([]);
    for (const { name, kind } of groups.flat()) if (kind !== 'platform') expect(placeOf.get(name)).toBeGreaterThan(0);
  });
});
