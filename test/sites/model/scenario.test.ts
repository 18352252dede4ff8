import { describe, expect, it } from 'vitest';
import { day } from '../../../sites/model/calendar.js';
import { loadEstate } from '../../../sites/model/load.js';
import { applyScenario, operatingSites, parseScenario, ScenarioError, withSitesOperating, type ScenarioOptions } from '../../../sites/model/scenario.js';
import { asOf, estateOf, filesWith, put, where } from './estate-files.js';

const estate = estateOf();
const parse = (options: Partial<ScenarioOptions>) => parseScenario(estate, { asOf, ...options });
const apply = (options: Partial<ScenarioOptions>) => applyScenario(estate, parse(options));

function refusal(options: Partial<ScenarioOptions>): ScenarioError {
  try {
    parse(options);
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('options', () => {
  it('without any are the estate as recorded', () => {
    expect(parse({})).toEqual({ asOf, lose: [], delay: {}, phase: 'as-recorded', add: [] });
  });

  it('name failure domains, a bare id being a site', () => {
    const lose = ['ndc-02', 'site/ndc-01', 'hall/ndc-01/a', 'feed/ndc-01/a/f2', 'rack/ndc-01/a/100', 'node/ndc-01/general/20', 'link/ndc-01--ndc-02', 'path/ndc-01--ndc-02/north', 'ndc-02'];
    expect(parse({ lose }).lose).toEqual(['feed/ndc-01/a/f2', 'hall/ndc-01/a', 'link/ndc-01--ndc-02', 'node/ndc-01/general/20', 'path/ndc-01--ndc-02/north', 'rack/ndc-01/a/100', 'site/ndc-01', 'site/ndc-02']);
  });

  it.each<[Partial<ScenarioOptions>, string]>([
    [{ phase: 'all-operatin' }, '--scenario is "all-operatin"; expected as-recorded or all-operating. Did you mean all-operating?'],
    [{ lose: ['ndc-03'] }, '--lose is "ndc-03"; expected a site: ndc-01, ndc-02. Did you mean ndc-01?'],
    [{ lose: ['sit/ndc-01'] }, '--lose is "sit/ndc-01"; expected a failure domain: site/SITE, hall/SITE/HALL, feed/SITE/HALL/FEED, rack/SITE/HALL/NUMBER, node/SITE/POOL/NUMBER, link/A--B, path/A--B/PATH, conduit/CONDUIT, zone/ZONE. Did you mean site?'],
    [{ lose: ['site/ndc-01/a'] }, '--lose is "site/ndc-01/a"; expected site/SITE.'],
    [{ lose: ['hall/ndc-01'] }, '--lose is "hall/ndc-01"; expected hall/SITE/HALL.'],
    [{ lose: ['hall/ndc-01/b'] }, '--lose is "hall/ndc-01/b"; expected a hall of ndc-01: a. Did you mean a?'],
    [{ lose: ['feed/ndc-01/a/f9'] }, '--lose is "feed/ndc-01/a/f9"; expected a feed of hall a: f1, f2. Did you mean f1?'],
    [{ lose: ['rack/ndc-01/a/101'] }, '--lose is "rack/ndc-01/a/101"; expected a rack of hall a from 1 to 100.'],
    [{ lose: ['rack/ndc-01/a/0'] }, '--lose is "rack/ndc-01/a/0"; expected a rack of hall a from 1 to 100.'],
    [{ lose: ['node/ndc-01/general/21'] }, '--lose is "node/ndc-01/general/21"; expected a node of general from 1 to 20.'],
    [{ lose: ['link/ndc-02--ndc-01'] }, '--lose is "link/ndc-02--ndc-01"; expected a link: ndc-01--ndc-02. Did you mean ndc-01--ndc-02?'],
    [{ lose: ['path/ndc-01--ndc-02/south'] }, '--lose is "path/ndc-01--ndc-02/south"; expected a path of ndc-01--ndc-02: north. Did you mean north?'],
    [{ lose: ['constructor'] }, '--lose is "constructor"; expected a site: ndc-01, ndc-02.'],
    [{ lose: [''] }, '--lose is ""; expected a site: ndc-01, ndc-02.'],
    [{ delay: ['ndc-02'] }, '--delay is "ndc-02"; expected SITE=QUARTERS such as ndc-02=4q.'],
    [{ delay: ['ndc-02=4'] }, '--delay is "ndc-02=4"; expected SITE=QUARTERS such as ndc-02=4q.'],
    [{ delay: ['ndc-02=100q'] }, '--delay is "ndc-02=100q"; expected SITE=QUARTERS such as ndc-02=4q.'],
    [{ delay: ['ndc-2=4q'] }, '--delay is "ndc-2=4q"; expected a site: ndc-01, ndc-02. Did you mean ndc-02?'],
    [{ delay: ['ndc-02=4q', 'ndc-02=2q'] }, '--delay is "ndc-02=2q"; expected one delay for ndc-02.'],
  ])('%j are refused', (options, message) => {
    const { message: said } = refusal(options);
    // Which of two equally near words is named is not the point.
    expect(said.replace(/Did you mean ndc-01\?/, 'Did you mean ndc-01?')).toBe(message);
  });
});

describe('a refusal', () => {
  it.each<[Partial<ScenarioOptions>, string]>([
    [{ phase: 'all-operatin' }, '--scenario là "all-operatin"; cần as-recorded hoặc all-operating. Có phải ý bạn là all-operating?'],
    [{ lose: ['ndc-03'] }, '--lose là "ndc-03"; cần một trung tâm: ndc-01, ndc-02. Có phải ý bạn là ndc-01?'],
    [{ lose: ['hall/ndc-01/b'] }, '--lose là "hall/ndc-01/b"; cần một phòng máy của ndc-01: a. Có phải ý bạn là a?'],
    [{ lose: ['feed/ndc-01/a/f9'] }, '--lose là "feed/ndc-01/a/f9"; cần một nguồn điện của phòng máy a: f1, f2. Có phải ý bạn là f1?'],
    [{ lose: ['rack/ndc-01/a/101'] }, '--lose là "rack/ndc-01/a/101"; cần một tủ của phòng máy a từ 1 đến 100.'],
    [{ lose: ['node/ndc-01/general/21'] }, '--lose là "node/ndc-01/general/21"; cần một máy của general từ 1 đến 20.'],
    [{ lose: ['link/ndc-02--ndc-01'] }, '--lose là "link/ndc-02--ndc-01"; cần một đường truyền: ndc-01--ndc-02. Có phải ý bạn là ndc-01--ndc-02?'],
    [{ lose: ['path/ndc-01--ndc-02/south'] }, '--lose là "path/ndc-01--ndc-02/south"; cần một tuyến cáp của ndc-01--ndc-02: north. Có phải ý bạn là north?'],
    [{ delay: ['ndc-02'] }, '--delay là "ndc-02"; cần TRUNG_TÂM=SỐ_QUÝ, ví dụ ndc-02=4q.'],
    [{ delay: ['ndc-02=4q', 'ndc-02=2q'] }, '--delay là "ndc-02=2q"; cần một mức lùi duy nhất cho ndc-02.'],
  ])('of %j speaks Vietnamese too', (options, message) => {
    expect(refusal(options).text.vi).toBe(message);
  });

  it('shows what was typed harmlessly', () => {
    expect(refusal({ lose: ['\u001b[2J\u202e'] }).text.en).toContain('"\\u001b[2J\\u202e"');
  });
});

describe('an estate under a scenario', () => {
  it('keeps its digest when only the day changes', () => {
    const later = applyScenario(estate, parseScenario(estate, { asOf: day('2030-12-31') }));
    expect(later.digest).toBe(estate.digest);
    expect(later.scenario.asOf).toBe('2030-12-31');
  });

  it('has another digest while a pool whose disks are claimed is not there yet', () => {
    const files = (available: string) => filesWith({ 'ndc-01.yaml': (text) => `${text.replace('shape: {cpu: 64, memory: 256Gi}', 'shape: {cpu: 64, memory: 256Gi, disks: [{size: 1Ti, count: 2}]}').replace(/(allocatableReserve: .*\n {4}available: )\S+/, `$1${available}`)}disks: {class: disk}\n` });
    const digest = (available: string, on: string): string => {
      const loaded = loadEstate(files(available), day(on));
      if ('diagnostics' in loaded) throw new Error(loaded.diagnostics.map(where).join());
      return applyScenario(loaded.estate, parseScenario(loaded.estate, { asOf: day(on) })).digest;
    };
    // What Ceph is told to claim changes with the quarter in which the pool comes, and with nothing else of the day.
    expect(digest('2027-Q2', '2026-06-30')).toBe(digest('2027-Q2', '2027-03-31'));
    expect(digest('2027-Q2', '2027-04-01')).not.toBe(digest('2027-Q2', '2027-03-31'));
    expect(digest('2027-Q2', '2027-04-01')).toBe(digest('2027-Q2', '2029-01-01'));
  });

  it('has one digest for one scenario, however it was typed', () => {
    expect(apply({ lose: ['ndc-02', 'ndc-01'] }).digest).toBe(apply({ lose: ['site/ndc-01', 'site/ndc-02', 'ndc-01'] }).digest);
    expect(apply({ delay: ['ndc-01=1q', 'ndc-02=2q'] }).digest).toBe(apply({ delay: ['ndc-02=2q', 'ndc-01=1q'] }).digest);
    expect(apply({ delay: ['ndc-02=0q'] }).digest).toBe(estate.digest);
  });

  it('has another digest for each other scenario', () => {
    const digests = [{}, { lose: ['ndc-01'] }, { lose: ['ndc-02'] }, { delay: ['ndc-02=1q'] }, { delay: ['ndc-02=2q'] }, { phase: 'all-operating' }].map((options) => apply(options).digest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('delays all that a site brings, of that site alone', () => {
    const { sites } = apply({ delay: ['ndc-02=4q'] });
    const { milestones, facility, nodePools, storage } = sites['ndc-02'] ?? {};
    expect([milestones?.commissioning, facility?.halls[0]?.available, nodePools?.[0]?.available, storage?.[0]?.available]).toEqual(['2028-Q4', '2028-Q4', '2028-Q4', '2028-Q4']);
    expect(sites['ndc-01']).toEqual(estate.sites['ndc-01']);
  });

  it.each([99, -99])('can be delayed by %d quarters', (quarters) => {
    expect(() => apply({ delay: [`ndc-02=${quarters}q`] })).not.toThrow();
  });

  it('operates with all sites when asked, and brings what they were planned with', () => {
    expect(operatingSites(estate).map(({ id }) => id)).toEqual(['ndc-01']);
    const all = apply({ phase: 'all-operating' });
    expect(operatingSites(all).map(({ id }) => id)).toEqual(['ndc-01', 'ndc-02']);
    const { facility, nodePools, storage } = all.sites['ndc-02'] ?? {};
    expect([facility?.halls[0]?.available, nodePools?.[0]?.available, storage?.[0]?.available]).toEqual(['2026-Q2', '2026-Q2', '2026-Q2']);
    expect(all.sites['ndc-01']).toEqual(estate.sites['ndc-01']);
  });

  it('never brings a retired site back', () => {
    const retired = estateOf({ 'ndc-02.yaml': put('phase: planned', 'phase: retired') });
    const all = applyScenario(retired, parseScenario(retired, { asOf, phase: 'all-operating' }));
    expect(operatingSites(all).map(({ id }) => id)).toEqual(['ndc-01']);
    expect(operatingSites(withSitesOperating(retired, ['ndc-02'])).map(({ id }) => id)).toEqual(['ndc-01']);
  });

  it('has one digest for one set of sites that operate, whatever their order', () => {
    expect(withSitesOperating(estate, ['ndc-02', 'ndc-01']).digest).toBe(withSitesOperating(estate, ['ndc-01', 'ndc-02', 'ndc-01']).digest);
    expect(withSitesOperating(estate, ['ndc-02']).digest).not.toBe(withSitesOperating(estate, ['ndc-01']).digest);
  });

  it('does not operate a site that is lost', () => {
    expect(operatingSites(apply({ phase: 'all-operating', lose: ['ndc-01'] })).map(({ id }) => id)).toEqual(['ndc-02']);
    expect(operatingSites(apply({ lose: ['hall/ndc-01/a'] })).map(({ id }) => id)).toEqual(['ndc-01']);
  });

  it('is frozen, and leaves the estate as it was', () => {
    const before = estate.sites['ndc-02'];
    const after = apply({ phase: 'all-operating' });
    expect(estate.sites['ndc-02']).toBe(before);
    expect(before?.phase).toBe('planned');
    expect(Object.isFrozen(after.sites['ndc-02']?.facility.halls[0])).toBe(true);
    expect(after.origins).toBe(estate.origins);
  });
});
