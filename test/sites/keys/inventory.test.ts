import { describe, expect, it } from 'vitest';
import { keyGraph } from '../../../sites/keys/graph.js';
import { keyRows } from '../../../sites/keys/inventory.js';
import { day, plusDays } from '../../../sites/model/calendar.js';
import { withValue, type Estate } from '../../../sites/model/estate.js';
import { applyScenario, parseScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';

const at = (asOf: string): Estate => applyScenario(shippedEstate(), parseScenario(shippedEstate(), { asOf: day(asOf), lose: [], delay: [] }));
const row = (asOf: string, id = 'ndc-01-api-2026c') => keyRows(at(asOf), ['ndc-01']).find((one) => one.id === id);

describe('the shipped inventory', () => {
  it('has every kind of key at every site, in partitions that offer its mechanism, without findings', () => {
    const rows = keyRows(at('2026-11-01'));
    for (const site of ['ndc-01', 'ndc-02', 'ndc-03']) expect(new Set(rows.filter((one) => one.site === site).map(({ purpose }) => purpose)).size).toBe(9);
    expect(rows.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('tells planned keys from those that exist', () => {
    const rows = keyRows(at('2026-11-01'));
    expect(new Set(rows.filter(({ site }) => site !== 'ndc-01').map(({ standing }) => standing))).toEqual(new Set(['planned']));
    expect(new Set(rows.filter(({ site }) => site === 'ndc-01').map(({ standing }) => standing))).toEqual(new Set(['current']));
  });
});

describe('a rotation', () => {
  it.each([
    ['2026-12-16', 'current'],
    ['2026-12-17', 'due'],
    ['2026-12-30', 'due'],
    ['2026-12-31', 'overdue'],
  ])('made on 2026-10-01 and due after 90 days is on %s %s', (asOf, standing) => {
    expect(row(asOf)).toMatchObject({ due: '2026-12-30', standing });
  });

  it('longer than 90 days is a finding, except for an authority', () => {
    const estate = withValue(at('2026-11-01'), '/keys/ndc-01-api-2026c/rotationDays', 91);
    expect(keyRows(estate).flatMap(({ id, findings }) => findings.map(({ en }) => `${id}: ${en}`))).toEqual(['ndc-01-api-2026c: rotated after 91 days; at most 90']);
    expect(row('2026-11-01', 'ndc-01-ca')).toMatchObject({ rotationDays: 1095, findings: [] });
  });

  it('leaves a version that may be destroyed the day after it was last needed', () => {
    // The inventory says 2027-10-01; by retention, last used on 2026-10-01 and 372 days, it is 2027-10-08.
    for (const asOf of ['2027-10-02', '2027-10-08']) expect(row(asOf)?.findings).toEqual([]);
    expect(row('2027-10-09')?.findings.map(({ en }) => en)).toEqual(['former version ndc-01-api-2026b is not needed after 2027-10-08; it may be destroyed by ceremony']);
  });
});

describe('a key', () => {
  it('whose partition lacks its mechanism is a finding', () => {
    const estate = withValue(at('2026-11-01'), '/keys/ndc-01-state/mechanism', 'CKM_AES_CCM');
    expect(keyRows(estate).flatMap(({ findings }) => findings.map(({ en }) => en))).toEqual(['partition ndc-01-state declares no mechanism CKM_AES_CCM; it has: CKM_AES_GCM']);
  });

  it('that no disk asks for is a finding', () => {
    const estate = at('2026-11-01');
    const told = (of: typeof estate) => keyRows(of).flatMap(({ id, findings }) => findings.map(({ en }) => `${id}: ${en}`));
    const { disks: _class, ...raw } = estate.sites['ndc-01']!;
    const { kmip: _host, ...hsm } = estate.sites['ndc-01']!.hsm;
    const site = (changed: object) => told({ ...estate, sites: { ...estate.sites, 'ndc-01': { ...estate.sites['ndc-01']!, ...changed } } });
    const key = (id: string, changed: object) => told({ ...estate, keys: { ...estate.keys, [id]: { ...estate.keys[id]!, ...changed } } });
    expect(told({ ...estate, sites: { ...estate.sites, 'ndc-01': raw } })).toEqual(['ndc-01-osd: ndc-01 declares no disks.class: Rook takes raw devices, Ceph keeps the keys of its disks and asks for no such key']);
    expect(site({ hsm })).toEqual(['ndc-01-osd: the HSM of ndc-01 declares no kmip']);
    expect(key('ndc-01-osd', { home: { repository: 'kho' } })).toEqual(['ndc-01-osd: a key of disks lies in an HSM or a secret store, not in a repository']);
    expect(key('ndc-01-state', { opens: ['osd/ndc-01'] })).toEqual(['ndc-01-state: disks in ndc-01 use the key ndc-01-osd, not this one']);
  });

  it('shared with a site of another key domain is a finding', () => {
    const estate = withValue(at('2026-11-01'), '/sites/ndc-03/hsm/keyDomain', 'khac');
    expect(keyRows(estate, ['ndc-01']).find(({ id }) => id === 'ndc-01-seal')?.findings.map(({ en }) => en)).toEqual(['the HSM of ndc-03 is in key domain khac, not ndc-khoa-du-lieu']);
  });

  it('without custodians of its own has the quorum of its site’s HSM', () => {
    expect(row('2026-11-01')?.quorum).toEqual({ needed: 3, custodians: 5 });
    expect(row('2026-11-01', 'ndc-01-bo-cong-an')?.quorum).toEqual({ needed: 2, custodians: 3 });
  });
});

describe('the graph', () => {
  const graph = keyGraph(at('2026-11-01'), ['ndc-01']);
  const layer = (id: string) => graph.nodes.find((node) => node.id === id)?.layer ?? NaN;

  it('lets everything stand below what it needs', () => {
    for (const { first, then } of graph.edges) expect(layer(then)).toBeGreaterThan(layer(first));
    expect(graph.layers[0]?.every((id) => id.startsWith('hsm/'))).toBe(true);
  });

  it('opens the secret store after the seal, the cluster, the state and the disks, and what lies in it later still', () => {
    const needed = graph.edges.filter(({ then }) => then === 'store/ndc-01').map(({ first }) => first);
    expect(needed.sort()).toEqual(['api-server/ndc-01', 'key/ndc-01-seal', 'state/ndc-01', 'storage/ndc-01/ndc-block']);
    expect(graph.edges.filter(({ first }) => first === 'osd/ndc-01').map(({ then }) => then).sort()).toEqual(['storage/ndc-01/ndc-block', 'storage/ndc-01/ndc-file']);
    expect(layer('key/ndc-01-database')).toBe(layer('store/ndc-01') + 1);
    expect(layer('database/tuyen-sinh/nguyen-vong')).toBe(layer('store/ndc-01') + 2);
  });

  it('opens disks after the cluster whose pods open them', () => {
    expect(graph.edges.filter(({ then }) => then === 'osd/ndc-01').map(({ first }) => first).sort()).toEqual(['api-server/ndc-01', 'key/ndc-01-osd']);
    expect(layer('osd/ndc-01')).toBeGreaterThan(layer('api-server/ndc-01'));
  });

  it('places every node once, each in its own place', () => {
    expect(new Set(graph.nodes.map(({ layer: of, order }) => `${of}/${order}`)).size).toBe(graph.nodes.length);
    expect(new Set(graph.nodes.map(({ id }) => id)).size).toBe(graph.nodes.length);
  });

  it('of one site names no other site’s keys', () => {
    expect(graph.nodes.filter(({ id }) => /ndc-0[23]/.test(id))).toEqual([]);
  });
});

it('days are counted across months and leap years', () => {
  expect([plusDays(day('2027-12-31'), 1), plusDays(day('2028-02-28'), 1), plusDays(day('2026-03-01'), -1)]).toEqual(['2028-01-01', '2028-02-29', '2026-02-28']);
});
