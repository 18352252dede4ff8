import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PathSegment } from '../../../sites/model/pointer.js';
import { parseYamlFile, type ParsedYaml } from '../../../sites/model/yaml-file.js';
import { YamlOffsets } from '../../../sites/model/yaml-offsets.js';
import { readSubset } from '../../../sites/model/yaml-subset.js';
import { baseFiles } from './estate-files.js';

const quick = (text: string) => readSubset(text, new YamlOffsets('f', text));

function pathsOf(value: unknown, path: PathSegment[] = []): PathSegment[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]))];
}

/** Values with the place of each value and key, or the diagnostics. */
function seen(parsed: ParsedYaml): unknown {
  if ('diagnostics' in parsed) return parsed.diagnostics;
  const { value, placeOf, placeOfKey } = parsed.file;
  return { value, places: pathsOf(value).map((path) => [path, placeOf(path), placeOfKey(path)]) };
}

/** Whether the quick reader took the text; it must then have read what the full parser reads. */
function alike(text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  expect(seen(parseYamlFile('f', bytes))).toEqual(seen(parseYamlFile('f', bytes, true)));
  return quick(text) !== undefined;
}

describe('the quick reader reads as the full parser does', () => {
  it.each(Object.entries(baseFiles))('%s, which keeps to the subset', (_, text) => {
    expect(alike(text)).toBe(true);
  });

  it.each([
    'a: 1',
    'a: 1 # ghi chú\n# khác\nb: x#y\n',
    'a:\nb: x\n',
    'a:\n- 1\n- b\nc: 2\n',
    'a:\n  - b: 1\n    c: 2\n  - b: 3\n',
    'a:\n  -   b: 1\n      c: 2\n',
    'a:\n  -\n    b: 1\n',
    'a: "x: y # z"\nb: \'it is\'\n',
    'a: [1, b, "c, d", {e: f}, [], {}]\n',
    'a: {b: {c: [1]}, d: bo-y-te:platform}\n',
    'v: 1.35.4\nn: 10.0.0.0/16\nd: 2027-06-30\nq: 64Gi\nr: -1\nf: 12.5\nz: 007\n',
    't: [true, True, TRUE, tRue, null, NULL, nUll, yes]\n',
    'a: x y  z   \nb: https://a.example.vn:8443/path?q=1\n',
    'a: ${x}\nb: $(y)\n',
    'a:\n  # giữa\n  b: 1\n\n  c: 2\n',
    'a:   \n  b:   # trống\n  c: 1\n',
  ])('%j, quickly', (text) => {
    expect(alike(text)).toBe(true);
  });

  it.each([
    '',
    '# a\n',
    '---\na: 1\n',
    'a: 1\n...\n',
    '%YAML 1.1\n---\na: yes\n',
    'a: 1\na: 2\n',
    '{a: 1, a: 2}',
    'a: 1.000\n',
    'a: 1e3\n',
    'a: 0x10\n',
    'a: 0o7\n',
    'a: .5\n',
    'a: +1\n',
    'a: 9007199254740993\n',
    'a: "x\\ny"\n',
    "a: 'it''s'\n",
    'a: |\n  x\n',
    'a: >-\n  x\n',
    'a: x\n  y\n',
    'a: "x\n  y"\n',
    'a: [1,\n  2]\n',
    'a: [1, 2,]\n',
    'a: [b: 1]\n',
    'a: {b}\n',
    'a: {b:1}\n',
    'a: [x #y]\n',
    'a: b: c\n',
    'a: - b\n',
    'a: &x 1\n',
    'a: *x\n',
    'a: !x 1\n',
    'a: @x\n',
    'a: ? b\n',
    'a: "x" y\n',
    'a: "x"# y\n',
    'a:\n\tb: 1\n',
    'a: 1\r\nb: 2\r\n',
    'true: 1\n',
    '1: a\n',
    '"a": 1\n',
    '__proto__: 1\n',
    'a:\n  __proto__: 1\n',
    '- a\n- b\n',
    ' a: 1\n',
    'a: 1\n b: 2\n',
    'a:\n  b: 1\n c: 2\n',
    'a:\n  - b\n  c: 1\n',
    'a: 1\n- b\n',
    'a:\n- - b\n',
    'a:b\n',
    'plain\n',
    'a: x:\n',
    'a: \u2028\n',
    'a: -\n',
    'a:\n  -\n  - b\n',
    `a: ${'['.repeat(50)}${']'.repeat(50)}\n`,
  ])('%j, through the full parser', (text) => {
    expect(alike(text)).toBe(false);
  });

  it('whatever looks like YAML', () => {
    const scalar = fc.constantFrom('1', '-1', '12.5', '1.000', '0.5', 'x', 'bộ y tế', '"a b"', "'c'", '64Gi', 'true', 'null', '~', '', '2027-Q2', '1.2.3', '1e3', '[1, a]', '{b: 1}', '[]', 'a#b', 'a: b', '- c', 'x # y', '#z', '12:30', '-', '1-2', '.', '0x1', '007', "it's", 'a]', '${x}');
    const line = fc.tuple(fc.constantFrom('', ' ', '  ', '    '), fc.constantFrom('', '- ', '-', '-  ', '# '), fc.constantFrom('', 'K: ', 'K: ', 'K:', 'K:  '), scalar, fc.constantFrom('', ' ', ' # g', '#')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        // A key of its own on each line: a file with one key twice is for the full parser.
        alike(lines.map((text, index) => text.replace('K', `k${index}`)).join('\n'));
      }),
      { numRuns: 600 },
    );
  });

  it('one-line collections and scalars of any characters', () => {
    const piece = fc.constantFrom('[', ']', '{', '}', ',', ', ', ': ', ':', ' ', 'a', 'b', '1', '"', "'", '#', ' #', '-', '- ', '.', '&', '*', '!', '|', '>', '%', '@', '`', '?', 'ộ', '1.000', 'true', '~', '\\', '$', '/', '(', '=', '<', '+', '_', '𝕏', '\u00a0');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom('a: ', 'a: [', 'a: {b: ', 'a:\n  - '), (pieces, before) => {
        alike(before + pieces.join('') + (before.endsWith('[') ? ']' : before.includes('{') ? '}' : ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('any edit of a valid file', () => {
    const texts = Object.values(baseFiles);
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat({ max: 4 }), fc.constantFrom('', ' ', '  ', '\n', ':', ': ', '-', '- ', '"', "'", '#', ' #', ',', '{', '}', '[', ']', '1', '.'), (text, at, cut, piece) => {
        const start = at % text.length;
        alike(text.slice(0, start) + piece + text.slice(start + cut));
      }),
      { numRuns: 100 },
    );
  });
});
