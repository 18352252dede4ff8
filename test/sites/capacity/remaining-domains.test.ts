import { describe, expect, it } from 'vitest';
import { headroomIn, holds } from '../../../sites/capacity/headroom.js';
import { worstNetworkLoss } from '../../../sites/capacity/links/worst-loss.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { outcomeOf } from '../../../sites/capacity/shed.js';
import { remainingDomains } from '../../../sites/capacity/remaining-domains.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { quarter } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';

const shipped = shippedEstate();
const losing = (...lose: string[]): Estate => applyScenario(shipped, { ...shipped.scenario, lose });
const planOfEstate = (estate: Estate) => planOf(estate, deriveIntent(estate));
const worst = (estate: Estate, level: 'node' | 'rack' | 'feed', at = '2027-Q3') => headroomIn(planOfEstate(estate), quarter(at), ['bronze']).find(({ site }) => site === 'ndc-01')?.worst[level];

describe('what may yet be lost after a loss', () => {
  const site = shipped.sites['ndc-01'];
  if (site === undefined) throw new Error('the shipped estate has NDC 01');

  it('is never what is lost already, and the like of it is still there', () => {
    const feeds = remainingDomains(site, quarter('2027-Q3'), 'feed', ['feed/ndc-01/hall-1/feed-a']);
    expect(feeds).toContain('feed/ndc-01/hall-1/feed-b');
    expect(feeds).not.toContain('feed/ndc-01/hall-1/feed-a');
    expect(remainingDomains(site, quarter('2027-Q3'), 'node', ['node/ndc-01/gpu-1/1'])).toContain('node/ndc-01/gpu-1/2');
  });

  // Two feeds, one lost: the other is the hall, whichever went first.
  it.each(['feed-a', 'feed-b'])('the second feed takes the hall, after %s', (feed) => {
    const after = worst(losing(`feed/ndc-01/hall-1/${feed}`), 'feed');
    expect(after === undefined || holds(after)).toBe(false);
  });

  it.each([
    ['node', 'node/ndc-01/gpu-1/1', 'node/ndc-01/gpu-1/2'],
    ['node', 'node/ndc-01/storage-1/1', 'node/ndc-01/storage-1/2'],
  ] as const)('equal domains leave the same: %s %s or %s', (level, a, b) => {
    expect(worst(losing(a), level)?.left?.left).toBe(worst(losing(b), level)?.left?.left);
  });
});

describe('the network', () => {
  const at = quarter('2030-Q4');

  it('with no way left breaks every promise on lost data, and never reads better than before', () => {
    const whole = worstNetworkLoss(planOfEstate(shipped), at, 'bronze').get('ndc-01');
    const cut = worstNetworkLoss(planOfEstate(losing('link/ndc-01--ndc-02', 'link/ndc-01--ndc-03')), at, 'bronze').get('ndc-01');

    expect(whole?.holds).not.toBe('no');
    expect(cut).toMatchObject({ holds: 'no', share: 0n });
  });
});

describe('a slip', () => {
  it('takes nothing away that already stands', () => {
    const late = applyScenario(shipped, { ...shipped.scenario, delay: { 'ndc-01': 8 } });
    const row = headroomIn(planOfEstate(late), quarter('2026-Q4'), ['bronze']).find(({ site }) => site === 'ndc-01');
    expect(row?.resources.find(({ resource }) => resource === 'cpu')?.there).toBe(8_680_000n);
  });
});

describe('who moves when a hall is lost', () => {
  it('protected systems run at their standbys, best effort is shed, and nobody is left where no disk serves', () => {
    const plan = planOfEstate(shipped);
    const at = quarter('2030-Q4');
    const { moved, shed, running, unplaced } = outcomeOf(plan, at, ['hall/ndc-01/hall-1']);

    expect(moved.length).toBeGreaterThan(50);
    expect(new Set(shed.map(({ placed }) => placed.promise.tier))).toEqual(new Set(['bronze']));
    expect(unplaced.filter(({ because }) => because !== 'primary-not-operating')).toEqual([]);
    for (const { site, use, amounts } of running) if (site === 'ndc-01' && use !== 'standby') expect([...amounts].filter(([resource, amount]) => resource.startsWith('storage/') && amount > 0n)).toEqual([]);
  });
});
