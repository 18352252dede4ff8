import { describe, expect, it } from 'vitest';
import { compareLoss, lossSettings, type Cut } from '../../../bin/drill/database/loss-settings.js';

const setting = { commitsPerSecond: 100, rowBytes: 4_000, bitsPerSecond: 1_500_000 };
/** 410 kB/s over 1.5 Mbit/s: after t, what arrived is what 0.19 MB/s carried, and the rest of t is lost. */
const cut = (wroteMs: number, lossMs: number): Cut => ({ wroteMs, lossMs, lostCommits: 1, acknowledged: wroteMs / 10, logBytes: wroteMs * 410 });

describe('measured losses and the simulation', () => {
  it('there are five settings, from a link that is nearly idle to one that takes a third of what is written', () => {
    expect(lossSettings).toHaveLength(5);
    const fullness = lossSettings.map(({ commitsPerSecond, rowBytes, bitsPerSecond }) => (commitsPerSecond * rowBytes * 8) / bitsPerSecond);
    expect(Math.min(...fullness)).toBeLessThan(0.1);
    expect(Math.max(...fullness)).toBeGreaterThan(2.5);
  });

  it('agree where the loss is what the link could not carry', () => {
    const cuts = [1_500, 2_000, 2_500, 3_000, 3_500].map((ms) => cut(ms, ms * 0.57));
    const { holds, inside, writeBytesPerSecond } = compareLoss(setting, cuts, 20);
    expect({ holds, rate: Math.round(writeBytesPerSecond) }).toEqual({ holds: true, rate: 410_000 });
    expect(inside).toBeGreaterThanOrEqual(4);
  });

  it.each([['nothing was lost over a link that is full', 0], ['far more was lost than waited', 1.6]])('differ where %s', (_, share) => {
    const cuts = [1_500, 2_000, 2_500, 3_000, 3_500].map((ms) => cut(ms, ms * share));
    expect(compareLoss(setting, cuts, 20)).toMatchObject({ holds: false, inside: 0 });
  });
});
