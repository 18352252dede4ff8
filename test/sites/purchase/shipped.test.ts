import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDataDirectory } from '../../../bin/edge/data-directory.js';
import { headroomIn, holds } from '../../../sites/capacity/headroom.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { day, quarter, type Quarter } from '../../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { NodePool } from '../../../sites/model/kinds/site.js';
import { loadEstate } from '../../../sites/model/load.js';
import { buy, planned } from './estates.js';

const shipped = async (): Promise<Estate> => {
  const result = loadEstate(await readDataDirectory(fileURLToPath(new URL('../../../sites/data', import.meta.url))), day('2026-11-01'));
  if ('diagnostics' in result) throw new Error('the shipped estate does not load');
  return result.estate;
};

describe('the purchase plan of the shipped estate', async () => {
  const estate = await shipped();
  const plan = planned(buy(estate));

  it('is this order list; a change is read like code', () => {
    expect(plan.orders.map(({ orderBy, needed, site, hall, kind, count, serving, fewest, replaces, why }) => `${orderBy} ${needed} ${site} ${hall} ${count} ${kind}, ${serving} >= ${fewest}, replaces ${replaces}: ${why?.resource ?? '-'} ${why?.lost.join(' ') ?? ''}`.trim())).toMatchInlineSnapshot(`
      [
        "2029-04-01 2030-10-01 ndc-01 hall-1 13 gpu, 13 >= 13, replaces 16: gpu",
        "2029-04-01 2030-07-01 ndc-01 hall-1 16 storage, 16 >= 16, replaces 20: disks/*",
        "2029-04-01 2030-10-01 ndc-02 hall-1 5 gpu, 5 >= 5, replaces 0: gpu ndc-01",
        "2029-04-01 2030-10-01 ndc-03 hall-1 9 gpu, 9 >= 9, replaces 0: gpu",
        "2029-07-01 2030-07-01 ndc-01 hall-1 43 general, 43 >= 24, replaces 54: cpu",
        "2029-07-01 2030-10-01 ndc-01 hall-1 1 storage, 17 >= 17, replaces 0: disks/*",
        "2029-07-01 2030-10-01 ndc-02 hall-1 18 storage, 18 >= 18, replaces 0: disks/* ndc-01",
        "2029-07-01 2030-10-01 ndc-03 hall-1 20 storage, 20 >= 20, replaces 0: disks/* ndc-01",
        "2029-10-01 2030-10-01 ndc-01 hall-1 6 general, 49 >= 42, replaces 0: cpu",
        "2029-10-01 2030-10-01 ndc-02 hall-1 37 general, 37 >= 30, replaces 0: cpu",
        "2029-10-01 2030-10-01 ndc-02 hall-1 29 rack, 29 >= 28, replaces 0: -",
        "2029-10-01 2030-10-01 ndc-03 hall-1 34 general, 34 >= 27, replaces 0: cpu",
        "2029-10-01 2030-10-01 ndc-03 hall-1 34 rack, 34 >= 33, replaces 0: -",
      ]
    `);
    const { cost, lowerBound, rounds, judged, packings } = plan.certificate;
    expect({ cost, lowerBound, rounds: rounds.length, judged, packings }).toMatchInlineSnapshot(`
      {
        "cost": 316734180474n,
        "judged": 653,
        "lowerBound": 307964312746n,
        "packings": 44,
        "rounds": 4,
      }
    `);
  });

  it('names who has nowhere to go until NDC 02 and 03 operate', () => {
    expect(plan.waiting).toMatchInlineSnapshot(`
      [
        {
          "because": [
            "standby-not-operating",
          ],
          "environments": 60,
          "from": "2026-Q4",
          "site": "ndc-01",
          "until": "2030-Q3",
        },
      ]
    `);
  });

  it('holds when its orders are written into the site files by hand: headroom in the quarters that matter', () => {
    const { equipment } = estate.planning.purchase ?? {};
    if (equipment === undefined) throw new Error('the shipped estate plans purchases');
    const years = (from: Quarter, count: number): Quarter => quarter(`${Number(from.slice(0, 4)) + count}${from.slice(4)}`);
    for (const at of ['2027-Q2', '2029-Q4', '2030-Q3', '2030-Q4'].map(quarter)) {
      const sites = Object.fromEntries(
        Object.values(estate.sites).map((site) => {
          const own = site.nodePools.filter(({ available }) => available <= '2026-Q4').map((pool): DeepReadonly<NodePool> => ({ ...pool, retires: years(pool.available, equipment[pool.purpose].lifeYears) }));
          const bought = plan.orders
            .filter((order) => order.site === site.id && order.kind !== 'rack')
            .map((order, index): DeepReadonly<NodePool> => {
              const like = site.nodePools.find(({ id }) => id === order.like);
              if (like === undefined) throw new Error(`${site.id} has no pool ${order.like}`);
              return { ...like, id: `bought-${index}`, hall: order.hall, count: order.count, available: order.quarter };
            });
          const storage = site.storage.map((one) => ({ ...one, raw: (plan.declared.findLast((each) => each.site === site.id && each.class === one.class && each.quarter <= at)?.raw ?? one.raw) as typeof one.raw }));
          return [site.id, { ...site, storage, nodePools: [...own, ...bought] }];
        }),
      );
      const base = planOf(estate, deriveIntent(estate));
      for (const row of headroomIn({ ...base, estate: { ...estate, sites } }, at))
        for (const level of ['nothing', 'node', 'rack', 'feed', 'site', 'site-and-node'] as const) {
          const worst = row.worst[level];
          if (level.startsWith('site') && row.tier === 'bronze') continue;
          const waits = worst.homeless.length > 0 && at < '2030-Q4' && row.site === 'ndc-01' && level.startsWith('site');
          if (!waits) expect(holds(worst), `${row.site} ${at} ${level} ${row.tier}`).toBe(true);
        }
    }
  });
});
