import { system, type Changes } from '../estate-builder.js';
import type { Mutant } from '../mutate.js';

const subject = { object: 'system/ho-so' };
const organisation = 'catalogue/organisations.yaml#/organisations/1';
const basis = { document: 'c', clause: 'III' };

/** The organisation is named in a wave, and its system moves in it. */
const inWave = (wave: string, start: string, migration: object): Changes => ({ [`${organisation}/waves`]: [{ wave, start, basis }], [`${system}/migration`]: { wave, ...migration } });
const egress = (more: object): Changes => ({ [`${system}/environments/0/network/egress`]: [{ host: 'api.example.com', port: 443, purpose: 'gọi', ...more }] });
const approval = { document: 'QĐ 1', date: '2026-06-01' };

/** 8.64 TB of changes a day are 800 Mbit/s on average: 8,000 Mbit/s at ten times the mean. */
const ingest = (links: readonly object[]): Changes => ({
  [`${system}/databases`]: [{ id: 'goc', engine: 'postgresql', size: '20T', changeRate: '8640G', ingest: { from: 'bo-y-te', lag: 60 } }],
  'catalogue/ingest.yaml#': { apiVersion: 'ndc.gov.vn/v1', kind: 'IngestLinks', links },
});
const link = (mbps: number): object => ({ id: 'nhap', organisation: 'bo-y-te', system: 'ho-so', mbps, lagTargetSeconds: 60, network: 'mang' });

/** A second organisation whose system uses another sector's fields and keeps nothing. */
const reader = (more: object, environment: object = {}): Changes => ({
  'tenants/bo-cong-an.yaml#': {
    apiVersion: 'ndc.gov.vn/v1', kind: 'TenancyRequest', organisation: 'bo-cong-an',
    owners: { accountable: 'A', technical: 'B', mailbox: 'x@example.vn' },
    systems: [{ id: 'tra-cuu', name: 'Tra cứu', securityLevel: 1, sharing: 'shared', importance: 'ordinary', secrecy: 'none', personalData: 'none', environments: [{ name: 'prod', quota: { cpu: 1, memory: '1Gi', storage: {}, pods: 5 }, ...environment }], ...more }],
  },
});
const flow = { flows: [{ from: 'ho-so', fields: 'other-sector', purpose: 'tra cứu' }] };

/** A national database that NDC 02 has to integrate: the base estate's only system. */
const national: Changes = { 'catalogue/systems.yaml#/systems/0': { id: 'ho-so', name: { vi: 'a', en: 'a' }, kind: 'database', businessOwner: null, technicalOperator: null, integrates: true, basis: [{ document: 'q', clause: 'V' }] }, [`${system}/protection`]: 'platinum' };
const backupElsewhere: Changes = { [`${system}/environments/0/placement`]: { primary: 'ndc-01', standby: 'ndc-03', backup: 'ndc-03' } };

