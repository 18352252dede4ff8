import { describe, expect, it } from 'vitest';
import { stretchReason, stretchVerdict } from '../../../../sites/capacity/storage/stretch.js';
import { planned } from '../planned-estate.js';

describe('an erasure code stretched over sites', () => {
  it('2+1 over three sites serves with one lost, without redundancy, and is refused', () => {
    expect(stretchVerdict({ data: 2, coding: 1 }, 3)).toMatchObject({ chunksPerSite: 1, serves: true, redundancyLeft: 0, refused: true, reasons: ['no-redundancy', 'cannot-heal'] });
  });

  it('2+1 with min_size 3 stops, and is refused', () => {
    expect(stretchVerdict({ data: 2, coding: 1, minSize: 3 }, 3)).toMatchObject({ serves: false, redundancyLeft: 0, refused: true, reasons: ['stops', 'no-redundancy', 'cannot-heal'] });
  });

  it.each([
    // 4+2, two chunks a site: four are left of min_size 5.
    [4, 2, 3, false, 0, ['stops', 'no-redundancy', 'cannot-heal']],
    // 3+3: four left, min_size 4, one more may go.
    [3, 3, 3, true, 1, ['cannot-heal']],
    // 2+1 over four sites: one chunk lost, and the fourth site can take it.
    [2, 1, 4, true, 0, ['no-redundancy']],
    // 4+2 over two sites: three of four needed chunks are left.
    [4, 2, 2, false, -1, ['stops', 'no-redundancy', 'cannot-heal']],
  ])('%i+%i over %i sites: serves %s, %i left', (data, coding, sites, serves, redundancyLeft, reasons) => {
    expect(stretchVerdict({ data, coding }, sites)).toMatchObject({ serves, redundancyLeft, reasons, refused: reasons.some((reason) => reason !== 'cannot-heal') });
  });

  it('is refused over links that are too slow, naming the slowest', () => {
    const { links } = planned([]).plan.estate;
    expect(stretchVerdict({ data: 3, coding: 3 }, 3, links)).toMatchObject({ refused: true, reasons: ['cannot-heal', 'latency'], slowLink: { id: 'ndc-01--ndc-02', rttMs: 20 } });
  });

  it('says why, in both languages', () => {
    const verdict = stretchVerdict({ data: 2, coding: 1, minSize: 3 }, 3, planned([]).plan.estate.links);
    for (const reason of verdict.reasons) {
      const { vi, en } = stretchReason(reason, verdict);
      expect(vi).not.toBe(en);
      expect(`${vi}${en}`).not.toMatch(/undefined|NaN/);
    }
    expect(stretchReason('no-redundancy', stretchVerdict({ data: 2, coding: 1 }, 3)).en).toBe('losing one site leaves no redundancy: one more failed disk takes data.');
    expect(stretchReason('no-redundancy', stretchVerdict({ data: 4, coding: 2 }, 2)).en).toBe('losing one site takes data until that site returns.');
  });
});
