import { describe, expect, it } from 'vitest';
import { day } from '../../../../sites/model/calendar.js';
import { estateOf, system, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';

const source = `${system}/environments/0/network/allowFrom`;
/** A system of another organisation, with what a session-only one may have. */
const consumer = (more: object = {}, environment: object = {}): Changes => ({
  'tenants/bo-cong-an.yaml#': {
    apiVersion: 'ndc.gov.vn/v1', kind: 'TenancyRequest', organisation: 'bo-cong-an',
    owners: { accountable: 'A', technical: 'B', mailbox: 'x@example.vn' },
    systems: [{ id: 'tra-cuu', name: 'Tra cứu', securityLevel: 1, sharing: 'shared', importance: 'ordinary', secrecy: 'none', personalData: 'none', environments: [{ name: 'prod', quota: { cpu: 1, memory: '1Gi', storage: {}, pods: 5 }, ...environment }], ...more }],
  },
});
const flows = (fields: string, from = 'ho-so') => ({ flows: [{ from, fields, purpose: 'x' }] });

describe('TEN-006: fields of other sectors', () => {
  const on = (changes: Changes) => verdictOn(verdictsOf('TEN-006', estateOf(changes)), 'flow/tra-cuu--ho-so');

  it.each([
    ['nothing is kept', consumer(flows('other-sector')), 'pass', 'nothing is stored or shared on'],
    ['a storage class at zero is none', consumer(flows('other-sector'), { quota: { cpu: 1, memory: '1Gi', storage: { 'ndc-block': 0 }, pods: 5 } }), 'pass', 'nothing is stored'],
    ['a size brings storage that is granted as zero', consumer(flows('other-sector'), { quota: { size: 's' } }), 'pass', 'nothing is stored'],
    ['one byte of storage', consumer(flows('other-sector'), { quota: { cpu: 1, memory: '1Gi', storage: { 'ndc-block': 1 }, pods: 5 } }), 'fail', 'asks for storage ndc-block'],
    ['a backup', consumer(flows('other-sector'), { quota: { cpu: 1, memory: '1Gi', storage: {}, pods: 5, backup: '1Gi' } }), 'fail', 'asks for backups'],
    ['egress', consumer(flows('other-sector'), { network: { egress: [{ host: 'a.gov.vn', port: 443, purpose: 'x' }] } }), 'fail', 'opens egress to a.gov.vn'],
    ['a database', consumer({ ...flows('other-sector'), databases: [{ id: 'giu', engine: 'other', size: '1Gi', changeRate: '1Gi' }] }), 'fail', 'keeps databases giu'],
    ['fields of its own sector may be kept', consumer(flows('own-sector'), { quota: { size: 's' } }), 'pass', "fields of the organisation's own sector by its request"],
    ['a call across organisations without a declared flow', { ...consumer(), [source]: ['tra-cuu-prod'] }, 'unknown', 'does not say whose sector'],
    ['the same with a declared flow', { ...consumer(flows('own-sector')), [source]: ['tra-cuu-prod'] }, 'pass', 'own sector'],
  ])('%s: %s', (_name, changes, status, finding) => {
    const verdict = on(changes);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  it('a source nobody has is unknown; a national system is one', () => {
    expect(statuses(verdictsOf('TEN-006', estateOf(consumer(flows('own-sector', 'khac')))))).toEqual({ 'flow/tra-cuu--khac': 'unknown' });
    expect(statuses(verdictsOf('TEN-006', estateOf(consumer(flows('own-sector', 'csdl-quoc-gia')))))).toEqual({ 'flow/tra-cuu--csdl-quoc-gia': 'pass' });
  });

  it('what is taken may not be handed on', () => {
    const chain = { ...consumer(flows('other-sector')), [`${system}/flows`]: [{ from: 'tra-cuu', fields: 'other-sector', purpose: 'x' }] };
    expect(on(chain).finding.en).toContain('ho-so takes fields of other sectors from it in turn');
  });

  it('calls within one organisation, and no calls at all, are not applicable', () => {
    const second = { id: 'dich-vu', name: 'D', securityLevel: 1, sharing: 'open', importance: 'ordinary', secrecy: 'none', personalData: 'none', environments: [{ name: 'prod', quota: { size: 's' } }] };
    expect(verdictsOf('TEN-006', estateOf({ 'tenants/bo-y-te.yaml#/systems/1': second, [source]: ['dich-vu-prod'] })).map(({ status }) => status)).toEqual(['not-applicable']);
    expect(verdictsOf('TEN-006', estateOf()).map(({ status }) => status)).toEqual(['not-applicable']);
  });

  it('an undeclared flow is asked for and blocks nothing', () => {
    expect(on({ ...consumer(), [source]: ['tra-cuu-prod'] })).toMatchObject({ pack: 'operations', blocks: false });
  });
});

describe('TEN-007: classification', () => {
  const registered: Changes = { 'catalogue/systems.yaml#/systems/0/kind': 'platform' };
  const database = (more: object): Changes => ({ ...registered, [`${system}/databases`]: [{ id: 'goc', engine: 'other', size: '1Gi', changeRate: '1Gi', ...more }] });

  it.each([
    ['four axes', registered, 'dataset/ho-so', 'pass'],
    ['a database takes its system’s', database({}), 'dataset/ho-so/goc', 'pass'],
    ['a database as strict as its system', database({ importance: 'important', personalData: 'sensitive' }), 'dataset/ho-so/goc', 'pass'],
    ['one step above in importance', database({ importance: 'core' }), 'dataset/ho-so/goc', 'fail'],
    ['above in secrecy', database({ secrecy: 'mat' }), 'dataset/ho-so/goc', 'fail'],
    ['below its system', database({ importance: 'ordinary', personalData: 'none', sharing: 'open' }), 'dataset/ho-so/goc', 'pass'],
    ['open below a sensitive system', database({ sharing: 'open' }), 'dataset/ho-so/goc', 'fail'],
    ['open and important', { ...registered, [`${system}/sharing`]: 'open', [`${system}/personalData`]: 'basic' }, 'dataset/ho-so', 'pass'],
    ['open and core', { ...registered, [`${system}/sharing`]: 'open', [`${system}/personalData`]: 'none', [`${system}/importance`]: 'core' }, 'dataset/ho-so', 'fail'],
    ['open and secret', { ...registered, [`${system}/sharing`]: 'open', [`${system}/personalData`]: 'none', [`${system}/secrecy`]: 'mat' }, 'dataset/ho-so', 'fail'],
    ['open and sensitive', { ...registered, [`${system}/sharing`]: 'open' }, 'dataset/ho-so', 'fail'],
    ['a national database nobody registered', {}, 'dataset/csdl-quoc-gia', 'unknown'],
    ['the same once it is registered', { [`${system}/id`]: 'csdl-quoc-gia', [`${system}/protection`]: 'platinum' }, 'dataset/csdl-quoc-gia', 'pass'],
  ])('%s: %s', (_name, changes, object, status) => {
    expect(verdictOn(verdictsOf('TEN-007', estateOf(changes)), object).status).toBe(status);
  });

  it('says that a classification is assumed', () => {
    const assumed = { ...registered, [`${system}/importance`]: { value: 'important', source: 'assumption', note: 'x' } };
    expect(verdictOn(verdictsOf('TEN-007', estateOf(assumed)), 'dataset/ho-so').finding.en).toContain('an assumption its organisation has not confirmed');
  });

  it('is not applicable where nothing is hosted and nothing national is named', () => {
    expect(verdictsOf('TEN-007', estateOf({ ...registered, 'tenants/bo-y-te.yaml#': undefined })).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

describe('TEN-008: succession', () => {
  const organisations = 'catalogue/organisations.yaml#/organisations';
  const body = (id: string, more: object): object => ({ id, name: { vi: id, en: id }, level: 'central', kind: 'ministry', ...more });
  /** bo-cu → bo-giua → bo-y-te. */
  const chain = (...on: readonly string[]): Changes => ({
    [`${organisations}/1/succeeds`]: [{ id: 'bo-giua', on: on[1] }],
    [`${organisations}/2`]: body('bo-cu', { dissolvedOn: '2025-03-01' }),
    [`${organisations}/3`]: body('bo-giua', { dissolvedOn: '2026-03-01', succeeds: [{ id: 'bo-cu', on: on[0] }] }),
    [`${system}/origin`]: 'bo-cu',
  });

  it.each([
    ['a current organisation', {}, 'pass'],
    ['dissolved tomorrow', { [`${organisations}/1/dissolvedOn`]: '2026-11-23' }, 'pass'],
    ['dissolved today', { [`${organisations}/1/dissolvedOn`]: '2026-11-22' }, 'fail'],
    ['from a body over two reorganisations', chain('2025-03-01', '2026-03-01'), 'pass'],
    ['the second of them is tomorrow', chain('2025-03-01', '2026-11-23'), 'fail'],
    ['the second of them is today', chain('2025-03-01', '2026-11-22'), 'pass'],
    ['from a body it does not succeed', { [`${system}/origin`]: 'bo-cong-an' }, 'fail'],
    ['from itself', { [`${system}/origin`]: 'bo-y-te' }, 'pass'],
  ])('%s: %s', (_name, changes, status) => {
    expect(statuses(verdictsOf('TEN-008', estateOf(changes)))).toEqual({ 'system/ho-so': status });
  });

  it('names who has to carry the systems of a dissolved body, and says that a succession is assumed', () => {
    const gone = { [`${organisations}/1/dissolvedOn`]: '2025-03-01', [`${organisations}/0/succeeds`]: [{ id: 'bo-y-te', on: '2025-03-01' }] };
    expect(verdictsOf('TEN-008', estateOf(gone))[0]?.finding.en).toBe('Health was dissolved on 2025-03-01; the system is to be carried by Public Security.');
    const assumed = { [`${organisations}/1/succeeds`]: [{ id: 'bo-cong-an', on: { value: '2025-03-01', source: 'assumption', note: 'x' } }], [`${system}/origin`]: 'bo-cong-an' };
    expect(verdictsOf('TEN-008', estateOf(assumed))[0]?.finding.en).toContain('an assumption nobody has confirmed');
  });

  it('two bodies that succeed each other end the search', () => {
    const circle = { [`${organisations}/2`]: body('bo-cu', { succeeds: [{ id: 'bo-giua', on: '2025-01-01' }] }), [`${organisations}/3`]: body('bo-giua', { succeeds: [{ id: 'bo-cu', on: '2025-01-01' }] }), [`${system}/origin`]: 'bo-cu' };
    expect(verdictsOf('TEN-008', estateOf(circle))[0]?.status).toBe('fail');
  });

  it('is not applicable without requests, and in force from the resolution on', () => {
    expect(verdictsOf('TEN-008', estateOf({ 'tenants/bo-y-te.yaml#': undefined })).map(({ status }) => status)).toEqual(['not-applicable']);
    expect(statuses(verdictsOf('TEN-008', estateOf({ [`${organisations}/1/dissolvedOn`]: '2026-11-22' }), undefined, day('2026-11-21')))).toEqual({ 'system/ho-so': 'pass' });
  });
});
