import { describe, expect, it } from 'vitest';
import { english, estateOf, put, vietnamese, type Changes } from './estate-files.js';

const site = (from: string, to: string): Changes => ({ 'ndc-01.yaml': put(from, to) });
const planning = (from: string, to: string): Changes => ({ 'catalogue/planning.yaml': put(from, to) });
const object = 'storage:\n  - {class: object, backend: rgw, redundancy: {data: 4, coding: 2}, failureDomain: host, encrypted: true, raw: 1Ti}';

describe('where storage lies', () => {
  it('a class names a storage pool of its own site', () => {
    expect(english(site('raw: 300Ti,', 'raw: 300Ti, pool: general,'))).toEqual([expect.stringMatching(/^ndc-01\.yaml:\d+:\d+ NDC-E021 storage\.0\.pool names the storage pool "general", which does not exist; there are: none\.$/)]);
    const pools = put(
      'storage:\n',
      '  - {id: luu-tru, purpose: storage, shape: {cpu: 1, memory: 1Gi}, count: 1, rackUnits: 1, watts: 1, allocatableReserve: {cpu: 0, memory: 0}, available: 2025-Q3}\nstorage:\n',
    );
    expect(english({ 'ndc-01.yaml': (text) => pools(text).replace('raw: 300Ti,', 'raw: 300Ti, pool: luutru,') })[0]).toContain('there are: luu-tru. Did you mean luu-tru?');
    expect(() => estateOf({ 'ndc-01.yaml': (text) => pools(text).replace('raw: 300Ti,', 'raw: 300Ti, pool: luu-tru,') })).not.toThrow();
  });

  it('buckets name a class of object storage of their own site', () => {
    expect(english(site('objectStore: {', 'objectStore: {class: block, '))[0]).toContain('NDC-E021 objectStore.class names the class of object storage "block", which does not exist');
    expect(() => estateOf({ 'ndc-01.yaml': (text) => text.replace('storage:', object).replace('objectStore: {', 'objectStore: {class: object, ') })).not.toThrow();
  });

  it.each([
    ['more than the replicas', 'redundancy: {replicas: 3},', 'minSize: 4, redundancy: {replicas: 3},'],
    ['fewer than the data chunks', 'redundancy: {replicas: 3},', 'minSize: 3, redundancy: {data: 4, coding: 2},'],
    ['more than all chunks', 'redundancy: {replicas: 3},', 'minSize: 7, redundancy: {data: 4, coding: 2},'],
  ])('a minSize of %s serves nothing', (_, from, to) => {
    expect(english(site(from, to))).toEqual([expect.stringContaining('a minSize of at most the replicas, or from the data chunks to all chunks')]);
  });

  it.each([1, 3])('a minSize of %i of three replicas stands', (minSize) => {
    expect(estateOf(site('redundancy: {replicas: 3},', `minSize: ${minSize}, redundancy: {replicas: 3},`)).sites['ndc-01']?.storage[0]?.minSize).toBe(minSize);
  });
});

describe('planning inputs', () => {
  it.each<[string, string, string, string, string]>([
    ['bounds out of order', 'logCompressedTo: {low: 50, mid: 50, high: 50}', 'logCompressedTo: {low: 50, mid: 40, high: 60}', 'backup.logCompressedTo', 'low ≤ mid ≤ high'],
    ['limits out of order', 'nearfullPercent: 85', 'nearfullPercent: 93', 'storage', 'nearfullPercent ≤ backfillfullPercent ≤ fullPercent'],
    ['a day of 23 hours', 'typicalDay: [1, ', 'typicalDay: [', 'links.typicalDay', '24 whole weights'],
    ['a day without any load', 'peakDay: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]', 'peakDay: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]', 'links.peakDay', 'not all of them 0'],
    ['a share of 101 %', 'sharePercent: 100', 'sharePercent: 101', 'links.sharePercent', 'from 1 to 100'],
  ])('refuse %s', (_, from, to, key, expected) => {
    const [found, ...others] = english(planning(from, to));
    expect(others).toEqual([]);
    expect(found).toContain(key);
    expect(found).toContain(expected);
    expect(vietnamese(planning(from, to))[0]).toContain(key);
  });
});
