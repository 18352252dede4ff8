import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../bin/findings.js';
import { findingText } from '../../bin/present/findings.js';
import { applyScenario } from '../../sites/model/scenario.js';
import type { Estate } from '../../sites/model/estate.js';
import { documents, estateOf, system, targetOf } from '../policies/estate-builder.js';
import { verdictsOf } from '../policies/judging.js';
import { goodStacks, offline, withDatabase, type Values } from '../policies/planset-builder.js';
import { asOf, shippedEstate, shippedFiles } from '../sites/data/shipped.js';

type Edit = (text: string) => string;
const target = (estate: Estate): Estate => applyScenario(estate, { asOf, lose: [], delay: {}, phase: 'all-operating' });
const view = { lang: 'en' as const, columns: 10_000, colour: false };

/** A line of a file of the shipped estate as it stands once edited. */
function lineAt(place: string, edits: Readonly<Record<string, Edit>>): string {
  const [, name = '', line = ''] = /^(.*):(\d+)$/.exec(place) ?? [];
  const file = shippedFiles.find((one) => one.name === name);
  if (file === undefined) throw new Error(`${place} is no line of the estate`);
  const text = (edits[name] ?? ((same: string) => same))(new TextDecoder().decode(file.bytes));
  return text.split('\n')[Number(line) - 1] ?? '';
}

const replace = (from: string, to: string): Edit => (text) => text.replace(from, () => to);
const beforeFirstQuota = (placement: string): Edit => (text) => text.replace('        quota:', () => `        placement: ${placement}\n        quota:`);

describe('a bad input that is judged leads to its line', () => {
  it.each<[string, string, Readonly<Record<string, Edit>>, readonly string[]]>([
    ['a standby beside its primary', 'RED-005', { 'tenants/bo-y-te.yaml': beforeFirstQuota('{primary: ndc-01, standby: ndc-01, backup: ndc-03}') }, ['- name: prod', 'placement: {primary: ndc-01, standby: ndc-01']],
    ['a single site to place anything in', 'RED-005', { 'catalogue/estate.yaml': (text) => text.replace(/candidates: \[.*?\]/, 'candidates: [ndc-01]') }, ['name: prod', 'name: test', 'name: ']],
    ['shared file systems that nothing replicates', 'RED-005', { 'tenants/bo-nong-nghiep-va-moi-truong.yaml': replace('{ndc-block: 60Ti}', '{ndc-block: 40Ti, ndc-file: 20Ti}') }, ['ndc-file: 20Ti', 'cpu:', 'platinum:']],
    ['an RTO below the steps nobody can skip', 'REP-002', { 'catalogue/tiers.yaml': replace('rtoMinutes: 15', 'rtoMinutes: 5') }, ['rtoMinutes: 5']],
    ['keys used at once in a tier that may lose a minute', 'REP-002', { 'catalogue/recovery.yaml': replace(', newKeys: after-snapshot', '') }, ['rpoMinutes: 1', 'snapshotEveryMinutes: 5']],
    ['links that are missing', 'REP-005', { 'links.yaml': (text) => `${text.slice(0, text.indexOf('\nlinks:'))}\nlinks: []\n` }, ['name: prod']],
    ['links that are missing, and what then is late', 'REP-002', { 'links.yaml': (text) => `${text.slice(0, text.indexOf('\nlinks:'))}\nlinks: []\n` }, ['name: prod']],
    ['an engine without replication', 'REP-003', { 'tenants/kiem-toan-nha-nuoc.yaml': (text) => text.replace(/\n *nativeReplication: .*/, '') }, ['id: ho-so', 'engine: oracle']],
  ])('%s (%s)', (_, policy, edits, expected) => {
    const estate = target(shippedEstate(edits));
    const rows = findingsOf(estate, verdictsOf(policy, estate, undefined, asOf)).filter(({ status }) => status === 'fail');
    expect(rows.length).toBeGreaterThan(0);
    for (const { found } of rows)
      for (const { places, finding } of found) {
        expect(places.length, finding.en).toBeGreaterThan(0);
        expect(expected.some((part) => lineAt(places[0] ?? '', edits).includes(part)), `${places[0] ?? ''}: ${lineAt(places[0] ?? '', edits)}`).toBe(true);
      }
    const [row] = rows;
    const [place = ''] = row?.found[0]?.places ?? [];
    if (row !== undefined) expect(findingText(row, view)).toContain(`(${place}`);
  });
});

it('a base backup in five-field cron leads into the stack that holds it', () => {
  const estate = targetOf(estateOf({ ...documents, [`${system}/databases`]: [{ id: 'goc', engine: 'postgresql', size: '10Gi', changeRate: '1Gi' }] }));
  const stacks = withDatabase(goodStacks());
  const bases = stacks.flatMap(({ name, resources }) => Object.entries(resources['kubernetes_manifest'] ?? {}).flatMap(([id, { manifest }]) => ((manifest as Values)['kind'] === 'ScheduledBackup' ? [{ name, id, spec: (manifest as { spec: Values }).spec }] : [])));
  expect(bases.length).toBeGreaterThan(0);
  for (const { spec } of bases) spec['schedule'] = '0 2 * * *';
  const found = findingsOf(estate, verdictsOf('BAK-004', estate, offline(stacks))).flatMap((row) => row.found.filter(({ finding }) => finding.en.includes('has 5 fields, 6 are needed')));
  expect(found.length).toBeGreaterThan(0);
  for (const { places } of found) expect(bases.some(({ name }) => places.some((place) => place.startsWith(name) && place.includes('#/'))), places.join(', ')).toBe(true);
});
