import { describe, expect, it } from 'vitest';
import { drills, today } from '../estate-builder.js';
import { goodStacks, offline } from '../planset-builder.js';
import { goodSet, mixed, reported } from './reported.js';

describe('the result every report is made from', () => {
  it('is plain JSON: nothing is lost on the way to a file', async () => {
    const result = reported({ changes: drills, set: await goodSet() });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({ kind: 'ndc/audit.v1', at: '2026-11-22T03:30:00.000Z', tool: { version: '1.2.3' }, asOf: today, estate: { id: 'thu' }, planset: { id: '2026-11-22-a' }, assurance: { level: 'A' }, summary: { exit: 0, applies: true, redundancy: { en: 'redundant' } } });
  });

  it('names what was read, with digests', () => {
    const [first] = reported({ set: offline(goodStacks()) }).read;
    expect(first).toMatchObject({ stack: 'ndc-01-platform', site: 'ndc-01', from: 'configuration', document: 'ndc-01-platform/cdk.tf.json', resources: 5, incomplete: [] });
    expect(first?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('has no level of assurance where no plan was read', () => {
    expect(reported({ set: offline(goodStacks()) }).assurance.level).toBeNull();
  });

  it('cites law and engineering apart', () => {
    const cited = reported().rules.find(({ id }) => id === 'RED-001');
    expect(cited?.legal).toEqual([{ document: 'q', label: 'Q', title: { vi: 'Chiến lược', en: 'Strategy' }, clause: 'V.2.b' }]);
    expect(cited?.engineering?.statement.en).toContain('engineering conclusion');
  });

  it('lists the readings and the values a result rests on', () => {
    const assumed = { 'catalogue/estate.yaml#/separation/minimumKm': { value: 300, source: 'assumption', note: 'ours' } };
    const { assumptions } = reported({ changes: assumed });
    expect(assumptions.find(({ policies }) => policies[0] === 'RED-002')?.text.en).toContain('six socio-economic regions');
    expect(assumptions.filter(({ pointer }) => pointer !== undefined)).toEqual([{ text: { vi: 'Khoảng cách tối thiểu, km: 300', en: 'Minimum distance, km: 300' }, policies: ['RED-003'], pointer: '/settings/separation/minimumKm' }]);
    expect(reported().assumptions.some(({ pointer }) => pointer !== undefined)).toBe(false);
  });

  it('refers to what blocks by fingerprint', () => {
    const result = reported({ changes: { ...drills, 'ndc-03.yaml#/region': 'bac' }, set: offline(goodStacks()) });
    const failed = result.verdicts.find(({ policy, status }) => policy === 'RED-002' && status === 'fail');
    expect(result.summary).toMatchObject({ exit: 1, applies: false, blocking: [failed?.fingerprint], blocksApply: [failed?.fingerprint] });
  });

  it('quotes each waiver in full, and says what became of it', () => {
    const { quoted, waivers } = mixed();
    expect(quoted.map(({ waiver, policy, owner, approver, expires }) => [waiver, policy, owner, approver, expires])).toEqual([
      ['/waivers/0', 'RED-001', 'Nguyễn Văn An', 'Trần Thị Bình', '2030-12-31'],
      ['/waivers/1', 'RED-001', 'Nguyễn Văn An', 'Trần Thị Bình', '2026-12-10'],
      ['/waivers/2', 'CAP-002', 'Nguyễn Văn An', 'Trần Thị Bình', '2026-10-01'],
    ]);
    expect(quoted[0]).toMatchObject({ reason: { en: 'The site does not operate yet' }, basis: { label: 'Q', clause: 'V.2.b', title: { en: 'Strategy' }, inForceFrom: '2025-07-01' } });
    expect([waivers.used.length, waivers.expiring.length, waivers.refused.length]).toEqual([2, 1, 1]);
  });

  it('names the versions and clusters a plan set was made with', async () => {
    const { planset, read } = reported({ set: await goodSet() });
    expect(planset).toMatchObject({ digest: `sha256:${'e'.repeat(64)}`, engine: { kind: 'tofu', version: '1.12.6' }, clusters: { 'ndc-01': '00000000-0000-4000-8000-000000000001' } });
    expect(read[0]).toMatchObject({ from: 'plan', plan: { format: '1.2', engine: '1.11.4' }, cluster: '00000000-0000-4000-8000-000000000001', binary: 'sha256:0', changes: {} });
    expect(read[0]?.configuration).toMatch(/^sha256:/);
  });

  it('says where cited values of the estate are written', () => {
    const { places, verdicts } = reported();
    const cited = new Set(verdicts.flatMap(({ evidence }) => evidence.flatMap(({ document, pointer }) => (document === 'estate' && pointer !== undefined ? [pointer] : []))));
    expect(new Set(places.map(({ pointer }) => pointer))).toEqual(cited);
    expect(places.find(({ pointer }) => pointer === '/sites/ndc-03/region')).toMatchObject({ file: 'ndc-03.yaml', line: 7 });
    // An object stands where its first value does; what is missing, where it would.
    expect(places.find(({ pointer }) => pointer === '/sites/ndc-03/nodePools')?.file).toBe('ndc-03.yaml');
    expect(places.find(({ pointer }) => pointer === '/sites/ndc-03/facility/certifiedUntil')?.file).toBe('ndc-03.yaml');
  });
});
