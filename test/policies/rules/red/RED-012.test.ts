import { describe, expect, it } from 'vitest';
import { estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';

/** The base estate's only system is a national database that NDC 02 integrates; its copies lie in 01 and 03. */
const national: Changes = {
  'catalogue/systems.yaml#/systems/0': { id: 'ho-so', name: { vi: 'Hồ sơ', en: 'Records' }, kind: 'database', businessOwner: null, technicalOperator: null, integrates: true, basis: [{ document: 'q', clause: 'V' }] },
  [`${system}/protection`]: 'platinum',
  [`${system}/environments/0/placement`]: { primary: 'ndc-01', standby: 'ndc-03', backup: 'ndc-03' },
};
const ingest = (to: object): Changes => ({ 'catalogue/ingest.yaml#': { apiVersion: 'ndc.gov.vn/v1', kind: 'IngestLinks', links: [{ id: 'nhap', organisation: 'bo-y-te', system: 'ho-so', mbps: 1, lagTargetSeconds: 60, network: 'mang', ...to }] } });
const noLinks: Changes = { 'links.yaml#/links': [] };
const judged = (changes: Changes, view = targetOf) => verdictOn(verdictsOf('RED-012', view(estateOf({ ...national, ...changes }))), 'database/ho-so');

describe('RED-012', () => {
  it.each([
    ['a link from where it runs', {}, 'pass', 'joined with ndc-02 by ndc-01--ndc-02'],
    ['no link', noLinks, 'fail', 'no link joins where it runs with ndc-02'],
    ['a copy in NDC 02', { ...noLinks, [`${system}/environments/0/placement`]: { primary: 'ndc-01', standby: 'ndc-03', backup: 'ndc-02' } }, 'pass', 'has a copy in ndc-02'],
    ['an ingest link that ends there', { ...noLinks, ...ingest({ to: 'ndc-02' }) }, 'pass', 'its ingest link nhap ends in ndc-02'],
    ['one that ends elsewhere', { ...noLinks, ...ingest({ to: 'ndc-03' }) }, 'fail', 'no copy'],
    ['one that does not say where it ends', { ...noLinks, ...ingest({}) }, 'fail', 'no copy'],
    ['nobody registered it', { 'tenants/bo-y-te.yaml#': undefined }, 'unknown', 'neither a request nor an ingest link names it'],
    ['site 02 is not declared', { 'ndc-02.yaml#/number': 5 }, 'fail', 'National Data Center 02 is not declared'],
  ])('%s: %s', (_name, changes, status, finding) => {
    // Taking a whole file out leaves nothing of the base system to change.
    const rest = 'tenants/bo-y-te.yaml#' in changes ? Object.fromEntries(Object.entries(national).filter(([at]) => !at.startsWith('tenants/'))) : national;
    const verdict = verdictOn(verdictsOf('RED-012', targetOf(estateOf({ ...rest, ...changes }))), 'database/ho-so');
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  it('while NDC 02 is planned it fails with that site as the cause, so that a waiver on it lapses with it', () => {
    const today = judged({}, (estate) => estate);
    expect(today).toMatchObject({ status: 'fail', causes: ['site/ndc-02'] });
    expect(today.finding.en).toBe('ndc-02 does not operate yet (due 2030-Q4), so it connects to no national database.');
    // Without any way to connect, bringing the site up would not help: no cause to wait for.
    expect(judged(noLinks, (estate) => estate).causes).toEqual([]);
  });

  it('is not applicable where no database has to be integrated', () => {
    expect(verdictsOf('RED-012', targetOf(estateOf())).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});
