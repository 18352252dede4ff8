import { describe, expect, it } from 'vitest';
import { ingestIn } from '../../../../sites/capacity/links/ingest.js';
import { database, now, planned, planningWith, type SystemOf } from '../planned-estate.js';
import { q } from '../site-builder.js';

const link = (changes: string): string => `apiVersion: ndc.gov.vn/v1
kind: IngestLinks
links:
  - {id: nhap-a, organisation: bo-y-te, system: a, network: rieng, ${changes}}
`;
const system: SystemOf = { id: 'a', tier: 'gold', storage: '{block: 1Ti}', databases: [database()] };
const busyNoon = planningWith([`peakDay: [${Array.from({ length: 24 }, () => 1).join(', ')}]`, `peakDay: [${Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 1 : 0)).join(', ')}]`]);
const ingest = (changes: string, { of = system, quarter = now, planning }: { readonly of?: SystemOf; readonly quarter?: typeof now; readonly planning?: (text: string) => string } = {}) => {
  const { plan, environments } = planned([of], { changes: { 'catalogue/ingest.yaml': link(changes), ...(planning === undefined ? {} : { 'catalogue/planning.yaml': planning }) } });
  return ingestIn(plan, environments, quarter);
};

describe('an ingest link', () => {
  it('holds its lag where it carries the changes as they come', () => {
    // 1 MB/s ÷ 0.75 × 8 = 10.7 Mbit/s.
    expect(ingest('mbps: 11, lagTargetSeconds: 60')[0]).toMatchObject({ id: 'nhap-a', system: 'a', rate: 11_000_000n, peak: 10_666_667n, typicalLagMs: 0n, peakLagMs: 0n, targetMs: 60_000n, holds: 'yes' });
  });

  it('breaks it where the changes of a peak day wait', () => {
    // All of 86.4 GB within an hour of the peak day; 100 Mbit/s ship 33.75 GB an hour: the last byte waits 1.56 hours.
    const [only] = ingest('mbps: 100, lagTargetSeconds: 60', { planning: busyNoon });
    expect(only).toMatchObject({ typicalLagMs: 0n, holds: 'no' });
    expect(Number(only?.peakLagMs) / 3_600_000).toBeCloseTo(86.4 / 33.75 - 1, 6);
  });

  it('never keeps up where a day brings more than it ships', () => {
    expect(ingest('mbps: 5, lagTargetSeconds: 86400')[0]).toMatchObject({ holds: 'no' });
  });

  it('is unknown where the request names no database', () => {
    const [only] = ingest('mbps: 5, lagTargetSeconds: 60', { of: { ...system, databases: [] } });
    expect(only?.holds).toBe('unknown');
    expect(only?.peak).toBeUndefined();
  });

  it('counts from its date on', () => {
    expect(ingest('mbps: 11, lagTargetSeconds: 60, from: 2026-Q4')).toEqual([]);
    expect(ingest('mbps: 11, lagTargetSeconds: 60, from: 2026-Q4', { quarter: q('2026-Q4') })).toHaveLength(1);
  });

  it('names its inputs', () => {
    expect(ingest('mbps: 11, lagTargetSeconds: 60')[0]?.inputs).toEqual(['/ingest/nhap-a', '/planning/links', '/requests/bo-y-te/systems/0/databases/0']);
  });
});