/** Mutants of the estate: rules that read no plan must kill them. */
export const estateMutants: readonly Mutant[] = [
  { name: 'a quota outgrows its site', mutator: 'change-figure', kills: { policy: 'CAP-001', object: 'capacity/ndc-01/cpu' }, changes: { [`${system}/environments/0/quota/cpu`]: 1000 } },
  { name: 'a standby has too few nodes', mutator: 'change-figure', kills: { policy: 'CAP-002', object: 'site/ndc-01' }, changes: { 'ndc-02.yaml#/nodePools/0/count': 0, 'ndc-03.yaml#/nodePools/0/count': 0 } },
  { name: 'the other sites retire', mutator: 'drop-site', kills: { policy: 'CAP-002', object: 'site/ndc-01' }, changes: { 'ndc-02.yaml#/phase': 'retired', 'ndc-03.yaml#/phase': 'retired', [`${system}/environments/0/placement`]: { primary: 'ndc-01', standby: 'ndc-02' } } },
  { name: 'the largest pod outgrows every node', mutator: 'change-figure', kills: { policy: 'CAP-003', object: 'environment/ho-so-prod' }, changes: { [`${system}/environments/0/largestPod`]: { cpu: 100000, memory: '1Gi' } } },
  { name: 'a GPU is asked for where no node has one', mutator: 'widen', kills: { policy: 'CAP-003', object: 'environment/ho-so-prod' }, changes: { [`${system}/environments/0/quota/gpu`]: 1 } },
  { name: 'a hall draws more than its feeds carry with one failed', mutator: 'change-figure', kills: { policy: 'CAP-004', object: 'site/ndc-02' }, changes: { 'ndc-02.yaml#/facility/halls/0/feeds/0/kw': 3 } },
  { name: 'two pod networks overlap', mutator: 'overlap', kills: { policy: 'NET-002', object: 'relation/ndc-01--ndc-02' }, changes: { 'ndc-02.yaml#/cluster/podCidr': '10.16.0.0/13' } },
  { name: 'two clusters share an id', mutator: 'contradict', kills: { policy: 'NET-002', object: 'relation/ndc-01--ndc-02' }, changes: { 'ndc-02.yaml#/cluster/id': 1 } },
  { name: 'a third site retires', mutator: 'drop-site', kills: { policy: 'RED-001', object: 'estate/thu' }, changes: { 'ndc-03.yaml#/phase': 'retired' } },
  { name: 'two clusters share a name', mutator: 'contradict', kills: { policy: 'RED-001', object: 'site/ndc-02' }, changes: { 'ndc-02.yaml#/cluster/name': 'cluster-1' } },
  { name: 'site 03 moves into the region of 01', mutator: 'contradict', kills: { policy: 'RED-002', object: 'site/ndc-03' }, changes: { 'ndc-03.yaml#/region': 'bac' } },
  { name: 'two sites share a hazard zone', mutator: 'contradict', kills: { policy: 'RED-003', object: 'relation/ndc-02--ndc-03' }, changes: { 'ndc-03.yaml#/hazards/0/zone': 'natural-2' } },
  { name: 'hazards are not declared', mutator: 'drop-field', kills: { policy: 'RED-003', object: 'relation/ndc-02--ndc-03' }, ends: 'unknown', changes: { 'ndc-03.yaml#/hazards': [] } },
  { name: 'the certificate expired yesterday', mutator: 'shift-date', kills: { policy: 'RED-004', object: 'site/ndc-01' }, changes: { 'ndc-01.yaml#/facility/certifiedUntil': '2026-11-21' } },
  { name: 'the facility is rated II', mutator: 'weaken', kills: { policy: 'RED-004', object: 'site/ndc-01' }, changes: { 'ndc-01.yaml#/facility/rating': 'II' } },
  { name: 'the certificate is not on record', mutator: 'drop-field', kills: { policy: 'RED-004', object: 'site/ndc-01' }, ends: 'unknown', reports: true, changes: { 'ndc-01.yaml#/facility/certifiedUntil': undefined } },
  { name: 'the registry stands elsewhere', mutator: 'elsewhere', kills: { policy: 'RED-007', object: 'site/ndc-02' }, changes: { 'ndc-02.yaml#/services/registry/site': 'ndc-01' } },
  { name: 'the control plane has four nodes', mutator: 'change-figure', kills: { policy: 'RED-008', object: 'control-plane/ndc-02' }, changes: { 'ndc-02.yaml#/cluster/controlPlaneNodes': 4 } },
  { name: 'the quorum is stretched over two sites', mutator: 'widen', kills: { policy: 'RED-009', object: 'site/ndc-02' }, changes: { 'ndc-02.yaml#/cluster/quorumSites': ['ndc-01', 'ndc-02'] } },
  { name: 'a synchronous link is too long', mutator: 'change-figure', kills: { policy: 'RED-009', object: 'relation/ndc-01--ndc-02' }, changes: { 'links.yaml#/links/0/synchronous': true, 'links.yaml#/links/0/rttMs': 10.1 } },
  { name: 'a level-5 system is declared bronze', mutator: 'weaken', kills: { policy: 'RED-011', object: 'system/ho-so' }, changes: { [`${system}/securityLevel`]: 5, [`${system}/protection`]: 'bronze' } },
  { name: 'NDC 02 retires', mutator: 'drop-site', kills: { policy: 'RED-012', object: 'database/ho-so' }, changes: { ...national, ...backupElsewhere, 'ndc-02.yaml#/phase': 'retired' } },
  { name: 'no link joins NDC 02', mutator: 'drop-field', kills: { policy: 'RED-012', object: 'database/ho-so' }, changes: { ...national, ...backupElsewhere, 'links.yaml#/links': [] } },

  { name: 'egress abroad is opened', mutator: 'widen', kills: { policy: 'NET-001', object: 'egress/ho-so-prod/api.example.com:443' }, changes: egress({}) },
  { name: 'nobody watches a flow abroad', mutator: 'drop-field', kills: { policy: 'NET-001', object: 'egress/ho-so-prod/api.example.com:443' }, changes: egress({ approval }) },
  { name: 'the approval of a flow abroad is of tomorrow', mutator: 'shift-date', kills: { policy: 'NET-001', object: 'egress/ho-so-prod/api.example.com:443' }, changes: egress({ approval: { ...approval, date: '2026-11-23' }, watchedBy: 'Đơn vị' }) },
  { name: 'an ingest link is missing', mutator: 'drop-field', kills: { policy: 'NET-003', object: 'ingest/bo-y-te--ho-so' }, changes: ingest([]) },
  { name: 'an ingest link is a little too slow', mutator: 'change-figure', kills: { policy: 'NET-003', object: 'ingest/bo-y-te--ho-so' }, changes: ingest([link(7999.9)]) },

  { name: 'a system starts before its wave', mutator: 'shift-date', kills: { policy: 'MIG-001', ...subject }, changes: inWave('cloud', '2025-Q3', { mode: 'move', start: '2025-06-30' }) },
  { name: 'a system is in a wave nobody named its body in', mutator: 'contradict', kills: { policy: 'MIG-001', ...subject }, changes: { ...inWave('cloud', '2025-Q3', { mode: 'move' }), [`${system}/migration`]: { wave: 'relocation' } } },
  { name: 'a lease has no end', mutator: 'drop-field', kills: { policy: 'MIG-001', ...subject }, ends: 'unknown', reports: true, changes: inWave('database-owner', '2025-Q4', { facility: 'leased', mode: 'move' }) },
  { name: 'the security plan is younger than the connection', mutator: 'shift-date', kills: { policy: 'MIG-002', ...subject }, changes: { [`${system}/migration/securityPlan/date`]: '2026-10-02' } },
  { name: 'the security plan is not on record', mutator: 'drop-field', kills: { policy: 'MIG-002', ...subject }, ends: 'unknown', reports: true, changes: { [`${system}/migration/securityPlan`]: undefined } },
  { name: 'moved or new is not said', mutator: 'drop-field', kills: { policy: 'MIG-003', ...subject }, ends: 'unknown', reports: true, changes: inWave('cloud', '2025-Q3', {}) },
  { name: 'an environment lists no CPU', mutator: 'change-figure', kills: { policy: 'MIG-003', ...subject }, changes: { [`${system}/environments/0/quota/cpu`]: 0 } },
  { name: 'a relocated system is new', mutator: 'contradict', kills: { policy: 'MIG-003', ...subject }, changes: inWave('relocation', '2025-Q2', { mode: 'new' }) },
  { name: 'the agreement is younger than the start', mutator: 'shift-date', kills: { policy: 'MIG-004', ...subject }, changes: { [`${system}/migration/agreement/date`]: '2026-10-02' } },

  { name: 'a caller of another organisation declares no flow', mutator: 'drop-field', kills: { policy: 'TEN-006', object: 'flow/tra-cuu--ho-so' }, ends: 'unknown', reports: true, changes: { ...reader({}), [`${system}/environments/0/network/allowFrom`]: ['tra-cuu-prod'] } },
  { name: 'a session-only system opens egress', mutator: 'widen', kills: { policy: 'TEN-006', object: 'flow/tra-cuu--ho-so' }, changes: reader(flow, { network: { egress: [{ host: 'a.gov.vn', port: 443, purpose: 'x' }] } }) },
  { name: 'a session-only system keeps a database', mutator: 'contradict', kills: { policy: 'TEN-006', object: 'flow/tra-cuu--ho-so' }, changes: reader({ ...flow, databases: [{ id: 'giu', engine: 'other', size: '1Gi', changeRate: '1Gi' }] }) },
  { name: 'open data is core', mutator: 'contradict', kills: { policy: 'TEN-007', object: 'dataset/ho-so' }, changes: { [`${system}/sharing`]: 'open', [`${system}/importance`]: 'core' } },
  { name: 'the organisation was dissolved yesterday', mutator: 'shift-date', kills: { policy: 'TEN-008', ...subject }, changes: { [`${organisation}/dissolvedOn`]: '2026-11-21' } },
  { name: 'a succession is not declared', mutator: 'drop-field', kills: { policy: 'TEN-008', ...subject }, changes: { [`${system}/origin`]: 'bo-cong-an' } },
  { name: 'a system comes from a body somebody else succeeds', mutator: 'contradict', kills: { policy: 'TEN-008', ...subject }, changes: { [`${system}/origin`]: 'bo-cong-an', 'catalogue/organisations.yaml#/organisations/2': { id: 'bo-khac', name: { vi: 'Khác', en: 'Other' }, level: 'central', kind: 'ministry', succeeds: [{ id: 'bo-cong-an', on: '2025-03-01' }] } } },
  { name: 'an assumption does not say why', mutator: 'drop-field', kills: { policy: 'EVI-001', object: 'file/ndc-01.yaml' }, changes: { 'ndc-01.yaml#/facility/fuelHours': { value: 12, source: 'assumption' } } },
];
