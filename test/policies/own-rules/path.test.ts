import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePath, written, type Step } from '../../../policies/own-rules/path.js';

const steps = (text: string): unknown => {
  const parsed = parsePath(text);
  return 'steps' in parsed ? [parsed.root, ...parsed.steps.map((step) => (step === 'each' ? '*' : 'key' in step ? step.key : step.index))] : `${parsed.at}: ${parsed.problem.en}`;
};

describe('a path', () => {
  it.each<[string, unknown]>([
    ['spec', ['object', 'spec']],
    ['spec.replicas', ['object', 'spec', 'replicas']],
    ['spec.template.spec.containers[*].image', ['object', 'spec', 'template', 'spec', 'containers', '*', 'image']],
    ['spec.ports[0].port', ['object', 'spec', 'ports', 0, 'port']],
    ['metadata.labels["ndc.gov.vn/site"]', ['object', 'metadata', 'labels', 'ndc.gov.vn/site']],
    ["spec.hard['requests.cpu']", ['object', 'spec', 'hard', 'requests.cpu']],
    ['["a\\"b\\\\c"].d', ['object', 'a"b\\c', 'd']],
    ['$containers[*].resources.limits.memory', ['$containers', '*', 'resources', 'limits', 'memory']],
    ['$pod.hostNetwork', ['$pod', 'hostNetwork']],
    ['$pod', ['$pod']],
    ['a[*][*]', ['object', 'a', '*', '*']],
  ])('%s', (text, expected) => {
    expect(steps(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['', '1: the path is empty'],
    ['.spec', '1: expected a key'],
    ['spec.', '6: expected a key; one with other characters is written ["key"]'],
    ['spec..a', '6: expected a key'],
    ['spec[', '5: after "[" comes *, a number, or a quoted key, then "]"'],
    ['spec[01]', '5: after "["'],
    ['spec[-1]', '5: after "["'],
    ['spec["a]', '5: after "["'],
    ['spec[*]image', '8: expected a dot or "["'],
    ['spec/replicas', '5: expected a dot or "["'],
    ['spec.$pod', '6: only $pod and $containers begin with $'],
    ['$nodes', '1: only $pod and $containers begin with $'],
    ['a'.repeat(401), '401: the path is longer than 400 characters'],
    ['a' + '.a'.repeat(40), '82: the path has more than 40 steps'],
  ])('%j is none', (text, expected) => {
    expect(steps(text)).toEqual(expect.stringContaining(expected));
  });

  it('reads back what is written of any place', () => {
    const key = fc.oneof(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/), fc.stringMatching(/^[a-z./ "'\\[\]*]{1,8}$/));
    fc.assert(
      fc.property(fc.array(fc.oneof(key, fc.nat(9999)), { minLength: 1, maxLength: 8 }), (place) => {
        const parsed = parsePath(written(place));
        if (!('steps' in parsed)) throw new Error(`${written(place)}: ${parsed.problem.en}`);
        expect(parsed.steps).toEqual(place.map((part): Step => (typeof part === 'number' ? { index: part } : { key: part })));
      }),
    );
  });
});
