import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { joined, Joiner, plainText, revealed, showable, withUnknowns } from '../../../policies/planset/known.js';
import { Place, UnknownAt } from '../../../policies/planset/place.js';
import { isUnknown, SensitiveValue, UnknownValue } from '../../../policies/planset/read-model.js';
import { expressionAt, referencesOf, type Expression } from '../../../policies/planset/references.js';

const unknown = (because: string): UnknownValue => new UnknownValue(because);
const at = (...path: (string | number)[]): UnknownValue => unknown(`at ${path.join('.')}`);

describe('joining values with what is unknown in them', () => {
  const places = (value: Parameters<typeof joined>[0], mark: Parameters<typeof joined>[0]) =>
    withUnknowns(joined(value, { unknown: mark, place: new Place() }), (found) => (found instanceof UnknownAt ? at(...found.path) : found));

  it.each([
    ['a vanished map key comes back', { a: 1 }, { b: true }, { a: 1, b: at('b') }],
    ['an unknown list element is no null', [1, null], [false, true], [1, at(1)]],
    ['an explicit null stays null', { a: null }, {}, { a: null }],
    ['a known list mirrored as false stays', ['x'], [false], ['x']],
    ['a whole value', null, true, at()],
    ['what is below a value that is not there', {}, { m: { k: true, l: [false, true] } }, { m: { k: at('m', 'k'), l: [null, at('m', 'l', 1)] } }],
    ['a map whose marks hold no unknown', {}, { m: { k: false, l: [] } }, {}],
  ])('%s', (_name, value, mark, expected) => {
    expect(places(value, mark)).toEqual(expected);
  });

  it.each<[string, Expression, (string | number)[], Expression]>([
    ['a leaf speaks for what is below', { m: { references: ['v'] } }, ['m', 'k'], { references: ['v'] }],
    ['a block written once stands as an object', { spec: { a: { references: ['r'] } } }, ['spec', 0, 'a'], { references: ['r'] }],
    ['blocks stand in order', { c: [{}, { a: { constant_value: 1 } }] }, ['c', 1, 'a'], { constant_value: 1 }],
    ['nothing is written there', { c: [{}] }, ['c', 1, 'a'], undefined],
  ])('expressions: %s', (_name, expressions, path, expected) => {
    expect(expressionAt(expressions, path)).toEqual(expected);
  });

  it.each<[Expression, string[]]>([
    [{ references: ['a.b.c', 'a.b', 'a', 'd'] }, ['a.b.c', 'd']],
    [{ references: ['k.m[0].name', 'k.m[0]', 'k.m', 'k'] }, ['k.m[0].name']],
    [{ references: ['var.ab', 'var.a'] }, ['var.ab', 'var.a']],
    [[{ x: { references: ['a'] } }, { y: { references: ['a', 'b'] } }], ['a', 'b']],
    [{ constant_value: { references: ['no'] } }, []],
    [undefined, []],
  ])('%j refers to %j', (expression, expected) => {
    expect(referencesOf(expression)).toEqual(expected);
  });

  it('lets no map of a plan pass for an unknown value', () => {
    expect(isUnknown(joined({ unknown: true, because: 'x' }))).toBe(false);
  });

  it('survives nesting that no object has', () => {
    let deep: Record<string, unknown> = { end: true };
    for (let level = 0; level < 5000; level += 1) deep = { a: deep };
    expect(JSON.stringify(joined(deep as never))).toContain('nested deeper than 100 levels');
  });

  it('treats names of the language as data', () => {
    const data = JSON.parse('{"constructor": 1, "__proto__": 2, "a": {"__proto__": {"b": 1}}}') as never;
    expect(JSON.stringify(joined(data))).toBe(JSON.stringify(data));
    expect(JSON.stringify(revealed(joined(data)))).toBe(JSON.stringify(data));
    expect(({} as Record<string, unknown>)['b']).toBeUndefined();
  });
});

describe('sensitive values', () => {
  it.each([
    ['a value', { a: 's3cret', b: 'x' }, { a: true }, { a: unknown('sensitive'), b: 'x' }],
    ['a map with its keys', { m: { key: 's3cret' } }, { m: true }, { m: unknown('sensitive') }],
    ['what nobody set', { a: null }, { a: true }, { a: null }],
    ['the mark of a plan set in which it was taken out', { a: '(redacted)' }, { a: true }, { a: unknown('sensitive') }],
  ])('%s', (_name, value, mark, expected) => {
    const joiner = new Joiner();
    const read = joiner.join(value, { sensitive: [undefined, mark] });
    expect(read).toEqual(expected);
    expect(joiner.redacted).toBe(JSON.stringify(expected).includes('sensitive'));
    expect(joiner.join(value, { sensitive: [mark, {}] })).toEqual(expected);
    for (const shown of [JSON.stringify(read), inspect(read, { depth: 20, showHidden: true, getters: true }), plainText(read), JSON.stringify(showable(read))]) expect(shown).not.toMatch(/s3cret|key/);
  });

  it('can be judged by whoever asks, and shown without what they hold', () => {
    const read = joined({ hard: { cpu: '4' }, list: ['x'] }, { sensitive: [{ hard: true, list: [true] }] });
    expect(revealed(read)).toEqual({ hard: { cpu: '4' }, list: ['x'] });
    expect(showable(read)).toEqual({ hard: '(sensitive)', list: ['(sensitive)'] });
    expect(plainText(read)).toBe('{"hard":"(sensitive)","list":["(sensitive)"]}');
  });

  it('is one that was taken out before: nothing to reveal', () => {
    const read = joined({ a: '(redacted)' }, { sensitive: [{ a: true }] }) as { a: unknown };
    expect(read.a).not.toBeInstanceOf(SensitiveValue);
    expect(revealed(read as never)).toEqual({ a: unknown('sensitive') });
  });
});
