import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../../../sites/model/diagnostic.js';
import { parseYamlFile } from '../../../sites/model/yaml-file.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parsed = (content: string | Uint8Array) => parseYamlFile('f.yaml', typeof content === 'string' ? bytes(content) : content);

function problems(content: string | Uint8Array): string[] {
  const result = parsed(content);
  if (!('diagnostics' in result)) throw new Error('accepted');
  return result.diagnostics.map((each) => `${each.place.line}:${each.place.column} ${each.code} ${messageOf(each).en}`);
}

function valueOf(content: string): unknown {
  const result = parsed(content);
  if ('diagnostics' in result) throw new Error(problems(content).join('\n'));
  return result.file.value;
}

describe('what a file may not be', () => {
  it.each<[string, string | Uint8Array, string[]]>([
    ['indented by a tab', 'a:\n\tb: 1\n', ['2:1 NDC-E003 not valid YAML: a tab stands in the indentation; indent with spaces.']],
    ['indented by tabs', 'a:\n\tb: 1\n\tc: 2\n\t# x\nd:\n\t- x\n', ['2:1 NDC-E003 not valid YAML: tabs stand in the indentation of 3 lines; indent with spaces.']],
    ['indented by a tab among spaces', 'a:\n  b: 1\n\tc: 2\n  d: 3\n', ['3:1 NDC-E003 not valid YAML: a tab stands in the indentation; indent with spaces.']],
    ['indented by a tab, and wrong elsewhere', 'a: "\\q"\nb:\n\tc: 1\n\td: 2\n  e: 3\n', ['1:5 NDC-E003 not valid YAML: a double-quoted text holds an escape (\\) that YAML does not know.', '3:1 NDC-E003 not valid YAML: tabs stand in the indentation of 2 lines; indent with spaces.']],
    ['badly indented, with lines after it', 'a:\n  b: 1\n c: 2\nd: 3\n  e: 4\n', ['3:1 NDC-E003 not valid YAML: the keys of a group do not line up.']],
    ['with two brackets left open', 'a: [1, 2\nb: 2\nc: {x: 1\nd: 3\n', ['2:1 NDC-E003 not valid YAML: a closing ] is missing; the file may be cut off.', '4:1 NDC-E003 not valid YAML: a closing } is missing; the file may be cut off.']],
    ['cut off in a map', 'a: {b: 1', ['1:9 NDC-E003 not valid YAML: a closing } is missing; the file may be cut off.']],
    ['cut off in a list', 'a:\n  b: [1,', ['2:9 NDC-E003 not valid YAML: a closing ] is missing; the file may be cut off.']],
    ['cut off in a text', 'a: "b', ['1:6 NDC-E003 not valid YAML: a closing " is missing; the file may be cut off.']],
    ['badly indented', 'a:\n  b: 1\n c: 2\n', ['3:1 NDC-E003 not valid YAML: the keys of a group do not line up.']],
    ['two colons', 'a: b: c\n', ['1:4 NDC-E003 not valid YAML: two colons on one line, or the next line is indented more than those of its level; put the value in quotation marks, or line the lines up.']],
    ['a reserved first character', 'a: @x\n', ['1:4 NDC-E003 not valid YAML: the value starts with a reserved character; put the whole value in quotation marks.']],
    ['empty', '', ['1:1 NDC-E003 not valid YAML: the file is empty.']],
    ['only comments', '# a\n\n# b\n', ['1:1 NDC-E003 not valid YAML: the file is empty.']],
    ['only a document mark', '---\n', ['1:1 NDC-E003 not valid YAML: the file is empty.']],
    ['not UTF-8', Uint8Array.from([...bytes('a: 1\nbộ: '), 0xff, 0x0a]), [expect.stringMatching(/^2:5 NDC-E003 not valid YAML: the file is not UTF-8 text; it may be saved in an old encoding such as CP1258/)]],
    ['cut off inside a character', bytes('a: ộ').slice(0, -1), [expect.stringContaining('1:4 NDC-E003 not valid YAML: the file is not UTF-8 text')]],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x61, 0x00]), [expect.stringMatching(/^1:1 NDC-E003 not valid YAML: the file is saved as UTF-16 .*Save As/)]],
    ['holding NUL', 'a: 1\nb: x\0y\n', ['2:5 NDC-E003 not valid YAML: the file holds a NUL byte.']],
    ['two documents', 'a: 1\n---\nb: 2\n', ['2:1 NDC-E004 a second document (---) in one file is not accepted. Write the value out where it is used.']],
    ['YAML 1.1', '%YAML 1.1\n---\na: yes\n', ['1:1 NDC-E004 a directive (%…) is not accepted. Write the value out where it is used.']],
  ])('%s', (_, content, expected) => {
    expect(problems(content)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['an anchor and its alias', 'a: &x 1\nb: *x\n', ['1:7 NDC-E004 an anchor (&name)', '2:4 NDC-E004 an alias (*name)']],
    ['a merge key', 'a: {c: 1}\nb:\n  <<: {d: 1}\n', ['3:3 NDC-E004 the key "<<"']],
    ['a tag of its own', 'a: !foo 1\n', ['1:4 NDC-E004 a tag (!name)']],
    ['a standard tag', 'a: !!str 1\n', ['1:10 NDC-E004 a tag (!name)']],
    ['a tag on a collection', 'a: !!map {}\n', ['1:10 NDC-E004 a tag (!name)']],
    ['a tag and an anchor on keys', '!!str a: 1\n&b c: 1\n', ['1:7 NDC-E004 a tag (!name)', '2:4 NDC-E004 an anchor (&name)']],
    ['a list as a key', '[a]: 1\n', ['1:1 NDC-E004 a key that is not plain text']],
    ['an empty key', ': x\n', ['1:1 NDC-E004 a key that is not plain text']],
    ['__proto__', 'a:\n  __proto__: {polluted: true}\n', ['2:3 NDC-E004 the key "__proto__"']],
  ])('holding %s', (_, content, expected) => {
    expect(problems(content).map((line) => line.replace(/ is not accepted.*/, ''))).toEqual(expected);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('holding one key twice, at any depth, written as text or number', () => {
    expect(problems('a: 1\na: 2\nb:\n  c: 1\n  d: 1\n  "c": 2\n1: x\n"1": y\n')).toEqual([
      '2:1 NDC-E005 the key "a" stands here twice. Keep one of them.',
      '6:3 NDC-E005 the key "c" stands here twice. Keep one of them.',
      '8:1 NDC-E005 the key "1" stands here twice. Keep one of them.',
    ]);
  });

  it.each([
    ['brackets', '['.repeat(10_000), '1:42'],
    ['closed brackets', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, '1:42'],
    ['braces', '{a: '.repeat(10_000), '1:165'],
    ['dashes', `${'- '.repeat(10_000)}x`, '1:83'],
    ['question marks', `${'? '.repeat(10_000)}x`, '1:83'],
    ['indentation', Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), '42:42'],
  ])('nested ten thousand deep: %s', (_, content, at) => {
    expect(problems(content)).toEqual([`${at} NDC-E003 not valid YAML: nested deeper than 40 levels.`]);
  });

  it('is read up to the depth that is allowed', () => {
    expect(() => valueOf(`${'['.repeat(40)}${']'.repeat(40)}`)).not.toThrow();
  });

  it('stops after twenty syntax errors', () => {
    expect(problems('['.repeat(20) + ',,'.repeat(100_000)).length).toBeLessThanOrEqual(21);
    expect(problems('"a" '.repeat(50_000)).length).toBeLessThanOrEqual(21);
    expect(problems('\ta: 1\n'.repeat(5000)).length).toBeLessThanOrEqual(21);
  });
});

