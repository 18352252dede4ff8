import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../sites/recovery/cell.js';
import { matrixOf } from '../../../sites/recovery/matrix.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { database, linksFile, siteFile, type SystemOf } from '../capacity/planned-estate.js';
import { asOf, shippedEstate } from '../data/shipped.js';
import { cell, edit, recoveryFrom, recoveryWith } from './recovered.js';

const recovery = 'catalogue/recovery.yaml';
const second = 1000n;
const minute = 60n * second;
/** Round trip between NDC 01 and 02, milliseconds. */
const rtt = 20n;

const platinum: SystemOf = { id: 'cong', tier: 'platinum', databases: [database()] };
const gold: SystemOf = { id: 'ho-so', tier: 'gold' };

const of = (found: Cell, data: 'keys' | 'images') => found.losses.find((loss) => loss.data === data);
const inputs = (...edits: readonly (readonly [from: string, to: string])[]) => ({ changes: { [recovery]: edit(...edits) } });
const atOnce = inputs([', newKeys: after-snapshot', '']);

describe('keys of the secret store', () => {
  it('that wait for a snapshot lose nothing, and the cell says what they would lose', () => {
    const found = cell(recoveryWith([platinum]), 'cong-prod');
    expect(of(found, 'keys')).toMatchObject({ means: 'store-snapshot', from: 'ndc-01', at: 'ndc-02', intervalMs: 5n * minute, totalMs: { p50: 0n, p95: 0n }, awaitedMs: { p50: 5n * minute + rtt, p95: 5n * minute + rtt } });
    expect(found).toMatchObject({ verdict: 'kept', rpo: { p95: rtt } });
    expect(found.notes).toContainEqual({ note: 'keys-wait', elseMs: 5n * minute + rtt });
  });

  it('that are used at once take with them what was written since the last snapshot: platinum breaks its minute', () => {
    const found = cell(recoveryWith([platinum], atOnce), 'cong-prod');
    expect(found).toMatchObject({ rpo: { p50: 5n * minute + rtt, p95: 5n * minute + rtt }, verdict: 'worse', broken: ['rpo'] });
    expect(found.losses[0]).toMatchObject({ data: 'keys', totalMs: { p95: 5n * minute + rtt } });
    expect(found.losses[0]).not.toHaveProperty('awaitedMs');
    expect(found.notes.map(({ note }) => note)).not.toContain('keys-wait');
  });

  it('cost the way of the snapshot too, by hand', () => {
    const withSize = inputs(['{snapshotEveryMinutes: 5}', '{snapshotEveryMinutes: 5, snapshotMiB: 512}']);
    const [without, sized] = [recoveryWith([gold]), recoveryWith([gold], withSize)].map((one) => of(cell(one, 'ho-so-prod'), 'keys'));
    expect(without?.totalMs.p50).toBe(5n * minute + rtt);
    // 3 TiB change by a hundredth a day on the link of 1 Gbit/s; a payload of 75 % is left of the rest.
    const free = 1e9 - ((3 * 2 ** 40) / 100) * 8 / 0.75 / 86_400;
    expect(Number(sized?.totalMs.p50)).toBeCloseTo(Number(without?.totalMs.p50) + (512 * 2 ** 20 * 8 * 1000) / 0.75 / free, -1);
  });

  it('have no bound where another site reaches no standby instance by name, whether they wait or not', () => {
    for (const changes of [{}, atOnce.changes]) {
      const found = cell(recoveryWith([platinum], { changes: { ...changes, 'ndc-02.yaml': siteFile(2) } }), 'cong-prod');
      expect(of(found, 'keys')?.totalMs).toEqual({});
      expect(found.rpo).toEqual({});
      expect(found.broken).toContain('rpo');
    }
  });

  it('have no bound where a snapshot takes as long as the next takes to come', () => {
    const slow = edit(['{snapshotEveryMinutes: 5}', '{snapshotEveryMinutes: 5, snapshotMiB: 512000}']);
    expect(cell(recoveryWith([gold], { changes: { [recovery]: slow } }), 'ho-so-prod').rpo).toEqual({});
  });

  it('concern nobody that keeps nothing', () => {
    const nothing: SystemOf = { ...gold, storage: '{}', backup: '1Ti' };
    expect(cell(recoveryWith([nothing]), 'ho-so-prod').losses.map(({ data }) => data).sort()).toEqual(['images', 'manifests']);
  });

  it('wait out a cut link without loss; used at once they lose all of it', () => {
    expect(of(cell(recoveryWith([platinum]), 'cong-prod', 'link-cut'), 'keys')?.totalMs).toEqual({ p50: 0n, p95: 0n });
    expect(of(cell(recoveryWith([platinum], atOnce), 'cong-prod', 'link-cut'), 'keys')?.totalMs.p50).toBeGreaterThan(60n * minute);
  });
});

