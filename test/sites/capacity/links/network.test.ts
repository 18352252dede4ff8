import { describe, expect, it } from 'vitest';
import { capacityOf, conduitsOf } from '../../../../sites/capacity/links/capacity.js';
import { flowsIn } from '../../../../sites/capacity/links/flows.js';
import { networkHolds, networkLosses, networkOf, plannedFlows, type Network } from '../../../../sites/capacity/links/network.js';
import { routeOf } from '../../../../sites/capacity/links/routes.js';
import { situationIn } from '../../../../sites/capacity/loss.js';
import { database, linksFile, now, planned, planningWith, siteFile, type SystemOf } from '../planned-estate.js';

const rerouting = { 'catalogue/planning.yaml': planningWith(['rerouteOverThirdSite: false', 'rerouteOverThirdSite: true']) };
const system: SystemOf = { id: 'a', tier: 'gold', storage: '{block: 1Ti}', databases: [database()] };

describe('capacity of a link', () => {
  const link = (paths: string) => {
    const { links } = planned([], { changes: { 'links.yaml': linksFile.replace('paths: [{id: coast, conduits: [c1, c2], provider: A}, {id: hills, conduits: [h1, h2], provider: B}]', `paths: [${paths}]`) } }).plan.estate;
    const found = links['ndc-01--ndc-02'];
    if (found === undefined) throw new Error('there is a link');
    return found;
  };
  const whole = '{id: coast, conduits: [c1], provider: A}, {id: hills, conduits: [h1], provider: B}';

  it.each<[string, string, string[], bigint]>([
    ['nothing lost', whole, [], 1_000_000_000n],
    ['a path lost: the other carries everything', whole, ['path/ndc-01--ndc-02/coast'], 1_000_000_000n],
    ['both paths lost', whole, ['path/ndc-01--ndc-02/coast', 'path/ndc-01--ndc-02/hills'], 0n],
    ['the link lost', whole, ['link/ndc-01--ndc-02'], 0n],
    ['a site lost', whole, ['site/ndc-02'], 0n],
    ['a conduit lost', whole, ['conduit/c1'], 1_000_000_000n],
    ['a conduit both share', whole.replace('h1', 'c1'), ['conduit/c1'], 0n],
    ['a path of another link', whole, ['path/ndc-01--ndc-03/coast'], 1_000_000_000n],
    // 0.4 + 0.3 Gbit/s are less than the link's 1; without the first, 0.3 are left.
    ['paths that say what they carry', '{id: coast, conduits: [], provider: A, gbps: 0.4}, {id: hills, conduits: [], provider: B, gbps: 0.3}', [], 700_000_000n],
    ['the smaller of them left', '{id: coast, conduits: [], provider: A, gbps: 0.4}, {id: hills, conduits: [], provider: B, gbps: 0.3}', ['path/ndc-01--ndc-02/coast'], 300_000_000n],
  ])('%s', (_, paths, lost, capacity) => {
    expect(capacityOf('ndc-01--ndc-02', link(paths), new Set(lost))).toBe(capacity);
  });

  it('lists every conduit once', () => {
    expect(conduitsOf(planned([]).plan.estate)).toEqual(['c1', 'c2', 'e1', 'h1', 'h2', 'w1']);
  });
});

describe('the way between two sites', () => {
  const { estate } = planned([], { changes: rerouting }).plan;

  it('is the direct link while a path of it is left', () => {
    expect(routeOf(estate, 'ndc-02', 'ndc-01', new Set(['path/ndc-01--ndc-02/coast']))).toEqual({ hops: [{ link: 'ndc-01--ndc-02', from: 'ndc-02', to: 'ndc-01' }] });
  });

  it('is over the third site, named, when the direct link is lost', () => {
    expect(routeOf(estate, 'ndc-01', 'ndc-02', new Set(['link/ndc-01--ndc-02']))).toEqual({
      over: 'ndc-03',
      hops: [
        { link: 'ndc-01--ndc-03', from: 'ndc-01', to: 'ndc-03' },
        { link: 'ndc-02--ndc-03', from: 'ndc-03', to: 'ndc-02' },
      ],
    });
  });

  it.each([
    ['two links are lost', ['link/ndc-01--ndc-02', 'link/ndc-02--ndc-03']],
    ['the third site is lost too', ['link/ndc-01--ndc-02', 'site/ndc-03']],
  ])('is none when %s', (_, lost) => {
    expect(routeOf(estate, 'ndc-01', 'ndc-02', new Set(lost))).toBeUndefined();
  });

  it('is none where the plan does not lead traffic over the third site', () => {
    expect(routeOf(planned([]).plan.estate, 'ndc-01', 'ndc-02', new Set(['link/ndc-01--ndc-02']))).toBeUndefined();
  });
});

