import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FacilityInputs } from '../../../sites/capacity/facility-inputs.js';
import { facilityInputs } from '../../../sites/capacity/facility-inputs.js';
import { layoutOf } from '../../../sites/capacity/layout.js';
import { lossOf } from '../../../sites/capacity/loss.js';
import { hallsPower, type HallPower } from '../../../sites/capacity/power/hall.js';
import { overheadShare } from '../../../sites/capacity/power/overhead.js';
import { powerIn } from '../../../sites/capacity/power/power.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Protection } from '../../../sites/model/kinds/protection.js';
import type { Hall, NodePool, Site } from '../../../sites/model/kinds/site.js';
import { valueAt } from '../../../sites/model/pointer.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { smallEstate } from '../../stacks/estate-small.js';
import { estateOf, put } from '../model/estate-files.js';
import { equipment, hall, inputs, pool, q, siteWith } from './site-builder.js';
import { randomSites } from './random-sites.js';

const now = q('2026-Q2');
// 1,000 kg on 2 m²: 1000 x 9.80665 / 1000 / 2 = 4.903 kN/m².
const planning = { diversityPercent: 90, averagePercent: 70, nodesPerRack: {}, rackKg: 1000, rackAreaM2: 2 };
const brought = inputs({ diversityPercent: 90, colocated: [equipment()] });

interface Ask {
  readonly lose?: readonly string[];
  readonly inputs?: FacilityInputs;
  readonly protection?: Protection;
}

const powerOf = (site: DeepReadonly<Site>, { lose = [], inputs: given = brought, protection = 'bronze' }: Ask = {}): HallPower[] => hallsPower({ site, quarter: now, inputs: given, planning, loss: lossOf(lose), protection });
const one = (changes: Partial<Hall> = {}, ask: Ask = {}, pools: readonly Partial<NodePool>[] = [{}]): HallPower => {
  const [found] = powerOf(siteWith([hall(changes)], pools.map((each) => pool(each))), ask);
  if (found === undefined) throw new Error('the site has no hall in service');
  return found;
};

