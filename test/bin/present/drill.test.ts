import { describe, expect, it } from 'vitest';
import type { DrDrillData } from '../../../bin/dr-drill-data.js';
import { json } from '../../../bin/present/json.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { text } from '../../../bin/present/dr/drill.js';
import type { View } from '../../../bin/present/view.js';

const said = { vi: 'v', en: 'e' };
const spread = { p5: 250, p50: 500, p95: 850 };
const data: DrDrillData = {
  estate: { id: 'a', name: said, digest: `sha256:${'0'.repeat(64)}` },
  lost: 'ndc-01',
  standby: 'ndc-02',
  third: 'ndc-03',
  links: [{ between: ['ndc-01', 'ndc-02'], bitsPerSecond: 17_600_000, rttMs: 20 }],
  steps: [
    { part: 'failover', step: 'apply', ms: 1_200, held: true, found: said },
    { part: 'site-dead', step: 'promote', action: 'promote-database', ms: 300, held: true, found: said },
    { part: 'link-cut', step: 'refuse', ms: 0, held: false, found: { vi: '\u001b[31mxấu', en: '\u001b[31mbad' } },
    { part: 'losses', step: 'loss-1', ms: 10, held: true, found: said },
  ],
  failover: { organisations: ['a'], stacks: 4, applied: [1_000], databases: 2, lostCommits: 1, lostMs: 9, divergedRows: 1, replaced: [], unsettled: [] },
  siteDead: { loss: { acknowledged: 3, lastAcknowledged: { key: 3, at: 30 }, lastPresent: { key: 1, at: 10 }, rows: 1_234, ms: 20, holes: [], unanswered: 0 }, outageMs: 2_900 },
  linkCut: { fencesBefore: [{ fence: 'power-off', state: 'unproven', evidence: said }], refused: said, divergence: { onlyOld: [1], differing: [2], onlyNew: [], common: 4 }, kept: { file: '/x', sha256: '0'.repeat(64), rows: 2 }, way: { rewind: 'impossible', said: 'no', took: 'cloned' }, digests: { 'ndc-01': 'x' }, lostInReturn: 0 },
  badDelete: { rowsBefore: 3, rowsAfterDelete: { 'ndc-01': 2 }, rowsRecovered: 3, digestBefore: 'x', digestRecovered: 'x', recoveredTo: 't', objects: 2, lockedUntil: 'u', theft: { overwritten: 1, markers: 1, destroyed: 0, refused: 2 } },
  losses: [{ setting: { commitsPerSecond: 100, rowBytes: 2_000, bitsPerSecond: 1_500_000 }, writeBytesPerSecond: 218_546.8, commitBytes: 2_186.1, cuts: [{ wroteMs: 1_500, lossMs: 490, lostCommits: 40, acknowledged: 150, logBytes: 300_000 }], medianMs: 490, simulated: spread, inside: 1, holds: true }],
  passed: false,
  record: { record: 'sites/data/records/drills/x.yaml', evidence: 'x.evidence.json', written: false, signed: false },
};
const database = data;
const view = (lang: 'vi' | 'en'): View => ({ lang, columns: 120, colour: false });

describe('the page of a drill', () => {
  it('fits its schema, with all it may hold', () => {
    for (const one of [database, { ...database, restore: { organisation: 'a', from: 'ndc-01', into: 'ndc-03', namespaces: ['a-prod'], backedUp: 9, warnings: 0, errors: 0, objects: [{ object: 'ConfigMap a/x', is: 'different' as const, paths: ['/data'] }] } }]) {
      const printed: unknown = JSON.parse(json({ kind: 'ndc/dr-drill.v1', exit: 1, data: one }));
      const read = outcomeSchemaOf('ndc/dr-drill.v1')?.safeParse(printed);
      expect(read?.error?.issues ?? []).toEqual([]);
      expect(read?.data).toEqual(printed);
    }
  });

  it('says the measured loss, what did not hold, and that nothing was written', () => {
    const page = text(database, view('en'));
    expect(page).toContain('Measured RPO: 1,234 commits, 20 ms');
    expect(page).toMatch(/✗ refuse/);
    expect(page).toContain('Failed');
    expect(page).toContain('--write writes sites/data/records/drills/x.yaml');
    expect(page).toMatch(/219 kB\/s +1\.5 Mbit\/s +490 +250–850 +1\/1 +agrees/);
  });

  it('is Vietnamese in voice and figures, and lets nothing through that moves a cursor', () => {
    const page = text(database, view('vi'));
    expect(page).toContain('RPO đo được: 1.234 giao dịch');
    expect(page).toContain('1,2 s');
    // eslint-disable-next-line no-control-regex -- the very thing that must not be there
    expect(page).not.toMatch(/\u001b/);
  });

  it('a restore says what it does not cover', () => {
    const restored = { ...database, steps: [{ part: 'restore' as const, step: 'compare', ms: 1, held: true, found: said }], restore: { organisation: 'a', from: 'ndc-01', into: 'ndc-03', namespaces: ['a-prod'], backedUp: 1, warnings: 0, errors: 0, objects: [{ object: 'x', is: 'equal' as const, paths: [] }] } };
    expect(text(restored, view('en'))).toContain('NOT volumes');
    expect(text(restored, view('vi'))).toContain('KHÔNG gồm dữ liệu trên ổ đĩa');
  });
});
