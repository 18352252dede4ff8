import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { origin, withValue } from '../../../sites/model/estate.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { asOf, diagnosticsOf, estateOf, put, where, type Changes } from './estate-files.js';

const racks = '/sites/ndc-01/facility/halls/0/racks';
const edit = (file: string, from: string, to: string): Changes => ({ [file]: put(from, to) });

describe('the origin of a value', () => {
  it('is its own label', () => {
    const estate = estateOf(edit('ndc-01.yaml', 'racks: 100', 'racks: {value: 1300, source: public, note: "báo chí, 2025-08-18"}'));
    expect(estate.sites['ndc-01']?.facility.halls[0]?.racks).toBe(1300);
    expect(origin(estate, racks)).toEqual({ source: 'public', note: { vi: 'báo chí, 2025-08-18', en: 'báo chí, 2025-08-18' }, file: 'ndc-01.yaml', line: 15, column: 22 });
  });

  it('is the file’s when it has none of its own, and its own before the file’s', () => {
    const estate = estateOf({ 'ndc-01.yaml': (text) => text.replace('kind: Site', 'kind: Site\nprovenance: {source: assumption, note: chưa xác nhận}').replace('count: 20', 'count: {value: 20, source: seed}') });
    expect(origin(estate, racks)).toMatchObject({ source: 'assumption', note: { vi: 'chưa xác nhận', en: 'chưa xác nhận' } });
    expect(origin(estate, '/sites/ndc-01/nodePools/0/count')).toMatchObject({ source: 'seed' });
    expect(origin(estate, '/sites/ndc-01/id')).toMatchObject({ source: 'declared' });
    expect(origin(estate, '/sites/ndc-01/name/vi')).toMatchObject({ source: 'declared' });
    expect(origin(estate, '/sites/ndc-02/facility/halls/0/racks')).toMatchObject({ source: 'declared' });
  });

  it('is declared where nobody says more', () => {
    expect(origin(estateOf(), racks)).toEqual({ source: 'declared', file: 'ndc-01.yaml', line: 15, column: 22 });
  });

  it.each([
    ['/organisations/bo-y-te/level', 'catalogue/organisations.yaml', 5],
    ['/links/ndc-01--ndc-02/rttMs', 'links.yaml', 4],
    ['/components/cilium/version', 'catalogue/components.yaml', 4],
    ['/settings/horizon', 'catalogue/estate.yaml', 6],
    ['/protection/tiers/gold/rtoMinutes', 'catalogue/tiers.yaml', 5],
    ['/quotaSizes/sizes/m/memory', 'catalogue/quota-sizes.yaml', 5],
    ['/requests/bo-y-te/systems/0/environments/0/quota/memory', 'tenants/bo-y-te.yaml', 15],
    ['/requests/bo-y-te/systems/0/environments/0/quota/storage/block', 'tenants/bo-y-te.yaml', 15],
  ])('%s stands in %s', (at, file, line) => {
    expect(origin(estateOf(), at)).toMatchObject({ file, line });
  });

  it('is unknown where nothing stands', () => {
    for (const at of ['/sites/ndc-09', '', '/', 'no-pointer', '/sites/ndc-01/kind']) expect(origin(estateOf(), at)).toBeUndefined();
  });

  it('is known for every scalar that files say, and for nothing that is not there', () => {
    const estate = estateOf();
    const { digest: _digest, scenario: _scenario, origins, ...said } = estate;
    const scalars: string[] = [];
    const visit = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) scalars.push(at);
      else for (const [key, inner] of Object.entries(value)) if (!['apiVersion', 'kind'].includes(key) || Array.isArray(value) || !/^\/(sites|requests)\/[^/]+$/.test(at)) visit(inner, `${at}/${key.replaceAll('/', '~1')}`);
    };
    visit(said, '');
    expect([...origins.keys()].sort()).toEqual(scalars.sort());
  });

  it.each([
    ['a list', '{value: [1], source: seed}'],
    ['nothing', '{value: null, source: seed}'],
    ['a label', '{value: {value: 1, source: seed}, source: seed}'],
    ['a wrong source', '{value: 1, source: press}'],
    ['a further key', '{value: 1, source: seed, sure: true}'],
    ['a note that is no text', '{value: 1, source: seed, note: [a]}'],
    ['a note with an escape', '{value: 1, source: seed, note: "\\e[31m"}'],
  ])('is refused with %s', (_, written) => {
    expect(diagnosticsOf(edit('ndc-01.yaml', 'racks: 100', `racks: ${written}`)).map(where)).toEqual([expect.stringMatching(/^ndc-01.yaml:15:\d+ NDC-E00[68]$/)]);
  });
});

