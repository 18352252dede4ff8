import { describe, expect, it } from 'vitest';
import { baseFile, estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';

describe('RED-002: region', () => {
  it.each([
    ['its own region', {}, 'pass'],
    ['the region of 01', { 'ndc-03.yaml#/region': 'bac' }, 'fail'],
    ['the region of 02', { 'ndc-03.yaml#/region': 'nam' }, 'fail'],
    ['01 and 02 together: no rule between them', { 'ndc-02.yaml#/region': 'bac' }, 'pass'],
    ['02 is not declared', { 'ndc-02.yaml#/number': 5 }, 'unknown'],
  ])('03 in %s: %s', (_name, changes, status) => {
    expect(verdictOn(verdictsOf('RED-002', estateOf(changes)), 'site/ndc-03').status).toBe(status);
  });

  it('judges every further site', () => {
    const fourth = baseFile('ndc-03.yaml') as object;
    const changes: Changes = { 'ndc-04.yaml#': { ...fourth, id: 'ndc-04', number: 4, region: 'bac' } };
    expect(statuses(verdictsOf('RED-002', estateOf(changes)))).toEqual({ 'site/ndc-03': 'pass', 'site/ndc-04': 'fail' });
  });

  it('is not applicable where no such site is declared', () => {
    const gone: Changes = { 'ndc-03.yaml#': undefined, ...Object.fromEntries([1, 2, 3].map((number) => [`keys/ndc-0${number}.yaml#`, undefined])), 'links.yaml#/links': [], 'catalogue/estate.yaml#/placement/candidates': ['ndc-01', 'ndc-02'] };
    expect(verdictsOf('RED-002', estateOf(gone)).map(({ status }) => status)).toEqual(['not-applicable']);
    expect(verdictOn(verdictsOf('RED-002', estateOf({ ...gone, 'ndc-02.yaml#/number': 3 })), 'site/ndc-02').status).toBe('unknown');
  });
});

describe('RED-003: separation', () => {
  const at = (lat: number, lon: number): Changes => ({ 'ndc-03.yaml#/location/lat': lat, 'ndc-03.yaml#/location/lon': lon });
  const pair = 'relation/ndc-02--ndc-03';

  it.each([
    // One degree of latitude is 111.195 km: 2.6975 and 2.6985 degrees lie on both sides of 300 km.
    ['a little too near', at(13.6975, 107), 'fail'],
    ['just far enough', at(13.6985, 107), 'pass'],
    ['a shared zone of the same scenario', { 'ndc-03.yaml#/hazards/0/zone': 'natural-2' }, 'fail'],
    ['a zone of the same name in another scenario', { 'ndc-03.yaml#/hazards/0/zone': 'war-2' }, 'pass'],
    ['no zone declared', { 'ndc-03.yaml#/hazards': [] }, 'unknown'],
  ])('%s: %s', (_name, changes, status) => {
    expect(verdictOn(verdictsOf('RED-003', estateOf(changes)), pair).status).toBe(status);
  });

  it('between 01 and 02 a finding is a warning and blocks nothing', () => {
    const near = { 'ndc-02.yaml#/location/lat': 20.5, 'ndc-02.yaml#/location/lon': 105.5 };
    const verdict = verdictOn(verdictsOf('RED-003', estateOf(near)), 'relation/ndc-01--ndc-02');
    expect(verdict).toMatchObject({ status: 'fail', severity: 'warning', blocks: false });
    expect(verdict.finding).toEqual({ vi: 'ndc-01 và ndc-02: cách nhau 55,6 km, tối thiểu 300 km.', en: 'ndc-01 and ndc-02: they lie 55.6 km apart, the minimum is 300 km.' });
    expect(verdictOn(verdictsOf('RED-003', estateOf(at(11.1, 107))), pair)).toMatchObject({ severity: 'error', blocks: true });
  });

  it('leaves retired sites out', () => {
    expect(Object.keys(statuses(verdictsOf('RED-003', estateOf({ 'ndc-03.yaml#/phase': 'retired' }))))).toEqual(['relation/ndc-01--ndc-02']);
  });
});

describe('RED-007: boots alone', () => {
  it.each([
    ['registry', { 'ndc-02.yaml#/services/registry/site': 'ndc-01' }],
    ['DNS', { 'ndc-02.yaml#/services/dns/site': 'ndc-01' }],
    ['identity service', { 'ndc-02.yaml#/services/identity/site': 'ndc-01' }],
    ['state store', { 'ndc-02.yaml#/services/state/site': 'ndc-01' }],
    ['HSM', { 'ndc-02.yaml#/hsm/site': 'ndc-01' }],
  ])('%s elsewhere fails that site alone', (part, changes) => {
    const verdicts = verdictsOf('RED-007', estateOf(changes));
    expect(statuses(verdicts)).toEqual({ 'site/ndc-01': 'pass', 'site/ndc-02': 'fail', 'site/ndc-03': 'pass' });
    expect(verdictOn(verdicts, 'site/ndc-02').finding.en).toBe(`ndc-02 depends on elsewhere: ${part} in ndc-01.`);
  });
});

describe('RED-011: tier floor', () => {
  it.each([
    ['level 5', { [`${system}/securityLevel`]: 5 }, 'gold', 'fail'],
    ['level 5', { [`${system}/securityLevel`]: 5 }, 'platinum', 'pass'],
    ['level 5 declared bronze', { [`${system}/securityLevel`]: 5 }, 'bronze', 'fail'],
    ['level 4', {}, 'gold', 'pass'],
    ['level 4', {}, 'silver', 'fail'],
    ['level 4, raised', {}, 'platinum', 'pass'],
    ['level 3', { [`${system}/securityLevel`]: 3, [`${system}/importance`]: 'ordinary' }, 'silver', 'pass'],
    ['level 3', { [`${system}/securityLevel`]: 3, [`${system}/importance`]: 'ordinary' }, 'bronze', 'fail'],
    ['level 2', { [`${system}/securityLevel`]: 2, [`${system}/importance`]: 'ordinary' }, 'bronze', 'pass'],
    ['core data', { [`${system}/securityLevel`]: 1, [`${system}/importance`]: 'core' }, 'gold', 'fail'],
    ['important data', { [`${system}/securityLevel`]: 1, [`${system}/importance`]: 'important' }, 'silver', 'fail'],
    ['a national system', { [`${system}/securityLevel`]: 1, [`${system}/importance`]: 'ordinary', [`${system}/id`]: 'csdl-quoc-gia' }, 'gold', 'fail'],
  ])('%s as %s%s: %s', (_name, changes, protection, status) => {
    expect(verdictsOf('RED-011', estateOf({ ...changes, [`${system}/protection`]: protection })).map((verdict) => verdict.status)).toEqual([status]);
  });

  it('passes where nothing was asked for, and is not applicable without requests', () => {
    expect(verdictsOf('RED-011', estateOf()).map(({ status }) => status)).toEqual(['pass']);
    expect(verdictsOf('RED-011', estateOf({ 'tenants/bo-y-te.yaml#': undefined })).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

describe('RED-006: declared versions', () => {
  it.each([
    ['the same', {}, 'pass'],
    ['Kubernetes one minor ahead', { 'ndc-02.yaml#/cluster/kubernetesVersion': '1.36.0' }, 'pass'],
    ['Kubernetes two minors ahead', { 'ndc-02.yaml#/cluster/kubernetesVersion': '1.37.0' }, 'fail'],
    ['a component one minor behind', { 'ndc-02.yaml#/components': [{ id: 'cilium', version: '1.19.9' }] }, 'pass'],
    ['a component two minors behind', { 'ndc-02.yaml#/components': [{ id: 'cilium', version: '1.18.0' }] }, 'fail'],
    ['another major', { 'ndc-02.yaml#/components': [{ id: 'cilium', version: '2.20.0' }] }, 'fail'],
  ])('%s: %s', (_name, changes, status) => {
    expect(verdictOn(verdictsOf('RED-006', targetOf(estateOf(changes))), 'relation/ndc-01--ndc-02').status).toBe(status);
  });

  it('is not applicable to a single site', () => {
    expect(verdictsOf('RED-006', estateOf()).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});
