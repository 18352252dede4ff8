import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../sites/capacity/layout.js';
import { domainsOf, nodesLost, type LossLevel } from '../../../sites/capacity/node-loss.js';
import { equipment, hall, inputs, pool, q, siteWith } from './site-builder.js';
import { randomSites, type RandomSite } from './random-sites.js';

const now = q('2026-Q2');

// Racks of 6 kW hold six nodes: `general` fills racks 1 and 2 of hall a, `later` rack 1 of hall b with five nodes.
const site = siteWith([hall(), hall({ id: 'b' })], [pool(), pool({ id: 'later', hall: 'b', count: 5, available: now })]);
const lost = (...domains: string[]): Record<string, number> => Object.fromEntries(nodesLost(site, now, domains));

describe('what is lost', () => {
  it.each<[string, string[], Record<string, number>]>([
    ['nothing', [], {}],
    ['a node', ['node/ndc-01/general/3'], { general: 1 }],
    ['the same node twice', ['node/ndc-01/general/3', 'node/ndc-01/general/3'], { general: 1 }],
    ['a rack', ['rack/ndc-01/a/2'], { general: 6 }],
    ['the last rack, which is not full', ['rack/ndc-01/b/1'], { later: 5 }],
    ['an empty rack', ['rack/ndc-01/a/3'], {}],
    // Node 8 is the second of rack 2; node 1 is in rack 1.
    ['a rack and a node of it', ['rack/ndc-01/a/2', 'node/ndc-01/general/8'], { general: 6 }],
    ['a rack and a node of another', ['rack/ndc-01/a/2', 'node/ndc-01/general/1'], { general: 7 }],
    ['a hall with a rack and a node of it', ['hall/ndc-01/a', 'rack/ndc-01/a/1', 'node/ndc-01/general/12'], { general: 12 }],
    ['two halls', ['hall/ndc-01/a', 'hall/ndc-01/b'], { general: 12, later: 5 }],
    ['the site', ['site/ndc-01', 'hall/ndc-01/a'], { general: 12, later: 5 }],
    // 12 kW of nodes on a feed of 60 kW.
    ['a feed, where the other carries the hall', ['feed/ndc-01/a/f1'], {}],
    ['all feeds', ['feed/ndc-01/a/f1', 'feed/ndc-01/a/f2'], { general: 12 }],
    ['other sites, links and paths', ['site/ndc-02', 'link/ndc-01--ndc-02', 'path/ndc-01--ndc-02/north'], {}],
  ])('%s', (_, domains, expected) => {
    expect(lost(...domains)).toEqual(expected);
  });

  it('is nothing of a pool that is not yet or no longer in service', () => {
    expect(nodesLost(site, q('2026-Q1'), ['site/ndc-01', 'node/ndc-01/later/1', 'hall/ndc-01/b'])).toEqual(new Map([['general', 12]]));
  });

  it('is with the site also what no rack holds', () => {
    expect(nodesLost(siteWith([hall({ racks: 1 })], [pool()]), now, ['site/ndc-01'])).toEqual(new Map([['general', 12]]));
    expect(nodesLost(siteWith([hall({ racks: 1 })], [pool()]), now, ['hall/ndc-01/a'])).toEqual(new Map([['general', 6]]));
  });

  it.each(['hall/ndc-01/x', 'rack/ndc-01/x/1', 'node/ndc-01/x/1', 'feed/ndc-01/a/x', 'feed/ndc-01/x/f1', 'row/ndc-01/a'])('is refused for %s, which names no part of the site', (domain) => {
    expect(() => nodesLost(site, now, [domain])).toThrow(RangeError);
  });
});

