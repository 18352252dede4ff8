import { describe, expect, it } from 'vitest';
import { text } from '../../../bin/present/drift.js';
import type { DriftResult, DriftRow } from '../../../bin/runner/drift.js';

const row = (name: string, status: DriftRow['status'], pending = 0): DriftRow => ({ name, kind: 'tenant', site: 'ndc-03', status, drifts: [], pending, spurious: 0 });
const said = (result: Omit<DriftResult, 'exit'>, lang: 'vi' | 'en' = 'en'): string => text({ ...result, exit: 0 }, { lang, colour: false, columns: 200 });
const ending = (...of: Parameters<typeof said>): string => said(...of).trimEnd().split('\n').at(-1) ?? '';

describe('what drift ends with', () => {
  it('tells what was never applied from what is as applied', () => {
    const rows = [row('a', 'clean'), row('b', 'absent', 12), row('c', 'absent', 1), row('d', 'deferred')];
    expect(ending({ rows })).toBe('0 drifted; of 4 stacks: 1 as applied, 2 never applied, 1 deferred; 13 changes of the data are not applied yet');
    expect(ending({ rows }, 'vi')).toBe('0 sai lệch; trong 4 stack: 1 đúng như đã áp dụng, 2 chưa áp dụng lần nào, 1 hoãn đến đợt sau; 13 thay đổi trong dữ liệu chưa áp dụng');
    expect(ending({ rows: [row('b', 'absent', 1)] })).toBe('0 drifted; of 1 stack: 0 as applied, 1 never applied; 1 change of the data is not applied yet');
  });

  it('counts what nobody declared, in a namespace and in the whole cluster', () => {
    const foreign = [
      { site: 'ndc-03', apiVersion: 'v1', kind: 'Namespace', name: 'stranger' },
      { site: 'ndc-03', namespace: 'ho-so-prod', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name: 'mo' },
    ];
    expect(said({ rows: [row('a', 'clean')], foreign, foreignUnknown: {} }).split('\n').slice(0, 3)).toEqual(['ndc-03  (whole cluster)  Namespace/stranger  unmanaged', 'ndc-03  ho-so-prod  NetworkPolicy/mo  unmanaged', '0 drifted; 2 that nobody declared; of 1 stack: 1 as applied']);
    expect(ending({ rows: [row('a', 'clean')], foreign: [], foreignUnknown: {} })).toBe('0 drifted; 0 that nobody declared; of 1 stack: 1 as applied');
  });
});