describe('a hall', () => {
  it('holds and draws what stands in it', () => {
    // 12 nodes of 2 units and 1 kW in 2 racks; equipment of 42 units and 6 kW in a third.
    expect(one()).toMatchObject({
      hall: 'a',
      lost: false,
      racks: { there: 10, taken: 3 },
      // 12 x 2 + 42 of 10 x 42.
      rackUnits: { there: 420, taken: 66 },
      rackPower: { there: 60_000n, taken: 18_000n },
      nodes: { running: 12, lost: 0 },
      // 12 kW x 0.9 + 6 kW, which is not discounted: nobody measured it.
      drawn: 16_800n,
      // One of two feeds failed; three of four cooling units.
      feed: 60_000n,
      cooling: 60_000n,
      floor: { load: 4.903 },
      over: [],
    });
  });

  it.each<[string, Partial<Hall>, HallPower['binding'], HallPower['stranded']]>([
    // Racks of nodes: 2 x (42 - 6 x 2) = 60 units behind used-up kW. 7 free racks take 7 x 6 x 0.9 = 37.8 kW of 60 - 16.8 = 43.2.
    ['ends with its racks', {}, 'racks', [{ what: 'rack-units', amount: 60, by: 'rack-kw' }, { what: 'watts', amount: 5_400, by: 'racks' }]],
    // 30 - 16.8 = 13.2 kW fill 2 racks of 5.4; 5 x 42 = 210 units stay dark.
    ['ends with its feeds', { feeds: [{ id: 'f1', kw: 30 }, { id: 'f2', kw: 30 }] }, 'feed', [{ what: 'rack-units', amount: 60, by: 'rack-kw' }, { what: 'rack-units', amount: 210, by: 'feed' }]],
    // 3 x 9 = 27 kW of cooling: 10.2 kW fill 1 rack; 6 x 42 = 252.
    ['ends with its cooling', { coolingKw: 9 }, 'cooling', [{ what: 'rack-units', amount: 60, by: 'rack-kw' }, { what: 'rack-units', amount: 252, by: 'cooling' }]],
  ])('%s', (_, changes, binding, stranded) => {
    expect(one(changes)).toMatchObject({ binding, stranded, over: [] });
  });

  it.each<[string, Partial<NodePool>, HallPower['stranded'][number]]>([
    // 42 - 4 x 10 = 2 units in each of 3 racks.
    ['units too few for a node', { rackUnits: 10 }, { what: 'rack-units', amount: 6, by: 'rack-units' }],
    // One of 2 units to a rack: 40 in each of 12.
    ['units of racks that may hold no more nodes', { nodesPerRack: 1 }, { what: 'rack-units', amount: 480, by: 'nodes-per-rack' }],
  ])('strands %s', (_, changes, expected) => {
    expect(one({ racks: 20 }, { inputs: inputs() }, [changes]).stranded).toContainEqual(expected);
  });

  it('strands what equipment of others leaves in its racks, by what made it take so many', () => {
    // 30 units and 12 kW: 2 racks for their kW, 84 - 30 = 54 units. 100 units and 1 kW: 3 racks for their units, 126 - 100 = 26.
    const stranded = (rackUnits: number, watts: number) => one({}, { inputs: inputs({ colocated: [equipment({ rackUnits, watts })] }) }, []).stranded;
    expect(stranded(30, 12_000)).toContainEqual({ what: 'rack-units', amount: 54, by: 'rack-kw' });
    expect(stranded(100, 1000)).toContainEqual({ what: 'rack-units', amount: 26, by: 'rack-units' });
  });

  it.each<[string, Partial<Hall>, HallPower['over']]>([
    // 16,800 W drawn.
    ['its feeds to the watt', { feeds: [{ id: 'f1', kw: 16.8 }, { id: 'f2', kw: 16.8 }] }, []],
    ['a feed a watt too weak', { feeds: [{ id: 'f1', kw: 16.799 }, { id: 'f2', kw: 16.799 }] }, ['feed']],
    ['a second feed weaker than the first: the strongest may fail', { feeds: [{ id: 'f1', kw: 100 }, { id: 'f2', kw: 16 }] }, ['feed']],
    ['a single feed: nothing is left when it fails', { feeds: [{ id: 'f1', kw: 100 }] }, ['feed']],
    ['its cooling to the watt', { coolingKw: 5.6 }, []],
    ['cooling too weak with one unit failed', { coolingKw: 5.5 }, ['cooling']],
    ['a single cooling unit', { coolingKw: 100, coolingUnits: 1 }, ['cooling']],
    ['a floor that just carries', { floorLoad: 4.904 }, []],
    ['a floor that does not', { floorLoad: 4.9 }, ['floor']],
    ['racks lighter than assumed', { floorLoad: 4.9, rackKg: 900 }, []],
    ['racks closer than assumed', { floorLoad: 4.904, rackAreaM2: 1.9 }, ['floor']],
    ['a floor nobody measured', {}, []],
  ])('%s', (_, changes, over) => {
    expect(one(changes).over).toEqual(over);
  });

  it('draws less with the equipment of lower tiers switched off, which keeps its racks', () => {
    // The equipment is of a silver system.
    expect(one({}, { protection: 'silver' })).toMatchObject({ drawn: 16_800n, racks: { taken: 3 } });
    expect(one({}, { protection: 'gold' })).toMatchObject({ drawn: 10_800n, racks: { taken: 3 }, rackPower: { taken: 18_000n } });
  });
});