describe('a feed', () => {
  // Two pools of 12 kW each on feeds of 20 and 10 kW.
  const tight = siteWith([hall({ feeds: [{ id: 'f1', kw: 20 }, { id: 'f2', kw: 10 }] })], [pool({ id: 'a' }), pool({ id: 'b' })]);
  const shut = (domains: string[], given = inputs()): Record<string, number> => Object.fromEntries(nodesLost(tight, now, domains, given));

  it('that is lost shuts down the nodes placed last until the others carry the hall', () => {
    // 24 kW on 20 kW: 4 nodes of b. On 10 kW: 14 kW too much, 12 nodes of b and 2 of a.
    expect(shut(['feed/ndc-01/a/f2'])).toEqual({ b: 4 });
    expect(shut(['feed/ndc-01/a/f1'])).toEqual({ b: 12, a: 2 });
  });

  it('carries the peak that nodes draw together, and equipment of others in full', () => {
    // 24 kW x 0.8 = 19.2 kW on 20 kW. With 6 kW of equipment 5.2 kW too much: ceil(5.2 / 0.8) = 7 nodes.
    expect(shut(['feed/ndc-01/a/f2'], inputs({ diversityPercent: 80 }))).toEqual({});
    expect(shut(['feed/ndc-01/a/f2'], inputs({ diversityPercent: 80, colocated: [equipment()] }))).toEqual({ b: 7 });
  });

  it('starts no node again because another loss spares its power', () => {
    // Rack 1, six nodes of a, goes with the feed: 18 kW would fit on 20, yet the four nodes of b were shut down.
    expect(shut(['feed/ndc-01/a/f2', 'rack/ndc-01/a/1'])).toEqual({ a: 6, b: 4 });
  });

  it('that cannot carry the equipment of others alone leaves no node running', () => {
    // 30 kW of equipment on 10 kW.
    expect(shut(['feed/ndc-01/a/f1'], inputs({ colocated: [equipment({ watts: 30_000 })] }))).toEqual({ a: 12, b: 12 });
  });
});

describe('the kinds of loss', () => {
  it.each<[LossLevel, { domain: string; count: number }[]]>([
    ['node', [{ domain: 'node/ndc-01/general/1', count: 12 }, { domain: 'node/ndc-01/later/1', count: 5 }]],
    ['rack', [{ domain: 'rack/ndc-01/a/1', count: 2 }, { domain: 'rack/ndc-01/b/1', count: 1 }]],
    ['feed', [{ domain: 'feed/ndc-01/a/f1', count: 2 }, { domain: 'feed/ndc-01/b/f1', count: 2 }]],
    ['hall', [{ domain: 'hall/ndc-01/a', count: 1 }, { domain: 'hall/ndc-01/b', count: 1 }]],
    ['site', [{ domain: 'site/ndc-01', count: 1 }]],
  ])('%s', (level, expected) => {
    expect(domainsOf(site, now, level)).toEqual(expected);
  });

  it('tell a rack that is not full, and feeds that carry less, from the others', () => {
    // 14 nodes: racks of 6, 6 and 2.
    const uneven = siteWith([hall({ feeds: [{ id: 'f1', kw: 20 }, { id: 'f2', kw: 10 }, { id: 'f3', kw: 20 }] })], [pool({ count: 14 })]);
    expect(domainsOf(uneven, now, 'rack')).toEqual([{ domain: 'rack/ndc-01/a/1', count: 2 }, { domain: 'rack/ndc-01/a/3', count: 1 }]);
    expect(domainsOf(uneven, now, 'feed')).toEqual([{ domain: 'feed/ndc-01/a/f1', count: 2 }, { domain: 'feed/ndc-01/a/f2', count: 1 }]);
  });

  it('end where a hall is not in service yet', () => {
    const later = siteWith([hall(), hall({ id: 'b', available: q('2027-Q1') })], [pool()]);
    expect(domainsOf(later, now, 'hall')).toHaveLength(1);
    expect(domainsOf(later, q('2027-Q1'), 'hall')).toHaveLength(2);
  });
});

/** Every failure domain of a small site, one by one. */
function everyDomain({ site: one, at }: RandomSite): Record<Exclude<LossLevel, 'site'>, string[]> {
  const halls = one.facility.halls;
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  return {
    node: one.nodePools.filter((candidate) => candidate.available <= at).flatMap((candidate) => numbers(candidate.count).map((number) => `node/ndc-01/${candidate.id}/${number}`)),
    rack: halls.flatMap((here) => numbers(here.racks).map((number) => `rack/ndc-01/${here.id}/${number}`)),
    feed: halls.flatMap((here) => here.feeds.map((feed) => `feed/ndc-01/${here.id}/${feed.id}`)),
    hall: halls.map((here) => `hall/ndc-01/${here.id}`),
  };
}

const losses = randomSites().chain((given) => {
  const domains = ['site/ndc-01', ...Object.values(everyDomain(given)).flat()];
  const some = (maxLength: number): fc.Arbitrary<string[]> => fc.array(fc.constantFrom(...domains), { maxLength });
  return fc.tuple(fc.constant(given), some(8), some(4));
});

