import { describe, expect, it } from 'vitest';
import { day } from '../../../../sites/model/calendar.js';
import { estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';

const quota = `${system}/environments/0/quota`;
const tier = (protection: string): Changes => ({ [`${system}/protection`]: protection });

describe('CAP-001: guarantees fit what is allocatable', () => {
  const on = (resource: string, changes: Changes, site = 'ndc-01') => verdictOn(verdictsOf('CAP-001', estateOf(changes)), `capacity/${site}/${resource}`);

  // Four nodes of 16 - 1 cores and 64 - 4 GiB; 12 TiB of raw storage, three copies, filled to 85 %.
  it.each([
    ['cpu', { [`${quota}/cpu`]: 60 }, 'pass'],
    ['cpu', { [`${quota}/cpu`]: '60001m' }, 'fail'],
    ['memory', { [`${quota}/memory`]: '240Gi' }, 'pass'],
    ['memory', { [`${quota}/memory`]: 240 * 2 ** 30 + 1 }, 'fail'],
    ['pods', { [`${quota}/pods`]: 400 }, 'pass'],
    ['pods', { [`${quota}/pods`]: 401 }, 'fail'],
    ['gpu', { [`${quota}/gpu`]: 4, 'ndc-01.yaml#/nodePools/0/shape/gpu': 1 }, 'pass'],
    ['gpu', { [`${quota}/gpu`]: 1 }, 'fail'],
    ['storage/ndc-block', { [`${quota}/storage/ndc-block`]: 3_738_339_534_438 }, 'pass'],
    ['storage/ndc-block', { [`${quota}/storage/ndc-block`]: 3_738_339_534_439 }, 'fail'],
  ])('%s at the edge: %j is %s', (resource, changes, status) => {
    expect(on(resource, changes).status).toBe(status);
  });

  it('counts what waits at a standby, from the quarter its site is commissioned in', () => {
    expect(on('cpu', {}, 'ndc-02').finding.en).toBe('ndc-02: 2 cores of CPU guaranteed, 60 cores allocatable, in the tightest quarter 2030-Q4.');
    expect(on('cpu', { [`${quota}/cpu`]: 60, 'ndc-02.yaml#/nodePools/0/count': 1 }, 'ndc-02')).toMatchObject({ status: 'fail' });
    expect(on('cpu', { ...tier('platinum') }, 'ndc-02').finding.en).toContain('4 cores of CPU guaranteed');
    expect(on('cpu', { ...tier('bronze') }, 'ndc-02').finding.en).toContain('0 cores of CPU guaranteed');
  });

  it('erasure coding gives its data share', () => {
    // 12 TiB × 4/6 × 0.85 = 6.8 TiB.
    const coded = { 'ndc-01.yaml#/storage/0/redundancy': { data: 4, coding: 2 } };
    expect(on('storage/ndc-block', { ...coded, [`${quota}/storage/ndc-block`]: '6Ti' }).status).toBe('pass');
    expect(on('storage/ndc-block', { ...coded, [`${quota}/storage/ndc-block`]: '7Ti' }).status).toBe('fail');
  });

  it('a forecast counts from its quarter where it is larger, and names the quarter it runs short', () => {
    const forecast = (cpu: number) => ({ [`${system}/environments/0/forecast`]: [{ at: '2028-Q2', cpu, memory: '1Gi', storage: '1Gi' }] });
    expect(on('cpu', forecast(60)).status).toBe('pass');
    expect(on('cpu', forecast(1)).finding.en).toContain('4 cores of CPU guaranteed');
    expect(on('cpu', forecast(61)).finding.en).toBe('ndc-01: 61 cores of CPU are guaranteed, 60 cores allocatable: 1 cores short from 2028-Q2 (until 2030-Q4).');
  });

  it('pools come and go by quarter', () => {
    expect(on('cpu', { 'ndc-01.yaml#/nodePools/0/available': '2027-Q1' }).finding.en).toContain('4 cores short from 2026-Q4.');
    expect(on('cpu', { 'ndc-01.yaml#/nodePools/0/retires': '2029-Q1' }).finding.en).toContain('short from 2029-Q1 (until 2030-Q4)');
  });

  it('an expired environment is owed nothing from the next quarter on', () => {
    const until = (expiresAt: string) => ({ [`${quota}/cpu`]: 61, [`${system}/environments/0/expiresAt`]: expiresAt });
    expect(on('cpu', until('2026-12-31')).finding.en).toContain('short from 2026-Q4.');
    expect(on('cpu', until('2026-09-30')).status).toBe('pass');
  });

  it('state secrets have nodes of their own', () => {
    const secret = { [`${system}/secrecy`]: 'mat' };
    expect(on('cpu/secret', secret).status).toBe('fail');
    const pool = { id: 'secret', purpose: 'secret', shape: { cpu: 16, memory: '64Gi' }, count: 1, rackUnits: 2, watts: 800, allocatableReserve: { cpu: 1, memory: '4Gi' }, available: '2025-Q3' };
    const withPool = { ...secret, 'ndc-01.yaml#/nodePools/1': pool };
    expect(on('cpu/secret', withPool).status).toBe('pass');
    expect(on('cpu', withPool).finding.en).toContain('0 cores of CPU guaranteed, 60 cores allocatable');
  });

  it('is not applicable to a site commissioned after the horizon', () => {
    const late = estateOf({ 'ndc-03.yaml#/milestones/commissioning': '2031-Q1' });
    expect(statuses(verdictsOf('CAP-001', late))['capacity/ndc-03']).toBe('not-applicable');
  });

  it('starts with the quarter of the day it is asked for', () => {
    const verdicts = verdictsOf('CAP-001', estateOf(), undefined, day('2029-02-01'));
    expect(verdictOn(verdicts, 'capacity/ndc-01/cpu').finding.en).toContain('in the tightest quarter 2029-Q1');
  });
});

describe('CAP-002: any one site lost', () => {
  const target = (changes: Changes = {}) => statuses(verdictsOf('CAP-002', targetOf(estateOf(changes))));

  it('fails today: nowhere to run, caused by the planned site that would be the standby', () => {
    const verdict = verdictOn(verdictsOf('CAP-002', estateOf()), 'site/ndc-01');
    expect(verdict).toMatchObject({ status: 'fail', causes: ['site/ndc-02'] });
    expect(verdict.finding.en).toBe('With ndc-01 lost, 1 of 1 protected environments have nowhere to run: ho-so-prod.');
  });

  it('names no cause where no site would help', () => {
    const beside = { [`${system}/environments/0/placement`]: { primary: 'ndc-01', standby: 'ndc-01' } };
    expect(verdictOn(verdictsOf('CAP-002', estateOf(beside)), 'site/ndc-01')).toMatchObject({ status: 'fail', causes: [] });
  });

  it.each([
    ['the standby holds the full size', {}, 'pass'],
    ['to the last core', { [`${quota}/cpu`]: 60 }, 'pass'],
    ['a thousandth too much', { 'ndc-01.yaml#/nodePools/0/count': 9, [`${quota}/cpu`]: '60001m' }, 'fail'],
    ['bronze needs no place', { ...tier('bronze'), 'ndc-02.yaml#/nodePools/0/count': 0, 'ndc-03.yaml#/nodePools/0/count': 0 }, 'pass'],
    ['silver does', { ...tier('silver'), 'ndc-02.yaml#/nodePools/0/count': 0 }, 'fail'],
  ])('%s: %s', (_name, changes, status) => {
    expect(target(changes)['site/ndc-01']).toBe(status);
  });

  it('unprotected systems yield their nodes, not their disks', () => {
    const other = (storage: string, protection: string): Changes => ({
      'tenants/bo-y-te.yaml#/systems/1': {
        id: 'khac', name: 'Khác', securityLevel: 1, sharing: 'open', importance: 'ordinary', secrecy: 'none', personalData: 'none', protection,
        environments: [{ name: 'prod', quota: { cpu: 58, memory: '1Gi', storage: { 'ndc-block': storage }, pods: 1 }, placement: { primary: 'ndc-02', standby: 'ndc-03', backup: 'ndc-01' } }],
      },
    });
    expect(target(other('1Gi', 'bronze'))['site/ndc-01']).toBe('pass');
    expect(target(other('1Gi', 'silver'))['site/ndc-01']).toBe('fail');
    expect(target(other('3400Gi', 'bronze'))['site/ndc-01']).toBe('fail');
  });

  it('says what lacks where and when', () => {
    const verdict = verdictOn(verdictsOf('CAP-002', targetOf(estateOf({ 'ndc-01.yaml#/nodePools/0/count': 9, [`${quota}/cpu`]: 70 }))), 'site/ndc-01');
    expect(verdict.finding).toEqual({ vi: 'Mất ndc-01 thì không đủ chỗ: ndc-02 thiếu 10 nhân bộ xử lý (2026-Q4).', en: 'With ndc-01 lost there is not enough room: ndc-02 lacks 10 cores of CPU (2026-Q4).' });
  });
});

describe('CAP-004: halls hold, feed and cool what stands in them', () => {
  const on = (changes: Changes, site = 'ndc-01') => verdictOn(verdictsOf('CAP-004', estateOf(changes)), `site/${site}`);
  const hall = (key: string, value: unknown): Changes => ({ [`ndc-01.yaml#/facility/halls/0/${key}`]: value });
  const feeds = (...kw: readonly number[]): Changes => hall('feeds', kw.map((each, index) => ({ id: `f${index}`, kw: each })));

  // Four nodes of 800 W, all of which may draw their most at once: 3.2 kW.
  it.each<readonly [string, Changes, 'pass' | 'fail']>([
    ['as declared', {}, 'pass'],
    ['the feeds carry it to the watt with the strongest failed', feeds(3.2, 9), 'pass'],
    ['ten watts are missing', feeds(3.19, 9), 'fail'],
    ['two of three feeds carry it', feeds(1.6, 1.6, 9), 'pass'],
    ['a single feed carries nothing once it fails', feeds(1000), 'fail'],
    ['the cooling removes it to the watt with one unit failed', { ...hall('coolingKw', 1.6), ...hall('coolingUnits', 3) }, 'pass'],
    ['the cooling lacks twenty watts', { ...hall('coolingKw', 1.59), ...hall('coolingUnits', 3) }, 'fail'],
    ['a single cooling unit removes nothing once it fails', hall('coolingUnits', 1), 'fail'],
    ['a floor nobody described is not judged', hall('rackKg', 10_000), 'pass'],
    ['the floor carries 2 t on 1 m²', { ...hall('rackKg', 2000), ...hall('rackAreaM2', 1), ...hall('floorLoad', 19.62) }, 'pass'],
    ['the floor carries a little less', { ...hall('rackKg', 2000), ...hall('rackAreaM2', 1), ...hall('floorLoad', 19.6) }, 'fail'],
    ['one rack takes four nodes', { ...hall('racks', 1), 'ndc-01.yaml#/nodePools/0/nodesPerRack': 4 }, 'pass'],
    ['no rack is left for the fourth', { ...hall('racks', 1), 'ndc-01.yaml#/nodePools/0/nodesPerRack': 3 }, 'fail'],
  ])('%s: %j is %s', (_name, changes, status) => {
    expect(on(changes).status).toBe(status);
  });

  it('counts equipment that an organisation brings along, from the quarter of its move', () => {
    const brought = (start: string): Changes => ({ [`${system}/migration`]: { wave: 'cloud', mode: 'move', start, colocation: { rackUnits: 4, kw: 3 } }, ...feeds(6, 9) });
    expect(on(brought('2027-04-01')).finding.en).toBe('ndc-01: hall-1 draws 7 kW at its peak, its feeds carry 6 kW with one failed (2027-Q2 to 2030-Q4).');
    expect(on({ ...brought('2027-04-01'), ...feeds(6.2, 9) }).status).toBe('pass');
  });

  it('tells each trouble once, with its quarters', () => {
    const { finding } = on({ ...feeds(2, 9), ...hall('racks', 1), 'ndc-01.yaml#/nodePools/0/nodesPerRack': 3, 'ndc-01.yaml#/nodePools/0/retires': '2027-Q2' });
    expect(finding).toEqual({
      vi: 'ndc-01: thiết bị của hall-1 dùng 3 kW lúc cao điểm, các nguồn còn lại khi một nguồn hỏng cấp 2 kW (2026-Q4 đến 2027-Q1); không còn tủ cho general × 1 (2026-Q4 đến 2027-Q1).',
      en: 'ndc-01: hall-1 draws 3 kW at its peak, its feeds carry 2 kW with one failed (2026-Q4 to 2027-Q1); no rack is left for general × 1 (2026-Q4 to 2027-Q1).',
    });
  });

  it('judges a planned site from the quarter it opens in, and a retired one not at all', () => {
    const weak = { 'ndc-02.yaml#/facility/halls/0/coolingUnits': 1 };
    expect(on(weak, 'ndc-02').finding.en).toMatch(/\(2030-Q4\)\.$/);
    expect(statuses(verdictsOf('CAP-004', estateOf({ ...weak, 'ndc-02.yaml#/phase': 'retired' })))).not.toHaveProperty('site/ndc-02');
  });
});