describe('with another value', () => {
  const estate = estateOf();
  it('is the same estate but for that value and the digest', () => {
    const changed = withValue(estate, racks, 90);
    expect(changed.sites['ndc-01']?.facility.halls[0]?.racks).toBe(90);
    expect(changed.digest).not.toBe(estate.digest);
    expect(withValue(estate, racks, 90).digest).toBe(changed.digest);
    expect(withValue(estate, racks, 91).digest).not.toBe(changed.digest);
    expect(changed.sites['ndc-02']).toBe(estate.sites['ndc-02']);
    expect(estate.sites['ndc-01']?.facility.halls[0]?.racks).toBe(100);
    expect(origin(changed, racks)).toEqual(origin(estate, racks));
    expect(Object.isFrozen(changed.sites['ndc-01']?.facility.halls[0])).toBe(true);
  });

  describe('its digest', () => {
    const count = '/sites/ndc-01/nodePools/0/count';
    const pools = '/sites/ndc-01/nodePools';
    const grown = estate.sites['ndc-01']?.nodePools.map((pool) => ({ ...pool, count: 21 }));

    it('does not depend on the order of the changes', () => {
      expect(withValue(withValue(estate, racks, 90), count, 21).digest).toBe(withValue(withValue(estate, count, 21), racks, 90).digest);
    });

    it('does not depend on how often a value was changed, nor on how much of it was named', () => {
      const once = withValue(estate, count, 21);
      expect(withValue(withValue(estate, count, 30), count, 21).digest).toBe(once.digest);
      expect(withValue(estate, pools, grown).digest).toBe(once.digest);
      expect(withValue(withValue(estate, count, 30), pools, grown).digest).toBe(once.digest);
      expect(withValue(withValue(estate, pools, grown), count, 30).digest).toBe(withValue(estate, count, 30).digest);
    });

    it('is the first again once the value is', () => {
      expect(withValue(withValue(estate, racks, 90), racks, 100).digest).toBe(estate.digest);
      expect(withValue(estate, racks, 100).digest).toBe(estate.digest);
    });

    it('tells which value was changed', () => {
      const other = '/sites/ndc-02/facility/halls/0/racks';
      expect(new Set([estate, withValue(estate, racks, 90), withValue(estate, other, 90), withValue(withValue(estate, racks, 90), other, 90)].map(({ digest }) => digest)).size).toBe(4);
      expect(withValue(estate, pools, grown?.slice(1)).digest).not.toBe(withValue(estate, pools, grown).digest);
    });

    it('of any changes in any order is one', () => {
      const values = fc.uniqueArray(fc.tuple(fc.constantFrom('/sites/ndc-01', '/sites/ndc-02'), fc.constantFrom('/number', '/facility/halls/0/racks', '/nodePools/0/count', '/cluster/id')), { selector: ([site, at]) => site + at, minLength: 1 });
      fc.assert(
        fc.property(values.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), ([one, other]) => {
          const changed = (order: typeof one): string => order.reduce((here, [site, at]) => withValue(here, site + at, 7), estate).digest;
          expect(changed(one)).toBe(changed(other));
          expect(changed(one)).not.toBe(estate.digest);
        }),
        { numRuns: 30 },
      );
    });

    it('starts anew under a scenario, which moves dates', () => {
      const due = '/sites/ndc-02/milestones/commissioning';
      const delayed = (from: typeof estate): typeof estate => applyScenario(from, { ...from.scenario, delay: { 'ndc-02': 4 } });
      const before = delayed(withValue(estate, due, '2028-Q4'));
      const after = withValue(delayed(estate), due, '2028-Q4');
      expect(before.sites['ndc-02']?.milestones.commissioning).toBe('2029-Q4');
      expect(after.sites['ndc-02']?.milestones.commissioning).toBe('2028-Q4');
      expect(before.digest).not.toBe(after.digest);
      expect(withValue(before, racks, 90).digest).not.toBe(withValue(after, racks, 90).digest);
    });
  });

  it('leaves the value it was given alone', () => {
    const hazards = [{ scenario: 'war', zone: 'z', level: 1 }];
    withValue(estate, '/sites/ndc-01/hazards', hazards);
    expect(Object.isFrozen(hazards)).toBe(false);
  });

  it.each<[string, string, unknown]>([
    ['another type', racks, '90'],
    ['a number for a quantity', '/sites/ndc-01/nodePools/0/shape/memory', 5],
    ['a map for a list', '/sites/ndc-01/hazards', {}],
    ['nothing', racks, null],
    ['a missing pointer', '/sites/ndc-09/facility', {}],
    ['a key every object has', '/sites/constructor', {}],
    ['the prototype', '/sites/__proto__', {}],
    ['the digest', '/digest', 'sha256:0'],
    ['the day', '/scenario/asOf', asOf],
    ['the origins', '/origins', {}],
    ['everything', '', {}],
  ])('refuses %s', (_, at, value) => {
    expect(() => withValue(estate, at, value)).toThrow(RangeError);
  });
});