describe('what is lost', () => {
  it.each<[string, string[], Record<string, unknown>]>([
    // Rack 2: six nodes, 6 x 0.9 = 5.4 kW.
    ['a rack of nodes', ['rack/ndc-01/a/2'], { racks: { there: 9, taken: 2 }, rackUnits: { there: 378, taken: 54 }, nodes: { running: 6, lost: 6 }, drawn: 11_400n }],
    // Rack 1: the equipment.
    ['a rack of equipment', ['rack/ndc-01/a/1'], { racks: { there: 9, taken: 2 }, rackUnits: { there: 378, taken: 24 }, nodes: { running: 12, lost: 0 }, drawn: 10_800n }],
    ['a node', ['node/ndc-01/general/1'], { racks: { there: 10, taken: 3 }, nodes: { running: 11, lost: 1 }, drawn: 15_900n }],
    // No further path fails: what is lost is what was asked.
    ['a feed', ['feed/ndc-01/a/f1'], { feed: 60_000n, nodes: { running: 12, lost: 0 } }],
    ['both feeds', ['feed/ndc-01/a/f1', 'feed/ndc-01/a/f2'], { lost: true, drawn: 0n, nodes: { running: 0, lost: 12 }, racks: { there: 0, taken: 0 }, stranded: [], over: [] }],
    ['the hall', ['hall/ndc-01/a'], { lost: true, feed: 0n, cooling: 0n }],
    ['the site', ['site/ndc-01'], { lost: true, nodes: { running: 0, lost: 12 } }],
    ['another site', ['site/ndc-02', 'hall/ndc-02/a'], { lost: false, nodes: { running: 12, lost: 0 } }],
  ])('%s', (_, lose, expected) => {
    expect(one({}, { lose })).toMatchObject(expected);
  });

  it('a feed, with the other too weak: nodes are shut down until it carries the rest', () => {
    // 16.8 kW on 13 kW: ceil(3.8 / 0.9) = 5 nodes; 16.8 - 4.5 = 12.3 kW.
    expect(one({ feeds: [{ id: 'f1', kw: 60 }, { id: 'f2', kw: 13 }] }, { lose: ['feed/ndc-01/a/f1'] })).toMatchObject({ feed: 13_000n, nodes: { running: 7, lost: 5 }, drawn: 12_300n, over: [] });
  });
});

describe('the overhead', () => {
  const curve = [{ load: 0.5, pue: 1.6 }, { load: 0.25, pue: 1.9 }, { load: 1, pue: 1.4 }];
  it.each([
    ['at a point', 0.5, 0.3, 0.3],
    // Half way from 1.9 to 1.6: (1.75 - 1) x 0.375.
    ['between two', 0.375, 0.28125, 0.28125],
    ['at the first', 0.25, 0.225, 0.225],
    // (1.9 - 1) x 0.1 if the PUE stays; (1.9 - 1) x 0.25 if the overhead stays.
    ['below the first', 0.1, 0.09, 0.225],
    ['of nothing', 0, 0, 0.225],
    ['at the last', 1, 0.4, 0.4],
    ['beyond the last', 1.5, 0.6, 0.6],
  ])('%s', (_, load, low, high) => {
    const found = overheadShare(curve, load);
    expect(found.low).toBeCloseTo(low, 12);
    expect(found.high).toBeCloseTo(high, 12);
  });
});

