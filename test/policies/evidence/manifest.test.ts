import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestText, parseManifest } from '../../../policies/evidence/manifest.js';
import { digestOf } from '../../../sites/model/estate.js';

const sha = (letter: string): string => `sha256:${letter.repeat(64)}`;
const facts = { at: '2026-11-22T03:00:00.000Z', tool: { name: 'ndc' as const, version: '0.1.0' }, estate: { id: 'thu', digest: sha('a') }, result: sha('b') };
const text = manifestText(facts, new Map([['report.json', '{}'], ['estate.json', 'x'], ['rules/ORG-001.yaml', 'y']]));
const encoded = new TextEncoder().encode(text);

describe('the manifest of evidence', () => {
  it('binds each file by its digest, in order of their names', () => {
    const manifest = parseManifest(encoded);
    expect(manifest).toMatchObject(facts);
    expect(Object.entries(manifest?.files ?? {})).toEqual([['estate.json', digestOf('x')], ['report.json', digestOf('{}')], ['rules/ORG-001.yaml', digestOf('y')]]);
  });

  it('is none any more with one bit of any byte changed', () => {
    fc.assert(
      fc.property(fc.nat(encoded.length - 1), fc.nat(7), (at, bit) => {
        const changed = encoded.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        return parseManifest(changed) === undefined;
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, (text: string) => string]>([
    ['a byte appended', (all) => `${all} `],
    ['a byte missing', (all) => all.slice(0, -1)],
    ['another spelling of the same JSON', (all) => JSON.stringify(JSON.parse(all))],
    ['a byte order mark', (all) => `\ufeff${all}`],
    ['a key twice', (all) => all.replace('"at":', '"at": "2020-01-01T00:00:00Z",\n  "at":')],
    ['nothing', () => ''],
    ['a list', () => '[]'],
  ])('is refused with %s', (_what, change) => {
    expect(parseManifest(new TextEncoder().encode(change(text)))).toBeUndefined();
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'rules/../x', 'a/b', '.hidden', ''])('names no file %j', (name) => {
    expect(parseManifest(new TextEncoder().encode(manifestText(facts, new Map([[name, 'x']]))))).toBeUndefined();
  });
});
