import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonFault, type FaultKind } from '../../../policies/planset/json-fault.js';
import { deepestNesting, JsonSplitter, type Treatment } from '../../../policies/planset/json-splitter.js';
import type { Json } from '../../../policies/planset/json.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Splits a text, handed over in pieces of the given lengths from one buffer that is used again. */
function split(text: string | Uint8Array, treat: (path: readonly (string | number)[]) => Treatment, lengths: readonly number[] = [], each?: (path: readonly (string | number)[], value: Json | undefined) => void): Json {
  const bytes = typeof text === 'string' ? encode(text) : text;
  const splitter = new JsonSplitter({ treat, ...(each === undefined ? {} : { each }) });
  const buffer = Buffer.alloc(Math.max(1, ...lengths, 1));
  let at = 0;
  for (const length of lengths) {
    const part = bytes.subarray(at, at + length);
    buffer.set(part);
    splitter.write(buffer.subarray(0, part.length));
    at += part.length;
  }
  splitter.write(bytes.subarray(at));
  return splitter.end();
}

const faultOf = (work: () => unknown): FaultKind | 'none' => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof JsonFault) return error.kind;
    throw error;
  }
};

/** Text that is JSON, or nearly: what a splitter must tell from each other. */
const nearlyJson = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '[', ']', '0', '-', '.', 'e', 'nul', '\u0001', ' ', '\\u12', '\ud83d\ude00')).map(([text, at, put]) => {
    const where = at % (text.length + 1);
    return text.slice(0, where) + put + text.slice(where + 1);
  }),
  fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', '0', '.5', 'e9', 'true', 'null', ' ', '\n', '\\u0061', '\\n') }),
);

