import { describe, expect, it } from 'vitest';
import { day } from '../../../../sites/model/calendar.js';
import { estateOf, system, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';

const organisations = 'catalogue/organisations.yaml#/organisations';
const basis = { document: 'c', clause: 'III' };
const waves = (...list: readonly (readonly [wave: string, start: string])[]): Changes => ({ [`${organisations}/1/waves`]: list.map(([wave, start]) => ({ wave, start, basis })) });
const migration = (more: object): Changes => ({ [`${system}/migration`]: more });
const cloud = (more: object = {}): Changes => ({ ...waves(['cloud', '2025-Q3']), ...migration({ wave: 'cloud', mode: 'move', ...more }) });
const owner = (more: object): Changes => ({ ...waves(['database-owner', '2025-Q4']), ...migration({ wave: 'database-owner', mode: 'move', ...more }) });
const on = (id: string, changes: Changes, asOf?: string) => verdictOn(verdictsOf(id, estateOf(changes), undefined, ...(asOf === undefined ? [] : [day(asOf)])), 'system/ho-so');

describe('MIG-001: wave, case and dates', () => {
  it.each([
    ['the first day of the wave', cloud({ start: '2025-07-01' }), 'pass', 'wave cloud (C III.2)'],
    ['the day before', cloud({ start: '2025-06-30' }), 'fail', 'before its wave does (2025-Q3)'],
    ['a later quarter', cloud({ start: '2027-Q1' }), 'pass', 'wave cloud'],
    ['no start of its own', cloud(), 'pass', 'wave cloud'],
    ['a wave its bodies are not named in', { ...waves(['cloud', '2025-Q3']), ...migration({ wave: 'relocation' }) }, 'fail', 'names none of its bodies'],
    ['the only wave of its organisation', { ...waves(['cloud', '2025-Q3']), ...migration({ mode: 'move' }) }, 'pass', 'wave cloud'],
    ['two waves and none chosen', { ...waves(['cloud', '2025-Q3'], ['relocation', '2025-Q2']), ...migration({ mode: 'move' }) }, 'unknown', '`migration.wave` is to be one of cloud = cloud (C III.2); relocation = relocation (C III.1); none = '],
    ['no list names its organisation', migration({ mode: 'move' }), 'not-applicable', 'on no list of C III'],
    ['no migration', waves(['cloud', '2025-Q3']), 'not-applicable', 'speaks of no migration'],
    ['no wave, said outright', { ...waves(['cloud', '2025-Q3']), ...migration({ wave: 'none' }) }, 'not-applicable', 'speaks of no migration'],
    ['an owner below tier III moves by the last day of 2025-Q4', owner({ facility: 'below-tier-iii', start: '2025-12-31' }), 'pass', 'database owner'],
    ['a day later', owner({ facility: 'below-tier-iii', start: '2026-01-01' }), 'fail', 'later than 2025-Q4'],
    ['from 2025-Q2, by the annex', owner({ facility: 'below-tier-iii', start: '2025-Q2' }), 'pass', 'database owner'],
    ['before the annex', owner({ facility: 'below-tier-iii', start: '2025-Q1' }), 'fail', 'before its wave does (2025-Q2)'],
    ['at tier III, written off on a known day', owner({ facility: 'tier-iii', depreciationEnds: '2029-12-31' }), 'pass', 'database owner'],
    ['at tier III, not known', owner({ facility: 'tier-iii' }), 'unknown', '`depreciationEnds` is to be given'],
    ['leased, starting on its last day', owner({ facility: 'leased', contractEnds: '2026-12-31', start: '2026-12-31' }), 'pass', 'database owner'],
    ['leased, starting a day later', owner({ facility: 'leased', contractEnds: '2026-12-31', start: '2027-01-01' }), 'fail', 'after its lease ends'],
    ['leased, end not known', owner({ facility: 'leased' }), 'unknown', '`contractEnds` is to be given'],
    ['no facility', owner({}), 'unknown', '`facility` is to be given'],
    ["the organisation's facility", { ...owner({ depreciationEnds: '2029-12-31' }), [`${organisations}/1/facility`]: 'tier-iii' }, 'pass', 'database owner'],
    ['nothing of its own to move', owner({ facility: 'none' }), 'pass', 'database owner'],
  ])('%s: %s', (_name, changes, status, finding) => {
    const verdict = on('MIG-001', changes);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  it('counts the list of the body a system comes from', () => {
    const changes: Changes = {
      ...migration({ wave: 'relocation', start: '2025-Q2' }),
      [`${system}/origin`]: 'bo-cu',
      [`${organisations}/2`]: { id: 'bo-cu', name: { vi: 'Cũ', en: 'Old' }, level: 'central', kind: 'ministry', waves: [{ wave: 'relocation', start: '2025-Q2', basis }] },
    };
    expect(on('MIG-001', changes).finding.en).toContain('by the list that names bo-cu');
  });
});

const plan = { document: 'PA 1', date: '2026-09-30', confirmedBy: 'Đơn vị an ninh' };

describe('MIG-002: security plan', () => {
  it.each([
    ['the day before the connection', { securityPlan: plan, start: '2026-Q4' }, 'pass'],
    ['on its first day', { securityPlan: { ...plan, date: '2026-10-01' }, start: '2026-Q4' }, 'pass'],
    ['a day later', { securityPlan: { ...plan, date: '2026-10-02' }, start: '2026-Q4' }, 'fail'],
    ['dated tomorrow', { securityPlan: { ...plan, date: '2026-11-23' }, start: '2027-Q1' }, 'fail'],
    ['dated today', { securityPlan: { ...plan, date: '2026-11-22' }, start: '2027-Q1' }, 'pass'],
    ['nobody confirmed it', { securityPlan: { document: 'PA 1', date: '2026-09-30' }, start: '2026-Q4' }, 'unknown'],
    ['no connection date', { securityPlan: plan }, 'unknown'],
    ['not on record, connected', { start: '2026-Q4' }, 'unknown'],
    ['not on record, connecting later', { start: '2027-Q1' }, 'not-applicable'],
    ['not on record, connecting today', { start: '2026-11-22' }, 'unknown'],
    ['nothing said at all', {}, 'unknown'],
  ])('%s: %s', (_name, more, status) => {
    expect(on('MIG-002', migration(more))).toMatchObject({ status, pack: 'operations' });
  });

  it('the wave’s start is the connection date where the request gives none; what waits for a document blocks nothing', () => {
    expect(on('MIG-002', { ...waves(['cloud', '2027-Q1']), ...migration({ wave: 'cloud', securityPlan: plan }) }).status).toBe('pass');
    expect(on('MIG-002', {})).toMatchObject({ status: 'unknown', blocks: false });
    expect(verdictsOf('MIG-002', estateOf({ 'tenants/bo-y-te.yaml#': undefined })).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

describe('MIG-003: resources are listed', () => {
  it.each([
    ['moved', cloud(), 'pass'],
    ['newly deployed', cloud({ mode: 'new' }), 'pass'],
    ['it is not said', { ...waves(['cloud', '2025-Q3']), ...migration({ wave: 'cloud' }) }, 'unknown'],
    ['relocated and new', { ...waves(['relocation', '2025-Q2']), ...migration({ wave: 'relocation', mode: 'new' }) }, 'fail'],
    ['an owner that stays need not say', { ...waves(['database-owner', '2025-Q4']), ...migration({ wave: 'database-owner', facility: 'tier-iii' }) }, 'pass'],
    ['one that moves has to', { ...waves(['database-owner', '2025-Q4']), ...migration({ wave: 'database-owner', facility: 'leased' }) }, 'unknown'],
    ['a system in no wave', {}, 'pass'],
    ['no CPU', { [`${system}/environments/0/quota/cpu`]: 0 }, 'fail'],
    ['a thousandth of a core', { [`${system}/environments/0/quota/cpu`]: '1m' }, 'pass'],
    ['no memory', { [`${system}/environments/0/quota/memory`]: 0 }, 'fail'],
  ])('%s: %s', (_name, changes, status) => {
    expect(on('MIG-003', changes).status).toBe(status);
  });

  const old = { id: 'bo-cu', name: { vi: 'Cũ', en: 'Old' }, level: 'central', kind: 'ministry', dissolvedOn: '2026-11-22', waves: [{ wave: 'cloud', start: '2025-Q3', basis }] };
  const succeeded: Changes = { [`${organisations}/2`]: old, [`${organisations}/1/succeeds`]: [{ id: 'bo-cu', on: '2026-11-22' }] };

  it.each([
    ['a body that lists a system of its wave', cloud(), 'wave/cloud/bo-y-te', 'pass'],
    ['one whose request lists none', waves(['cloud', '2025-Q3']), 'wave/cloud/bo-y-te', 'unknown'],
    ['one without a request', { [`${organisations}/0/waves`]: [{ wave: 'cloud', start: '2025-Q3', basis }] }, 'wave/cloud/bo-cong-an', 'fail'],
    ['a dissolved one whose successor lists what came from it', { ...succeeded, ...migration({ wave: 'cloud', mode: 'move' }), [`${system}/origin`]: 'bo-cu' }, 'wave/cloud/bo-cu', 'pass'],
    ["its successor's own system does not count", { ...succeeded, ...migration({ wave: 'cloud', mode: 'move' }) }, 'wave/cloud/bo-cu', 'unknown'],
    ['one that nobody succeeds', { [`${organisations}/2`]: old }, 'wave/cloud/bo-cu', 'fail'],
  ])('%s: %s is %s', (_name, changes, object, status) => {
    expect(verdictOn(verdictsOf('MIG-003', estateOf(changes)), object).status).toBe(status);
  });

  it('the day before it is dissolved, the body itself has to list', () => {
    expect(verdictOn(verdictsOf('MIG-003', estateOf(succeeded), undefined, day('2026-11-21')), 'wave/cloud/bo-cu').finding.en).toContain('no request lists its systems (bo-cu)');
  });
});

describe('MIG-004: agreement', () => {
  it.each([
    ['before the start', { agreement: { document: 'BB 1', date: '2026-09-30' }, start: '2026-Q4' }, 'pass'],
    ['on its first day', { agreement: { document: 'BB 1', date: '2026-10-01' }, start: '2026-Q4' }, 'pass'],
    ['a day later', { agreement: { document: 'BB 1', date: '2026-10-02' }, start: '2026-Q4' }, 'fail'],
    ['dated today, no start', { agreement: { document: 'BB 1', date: '2026-11-22' } }, 'pass'],
    ['dated tomorrow', { agreement: { document: 'BB 1', date: '2026-11-23' } }, 'fail'],
    ['not on record', {}, 'unknown'],
    ['not on record, starting later', { start: '2027-Q1' }, 'not-applicable'],
  ])('%s: %s', (_name, more, status) => {
    expect(on('MIG-004', migration(more))).toMatchObject({ status, blocks: status === 'fail' });
  });

  it('names whoever operates the estate, and no body of another', () => {
    const named = verdictOn(verdictsOf('MIG-004', estateOf({ [`${organisations}/0/name`]: { vi: 'Đơn vị vận hành', en: 'Operator' } })), 'system/ho-so').finding;
    expect(named.vi).toContain('thống nhất lộ trình với Đơn vị vận hành;');
    expect(named.en).toContain('no agreement on route and dates with Operator is on record');
  });

  it('the operator agrees nothing with itself', () => {
    expect(statuses(verdictsOf('MIG-004', estateOf({ 'catalogue/estate.yaml#/operator': 'bo-y-te' })))).toEqual({ 'system/ho-so': 'not-applicable' });
  });
});
