import { describe, expect, it } from 'vitest';
import type { EnvironmentIntent } from '../../../sites/intent/environment.js';
import { day } from '../../../sites/model/calendar.js';
import { messageOf } from '../../../sites/model/diagnostic.js';
import { loadEstate } from '../../../sites/model/load.js';
import { measuredUse } from '../../../sites/tenancy/measured-use.js';
import { asOf } from '../model/estate-files.js';
import { estateWith, filesOf } from './requests.js';

const gi = 1n << 30n;
const namespace = 'ho-so-suc-khoe-prod';
const at = (namespaces: readonly string[]) => namespaces.map((name): Pick<EnvironmentIntent, 'namespace' | 'primary'> => ({ namespace: name, primary: { site: 'ndc-01', operating: true, reason: 'requested' } }));

/** Records of usage, one file each, of these entries. */
const recordFiles = (...records: readonly (readonly string[])[]): Readonly<Record<string, string>> =>
  Object.fromEntries(records.map((entries, index) => [`records/usage/use-${index}.yaml`, `apiVersion: ndc.gov.vn/v1\nkind: Record\nid: use-${index}\nrecord: usage\non: 2026-06-30\nsubject: connection/thu\nuse:\n${entries.map((entry) => `  - {${entry}}\n`).join('')}`]));
const entry = (to: string, more: string, site = 'ndc-01'): string => `namespace: ${namespace}, site: ${site}, readings: 3, from: 2026-05-01, to: ${to}, ${more}`;
const used = (...records: readonly (readonly string[])[]) => measuredUse(estateWith(undefined, recordFiles(...records)).records, at([namespace]));

describe('what records say was used', () => {
  it('is nothing without records', () => {
    expect(used()).toEqual({});
  });

  it('is the newest measurement where the environment runs', () => {
    expect(used([entry('2026-06-01', 'cpu: 3, memory: 8Gi, gpu: 2, storage: {block: 900Gi}'), entry('2026-06-20', 'cpu: 7', 'ndc-02')], [entry('2026-05-20', 'cpu: 6')])).toEqual({
      [namespace]: { on: day('2026-06-01'), cpu: 3000n, memory: 8n * gi, gpu: 2n, storage: { block: 900n * gi } },
    });
  });

  it('is the larger of two of one day, whichever file is first', () => {
    const [one, other] = [entry('2026-06-01', 'cpu: 3, storage: {block: 1Gi, file: 2Gi}'), entry('2026-06-01', 'cpu: 2, memory: 1Gi, storage: {block: 5Gi}')];
    const expected = { [namespace]: { on: day('2026-06-01'), cpu: 3000n, memory: gi, storage: { block: 5n * gi, file: 2n * gi } } };
    expect(used([one], [other])).toEqual(expected);
    expect(used([other], [one])).toEqual(expected);
  });

  it('of an environment that is no more is nobody’s', () => {
    expect(measuredUse(estateWith(undefined, recordFiles([entry('2026-06-01', 'cpu: 3')])).records, [])).toEqual({});
  });

  it('lies outside the estate’s digest', () => {
    expect(estateWith(undefined, recordFiles([entry('2026-06-01', 'cpu: 3')])).digest).toBe(estateWith().digest);
  });
});

describe('a record of usage', () => {
  it.each<[string, string, RegExp]>([
    ['a quantity nobody can read', entry('2026-06-01', 'cpu: nhiều'), /nhiều/],
    ['a thousands separator', entry('2026-06-01', 'memory: 2.000Gi'), /2000Gi/],
    ['no day', entry('hôm qua', 'cpu: 3'), /hôm qua/],
    ['an unknown key', entry('2026-06-01', 'cpus: 3'), /cpus/],
    ['a name that is no namespace', entry('2026-06-01', 'cpu: 3').replace(namespace, '__proto__'), /__proto__/],
  ])('with %s is a diagnostic', (_, written, words) => {
    const loaded = loadEstate(filesOf(undefined, recordFiles([written])), asOf);
    expect('diagnostics' in loaded ? loaded.diagnostics.map((found) => messageOf(found).en).join('\n') : 'loads').toMatch(words);
  });

  it('belongs below records/usage', () => {
    const [[, text] = ['', '']] = Object.entries(recordFiles([entry('2026-06-01', 'cpu: 3')]));
    const loaded = loadEstate(filesOf(undefined, { 'records/use-0.yaml': text }), asOf);
    expect('diagnostics' in loaded ? loaded.diagnostics.map((found) => messageOf(found).en).join('\n') : 'loads').toContain('records/usage/use-0.yaml');
  });
});
