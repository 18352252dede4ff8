import { describe, expect, it } from 'vitest';
import { dayOutcome, outageOutcome } from '../../../../sites/capacity/links/days.js';
import type { Estate } from '../../../../sites/model/estate.js';
import { estateOf } from '../../model/estate-files.js';

const flat = estateOf().planning.links;
const planning = (changes: Partial<Estate['planning']['links']> = {}): Estate['planning']['links'] => ({ ...flat, payloadPercent: 100, ...changes });
/** Ships 96 bytes a day for each byte a quarter hour: 8 bits over 900 seconds. */
const rate = (bytesAStep: number): bigint => (BigInt(bytesAStep) * 8n * 1000n + 899_999n) / 900_000n;
/** A rate that ships exactly this many thousands of bytes a quarter hour. */
const exact = (thousands: number): bigint => (BigInt(thousands) * 1_000n * 8n) / 900n;

const busyNoon = Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 1 : 0));

describe('a day on a link', () => {
  it('that fits has no lag', () => {
    expect(dayOutcome({ replication: 96n * 900_000n, copies: 0n }, exact(900), planning(), 'typical')).toEqual({ keepsUp: true, copiesKeepUp: true, lagMs: 0n, copyLagMs: 0n, largest: 0n });
  });

  it('whose bytes all come in one hour is shipped over two at half that rate', () => {
    // 3,600,000 bytes from 12:00 to 13:00, shipped at 450,000 a quarter hour until 14:00: the last byte waits an hour.
    const outcome = dayOutcome({ replication: 3_600_000n, copies: 0n }, exact(450), planning({ typicalDay: busyNoon }), 'typical');
    expect(outcome).toMatchObject({ keepsUp: true, lagMs: 3_600_000n, largest: 1_800_000n });
  });

  it('at its peak brings more, by the peak day’s own hours', () => {
    const inputs = planning({ peakDay: busyNoon, peakDayPercent: 200 });
    // Typical: evenly. Peak: 7,200,000 bytes at noon; 1,800,000 a quarter hour against 900,000.
    expect(dayOutcome({ replication: 3_600_000n, copies: 0n }, exact(900), inputs, 'typical').lagMs).toBe(0n);
    expect(dayOutcome({ replication: 3_600_000n, copies: 0n }, exact(900), inputs, 'peak')).toMatchObject({ keepsUp: true, lagMs: 3_600_000n });
  });

  it('that brings more than a day ships never keeps up', () => {
    expect(dayOutcome({ replication: 97n * 900_000n, copies: 0n }, exact(900), planning(), 'typical').keepsUp).toBe(false);
    expect(dayOutcome({ replication: 90n * 900_000n, copies: 10n * 900_000n }, exact(900), planning(), 'typical')).toMatchObject({ keepsUp: true, copiesKeepUp: false });
  });

  it('ships copies with what replication leaves', () => {
    // Copies come within one hour and find half of the link taken: 450,000 a quarter hour for 900,000.
    const outcome = dayOutcome({ replication: 96n * 450_000n, copies: 3_600_000n }, exact(900), planning({ backupWindow: { startHour: 2, hours: 1 } }), 'typical');
    expect(outcome).toMatchObject({ lagMs: 0n, copiesKeepUp: true, copyLagMs: 3_600_000n });
  });
});

describe('an outage', () => {
  it('is drained with what the link has to spare', () => {
    // 60 minutes of 450,000 a quarter hour wait: 1,800,000. Afterwards 900,000 are shipped and 450,000 arrive: an hour.
    expect(outageOutcome({ replication: 96n * 450_000n, copies: 0n }, exact(900), planning({ outageMinutes: 60 }))).toEqual({ minutes: 60, backlog: 1_800_000n, lagMs: 3_600_000n, drainMs: 3_600_000n });
  });

  it('is drained to the minute, not to the quarter hour', () => {
    // 900,000 wait; 900,000 − 300,000 a quarter hour: 1.5 quarter hours.
    expect(outageOutcome({ replication: 96n * 300_000n, copies: 0n }, exact(900), planning({ outageMinutes: 45 })).drainMs).toBe(1_350_000n);
  });

  it('strikes when most arrives on a peak day', () => {
    const inputs = planning({ peakDay: busyNoon, outageMinutes: 60 });
    expect(outageOutcome({ replication: 3_600_000n, copies: 0n }, exact(3600), inputs).backlog).toBe(3_600_000n);
  });

  it('is never drained by a link that has nothing to spare', () => {
    const outcome = outageOutcome({ replication: 96n * 900_000n, copies: 0n }, exact(900), planning());
    expect(outcome.drainMs).toBeUndefined();
    expect(outcome.backlog).toBe(3_600_000n);
  });

  it('is counted in whole quarter hours', () => {
    expect(outageOutcome({ replication: 960n, copies: 0n }, rate(100), planning({ outageMinutes: 50 })).minutes).toBe(60);
  });
});
