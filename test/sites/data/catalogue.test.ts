import { describe, expect, it } from 'vitest';
import { tierFloor } from '../../../sites/intent/tier.js';
import { shippedEstate } from './shipped.js';

const estate = shippedEstate();
const requests = Object.values(estate.requests);
const carried = new Map(requests.flatMap((request) => request.systems.map((system) => [system.id, { organisation: request.organisation, system }] as const)));
const national = Object.values(estate.nationalSystems);

describe('named systems', () => {
  it('keeps the two counts as targets', () => {
    expect(estate.settings.targets.map(({ count, basis }) => [count, basis.document])).toEqual([
      [116, 'q'],
      [11, 'n'],
    ]);
  });

  it.each([
    ['csdl-can-bo-cong-chuc-vien-chuc', '2026-Q1'],
    ['csdl-an-sinh-xa-hoi', '2026-Q2'],
    ['csdl-y-te', '2026-Q2'],
    ['csdl-nong-nghiep-va-moi-truong', '2026-Q3'],
    ['csdl-xu-ly-vi-pham-hanh-chinh', '2026-Q3'],
    ['csdl-thanh-tra', '2026-Q3'],
  ])('%s is due in %s (T IV.3)', (id, due) => {
    expect(estate.nationalSystems[id]).toMatchObject({ due, basis: [{ document: 't', clause: 'IV.3' }] });
  });

  it.each(national.map(({ id }) => id))('%s is carried by a request and is platinum', (id) => {
    const system = carried.get(id)?.system;

    expect(system).toBeDefined();
    if (system !== undefined) expect(tierFloor(estate, system)).toBe('platinum');
  });

  it('splits business and operation of the portal', () => {
    const expected = { businessOwner: 'van-phong-chinh-phu', technicalOperator: 'bo-cong-an' };

    expect(estate.nationalSystems['dich-vu-cong-quoc-gia']).toMatchObject(expected);
    expect(carried.get('dich-vu-cong-quoc-gia')).toMatchObject({ organisation: 'van-phong-chinh-phu', system: expected });
  });

  it('invents no owner where the documents name none', () => {
    expect(national.filter(({ businessOwner, technicalOperator }) => businessOwner !== null || technicalOperator !== null).map(({ id }) => id)).toEqual(['dich-vu-cong-quoc-gia']);
  });

  it('gives the synthesised database its five warehouses, one database each', () => {
    const warehouses = ['kho-dung-chung', 'kho-chuyen-nganh', 'kho-tong-hop', 'kho-danh-muc-dung-chung', 'kho-mo'];

    expect(Object.keys(estate.warehouses)).toEqual(warehouses);
    expect(estate.nationalSystems['csdl-tong-hop-quoc-gia']?.warehouses).toEqual(warehouses);
    expect(carried.get('csdl-tong-hop-quoc-gia')?.system.databases?.map(({ warehouse }) => warehouse)).toEqual(warehouses);
  });

  it('brings every named database in by an ingest link of its owner, at no less than its mean change', () => {
    const ingested = national.filter(({ id, kind, integrates }) => kind === 'database' && integrates === true && id !== 'csdl-tong-hop-quoc-gia');

    expect(ingested).toHaveLength(13);
    for (const { id } of ingested) {
      const link = Object.values(estate.ingest).find(({ system }) => system === id);
      const { organisation, system } = carried.get(id) ?? {};
      expect(link, id).toMatchObject({ organisation, network: 'mang-truyen-so-lieu-chuyen-dung' });
      for (const database of system?.databases ?? []) {
        expect(database.ingest).toEqual({ from: organisation, lag: link?.lagTargetSeconds });
        const meanMbps = (Number(database.changeRate) * 8) / 86_400 / 1_000_000;
        expect(link?.mbps ?? 0, id).toBeGreaterThan(10 * meanMbps);
      }
    }
  });

  it('keeps the legal gates of the data exchange and the innovation centre', () => {
    expect(national.flatMap(({ id, gates }) => (gates ?? []).map(({ due }) => [id, due]))).toEqual([
      ['san-du-lieu', '2026-Q2'],
      ['trung-tam-sang-tao', '2026-Q1'],
    ]);
  });
});

describe('legal sources', () => {
  it('tells the five source documents from the rest', () => {
    expect(Object.values(estate.legal).filter(({ standing }) => standing === 'seed').map(({ id }) => id)).toEqual(['q', 'c', 'n', 't', 'p']);
  });

  it('holds every document the data cites', () => {
    const cited = [
      ...Object.values(estate.organisations).flatMap(({ waves, succeeds }) => [...(waves ?? []), ...(succeeds ?? [])].flatMap(({ basis }) => (basis === undefined ? [] : [basis.document]))),
      ...national.flatMap(({ basis, gates }) => [...basis, ...(gates ?? []).map((gate) => gate.basis)].map(({ document }) => document)),
      ...Object.values(estate.warehouses).map(({ basis }) => basis.document),
      ...[...estate.settings.targets, ...estate.settings.milestones].map(({ basis }) => basis.document),
    ];

    expect(cited.length).toBeGreaterThan(60);
    expect(cited.filter((document) => !Object.hasOwn(estate.legal, document))).toEqual([]);
  });
});

describe('requests', () => {
  it('asks in the open for nothing secret', () => {
    expect([...carried.values()].filter(({ system }) => system.secrecy !== 'none')).toEqual([]);
  });

  it('names two different roles in each', () => {
    expect(requests.filter(({ owners }) => owners.accountable === owners.technical)).toEqual([]);
  });

  it('publishes only under host suffixes of the own body', () => {
    const wrong = requests.flatMap((request) =>
      request.systems.flatMap(({ environments }) =>
        environments.flatMap(({ network }) =>
          (network?.ingressHosts ?? []).filter((host) => !estate.organisations[request.organisation]?.hostSuffixes?.some((suffix) => host.endsWith(`.${suffix}`))),
        ),
      ),
    );

    expect(wrong).toEqual([]);
  });

  it('sends abroad nothing: every destination lies under a domestic suffix', () => {
    const hosts = [...carried.values()].flatMap(({ system }) => system.environments.flatMap(({ network }) => (network?.egress ?? []).map(({ host }) => host)));

    expect(hosts.length).toBeGreaterThan(2);
    expect(hosts.filter((host) => !estate.settings.domesticSuffixes.some((suffix) => host.endsWith(`.${suffix}`)))).toEqual([]);
  });

  it("grants no storage to an environment that uses other sectors' fields (C V.3)", () => {
    const consumers = [...carried.values()].filter(({ system }) => system.flows?.some(({ fields }) => fields === 'other-sector'));

    expect(consumers).not.toEqual([]);
    for (const { system } of consumers) for (const { quota } of system.environments) expect('storage' in quota && Object.keys(quota.storage)).toEqual([]);
  });

  it('names flows that come from systems that exist', () => {
    const from = [...carried.values()].flatMap(({ system }) => (system.flows ?? []).map((flow) => flow.from));

    expect(from.filter((id) => !carried.has(id))).toEqual([]);
  });
});