describe('flows', () => {
  const flowsOf = (systems: readonly SystemOf[], options: Parameters<typeof planned>[1] = {}) => {
    const { plan, environments } = planned(systems, options);
    return plannedFlows(plan, environments, now).map(({ kind, from, to, perDay, budgetMs }) => [kind, from, to, Number(perDay.mid), Number(budgetMs) / 60_000]);
  };

  it('of a database with a standby: the log to it, once more to the third site, and the backups', () => {
    // 86.4 GB of log a day; a weekly full of 1 TiB halved: 2^39 / 7.
    expect(flowsOf([system])).toEqual([
      ['standby', 'ndc-01', 'ndc-02', 86_400_000_000, 15],
      ['log-copy', 'ndc-01', 'ndc-03', 86_400_000_000, 240],
      ['backup-copy', 'ndc-01', 'ndc-03', Math.ceil(2 ** 39 / 7), 1440],
    ]);
  });

  it('of a tier whose standby holds no data: the copy is what survives, and may lag by what the RPO leaves beside the interval', () => {
    // 240 minutes less 120.
    expect(flowsOf([{ ...system, tier: 'silver' }]).map(([kind, , to, , budget]) => [kind, to, budget])).toEqual([
      ['log-copy', 'ndc-03', 120],
      ['backup-copy', 'ndc-03', 1440],
    ]);
  });

  it('of volumes without a database: what changes of them in a day', () => {
    // 2 TiB, of which 1 %.
    expect(flowsOf([{ ...system, storage: '{block: 2Ti}', databases: [] }])[0]).toEqual(['standby', 'ndc-01', 'ndc-02', Math.ceil(2 ** 41 / 100), 15]);
  });

  it('of a measured log are that log', () => {
    const { plan, environments } = planned([{ ...system, databases: [database({ walRate: '50G' })] }]);
    expect(plannedFlows(plan, environments, now)[0]).toMatchObject({ perDay: { low: 50_000_000_000n, mid: 50_000_000_000n, high: 50_000_000_000n }, measured: true });
  });

  it('begin at the standby once the primary is lost, and feed no standby then', () => {
    expect(flowsOf([system], { lose: ['site/ndc-01'] }).map(([kind, from, to]) => [kind, from, to])).toEqual([
      ['log-copy', 'ndc-02', 'ndc-03'],
      ['backup-copy', 'ndc-02', 'ndc-03'],
    ]);
  });

  it('end nowhere that does not operate', () => {
    const late = { 'ndc-02.yaml': siteFile(2).replace('phase: operating', 'phase: planned').replaceAll('2025-Q3', '2029-Q4') };
    expect(flowsOf([system], { changes: late }).map(([kind]) => kind)).toEqual(['log-copy', 'backup-copy']);
  });

  it('stay at home where backups lie with their primary', () => {
    expect(flowsOf([{ ...system, tier: 'silver', placement: '{primary: ndc-01, standby: ndc-02, backup: ndc-01}' }])).toEqual([]);
  });

  it('are those of a tier and the tiers protected better', () => {
    const { plan, environments } = planned([system, { ...system, id: 'b', tier: 'bronze' }]);
    expect(new Set(plannedFlows(plan, environments, now, 'gold').map(({ tier }) => tier))).toEqual(new Set(['gold']));
    expect(new Set(flowsIn(plan, environments, now, situationIn(plan.estate, now, new Set())).map(({ tier }) => tier))).toEqual(new Set(['gold', 'bronze']));
  });
});