describe('values', () => {
  it('are those of the YAML 1.2 core schema', () => {
    expect(valueOf('{a: yes, b: no, c: on, d: off, e: true, f: ~, g: 012, h: 1_000, i: 1:30, j: 2027-06-30, k: 1e3, l: "1"}')).toEqual({
      a: 'yes',
      b: 'no',
      c: 'on',
      d: 'off',
      e: true,
      f: null,
      g: 12,
      h: '1_000',
      i: '1:30',
      j: '2027-06-30',
      k: 1000,
      l: '1',
    });
  });

  it('come as written where a double cannot hold them', () => {
    expect(valueOf('{a: 9007199254740991, b: 9007199254740993, c: -9007199254740993, d: 1e999, e: .inf, f: .nan, g: 0.12345678901234567890}')).toEqual({
      a: 9007199254740991,
      b: '9007199254740993',
      c: '-9007199254740993',
      d: '1e999',
      e: '.inf',
      f: '.nan',
      g: '0.12345678901234567890',
    });
  });

  it.each([
    ['1.000', '1'],
    ['12.345', '12.3450'],
    ['-1.000', '-1'],
    ['105.850', '105.85'],
  ])('%s could be thousands', (written, decimal) => {
    const [line] = problems(`a:\n  - b: ${written}\n`);
    expect(line).toContain('2:8 NDC-E009 a.0.b is ');
    expect(line).toContain(`write ${written.replace('.', '')}; if it is a decimal point, write ${decimal}.`);
  });

  it.each(['0.125', '1.00', '1.0000', '1000', '"1.000"'])('%s could not', (written) => {
    expect(() => valueOf(`a: ${written}`)).not.toThrow();
  });

  it('are read on when a value inside them is refused, so that all problems show at once', () => {
    const result = parsed('a: 1.000\nb: 2\n');
    expect(result).toMatchObject({ diagnostics: [{ code: 'NDC-E009' }], file: { value: { a: 1, b: 2 } } });
  });

  it('do not change with a byte order mark or with Windows line ends', () => {
    const text = 'a: 1\nb:\n  - x\n  - y: z\n';
    expect(valueOf(`\ufeff${text}`)).toEqual(valueOf(text));
    expect(valueOf(text.replaceAll('\n', '\r\n'))).toEqual(valueOf(text));
  });

  it('keep keys that other objects have', () => {
    const value = valueOf('constructor: 1\ntoString: 2\nhasOwnProperty: 3\n') as Record<string, unknown>;
    expect(Object.entries(value)).toEqual([
      ['constructor', 1],
      ['toString', 2],
      ['hasOwnProperty', 3],
    ]);
  });
});

