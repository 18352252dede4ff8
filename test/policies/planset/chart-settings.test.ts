import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { settingAt } from '../../../policies/planset/chart-settings.js';
import { ChartSettings, isUnknown, SensitiveValue, UnknownValue, type ChartRelease, type HandedSettings } from '../../../policies/planset/read-model.js';

const release = (handed: Partial<HandedSettings>): ChartRelease => ({ name: 'a', namespace: 'b', chart: 'c', version: '1', source: null, settings: new ChartSettings({ values: null, set: null, setList: null, setSensitive: null, ...handed }) });
const at = (handed: Partial<HandedSettings>, ...path: readonly string[]) => {
  const found = settingAt(release(handed), ...path);
  return isUnknown(found) ? `unknown: ${found.because}` : found;
};

describe('a setting of a chart', () => {
  it.each<[string, Partial<HandedSettings>, unknown]>([
    ['of JSON', { values: ['{"a":{"b":true}}'] }, true],
    ['of YAML', { values: ['a:\n  b: yes\n'] }, true],
    ['of text that only begins like JSON', { values: ['{a: {b: 1}}'] }, 1],
    ['of the last text that says it', { values: ['{"a":{"b":1}}', 'a:\n  b: 2\n', '{"a":{"c":3}}'] }, 2],
    ['taken out by a later null', { values: ['{"a":{"b":1}}', '{"a":{"b":null}}'] }, undefined],
    ['nobody sets', { values: ['{"c":1}'] }, undefined],
    ['without any', {}, undefined],
    ['by its dots, over every text', { values: ['{"a":{"b":true}}'], set: [{ name: 'a.b', value: 'false' }] }, false],
    ['beside one with dots', { values: ['{"a":{"b":true}}'], set: [{ name: 'a.bc', value: 'false' }] }, true],
    ['above one with dots', { values: ['{"a":{"b":true}}'], set: [{ name: 'a.b.c', value: 'x' }] }, 'unknown: it is set by a.b.c'],
    ['that is sensitive', { values: new SensitiveValue(['{"a":{"b":1}}']) }, 1],
    ['known at apply', { values: [new UnknownValue('computed at apply')] }, 'unknown: computed at apply'],
    ['of no YAML', { values: ['a: [b'] }, 'unknown: its values are no YAML'],
    ['nested too deep', { values: ['['.repeat(600)] }, 'unknown: its values cannot be read: it is nested deeper than 500 levels'],
    ['of a name that is not known', { set: [{ name: new UnknownValue('later'), value: 'x' }] }, 'unknown: it sets something whose name is not known'],
  ])('%s', (_name, handed, expected) => {
    expect(at(handed, 'a', 'b')).toEqual(expected);
  });

  it('is seen by no printer and no comparison', () => {
    const one = release({ values: ['password: c4nary'] });
    expect(JSON.stringify(one)).not.toContain('c4nary');
    expect(inspect(one, { depth: 9, showHidden: true })).not.toContain('c4nary');
  });
});