describe('the network', () => {
  const networkWith = (systems: readonly SystemOf[], lost: readonly string[] = [], options: Parameters<typeof planned>[1] = { changes: rerouting }): Network => {
    const { plan, environments } = planned(systems, options);
    return networkOf(plan, now, plannedFlows(plan, environments, now), new Set(lost));
  };

  it('judges each link each way', () => {
    const { loads, detours } = networkWith([system]);
    expect(detours).toEqual([]);
    expect(loads.map(({ link, from, to }) => [link, from, to])).toEqual([
      ['ndc-01--ndc-02', 'ndc-01', 'ndc-02'],
      ['ndc-01--ndc-03', 'ndc-01', 'ndc-03'],
    ]);
    const [first] = loads;
    // 1 MB/s ÷ 0.75 × 8; 1 Gbit/s × 20 ms; 1 TiB beside 10,666,667 bit/s of 1 Gbit/s.
    expect(first).toMatchObject({ capacity: 1_000_000_000n, mean: { mid: 10_666_667n }, peak: { mid: 10_666_667n }, rerouted: 0, measuredShare: 0n, window: { bytes: 2_500_000n, streams: 1 }, rttMs: 20 });
    expect(first?.reseed.bytes.mid).toBe(1n << 40n);
    expect(Number(first?.reseed.ms.mid) / 1000).toBeCloseTo((2 ** 40 * 8) / 0.75 / (1e9 - 10_666_667), 0);
    expect(first?.promises).toEqual([{ tier: 'gold', kind: 'standby', budgetMs: 900_000n, environments: 1, holds: 'yes' }]);
    expect(first?.outage.mid).toMatchObject({ minutes: 60, backlog: 3_600_000_000n, lagMs: 3_600_000n });
  });

  it('leads what lost its link over the third site, which carries both', () => {
    const { loads, detours } = networkWith([system], ['link/ndc-01--ndc-02']);
    expect(detours).toEqual([{ from: 'ndc-01', to: 'ndc-02', over: 'ndc-03', namespaces: ['a-prod'] }]);
    expect(loads.map(({ link, from, to, rerouted, perDay }) => [link, from, to, rerouted, Number(perDay.standby.mid), Number(perDay['log-copy'].mid)])).toEqual([
      ['ndc-01--ndc-03', 'ndc-01', 'ndc-03', 1, 86_400_000_000, 86_400_000_000],
      ['ndc-02--ndc-03', 'ndc-03', 'ndc-02', 1, 86_400_000_000, 0],
    ]);
  });

  it('says what has no way at all', () => {
    const network = networkWith([system], ['link/ndc-01--ndc-02'], {});
    expect(network.detours).toEqual([{ from: 'ndc-01', to: 'ndc-02', namespaces: ['a-prod'] }]);
    expect(networkHolds(network)).toBe('no');
  });

  it('breaks a promise where the lag of a peak day passes the RPO', () => {
    // 20 MB/s of log are 213 Mbit/s; at 0.1 Gbit/s the link never keeps up.
    const slow = { ...rerouting, 'links.yaml': linksFile.replace('b: ndc-02, capacityGbps: 1,', 'b: ndc-02, capacityGbps: 0.1,') };
    const network = networkWith([{ ...system, databases: [database({ changeRate: '1728G' })] }], [], { changes: slow });
    expect(network.loads[0]?.promises[0]).toMatchObject({ kind: 'standby', holds: 'no' });
    expect(network.loads[0]?.reseed.ms.mid).toBeUndefined();
    expect(networkHolds(network)).toBe('no');
  });

  it('holds likely where only the high end of a range breaks', () => {
    // 2 TiB of volumes of which 1 to 99 % change: at the high end 2 TiB a day, 268 Mbit/s of 0.1 Gbit/s.
    const wide = { 'catalogue/planning.yaml': planningWith(['volumesChangedPerDay: {low: 1, mid: 1, high: 1}', 'volumesChangedPerDay: {low: 1, mid: 1, high: 99}']), 'links.yaml': linksFile.replaceAll('capacityGbps: 1,', 'capacityGbps: 0.1,') };
    const network = networkWith([{ ...system, storage: '{block: 2Ti}', databases: [] }], [], { changes: wide });
    expect(network.loads[0]?.promises[0]?.holds).toBe('likely');
    expect(networkHolds({ ...network, loads: network.loads.slice(0, 1) })).toBe('likely');
  });

  it('ships every byte of every flow over each hop of its way', () => {
    const systems: SystemOf[] = [system, { ...system, id: 'b', tier: 'platinum', placement: '{primary: ndc-02, standby: ndc-03, backup: ndc-01}' }, { ...system, id: 'c', tier: 'bronze', databases: [] }];
    const { plan, environments } = planned(systems, { changes: rerouting });
    const flows = plannedFlows(plan, environments, now);
    for (const lost of [[], ['link/ndc-01--ndc-02'], ['conduit/c1'], ['link/ndc-01--ndc-02', 'link/ndc-02--ndc-03']]) {
      const { loads } = networkOf(plan, now, flows, new Set(lost));
      const carried = loads.reduce((sum, { perDay }) => sum + perDay.standby.mid + perDay['log-copy'].mid + perDay['backup-copy'].mid, 0n);
      const expected = flows.reduce((sum, { from, to, perDay }) => sum + perDay.mid * BigInt(routeOf(plan.estate, from, to, new Set(lost))?.hops.length ?? 0), 0n);
      expect(carried).toBe(expected);
    }
  });

  it('does not depend on the order of the requests', () => {
    const systems: SystemOf[] = [system, { ...system, id: 'b', tier: 'platinum' }, { ...system, id: 'c', tier: 'silver', placement: '{primary: ndc-02, standby: ndc-01, backup: ndc-03}' }];
    const figures = (all: readonly SystemOf[]) => networkWith(all, ['conduit/c1']).loads.map(({ link, from, perDay, peak, typicalDay, peakDay, outage, reseed }) => ({ link, from, perDay, peak, typicalDay, peakDay, outage, reseed }));
    expect(figures([...systems].reverse())).toEqual(figures(systems));
  });

  it('never has more left with more lost', () => {
    const { plan, environments } = planned([system], { changes: rerouting });
    const flows = plannedFlows(plan, environments, now);
    const rank = { yes: 2, likely: 1, no: 0 };
    const base = networkHolds(networkOf(plan, now, flows, new Set()));
    for (const { holds } of networkLosses(plan, now, flows, new Set())) expect(rank[holds]).toBeLessThanOrEqual(rank[base]);
  });

  it('loses each link, each path and each conduit in turn; a conduit takes paths of several links', () => {
    const { plan, environments } = planned([system], { changes: rerouting });
    const losses = networkLosses(plan, now, plannedFlows(plan, environments, now), new Set());
    expect(losses.map(({ domain }) => domain)).toEqual([
      ...['ndc-01--ndc-02', 'ndc-01--ndc-03', 'ndc-02--ndc-03'].map((id) => `link/${id}`),
      ...['ndc-01--ndc-02', 'ndc-01--ndc-03', 'ndc-02--ndc-03'].flatMap((id) => [`path/${id}/coast`, `path/${id}/hills`]),
      ...['c1', 'c2', 'e1', 'h1', 'h2', 'w1'].map((id) => `conduit/${id}`),
    ]);
    expect(losses.find(({ domain }) => domain === 'conduit/c1')).toMatchObject({ struck: ['ndc-01--ndc-02', 'ndc-01--ndc-03'], holds: 'yes' });
    expect(losses.find(({ domain }) => domain === 'link/ndc-01--ndc-02')?.network.detours).toHaveLength(1);
  });

  it('does not lose twice what is lost already', () => {
    const { plan, environments } = planned([system], { changes: rerouting });
    const domains = networkLosses(plan, now, plannedFlows(plan, environments, now), new Set(['link/ndc-01--ndc-02'])).map(({ domain }) => domain);
    expect(domains.filter((domain) => domain.includes('ndc-01--ndc-02'))).toEqual([]);
    // c1 still takes a path of another link.
    expect(domains).toContain('conduit/c1');
  });
});