describe('places', () => {
  const text = 'a: 1\nlist:\n  - x\n  - {name: Bộ Y tế, deep: [1, 2]}\nempty:\n';
  const result = parsed(text);
  const file = 'diagnostics' in result ? undefined : result.file;
  const at = (path: (string | number)[]) => {
    const { line, column } = file?.placeOf(path) ?? { line: 0, column: 0 };
    return `${line}:${column}`;
  };

  it.each<[(string | number)[], string]>([
    [[], '1:1'],
    [['a'], '1:4'],
    [['list'], '3:3'],
    [['list', 0], '3:5'],
    [['list', 1, 'name'], '4:12'],
    [['list', 1, 'deep', 1], '4:31'],
    [['list', 1, 'absent', 'deeper'], '4:5'],
    [['list', 7], '3:3'],
    [['absent'], '1:1'],
  ])('of %j', (path, expected) => {
    expect(at(path)).toBe(expected);
  });

  it('of a key', () => {
    expect(file?.placeOfKey(['list', 1, 'deep'])).toMatchObject({ line: 4, column: 21 });
  });
});

describe('whatever the bytes', () => {
  const never = (content: Uint8Array): boolean => {
    const result = parseYamlFile('f.yaml', content);
    return !('diagnostics' in result) || result.diagnostics.every((each) => each.place.line >= 1 && each.place.column >= 1 && messageOf(each).vi !== '' && messageOf(each).en !== '');
  };
  it('nothing is thrown', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), never), { numRuns: 300 });
  });
  it('nor for text that looks like YAML', () => {
    const piece = fc.constantFrom('a', ':', ' ', '\n', '  ', '- ', '? ', '[', ']', '{', '}', ',', '"', "'", '|', '>', '&x', '*x', '!', '!!', '%', '@', '`', '#', '\t', '\r', '---\n', '...\n', '1.000', '<<: ', 'ộ', '\\');
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => never(bytes(pieces.join('')))), { numRuns: 500 });
  });
  it('nor for floods of one piece', () => {
    for (const piece of ['[', '{', '"', "'", '- ', '? ', ': ', 'a: ', '&a ', '!a ', '*a ', '%a\n', '---\n', '...\n', '[]', '\t', '\n', '|\n ', ',', '\ufeff']) expect(never(bytes(piece.repeat(3000)))).toBe(true);
  });
});