/** Half a surrogate pair has no UTF-8. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('a splitter and JSON.parse', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 60 });

  it('agree on what is JSON, and on what it says, wherever chunks end', () => {
    fc.assert(
      fc.property(nearlyJson, lengths, (text, parts) => {
        fc.pre(isWellFormed(text));
        const kind = faultOf(() => split(text, () => 'keep', parts));
        // JSON.parse takes the last of two keys; what follows them is not looked at here.
        fc.pre(kind !== 'duplicate-key');
        expect(kind === 'none').toBe(parses(text));
        if (kind === 'none') expect(split(text, () => 'keep', parts)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('agree when every value is entered, and when everything is skipped', () => {
    fc.assert(
      fc.property(nearlyJson, lengths, (text, parts) => {
        fc.pre(isWellFormed(text));
        const kinds = (['keep', 'enter', 'skip', 'each', 'count'] as const).map((treatment) => faultOf(() => split(text, () => treatment, parts)));
        expect(new Set(kinds).size).toBe(1);
        if (kinds[0] === 'none') expect(JSON.stringify(split(text, () => 'enter', parts))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 300 },
    );
  });

  it('finds a key that stands twice, however it is written', () => {
    const escaped = (key: string): string => [...Array(key.length).keys()].map((at) => `\\u${key.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
    const key = fc.oneof(fc.string({ maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 3 }), fc.constantFrom('a', 'b', '__proto__', '\n', '"', '\\', '😀')).filter(isWellFormed);
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 60 }), fc.constantFrom('keep', 'skip', 'enter'), lengths, (keys, treatment, parts) => {
        const text = `[{${keys.map(([name, escape]) => `${escape ? `"${escaped(name)}"` : JSON.stringify(name)}:{"x":1}`).join(',')}}]`;
        const twice = new Set(keys.map(([name]) => name)).size < keys.length;
        expect(faultOf(() => split(text, () => treatment, parts))).toBe(twice ? 'duplicate-key' : 'none');
      }),
    );
  });

  it('looks for keys in their own object only, also among very many', () => {
    const many = Array.from({ length: 9000 }, (_, index) => `"k${index}":{"same":1,"k${index}":2}`).join(',');
    expect(faultOf(() => split(`{${many}}`, () => 'skip'))).toBe('none');
    expect(faultOf(() => split(`{${many},"k4711":0}`, () => 'skip'))).toBe('duplicate-key');
  });
});

describe('keys of large objects within each other', () => {
  const members = (prefix: string, count: number, value: (index: number) => string): string => Array.from({ length: count }, (_, index) => `"${prefix}${index}":${value(index)}`).join(',');
  // Twenty-four are compared one by one, more in a table: counts on both sides, and objects of both sizes around and within.
  it.each([[23, 23], [24, 24], [25, 25], [24, 60], [60, 24], [60, 60], [60, 1]])('%i around %i', (outer, inner) => {
    const nested = (more = ''): string => `{${members('i', inner, () => '{"deep":{}}')}${more}}`;
    const whole = (more = '', innerMore = ''): string => `{${members('o', outer, (index) => (index === outer - 1 ? nested(innerMore) : nested()))}${more}}`;
    expect(faultOf(() => split(whole(), () => 'skip'))).toBe('none');
    expect(faultOf(() => split(whole(',"i0":1'), () => 'skip'))).toBe('none');
    expect(faultOf(() => split(whole(',"o0":1'), () => 'skip'))).toBe('duplicate-key');
    expect(faultOf(() => split(whole(`,"o${outer - 1}":1`), () => 'skip'))).toBe('duplicate-key');
    expect(faultOf(() => split(whole('', ',"i0":1'), () => 'skip'))).toBe('duplicate-key');
    expect(faultOf(() => split(whole('', `,"i${inner - 1}":1`), () => 'skip'))).toBe('duplicate-key');
  });

  it('as many levels deep as may be', () => {
    const deep = (more: string): string => `${'{"a":1,"b":'.repeat(deepestNesting - 1)}{${more}}${'}'.repeat(deepestNesting - 1)}`;
    expect(faultOf(() => split(deep('"c":1'), () => 'keep'))).toBe('none');
    expect(faultOf(() => split(deep('"c":1,"c":2'), () => 'keep'))).toBe('duplicate-key');
  });
});

describe('what is wrong', () => {
  it.each<[string, string | Uint8Array, FaultKind]>([
    ['nothing at all', '', 'empty'],
    ['only white space', ' \n\t', 'empty'],
    ['a comma too many', '[1,]', 'syntax'],
    ['a comma too many in an object', '{"a":1,}', 'syntax'],
    ['a control character in a string', '"\u0001"', 'syntax'],
    ['a number with a leading zero', '[01]', 'syntax'],
    ['a word that is none', '[nul]', 'syntax'],
    ['a number of two thousand digits', `[${'1'.repeat(2000)}]`, 'syntax'],
    ['more after the end', '{} {}', 'trailing'],
    ['deep lists', '['.repeat(10_000), 'too-deep'],
    ['deep objects', '{"a":'.repeat(10_000), 'too-deep'],
    ['one level too deep', '['.repeat(deepestNesting + 1) + ']'.repeat(deepestNesting + 1), 'too-deep'],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0xfe, 0x22), 'encoding'],
    ['half a character', Uint8Array.of(0x22, 0xe1, 0xba, 0x22), 'encoding'],
  ])('%s', (_name, text, kind) => {
    expect(faultOf(() => split(text, () => 'keep'))).toBe(kind);
  });

  it('reads the deepest nesting that is allowed', () => {
    expect(faultOf(() => split('['.repeat(deepestNesting) + ']'.repeat(deepestNesting), () => 'keep'))).toBe('none');
  });

  it('is a text that breaks off, at whichever byte', () => {
    const text = '{"a":[1,-2.5e3,"x\\u0041\\n",true,null,{}],"b":{"c":"đ"}}';
    for (let length = 1; length < encode(text).length; length += 1) expect(faultOf(() => split(encode(text).subarray(0, length), () => 'keep'))).toBe('truncated');
  });

  it('is told with its place, and never with what stands there', () => {
    const work = (): Json => split('{"resource_changes":[{"a":1},{"password":"canary","password":"canary"}]}', ([top]) => (top === undefined ? 'enter' : 'each'));
    expect(work).toThrow('duplicate-key at byte 59 in /resource_changes/1');
    expect(work).not.toThrow('canary');
  });
});

describe('pieces', () => {
  it('are handed over one by one and leave nothing behind', () => {
    const seen: unknown[] = [];
    const text = '{"a":[{"x":1},[2],"3",4],"b":{"k":{"y":[]}},"skip":{"deep":[1,2,{}]},"count":[1,{},[]],"c":{"d":[true],"e":"f"},"__proto__":1}';
    const treat = (path: readonly (string | number)[]): Treatment => (path.length === 0 ? 'enter' : (({ a: 'each', b: 'each', skip: 'skip', count: 'count', c: 'enter' }) as const)[String(path[0])] ?? 'keep');
    const rest = split(text, (path) => (path.length === 2 ? 'keep' : treat(path)), [3, 5, 8, 13, 21], (path, value) => seen.push([path.join('/'), value]));
    expect(seen).toEqual([
      ['a/0', { x: 1 }],
      ['a/1', [2]],
      ['a/2', '3'],
      ['a/3', 4],
      ['b/k', { y: [] }],
      ['count/0', undefined],
      ['count/1', undefined],
      ['count/2', undefined],
    ]);
    expect(JSON.stringify(rest)).toBe('{"a":[],"b":{},"count":[],"c":{"d":[true],"e":"f"},"__proto__":1}');
  });
});
