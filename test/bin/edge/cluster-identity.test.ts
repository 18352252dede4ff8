import { describe, expect, it } from 'vitest';
import { nowSeen, readSeen, refuseWrongClusters, writeSeen, wrongClusters } from '../../../bin/edge/cluster-identity.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const seen = (uid: string) => ({ uid, at: '2026-01-01T00:00:00Z' });
const judge = (readings: Record<string, string | null>, pins: Record<string, { uid: string; where: string }[]> = {}, last: Record<string, ReturnType<typeof seen>> = {}) =>
  wrongClusters(readings, pins, last, 'connection.yaml', 'seen.json').map(({ code, sites }) => [code, ...sites]);

describe('the right cluster', () => {
  it.each([
    ['first time, nothing pinned', judge({ a: '1', b: '2' })],
    ['as pinned', judge({ a: '1' }, { a: [{ uid: '1', where: 'w' }] })],
    ['as last time', judge({ a: '1' }, {}, { a: seen('1') })],
    ['silent', judge({ a: null }, { a: [{ uid: '1', where: 'w' }] }, { a: seen('1') })],
    ['rebuilt, and pinned anew', judge({ a: '2' }, { a: [{ uid: '2', where: 'w' }] }, { a: seen('1') })],
    ['never seen before but found silent', judge({ a: '1' }, {}, { a: seen('') })],
  ])('is taken: %s', (_, wrong) => {
    expect(wrong).toEqual([]);
  });

  it.each([
    ['another than pinned', judge({ a: '2' }, { a: [{ uid: '1', where: 'w' }] }), [['NDC-X121', 'a']]],
    ['one of two pins', judge({ a: '2' }, { a: [{ uid: '2', where: 'v' }, { uid: '1', where: 'w' }] }), [['NDC-X121', 'a']]],
    ['another than last time', judge({ a: '2' }, {}, { a: seen('1') }), [['NDC-X122', 'a']]],
    ['two sites, one cluster', judge({ a: '1', b: '1', c: '2' }), [['NDC-X123', 'a', 'b']]],
    ['three sites, one cluster', judge({ a: '1', b: '1', c: '1' }), [['NDC-X123', 'a', 'b', 'c']]],
    ['one cluster with a site that is not asked but pinned', judge({ a: '1' }, { b: [{ uid: '1', where: 'w' }] }), [['NDC-X123', 'a', 'b']]],
    ['one cluster with a silent site last seen there', judge({ a: '1', b: null }, {}, { b: seen('1') }), [['NDC-X123', 'a', 'b']]],
  ])('is refused: %s', (_, wrong, expected) => {
    expect(wrong).toEqual(expected);
  });

  it('names both values and what to do', () => {
    const wrong = wrongClusters({ a: '2' }, {}, { a: seen('1') }, 'connection.yaml', 'seen.json');
    for (const part of ['2', '1', 'connection.yaml', 'seen.json']) expect(wrong[0]?.text.en).toContain(part);
    expect(() => refuseWrongClusters(wrong)).toThrow(expect.objectContaining({ exit: 3, code: 'NDC-X122' }) as Error);
    expect(() => refuseWrongClusters([])).not.toThrow();
  });
});

describe('what was seen', () => {
  it('is kept from command to command; a broken file counts as none', async () => {
    expect(await readSeen(folder.path, 'c')).toEqual({});
    await writeSeen(folder.path, 'c', { a: seen('1') });
    expect(await readSeen(folder.path, 'c')).toEqual({ a: seen('1') });
  });

  it('keeps the beginning of a silence until the site answers', () => {
    const first = nowSeen({ a: seen('1') }, { a: null }, 't1');
    expect(first).toEqual({ a: { ...seen('1'), silentSince: 't1' } });
    expect(nowSeen(first, { a: null }, 't2')).toEqual(first);
    expect(nowSeen(first, { a: '1' }, 't3')).toEqual({ a: { uid: '1', at: 't3' } });
  });
});