describe('images', () => {
  it('make the release as old as they lag and travel, by hand, and take no data with them', () => {
    const found = cell(recoveryWith([gold]), 'ho-so-prod');
    const free = 1e9 - ((3 * 2 ** 40) / 100) * 8 / 0.75 / 86_400;
    expect(Number(found.release?.p50)).toBeCloseTo(15_000 + 20 + (2 ** 30 * 8 * 1000) / 0.75 / free, -1);
    expect(found.release).toEqual(of(found, 'images')?.totalMs);
    expect(found.rpo?.p95).toBe(found.losses.find(({ data }) => data === 'volumes')?.totalMs.p95);
  });

  it('that are sent by a schedule make a platinum release older than its minute, and no data are said to be lost', () => {
    const found = cell(recoveryWith([platinum], inputs(['lagMinutes: 0.25', 'lagMinutes: 5'])), 'cong-prod');
    expect(found).toMatchObject({ verdict: 'worse', broken: ['release'], rpo: { p95: rtt } });
    expect(found.losses[0]).toMatchObject({ data: 'images', means: 'registry' });
  });

  it('are not overtaken by the next: one takes longer than the lag and still arrives', () => {
    const slow = { 'links.yaml': linksFile.replaceAll('capacityGbps: 1,', 'capacityGbps: 0.02,') };
    const found = cell(recoveryWith([{ ...platinum, databases: [], storage: '{block: 1Gi}' }], { changes: slow }), 'cong-prod');
    expect(found.release?.p95).toBeGreaterThan(minute);
    expect(found.broken).toEqual(['release']);
  });
});

it('neither shrinks with a longer interval, a larger snapshot or a longer lag', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.constantFrom('every', 'size', 'lag'), (one, more, which) => {
      const at = (value: number) =>
        cell(recoveryWith([gold], inputs(['{snapshotEveryMinutes: 5}', `{snapshotEveryMinutes: ${which === 'every' ? value : 5}, snapshotMiB: ${which === 'size' ? value * 100 : 1}}`], ['lagMinutes: 0.25', `lagMinutes: ${which === 'lag' ? value : 1}`])), 'ho-so-prod');
      const endless = 1n << 62n;
      const [less, longer] = [at(one), at(one + more)];
      for (const data of ['keys', 'images'] as const) expect(of(longer, data)?.totalMs.p95 ?? endless).toBeGreaterThanOrEqual(of(less, data)?.totalMs.p95 ?? endless);
      expect(longer.rpo?.p95 ?? endless).toBeGreaterThanOrEqual(less.rpo?.p95 ?? endless);
    }),
    { numRuns: 12 },
  );
}, 60_000);

describe('the shipped target', () => {
  const worse = (files: Parameters<typeof shippedEstate>[0]): readonly Cell[] => matrixOf(recoveryFrom(applyScenario(shippedEstate(files), { asOf, lose: [], delay: {}, phase: 'all-operating' })), ['site-dead']).cells.filter(({ verdict }) => verdict === 'worse');

  it('keeps platinum by its two inputs alone: without either, all of it and nothing else is worse, and it is said by which', () => {
    const keys = worse({ [recovery]: (text) => text.replace(', newKeys: after-snapshot', '') });
    const images = worse({ [recovery]: (text) => text.replace('lagMinutes: 0.25', 'lagMinutes: 5') });
    for (const [found, broken] of [[keys, 'rpo'], [images, 'release']] as const) {
      expect(found.length).toBeGreaterThan(20);
      expect(new Set(found.map(({ tier }) => tier))).toEqual(new Set(['platinum']));
      expect(new Set(found.flatMap((one) => one.broken))).toEqual(new Set([broken]));
    }
  });
});