describe('a site', () => {
  const powerWith = (changes: Parameters<typeof estateOf>[0] = {}, quarter = '2026-Q4', lose: readonly string[] = []) => {
    const recorded = estateOf(changes);
    const estate = applyScenario(recorded, { ...recorded.scenario, lose });
    return { estate, sites: powerIn({ estate, facility: facilityInputs(estate, deriveIntent(estate)) }, q(quarter)) };
  };

  it('takes what its halls take, and what that takes beside itself', () => {
    // 20 nodes x 800 W = 16 kW of min(100 x 8, 1000, 3 x 300) = 800 kW: a load of 0.02, the curve begins at 0.5 with 1.5.
    // At best 16 x 1.5 = 24 kW; at worst 16 + (1.5 - 1) x 0.5 x 800 = 216 kW. A year: x 8.76 = 210.24 and 1892.16 MWh.
    const [site] = powerWith().sites;
    expect(site).toMatchObject({ site: 'ndc-01', quarter: '2026-Q4', drawn: 16_000n, design: 800_000n, pue: { low: 1.5, high: 13.5 }, facility: { low: 24_000n, high: 216_000n }, energy: { low: 211, high: 1893 }, fits: true });
  });

  it('is there once it operates', () => {
    expect(powerWith().sites.map(({ site }) => site)).toEqual(['ndc-01']);
    expect(powerWith({}, '2027-Q4').sites.map(({ site }) => site)).toEqual(['ndc-01', 'ndc-02']);
  });

  it('says what has no rack', () => {
    // 2 racks of 8 kW hold 20 nodes of 800 W; one rack holds 10.
    const [site] = powerWith({ 'ndc-01.yaml': put('racks: 100', 'racks: 1') }).sites;
    expect(site).toMatchObject({ unplaced: { nodes: [{ pool: 'general', count: 10 }], equipment: [] }, fits: false });
  });

  it('draws nothing when it is lost', () => {
    const [site] = powerWith({}, '2026-Q4', ['site/ndc-01']).sites;
    expect(site).toMatchObject({ site: 'ndc-01', lost: true, drawn: 0n, design: 0n, facility: { low: 0n, high: 0n } });
    expect(site?.pue).toBeUndefined();
  });

  it('takes the equipment of moved systems in, once, from the quarter of their move', () => {
    const tenant = 'tenants/bo-y-te.yaml';
    const moved = put('    environments:', '    migration: {mode: move, start: 2027-02-03, colocation: {rackUnits: 10, kw: 2.5}}\n    environments:');
    const at = (quarter: string) => powerWith({ [tenant]: moved }, quarter).sites[0];
    expect(at('2026-Q4')?.drawn).toBe(16_000n);
    expect(at('2027-Q1')?.drawn).toBe(18_500n);
    expect(at('2027-Q1')?.inputs).toContain('/requests/bo-y-te/systems/0/migration/colocation');
  });

  it('names inputs that stand in the estate, each once', () => {
    const { estate, intent } = smallEstate();
    const found = powerIn({ estate, facility: facilityInputs(estate, intent) }, q('2030-Q4'));
    expect(found).toHaveLength(3);
    for (const { site, inputs: pointers } of found) {
      expect(new Set(pointers).size).toBe(pointers.length);
      expect(pointers).toContain(`/sites/${site}/facility/halls/0/racks`);
      expect(pointers).toContain('/planning/facility/diversityPercent');
      for (const at of pointers) expect([at, valueAt(estate, at)]).not.toContain(undefined);
    }
  });
});

describe('whatever the site', () => {
  const domains = ['site/ndc-01', 'hall/ndc-01/h0', 'hall/ndc-01/h1', 'feed/ndc-01/h0/f1', 'feed/ndc-01/h1/f1', 'rack/ndc-01/h0/1', 'rack/ndc-01/h0/2', 'rack/ndc-01/h1/1'];

  it('nothing is taken that is not there, and no node is forgotten', () => {
    fc.assert(
      fc.property(randomSites(), fc.subarray(domains), ({ site, at, inputs: given }, lose) => {
        const layout = layoutOf(site, at, given);
        const halls = hallsPower({ site, quarter: at, inputs: given, planning, loss: lossOf(lose), protection: 'bronze' });
        expect(halls.map((found) => found.hall)).toEqual(layout.halls.map(({ id }) => id));
        for (const found of halls) {
          expect(found.racks.taken).toBeLessThanOrEqual(found.racks.there);
          expect(found.rackUnits.taken).toBeLessThanOrEqual(found.rackUnits.there);
          expect(found.rackPower.taken <= found.rackPower.there).toBe(true);
          const stranded = found.stranded.reduce((sum, { what, amount }) => (what === 'rack-units' ? sum + amount : sum), 0);
          expect(found.rackUnits.taken + stranded).toBeLessThanOrEqual(found.rackUnits.there);
          expect(found.nodes.running + found.nodes.lost).toBe(layout.runs.reduce((sum, run) => (run.hall === found.hall ? sum + run.nodes : sum), 0));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('losing more never leaves more racks, nodes or watts', () => {
    fc.assert(
      fc.property(randomSites(), fc.subarray(domains), fc.subarray(domains), ({ site, at, inputs: given }, lose, more) => {
        const ask = (all: readonly string[]): HallPower[] => hallsPower({ site, quarter: at, inputs: given, planning, loss: lossOf(all), protection: 'bronze' });
        const many = ask([...lose, ...more]);
        ask(lose).forEach((few, index) => {
          const rest = many[index];
          if (rest === undefined) throw new Error('a hall is missing');
          expect([rest.racks.there <= few.racks.there, rest.nodes.running <= few.nodes.running, rest.drawn <= few.drawn, rest.cooling <= few.cooling]).toEqual([true, true, true, true]);
        });
      }),
      { numRuns: 300 },
    );
  });
});
