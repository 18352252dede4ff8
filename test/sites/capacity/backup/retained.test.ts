import { describe, expect, it } from 'vitest';
import { bucketsOf, retainedBackups } from '../../../../sites/capacity/backup/retained.js';
import { situationIn } from '../../../../sites/capacity/loss.js';
import { siteFile, now, planned, planningWith, type SystemOf } from '../planned-estate.js';
import { q } from '../site-builder.js';
import { inTebi } from '../storage/storage-builder.js';

const retained = (system: SystemOf, { lost = [], quarter = now, ...options }: Parameters<typeof planned>[1] & { readonly lost?: readonly string[]; readonly quarter?: typeof now } = {}) => {
  const { plan, environments } = planned([system], options);
  const [only] = retainedBackups(plan.estate, environments, quarter, situationIn(plan.estate, quarter, new Set(lost)), plan.growth);
  if (only === undefined) throw new Error('there is an environment');
  return only;
};
/** 1 TiB of volumes of which nothing changes. */
const still: SystemOf = { id: 'a', tier: 'silver', storage: '{block: 1Ti}', databases: [], backup: '2Ti' };
const quiet = { 'catalogue/planning.yaml': planningWith(['volumesChangedPerDay: {low: 1, mid: 1, high: 1}', 'volumesChangedPerDay: {low: 0, mid: 0, high: 0}']) };

describe('backups of an environment', () => {
  it('lie at its backup site, for as long as the tier says', () => {
    // Since 2025-Q3: six weekly fulls of 1 TiB, halved.
    expect(retained(still, { changes: quiet })).toMatchObject({ namespace: 'a-prod', tier: 'silver', site: 'ndc-03', class: 'object', notThird: false });
    expect(inTebi(retained(still, { changes: quiet }).retained.mid)).toBe(3);
    // Bronze keeps 14 days: three fulls.
    expect(inTebi(retained({ ...still, tier: 'bronze' }, { changes: quiet }).retained.mid)).toBe(1.5);
  });

  it('grow from the quarter the environment starts in', () => {
    const young: SystemOf = { ...still, tier: 'platinum', more: '    migration: {start: 2026-07-01}\n' };
    // 91 days on 2026-09-30: six weekly fulls and those of days 0 and 35; a year later 17 at the fullest.
    expect(inTebi(retained(young, { changes: quiet }).retained.mid)).toBe(4);
    expect(inTebi(retained(young, { changes: quiet, quarter: q('2026-Q4') }).retained.mid)).toBeGreaterThan(4);
    expect(retained(young, { changes: quiet, quarter: q('2029-Q4') }).retained.mid).toBe(retained(young, { changes: quiet, quarter: q('2029-Q4') }).steady.mid);
  });

  it('begin when the site that takes them is commissioned', () => {
    const late = siteFile(3).replace('phase: operating', 'phase: planned').replaceAll('2025-Q3', '2026-Q4');
    expect(retained(still, { changes: { ...quiet, 'ndc-03.yaml': late } })).toMatchObject({ missing: 'backup-site-not-operating', retained: { mid: 0n } });
    expect(inTebi(retained(still, { changes: { ...quiet, 'ndc-03.yaml': late }, quarter: q('2026-Q4') }).retained.mid)).toBe(3);
  });

  it('are none before the primary opens', () => {
    const late = siteFile(1).replace('phase: operating', 'phase: planned').replaceAll('2025-Q3', '2027-Q1');
    const of = retained(still, { changes: { ...quiet, 'ndc-01.yaml': late } });
    expect([of.missing, of.site, of.retained.high]).toEqual([undefined, 'ndc-03', 0n]);
  });

  it('lie nowhere when their site is lost, and say so', () => {
    expect(retained(still, { lost: ['ndc-03'] })).toMatchObject({ missing: 'backup-site-lost', retained: { low: 0n, mid: 0n, high: 0n } });
  });

  it('lie nowhere where their site has no object storage', () => {
    expect(retained(still, { changes: { 'ndc-03.yaml': siteFile(3).replace('backend: rgw', 'backend: cephfs') } })).toMatchObject({ missing: 'no-object-storage' });
  });

  it('are told apart from what the lock adds', () => {
    const locked = { 'catalogue/planning.yaml': planningWith(['volumesChangedPerDay: {low: 1, mid: 1, high: 1}', 'volumesChangedPerDay: {low: 0, mid: 0, high: 0}'], ['lockBeyondRetentionDays: 0}\n  logCompressedTo', 'lockBeyondRetentionDays: 34}\n  logCompressedTo']) };
    const of = retained(still, { changes: locked });
    // 69 days under lock: ten fulls against six.
    expect([of.retained.mid, of.withoutLock.mid].map(inTebi)).toEqual([5, 3]);
  });

  it('are set beside what the request asked for', () => {
    expect(inTebi(retained(still).quota)).toBe(2);
  });

  it('say when a third site was promised and is not', () => {
    expect(retained({ ...still, tier: 'gold', placement: '{primary: ndc-01, standby: ndc-02, backup: ndc-02}' }).notThird).toBe(true);
    expect(retained({ ...still, tier: 'silver', placement: '{primary: ndc-01, standby: ndc-02, backup: ndc-02}' }).notThird).toBe(false);
  });

  it('name the inputs they rest on', () => {
    expect(retained(still).inputs).toEqual(['/requests/bo-y-te/systems/0/environments/0/quota', '/sites/ndc-03/storage/0', '/protection/tiers/silver', '/planning/backup', '/planning/links/logPercent']);
  });
});

describe('buckets of a site', () => {
  const { estate } = planned([]).plan;

  it('lie in the site’s class of object storage, or in the one it names', () => {
    expect(bucketsOf(estate, 'ndc-02')).toEqual({ site: 'ndc-02', class: 'object', pointer: '/sites/ndc-02/storage/0' });
    const named = planned([], { changes: { 'ndc-02.yaml': siteFile(2).replace('storage:\n  - {class: object', 'storage:\n  - {class: cold, backend: rgw, redundancy: {replicas: 2}, failureDomain: host, encrypted: true, raw: 1Ti}\n  - {class: object').replace('buckets: [backup]', 'class: object, buckets: [backup]') } });
    expect(bucketsOf(named.plan.estate, 'ndc-02')?.pointer).toBe('/sites/ndc-02/storage/1');
  });

  it('are nowhere for a site that is not', () => {
    expect(bucketsOf(estate, 'ndc-04')).toBeUndefined();
  });
});