/** The slow and plain way: a set of node names. */
function oracle({ site: one, at, inputs: given }: RandomSite, domains: readonly string[]): Map<string, number> {
  const layout = layoutOf(one, at, given);
  const inRack = layout.runs.flatMap((run) => Array.from({ length: run.nodes }, (_, index) => ({ pool: run.pool, node: run.firstNode + index, hall: run.hall, rack: run.firstRack + Math.floor(index / run.perRack), watts: run.watts })));
  const gone = new Set<string>();
  for (const pool_ of one.nodePools)
    if (pool_.available <= at && (pool_.retires === undefined || at < pool_.retires))
      for (let node = 1; node <= pool_.count; node += 1) if (domains.includes('site/ndc-01') || domains.includes(`node/ndc-01/${pool_.id}/${node}`)) gone.add(`${pool_.id} ${node}`);
  for (const { pool: id, node, hall: in_, rack } of inRack) if (domains.includes(`hall/ndc-01/${in_}`) || domains.includes(`rack/ndc-01/${in_}/${rack}`)) gone.add(`${id} ${node}`);
  for (const here of layout.halls) {
    const left = here.feeds.filter((feed) => !domains.includes(`feed/ndc-01/${here.id}/${feed.id}`));
    if (left.length === here.feeds.length) continue;
    const running = inRack.filter((node) => node.hall === here.id);
    const others = layout.colocated.filter((run) => run.hall === here.id).reduce((sum, run) => sum + run.watts, 0);
    const carried = left.reduce((sum, feed) => sum + feed.kw * 100_000, 0);
    const drawn = (): number => running.reduce((sum, node) => sum + node.watts, 0) * given.diversityPercent + others * 100;
    while (running.length > 0 && (left.length === 0 || drawn() > carried)) {
      const last = running.pop();
      if (last !== undefined) gone.add(`${last.pool} ${last.node}`);
    }
  }
  const counts = new Map<string, number>();
  for (const name of gone) counts.set(name.split(' ')[0] ?? '', (counts.get(name.split(' ')[0] ?? '') ?? 0) + 1);
  return counts;
}

const sorted = (counts: ReadonlyMap<string, number>): [string, number][] => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

describe('whatever the site', () => {
  it('the nodes lost are those counted one by one', () => {
    fc.assert(
      fc.property(losses, ([given, domains]) => {
        expect(sorted(nodesLost(given.site, given.at, domains, given.inputs))).toEqual(sorted(oracle(given, domains)));
      }),
      { numRuns: 400 },
    );
  });

  it('losing more never leaves more, of any pool', () => {
    fc.assert(
      fc.property(losses, ([given, domains, more]) => {
        const few = nodesLost(given.site, given.at, domains, given.inputs);
        const many = nodesLost(given.site, given.at, [...domains, ...more], given.inputs);
        for (const [id, count] of few) expect(many.get(id) ?? 0).toBeGreaterThanOrEqual(count);
      }),
      { numRuns: 400 },
    );
  });

  it('a feed takes no more than its hall, a rack no more than its hall, a hall no more than the site', () => {
    fc.assert(
      fc.property(randomSites(), (given) => {
        const of = (domain: string): ReadonlyMap<string, number> => nodesLost(given.site, given.at, [domain], given.inputs);
        const domains = everyDomain(given);
        for (const inner of [...domains.feed, ...domains.rack, ...domains.hall]) {
          const outer = inner.startsWith('hall/') ? 'site/ndc-01' : `hall/${inner.split('/').slice(1, 3).join('/')}`;
          for (const [id, count] of of(inner)) expect(of(outer).get(id) ?? 0).toBeGreaterThanOrEqual(count);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('the worst of the kinds is the worst of all, at every level', () => {
    const worst = (given: RandomSite, id: string, domains: readonly string[]): number => Math.max(0, ...domains.map((domain) => nodesLost(given.site, given.at, [domain], given.inputs).get(id) ?? 0));
    fc.assert(
      fc.property(randomSites(), (given) => {
        const all = everyDomain(given);
        for (const level of ['node', 'rack', 'feed', 'hall'] as const) {
          const kinds = domainsOf(given.site, given.at, level, given.inputs);
          for (const { id } of given.site.nodePools) expect(worst(given, id, kinds.map(({ domain }) => domain))).toBe(worst(given, id, all[level]));
        }
      }),
      { numRuns: 100 },
    );
  });
});
