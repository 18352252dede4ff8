import { describe, expect, it } from 'vitest';
import { estateOf, targetOf, type Changes } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';

const provenance = { source: 'assumption', note: 'dữ liệu quy hoạch' };
const labelled: Changes = { 'ndc-02.yaml#/provenance': provenance, 'ndc-03.yaml#/provenance': provenance };
const on = (changes: Changes, file = 'ndc-02.yaml') => verdictOn(verdictsOf('EVI-001', estateOf({ ...labelled, ...changes })), `file/${file}`);

describe('EVI-001', () => {
  it.each([
    ['a planned site whose figures are labelled', {}, 'pass'],
    ['one that says nothing of its figures', { 'ndc-02.yaml#/provenance': undefined }, 'fail'],
    ['the same under construction', { 'ndc-02.yaml#/provenance': undefined, 'ndc-02.yaml#/phase': 'building' }, 'fail'],
    ['the same once it operates: its operator declares them', { 'ndc-02.yaml#/provenance': undefined, 'ndc-02.yaml#/phase': 'operating' }, 'pass'],
    ['an assumption that does not say why', { 'ndc-02.yaml#/facility/fuelHours': { value: 12, source: 'assumption' } }, 'fail'],
    ['one that does', { 'ndc-02.yaml#/facility/fuelHours': { value: 12, source: 'assumption', note: 'Uptime' } }, 'pass'],
    ['a fact needs no reason', { 'ndc-02.yaml#/facility/fuelHours': { value: 12, source: 'public' } }, 'pass'],
    ['a default label without a note', { 'ndc-02.yaml#/provenance': { source: 'assumption' } }, 'fail'],
  ])('%s: %s', (_name, changes, status) => {
    expect(on(changes).status).toBe(status);
  });

  it('counts what is assumed and names what is bare', () => {
    expect(on({}, 'ndc-01.yaml').finding.en).toBe('ndc-01.yaml: it holds no assumptions.');
    expect(on({}).finding.en).toMatch(/^ndc-02\.yaml: \d+ assumptions, each of which says so\.$/);
    expect(on({ 'ndc-02.yaml#/provenance': undefined }).finding.en).toMatch(/figures of a site nobody has built say nothing of their source: \/sites\/ndc-02\/.* and \d+ more\.$/);
  });

  it('has a row for every file of the estate, and none of the target is bare', () => {
    const verdicts = verdictsOf('EVI-001', targetOf(estateOf()));
    expect(verdicts.map(({ subject }) => subject.object)).toEqual(expect.arrayContaining(['file/catalogue/estate.yaml', 'file/links.yaml', 'file/ndc-03.yaml', 'file/tenants/bo-y-te.yaml']));
    expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['pass']));
  });

  it('an estate that does not say where anything comes from fails', () => {
    expect(verdictsOf('EVI-001', { ...estateOf(), origins: new Map() }).map(({ status }) => status)).toEqual(['fail']);
  });
});
