import { describe, expect, it } from 'vitest';
import { good, problemsOf, ruleOf, textOf, type Changed } from './written.js';

describe('a rule file', () => {
  it('that is right becomes a rule of the engine', () => {
    expect(ruleOf({ basis: { legal: [{ document: 'c', clause: 'III.2' }] }, effectiveFrom: '2027-Q1' })).toMatchObject({
      id: 'ORG-001', version: 1, severity: 'error', pack: 'operations', legal: [{ document: 'c', clause: 'III.2' }], effectiveFrom: '2027-Q1', reads: ['planset'], unknownBlocks: true, emptyPopulation: 'not-applicable',
    });
  });

  it('reads the estate only where its rows come from there', () => {
    for (const of of ['sites', 'environments']) expect(ruleOf({ population: { of, empty: 'fail' } }).reads).toEqual(['estate', 'planset']);
  });

  it.each<[Changed, string]>([
    [{ id: 'ORG-1' }, '3:5 NDC-E008 id is "ORG-1"; expected a rule id: three capitals, a dash, three digits, such as ORG-001.'],
    [{ id: 'TEN-099' }, '3:5 NDC-E032 the id "TEN-099" belongs to the toolkit\'s own catalogue'],
    [{ id: 'BAK-001' }, '3:5 NDC-E032'],
    [{ severety: 'error' }, 'NDC-E006 unknown key "severety"; expected one of: apiVersion'],
    [{ severity: 'fatal' }, 'NDC-E008 severity is "fatal"; expected one of error, warning.'],
    [{ texts: undefined }, 'NDC-E007 the key "texts" is missing'],
    [{ title: { en: 'x' } }, 'NDC-E007 the key "vi" is missing'],
    [{ selector: { labels: { a: 'b' } } }, 'NDC-E008 selector is a map with labels; expected a map with kind or type (or both).'],
    [{ selector: { type: 'aws_s3_bucket' } }, 'NDC-E008 selector.type is "aws_s3_bucket"; expected a resource type that is a whole Kubernetes object'],
    [{ selector: { kind: 'Pod', name: { matches: 'a(' } } }, 'NDC-E031 selector.name.matches is "a(", which is no RE2 pattern: missing closing )'],
    [{ path: 'spec..a' }, 'NDC-E030 path is "spec..a", wrong at character 6: expected a key'],
    [{ path: ['spec.a', 'spec['] }, 'NDC-E030 path.1 is "spec[", wrong at character 5'],
    [{ comparison: {} }, 'NDC-E008 comparison is an empty map; expected exactly one comparison: equals, '],
    [{ comparison: { equals: 1, exists: true } }, 'expected exactly one comparison'],
    [{ comparison: { exists: false } }, 'NDC-E008 comparison.exists is "false"; expected true.'],
    [{ comparison: { atLeast: '3 cái' } }, 'NDC-E008 comparison.atLeast is "3 cái"; expected a number or a Kubernetes quantity'],
    [{ comparison: { matches: '(?=x)' } }, 'NDC-E031 comparison.matches is "(?=x)", which is no RE2 pattern: invalid or unsupported Perl syntax'],
    [{ comparison: { count: { atLeast: 3, atMost: 2 } }, expect: undefined }, 'expected equals, or atLeast and atMost (atLeast not above atMost).'],
    [{ comparison: { count: { atLeast: 3 } } }, 'NDC-E033 expect does not go with count'],
    [{ population: { of: 'pods', empty: 'fail' } }, 'NDC-E008 population.of is "pods"; expected one of objects, sites, environments.'],
    [{ population: { of: 'objects' } }, 'NDC-E007 the key "empty" is missing'],
    [{ basis: {} }, 'NDC-E008 basis is an empty map; expected legal (clauses), engineering (a reason), or both.'],
    [{ basis: { engineering: { statement: { vi: 'x', en: 'x' }, link: 'javascript:alert(1)' } } }, 'NDC-E008 basis.engineering.link is "javascript:alert(1)"; expected an address https://.'],
    [{ effectiveFrom: 'soon' }, 'NDC-E008 effectiveFrom is "soon"; expected a day such as 2027-06-30'],
  ])('%j', (changes, expected) => {
    const problems = problemsOf(textOf(changes));
    expect(problems.join('\n')).toContain(expected);
    expect(problems).toHaveLength(1);
  });

  it('says at which line and column, and all problems at once', () => {
    const text = new TextDecoder().decode(textOf({ path: 'spec[', comparison: { matches: '(' } }));
    const at = (needle: string): string => `${text.slice(0, text.indexOf(needle)).split('\n').length}:`;
    const problems = problemsOf(new TextEncoder().encode(text));
    expect(problems.map((problem) => problem.split(' ')[1])).toEqual(['NDC-E030', 'NDC-E031']);
    expect(problems[0]?.startsWith(at('path: spec['))).toBe(true);
    expect(problems[1]?.startsWith(at('matches: ('))).toBe(true);
  });

  it('cites only documents the estate knows, where those are known', () => {
    const cites = textOf({ basis: { legal: [{ document: 'q', clause: 'V.2.b' }, { document: 'luat-moi', clause: '1' }] } });
    expect(problemsOf(cites, ['q', 'c'])).toEqual([expect.stringContaining('NDC-E021 basis.legal.1.document names the legal source "luat-moi", which does not exist; there are: q, c.')]);
    expect(problemsOf(cites)).toEqual([]);
  });

  it('is refused like any other file where its YAML is not plain', () => {
    expect(problemsOf(new TextEncoder().encode('a: &x 1\nb: *x\n'))[0]).toContain('NDC-E004');
    expect(problemsOf(new TextEncoder().encode('id: ORG-001\nid: ORG-002\n'))[0]).toContain('NDC-E005');
    expect(problemsOf(new Uint8Array([0xff, 0xfe, 0x00]))[0]).toContain('NDC-E003');
    expect(problemsOf(new Uint8Array(5 * 2 ** 20))[0]).toContain('NDC-E002');
  });

  it('the good one has none of these problems', () => {
    expect(problemsOf(textOf())).toEqual([]);
    expect(good.id).toBe('ORG-001');
  });
});
