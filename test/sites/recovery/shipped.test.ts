import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { networkOf, plannedFlows } from '../../../sites/capacity/links/network.js';
import { protections } from '../../../sites/model/kinds/protection.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { matrixOf } from '../../../sites/recovery/matrix.js';
import { asOf, shippedEstate, shippedFiles } from '../data/shipped.js';
import { recoveryFrom } from './recovered.js';

const file = <T>(name: string): T => {
  const found = shippedFiles.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is not shipped`);
  return parse(new TextDecoder().decode(found.bytes)) as T;
};
const shipped = shippedEstate();
const today = recoveryFrom(applyScenario(shipped, { asOf, lose: [], delay: {}, phase: 'as-recorded' }));
const target = recoveryFrom(applyScenario(shipped, { asOf, lose: [], delay: {}, phase: 'all-operating' }));
const units: Readonly<Record<string, number>> = { Gi: 2 ** 30, Ti: 2 ** 40 };
const bytes = (written: string): number => {
  const [, amount = '', unit = ''] = /^([\d.]+)(Gi|Ti)$/.exec(written) ?? [];
  const of = units[unit];
  if (of === undefined) throw new Error(`${written} is written otherwise`);
  return Number(amount) * of;
};

interface Request {
  readonly systems: readonly { readonly id: string; readonly environments: readonly { readonly name: string; readonly quota: { readonly size?: string; readonly storage?: Record<string, string> }; readonly forecast?: unknown }[]; readonly databases?: readonly { readonly engine: string; readonly size: string; readonly changeRate: string }[] }[];
}

describe('today, with NDC 01 alone', () => {
  it('nothing survives its loss, and everything says until when', () => {
    const { cells } = matrixOf(today, ['site-dead']);
    expect(cells).toHaveLength(today.subjects.length);
    for (const { runs, verdict, gone } of cells) {
      expect(runs).toMatchObject({ how: 'nowhere', until: '2030-Q4' });
      expect(verdict).toBe('worse');
      expect(gone.map(({ data }) => data)).toContain('manifests');
    }
  });
});

describe('the target, every site operating', () => {
  const { cells } = matrixOf(target);

  it('keeps every tier with any one site or link lost; none of those that copy their data is on file systems, which nothing mirrors', () => {
    const onFiles = new Set(target.subjects.filter(({ protection }) => Object.keys(protection.environment.quota.storage).includes('ndc-file') && protections.indexOf(protection.tier) < 2).map(({ namespace }) => namespace));
    expect([...onFiles]).toEqual([]);
    expect(cells.filter(({ verdict }) => verdict === 'worse')).toEqual([]);
  });

  it('loses what a backup loses where one of them is on file systems: what RED-005 refuses', () => {
    const namespace = 'csdl-dat-dai-prod';
    const onFiles = shippedEstate({ 'tenants/bo-nong-nghiep-va-moi-truong.yaml': (text) => text.replace('{ndc-block: 60Ti}', '{ndc-block: 40Ti, ndc-file: 20Ti}') });
    const found = matrixOf(recoveryFrom(applyScenario(onFiles, { asOf, lose: [], delay: {}, phase: 'all-operating' })), ['site-dead']).cells.find((cell) => cell.namespace === namespace);
    expect(found?.verdict).toBe('worse');
    expect(found?.broken).toContain('rpo');
    expect(found?.losses[0]).toMatchObject({ data: 'files', means: 'backup' });
  });

  it('brings each tier back before the next begins to be late', () => {
    for (const { situation, tier, last } of matrixOf(target, ['site-dead']).tiers) if (tier !== 'platinum') expect(last?.rto.p95Ms, `${situation} ${tier}`).toBeLessThanOrEqual(BigInt(shipped.protection.tiers[tier].rtoMinutes) * 60_000n);
  });

  // The one cell computed again from the files: du-lieu-nganh-giao-duc, gold, its site lost.
  it('loses of du-lieu-nganh-giao-duc what its files say, by hand', () => {
    const name = 'du-lieu-nganh-giao-duc-prod';
    const recovery = file<{ copies: { gold: { volumes: { intervalMinutes: number } } } }>('catalogue/recovery.yaml');
    const planning = file<{ backup: Record<string, Record<'mid' | 'high', number>>; links: Record<'peakPercent' | 'peakDayPercent' | 'logPercent' | 'sharePercent', number> & { payloadPercent: { value: number }; peakDay: number[] } }>('catalogue/planning.yaml');
    const sizes = file<{ sizes: Record<string, { storage: string }> }>('catalogue/quota-sizes.yaml');
    const link = file<{ links: { a: string; b: string; capacityGbps: number; rttMs: number }[] }>('links.yaml').links.find(({ a, b }) => a === 'ndc-01' && b === 'ndc-02');
    // Snapshots of all gold systems with this standby begin at the same moments.
    const sharing = target.subjects.filter(({ protection }) => protection.volumes?.mode === 'snapshot' && protection.volumes.to === 'ndc-02');
    expect(sharing.map(({ namespace }) => namespace).sort()).toEqual(['chung-nhan-xuat-xu-prod', name, 'thong-ke-kiem-sat-prod']);
    const changes = (bound: 'mid' | 'high'): number =>
      sharing.reduce((sum, { protection: { environment } }) => {
        const request = file<Request>(`tenants/${environment.organisation}.yaml`).systems.find(({ id }) => id === environment.system.id);
        const made = request?.environments.find(({ name: of }) => of === environment.environment.name);
        expect(made?.forecast).toBeUndefined();
        const granted = made?.quota.size === undefined ? Object.values(made?.quota.storage ?? {}).reduce((total, written) => total + bytes(written), 0) : bytes(sizes.sizes[made.quota.size]?.storage ?? '');
        const databases = request?.databases ?? [];
        const held = databases.reduce((total, { size }) => total + bytes(size), 0);
        // Databases the platform does not operate are files on the volumes: their log is a change of those.
        const foreign = databases.reduce((total, { engine, changeRate }) => total + (engine === 'postgresql' ? 0 : (bytes(changeRate) * planning.links.logPercent) / 100), 0);
        return sum + ((granted - held) * (planning.backup['volumesFilledTo']?.[bound] ?? 0) * (planning.backup['volumesChangedPerDay']?.[bound] ?? 0)) / 10_000 + foreign;
      }, 0);
    const interval = recovery.copies.gold.volumes.intervalMinutes;
    const flows = plannedFlows(target.plan, target.plan.backups ?? [], target.quarter);
    const load = networkOf(target.plan, target.quarter, flows, new Set()).loads.find(({ from, to }) => from === 'ndc-01' && to === 'ndc-02');
    const share = ((link?.capacityGbps ?? 0) * 1e9 * planning.links.sharePercent) / 100;
    const seconds = (bound: 'mid' | 'high', burst: number, taken: number): number => (changes(bound) * (interval / 1440) * burst * ((planning.backup['changedBlocksPercent']?.[bound] ?? 0) / 100) * 8) / (planning.links.payloadPercent.value / 100) / (share - taken);
    const cell = cells.find(({ namespace, situation }) => namespace === name && situation === 'site-dead');
    const volumes = cell?.losses.find(({ data }) => data === 'volumes');
    // Links lag by less than a step of their simulation: only the round trip is left.
    const rtt = link?.rttMs ?? 0;
    expect(Number(volumes?.transferMs.p50)).toBeCloseTo(seconds('mid', 1, Number(load?.mean.mid)) * 1000 + rtt, -1);
    // The busiest five minutes: those of a typical day, or the fullest hour of a peak day where that is busier still.
    const { peakPercent, peakDayPercent, peakDay } = planning.links;
    const fullestHour = (Math.max(...peakDay) / peakDay.reduce((sum, weight) => sum + weight, 0)) * 24 * (peakDayPercent / 100);
    expect(Number(volumes?.transferMs.p95)).toBeCloseTo(seconds('high', Math.max(peakPercent / 100, fullestHour), Number(load?.peak.high)) * 1000 + rtt, -1);
    expect(Number(cell?.rpo?.p95)).toBe(interval * 60_000 + Number(volumes?.transferMs.p95));
  });

  it('brings csdl-y-te back after the steps that its files say, by hand', () => {
    const { durations, dns } = file<{ durations: Record<string, { p50: number }>; dns: { ttlSeconds: number } }>('catalogue/recovery.yaml');
    const steps = ['detect', 'declare', 'fence', 'start-identity', 'start-secret-store', 'apply-stack', 'promote-database', 'verify', 'switch-dns'];
    const minutes = steps.reduce((sum, step) => sum + (durations[step]?.p50 ?? Infinity), 0) + dns.ttlSeconds / 60;
    expect(Number(cells.find(({ namespace, situation }) => namespace === 'csdl-y-te-prod' && situation === 'site-dead')?.rto?.typicalMs)).toBe(minutes * 60_000);
  });
});
